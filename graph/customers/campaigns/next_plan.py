"""The size of the next campaign, from what this one showed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.campaigns.outcomes import CONTROL, TARGET
from graph.customers.campaigns.results import NextPlan
from graph.customers.campaigns.size import Question, sample_size
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.campaigns.results import Refinement

REFINED = Text(
    "Arms drawn among the tag's carriers: the refined tag against the tag as it is. "
    "{n} carriers must be looked through, since {share} of them meet the condition.",
    "在现有标签客户中分组：细化后的标签对照现有标签。符合条件者占 {share}，需筛查 {n} 名客户。",
)
AGAIN = Text(
    "No feature stands up: the same tag again, at the size that shows this difference.",
    "没有经得起检验的特征：沿用现有标签，按能显示该差异的样本量再做一次。",
)


def next_plan(frame: pl.DataFrame, refinement: Refinement | None) -> NextPlan | None:
    """Return the next plan, None where nothing is known to plan by.

    With a refinement it is planned to show its rate against the present one; without, to show
    the difference between the arms again.

    Examples
    --------
    >>> made = pl.DataFrame({"arm": ["target", "target", "control", "control"],
    ...                      "accepted": [True, True, True, False]})
    >>> next_plan(made, None).per_arm.target
    11
    """
    base: float | None
    if refinement is not None:
        share, because = refinement.share, REFINED
        base, target = refinement.current_rate, refinement.rate.value
    else:
        share, because = 1.0, AGAIN
        base, target = _rate(frame, CONTROL), _rate(frame, TARGET)
    if base is None or target is None or base == target or not share:
        return None
    size = sample_size(Question(base, target))
    needed = math.ceil(size.per_arm.target / share) + size.per_arm.control
    return NextPlan(
        **size.model_dump(exclude={"method"}),
        method=size.method,
        list_needed=needed,
        because=Sentence.of(because.format(n=f"{needed:,}", share=f"{share:.0%}")),
    )


def _rate(frame: pl.DataFrame, arm: str) -> float | None:
    rows = frame.filter(pl.col("arm") == arm)
    return float(rows["accepted"].sum()) / rows.height if rows.height else None
