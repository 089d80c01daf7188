"""What was known of a deal on a day, as numbers: for closed deals, before they closed.

Only what has a date counts, so that nothing is used that was put down after the outcome: of
stances, roles and ties what was stated by that day (:mod:`graph.decision.winning.known_then`); what
rivals and dates of the procedure had been seen by then; how many meetings about the deal there had
been. Our contacts (strength, last contact), the deal's stage and amount and the number of its
people are kept as they are today, not as they were: a sale that is won fills them in. They are left
out; so are the review of the contract, which comes with the win, and the age of a deal, which on a
day counted back from its end tells how long it took.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.verdict import verdict
from graph.decision.what_if.suppose import Supposed
from graph.decision.winning.known_then import (
    DATED,
    MILESTONES,
    UNDATED_OF_DEALS,
    first_after,
    known_then,
    put_down_later,
    renewed,
)
from graph.decision.winning.probability import WinFrame
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import numpy.typing as npt

    from graph.decision.model import DealModel
    from graph.settings import Settings
    from graph.snapshot import NodeTable, Snapshot

    Ints = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

# The latest closed deals that are looked at, and how many days before they closed.
MOST = 3000
HORIZON = 30
RECENT = 90
# So many deals are looked at before what is remembered of their days is dropped.
RENEW = 200

LABELS = {
    "lean": Text("lean", "倾向"),
    "lean_sd": Text("uncertainty of the lean", "倾向的不确定性"),
    "known_share": Text("known share", "已知比例"),
    "opposed": Text("influence that opposes us", "反对者的影响力"),
    "passes": Text("passes as it stands", "按现状可通过"),
    "stance": Text("mean stance of those heard", "已表态者的平均态度"),
    "heard": Text("people who were heard (log)", "已表态人数（对数）"),
    "tender": Text("tender", "招标"),
    "rivals": Text("rivals seen", "已知竞争对手数"),
    "milestones": Text("dates of the procedure passed", "已完成的程序节点"),
    "meetings": Text("meetings in 90 days (log)", "近 90 天接触次数（对数）"),
}
NAMES = tuple(LABELS)
# What is known of who decides and who listens to whom, whatever anybody thinks of us.
STRUCTURE = (
    *("people", "deciders", "presumed", "vetoes", "rules", "ties", "top", "concentration"),
    *("mark", "tender", "milestones", "meetings"),
)
LOOKING_BACK = Text("Looking back at closed deals", "正在回看已结束的商机")


@dataclass(frozen=True)
class Closed:
    """The closed deals as a frame, and how many others have no date of closing or were too short.

    A deal is too short if it was not there yet on the day on which it would be looked at.
    ``structure`` has a row a deal of ``frame``, its columns those of ``STRUCTURE``; ``later`` how
    many of its roles and ties were stated after the day on which it is looked at; ``after`` who was
    first heard, and which rivals first seen, once it had ended.
    """

    frame: WinFrame
    structure: Floats
    later: Floats
    after: Floats
    without_date: int
    too_short: int


class Features:
    """Computes the numbers of deals, each on its day, from one snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        The graph; what was not known on a deal's day is left out of it here.
    settings : Settings
        Constants of the model.
    as_of : date
        The day; a deal that had closed by it is looked at before it closed, others on it.
    horizon : int
        Days before closing.
    way : str
        What counts of roles and ties without a date, as :func:`known_then` says.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        as_of: date,
        horizon: int = HORIZON,
        way: str = DATED,
    ) -> None:
        self.settings, self.horizon, self.today = settings, horizon, day_of(as_of)
        self.deals = snapshot.nodes["Opportunity"]
        self.closed = _closed(self.deals, self.today)
        self.days = np.full(len(self.deals), self.today, dtype=np.int32)
        self.days[self.closed] = self.deals.days("closed_on")[self.closed] - horizon
        self.later = put_down_later(snapshot, self.days)
        self.after = first_after(snapshot, self.days + horizon)
        self.snapshot = known_then(snapshot, self.days, way)
        self._asked = 0

    def of(self, deal: int) -> list[float]:
        """Return the numbers of one deal (its position) on its day, in the order of ``NAMES``."""
        return self.looked_at(deal)[0]

    def looked_at(self, deal: int) -> tuple[list[float], list[float]]:
        """Return the numbers of a deal, and those of its structure in the order of STRUCTURE."""
        self._asked += 1
        if self._asked % RENEW == 0:
            self.snapshot = renewed(self.snapshot)
        day = int(self.days[deal])
        model = build(Case(self.snapshot, deal, day, self.settings, Supposed()))
        known = self._of_model(model) | self._of_deal(deal, day)
        undated = [known[name] for name in ("tender", "milestones", "meetings")]
        return [known[name] for name in NAMES], [*_structure(model), *np.nan_to_num(undated)]

    def _of_model(self, model: DealModel) -> dict[str, float]:
        lean, variance, share = model.lean, model.lean_variance, model.known_share
        passes = verdict(model).passes
        return {
            "lean": np.nan if lean is None else lean,
            "lean_sd": np.nan if variance is None else float(np.sqrt(variance)),
            "known_share": np.nan if share is None else share,
            "opposed": float(model.influence[model.opponent].sum()),
            "passes": np.nan if passes is None else float(passes),
            **_heard(model),
        }

    def _of_deal(self, deal: int, day: int) -> dict[str, float]:
        deals = self.snapshot.nodes["Opportunity"]
        passed = [int(deals.days(m)[deal]) for m in MILESTONES]
        procurement = deals.value("procurement", deal)
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


def _heard(model: DealModel) -> dict[str, float]:
    """Return what those who were heard think of us on average, whatever their roles."""
    known = model.stances.confidence > 0
    mean = float(model.stances.stated[known].mean()) if known.any() else np.nan
    return {"stance": mean, "heard": float(np.log1p(known.sum()))}


def _structure(model: DealModel) -> list[float]:
    influence = model.influence
    deals, deal = model.snapshot.nodes["Opportunity"], model.case.deal
    rules = [deals.value(name, deal) is not None for name in UNDATED_OF_DEALS]
    return [
        float(np.log1p(model.size)),
        float(np.log1p((model.decision > 0).sum())),
        float(model.presumed),
        float(model.parts.veto.sum()),
        float(sum(rules)),
        float(np.log1p(model.listens.weight.sum())),
        float(influence.max(initial=0.0)),
        float((influence**2).sum()),
        float(deals.value("pass_mark", deal) or 0.0),
    ]


def _closed(deals: NodeTable, today: int) -> Ints:
    """Return the deals that had ended on a known day before ``today``."""
    closed = deals.days("closed_on")
    past = _ended(deals) & (closed != NO_DAY) & (closed < today)
    return np.flatnonzero(past).astype(np.int32)


def _ended(deals: NodeTable) -> Bools:
    return np.array([o in ("won", "lost") for o in deals.column("outcome")], dtype=bool)


def closed_deals(
    features: Features, progress: Callable[[int, int, Text], None] | None = None
) -> Closed:
    """Return the deals that had closed, each as it stood ``features.horizon`` days before."""
    deals = features.deals
    outcome = deals.column("outcome")
    closed, opened = deals.days("closed_on"), deals.days("opened_on")
    undated = int((_ended(deals) & (closed == NO_DAY)).sum())
    there = [int(i) for i in features.closed if opened[i] <= features.days[i]]
    placed = sorted(there, key=lambda i: (closed[i], deals.ids[i]))[-MOST:]
    x, structure = [], []
    for done, i in enumerate(placed, start=1):
        numbers, form = features.looked_at(i)
        x.append(numbers)
        structure.append(form)
        if progress is not None:
            progress(done, len(placed), LOOKING_BACK)
    frame = WinFrame(
        NAMES,
        _table(x, len(NAMES)),
        np.array([outcome[i] == "won" for i in placed], dtype=bool),
        closed[placed].astype(np.int64),
        np.array([_customer(features.snapshot, i) for i in placed], dtype=np.int64),
        features.horizon,
    )
    too_short = features.closed.size - len(there)
    later = np.log1p(features.later[placed])[:, None]
    after = np.log1p(features.after[placed])
    return Closed(frame, _table(structure, len(STRUCTURE)), later, after, undated, too_short)


def _table(rows: list[list[float]], width: int) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)


def _customer(snapshot: Snapshot, deal: int) -> int:
    """Return the customer of a deal; a deal without one is a customer of its own."""
    edge = snapshot.edge("FOR")
    rows = edge.out(deal)
    return int(edge.target[rows[0]]) if rows.size else -1 - deal
