"""One change of a what-if: how it is written, and whom it names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import rounding
from graph.decision.columns import names
from graph.errors import UsageError, nearest
from graph.model import STANCE_NUMBER, values
from graph.text import Text
from graph.vocabulary.types import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.snapshot import Snapshot
    from graph.vocabulary.types import Values

FORMS = {
    "stance": "stance:PERSON=supporter",
    "remove": "remove:PERSON",
    "meet": "meet:SELLER=PERSON",
    "influence": "influence:A>B=0.6",
    "role": "role:PERSON=decision_maker",
    "cover": "cover:SELLER>PERSON=0.6",
}


@dataclass(frozen=True)
class Change:
    """One supposed change.

    Parameters
    ----------
    verb : str
        Which of ``FORMS``.
    person : int
        Position of the person whom it changes (of an influence, who listens).
    other : int
        Position of the seller, or of the person who influences; -1 where there is none.
    number : float
        Stance on -1..1 (NaN unknown), weight or strength in 0..1.
    word : str
        The role or stance as the vocabulary has it.
    text : str
        The change as it was written.
    """

    verb: str
    person: int
    other: int = -1
    number: float = math.nan
    word: str = ""
    text: str = ""

    @property
    def about(self) -> tuple[int, int]:
        """What it changes: two changes of one verb about the same thing contradict each other."""
        return self.other, self.person

    @property
    def people(self) -> tuple[int, ...]:
        """The people it names."""
        return (self.person, self.other) if self.verb == "influence" else (self.person,)

    def called(self, snapshot: Snapshot) -> Text:
        """Return the name of the person."""
        return name_of(snapshot, "Person", self.person)

    def whose(self, snapshot: Snapshot) -> Text:
        """Return the name of the seller, or of the person who influences; empty without one."""
        if self.other < 0:
            return Text("", "")
        kind = "Person" if self.verb == "influence" else "Seller"
        return name_of(snapshot, kind, self.other)


def read(change: str, snapshot: Snapshot) -> Change:
    """Read one change.

    Raises
    ------
    UsageError
        It is not written in one of the forms of ``FORMS``.
    NotFoundError
        A person or seller who is not in the graph.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames({"Person": pl.DataFrame({"id": ["li", "wu"]})}, {})
    >>> found = read("role:wu=决策者", graph)
    >>> found.verb, found.person, found.word
    ('role', 1, 'decision_maker')
    """
    verb, rest = _verb(change)
    people = snapshot.nodes["Person"]
    if verb == "remove":
        return Change(verb, people.position(rest), text=change)
    if verb == "meet":
        seller, person = _ends(change, rest, "=", snapshot, "Seller")
        return Change(verb, person, seller, text=change)
    left, right = _halves(change, rest, "=")
    if verb in ("influence", "cover"):
        other, person = _ends(change, left, ">", snapshot, END[verb])
        if verb == "influence" and other == person:
            raise _onto_oneself(change)
        return Change(verb, person, other, _weight(verb, change, right), text=change)
    word = _listed(right, values.STANCES if verb == "stance" else values.ROLES, NO_WORD[verb])
    number = STANCE_NUMBER.get(word, math.nan) if verb == "stance" else math.nan
    return Change(verb, people.position(left), number=number, word=word, text=change)


END = {"influence": "Person", "cover": "Seller"}
NO_WORD = {
    "stance": Text("'{word}' is no stance.", "“{word}”不是态度。"),
    "role": Text("'{word}' is no role.", "“{word}”不是角色。"),
}


def worded(change: str, snapshot: Snapshot) -> Text:
    """Say a change in words, as a list of them shows it.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames({"Person": pl.DataFrame({"id": ["li", "wu"]})}, {})
    >>> str(worded("influence:li>wu=0.6", graph)), str(worded("stance:li=enemy", graph))
    ('li influences wu: 60%', 'li is enemy')
    """
    one = read(change, snapshot)
    return WORDS[one.verb].format(
        person=one.called(snapshot),
        other=one.whose(snapshot),
        number="" if math.isnan(one.number) else rounding.share(one.number),
        word=_label(one),
    )


WORDS = {
    "stance": Text("{person} is {word}", "{person}为{word}"),
    "remove": Text("{person} leaves the deal", "{person}退出该商机"),
    "meet": Text("{other} meets {person}", "{other}拜访{person}"),
    "influence": Text("{other} influences {person}: {number}", "{other}影响{person}：{number}"),
    "role": Text("{person} is also {word}", "{person}兼任{word}"),
    "cover": Text("{other} covers {person} at {number}", "{other}对{person}的联系为 {number}"),
}


def _label(change: Change) -> Text:
    if change.verb not in NO_WORD:
        return Text("", "")
    listed = values.STANCES if change.verb == "stance" else values.ROLES
    return Text(listed.label(change.word, "en").lower(), listed.label(change.word, "zh"))


def name_of(snapshot: Snapshot, kind: str, position: int) -> Text:
    """Return the name of a node in both languages."""
    return Text(*names(snapshot, kind, [position])[0][1:])


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


def _ends(change: str, text: str, mark: str, snapshot: Snapshot, kind: str) -> tuple[int, int]:
    """Split at the mark that leaves two known ids: an id may hold the mark itself."""
    tables = snapshot.nodes[kind], snapshot.nodes["Person"]
    pieces = text.split(mark)
    for i in range(1, len(pieces)):
        one, other = mark.join(pieces[:i]).strip(), mark.join(pieces[i:]).strip()
        if one in tables[0] and other in tables[1]:
            return tables[0].position(one), tables[1].position(other)
    one, other = _halves(change, text, mark)
    return tables[0].position(one), tables[1].position(other)


def _listed(word: str, listed: Values, wrong: Text) -> str:
    value = listed.spellings().get(fold(word))
    if value is not None:
        return value
    near = nearest(word, listed.words)
    hint = (
        Text("Did you mean {known}?", "是否指 {known}？")
        if near
        else Text("Expected is one of {known}.", "应为以下之一：{known}。")
    )
    known = ", ".join(near or listed.words)
    raise UsageError(wrong.format(word=word), hint.format(known=known))


def _weight(verb: str, change: str, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        raise malformed(change, [verb]) from None
    if not 0 <= weight <= 1:
        raise UsageError(
            Text(
                "The number in '{change}' must lie between 0 and 1.",
                "“{change}”中的数值应在 0 到 1 之间。",
            ).format(change=change)
        )
    return weight
