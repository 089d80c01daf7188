"""The next contact: the one meeting of ours that gains most, in lean and in access together.

A meeting lifts coverage c to c' = 1 - (1-c)(1 - m x rank fit) and E by eta x c' x (1 - E), not for
enemies. Gain in lean = v x dE. Gain in access = change of the decision-weighted reliability: our
chance to miss the person falls by the factor 1 - m x rank fit, so the gain is m x rank fit times
how often the person alone would have got us through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.exact import TooManyStatesError
from graph.decision.meet import fits, lifted, swayed
from graph.decision.naming import Name, people_named, sellers_named
from graph.decision.results import NextContact, Sentence
from graph.decision.rules.wording import share, signed
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

# Meetings looked at exactly after a first estimate of all of them.
FINALISTS = 8
# And at least so many of the opponents whom it would turn, where reliability is exact.
TURNING = 4
# Remainders that all of these together may look at.
WORK = 2500
# Gains below this are what rounding leaves of 0.
NOTHING = 1e-12


@dataclass(frozen=True)
class Meeting:
    """A seller of the team (its number) and a person of the model, with what they gain."""

    seller: int
    person: int
    gain_lean: float
    gain_access: float
    coverage_after: float

    @property
    def gain(self) -> float:
        """Both gains together."""
        return self.gain_lean + self.gain_access


def best_meeting(model: DealModel, access: AccessMap) -> Meeting | None:
    """Return the meeting with the largest gain, None where none gains anything.

    For each person the seller whose rank fits best goes. All are estimated, then the best few are
    computed by changing the network.
    """
    if not model.team.size or not model.decided:
        return None
    fit, seller = senders(model)
    after = lifted(model.strength, fit, model.settings)
    turned = model.opponent & (swayed(model, after) >= 0)
    lean = model.influence * (swayed(model, after) - model.stances.expected)
    rough = lean + model.settings.plan.meeting_lift * fit * access.leverage
    looked_at = [
        Meeting(
            seller=int(seller[i]),
            person=i,
            gain_lean=float(lean[i]),
            gain_access=_access_gain(model, access, i, float(fit[i]), bool(turned[i])),
            coverage_after=float(after[i]),
        )
        for i in _finalists(model, access, rough, turned)
    ]
    best = max(looked_at, key=lambda m: round(m.gain, 12), default=None)
    return best if best is not None and best.gain > NOTHING else None


def senders(model: DealModel) -> tuple[Floats, Ints]:
    """Return for each person the best rank fit in our team, and which seller has it.

    Of equal fit the one who knows the person best, then the first by id.
    """
    fit = fits(model, model.team)
    held = np.zeros(fit.shape)
    held[np.searchsorted(model.team, model.covers.seller), model.cover_person] = model.covers.now
    order = np.lexsort((-held, -fit), axis=0)[0]
    return fit[order, np.arange(model.size)], order.astype(np.int32)


def _finalists(model: DealModel, access: AccessMap, rough: Floats, turned: Bools) -> list[int]:
    """Return whom to look at exactly: the best few, fewer where that is much work.

    Opponents whom the meeting would turn are looked at beside them: the estimate does not see
    that they would pass on again.
    """
    work = sum(row.chance.states for row in access.rows)
    few = max(1, min(FINALISTS, WORK // max(1, work)))
    order = np.argsort(-np.round(rough, 12), kind="stable")
    able = order[(rough[order] > 0) & ~model.placeholder[order]]
    turning = able[turned[able]][: max(few, TURNING) if access.exact else 1]
    return sorted({*able[:few].tolist(), *turning.tolist()})


def _access_gain(
    model: DealModel, access: AccessMap, person: int, fit: float, turned: bool
) -> float:
    """Return the change of decision-weighted reliability, the meeting held in the network."""
    kept = model.settings.plan.meeting_lift * fit
    network = access.network.with_contact(person, 1 - kept)
    if turned:
        network = network.with_voice(person)
    estimate = kept * float(access.leverage[person])
    if not access.exact:
        return access.change(network) if turned else estimate
    try:
        after = access.weigh([access.reach(t, network).value for t in access.deciders])
    except TooManyStatesError:
        return access.change(network) if turned else estimate
    return after - access.weighted


def next_contact(model: DealModel, access: AccessMap) -> NextContact | None:
    """Return the best meeting as the answer carries it."""
    best = best_meeting(model, access)
    if best is None:
        return None
    seller = sellers_named(model)[best.seller]
    person = people_named(model)[best.person]
    lean = model.lean or 0.0
    return NextContact(
        seller=seller.id,
        person=person.id,
        hours=model.settings.plan.takes(seller.id, _employer(model, best.person)),
        gain_lean=best.gain_lean,
        gain_access=best.gain_access,
        lean_after=lean + best.gain_lean,
        access_before=access.weighted,
        access_after=access.weighted + best.gain_access,
        coverage_after=best.coverage_after,
        because=Sentence.of(_because(model, access, best, (seller, person))),
    )


def _employer(model: DealModel, person: int) -> str | None:
    """Return the enterprise to which a meeting with a person leads."""
    row = int(model.posts.row[person])
    if row < 0:
        return None
    at = model.snapshot.edge("WORKS_FOR").target[row]
    return str(model.snapshot.nodes["Enterprise"].ids[at])


def _because(model: DealModel, access: AccessMap, best: Meeting, who: tuple[Name, Name]) -> Text:
    lean = model.lean or 0.0
    moves = Text(
        "{person} holds {v} of the decision; a meeting with {seller} moves the lean from {lean} to "
        "{lean_after} and the chance of reaching those who decide from {reach} to {reach_after}.",
        "{person}占决策影响力的 {v}；{seller}与其会面后，倾向由 {lean} 变为 {lean_after}，"
        "触达决策者的概率由 {reach} 升至 {reach_after}。",
    )
    stays = Text(
        "{person} holds {v} of the decision; a meeting with {seller} hardly moves the lean from "
        "{lean}; the chance of reaching those who decide goes from {reach} to {reach_after}.",
        "{person}占决策影响力的 {v}；{seller}与其会面后，倾向仍约为 {lean}，"
        "触达决策者的概率由 {reach} 变为 {reach_after}。",
    )
    return (stays if signed(lean) == signed(lean + best.gain_lean) else moves).format(
        person=who[1].text,
        seller=who[0].text,
        v=share(float(model.influence[best.person])),
        lean=signed(lean),
        lean_after=signed(lean + best.gain_lean),
        reach=share(access.weighted),
        reach_after=share(access.weighted + best.gain_access),
    )
