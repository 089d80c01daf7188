"""What-if changes of one analysis: read, checked against the graph, never stored."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import UsageError, nearest
from graph.model import STANCE_NUMBER, values
from graph.text import Text
from graph.vocabulary.types import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.snapshot import Snapshot

FORMS = {
    "stance": "stance:PERSON=supporter",
    "remove": "remove:PERSON",
    "meet": "meet:SELLER=PERSON",
    "influence": "influence:A>B=0.6",
}


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
        Meetings that take place today.
    influences : dict of (speaker, listener) to weight
        Influences that stand over what is stated.
    """

    stances: dict[int, float] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    meetings: tuple[tuple[int, int], ...] = ()
    influences: dict[tuple[int, int], float] = field(default_factory=dict)


def suppose(changes: Sequence[str], snapshot: Snapshot) -> Supposed:
    """Read the changes of a what-if.

    Raises
    ------
    UsageError
        A change that is not written in one of the four forms.
    NotFoundError
        A person or seller who is not in the graph.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames({"Person": pl.DataFrame({"id": ["li", "wu"]})}, {})
    >>> suppose(["stance:li=支持者", "influence:li>wu=0.6"], graph)
    Supposed(stances={0: 0.5}, removed=frozenset(), meetings=(), influences={(0, 1): 0.6})
    """
    stances: dict[int, float] = {}
    removed: set[int] = set()
    meetings: list[tuple[int, int]] = []
    influences: dict[tuple[int, int], float] = {}
    for change in changes:
        verb, rest = _verb(change)
        if verb == "remove":
            removed.add(snapshot.nodes["Person"].position(rest))
        elif verb == "stance":
            person, word = _halves(change, rest, "=")
            stances[snapshot.nodes["Person"].position(person)] = _stance(word)
        elif verb == "meet":
            meetings.append(_ends(change, rest, "=", snapshot, ("Seller", "Person")))
        else:
            ends, number = _halves(change, rest, "=")
            pair = _ends(change, ends, ">", snapshot, ("Person", "Person"))
            if pair[0] == pair[1]:
                raise _onto_oneself(change)
            influences[pair] = _weight(change, number)
    return Supposed(stances, frozenset(removed), tuple(meetings), influences)


def _verb(change: str) -> tuple[str, str]:
    verb, colon, rest = change.partition(":")
    verb = verb.strip()
    if verb in FORMS and colon and rest.strip():
        return verb, rest.strip()
    near = nearest(verb, FORMS)
    raise malformed(change, [near[0]] if near else FORMS)


def _onto_oneself(change: str) -> UsageError:
    return UsageError(
        Text("'{change}': nobody influences themself.", "“{change}”：没有人影响自己。").format(
            change=change
        ),
        Text("Name two people.", "请写两个不同的人。"),
    )


def malformed(change: str, verbs: Iterable[str]) -> UsageError:
    """Build the error for a change that cannot be read, showing how it is written."""
    forms = ", ".join(FORMS[v] for v in verbs)
    return UsageError(
        Text("'{change}' is not a change I can suppose.", "无法理解假设“{change}”。").format(
            change=change
        ),
        Text("Write it as {forms}.", "请写成 {forms}。").format(forms=forms),
    )


def _halves(change: str, text: str, mark: str) -> tuple[str, str]:
    left, found, right = text.rpartition(mark)
    if not (found and left.strip() and right.strip()):
        raise malformed(change, [change.partition(":")[0].strip()])
    return left.strip(), right.strip()


def _ends(
    change: str, text: str, mark: str, snapshot: Snapshot, kinds: tuple[str, str]
) -> tuple[int, int]:
    """Split at the mark that leaves two known ids: an id may hold the mark itself."""
    tables = snapshot.nodes[kinds[0]], snapshot.nodes[kinds[1]]
    pieces = text.split(mark)
    for i in range(1, len(pieces)):
        one, other = mark.join(pieces[:i]).strip(), mark.join(pieces[i:]).strip()
        if one in tables[0] and other in tables[1]:
            return tables[0].position(one), tables[1].position(other)
    one, other = _halves(change, text, mark)
    return tables[0].position(one), tables[1].position(other)


def _stance(word: str) -> float:
    value = values.STANCES.spellings().get(fold(word))
    if value is not None:
        return STANCE_NUMBER.get(value, math.nan)
    near = nearest(word, values.STANCES.words)
    known = ", ".join(near or values.STANCES.words)
    raise UsageError(
        Text("'{word}' is no stance.", "“{word}”不是态度。").format(word=word),
        Text("Did you mean {known}?", "是否指 {known}？").format(known=known),
    )


def _weight(change: str, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        raise malformed(change, ["influence"]) from None
    if not 0 <= weight <= 1:
        raise UsageError(
            Text(
                "The influence in '{change}' must lie between 0 and 1.",
                "“{change}”中的影响力应在 0 到 1 之间。",
            ).format(change=change)
        )
    return weight
