"""What-if: changes of one analysis, put together and checked against each other, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.decision.what_if.changes import FORMS, Change, malformed, name_of, read
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.snapshot import Snapshot

__all__ = ["FORMS", "Supposed", "malformed", "suppose"]


@dataclass(frozen=True)
class Supposed:
    """What is supposed in an analysis; people and sellers as positions in their tables.

    Parameters
    ----------
    stances : dict of person to number
        Supposed stances, NaN for unknown; they count as certain.
    removed : frozenset of people
        People taken out of the deal.
    meetings : tuple of (seller, person)
        Meetings that take place today, after everything else.
    influences : dict of (speaker, listener) to weight
        Influences that stand over what is stated.
    roles : dict of person to roles
        Roles in the deal beside those that are stated.
    covers : dict of (seller, person) to strength
        Strengths of our contacts today that stand over what is stated; 0 takes one away.
    doubts : tuple of Text
        What of it contradicts itself, and which of it stands.
    """

    stances: dict[int, float] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    meetings: tuple[tuple[int, int], ...] = ()
    influences: dict[tuple[int, int], float] = field(default_factory=dict)
    roles: dict[int, tuple[str, ...]] = field(default_factory=dict)
    covers: dict[tuple[int, int], float] = field(default_factory=dict)
    doubts: tuple[Text, ...] = ()

    @property
    def told(self) -> frozenset[int]:
        """The people whom a supposed stance or role brings into the deal."""
        return frozenset(self.stances) | frozenset(self.roles)

    @property
    def ours(self) -> frozenset[int]:
        """The sellers whom a supposed meeting or contact brings into our team."""
        covering = {seller for (seller, _), strength in self.covers.items() if strength > 0}
        return frozenset(covering | {seller for seller, _ in self.meetings})


def suppose(changes: Sequence[str], snapshot: Snapshot) -> Supposed:
    """Read the changes of a what-if; where two contradict each other the later one stands.

    A person who is removed stays removed, whatever else is supposed about them.

    Raises
    ------
    UsageError
        A change that is not written in one of the forms of ``FORMS``.
    NotFoundError
        A person or seller who is not in the graph.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames({"Person": pl.DataFrame({"id": ["li", "wu"]})}, {})
    >>> found = suppose(["stance:li=支持者", "influence:li>wu=0.6", "stance:li=enemy"], graph)
    >>> found.stances, found.influences, len(found.doubts)
    ({0: -1.0}, {(0, 1): 0.6}, 1)
    """
    read_ = [read(change, snapshot) for change in changes]
    roles: dict[int, tuple[str, ...]] = {}
    for change in _of(read_, "role"):
        held = roles.get(change.person, ())
        roles[change.person] = held if change.word in held else (*held, change.word)
    return Supposed(
        stances={c.person: c.number for c in _of(read_, "stance")},
        removed=frozenset(c.person for c in _of(read_, "remove")),
        meetings=tuple((c.other, c.person) for c in _of(read_, "meet")),
        influences={(c.other, c.person): c.number for c in _of(read_, "influence")},
        roles=roles,
        covers={(c.other, c.person): c.number for c in _of(read_, "cover")},
        doubts=(*_overruled(read_, snapshot), *_removed(read_, snapshot)),
    )


def _of(changes: Sequence[Change], verb: str) -> Iterator[Change]:
    return (c for c in changes if c.verb == verb)


def _overruled(changes: Sequence[Change], snapshot: Snapshot) -> Iterator[Text]:
    """Name the changes that a later one of the same thing overrules."""
    said = {
        "stance": Text(
            "Two stances of {person} are supposed; the later one stands.",
            "对{person}假设了两种态度；以后一个为准。",
        ),
        "influence": Text(
            "The influence of {other} on {person} is supposed twice; the later one stands.",
            "{other}对{person}的影响被假设了两次；以后一次为准。",
        ),
        "cover": Text(
            "The contact of {other} with {person} is supposed twice; the later one stands.",
            "{other}与{person}的联系被假设了两次；以后一次为准。",
        ),
    }
    for verb, text in said.items():
        seen: dict[tuple[int, int], Change] = {}
        for change in _of(changes, verb):
            before = seen.get(change.about)
            seen[change.about] = change
            if before is not None and before.text != change.text:
                yield text.format(person=change.called(snapshot), other=change.whose(snapshot))


def _removed(changes: Sequence[Change], snapshot: Snapshot) -> Iterator[Text]:
    """Name who is removed and changed all the same."""
    gone = {c.person for c in _of(changes, "remove")}
    changed = [p for c in changes if c.verb != "remove" for p in c.people if p in gone]
    for person in dict.fromkeys(changed):
        yield Text(
            "{person} is removed; what else is supposed about {person} changes nothing.",
            "{person}已被移出；关于{person}的其他假设不起作用。",
        ).format(person=name_of(snapshot, "Person", person))
