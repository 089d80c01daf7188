"""Where several sources state one thing: what each says, and which word stands.

A node or relationship that one source states needs nothing more than its properties. When a
second source states it too, what each of them says is kept beside it as JSON (the hidden property
``linchpin_claims``), so that a source can later be taken away without losing the others' words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What each source says, the source that spoke last at the end.
Claims = dict[str, dict[str, Any]]
# What an inferred tie never adds to a stated one.
_HOW_STRONG = frozenset(("weight", "strength", "confidence", "level", "since"))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property on which two sources disagree."""

    property: str
    kept: Any
    kept_source: str
    other: Any
    other_source: str


def precedence_of(source: str, precedence: Sequence[str]) -> int:
    """Return the place of ``source`` in the settings; a source not listed comes after all.

    An entry names a source in full, by its last part, or with ``*``.

    Examples
    --------
    >>> precedence_of("/books/crm.xlsx", ["erp", "crm.xlsx"])
    1
    """
    name = PurePath(source).name
    for i, entry in enumerate(precedence):
        if entry in (source, name, PurePath(name).stem) or fnmatchcase(source, entry):
            return i
    return len(precedence)


def resolve(claims: Claims, precedence: Sequence[str]) -> tuple[dict[str, Any], list[Conflict]]:
    """Decide each property: by precedence, then the newer ``as_of``, then who spoke last.

    Lists (roles) are united; ``as_of`` is the newest; a person is a placeholder only while every
    source says so. A source that inferred the tie from a log comes after all that state it: it
    adds the last contact and the like, but neither how strong the tie is nor since when.

    Examples
    --------
    >>> said = {"crm": {"phone": "1"}, "list": {"phone": "2", "roles": ["coach"]}}
    >>> values, conflicts = resolve(said, ["crm"])
    >>> values["phone"], values["roles"], conflicts[0].other_source
    ('1', ['coach'], 'list')
    """
    claims = _stated_first(claims)
    order = list(claims)[::-1]
    order.sort(
        key=lambda s: (
            bool(claims[s].get("inferred")),
            precedence_of(s, precedence),
            -_day(claims[s].get("as_of")),
        )
    )
    values: dict[str, Any] = {}
    owner: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for source in order:
        for name, value in claims[source].items():
            if name not in values:
                values[name], owner[name] = value, source
            elif isinstance(values[name], list) and isinstance(value, list):
                values[name] = values[name] + [v for v in value if v not in values[name]]
            elif name == "as_of":
                values[name] = max(values[name], value)
            elif values[name] != value and not claims[source].get("inferred"):
                conflicts.append(Conflict(name, values[name], owner[name], value, source))
    if values.get("placeholder") and not all(c.get("placeholder") for c in claims.values()):
        del values["placeholder"]
    if values.get("inferred") and not all(c.get("inferred") for c in claims.values()):
        del values["inferred"]
    return values, [c for c in conflicts if c.property != "placeholder"]


def _stated_first(claims: Claims) -> Claims:
    """Take from inferred ties how strong they are, where somebody states the tie."""
    if all(c.get("inferred") for c in claims.values()):
        return claims
    return {s: _beside(c) if c.get("inferred") else c for s, c in claims.items()}


def _beside(inferred: dict[str, Any]) -> dict[str, Any]:
    """Return what an inferred tie adds to a stated one: contacts, and the day of the last."""
    # Without contacts its day would stand as the day on which somebody stated the tie.
    never = _HOW_STRONG if "last_contact" in inferred else _HOW_STRONG | {"as_of"}
    return {name: value for name, value in inferred.items() if name not in never}


def _day(value: Any) -> int:
    return value.toordinal() if isinstance(value, date) else 0


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row states: its properties that are not absent."""
    return {name: value for name, value in row.items() if value is not None}


def packed(claims: Claims) -> str | None:
    """Write claims as JSON; None where one source or none speaks."""
    if len(claims) < 2:
        return None
    return json.dumps(
        [[source, _encoded(claim)] for source, claim in claims.items()], ensure_ascii=False
    )


def unpacked(text: str | None, sources: Sequence[str], row: Mapping[str, Any]) -> Claims:
    """Read claims; where none are kept, the row is what its first source says."""
    if text:
        return {source: _decoded(claim) for source, claim in json.loads(text)}
    first, *others = [*sources] or [""]
    return ({first: said(row)} if first else {}) | {s: {} for s in others}


def _encoded(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {
        n: {"date": v.isoformat()} if isinstance(v, date | datetime) else v
        for n, v in claim.items()
    }


def _decoded(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {
        n: date.fromisoformat(v["date"][:10]) if isinstance(v, dict) else v
        for n, v in claim.items()
    }
