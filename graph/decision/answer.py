"""From the model's arrays to the answer that people and scripts read."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names, values
from graph.decision.listening import Ints, live_rows, member
from graph.decision.question import next_question
from graph.decision.ranks import formal_ranks, ranks
from graph.decision.results import (
    Access,
    Analysis,
    Cover,
    Deal,
    Decider,
    Loss,
    ModelDump,
    PersonRow,
    Seller,
    Tie,
)
from graph.decision.stability import rank_stability
from graph.decision.verdict import verdict
from graph.opportunities import as_it_stood
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.network import Network
    from graph.decision.threads import Node

EPOCH = date(1970, 1, 1)
OUR_TEAM = "our team"


def day_of(when: date) -> int:
    """Return a date as days since 1970."""
    return (when - EPOCH).days


def date_of(day: int) -> date | None:
    """Return days since 1970 as a date, None for ``NO_DAY``."""
    return None if day == NO_DAY else EPOCH + timedelta(days=int(day))


class Names:
    """Ids and names of the people and sellers of a model."""

    def __init__(self, model: DealModel) -> None:
        self.people = names(model.snapshot, "Person", model.people)
        self.sellers = names(model.snapshot, "Seller", model.team)

    def id(self, node: Node) -> str:
        """Return the id of a node of a route."""
        return (self.people if node[0] == "p" else self.sellers)[node[1]][0]

    def ids(self, route: list[Node]) -> list[str]:
        """Return the ids of a route."""
        return [self.id(node) for node in route]


def answer(model: DealModel, access: AccessMap, *, explain: bool) -> Analysis:
    """Put together everything but findings, next contact and notes."""
    known = Names(model)
    judged = verdict(model)
    variance = model.lean_variance
    at = model.deciders
    return Analysis(
        opportunity=deal_of(model),
        as_of=model.as_of,
        lean=model.lean,
        lean_sd=None if variance is None else sqrt(variance),
        deciders=[
            Decider(id=known.people[i][0], name=known.people[i][2], weight=float(model.decision[i]))
            for i in at
        ],
        known_share=model.known_share,
        passes=judged.passes,
        blocked_by=[known.people[i][0] for i in judged.blocked_by],
        presumed=model.presumed,
        pass_lean=model.settings.model.pass_lean,
        decision_covered=float(model.influence @ model.strength),
        access_weighted=access.weighted,
        people=_people(model),
        team=_team(model),
        ties=_ties(model, known),
        access=access_rows(access, known),
        findings=[],
        losses=_losses(access, known),
        next_question=next_question(model),
        model=dump(model, access, known) if explain else None,
    )


def deal_of(model: DealModel) -> Deal:
    """Return the opportunity as an answer carries it."""
    deal = as_it_stood(model.snapshot, model.case.deal, model.as_of)
    customer = model.snapshot.nodes["Enterprise"]
    first = customer.row(int(model.enterprises[0])) if model.enterprises.size else {}
    same = ("name_en", "stage", "procurement", "amount", "currency", "expected_close", "outcome")
    return Deal(
        id=deal["id"],
        name=deal["name"] or deal["name_en"] or deal["id"],
        enterprise=first.get("id"),
        enterprise_name=first.get("name"),
        enterprise_name_en=first.get("name_en"),
        region=first.get("region"),
        **{field: deal[field] for field in same},
    )


def _people(model: DealModel) -> list[PersonRow]:
    table = model.snapshot.nodes["Person"]
    own = {f: values(table, f, model.people) for f in ("id", "name", "name_en")}
    job = _jobs(model)
    inside = np.where(model.posts.inside, model.posts.level, np.nan)
    formal, real = formal_ranks(inside), ranks(model.influence)
    first, three = rank_stability(model)
    covers = _covers(model)
    s = model.stances
    contribution = model.influence * s.expected
    return [
        PersonRow(
            id=own["id"][i],
            name=own["name"][i] or own["name_en"][i] or own["id"][i],
            name_en=own["name_en"][i],
            **job[i],
            level=None if np.isnan(model.posts.level[i]) else int(model.posts.level[i]),
            roles=model.parts.roles[i],
            stance=None if np.isnan(s.stated[i]) else float(s.stated[i]),
            stance_confidence=float(s.confidence[i]),
            expected_stance=float(s.expected[i]),
            variance=float(s.variance[i]),
            settled_opinion=float(model.opinion[i]),
            influence=float(model.influence[i]),
            contribution=float(contribution[i]),
            formal_rank=formal[i],
            influence_rank=real[i],
            coverage=float(model.strength[i]),
            covers=covers[i],
            vote_weight=None if np.isnan(model.parts.votes[i]) else float(model.parts.votes[i]),
            veto=bool(model.parts.veto[i]),
            placeholder=bool(model.placeholder[i]),
            outsider=not model.posts.inside[i],
            in_deal=bool(model.parts.in_deal[i]),
            first_share=float(first[i]),
            first_three_share=float(three[i]),
        )
        for i in range(model.size)
    ]


def _jobs(model: DealModel) -> list[dict[str, str | None]]:
    posts = model.snapshot.edge("WORKS_FOR")
    fields = ("title", "title_en", "department", "department_en")
    held = np.flatnonzero(model.posts.row >= 0)
    rows = model.posts.row[held]
    columns: dict[str, list[str | None]] = {f: values(posts, f, rows) for f in fields}
    customer = names(model.snapshot, "Enterprise", posts.target[rows])
    columns |= {
        "employer": [c[0] for c in customer],
        "employer_name": [c[2] for c in customer],
        "employer_name_en": [c[1] for c in customer],
    }
    jobs: list[dict[str, str | None]] = [dict.fromkeys(columns) for _ in range(model.size)]
    for i, *job in zip(held.tolist(), *columns.values(), strict=True):
        jobs[i] = dict(zip(columns, job, strict=True))
    return jobs


def _covers(model: DealModel) -> list[list[Cover]]:
    covers = model.covers
    table = model.snapshot.edge("COVERS")
    ids = values(model.snapshot.nodes["Seller"], "id", covers.seller)
    stated = np.flatnonzero(covers.row >= 0)
    levels: list[str | None] = [None] * covers.row.size
    for i, level in zip(stated.tolist(), values(table, "level", covers.row[stated]), strict=True):
        levels[i] = level
    found: list[list[Cover]] = [[] for _ in range(model.size)]
    for i, person in enumerate(model.cover_person):
        found[person].append(
            Cover(
                seller=ids[i],
                strength=float(covers.now[i]),
                undecayed=float(covers.undecayed[i]),
                last_contact=date_of(covers.last_contact[i]),
                level=levels[i],
            )
        )
    return [sorted(own, key=lambda c: (-c.strength, c.seller)) for own in found]


def _team(model: DealModel) -> list[Seller]:
    table = model.snapshot.nodes["Seller"]
    columns = {f: values(table, f, model.team) for f in ("id", "name", "name_en", "role", "level")}
    rows = zip(*columns.values(), strict=True)
    return [
        Seller(id=id_, name=own or en or id_, name_en=en, role=role, level=level)
        for id_, own, en, role, level in rows
    ]


def _ties(model: DealModel, known: Names) -> list[Tie]:
    """Return the stated ties in force between people of the model, for the map."""
    number = {"INFLUENCES": "weight", "KNOWS": "strength"}
    found = []
    for type_ in ("INFLUENCES", "REPORTS_TO", "KNOWS", "CONFLICTS_WITH"):
        edge = model.snapshot.edge(type_)
        rows = inner_rows(model, type_)
        weights = values(edge, number.get(type_, ""), rows)
        sure = values(edge, "confidence", rows)
        ends = [np.searchsorted(model.people, side[rows]) for side in (edge.source, edge.target)]
        found += [
            Tie(
                source=known.people[u][0],
                target=known.people[v][0],
                kind=type_,
                weight=weight,
                confidence=confidence,
            )
            for u, v, weight, confidence in zip(*ends, weights, sure, strict=True)
        ]
    return found


def inner_rows(model: DealModel, type_: str) -> Ints:
    """Return the rows of a relationship in force between people of the model."""
    edge = model.snapshot.edge(type_)
    rows = live_rows(edge, edge.rows_out(model.people), model.day)
    inner: Ints = rows[member(model.people, edge.target[rows])]
    return inner


def access_rows(access: AccessMap, known: Names) -> list[Access]:
    """Return how each decider is reached, the heaviest first."""
    return [
        Access(
            decider=known.people[r.decider][0],
            reliability=r.reliability,
            standard_error=r.error,
            threads=r.threads.count,
            separators=known.ids(r.threads.separators),
            routes=[known.ids(route) for route in r.threads.routes],
            best_route=known.ids(r.best),
            best_route_steps=r.steps,
        )
        for r in access.rows
    ]


def _losses(access: AccessMap, known: Names) -> list[Loss]:
    return [
        Loss(
            kind="person" if row.node[0] == "p" else "seller",
            id=known.id(row.node),
            before=row.before,
            loss=row.loss,
            standard_error=row.error,
            cuts=[known.people[t][0] for t in row.cuts],
        )
        for row in access.losses
    ]


def dump(model: DealModel, access: AccessMap, known: Names) -> ModelDump:
    """Return everything from which the numbers can be recomputed."""
    w = model.w.tocoo()
    order = np.lexsort((w.col, w.row))
    team = [s[0] for s in known.sellers]
    ties = [(OUR_TEAM, s, 1.0) for s in team] + passed_on(access.network, known)
    return ModelDump(
        people=[p[0] for p in known.people],
        listens=[(int(w.row[k]), int(w.col[k]), float(w.data[k])) for k in order],
        stubbornness=model.stubbornness.tolist(),
        stance=model.stances.expected.tolist(),
        variance=model.stances.variance.tolist(),
        decision_weights=model.decision.tolist(),
        ties=ties,
    )


def passed_on(network: Network, known: Names) -> list[tuple[str, str, float]]:
    """Return from whom to whom something passes and with what probability, sellers first."""
    ours = zip(network.seller, network.covered, network.strength, strict=True)
    ties = [(known.sellers[s][0], known.people[v][0], float(p)) for s, v, p in ours]
    return ties + [
        (known.people[u][0], known.people[v][0], p) for u, v, p in sorted(network.passing)
    ]
