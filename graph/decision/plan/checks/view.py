"""What every check of a stage looks at: the deal's model, its row, its people by role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from graph.decision.columns import names, values
from graph.decision.naming import Bearer, Name, told_apart
from graph.decision.rules.context import Context, Proof
from graph.decision.rules.wording import listed
from graph.opportunities import as_it_stood
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.decision.model import DealModel
    from graph.settings_plan import Playbook

    Ints = npt.NDArray[np.int32]

State = Literal["done", "open", "unknown"]
# A sentence names this many at most.
NAMED = 4


@dataclass(frozen=True)
class Outcome:
    """What a check found, why, and what proves it (the deal itself where nothing else does)."""

    state: State
    because: Text
    proof: Proof = field(default_factory=Proof)


@dataclass(frozen=True)
class Check:
    """A check: its title, and the function that answers it."""

    title: Text
    look: Callable[[View], Outcome]


class View:
    """One deal as the checks see it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.model: DealModel = context.model
        self.rules: Playbook = context.model.settings.playbook.there(context.region)

    @cached_property
    def deal(self) -> dict[str, Any]:
        """The deal's own properties, as they stood on the day."""
        return as_it_stood(self.model.snapshot, self.model.case.deal, self.model.as_of)

    def into(self, type_: str, kind: str) -> tuple[list[Name], Ints]:
        """Return the first ends of the deal's incoming relationships of a type, with their rows."""
        edge = self.model.snapshot.edge(type_)
        rows = np.sort(edge.into(self.model.case.deal))
        return self.named(kind, edge.source[rows]), rows

    def out(self, type_: str) -> Ints:
        """Return the far ends of the deal's outgoing relationships of a type."""
        edge = self.model.snapshot.edge(type_)
        ends: Ints = np.unique(edge.target[edge.out(self.model.case.deal)])
        return ends

    def named(self, kind: str, positions: npt.ArrayLike) -> list[Name]:
        """Return the names of some nodes."""
        return told_apart([Bearer(*n) for n in names(self.model.snapshot, kind, positions)])

    def values(self, kind: str, name: str, positions: npt.ArrayLike) -> list[Any]:
        """Return a property of some nodes."""
        return values(self.model.snapshot.nodes[kind], name, positions)

    @property
    def people(self) -> list[Name]:
        """Everybody in the model."""
        return self.context.people

    @cached_property
    def known(self) -> list[int]:
        """Who plays a part in the deal and is somebody, not only a post."""
        return np.flatnonzero(self.model.parts.in_deal & ~self.model.placeholder).tolist()

    def playing(self, *roles: str) -> list[int]:
        """Return who is known to play one of these roles."""
        own = self.model.parts.roles
        return [i for i in self.known if any(r in own[i] for r in roles)]

    @cached_property
    def bidders(self) -> list[tuple[int, Name, int]]:
        """Rivals that bid by today: (position, name, day first seen or NO_DAY)."""
        found, rows = self.into("BIDS_ON", "Competitor")
        edge = self.model.snapshot.edge("BIDS_ON")
        days = edge.days("first_seen")[rows]
        return [
            (int(at), name, int(day))
            for at, name, day in zip(edge.source[rows], found, days, strict=True)
            if day == NO_DAY or day <= self.model.day
        ]

    def met(self, i: int) -> bool:
        """Say whether we cover a person."""
        return bool(self.model.strength[i] >= self.rules.covered)

    def day(self, name: str) -> int:
        """Return a date of the deal as days since 1970, ``NO_DAY`` where none is stated."""
        return int(self.model.snapshot.nodes["Opportunity"].days(name)[self.model.case.deal])

    def proof(self, people: Iterable[int] = (), *, covers: bool = False) -> Proof:
        """Return a proof of the deal and the part that some people play in it."""
        proof = self.context.proof()
        for i in people:
            if self.model.parts.roles[i]:
                proof.tie(self.people[i].id, "PLAYS", self.context.deal.id)
            proof.node(self.people[i].id)
            if covers:
                self.context.prove_covers(proof, i)
        return proof

    def who(self, people: Sequence[int]) -> Text:
        """Name some people of the model, a few of many."""
        return several([self.people[i] for i in people], "人")


def several(found: Sequence[Name], counter: str = "个") -> Text:
    """Name a few of many; ``counter`` is the Chinese measure word.

    Examples
    --------
    >>> str(several([Name(str(i), "ABCDEF"[i], "甲") for i in range(6)]))
    'A, B, C, D and 2 more'
    """
    more = len(found) - NAMED
    if more <= 0:
        return listed(found)
    return Text(
        ", ".join(n.text.en for n in found[:NAMED]) + f" and {more} more",
        "、".join(n.text.zh for n in found[:NAMED]) + f"等{len(found)}{counter}",
    )


def part_of(view: View, people: Sequence[int], done: Sequence[int], words: Text) -> Outcome:
    """Answer a check of several people: done when most of them are; names who is not.

    ``words`` says what is asked of them, with ``{n}`` of ``{all}``; its English may have
    ``{people}`` and the ending ``{s}`` of a verb of theirs.
    """
    left = [i for i in people if i not in set(done)]
    state: State = "done" if len(done) >= view.rules.most * len(people) else "open"
    text = words.format(
        n=len(done),
        all=len(people),
        people="person" if len(people) == 1 else "people",
        s="s" if len(people) == 1 else "",
    )
    if left:
        text += Text("; not yet: {who}.", "；尚缺：{who}。").format(who=view.who(left))
    else:
        text += Text(".", "。")
    return Outcome(state, text, view.proof(people, covers=True))
