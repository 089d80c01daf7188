"""Does the deal pass as it stands, and who blocks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from graph.decision.model import DealModel

# Opinions nearer to 0 than this are what rounding leaves of 0.
NOTHING = 1e-12


@dataclass(frozen=True)
class Verdict:
    """``passes`` is None where nobody decides; a committee needs ``needed`` of ``votes``."""

    passes: bool | None
    blocked_by: list[int]
    needed: float | None
    votes: float


def verdict(model: DealModel) -> Verdict:
    """Return whether the deal passes, as its rules of decision say.

    A committee with a pass mark: the votes of those with x > 0 reach it (at most 1: a share of
    all votes). Otherwise the lean reaches ``pass_lean``. Never while a veto-holder has x < 0.
    """
    x = model.opinion
    blocked = np.flatnonzero(model.parts.veto & (x < -NOTHING)).tolist()
    votes = np.where(model.parts.votes > 0, model.parts.votes, 0.0)
    mark = model.snapshot.nodes["Opportunity"].value("pass_mark", model.case.deal)
    if not model.decided:
        return Verdict(None, blocked, None, 0.0)
    if mark is None or not votes.any():
        lean = model.lean or 0.0
        reaches = lean >= model.settings.model.pass_lean - NOTHING
        return Verdict(bool(reaches and not blocked), blocked, None, float(votes.sum()))
    needed = float(mark * votes.sum() if mark <= 1 else mark)
    gained = float(votes[x > NOTHING].sum())
    passes = gained >= needed - 1e-9 and not blocked
    return Verdict(passes, blocked, needed, float(votes.sum()))
