"""What was known of a deal on a day, as numbers: for closed deals, before they closed.

Only what has a date counts, so that nothing is used that was put down after the outcome: of
stances the dated statements by that day; what rivals and dates of the procedure had been seen by
then; how many meetings about the deal there had been. Our contacts (strength, last contact), the
deal's stage and amount and the number of its people are kept as they are today, not as they were:
a sale that is won fills them in. They are left out; so are the review of the contract, which comes
with the win, and the age of a deal, which on a day counted back from its end tells how long it
took. Roles and ties have no date: they are taken as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.verdict import verdict
from graph.decision.what_if.suppose import Supposed
from graph.decision.winning.probability import WinFrame
from graph.snapshot import NO_DAY, EdgeTable, Snapshot
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import numpy.typing as npt

    from graph.decision.model import DealModel
    from graph.settings import Settings

    Ints = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]

# The latest closed deals that are looked at, and how many days before they closed.
MOST = 3000
HORIZON = 30
RECENT = 90
# So many deals are looked at before what is remembered of their days is dropped.
RENEW = 200
MILESTONES = ("shortlisted_on", "prequalified_on", "budget_agreed_on")

LABELS = {
    "lean": Text("lean", "倾向"),
    "lean_sd": Text("uncertainty of the lean", "倾向的不确定性"),
    "known_share": Text("known share", "已知比例"),
    "opposed": Text("influence that opposes us", "反对者的影响力"),
    "passes": Text("passes as it stands", "按现状可通过"),
    "tender": Text("tender", "招标"),
    "rivals": Text("rivals seen", "已知竞争对手数"),
    "milestones": Text("dates of the procedure passed", "已完成的程序节点"),
    "meetings": Text("meetings in 90 days (log)", "近 90 天接触次数（对数）"),
}
NAMES = tuple(LABELS)
LOOKING_BACK = Text("Looking back at closed deals", "正在回看已结束的商机")


@dataclass(frozen=True)
class Closed:
    """The closed deals as a frame, and how many others have no date of closing or were too short.

    A deal is too short if it was not there yet on the day on which it would be looked at.
    """

    frame: WinFrame
    without_date: int
    too_short: int


class Features:
    """Computes the numbers of deals on days, from one snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        The graph; statements without a date are left out of it here.
    settings : Settings
        Constants of the model.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot = dated(snapshot)
        self.settings = settings
        self.deals = self.snapshot.nodes["Opportunity"]
        self._asked = 0

    def of(self, deal: int, day: int) -> list[float]:
        """Return the numbers of one deal (its position) on a day, in the order of ``NAMES``."""
        self._asked += 1
        if self._asked % RENEW == 0:
            self.snapshot = _renewed(self.snapshot)
        model = build(Case(self.snapshot, deal, day, self.settings, Supposed()))
        known = self._of_model(model) | self._of_deal(deal, day)
        return [known[name] for name in NAMES]

    def _of_model(self, model: DealModel) -> dict[str, float]:
        lean, variance, share = model.lean, model.lean_variance, model.known_share
        passes = verdict(model).passes
        return {
            "lean": np.nan if lean is None else lean,
            "lean_sd": np.nan if variance is None else float(np.sqrt(variance)),
            "known_share": np.nan if share is None else share,
            "opposed": float(model.influence[model.opponent].sum()),
            "passes": np.nan if passes is None else float(passes),
        }

    def _of_deal(self, deal: int, day: int) -> dict[str, float]:
        passed = [int(self.deals.days(m)[deal]) for m in MILESTONES]
        procurement = self.deals.value("procurement", deal)
        return {
            "tender": np.nan if procurement is None else float(procurement == "tender"),
            "rivals": float(self._rivals(deal, day)),
            "milestones": float(sum(p != NO_DAY and p <= day for p in passed)),
            "meetings": float(np.log1p(self._meetings(deal, day))),
        }

    def _rivals(self, deal: int, day: int) -> int:
        bids = self.snapshot.edge("BIDS_ON")
        seen = bids.days("first_seen")[bids.into(deal)]
        return int(((seen != NO_DAY) & (seen <= day)).sum())

    def _meetings(self, deal: int, day: int) -> int:
        about = self.snapshot.edge("ABOUT")
        on = self.snapshot.nodes["Interaction"].days("on")[about.source[about.into(deal)]]
        return int(((on != NO_DAY) & (on <= day) & (on > day - RECENT)).sum())


def _renewed(snapshot: Snapshot) -> Snapshot:
    """Return the same graph with nothing remembered: what is in force on each of many days."""
    edges = {
        key: EdgeTable(key, e.frame, (len(snapshot.nodes[key[1]]), len(snapshot.nodes[key[2]])))
        for key, e in snapshot.edges.items()
    }
    return Snapshot(snapshot.revision, snapshot.nodes, edges)


def dated(snapshot: Snapshot) -> Snapshot:
    """Return the graph without the statements about stances that have no date."""
    holds = snapshot.edge("HOLDS")
    key = (holds.type, holds.source_kind, holds.target_kind)
    sizes = (len(snapshot.nodes[holds.source_kind]), len(snapshot.nodes[holds.target_kind]))
    kept = EdgeTable(key, holds.frame.filter(pl.col("as_of").is_not_null()), sizes)
    return _renewed(Snapshot(snapshot.revision, snapshot.nodes, {**snapshot.edges, key: kept}))


def closed_deals(
    features: Features,
    as_of: date,
    horizon: int = HORIZON,
    progress: Callable[[int, int, Text], None] | None = None,
) -> Closed:
    """Return the deals that had closed by ``as_of``, each as it stood ``horizon`` days before."""
    deals, today = features.deals, day_of(as_of)
    outcome = deals.frame["outcome"].to_list()
    closed = deals.days("closed_on")
    ended = [i for i, o in enumerate(outcome) if o in ("won", "lost")]
    placed = [i for i in ended if closed[i] != NO_DAY and closed[i] < today]
    undated = sum(1 for i in ended if closed[i] == NO_DAY)
    opened = deals.days("opened_on")
    there = [i for i in placed if opened[i] == NO_DAY or opened[i] <= closed[i] - horizon]
    too_short, placed = len(placed) - len(there), there
    placed = sorted(placed, key=lambda i: (closed[i], deals.ids[i]))[-MOST:]
    x = []
    for done, i in enumerate(placed, start=1):
        x.append(features.of(i, int(closed[i]) - horizon))
        if progress is not None:
            progress(done, len(placed), LOOKING_BACK)
    frame = WinFrame(
        NAMES,
        np.array(x, dtype=np.float64).reshape(len(x), len(NAMES)),
        np.array([outcome[i] == "won" for i in placed], dtype=bool),
        closed[placed].astype(np.int64),
        np.array([_customer(features.snapshot, i) for i in placed], dtype=np.int64),
        horizon,
    )
    return Closed(frame, undated, too_short)


def _customer(snapshot: Snapshot, deal: int) -> int:
    """Return the customer of a deal; a deal without one is a customer of its own."""
    edge = snapshot.edge("FOR")
    rows = edge.out(deal)
    return int(edge.target[rows[0]]) if rows.size else -1 - deal
