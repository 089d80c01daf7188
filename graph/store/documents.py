"""Documents beside the graph: what a team keeps about a deal, such as a review of it.

A document is a node of the internal label ``LinchpinDocument``, so that it lives where the store
lives: a team on Neo4j shares it, a backup holds it, a wipe takes it away. It has no relationship
and is no part of the graph: neither a snapshot nor the status counts it, and writing one makes no
new revision. An analyst's query can read it (``MATCH (d:LinchpinDocument) RETURN d``).

===========  =================================================================
property     meaning
===========  =================================================================
``id``       ``KIND:NAME``, unique
``kind``     ``review``, ``scenario``, ``tag`` (the definition of one) or ``campaign``
``name``     what tells documents of one kind apart
``about``    id of what it is about (an opportunity, a campaign)
``saved_at`` when it was written last (UTC, ISO 8601)
``body``     the document itself as JSON
===========  =================================================================
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from graph.errors import StoreError
from graph.store.meta import prepare, read_meta
from graph.store.statements import DOCUMENT, META
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store.bolt import Connection

Kind = Literal["review", "scenario", "tag", "campaign"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_RETURN = (
    "RETURN d.kind AS kind, d.name AS id, d.about AS about, d.body AS body, "
    "d.saved_at AS saved_at ORDER BY saved_at, id"
)
# The store's own node is matched first: after a wipe by somebody else nothing is left behind.
_PUT = (
    f"UNWIND $rows AS r MATCH (m:{META} {{id: 'store'}}) MERGE (d:{DOCUMENT} {{id: r.id}}) "
    "SET d += r.p RETURN count(d) AS written"
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document: ``id`` is unique within its ``kind``; ``about`` names an opportunity."""

    kind: str
    id: str
    about: str
    body: dict[str, Any]
    saved_at: str


# Within the class ``list`` is its method.
Found = list["Document"]


class Documents:
    """The documents of a store; ``store.documents`` gives it.

    Parameters
    ----------
    connection : Connection
        Where our own statements go.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kind: Kind, id: str, about: str, body: Mapping[str, Any]) -> Document:
        """Write a document whole, in place of one of this kind and id; return it as kept.

        Raises
        ------
        StoreError
            The store was emptied meanwhile.
        """
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        document = Document(kind, id, about, json.loads(_written(body)), now)
        prepare(self._connection)
        self.write([document])
        return document

    def write(self, documents: Iterable[Document]) -> None:
        """Write documents as they are, all or none of them."""
        rows = [_row(d) for d in documents]
        if not rows:
            return
        answer = self._connection.write(_PUT, rows=rows)
        if not answer or answer[0]["written"] != len(rows):
            raise StoreError(
                Text("The store was emptied meanwhile.", "存储在此期间已被清空。"),
                Text("Load the data again.", "请重新导入数据。"),
            )

    def get(self, kind: Kind, id: str) -> Document | None:
        """Return one document, None where there is none of this kind and id."""
        match = f"MATCH (d:{DOCUMENT} {{id: $id}}) "
        found = self._read(match, id=_key(kind, id))
        return found[0] if found else None

    def list(self, kind: Kind, about: str | None = None) -> Found:
        """Return the documents of a kind (about one thing), the one written last at the end."""
        tests = "d.kind = $kind" + ("" if about is None else " AND d.about = $about")
        chosen = {"kind": kind} | ({} if about is None else {"about": about})
        return self._read(f"MATCH (d:{DOCUMENT}) WHERE {tests} ", **chosen)

    def all(self) -> Found:
        """Return every document, as a backup needs them."""
        return self._read(f"MATCH (d:{DOCUMENT}) ")

    def delete(self, kind: Kind, id: str) -> bool:
        """Delete one document; whether there was one."""
        rows = self._connection.write(
            f"MATCH (d:{DOCUMENT} {{id: $id}}) DELETE d RETURN count(*) AS n", id=_key(kind, id)
        )
        return bool(rows and rows[0]["n"])

    def _read(self, match: str, **parameters: str) -> Found:
        if read_meta(self._connection) is None:
            return []
        rows = self._connection.read(match + _RETURN, **parameters)
        return [Document(**{**row, "body": json.loads(row["body"])}) for row in rows]


def as_row(document: Document) -> dict[str, str]:
    """Return a document as a flat row of text, for a table.

    Examples
    --------
    >>> as_row(Document("review", "r1", "deal", {"lean": 0.5}, "2026-03-31"))["body"]
    '{"lean": 0.5}'
    """
    return {
        "kind": document.kind,
        "id": document.id,
        "about": document.about,
        "body": _written(document.body),
        "saved_at": document.saved_at,
    }


def from_row(row: Mapping[str, str]) -> Document:
    """Read what :func:`as_row` made."""
    return Document(**{**row, "body": json.loads(row["body"])})


def _row(document: Document) -> dict[str, Any]:
    flat = as_row(document)
    name = flat.pop("id")
    return {"id": _key(document.kind, name), "p": {**flat, "name": name}}


def _key(kind: str, name: str) -> str:
    if kind not in KINDS:
        msg = f"no kind of document: {kind}"
        raise ValueError(msg)
    return f"{kind}:{name}"


def _written(body: Mapping[str, Any]) -> str:
    # Never NaN: it is no JSON, and no number that a reader could use.
    return json.dumps(body, ensure_ascii=False, allow_nan=False)
