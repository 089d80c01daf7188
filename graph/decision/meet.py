"""What a meeting or contact does: coverage and stance after it (assumptions: ``[plan]``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.coverage import Coverage
from graph.decision.tie import rank_fit as rank_fit

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.settings import Settings

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# A combined stance nearer to "enemy" (-1) than to "non-supporter" (-.5) is an enemy's.
ENEMY = -0.75


def fits(model: DealModel, sellers: Ints) -> Floats:
    """Return the rank fit of each of ``sellers`` (rows) with each person of the model (columns)."""
    levels = model.snapshot.nodes["Seller"].numbers("level")[sellers]
    return rank_fit(levels[:, None], model.posts.level[None, :], model.settings)


def lifted(coverage: Floats, fit: Floats, settings: Settings) -> Floats:
    """Return the coverage after a meeting: c' = 1 - (1-c)(1 - m fit)."""
    return 1 - (1 - coverage) * (1 - settings.plan.meeting_lift * fit)


def swayed(model: DealModel, coverage_after: Floats) -> Floats:
    """Return E of each person after a meeting that left them covered so; enemies do not move."""
    expected, stated = model.stances.expected, model.stances.stated
    gain = model.settings.plan.stance_gain * coverage_after * (1 - expected)
    return expected + np.where(stated < ENEMY, 0.0, gain)


def hold_meetings(model: DealModel) -> DealModel:
    """Return the model with its supposed contacts, then after its meetings, one by one."""
    for (seller, person), strength in model.case.supposed.covers.items():
        at = np.flatnonzero(model.people == person)
        if at.size:
            covers = _with_strength(model, (seller, int(at[0])), strength, strength)
            model = replace(model, covers=covers)
    place = {person: i for i, person in enumerate(model.people.tolist())}
    known = [(s, place[p]) for s, p in model.case.supposed.meetings if p in place]
    return after_meetings(model, known)


def after_meetings(model: DealModel, meetings: Iterable[tuple[int, int]]) -> DealModel:
    """Return the model after meetings (seller, place of the person in the model), one by one."""
    for seller, at in meetings:
        model = _met(model, seller, at)
    return model


def _met(model: DealModel, seller: int, at: int) -> DealModel:
    fit = fits(model, np.array([seller]))[0]
    expected = model.stances.expected.copy()
    expected[at] = swayed(model, lifted(model.strength, fit, model.settings))[at]
    return model.with_minds(
        replace(model.stances, expected=expected), with_tie(model, seller, at, fit[at])
    )


def with_tie(model: DealModel, seller: int, at: int, fit: float) -> Coverage:
    """Return the coverage after ``seller`` met the person at ``at`` of the model today."""
    old, person = model.covers, int(model.people[at])
    same = (old.seller == seller) & (old.person == person)
    held = float(old.now[same].max()) if same.any() else 0.0
    now = float(lifted(np.array(held), np.array(fit), model.settings))
    once = max(now, float(old.undecayed[same].max()) if same.any() else 0.0)
    return _with_strength(model, (seller, at), now, once)


def _with_strength(
    model: DealModel, pair: tuple[int, int], now: float, undecayed: float
) -> Coverage:
    """Return the coverage in which a seller's contact with the person at a place is this strong.

    No strength at all takes the contact away.
    """
    old, seller, person = model.covers, pair[0], int(model.people[pair[1]])
    same = (old.seller == seller) & (old.person == person)
    kept, row = old.only(~same), old.row[same].max() if same.any() else -1
    if undecayed <= 0:
        return kept
    added = Coverage(
        np.append(kept.seller, seller).astype(np.int32),
        np.append(kept.person, person).astype(np.int32),
        np.append(kept.now, now),
        np.append(kept.undecayed, undecayed),
        np.append(kept.last_contact, model.day).astype(np.int32),
        np.append(kept.row, row).astype(np.int32),
    )
    return added.at(np.lexsort((added.seller, added.person)))
