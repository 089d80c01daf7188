"""What the closed deals teach: first of what has a date, then of what can be trusted beside it.

What stands without a date either adds nothing to what has one, or tells won from lost by itself;
and then nobody can know that it was not put down after the outcome. The same holds of roles and
ties that were stated anew after a deal had ended: where these tell, none count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.winning.features import Closed, Features, closed_deals
from graph.decision.winning.known_then import DATED, EVENTS, WITNESSED, undated
from graph.decision.winning.probability import NoModel, WinModel, tells, win_model
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from graph.settings import Settings
    from graph.snapshot import Snapshot

CAUTION = Text(
    "It counts roles and ties that have no date, of people who had been heard or met by then; "
    "alone these do not tell later deals apart.",
    "其中计入了没有日期、但相关人员当时已表态或已接触的角色与关系；仅凭这些并不能区分后来的商机。",
)
RESTATED = Text(
    "Who was first heard, or which rivals were first seen, only once a deal had ended tells won "
    "from lost: their days were changed with the outcome. Keep the earlier statements and days.",
    "某些人的首次表态或竞争对手的首次出现日期晚于商机结束，并且据此即可区分赢单与丢单："
    "这些日期随结果被改动。请保留原有的表态与日期。",
)
TOO_GOOD = Text(
    "The forecast of later deals is too good to be true: Brier skill {skill:.2f}. Something that "
    "was put down before they closed, by its date, gives the outcome away.",
    "对后来商机的预测好得不真实：Brier 技巧 {skill:.2f}。"
    "某些按日期在结束之前填写的信息泄露了结果。",
)
# No forecast of sales is as good as this.
BEST = 0.8
AFTERWARDS = Text(
    "What has a date does not tell later deals apart. Roles and ties without a date do, by "
    "themselves: they may have been put down after the outcome and do not count. Give them the day "
    "on which they became known (as_of).",
    "有日期的信息无法区分后来的商机。没有日期的角色与关系单独就能区分：它们可能是在结果之后才填写的，"
    "因此不计入。请为其填写获知日期（as_of）。",
)


@dataclass(frozen=True)
class Learnt:
    """The model or why there is none, of which numbers, and what is to be said with it."""

    features: Features
    closed: Closed
    model: WinModel | NoModel
    caution: Text | None = None


def learn(
    snapshot: Snapshot,
    settings: Settings,
    *,
    as_of: date,
    horizon: int,
    progress: Callable[[int, int, Text], None] | None = None,
) -> Learnt:
    """Fit on what has a date; where that tells nothing, see what has none.

    Parameters
    ----------
    snapshot, settings : Snapshot, Settings
        The graph and the constants of the model.
    as_of : date
        The day.
    horizon : int
        Days before closing on which the closed deals are looked at.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> found = learn(Snapshot.from_frames({}, {}), Settings(), as_of=date(2026, 1, 1), horizon=30)
    >>> str(found.model.reason)
    'Only 0 won and 0 lost deals are there; at least 50 and 150 are needed.'
    """
    found = _learn(_Look(snapshot, settings, as_of, horizon, progress))
    judged = found.model.judged
    if isinstance(found.model, WinModel) and judged is not None and judged.skill >= BEST:
        return replace(found, model=NoModel(TOO_GOOD.format(skill=judged.skill), judged))
    return found


def _learn(look: _Look) -> Learnt:
    dated = look.at(DATED)
    model = dated.model
    if isinstance(model, NoModel) and not model.enough:
        return dated
    if dated.closed.after.any() and tells(dated.closed.frame, dated.closed.after):
        return replace(dated, model=NoModel(RESTATED, dated.model.judged))
    if dated.closed.later.any():
        events = look.at(EVENTS)
        dated = events if tells(events.closed.frame, dated.closed.later) else dated
    if isinstance(dated.model, WinModel) or not undated(look.snapshot):
        return dated
    return _beside(dated, look.at(WITNESSED))


def _beside(dated: Learnt, more: Learnt) -> Learnt:
    """Choose between what has a date, which tells nothing, and all that may be trusted."""
    if isinstance(more.model, NoModel):
        return dated
    form = np.hstack([more.closed.structure, more.closed.later])
    if tells(dated.closed.frame, form):
        return replace(dated, model=NoModel(AFTERWARDS, dated.model.judged))
    return replace(more, caution=CAUTION)


@dataclass(frozen=True)
class _Look:
    snapshot: Snapshot
    settings: Settings
    as_of: date
    horizon: int
    progress: Callable[[int, int, Text], None] | None

    def at(self, way: str) -> Learnt:
        features = Features(self.snapshot, self.settings, self.as_of, self.horizon, way)
        closed = closed_deals(features, self.progress)
        return Learnt(features, closed, win_model(closed.frame))
