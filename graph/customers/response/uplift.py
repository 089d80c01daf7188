"""What contacting adds: two models, one an arm, judged by the Qini curve on later rows.

Sources: Radcliffe (2007) for the curve; the two-model approach as in Gutierrez & Gérardy (2017).
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from graph.customers.response.blocks import Block, Layout, Memory
from graph.customers.response.logistic import Bools, Floats
from graph.customers.response.members import Features, Member, fitted, members
from graph.customers.response.outcome import Arms
from graph.customers.response.results import QiniPoint, Uplift, UpliftTenth
from graph.text import Text

# Both arms are fitted anew so many times over the scored rows.
REFITS = 10
DRAWS, SEED = 400, 0
LEAST_IN_ARM, LEAST_RESPONSES = 100, 20
POINTS = 10


def forecast_uplift(
    features: Features,
    responded: Bools,
    treated: Bools,
    plan: Layout,
    back: Memory,
    used: dict[int, Bools],
) -> Floats:
    """Return for each scored row the chance if contacted less that if not (NaN before them).

    Each stretch of blocks is forecast from the rows before it: for each arm the mean, in
    log-odds, of boosted trees and a logistic regression, fitted on up to ``back.every`` rows.
    """
    # What is not loaded yet would not keep to the limit.
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import threadpool_limits

    found = np.full(len(responded), np.nan)
    models = [m for m in members(back) if m.whole]
    # One thread a fit: sums of several threads need not be the same to the last digit.
    with threadpool_limits(1):
        for part in np.array_split(np.arange(plan.first, len(plan.blocks)), REFITS):
            if len(part):
                stretch = Block(plan.blocks[part[0]].start, plan.blocks[part[-1]].end)
                seen = slice(max(0, stretch.start - back.every), stretch.start)
                usable = used[int(part[0])]
                views = [features.rows(m.view, seen.start, stretch.end, usable) for m in models]
                mine, yes = treated[seen], responded[seen]
                chances = [_chance(models, views, arm, yes) for arm in (mine, ~mine)]
                found[stretch.start : stretch.end] = chances[0] - chances[1]
    return found


def _chance(models: list[Member], views: list[Floats], arm: Bools, responded: Bools) -> Floats:
    """Return the chance of the rows behind the known ones, by models of one arm of these."""
    known = len(responded)
    logits = [
        fitted(model, x[:known][arm], responded[arm])(x[known:])
        for model, x in zip(models, views, strict=True)
    ]
    chance: Floats = expit(np.column_stack(logits).mean(axis=1))
    return chance


def gained(responded: Bools, treated: Bools, weight: Floats | None = None) -> Floats:
    """Return the Qini curve: after each row, responses that contacting added, a contacted row.

    Rows are in the order of their uplift, the highest first: responses of the contacted so far,
    less those of the control arm scaled to their number, over all contacted rows.

    Examples
    --------
    >>> yes, treated = np.array([True, False, False, True]), np.array([True, False, True, False])
    >>> gained(yes, treated).tolist()
    [0.5, 0.5, 0.5, 0.0]
    """
    w = np.ones(len(responded)) if weight is None else weight
    hits, others = np.cumsum(w * (responded & treated)), np.cumsum(w * (responded & ~treated))
    seen, unseen = np.cumsum(w * treated), np.cumsum(w * ~treated)
    scaled = np.divide(others * seen, unseen, out=np.zeros(len(w)), where=unseen > 0)
    found: Floats = (hits - scaled) / max(seen[-1], 1e-12)
    return found


def qini(curve: Floats, weight: Floats | None = None) -> float:
    """Return the area between a Qini curve and the straight line to its end."""
    w = np.ones(len(curve)) if weight is None else weight
    share = np.concatenate([[0.0], np.cumsum(w)]) / w.sum()
    above = np.concatenate([[0.0], curve]) - share * curve[-1]
    return float(np.trapezoid(above, share))


def judge(uplift: Floats, responded: Bools, treated: Bools, arms: Arms) -> Uplift:
    """Judge forecasts of uplift by what was observed, with a bootstrap of the rows."""
    order = np.argsort(-uplift, kind="stable")
    yes, mine = responded[order], treated[order]
    curve, random = gained(yes, mine), np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS):
        weight = random.multinomial(len(yes), np.full(len(yes), 1 / len(yes))).astype(np.float64)
        drawn.append(qini(gained(yes, mine, weight), weight))
    low, high = np.quantile(drawn, [0.025, 0.975])
    tenths = [_tenth(uplift[order[p]], yes[p], mine[p]) for p in
              np.array_split(np.arange(len(yes)), POINTS)]  # fmt: skip
    return Uplift(
        column=arms.column,
        target=arms.target,
        control=arms.control,
        effect=float(yes[mine].mean() - yes[~mine].mean()),
        qini=qini(curve),
        qini_low=float(low),
        qini_high=float(high),
        curve=[
            QiniPoint(
                share=n / POINTS,
                gain=float(curve[max(0, round(n / POINTS * len(curve)) - 1)]) if n else 0.0,
                random=float(n / POINTS * curve[-1]),
            )
            for n in range(POINTS + 1)
        ],
        tenths=tenths,
    )


def _tenth(uplift: Floats, responded: Bools, treated: Bools) -> UpliftTenth:
    both = treated.any() and not treated.all()
    observed = responded[treated].mean() - responded[~treated].mean() if both else None
    return UpliftTenth(
        predicted=float(uplift.mean()),
        observed=None if observed is None else float(observed),
        n=len(uplift),
    )


def why_none(arms: Arms | None, responded: Bools, treated: Bools, plan: Layout) -> Text | None:
    """Say why there is no uplift; None where there can be one."""
    if arms is None:
        return _NO_ARM
    for part in (slice(0, plan.learnt), slice(plan.learnt, len(responded))):
        for word, name in ((treated[part], _TARGET), (~treated[part], _CONTROL)):
            if word.sum() < LEAST_IN_ARM:
                return _SMALL.format(arm=name, column=arms.column, n=f"{int(word.sum()):,}")
            if responded[part][word].sum() < LEAST_RESPONSES:
                n = f"{int(responded[part][word].sum()):,}"
                return _FEW.format(arm=name, column=arms.column, n=n)
    return None


_TARGET, _CONTROL = Text("target", "目标"), Text("control", "对照")
_NO_ARM = Text(
    "There is no control arm: a response is not an uplift. Who responds might have done so without "
    "the contact; draw a control arm with linchpin campaign assign.",
    "没有对照组：响应不等于增量。"
    "响应者可能本来就会响应；请用 linchpin campaign assign 抽取对照组。",
)
_SMALL = Text(
    "No uplift: the {arm} arm of '{column}' has {n} rows before or among the scored ones (100 are "
    "needed in each). A response is not an uplift.",
    "无法给出增量：“{column}”的{arm}组在评分之前或评分行中只有 {n} 行"
    "（各需 100 行）。响应不等于增量。",
)
_FEW = Text(
    "No uplift: the {arm} arm of '{column}' has {n} responses before or among the scored rows (20 "
    "are needed in each). A response is not an uplift.",
    "无法给出增量：“{column}”的{arm}组在评分之前或评分行中只有 {n} 次响应"
    "（各需 20 次）。响应不等于增量。",
)
