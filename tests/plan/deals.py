"""Models of toy deals with their access, as plans take them."""

from __future__ import annotations

from typing import Any

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.meet import hold_meetings
from graph.decision.members import Case
from graph.decision.model import DealModel, build
from graph.decision.what_if.suppose import suppose
from graph.settings import Settings
from graph.snapshot import Snapshot
from tests.decision.toy_graphs import AS_OF


def modelled(
    graph: Snapshot, *what_if: str, plan: dict[str, Any] | None = None, deal: str = "deal"
) -> tuple[DealModel, AccessMap]:
    """Return the model and the access of a deal."""
    settings = Settings.model_validate({"plan": plan or {}})
    position = graph.nodes["Opportunity"].position(deal)
    case = Case(graph, position, day_of(AS_OF), settings, suppose(what_if, graph))
    model = hold_meetings(build(case))
    return model, AccessMap(model)


def ids(model: DealModel) -> list[str]:
    """Return the ids of the people of a model."""
    known = model.snapshot.nodes["Person"].ids
    return [known[p] for p in model.people.tolist()]
