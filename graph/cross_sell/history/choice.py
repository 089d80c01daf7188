"""Which model is used: each is learnt on earlier cuts and judged on a later one.

With a window w (the horizon, or a sixth of the history where that is shorter) and the history
ending on day T, models are judged on who took up what from T - w until T; the learner sees
only the cuts before (labels until T - w), half a window apart. Then it learns once more with the
latest labels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from graph.cross_sell.history.calibration import Calibrator, calibrator, table
from graph.cross_sell.history.features import SEEN, Candidates, Columns
from graph.cross_sell.history.learner import MOST_ROWS, Blended, associated, single
from graph.cross_sell.history.metrics import ndcg_at, precision_at
from graph.cross_sell.history.state import State, state_at, taken_up
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    import scipy.sparse as sp

    from graph.cross_sell.history.events import History, Progress

    Doubles = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.int64]
    Model = Callable[[npt.NDArray[np.float32]], Doubles]

# Columns that are a model by themselves, in the order in which they are named.
SINGLE = {"popularity": "rate", "item_knn": "item_knn", "walk": "walk", "ease": "ease"}
EACH = 60
# Cuts half a window apart share half of what they learn from; three teach more than two apart.
CUTS_A_WINDOW, LEARNT_FROM = 2, 3
# Cuts of the learner that is judged start where the labels of the held-out window end.
CUTS = CUTS_A_WINDOW + LEARNT_FROM
# Windows of a history: those from the earliest cut on, and as many as ages count up to before it.
PARTS = 1 + (CUTS - 1) // CUTS_A_WINDOW + SEEN
# Less than this teaches nothing that could be told from luck.
SHORTEST_DAYS = 42
FEWEST_HITS = 100
# Below this many hits more customers are looked at, up to so many rows.
ENOUGH_HITS, MOST_RARE = 400, 500_000
# A learner must be this much better than the best single score to be worth its weight.
MARGIN = 0.01


@dataclass(frozen=True)
class Cut:
    """The candidates of one cut and what came of them."""

    columns: Columns
    cells: Candidates
    hits: Bools
    fresh: sp.csr_array = field(repr=False)


@dataclass(frozen=True)
class Chosen:
    """The model that won, and what speaks for it.

    Parameters
    ----------
    name : str
    why : Text
    score : callable
        From candidates to scores.
    curve : Calibrator or None
        None where nothing could be held out.
    window : int
        Days of the labels that it was learnt on.
    judged : dict of (precision, ndcg)
    cut, customers : int or None, int
        The held-out cut, and the customers who took up anything.
    bins : list of (predicted, observed, n)
        Of customers that the curve was not fitted on.
    """

    name: str
    why: Text
    score: Callable[[Candidates], Doubles]
    curve: Calibrator | None
    window: int
    judged: dict[str, tuple[float, float]] = field(default_factory=dict)
    cut: int | None = None
    customers: int = 0
    bins: list[tuple[float, float, int]] = field(default_factory=list)


def window_of(history: History, horizon: int) -> int:
    """Return the days of labels a model is learnt on: the horizon where there is room for it."""
    return max(1, min(horizon, history.span // PARTS))


def choose(history: History, horizon: int, each: int, progress: Progress) -> Chosen:
    """Learn, judge and choose; the smoothed rules where the history is too short."""
    window = window_of(history, horizon)
    if history.span < SHORTEST_DAYS:
        return _rules(history, window, _SHORT.format(days=history.span))
    cuts = []
    for step in range(CUTS):
        progress(step + 1, CUTS + 3, _READING)
        before = window + step * window // CUTS_A_WINDOW
        cuts.append(cut_at(history, history.until - before, window, each))
    held, earlier = cuts[0], cuts[CUTS_A_WINDOW:]
    if min(int(held.hits.sum()), int(sum(c.hits.sum() for c in earlier))) < FEWEST_HITS:
        return _rules(history, window, _too_few(held))
    names = held.columns.names()
    models: dict[str, Model] = {name: single(names, of) for name, of in SINGLE.items()}
    models["association"] = associated(names)
    progress(CUTS + 1, CUTS + 3, _LEARNING)
    models["blended"] = Blended([c.cells.columns for c in earlier], [c.hits for c in earlier])
    scores = {name: model(held.cells.columns) for name, model in models.items()}
    judged = {name: judge(held, given) for name, given in scores.items()}
    best = _best(judged)
    curve, bins = _calibrated(held, ordered_as(held.cells, scores[best], scores["blended"]))
    progress(CUTS + 2, CUTS + 3, _LEARNING)
    latest = cuts[:LEARNT_FROM]
    learnt = Blended([c.cells.columns for c in latest], [c.hits for c in latest])
    order = learnt if best == "blended" else models[best]

    def score(cells: Candidates) -> Doubles:
        levels = learnt(cells.columns)
        own = levels if order is learnt else order(cells.columns)
        return ordered_as(cells, own, levels)

    return Chosen(
        best, _why(best, judged), score, curve, window, judged,
        cut=held.columns.state.cut, customers=_customers(held), bins=bins,
    )  # fmt: skip


def cut_at(history: History, day: int, window: int, each: int) -> Cut:
    """Return candidates of ``day`` for as many customers as can be learnt from.

    Where products are many and purchases rare, for more of them: else hardly one is a hit.
    """
    state = state_at(history, day, window)
    columns, fresh = Columns(state), taken_up(state)
    width = max(1, min(state.shape[1], 4 * each))
    for rows in (MOST_ROWS, MOST_RARE):
        customers = _sample(state.present, max(200, rows // width))
        cells = columns.candidates(customers, each)
        hits = np.zeros(cells.customer.size, dtype=np.bool_)
        if hits.size:  # scipy does not take cells of nobody
            hits = np.asarray(fresh[cells.customer, cells.product]).ravel() > 0
        if hits.sum() >= ENOUGH_HITS or len(customers) == len(state.present):
            break
    return Cut(columns, cells, hits, fresh)


def _too_few(held: Cut) -> Text:
    """Say how few first purchases of known customers there are, or are among the candidates."""
    found, all_ = int(held.hits.sum()), int(held.fresh[held.columns.state.present].sum())
    if all_ < FEWEST_HITS:
        return _FEW.format(n=all_)
    return _SCATTERED.format(n=found, all=f"{all_:,}")


def _sample(customers: Ints, most: int) -> Ints:
    if len(customers) <= most:
        return customers
    chosen = np.random.default_rng(0).permutation(len(customers))[:most]
    return np.asarray(np.sort(customers[chosen]))


def judge(cut: Cut, scores: Doubles) -> tuple[float, float]:
    """Return precision and NDCG at 10 of a ranking of the candidates."""
    hits, relevant = ranked_hits(cut.cells, scores, cut.hits, cut.fresh)
    return precision_at(hits), ndcg_at(hits, relevant)


def ranked_hits(
    cells: Candidates, scores: Doubles, hits: Bools, fresh: sp.csr_array, k: int = 10
) -> tuple[Bools, Ints]:
    """Return customers x places (what stands there was taken up) and how much each took up.

    Only customers among the candidates who took up anything.
    """
    taken = np.diff(fresh.indptr)
    who = np.unique(cells.customer)
    who = who[taken[who] > 0]
    order = np.lexsort((cells.product, -scores, cells.customer))
    customer = cells.customer[order]
    place = places(customer)
    shown = (place < k) & (taken[customer] > 0)
    answer = np.zeros((len(who), k), dtype=bool)
    answer[np.searchsorted(who, customer[shown]), place[shown]] = hits[order][shown]
    return answer, taken[who].astype(np.int64)


def ordered_as(cells: Candidates, scores: Doubles, levels: Doubles) -> Doubles:
    """Give each customer's ``levels`` to his products in the order of ``scores``.

    A single score that ranks well says little between customers (a sum of cosines grows with what
    is owned); how likely anything is for a customer is what the learner knows.
    """
    if scores is levels:
        return scores
    ranked = np.lexsort((cells.product, -scores, cells.customer))
    answer = np.empty(len(scores))
    given = levels[np.lexsort((-levels, cells.customer))]
    # So little less from place to place that only ties are broken.
    answer[ranked] = given - 1e-9 * places(cells.customer[ranked])
    return answer


def places(customer: Ints) -> Ints:
    """Return the place within each run of the same customer, from 0."""
    starts = np.flatnonzero(np.diff(customer, prepend=-1))
    sizes = np.diff(np.append(starts, len(customer)))
    return np.asarray(np.arange(len(customer)) - np.repeat(starts, sizes))


def _best(judged: dict[str, tuple[float, float]]) -> str:
    def worth(name: str) -> float:
        return sum(judged[name]) * (1.0 if name == "blended" else 1.0 + MARGIN)

    return max(judged, key=worth)


def _calibrated(cut: Cut, scores: Doubles) -> tuple[Calibrator, list[tuple[float, float, int]]]:
    """Fit the curve on all; what the table shows is of curves that did not see the customer."""
    other = np.unique(cut.cells.customer, return_inverse=True)[1] % 2 == 0
    predicted = np.empty(len(scores))
    for part in (other, ~other):
        predicted[part] = calibrator(scores[~part], cut.hits[~part])(scores[part])
    return calibrator(scores, cut.hits), table(predicted, cut.hits)


def _customers(cut: Cut) -> int:
    who = np.unique(cut.cells.customer)
    return int((np.diff(cut.fresh.indptr)[who] > 0).sum())


def _rules(history: History, window: int, why: Text) -> Chosen:
    names = Columns(state_at(history, history.until, window)).names()
    rules = associated(names)
    return Chosen("association", why, lambda cells: rules(cells.columns), None, window)


def stretched(probability: Doubles, window: int, horizon: int) -> Doubles:
    """Carry probabilities of a window over to the horizon, at a constant rate.

    Examples
    --------
    >>> stretched(np.array([0.19]), 30, 15).round(3).tolist()
    [0.1]
    """
    if window == horizon:
        return probability
    return np.asarray(-np.expm1(np.log1p(-np.minimum(probability, 1 - 1e-12)) * horizon / window))


def unfitted(state: State, scores: Doubles, product: Ints) -> Doubles:
    """Return the chance within the state's horizon where nothing could be held out.

    The rate at which buyers of the product came since the first sale, times the odds ratio of
    the score over the usual share.
    """
    buyers = np.bincount(state.product, minlength=state.shape[1])
    usual = (buyers + 0.5) / (len(state.present) + 1.0)
    span = max(state.history.span, 1)
    rate = -np.expm1(np.log1p(-np.minimum(usual, 0.99)) * state.horizon / span)
    return np.asarray(expit(logit(rate[product]) + scores - np.log(usual[product])))


def _why(best: str, judged: dict[str, tuple[float, float]]) -> Text:
    knn = judged["item_knn"]
    gain = [judged[best][i] / knn[i] - 1 if knn[i] else 0.0 for i in (0, 1)]
    text = _CHOSEN if best == "blended" else _SIMPLE
    return text.format(
        model=best, precision=f"{judged[best][0]:.3f}", ndcg=f"{judged[best][1]:.3f}",
        p=f"{gain[0]:+.0%}", n=f"{gain[1]:+.0%}",
    )  # fmt: skip


_READING = Text("Reading earlier cuts", "读取早期时点")
_LEARNING = Text("Learning", "训练模型")
_SHORT = Text(
    "The history has {days} days before the date: too few to learn from one part and judge on "
    "another. Smoothed association rules are used; the probabilities are not calibrated.",
    "该日期之前只有 {days} 天历史，不足以一段训练、一段检验。采用平滑关联规则，概率未经校准。",
)
_SCATTERED = Text(
    "Of {all} first purchases in the held-out period only {n} are among the likeliest products of "
    "the customers looked at: too few to judge a model. Smoothed association rules are used; the "
    "probabilities are not calibrated.",
    "检验期内有 {all} 次首次购买，但只有 {n} 次属于所考察客户最可能购买的产品，不足以检验模型。"
    "采用平滑关联规则，概率未经校准。",
)
_FEW = Text(
    "Only {n} first purchases fall into the held-out period: too few to judge a model. Smoothed "
    "association rules are used; the probabilities are not calibrated.",
    "检验期内只有 {n} 次首次购买，不足以检验模型。采用平滑关联规则，概率未经校准。",
)
_CHOSEN = Text(
    "{model} ranks best on the held-out period: precision at 10 {precision} ({p} against item "
    "kNN), NDCG at 10 {ndcg} ({n}).",
    "{model} 在检验期排序最好：前 10 命中率 {precision}（较物品近邻 {p}），NDCG@10 {ndcg}（{n}）。",
)
_SIMPLE = Text(
    "{model} ranks as well as the learnt model on the held-out period, or better: precision at "
    "10 {precision} ({p} against item kNN), NDCG at 10 {ndcg} ({n}).",
    "{model} 在检验期的排序不逊于训练模型：前 10 命中率 {precision}（较物品近邻 {p}），"
    "NDCG@10 {ndcg}（{n}）。",
)
