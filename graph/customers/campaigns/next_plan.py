"""The size of the next campaign, from what this one showed.

The next campaign is a randomised comparison among carriers of the refined tag: one arm gets the
offer, the other does not. What each arm is expected to do is read off the same kind of customers
in this campaign: its control arm and its target arm, each among who meets the condition.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from graph import rounding
from graph.customers.campaigns import intervals
from graph.customers.campaigns.conditions import Condition, mask_of, prepared
from graph.customers.campaigns.intervals import Count
from graph.customers.campaigns.outcomes import CONTROL, TARGET
from graph.customers.campaigns.refine import tag_word
from graph.customers.campaigns.results import NextPlan
from graph.customers.campaigns.size import Question, sample_size
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.customers.campaigns.held_out import Conditions
    from graph.customers.campaigns.results import Refinement

# A rate of fewer control customers is no rate to plan by.
LEAST_CONTROL = 20
REFINED = Text(
    "Both arms drawn at random among carriers of the refined tag. {base} Target rate: of held-out "
    "customers of the target arm who meet it. {n} carriers of the tag as it is hold so many, "
    "since {share} meet the condition.",
    "两组均在细化标签的客户中随机抽取。{base}目标组比率：留出检验中符合条件的目标组客户。"
    "符合条件者占 {share}，需现有标签客户 {n} 名。",
)
AGAIN = Text(
    "No feature stands up: the same tag again, at the size that shows this difference.",
    "没有经得起检验的特征：沿用现有标签，按能显示该差异的样本量再做一次。",
)
WITHIN = Text(
    "Control rate: {x} of the {n} control customers who meet it accepted ({low} to {high}); none "
    "of them had a part in finding it.",
    "对照组比率：符合条件的 {n} 名对照组客户中有 {x} 名接受（{low} 至 {high}），"
    "他们未参与条件的寻找。",
)
WHOLE = Text(
    "Control rate assumed: that of the whole control arm, {x} of {n}; only {few} of it meet the "
    "condition.",
    "对照组比率为假定值：取整个对照组，{n} 名中有 {x} 名接受；其中仅 {few} 名符合条件。",
)
ASSUMED = Text(
    "Control rate assumed: the present rate of the tag, since there was no control arm and what "
    "comes by itself is not known; if less does, fewer customers are needed.",
    "对照组比率为假定值：没有对照组，自然发生的比率未知，取标签现有比率；"
    "若自然发生的更少，所需客户也更少。",
)


def next_plan(
    frame: pl.DataFrame,
    refinement: Refinement | None,
    rule: Conditions = (),
    tags: Sequence[str] = (),
) -> NextPlan | None:
    """Return the next plan, None where nothing is known to plan by.

    With a refinement both arms are carriers of the refined tag; without, the difference between
    the arms is to be shown again.

    Parameters
    ----------
    frame : frame
        ``arm``, ``accepted`` and the columns of the rule, of everybody assigned.
    refinement : Refinement or None
        The narrower tag.
    rule : conditions
        What it asks for.
    tags : sequence of str
        Tags that the campaign was for.

    Examples
    --------
    >>> made = pl.DataFrame({"arm": ["target", "target", "control", "control"],
    ...                      "accepted": [True, True, True, False]})
    >>> next_plan(made, None).per_arm.target
    11
    """
    base: float | None
    if refinement is not None:
        share, target = refinement.share, _hoped(refinement)
        base, told = _base(frame, refinement, rule, tags)
    else:
        share, base, target = 1.0, _count(frame, CONTROL).rate, _count(frame, TARGET).rate
        told = AGAIN
    if base is None or target is None or base == target or not share:
        return None
    size = sample_size(Question(base, target))
    needed = math.ceil((size.per_arm.target + size.per_arm.control) / share)
    if refinement is not None:
        told = REFINED.format(base=told, n=f"{needed:,}", share=rounding.share(share))
    return NextPlan(
        **size.model_dump(exclude={"method"}),
        method=size.method,
        list_needed=needed,
        because=Sentence.of(told),
    )


def _hoped(refinement: Refinement) -> float | None:
    """Return the rate to plan with: where all accepted, no more than is sure."""
    rate = refinement.rate
    return rate.low if rate.value == 1 else rate.value


def _base(
    frame: pl.DataFrame, refinement: Refinement, rule: Conditions, tags: Sequence[str]
) -> tuple[float | None, Text]:
    """Return what a control arm among carriers of the refined tag does, and where that is from."""
    control = frame.filter(pl.col("arm") == CONTROL)
    if control.is_empty():
        return refinement.current_rate, ASSUMED
    inside = Count(0, 0)
    for conditions in _narrow_first(rule, tags, frame):
        mine = control.filter(mask_of(conditions, _typed(control, conditions)))
        inside = _count(mine, CONTROL)
        if inside.n >= LEAST_CONTROL:
            low, high = intervals.wilson(inside) or (0.0, 1.0)
            return inside.rate, WITHIN.format(
                x=f"{inside.x:,}",
                n=f"{inside.n:,}",
                low=rounding.share(low, 1),
                high=rounding.share(high, 1),
            )
    every = _count(control, CONTROL)
    return every.rate, WHOLE.format(x=f"{every.x:,}", n=f"{every.n:,}", few=f"{inside.n:,}")


def _narrow_first(
    rule: Conditions, tags: Sequence[str], frame: pl.DataFrame
) -> Iterator[Conditions]:
    """Yield the rule with the campaign's own tags, then without: a control arm may lack them."""
    own = [Condition(f"tags.{tag_word(tag)}", "=", "yes") for tag in tags]
    known = tuple(c for c in own if c.column in frame.columns and c not in rule)
    if known:
        yield (*known, *rule)
    yield rule


def _typed(frame: pl.DataFrame, conditions: Conditions) -> pl.DataFrame:
    """Return the columns of conditions as these read them; what is no number there is unknown."""
    made = prepared(frame, list(dict.fromkeys(c.column for c in conditions)))
    numbers = {c.column for c in conditions if isinstance(c.value, float)}
    return made.with_columns(
        pl.col(c).cast(pl.Float64 if c in numbers else pl.String, strict=False)
        for c in made.columns
    )


def _count(frame: pl.DataFrame, arm: str) -> Count:
    rows = frame.filter(pl.col("arm") == arm)
    return Count(int(rows["accepted"].sum()), rows.height)
