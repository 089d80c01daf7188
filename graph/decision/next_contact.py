"""The next contact: the one meeting of ours that gains most, in lean and in access together.

A meeting lifts coverage c to c' = 1 - (1-c)(1 - m x rank fit) and E by eta x c' x (1 - E), not for
enemies. Gain in lean = v x dE. Gain in access = change of the decision-weighted reliability: our
chance to miss the person falls by the factor 1 - m x rank fit, so the gain is m x rank fit times
how often the person alone would have got us through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.columns import names
from graph.decision.meet import fits, lifted, swayed
from graph.decision.results import NextContact, Sentence
from graph.decision.rules.wording import Name, share, signed
from graph.decision.worlds import getting_through, missed_in
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.network import Network

Floats = npt.NDArray[np.float64]

# Meetings looked at exactly after a first estimate of all of them.
FINALISTS = 8
# Gains below this are what rounding leaves of 0.
NOTHING = 1e-12


@dataclass(frozen=True)
class Meeting:
    """A seller of the team (its number) and a person of the model, with what they gain."""

    seller: int
    person: int
    fit: float
    gain_lean: float
    gain_access: float
    coverage_after: float

    @property
    def gain(self) -> float:
        """Both gains together."""
        return self.gain_lean + self.gain_access


def best_meeting(model: DealModel, access: AccessMap) -> Meeting | None:
    """Return the meeting with the largest gain, None where none gains anything.

    All are estimated, then the best few are computed by changing the network. Of equal ones the
    seller who knows the person best goes, then the first by id.
    """
    if not model.team.size or not model.decided:
        return None
    fit = fits(model, model.team)
    after = lifted(model.strength[None, :], fit, model.settings)
    lean = _lean_gain(model, after)
    rough = lean + fit * model.settings.plan.meeting_lift * _leverage(model, access)[None, :]
    rough[:, model.placeholder] = -1.0
    _raise_turned(rough, model, after)
    held = _held(model)
    tied = np.lexsort(
        (*np.indices(rough.shape).reshape(2, -1), -held.ravel(), -np.round(rough.ravel(), 12))
    )
    finalists = [divmod(int(k), model.size) for k in tied[:FINALISTS] if rough.ravel()[k] > 0]
    exact = [
        Meeting(s, i, fit[s, i], lean[s, i], _access_gain(model, access, i, fit[s, i]), after[s, i])
        for s, i in finalists
    ]
    best = max(exact, key=lambda m: round(m.gain, 12), default=None)
    return best if best is not None and best.gain > NOTHING else None


def _lean_gain(model: DealModel, after: Floats) -> Floats:
    moved = np.stack([swayed(model, row) for row in after]) - model.stances.expected[None, :]
    return model.influence[None, :] * moved


def _leverage(model: DealModel, access: AccessMap) -> Floats:
    """Return for each person sum d_t x P(person gets through to t and none of our ties does)."""
    worlds, found = access.comparing, np.zeros(model.size)
    for t in access.deciders:
        through = getting_through(access.network, worlds, t)
        missed = worlds.weight * missed_in(access.network, through)
        found += model.decision[t] * (through @ missed)
    return found


def _raise_turned(rough: Floats, model: DealModel, after: Floats) -> None:
    """Let opponents whom the meeting would turn come into the final: they would pass on again."""
    for i in np.flatnonzero(model.opponent & ~model.placeholder):
        for s in range(rough.shape[0]):
            if swayed(model, after[s])[i] >= 0:
                rough[s, i] += 1.0


def _held(model: DealModel) -> Floats:
    held = np.zeros((model.team.size, model.size))
    held[np.searchsorted(model.team, model.covers.seller), model.cover_person] = model.covers.now
    return held


def _access_gain(model: DealModel, access: AccessMap, person: int, fit: float) -> float:
    """Return the change of decision-weighted reliability, the meeting held in the network."""
    network = _met(model, access.network, person, fit)
    return access.weigh([access.reach(t, network)[0] for t in access.deciders]) - access.weighted


def _met(model: DealModel, network: Network, person: int, fit: float) -> Network:
    missed = 1 - model.settings.plan.meeting_lift * fit
    covered = network.with_contact(person, missed)
    after = lifted(model.strength, np.full(model.size, fit), model.settings)
    if not network.silent[person] or swayed(model, after)[person] < 0:
        return covered
    silent = network.silent.copy()
    silent[person] = False
    return replace(covered, silent=silent)


def next_contact(model: DealModel, access: AccessMap) -> NextContact | None:
    """Return the best meeting as the answer carries it."""
    best = best_meeting(model, access)
    if best is None:
        return None
    seller = Name(*names(model.snapshot, "Seller", [model.team[best.seller]])[0])
    person = Name(*names(model.snapshot, "Person", [model.people[best.person]])[0])
    lean = model.lean or 0.0
    return NextContact(
        seller=seller.id,
        person=person.id,
        hours=model.settings.plan.meeting_hours,
        gain_lean=best.gain_lean,
        gain_access=best.gain_access,
        lean_after=lean + best.gain_lean,
        access_before=access.weighted,
        access_after=access.weighted + best.gain_access,
        coverage_after=best.coverage_after,
        because=Sentence.of(_because(model, access, best, (seller, person))),
    )


def _because(model: DealModel, access: AccessMap, best: Meeting, who: tuple[Name, Name]) -> Text:
    lean = model.lean or 0.0
    return Text(
        "{person} holds {v} of the decision; a meeting with {seller} moves the lean from {lean} to "
        "{lean_after} and the chance of reaching those who decide from {reach} to {reach_after}.",
        "{person}占决策影响力的 {v}；{seller}与其会面后，倾向由 {lean} 变为 {lean_after}，"
        "触达决策者的概率由 {reach} 升至 {reach_after}。",
    ).format(
        person=who[1].text,
        seller=who[0].text,
        v=share(float(model.influence[best.person])),
        lean=signed(lean),
        lean_after=signed(lean + best.gain_lean),
        reach=share(access.weighted),
        reach_after=share(access.weighted + best.gain_access),
    )
