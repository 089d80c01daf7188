"""Why a step of a route carries what it carries, in one sentence a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.answer import date_of
from graph.decision.listening import SUPPOSED, TIES
from graph.decision.naming import Name, people_named, sellers_named
from graph.decision.plan.results import RouteStep
from graph.decision.results import Sentence
from graph.decision.rules.wording import share, signed
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.listening import Listening
    from graph.decision.model import DealModel

COVERS = {
    "fresh": Text(
        "{seller} covers {person}: {now}; last contact on {day}.",
        "{seller}与{person}的关系强度为 {now}；最近一次接触是 {day}。",
    ),
    "faded": Text(
        "{seller} covers {person}: {once} at the last contact on {day}, of which {now} is left.",
        "{seller}与{person}的关系在最近一次接触（{day}）时为 {once}，如今还剩 {now}。",
    ),
    "undated": Text(
        "{seller} covers {person}: {now}; no day of a contact is known.",
        "{seller}与{person}的关系强度为 {now}；没有接触日期的记录。",
    ),
}
HEARS = {
    "INFLUENCES": Text("{speaker} influences {listener} ({a})", "{speaker}影响{listener}（{a}）"),
    "UP": Text(
        "{listener} reports to {speaker} and takes {a} of what {speaker} says",
        "{listener}向{speaker}汇报，听取其意见的 {a}",
    ),
    "DOWN": Text(
        "{speaker} reports to {listener}, who takes {a} of what {speaker} says",
        "{speaker}向{listener}汇报，后者听取其意见的 {a}",
    ),
    "KNOWS": Text(
        "{speaker} and {listener} know each other; {listener} takes {a} of what {speaker} says",
        "{speaker}与{listener}相识，后者听取其意见的 {a}",
    ),
    "SUPPOSED": Text(
        "as supposed, {speaker} influences {listener} ({a})",
        "按假设，{speaker}影响{listener}（{a}）",
    ),
}
WILLING = Text(
    "; {speaker} ({stance}) is {w} willing to speak for us.",
    "；{speaker}（{stance}）愿意为我方说话的程度为 {w}。",
)
EXPECTED = Text("expected stance {e}", "预期态度 {e}")
NOTHING_KNOWN = Text("no stance known", "态度未知")


class Reasons:
    """The steps of routes in words; ``heard`` says which relationship gives each tie."""

    def __init__(self, model: DealModel, heard: Listening) -> None:
        self.model = model
        self.people = people_named(model)
        self.sellers = sellers_named(model)
        ties = zip(heard.speaker.tolist(), heard.listener.tolist(), strict=True)
        self.tie = {pair: row for row, pair in enumerate(ties)}
        self.heard = heard

    def id(self, node: int) -> str:
        """Return the id of a node: people from 0, then the sellers of the team."""
        return self._name(node).id

    def _name(self, node: int) -> Name:
        size = len(self.people)
        return self.people[node] if node < size else self.sellers[node - size]

    def step(self, tail: int, head: int, carries: float) -> RouteStep:
        """Return one step with its reason."""
        ours = tail >= len(self.people)
        return RouteStep(
            source=self.id(tail),
            target=self.id(head),
            chance=carries,
            kind="COVERS" if ours else TIES[self.heard.kind[self.tie[tail, head]]],
            why=Sentence.of(self._covers(tail, head) if ours else self._hears(tail, head)),
        )

    def _covers(self, tail: int, head: int) -> Text:
        model, covers = self.model, self.model.covers
        seller = model.team[tail - len(self.people)]
        (row,) = np.flatnonzero((covers.seller == seller) & (covers.person == model.people[head]))
        now, once = float(covers.now[row]), float(covers.undecayed[row])
        dated = covers.last_contact[row] != NO_DAY
        faded = share(now) != share(once)
        return COVERS["undated" if not dated else "faded" if faded else "fresh"].format(
            seller=self._name(tail).text,
            person=self._name(head).text,
            now=share(now),
            once=share(once),
            day=date_of(covers.last_contact[row]),
        )

    def _hears(self, speaker: int, listener: int) -> Text:
        expected = float(self.model.stances.expected[speaker])
        known = not np.isnan(self.model.stances.stated[speaker])
        row = self.tie[speaker, listener]
        return (HEARS[self._kind(row)] + WILLING).format(
            speaker=self._name(speaker).text,
            listener=self._name(listener).text,
            a=share(float(self.heard.weight[row])),
            w=share((1 + expected) / 2),
            stance=EXPECTED.format(e=signed(expected)) if known else NOTHING_KNOWN,
        )

    def _kind(self, row: int) -> str:
        """Return which of :data:`HEARS` says a tie."""
        if self.heard.row[row] == SUPPOSED:
            return "SUPPOSED"
        kind = TIES[self.heard.kind[row]]
        if kind != "REPORTS_TO":
            return kind
        edge = self.model.snapshot.edge("REPORTS_TO")
        listener = self.model.people[self.heard.listener[row]]
        return "UP" if edge.source[self.heard.row[row]] == listener else "DOWN"
