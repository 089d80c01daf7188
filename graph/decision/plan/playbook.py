"""The stage playbook: what each stage of a deal asks for, and what of it is still open.

The nine stages, and what is to be done in each, are those of the source article on selling
solutions; a team changes the checks of a stage in ``[playbook.STAGE]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.plan.checks import CHECKS, View
from graph.decision.plan.results import StageCheck
from graph.decision.results import Sentence
from graph.decision.rules.context import Context
from graph.vocabulary.values import STAGES

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

# The stages that have checks, in their order.
ORDER = tuple(s for s in STAGES.words if s != "closed")


def playbook(model: DealModel, access: AccessMap) -> list[StageCheck]:
    """Return every check of every stage, in order, with its state and what proves it.

    ``done`` and ``open`` are what the graph says; ``unknown`` where nothing says. ``current``
    marks the checks of the stage in which the deal stands (:func:`current_stage`).
    """
    view = View(Context(model, access))
    found = [
        _answer(view, stage, check)
        for stage in ORDER
        for check in getattr(view.rules, stage).checks
    ]
    return in_order(found, view.deal["stage"], view.deal["outcome"])


def in_order(rows: list[StageCheck], stage: str | None, outcome: str | None) -> list[StageCheck]:
    """Return checks by stage, those of the stage in which the deal stands marked.

    Parameters
    ----------
    rows : list of StageCheck
        Within a stage they stay in their order.
    stage, outcome : str or None
        As stated of the deal.

    Examples
    --------
    >>> in_order([], "bidding", None)
    []
    """
    found = sorted(rows, key=lambda row: ORDER.index(row.stage))
    current = current_stage(stage, outcome, found)
    return [row.model_copy(update={"current": row.stage == current}) for row in found]


def current_stage(stage: str | None, outcome: str | None, rows: list[StageCheck]) -> str | None:
    """Return the stage in which a deal stands.

    As stated; a won deal is in delivery and a lost one nowhere; where no stage is stated, the
    first with a check that is not done.

    Examples
    --------
    >>> current_stage("bidding", None, []), current_stage("closed", "won", [])
    ('bidding', 'delivery')
    """
    if outcome == "lost":
        return None
    if outcome == "won":
        return "delivery"
    if stage is not None and stage in ORDER:
        return stage
    if stage is not None:
        return None
    return next((row.stage for row in rows if row.state != "done"), None)


def _answer(view: View, stage: str, check: str) -> StageCheck:
    asked = CHECKS[check]
    found = asked.look(view)
    proof = found.proof.node(view.context.deal.id)
    return StageCheck(
        stage=stage,
        check=check,
        title=Sentence.of(asked.title),
        state=found.state,
        because=Sentence.of(found.because),
        evidence=proof.evidence(),
    )
