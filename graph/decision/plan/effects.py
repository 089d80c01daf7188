"""What changed minds do: x = M E is linear, so every row of M that decides is worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision import stance
from graph.decision.verdict import NOTHING, verdict
from graph.model import STANCE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.decision.model import DealModel
    from graph.decision.verdict import Verdict

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

# The stances to which a mind may change, ascending.
LEVELS = sorted(STANCE_NUMBER.values())
MENTOR = LEVELS[-1]
# What sums of many changes may be off by.
ROUNDED = 1e-6


@dataclass(frozen=True)
class Options:
    """Changes of mind, one entry each: whose, to what stance, by how much, at what cost."""

    person: Ints
    level: Floats
    gain: Floats
    cost: Floats

    def only(self, keep: npt.NDArray[np.bool_]) -> Options:
        """Return the changes of ``keep``."""
        return Options(self.person[keep], self.level[keep], self.gain[keep], self.cost[keep])


class Effects:
    """A deal's rule of passing, and what each person's stance adds to what the rule looks at."""

    def __init__(self, model: DealModel) -> None:
        self.model = model
        self.judged: Verdict = verdict(model)
        self.votes = np.where(model.parts.votes > 0, model.parts.votes, 0.0)

    @property
    def by_votes(self) -> bool:
        """Whether votes decide, not the lean."""
        return self.judged.needed is not None

    @cached_property
    def unwon(self) -> list[int]:
        """Members of the committee who are not for us: x <= 0."""
        if not self.by_votes:
            return []
        return np.flatnonzero((self.votes > 0) & (self.model.opinion <= NOTHING)).tolist()

    @property
    def blocking(self) -> list[int]:
        """Those whose veto stops the deal today."""
        return self.judged.blocked_by

    @property
    def votes_short(self) -> float:
        """Votes that are missing to the pass mark."""
        won = self.votes[self.model.opinion > NOTHING].sum()
        return float((self.judged.needed or 0.0) - won)

    @property
    def lean_short(self) -> float:
        """What the lean is short of passing."""
        return self.model.settings.model.pass_lean - (self.model.lean or 0.0)

    @cached_property
    def _rows(self) -> dict[int, Floats]:
        """Rows of M = (I - (I-L)W)^-1 L of those whose own opinion counts."""
        return {i: self._carried(i) for i in sorted({*self.unwon, *self.blocking})}

    def _carried(self, i: int) -> Floats:
        alone = np.zeros(self.model.size)
        alone[i] = 1.0  # as if that one alone decided
        return self.model.settling.influences(alone)

    def row(self, i: int) -> Floats:
        """Return how far each person's stance (as expected, E) carries into the opinion of one."""
        return self._rows[i]

    def options(self, without: Iterable[int] = ()) -> Options:
        """Return every change of mind for the better, but of the people ``without``.

        A step of stance (.5) costs 1, more where we have poor access: times
        1 + ``poor_access`` x (1 - coverage).
        """
        held = set(without)
        people = np.array([i for i in range(self.model.size) if i not in held], dtype=np.int32)
        person = np.repeat(people, len(LEVELS))
        level = np.tile(np.array(LEVELS), people.size)
        gain = level - self.model.stances.expected[person]
        return Options(person, level, gain, self.cost(person, gain)).only(gain > NOTHING)

    def cost(self, person: Ints, gain: Floats) -> Floats:
        """Return what it costs to move these people's E by so much."""
        plan = self.model.settings.plan
        dear = 1 + plan.poor_access * (1 - self.model.strength[person])
        return gain / plan.stance_step * dear

    def after(self, stances: Mapping[int, float]) -> DealModel:
        """Return the model once these people hold these stances for certain."""
        model = self.model
        stated, sure = model.stances.stated.copy(), model.stances.confidence.copy()
        expected = model.stances.expected.copy()
        for i, level in stances.items():
            stated[i], sure[i] = level, 1.0
        known = stance.given(stated, sure, model.settings)
        # A meeting that is supposed moved E itself: who keeps their mind keeps it.
        moved = np.isin(np.arange(model.size), list(stances))
        expected[moved] = known.expected[moved]
        return model.with_minds(replace(known, expected=expected))

    def passes(self, stances: Mapping[int, float]) -> bool:
        """Say whether the deal passes then, by the rules of the verdict itself."""
        return self._may_pass(stances) and bool(verdict(self.after(stances)).passes)

    def _may_pass(self, stances: Mapping[int, float]) -> bool:
        """Say whether it may pass by what each change adds: quick, and never no where it passes."""
        person = np.array(list(stances), dtype=np.int32)
        gain = np.array(list(stances.values())) - self.model.stances.expected[person]
        if not self.by_votes and self.model.influence[person] @ gain < self.lean_short - ROUNDED:
            return False
        held = (self.model.opinion[i] + self.row(i)[person] @ gain for i in self.blocking)
        return all(x >= -ROUNDED for x in held)
