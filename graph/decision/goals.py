"""Coverage against a goal: how well we want to cover each role and level, and whether we do."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.results import CoverageGoals, GoalPart

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.settings_access import CoverageGoals as Goals

# A coverage that misses its goal by no more than rounding meets it.
EQUAL = 1e-9


def goal_of(roles: list[str], level: float, goals: Goals) -> tuple[float, str] | None:
    """Return the highest goal that a person's roles and level set, and which of them sets it.

    Parameters
    ----------
    roles : list of str
        Roles in the deal.
    level : float
        Level in the customer's enterprise or group, NaN where not known.

    Examples
    --------
    >>> from graph.settings_access import CoverageGoals as Goals
    >>> goal_of(["end_user"], 1.0, Goals()), goal_of([], 5.0, Goals())
    ((0.6, 'level_1'), None)
    """
    names = [*roles, *([] if isnan(level) else [f"level_{level:.0f}"])]
    found = [(float(getattr(goals, name, 0.0)), name) for name in names]
    highest = max(found, key=lambda g: g[0], default=(0.0, ""))
    return highest if highest[0] > 0 else None


def goals_of(model: DealModel) -> list[tuple[float, str] | None]:
    """Return the goal of each person of a model, None where there is none."""
    level = np.where(model.posts.inside, model.posts.level, np.nan)
    goals = model.settings.coverage_goals
    return [
        goal_of(roles, rank, goals)
        for roles, rank in zip(model.parts.roles, level.tolist(), strict=True)
    ]


def coverage_goals(model: DealModel) -> CoverageGoals:
    """Return how many goals are met: in all, weighed by influence, and for each role and level."""
    goals, strength, v = goals_of(model), model.strength, model.influence
    asked = [i for i, goal in enumerate(goals) if goal is not None]
    met = {i for i in asked if strength[i] >= goals[i][0] - EQUAL}  # type: ignore[index]
    parts: dict[str, list[int]] = {}
    for i in asked:
        parts.setdefault(goals[i][1], []).append(i)  # type: ignore[index]
    weight = float(v[asked].sum())
    return CoverageGoals(
        met=len(met),
        people=len(asked),
        share=len(met) / len(asked) if asked else None,
        weighted=float(v[sorted(met)].sum()) / weight if weight > 0 else None,
        parts=[
            GoalPart(
                name=name,
                goal=goals[own[0]][0],  # type: ignore[index]
                met=len(met.intersection(own)),
                people=len(own),
            )
            for name, own in sorted(parts.items())
        ],
    )
