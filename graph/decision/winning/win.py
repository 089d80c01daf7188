"""The chance to win the open deals of a book, where its closed deals allow to give one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.results import Sentence
from graph.decision.what_if.suppose import Supposed
from graph.decision.winning.features import HORIZON, LABELS, NAMES
from graph.decision.winning.learn import learn
from graph.decision.winning.probability import NoModel, WinModel
from graph.decision.winning.results import Chance, Reason, WinAnswer
from graph.opportunities import open_on, states

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from graph.settings import Settings
    from graph.snapshot import Snapshot
    from graph.text import Text

    Progress = Callable[[int, int, Text], None]

# So many reasons are given of each deal.
REASONS = 5


class Book:
    """What the closed deals of a book teach about its open ones.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    as_of : date
        The day; deals that closed later are not known.
    settings : Settings
        Constants of the model.
    horizon : int
        Days before closing on which the closed deals are looked at.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        as_of: date,
        settings: Settings,
        horizon: int = HORIZON,
        progress: Progress | None = None,
    ) -> None:
        self.whole = snapshot
        self.as_of = as_of
        told = learn(snapshot, settings, as_of=as_of, horizon=horizon, progress=progress)
        self._features, self.learnt, self.caution = told.features, told.model, told.caution
        self.without_date, self.too_short = told.closed.without_date, told.closed.too_short

    def answer(self, opportunity: str | None = None) -> WinAnswer:
        """Return whether there is a probability, and that of one deal or of every open one.

        Raises
        ------
        NotFoundError
            No such deal.
        """
        learnt = self.learnt
        reason = learnt.reason if isinstance(learnt, NoModel) else None
        return WinAnswer(
            as_of=self.as_of,
            win_probability_reason=None if reason is None else Sentence.of(reason),
            caution=None if self.caution is None else Sentence.of(self.caution),
            without_date=self.without_date,
            too_short=self.too_short,
            judged=learnt.judged,
            deals=[self._chance(at) for at in self._asked(opportunity)],
        )

    def _asked(self, opportunity: str | None) -> list[int]:
        if opportunity is not None:
            return [self.whole.nodes["Opportunity"].position(opportunity)]
        return open_on(self.whole, self.as_of)

    def _chance(self, deal: int) -> Chance:
        table, features = self.whole.nodes["Opportunity"], self._features
        day = day_of(self.as_of)
        case = Case(self.whole, deal, day, features.settings, Supposed())
        own, english, id_ = (table.value(n, deal) for n in ("name", "name_en", "id"))
        model = build(case)
        known = model.known_share
        found = Chance(
            opportunity=id_,
            name=own or english or id_,
            name_en=english,
            lean=model.lean,
            known_share=known,
            little_known=known is not None and known < features.settings.model.enough_known,
            win_probability=None,
        )
        # What has ended has no chance any more, what is not yet opened none yet.
        state = states(table.frame[[deal]], self.as_of).item()
        if isinstance(self.learnt, NoModel) or state != "open":
            return found
        return found.model_copy(update=_forecast(self.learnt, features.of(deal)))


def _forecast(learnt: WinModel, values: list[float]) -> dict[str, object]:
    x = np.array([values], dtype=np.float64)[:, learnt.columns]
    low, high = learnt.model.band(x)
    adds = (learnt.model.standard(x) * learnt.model.weight)[0]
    order = np.argsort(-np.abs(adds), kind="stable")[:REASONS]
    return {
        "win_probability": float(learnt.model.chance(x)[0]),
        "low": float(low[0]),
        "high": float(high[0]),
        "because": [
            Reason(
                feature=learnt.names[i],
                label=Sentence.of(LABELS[NAMES[learnt.columns[i]]]),
                value=None if np.isnan(x[0, i]) else float(x[0, i]),
                log_odds=float(adds[i]),
            )
            for i in order
        ],
    }
