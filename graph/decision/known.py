"""What is known about each person beyond the model's figures: goal, status, and their grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.evidence import grounds
from graph.decision.goals import goals_of
from graph.decision.results import PersonRow, Sentence
from graph.decision.status import statuses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.decision.model import DealModel


def with_known(model: DealModel, people: Sequence[PersonRow]) -> list[PersonRow]:
    """Return the rows of the people of a model with coverage goal, status and evidence."""
    columns = zip(people, goals_of(model), statuses(model), grounds(model), strict=True)
    return [
        row.model_copy(
            update={
                "goal": goal[0] if goal else None,
                "goal_from": goal[1] if goal else None,
                "status": status.status,
                "status_reason": Sentence.of(status.reason),
                "status_source": status.source,
                "evidence": told.rows,
                "contradiction": told.contradiction,
                "single_source": told.single_source,
                "coach_alone": told.coach_alone,
            }
        )
        for row, goal, status, told in columns
    ]
