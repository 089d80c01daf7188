"""What a meeting or contact does: coverage and stance after it (assumptions: ``[plan]``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.coverage import Coverage, strength_of
from graph.decision.tie import rank_fit as rank_fit

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.settings import Settings

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# Strength of a contact today, and as it was at the last contact.
Contact = tuple[float, float]

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
    return _moved(model.stances.expected, model.stances.stated, coverage_after, model.settings)


def _moved(expected: Floats, stated: Floats, coverage_after: Floats, settings: Settings) -> Floats:
    gain = settings.plan.stance_gain * coverage_after * (1 - expected)
    return expected + np.where(stated < ENEMY, 0.0, gain)


def hold_meetings(model: DealModel) -> DealModel:
    """Return the model with its supposed contacts, then after its meetings, one by one."""
    place = {person: i for i, person in enumerate(model.people.tolist())}
    supposed = {
        (seller, place[person]): (strength, strength)
        for (seller, person), strength in model.case.supposed.covers.items()
        if person in place
    }
    if supposed:
        model = replace(model, covers=_with_contacts(model, supposed))
    known = [(s, place[p]) for s, p in model.case.supposed.meetings if p in place]
    return after_meetings(model, known)


def after_meetings(model: DealModel, meetings: Iterable[tuple[int, int]]) -> DealModel:
    """Return the model after meetings (seller, place of the person in the model), one by one."""
    diary = _Diary(model)
    for seller, at in meetings:
        diary.meet(seller, at)
    return diary.model_then() if diary.met else model


class _Diary:
    """Meetings held one by one: our contacts with those who were met, and their minds."""

    def __init__(self, model: DealModel) -> None:
        self.model = model
        self.expected = model.stances.expected.copy()
        self.met: dict[tuple[int, int], Contact] = {}
        self._levels = model.snapshot.nodes["Seller"].numbers("level")
        self._held: dict[int, dict[int, Contact]] = {}

    def meet(self, seller: int, at: int) -> None:
        """Let a seller meet the person at a place."""
        settings, held = self.model.settings, self._contacts(at)
        fit = rank_fit(self._levels[seller], self.model.posts.level[at], settings)
        strengths = np.array([now for now, _ in held.values()])
        strength = strength_of(np.zeros(strengths.size, dtype=np.int32), strengths, 1)
        stated = self.model.stances.stated[at]
        after = lifted(strength, fit, settings)
        self.expected[at] = _moved(self.expected[at], stated, after, settings)[0]
        now, undecayed = held.get(seller, (0.0, 0.0))
        grown = float(lifted(np.array(now), fit, settings))
        held[seller] = self.met[seller, at] = grown, max(grown, undecayed)

    def _contacts(self, at: int) -> dict[int, Contact]:
        """Return our contacts with a person, by seller."""
        if at not in self._held:
            covers = self.model.covers
            rows = np.flatnonzero(self.model.cover_person == at)
            strengths = zip(covers.now[rows].tolist(), covers.undecayed[rows].tolist(), strict=True)
            self._held[at] = dict(zip(covers.seller[rows].tolist(), strengths, strict=True))
        return self._held[at]

    def model_then(self) -> DealModel:
        """Return the model after the meetings."""
        minds = replace(self.model.stances, expected=self.expected)
        return self.model.with_minds(minds, _with_contacts(self.model, self.met))


def _with_contacts(model: DealModel, contacts: Mapping[tuple[int, int], Contact]) -> Coverage:
    """Return the coverage in which (seller, place of the person) have these contacts as of today.

    No strength at all takes a contact away.
    """
    old, people = model.covers, model.people.tolist()
    rows = {
        pair: row
        for row, pair in enumerate(
            zip(old.seller.tolist(), model.cover_person.tolist(), strict=True)
        )
    }
    kept = np.ones(old.row.size, dtype=bool)
    kept[[rows[pair] for pair in contacts if pair in rows]] = False
    new = [(*pair, *contact) for pair, contact in contacts.items() if contact[1] > 0]
    at = np.flatnonzero(kept)
    added = Coverage(
        np.append(old.seller[at], [s for s, *_ in new]).astype(np.int32),
        np.append(old.person[at], [people[p] for _, p, *_ in new]).astype(np.int32),
        np.append(old.now[at], [now for *_, now, _ in new]),
        np.append(old.undecayed[at], [once for *_, once in new]),
        np.append(old.last_contact[at], [model.day] * len(new)).astype(np.int32),
        np.append(old.row[at], [_row(old, rows, (s, p)) for s, p, *_ in new]).astype(np.int32),
    )
    return added.at(np.lexsort((added.seller, added.person)))


def _row(old: Coverage, rows: Mapping[tuple[int, int], int], pair: tuple[int, int]) -> int:
    """Return the row in COVERS of a contact, -1 where it is only supposed."""
    return int(old.row[rows[pair]]) if pair in rows else -1
