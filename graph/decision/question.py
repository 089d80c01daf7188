"""The most valuable question: whose stance, once known, makes the forecast surest."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.naming import people_named
from graph.decision.results import NextQuestion, Sentence
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.model import DealModel


def next_question(model: DealModel) -> NextQuestion | None:
    """Return whom to ask about first: the largest part v_i^2 Var_i of the variance of the lean.

    An answer that is certain takes that part away, whatever it is; what is left is the standard
    deviation afterwards. None where nobody decides or nothing is uncertain.
    """
    part = model.influence**2 * model.stances.variance
    total = float(part.sum())
    if model.lean is None or total <= 0:
        return None
    first = int(np.argmax(part))
    held = float(model.influence[first])
    without = model.lean - held * float(model.stances.expected[first])
    left = sqrt(max(0.0, total - float(part[first])))
    return NextQuestion(
        person=model.snapshot.nodes["Person"].ids[model.people[first]],
        share_of_variance=float(part[first]) / total,
        lean_sd_after=left,
        lean_if_mentor=without + held,
        lean_if_enemy=without - held,
        because=Sentence.of(_because(model, first, (sqrt(total), left), (without, held))),
    )


def _because(
    model: DealModel, first: int, spread: tuple[float, float], ends: tuple[float, float]
) -> Text:
    worst, best = ends[0] - ends[1], ends[0] + ends[1]
    text = Text(
        "Once it is certain where {who} stands, the spread of the lean falls from ±{before:.2f} to "
        "±{after:.2f}; the lean then lies between {worst} and {best}",
        "确定{who}的态度后，倾向值的波动由 ±{before:.2f} 降至 ±{after:.2f}，"
        "倾向值将在 {worst} 与 {best} 之间",
    ).format(
        who=people_named(model)[first].text,
        before=spread[0],
        after=spread[1],
        worst=_signed(worst),
        best=_signed(best),
    )
    mark = model.settings.model.pass_lean
    if worst < mark <= best and not (model.parts.votes > 0).any():
        return text + Text(", on both sides of passing.", "，能否通过取决于此。")
    return text + Text(".", "。")


def _signed(lean: float) -> str:
    """Write a lean as the findings do; their wording cannot be used below the answer itself."""
    return "0.00" if abs(lean) < 0.005 else f"{lean:+.2f}".replace("-", "−")
