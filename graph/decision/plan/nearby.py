"""A better plan near one that passes, where the solver cannot finish in its time.

Iterated local search (Lourenco, Martin & Stützle 2003): somebody more is changed, then whatever is
not needed any more is taken back, the dearest first, in an order with some chance in it. Every move
is tried on the sums (votes, vetoes, lean) that changed minds add up to, all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.program import MARGIN, NEAR
from graph.decision.verdict import NOTHING

if TYPE_CHECKING:
    from graph.decision.plan.effects import Effects, Options

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Rounds of change and taking back; the effort given may end them before.
ROUNDS = 600
# People changed more in a round, and how far chance alters the order of taking back.
SHAKEN = (2, 6)
CHANCE = 0.3
# Pairs of moves that are tried at once.
AT_ONCE = 2000
# Seconds that trying moves takes, about: at all, and for each of their sums. Effort is counted by
# them, not by a clock, so that one question has one answer.
TRYING = 2e-4
SUM = 5e-9
# What a plan must be better by.
BETTER = 1e-9


def nearby(
    effects: Effects,
    options: Options,
    objective: Floats,
    stances: dict[int, float],
    seconds: float,
) -> dict[int, float]:
    """Return the best plan that is found near ``stances``: never a worse one.

    Parameters
    ----------
    effects : Effects
        The deal.
    options : Options
        The changes of mind to choose from, at most one a person.
    objective : (changes,) array
        What each counts, above 0.
    stances : dict of person to stance
        A plan that passes; changes that are no option stay out of it.
    seconds : float
        Effort, in seconds of a usual machine; the same every time, as the dice are.
    """
    moves = _Moves(effects, options, objective, seconds)
    start = moves.choice(stances)
    found = moves.stances(moves.best(start))
    return found if moves.worth(moves.choice(found)) < moves.worth(start) - BETTER and (
        effects.passes(found)
    ) else stances  # fmt: skip


class _Moves:
    """Plans as one option a person (the last, which is nothing, where a mind stays as it is)."""

    def __init__(
        self, effects: Effects, options: Options, objective: Floats, seconds: float
    ) -> None:
        self.effects, self.options, self.left = effects, options, seconds
        self.nothing = options.person.size
        self.objective = np.append(objective, 0.0)
        self.people = np.unique(options.person)
        self.votes = effects.votes[effects.unwon]
        rows = [effects.row(i) for i in (*effects.unwon, *effects.blocking)]
        at = effects.model.opinion[[*effects.unwon, *effects.blocking]]
        if not effects.by_votes:
            rows, at = [*rows, effects.model.influence], np.append(at, -effects.lean_short)
        adds = np.array(rows)[:, options.person] * options.gain
        self.adds = np.hstack([adds, np.zeros((len(rows), 1))])
        self.at = at
        self.dice = np.random.default_rng(0)

    def choice(self, stances: dict[int, float]) -> Ints:
        """Return the option of each person of the deal."""
        chosen = np.full(self.effects.model.size, self.nothing, dtype=np.int64)
        for k, (i, level) in enumerate(zip(self.options.person, self.options.level, strict=True)):
            if stances.get(int(i)) == level:
                chosen[i] = k
        return chosen

    def stances(self, chosen: Ints) -> dict[int, float]:
        """Return the plan that a choice stands for."""
        return {
            int(i): float(self.options.level[chosen[i]])
            for i in np.flatnonzero(chosen != self.nothing)
        }

    def worth(self, chosen: Ints) -> float:
        """Return what a choice counts: less is better."""
        return float(self.objective[chosen].sum())

    def best(self, chosen: Ints) -> Ints:
        """Search from a choice until the rounds or the time are over."""
        chosen = self._exchanged(self._eased(chosen))
        for _ in range(ROUNDS):
            if self.left <= 0:
                break
            trial = self._eased(self._shaken(chosen))
            if self.worth(trial) <= self.worth(chosen) + BETTER:
                chosen = trial
        return self._exchanged(chosen)

    def _sums(self, chosen: Ints) -> Floats:
        found: Floats = self.at + self.adds[:, chosen].sum(axis=1)
        return found

    def _enough(self, sums: Floats) -> Bools:
        """Say of each column of sums whether the deal passes with it."""
        self.left -= TRYING + SUM * sums.size
        members = len(self.effects.unwon)
        held: Bools = np.all(sums[members:] >= MARGIN, axis=0)
        if self.effects.by_votes:
            won = self.votes @ (sums[:members] > NOTHING + MARGIN)
            held = held & (won >= self.effects.votes_short - NEAR)
        return held

    def _changes(self, chosen: Ints) -> tuple[Ints, Ints, Floats]:
        """Return every move from a choice: whose, to what option, and what it adds to the worth."""
        given = np.flatnonzero(chosen != self.nothing)
        who = np.concatenate([self.options.person.astype(np.int64), given])
        to = np.concatenate([np.arange(self.nothing), np.full(given.size, self.nothing)])
        return who, to, self.objective[to] - self.objective[chosen[who]]

    def _shaken(self, chosen: Ints) -> Ints:
        """Change some people more, each to any stance that counts more."""
        chosen = chosen.copy()
        count = min(int(self.dice.integers(*SHAKEN)), self.people.size)
        for i in self.dice.choice(self.people, count, replace=False):
            k = int(self.dice.choice(np.flatnonzero(self.options.person == i)))
            if self.objective[k] > self.objective[chosen[i]]:
                chosen[i] = k
        return chosen

    def _eased(self, chosen: Ints) -> Ints:
        """Take back, one after the other, what the deal passes without."""
        while self.left > 0:
            who, to, more = self._changes(chosen)
            order = np.argsort(more * np.exp(self.dice.normal(0, CHANCE, more.size)))
            order = order[more[order] < -BETTER]
            who, to = who[order], to[order]
            sums = self._sums(chosen)[:, None] + self.adds[:, to] - self.adds[:, chosen[who]]
            fits = self._enough(sums)
            if not fits.any():
                break
            first = int(np.argmax(fits))
            chosen = chosen.copy()
            chosen[who[first]] = to[first]
        return chosen

    def _exchanged(self, chosen: Ints) -> Ints:
        """Change one person more and take another back, while a pair makes the plan better."""
        while self.left > 0:
            pair = self._pair(chosen)
            if pair is None:
                break
            chosen = chosen.copy()
            for i, k in pair:
                chosen[i] = k
            chosen = self._eased(chosen)
        return chosen

    def _pair(self, chosen: Ints) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return the two moves that gain the most together and pass, or None."""
        who, to, more = self._changes(chosen)
        adds = self.adds[:, to] - self.adds[:, chosen[who]]
        less, plus = np.flatnonzero(more < -BETTER), np.flatnonzero(more > BETTER)
        gain = -more[less][:, None] - more[plus][None, :]
        first, second = np.nonzero((gain > BETTER) & (who[less][:, None] != who[plus][None, :]))
        order = np.argsort(-gain[first, second], kind="stable")
        first, second = less[first[order]], plus[second[order]]
        sums = self._sums(chosen)[:, None]
        for begin in range(0, first.size, AT_ONCE):
            if self.left <= 0:
                break
            a, b = first[begin : begin + AT_ONCE], second[begin : begin + AT_ONCE]
            fits = self._enough(sums + adds[:, a] + adds[:, b])
            if fits.any():
                k = int(np.argmax(fits))
                return (int(who[a[k]]), int(to[a[k]])), (int(who[b[k]]), int(to[b[k]]))
        return None
