"""What every rule works with: the model, its access, names, and the proof it builds."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names, values
from graph.decision.listening import SUPPOSED, TIES
from graph.decision.meet import fits
from graph.decision.naming import Name, people_named, sellers_named
from graph.decision.ranks import high_influence
from graph.decision.results import Evidence, Finding, Measure, Mend, Sentence, Subject
from graph.settings_rules import rules_in
from graph.text import Text

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel
    from graph.decision.threads import Node
    from graph.settings_rules import PowerRule, Rules, SourceRule


@dataclass
class Proof:
    """The sub-graph that proves a finding, in the order in which it is told."""

    nodes: dict[str, None] = field(default_factory=dict)
    relationships: dict[tuple[str, str, str], None] = field(default_factory=dict)

    def node(self, *ids: str) -> Proof:
        """Add nodes."""
        self.nodes |= dict.fromkeys(ids)
        return self

    def tie(self, source: str, type_: str, target: str) -> Proof:
        """Add a relationship with both its ends."""
        self.relationships[source, type_, target] = None
        return self.node(source, target)

    def evidence(self) -> Evidence:
        """Return it as the answer carries it."""
        return Evidence(nodes=list(self.nodes), relationships=list(self.relationships))


@dataclass(frozen=True)
class Draft:
    """A finding before its severity and money are worked out."""

    kind: str
    subject: Subject
    exposure: float
    impact: float
    cause: str
    title: Text
    proof: Proof
    sentence: Text
    action: Text
    measure: Measure
    mend: Mend | None = None


class Context:
    """One deal's model and access, as the rules look at them."""

    def __init__(self, model: DealModel, access: AccessMap) -> None:
        self.model = model
        self.access = access
        self.people = people_named(model)
        self.sellers = sellers_named(model)
        self.deal = Name(*names(model.snapshot, "Opportunity", [model.case.deal])[0])

    @cached_property
    def rules(self) -> Rules:
        """The rules in force, as they stand in the region of the deal's customer."""
        return rules_in(self.model.settings.rules, self.region)

    @cached_property
    def region(self) -> str | None:
        """The region of the deal's customer, whose thresholds may be other ones."""
        customers = self.model.enterprises
        found = values(self.model.snapshot.nodes["Enterprise"], "region", customers[:1])
        return found[0] if found else None

    def powerful(self, rule: PowerRule | SourceRule) -> npt.NDArray[np.bool_]:
        """Say who has high influence."""
        return high_influence(self.model.influence, rule.influence, rule.top_share)

    def person(self, i: int) -> Subject:
        """Return a person as the subject of a finding."""
        return self.people[i].subject("person")

    def name_of(self, node: Node) -> Name:
        """Return the name of a node of a route."""
        return (self.people if node[0] == "p" else self.sellers)[node[1]]

    @cached_property
    def fit(self) -> npt.NDArray[np.float64]:
        """Rank fit of each seller of the team (rows) with each person (columns)."""
        return fits(self.model, self.model.team)

    @cached_property
    def held(self) -> npt.NDArray[np.float64]:
        """Strength of each seller of the team (rows) with each person (columns) today."""
        held = np.zeros((len(self.sellers), len(self.people)))
        covers = self.model.covers
        held[np.searchsorted(self.model.team, covers.seller), self.model.cover_person] = covers.now
        return held

    def seller_for(self, i: int, among: Iterable[int] | None = None) -> int | None:
        """Return who of ours should meet a person: rank that fits, then who knows them best."""
        able = range(len(self.sellers)) if among is None else among
        return max(able, key=lambda s: (self.fit[s, i], self.held[s, i], -s), default=None)

    def informant(self) -> tuple[int, int] | None:
        """Return (seller, person): our strongest tie to somebody who is not against us."""
        held = np.where(self.model.opponent[None, :], 0.0, self.held)
        if not held.size or held.max() <= 0:
            return None
        seller, person = np.unravel_index(int(np.argmax(held)), held.shape)
        return int(seller), int(person)

    # -- proofs ---------------------------------------------------------------------------

    def proof(self) -> Proof:
        """Return an empty proof; the deal itself stands in every one of them."""
        return Proof().node(self.deal.id)

    def prove_part(self, proof: Proof, i: int) -> None:
        """Add why a person decides: the role, or the post from which it is presumed."""
        person = self.people[i].id
        if not self.model.presumed:
            proof.tie(person, "PLAYS", self.deal.id)
            return
        self.prove_post(proof, i)

    def prove_post(self, proof: Proof, i: int) -> None:
        """Add the post from which a person's level is known."""
        row = int(self.model.posts.row[i])
        if row >= 0:
            employer = self.model.snapshot.edge("WORKS_FOR").target[row]
            enterprise = self.model.snapshot.nodes["Enterprise"].ids[employer]
            proof.tie(self.people[i].id, "WORKS_FOR", enterprise)

    def prove_stance(self, proof: Proof, i: int) -> None:
        """Add that somebody says where a person stands; the person alone if it is supposed."""
        proof.node(self.people[i].id)
        if int(self.model.people[i]) in self._told_of:
            proof.tie(self.people[i].id, "HOLDS", self.deal.id)

    @cached_property
    def _told_of(self) -> set[int]:
        edge = self.model.snapshot.edge("HOLDS")
        rows = edge.into(self.model.case.deal)
        told: set[int] = set(edge.source[rows[edge.days("as_of")[rows] <= self.model.day]].tolist())
        return told

    def prove_covers(self, proof: Proof, i: int) -> None:
        """Add our ties to a person."""
        for s in np.flatnonzero(self.held[:, i] > 0):
            proof.tie(self.sellers[s].id, "COVERS", self.people[i].id)

    def prove_power(self, proof: Proof, i: int) -> None:
        """Add the chain of listening by which a person sways the decision most."""
        proof.node(self.people[i].id)
        chain = self._chain(i)
        for speaker, listener in pairwise(chain):
            self.prove_step(proof, speaker, listener)
        if chain:
            self.prove_part(proof, chain[-1])

    def prove_route(self, proof: Proof, route: list[Node]) -> None:
        """Add the relationships of a route [seller, person, ..., decider]."""
        for before, after in pairwise(route):
            if before[0] == "s":
                proof.tie(self.sellers[before[1]].id, "COVERS", self.people[after[1]].id)
            else:
                self.prove_step(proof, before[1], after[1])

    def prove_step(self, proof: Proof, speaker: int, listener: int) -> None:
        """Add the relationship by which one person listens to another, as it is stored."""
        heard = self.model.listens
        kind, row = self._step_rows[listener, speaker]
        if row == SUPPOSED:
            proof.tie(self.people[speaker].id, TIES[kind], self.people[listener].id)
            return
        edge = self.model.snapshot.edge(TIES[kind])
        ends = np.searchsorted(heard.people, [edge.source[row], edge.target[row]])
        proof.tie(self.people[ends[0]].id, TIES[kind], self.people[ends[1]].id)

    @cached_property
    def _step_rows(self) -> dict[tuple[int, int], tuple[int, int]]:
        heard = self.model.listens
        columns = (heard.listener, heard.speaker, heard.kind, heard.row)
        return {
            (i, j): (kind, row)
            for i, j, kind, row in zip(*(c.tolist() for c in columns), strict=True)
        }

    @cached_property
    def _decision(self) -> list[float]:
        decision: list[float] = self.model.decision.tolist()
        return decision

    @cached_property
    def _listeners(self) -> dict[int, list[tuple[int, float]]]:
        """Of each speaker (listener, how much of an opinion is carried over)."""
        w = self.model.w.tocoo()
        carried = w.data * (1 - self.model.stubbornness[w.row])
        found: dict[int, list[tuple[int, float]]] = {}
        for i, j, x in zip(w.row.tolist(), w.col.tolist(), carried.tolist(), strict=True):
            if i != j and x > 0:
                found.setdefault(j, []).append((i, x))
        return found

    def _chain(self, start: int) -> list[int]:
        """Return the strongest chain start -> ... -> decider, weighed by the decider's d."""
        strength: dict[int, float] = {}
        before: dict[int, int] = {}
        queue = [(-1.0, start, start)]
        decision = self._decision
        best, end = 0.0, None
        while queue:
            cost, v, source = heapq.heappop(queue)
            if v in strength:
                continue
            strength[v], before[v] = -cost, source
            weight = decision[v] * -cost
            if weight > best:
                best, end = weight, v
            for listener, carried in self._listeners.get(v, ()):
                if listener not in strength:
                    heapq.heappush(queue, (cost * carried, listener, v))
        if end is None:
            return []
        chain = [end]
        while chain[-1] != start:
            chain.append(before[chain[-1]])
        return chain[::-1]

    # -- answers --------------------------------------------------------------------------

    def finding(self, draft: Draft, amount: float | None) -> Finding:
        """Return a draft as a finding, its severity and money worked out."""
        exposure, impact = (min(1.0, max(0.0, x)) for x in (draft.exposure, draft.impact))
        return Finding(
            kind=draft.kind,
            subject=draft.subject,
            exposure=exposure,
            impact=impact,
            severity=exposure * impact,
            money=None if amount is None else impact * amount,
            cause=draft.cause,
            title=Sentence.of(draft.title),
            evidence=draft.proof.evidence(),
            sentence=Sentence.of(draft.sentence),
            action=Sentence.of(draft.action),
            measure=draft.measure,
            mend=draft.mend,
        )


def placeholder_text(context: Context, i: int) -> Text | None:
    """Return what to do first where only the post is known, None for a known person."""
    if not context.model.placeholder[i]:
        return None
    return Text(
        "Find out who {name} is. ",
        "先弄清“{name}”是谁。",
    ).format(name=context.people[i].text)


def amount_of(context: Context) -> float | None:
    """Return the deal's amount."""
    found = values(context.model.snapshot.nodes["Opportunity"], "amount", [context.model.case.deal])
    return None if found[0] is None else float(found[0])
