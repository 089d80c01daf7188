"""Named scenarios: what-ifs of a deal that a team keeps with the store and opens again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.decision.what_if.suppose import suppose
from graph.errors import UsageError, not_found
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.snapshot import Snapshot
    from graph.store import Store
    from graph.store.documents import Document, Kind

KIND: Kind = "scenario"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Scenario:
    """A named what-if: the deal, the name, the changes as they are written, when it was kept."""

    opportunity: str
    name: str
    changes: tuple[str, ...]
    saved_at: str = ""


def save(
    store: Store, snapshot: Snapshot, opportunity: str, name: str, changes: Sequence[str]
) -> Scenario:
    """Keep a what-if under a name, in place of one of that name.

    Raises
    ------
    NotFoundError
        No such deal, or somebody whom a change names is not in the graph.
    UsageError
        A change that cannot be read, none at all, or an empty or overlong name.
    """
    snapshot.nodes["Opportunity"].position(opportunity)
    if not changes:
        raise UsageError(
            Text("A scenario needs at least one change.", "方案至少需要一项假设。"),
            Text(
                "Give it with --what-if, such as stance:PERSON=supporter.",
                "请用 --what-if 给出，如 stance:人员=supporter。",
            ),
        )
    suppose(changes, snapshot)
    chosen = name_of(name)
    body = {"name": chosen, "changes": list(changes)}
    there = _kept(store, opportunity, chosen)
    id_ = there.id if there else _id(opportunity, chosen)
    return _read(store.documents.put(KIND, id_, opportunity, body))


def replaced(store: Store, opportunity: str, name: str, changes: Sequence[str]) -> Scenario | None:
    """Return the scenario of this name whose changes others would replace, None where none would.

    Raises UsageError for an empty or overlong name.
    """
    chosen = name_of(name)
    kept = (s for s in listed(store, opportunity) if s.name == chosen)
    return next((s for s in kept if s.changes != tuple(changes)), None)


def name_of(name: str) -> str:
    """Return a name on one line; refuse an empty one and one that is too long.

    Examples
    --------
    >>> name_of("  Fan Min   visits ")
    'Fan Min visits'
    """
    chosen = " ".join(name.split())
    if not 0 < len(chosen) <= LONGEST_NAME:
        raise UsageError(
            Text(
                "A scenario needs a name of 1 to {most} characters.",
                "方案名称应为 1 到 {most} 个字符。",
            ).format(most=LONGEST_NAME)
        )
    return chosen


def listed(store: Store, opportunity: str | None = None) -> list[Scenario]:
    """Return the scenarios of one deal, or of all, by deal and name."""
    found = [_read(d) for d in store.documents.list(KIND, opportunity)]
    return sorted(found, key=lambda s: (s.opportunity, s.name))


def load(store: Store, opportunity: str, name: str) -> Scenario:
    """Return one scenario.

    Raises
    ------
    NotFoundError
        None of that name; the nearest is named.
    """
    found = _kept(store, opportunity, name)
    if found is None:
        raise _absent(store, opportunity, name)
    return _read(found)


def delete(store: Store, opportunity: str, name: str) -> None:
    """Delete one scenario.

    Raises
    ------
    NotFoundError
        None of that name; the nearest is named.
    """
    found = _kept(store, opportunity, name)
    if found is None or not store.documents.delete(KIND, found.id):
        raise _absent(store, opportunity, name)


def _absent(store: Store, opportunity: str, name: str) -> Exception:
    names = [s.name for s in listed(store, opportunity)]
    return not_found(Text("scenario", "方案"), name, names)


def _kept(store: Store, opportunity: str, name: str) -> Document | None:
    # By deal and name, not by id: earlier versions wrote ids that two deals could share.
    chosen = " ".join(name.split())
    found = store.documents.list(KIND, opportunity)
    return next((d for d in found if d.body["name"] == chosen), None)


def _id(opportunity: str, name: str) -> str:
    """Return the id of a new scenario: one colon in all, so that no other pair has it.

    Examples
    --------
    >>> _id("A", "B:C"), _id("A:B", "C")
    ('A:B%3AC', 'A%3AB:C')
    """
    return ":".join(p.replace("%", "%25").replace(":", "%3A") for p in (opportunity, name))


def _read(document: Document) -> Scenario:
    return Scenario(
        opportunity=document.about,
        name=str(document.body["name"]),
        changes=tuple(document.body["changes"]),
        saved_at=document.saved_at,
    )
