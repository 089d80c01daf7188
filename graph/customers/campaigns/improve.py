"""What to change next: the features of who accepted, a narrower tag, and the next campaign.

Conditions are found on training rows alone and put to the test on rows that were held out, with
Holm's correction over all that were put to it: what only looked good by chance does not stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns import words_improve
from graph.customers.campaigns.conditions import prepared, rule_of, simplified, worded
from graph.customers.campaigns.held_out import (
    ALPHA,
    Conditions,
    Rows,
    Tested,
    held_out,
    put_to_test,
)
from graph.customers.campaigns.next_plan import next_plan
from graph.customers.campaigns.outcomes import TARGET, features_of, outcomes, without_result
from graph.customers.campaigns.refine import best_rule, refined
from graph.customers.campaigns.results import Feature, Improvement
from graph.customers.campaigns.separate import Found, candidates
from graph.customers.campaigns.words import missing_results
from graph.decision.results import Sentence
from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.text import Text

# So many features are put to the test at most, the sharpest on training rows: each costs power.
MOST_TESTED = 20
# A condition that fewer of the training rows meet is no tag worth having.
LEAST_ROWS, LEAST_SHARE = 10, 0.05
DEEPEST = 3


def improve(
    frame: pl.DataFrame,
    *,
    hold_out: float = 0.3,
    seed: int = 0,
    features: Sequence[str] | None = None,
    tags: Sequence[str] = (),
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
    tags : sequence of str
        Tags whose carriers the campaign was for: the rule of the narrower tag asks for them too.
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
    chosen = _looked_at(full, whose)
    names = features_of(frame.columns) if features is None else list(features)
    rows = Rows(prepared(chosen, names), chosen["accepted"])
    held = held_out(chosen, hold_out, seed)
    training, test = rows.only(~held), rows.only(held)
    rules, found = _search(training, names)
    tested = put_to_test(_candidates(found, rules), test)
    rule = best_rule(rules, tested, test)
    missing = without_result(_looked_at(frame, whose))
    better = None if rule is None else refined(rule, tested, rows, test, tags)
    return Improvement(
        campaign=campaign,
        arm=whose,
        rows=len(rows.accepted),
        accepted=rows.count().x,
        training=len(training.accepted),
        held_out=len(test.accepted),
        seed=seed,
        features=_listed(names, found, tested),
        refinement=better,
        next=next_plan(full, better, rule or (), tags),
        warnings=[Sentence.of(w) for w in _warnings(rows, tested, missing)],
    )


def _search(
    training: Rows, names: Sequence[str]
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


def _candidates(
    found: dict[str, list[Found]], rules: Sequence[Conditions]
) -> list[tuple[Conditions, bool]]:
    """Return what is put to the test: the sharpest condition of each feature, and the rules."""
    sharpest = sorted((f[0] for f in found.values() if f), key=lambda f: -abs(f.z))
    singles: list[tuple[Conditions, bool]] = [
        ((f.condition,), f.z > 0) for f in sharpest[:MOST_TESTED]
    ]
    return [*singles, *((rule, True) for rule in rules)]


def _listed(
    names: Sequence[str], found: dict[str, list[Found]], tested: Sequence[Tested]
) -> list[Feature]:
    """Return what was tested, the surest first, then the features that were not."""
    rows = [t.row() for t in sorted(tested, key=lambda t: t.order)]
    seen = {t.conditions[0].column for t in tested if len(t.conditions) == 1}
    return rows + [_untested(name, found[name]) for name in names if name not in seen]


def _untested(name: str, found: list[Found]) -> Feature:
    best = found[0].condition if found else None
    return Feature(
        feature=name,
        condition=str(best) if best else None,
        rule=best.rule if best else None,
        held_out=None,
        kept=False,
    )


def _looked_at(frame: pl.DataFrame, arm: str | None) -> pl.DataFrame:
    return frame if arm is None else frame.filter(pl.col("arm") == arm)


def _warnings(rows: Rows, tested: Sequence[Tested], missing: int) -> list[Text]:
    did = rows.count()
    found = list(missing_results(missing, did.n))
    if not rows.frame.width:
        found.append(words_improve.NO_FEATURE)
    if did.x in (0, did.n):
        found.append(words_improve.one_value(did))
    found += [
        words_improve.GIVES_AWAY.format(condition=worded(rule_of(t.conditions)))
        for t in tested
        if t.stands and {t.held.rate_in, t.held.rate_out} == {0.0, 1.0}
    ]
    return found
