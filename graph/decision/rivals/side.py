"""The analysis of a rival's side: the same answer, with the competitor where our team stands.

Each contact of the competitor stands as a seller of its own while it is computed, because a rival
is no node that counts in its threads, and one more without contacts can be sent to anybody; in the
answer all of them are the competitor.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.decision.access import AccessMap
from graph.decision.answer import OUR_TEAM, answer
from graph.decision.narrowed import Narrowed, narrowed
from graph.decision.next_contact import next_contact
from graph.decision.results import Access, Analysis, Finding, ModelDump
from graph.decision.rules import weak_links
from graph.records import conform, node_schema
from graph.settings_rules import kinds
from graph.snapshot import NodeTable

if TYPE_CHECKING:
    from graph.decision.model import DealModel
    from graph.decision.rivals.rival import RivalView
    from graph.settings import Settings

# The weak links that can be seen from outside: they rest on contacts, stances and ties alone.
KINDS = (
    "uncovered_power",
    "hostile_power",
    "single_thread",
    "linchpin",
    "fading_tie",
    "weak_step",
    "broken_chain",
)
COVERS = ("COVERS", "Seller", "Person")


def stood_in(view: RivalView) -> DealModel:
    """Return the model of a rival's side with its contacts standing where our sellers do.

    Names and levels are read from the graph, so the model gets a graph in which the rival's
    contacts are the sellers; the tables themselves are shared, not copied.
    """
    snapshot, model = view.model.snapshot, view.model
    rival = snapshot.nodes["Competitor"].row(view.competitor)
    row = {"id": rival["id"], "name": rival.get("name"), "name_en": rival.get("name_en")}
    team = np.arange(model.team.size + 1, dtype=np.int32)
    frame = pl.DataFrame([row] * team.size, schema=dict.fromkeys(row, pl.String))
    contacts = NodeTable("Seller", conform(frame, node_schema("Seller")))
    swapped = replace(
        snapshot,
        nodes={**snapshot.nodes, "Seller": contacts},
        edges={**snapshot.edges, COVERS: snapshot.edge("COURTS")},
        memo={},
    )
    settings = _seen_from_outside(model.settings)
    case = replace(model.case, snapshot=swapped, settings=settings)
    return replace(model, case=case, team=team)


def _seen_from_outside(settings: Settings) -> Settings:
    """Return the settings with the rules off that ask what only the rival itself can know."""
    rules = settings.rules
    off = {
        kind: getattr(rules, kind).model_copy(update={"enabled": False, "region": {}})
        for kind in kinds()
        if kind not in KINDS
    }
    return settings.model_copy(update={"rules": rules.model_copy(update=off)})


def analysis_of(view: RivalView) -> tuple[Analysis, AccessMap, DealModel]:
    """Return the analysis of a rival's side, with the access and the model it comes from.

    Its findings are still in the words of our own; notes are left to the caller.
    """
    model = stood_in(view)
    access = AccessMap(model)
    found = answer(model, access, explain=True)
    rival = found.team[0]
    return (
        found.model_copy(
            update={
                "team": [rival],
                "access": [_without(rival.id, way) for way in found.access],
                "findings": [_courted(f) for f in weak_links(model, access)],
                "next_contact": next_contact(model, access),
                "model": None if found.model is None else _once(found.model),
            }
        ),
        access,
        model,
    )


def narrowed_side(view: RivalView, hidden: Set[str]) -> Narrowed:
    """Return how a rival reaches the deciders without some kinds of ties; COVERS are its own."""
    found = narrowed(stood_in(view), hidden)
    return replace(found, access=[_without(view.id, way) for way in found.access])


def _without(rival: str, way: Access) -> Access:
    """Return how a decider is reached, the rival itself no node that separates."""
    kept = [id_ for id_ in way.separators if id_ != rival]
    return way.model_copy(update={"separators": kept})


def _courted(finding: Finding) -> Finding:
    """Return a finding whose proof names the rival's contacts as the graph does."""
    ties = finding.evidence.relationships
    renamed = [(a, "COURTS" if type_ == "COVERS" else type_, b) for a, type_, b in ties]
    evidence = finding.evidence.model_copy(update={"relationships": list(dict.fromkeys(renamed))})
    return finding.model_copy(update={"evidence": evidence})


def _once(model: ModelDump) -> ModelDump:
    """Return the model with the rival once at the start of its ties."""
    starts = dict.fromkeys(tie for tie in model.ties if tie[0] == OUR_TEAM)
    rest = [tie for tie in model.ties if tie[0] != OUR_TEAM]
    return model.model_copy(update={"ties": [*starts, *rest]})
