"""What to change next: the features of who accepted, a narrower tag, and the next campaign.

Conditions are found on training rows alone and put to the test on rows that were held out, with
Holm's correction over all that were put to it: what only looked good by chance does not stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.customers.campaigns import intervals, words_improve
from graph.customers.campaigns.conditions import (
    Condition,
    joined,
    mask_of,
    prepared,
    rule_of,
    simplified,
)
from graph.customers.campaigns.evaluate import difference
from graph.customers.campaigns.intervals import Count, holm
from graph.customers.campaigns.next_plan import next_plan
from graph.customers.campaigns.outcomes import TARGET, features_of, outcomes
from graph.customers.campaigns.results import (
    Feature,
    HeldOut,
    Improvement,
    Interval,
    Refinement,
)
from graph.customers.campaigns.separate import Found, candidates
from graph.decision.results import Sentence
from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.text import Text

ALPHA = 0.05
# So many features are put to the test at most, the sharpest on training rows: each costs power.
MOST_TESTED = 20
# A condition that fewer of the training rows meet is no tag worth having.
LEAST_ROWS, LEAST_SHARE = 10, 0.05
DEEPEST = 3

Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class _Rows:
    """Features as they are searched, and who accepted."""

    frame: pl.DataFrame
    accepted: pl.Series

    def only(self, mask: pl.Series) -> _Rows:
        return _Rows(self.frame.filter(mask), self.accepted.filter(mask))

    def count(self) -> Count:
        return Count(int(self.accepted.sum()), len(self.accepted))


def improve(
    frame: pl.DataFrame,
    *,
    hold_out: float = 0.3,
    seed: int = 0,
    features: Sequence[str] | None = None,
    campaign: str | None = None,
) -> Improvement:
    """Compare who accepted with who did not, and propose a narrower tag.

    Parameters
    ----------
    frame : polars.DataFrame
        One row a customer: ``accepted`` and features; with ``arm``, the target arm is looked at,
        since the tag chose that arm alone.
    hold_out : float
        Share of the rows that a condition is tested on, in (0, 1), drawn within each outcome.
    seed : int
        Of that draw.
    features : sequence of str or None
        The columns to look into; by default all that are no outcome.
    campaign : str or None
        Its id, for the answer alone.

    Raises
    ------
    UsageError
        A share that is none.

    Examples
    --------
    >>> made = pl.DataFrame({"fit": ["yes", "no"] * 100, "accepted": [True, False] * 90
    ...                      + [False] * 20})
    >>> improve(made).refinement.condition
    'fit = yes'
    """
    if not 0 < hold_out < 1:
        raise UsageError(words_improve.HOLD_OUT)
    full = outcomes(frame)
    whose = TARGET if full.filter(pl.col("arm") == TARGET).height else None
    chosen = full.filter(pl.col("arm") == TARGET) if whose else full
    names = features_of(frame.columns) if features is None else list(features)
    rows = _Rows(prepared(chosen, names), chosen["accepted"])
    held = _held_out(chosen, hold_out, seed)
    training, test = rows.only(~held), rows.only(held)
    rules, found = _search(training, names)
    tested = _tested(found, rules, test)
    refinement = _refinement(rules, tested, rows, test)
    return Improvement(
        campaign=campaign,
        arm=whose,
        rows=len(rows.accepted),
        accepted=rows.count().x,
        training=len(training.accepted),
        held_out=len(test.accepted),
        seed=seed,
        features=_listed(names, found, tested),
        refinement=refinement,
        next=next_plan(full, refinement),
        warnings=[Sentence.of(w) for w in _warnings(rows, tested)],
    )


def _held_out(chosen: pl.DataFrame, share: float, seed: int) -> pl.Series:
    """Draw the held-out rows within each outcome; with ids, the order of rows does not matter."""
    order = chosen.with_row_index("place").sort("customer", maintain_order=True)
    draws = np.random.default_rng(seed).random(chosen.height)
    ranked = order.select("place", "accepted", draw=pl.Series(draws)).with_columns(
        rank=pl.col("draw").rank("ordinal").over("accepted"), n=pl.len().over("accepted")
    )
    held = ranked.with_columns(held=pl.col("rank") <= (pl.col("n") * share).round())
    return held.sort("place")["held"]


def _search(
    training: _Rows, names: Sequence[str]
) -> tuple[list[Conditions], dict[str, list[Found]]]:
    """Return the rule, condition by condition, and the conditions of each feature."""
    least = max(LEAST_ROWS, math.ceil(LEAST_SHARE * len(training.accepted)))
    found = candidates(training.frame, training.accepted, names, least)
    rules: list[Conditions] = []
    rule: Conditions = ()
    rows, tried = training, found
    while len(rule) < DEEPEST and (best := _best(tried)) is not None:
        rule = (*rule, best.condition)
        rules.append(tuple(simplified(rule)))
        rows = rows.only(best.condition.mask(rows.frame))
        tried = candidates(rows.frame, rows.accepted, names, least)
    return rules, found


def _best(found: dict[str, list[Found]]) -> Found | None:
    """Return the condition that raises the rate most surely; None where chance would do it."""
    every = [f for rows in found.values() for f in rows]
    best = max(every, key=lambda f: f.z, default=None)
    if best is None or best.z <= 0:
        return None
    # Bonferroni over all that were looked at: many cuts of many columns.
    return best if len(every) * math.erfc(best.z / math.sqrt(2)) < ALPHA else None


def _tested(
    found: dict[str, list[Found]], rules: list[Conditions], test: _Rows
) -> dict[Conditions, HeldOut]:
    """Put the sharpest condition of each feature, and the rules, to the test on held-out rows."""
    sharpest = sorted((f[0] for f in found.values() if f), key=lambda f: -abs(f.z))
    singles: list[Conditions] = [(f.condition,) for f in sharpest[:MOST_TESTED]]
    every = list(dict.fromkeys([*singles, *rules]))
    results = [_test(conditions, test) for conditions in every]
    adjusted = holm([r.p for r in results])
    return {
        c: r.model_copy(update={"p_adjusted": p})
        for c, r, p in zip(every, results, adjusted, strict=True)
    }


def _test(conditions: Conditions, test: _Rows) -> HeldOut:
    mask = mask_of(conditions, test.frame)
    inside, outside = test.only(mask).count(), test.only(~mask).count()
    return HeldOut(
        n_in=inside.n,
        n_out=outside.n,
        rate_in=inside.rate,
        rate_out=outside.rate,
        difference=difference(inside, outside),
        p=intervals.p_value(inside, outside),
        p_adjusted=None,
    )


def _stands(held: HeldOut) -> bool:
    return held.p_adjusted is not None and held.p_adjusted < ALPHA


def _listed(
    names: Sequence[str], found: dict[str, list[Found]], tested: dict[Conditions, HeldOut]
) -> list[Feature]:
    """Return what was tested, the surest first, then the features that were not."""
    order = sorted(tested.items(), key=lambda kv: (_p(kv[1]), joined(kv[0])))
    rows = [_feature(conditions, held) for conditions, held in order]
    seen = {c.column for conditions in tested for c in conditions if len(conditions) == 1}
    rest = [name for name in names if name not in seen]
    return rows + [_untested(name, found[name]) for name in rest]


def _p(held: HeldOut) -> float:
    return 2.0 if held.p is None else held.p


def _feature(conditions: Conditions, held: HeldOut) -> Feature:
    return Feature(
        feature=" and ".join(dict.fromkeys(c.column for c in conditions)),
        condition=joined(conditions),
        rule=rule_of(conditions),
        held_out=held,
        kept=_stands(held),
    )


def _untested(name: str, found: list[Found]) -> Feature:
    best = found[0].condition if found else None
    return Feature(
        feature=name,
        condition=str(best) if best else None,
        rule=best.rule if best else None,
        held_out=None,
        kept=False,
    )


def _refinement(
    rules: list[Conditions], tested: dict[Conditions, HeldOut], rows: _Rows, test: _Rows
) -> Refinement | None:
    """Return the longest rule that stands, each of whose conditions adds on held-out rows."""
    chosen: Conditions | None = None
    for rule in rules:
        if not (_stands(tested[rule]) and _adds(chosen, rule, test)):
            break
        chosen = rule
    if chosen is None:
        chosen = _other(tested)
    return None if chosen is None else _refined(chosen, tested[chosen], rows, test)


def _adds(shorter: Conditions | None, rule: Conditions, test: _Rows) -> bool:
    """Whether the longer rule does better than what it leaves out of the shorter one."""
    within = test if shorter is None else test.only(mask_of(shorter, test.frame))
    mask = mask_of(rule, within.frame)
    z = intervals.z_score(within.only(mask).count(), within.only(~mask).count())
    return z is not None and z > intervals.z_of(1 - 2 * ALPHA)


def _other(tested: dict[Conditions, HeldOut]) -> Conditions | None:
    """Return the surest single condition that stands and raises the rate."""
    kept = [
        (_p(held), joined(c), c)
        for c, held in tested.items()
        if len(c) == 1 and _stands(held) and (held.difference.value or 0) > 0
    ]
    return min(kept, key=lambda k: k[:2])[2] if kept else None


def _refined(rule: Conditions, held: HeldOut, rows: _Rows, test: _Rows) -> Refinement:
    inside = test.only(mask_of(rule, test.frame)).count()
    low, high = intervals.wilson(inside) or (None, None)
    everybody = rows.count()
    return Refinement(
        condition=joined(rule),
        rule=rule_of(rule),
        rate=Interval(value=inside.rate, low=low, high=high),
        current_rate=everybody.x / everybody.n,
        share=int(mask_of(rule, rows.frame).sum()) / everybody.n,
        effect=_effect(held),
    )


def _effect(held: HeldOut) -> Interval:
    """Return the rate of who meets it less that of all: the difference to those outside, less.

    rate_in - (w rate_in + (1-w) rate_out) = (1-w) (rate_in - rate_out), w the share inside.
    """
    outside = held.n_out / (held.n_in + held.n_out)
    gap = held.difference
    parts = (gap.value, gap.low, gap.high)
    value, low, high = (None if x is None else outside * x for x in parts)
    return Interval(value=value, low=low, high=high)


def _warnings(rows: _Rows, tested: dict[Conditions, HeldOut]) -> list[Text]:
    did = rows.count()
    found = []
    if not rows.frame.width:
        found.append(words_improve.NO_FEATURE)
    if did.x in (0, did.n):
        found.append(words_improve.one_value(did))
    found += [
        words_improve.GIVES_AWAY.format(condition=joined(conditions))
        for conditions, held in tested.items()
        if _stands(held) and {held.rate_in, held.rate_out} == {0.0, 1.0}
    ]
    return found
