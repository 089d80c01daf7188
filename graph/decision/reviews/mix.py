"""A deal that is partly as it was and partly as it is now, and how it leans.

Two states of one deal differ by changes: a person came or left, a tie, somebody's role, the
constants of the model, somebody's stance. :class:`Mixture` computes the model's influences with
any of the structural changes made. A tie with an end who comes or leaves is part of that change;
so is the end of a presumption where somebody is stated to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.listening import resolve
from graph.decision.model import formal_weight
from graph.decision.reviews.ties import ALWAYS, TieRows, Variant, holds
from graph.decision.solve import Settling, weights_of

if TYPE_CHECKING:
    from graph.decision.reviews.state import Constants, DealState, PersonState

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NOTHING_MADE: Bools = np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Step:
    """One structural change: ``kind`` person, tie, role or settings, and of whom or what."""

    kind: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Casts:
    """What the people's parts weigh on one side, in the order in which the rules ask."""

    votes: Floats
    formal: Floats
    presumed: Floats

    @classmethod
    def of(cls, people: list[PersonState], presumed: list[bool]) -> _Casts:
        return cls(
            np.array([max(p.vote_weight or 0.0, 0.0) for p in people], dtype=np.float64),
            np.array([formal_weight(p.roles) for p in people], dtype=np.float64),
            np.array(presumed, dtype=np.float64),
        )


class Mixture:
    """Two states of a deal over the people of both.

    Parameters
    ----------
    before, after : DealState
        The deal as it was and as it is.

    Attributes
    ----------
    steps : list of Step
        The structural changes, in a stable order.
    stances : list of str
        People of both states whose stance has changed.
    presuming : int or None
        The side (0 before, 1 after) on which people are only presumed to decide while on the
        other some are stated to; None where both sides are alike in this.
    """

    def __init__(self, before: DealState, after: DealState) -> None:
        self.sides = (before, after)
        self.people = tuple({p.id: p for p in s.people} for s in self.sides)
        self.ties = tuple({t.key: t for t in s.ties} for s in self.sides)
        self.ids = sorted({*self.people[0], *self.people[1]})
        self.place = {id_: i for i, id_ in enumerate(self.ids)}
        self.both = set(self.people[0]) & set(self.people[1])
        self.presuming = self._presuming()
        self.steps = self._steps()
        self._number = {step: n for n, step in enumerate(self.steps)}
        self.stances = [i for i in self.ids if i in self.both and self._moved(i)]

    def _steps(self) -> list[Step]:
        found = [Step("person", (i,)) for i in self.ids if i not in self.both]
        keys = sorted({*self.ties[0], *self.ties[1]})
        found += [Step("tie", k) for k in keys if self._inner(k) and self._differs(k)]
        found += [Step("role", (i,)) for i in self.ids if i in self.both and self._recast(i)]
        if self.sides[0].constants != self.sides[1].constants:
            found.append(Step("settings"))
        return found

    def _inner(self, key: tuple[str, str, str]) -> bool:
        return key[1] in self.both and key[2] in self.both

    def _differs(self, key: tuple[str, str, str]) -> bool:
        return self.ties[0].get(key) != self.ties[1].get(key)

    def _presuming(self) -> int | None:
        presume = [any(p.presumed for p in s.people) for s in self.sides]
        state = [any(_decides(p) for p in s.people) for s in self.sides]
        found = [side for side in (0, 1) if presume[side] and state[1 - side]]
        return found[0] if found else None

    def _recast(self, id_: str) -> bool:
        before, after = (part_of(p[id_]) for p in self.people)
        return before[:-1] != after[:-1] or (before != after and self.presuming is None)

    def _moved(self, id_: str) -> bool:
        one, other = (p[id_] for p in self.people)
        return (one.stance, one.confidence) != (other.stance, other.confidence)

    def person(self, id_: str, side: int) -> PersonState:
        """Return somebody as of one side; who is only in the other, as there."""
        return self.people[side].get(id_) or self.people[1 - side][id_]

    def game(self, made: Bools) -> tuple[float, Floats]:
        """Return the lean with the old stances, and what each changed stance adds to it."""
        v = self.influence(made)
        mean = self._constants(made).prior_mean
        old, new = (c * s + (1 - c) * mean for s, c in self._stated)
        at = [self.place[i] for i in self.stances]
        return float(v @ old), v[at] * (new[at] - old[at])

    def influence(self, made: Bools) -> Floats:
        """Return v of everybody of both states; 0 for who is not there."""
        present = holds(self._presence, made)
        heard = resolve(self._rows.statements(made, present, self._constants(made)))
        w = weights_of(heard.listener, heard.speaker, heard.weight, len(self.ids))
        return Settling(w, self._stubborn(made)).influences(self._decision(made, present))

    def _change(self, kind: str, id_: str) -> int:
        return self._number.get(Step(kind, (id_,)), ALWAYS)

    def _constants(self, made: Bools) -> Constants:
        return self.sides[self._settings(made)].constants

    def _settings(self, made: Bools) -> int:
        """Return the side whose settings hold."""
        changed = self._number.get(Step("settings"), ALWAYS)
        return int(changed >= 0 and made[changed])

    @cached_property
    def _presence(self) -> Ints:
        """Of each person the change that brings or takes them, and the side on which they are."""
        change = [self._change("person", i) for i in self.ids]
        side = [int(i in self.people[1]) for i in self.ids]
        return np.array([change, side], dtype=np.int32)

    @cached_property
    def _recasting(self) -> Ints:
        return np.array([self._change("role", i) for i in self.ids], dtype=np.int32)

    def _new_part(self, made: Bools) -> Bools:
        """Say of each person whether the part that counts is the new one."""
        new = np.zeros(len(self.ids), dtype=bool)
        cast = self._recasting >= 0
        new[cast] = made[self._recasting[cast]]
        return new

    @cached_property
    def _by_side(self) -> list[list[PersonState]]:
        return [[self.person(i, side) for i in self.ids] for side in (0, 1)]

    @cached_property
    def _casts(self) -> list[_Casts]:
        """The parts by side; a presumption holds until somebody is stated to decide."""
        presumed = [[p.presumed for p in people] for people in self._by_side]
        if self.presuming is not None:
            presumed = [presumed[self.presuming]] * 2
        return [_Casts.of(*side) for side in zip(self._by_side, presumed, strict=True)]

    @cached_property
    def _stated(self) -> list[tuple[Floats, Floats]]:
        """Stance and confidence of everybody by side; where nothing is known both are 0."""
        return [
            (
                np.array([p.stance or 0.0 for p in people], dtype=np.float64),
                np.array([0.0 if p.stance is None else p.confidence for p in people]),
            )
            for people in self._by_side
        ]

    def _decision(self, made: Bools, present: Bools) -> Floats:
        """Return d by the model's rules: votes, else formal parts, else who is presumed."""
        new, (before, after) = self._new_part(made), self._casts
        for name in ("votes", "formal", "presumed"):
            d = np.where(new, getattr(after, name), getattr(before, name)) * present
            if d.any():
                found: Floats = d / d.sum()
                return found
        return np.zeros(len(self.ids))

    def _stubborn(self, made: Bools) -> Floats:
        before, after = self._stubbornness[self._settings(made)]
        stubborn: Floats = np.where(self._new_part(made), after, before)
        return stubborn

    @cached_property
    def _stubbornness(self) -> list[list[Floats]]:
        """Stubbornness of everybody, by the side of the settings and that of the part."""
        return [
            [np.array([s.constants.stubborn(p.roles) for p in people]) for people in self._by_side]
            for s in self.sides
        ]

    @cached_property
    def _rows(self) -> TieRows:
        return TieRows.of(self._variants(), self.place)

    def _variants(self) -> list[Variant]:
        found = []
        for side, ties in enumerate(self.ties):
            for key, tie in ties.items():
                change = self._number.get(Step("tie", key), ALWAYS)
                same = change == ALWAYS and key in self.ties[0] and self._inner(key)
                if not (side and same):
                    found.append(Variant(tie, side, change))
        return found


def _decides(person: PersonState) -> bool:
    return (person.vote_weight or 0.0) > 0 or formal_weight(person.roles) > 0


def part_of(person: PersonState) -> tuple[tuple[str, ...], float | None, bool, bool]:
    """Return somebody's part in the deal, in a form that can be compared."""
    return tuple(sorted(person.roles)), person.vote_weight, person.veto, person.presumed


def lean_of(state: DealState) -> float | None:
    """Return the lean of a state, computed again from what it holds; None where nobody decides.

    It is the lean that was found when the state was kept.
    """
    mix = Mixture(state, state)
    if not mix.influence(NOTHING_MADE).any():
        return None
    return mix.game(NOTHING_MADE)[0]
