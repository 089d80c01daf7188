"""Books of one deal on a given topology of ties, in which nothing is weak to begin with.

Their facts, for :mod:`benchmarks.truth`, are worked out here with plain matrices.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy.stats import rankdata

from benchmarks.truth import Facts, Tie
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import node_schema, relationship_schema
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from random import Random

    from benchmarks.truth import Floats

DAY = date(2026, 3, 31)
NUMBER = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "enemy": -1.0}
STUBBORN = {"decision_maker": 0.4, "approver": 0.4, "technical_expert": 0.6}
WEIGHT = {"decision_maker": 1.0, "approver": 0.5}
SELLERS = ("s0", "s1", "s2", "s3")


def days_ago(days: int) -> date:
    """Return the day so many days before the day of the book."""
    return DAY - timedelta(days=days)


@dataclass(frozen=True)
class Topology:
    """Who listens to whom, who knows whom, who reports to whom; people are numbered from 0."""

    name: str
    size: int
    listens: list[tuple[int, int]] = field(default_factory=list)
    knows: list[tuple[int, int]] = field(default_factory=list)
    reports: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Book:
    """Rows of nodes by kind and id, and of ties by type and ends (with source or step)."""

    nodes: dict[str, dict[str, dict[str, Any]]]
    ties: dict[str, dict[tuple[str, ...], dict[str, Any]]]

    @property
    def people(self) -> list[str]:
        """Everybody at the customer, in order."""
        return sorted(self.nodes["Person"])

    def tie(self, type_: str, *ends: str, **more: Any) -> None:
        """Add a tie, or change what is said of it; a third end tells statements apart."""
        self.ties.setdefault(type_, {}).setdefault(ends, {}).update(more)

    def cut(self, type_: str, one: str | None = None, other: str | None = None) -> None:
        """Take ties out, by one end or both."""
        kept = self.ties.get(type_, {})
        self.ties[type_] = {
            ends: row
            for ends, row in kept.items()
            if (one is not None and ends[0] != one) or (other is not None and ends[1] != other)
        }

    def say(self, person: str, stance: str, *sources: str) -> None:
        """Let each source say where a person stands, nobody else."""
        self.cut("HOLDS", person)
        for source in sources or ("visit", "partner"):
            self.tie("HOLDS", person, "deal", source, stance=stance, confidence=0.7, source=source)

    def copy(self) -> Book:
        """Return a book that may be changed on its own."""
        return deepcopy(self)

    def snapshot(self) -> Snapshot:
        """Return the book as the product reads it."""
        frames = {
            kind: _frame(
                [{"id": i, **row} for i, row in self.nodes.get(kind, {}).items()], node_schema(kind)
            )
            for kind in NODE_KINDS
        }
        ties = {}
        for type_, rows in self.ties.items():
            kind = RELATIONSHIP_TYPES[type_]
            ends = {"from_kind": kind.starts[0], "to_kind": kind.ends[0]}
            found = [{**ends, "from": k[0], "to": k[1], **row} for k, row in rows.items()]
            ties[type_] = _frame(found, relationship_schema(type_))
        return Snapshot.from_frames(frames, ties)


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


# -- a book in which nothing is weak -------------------------------------------------------


def worked(topology: Topology, dice: Random) -> Book:
    """Return a well-worked deal: every part filled and told twice, deciders known by three."""
    people = [f"p{i:03}" for i in range(topology.size)]
    book = Book({kind: {} for kind in NODE_KINDS}, {})
    book.nodes["Person"] = {p: {} for p in people}
    book.nodes["Seller"] = {s: {} for s in SELLERS}
    book.nodes["Enterprise"] = {"home": {}}
    book.nodes["Competitor"] = {"early": {}, "late": {}, "rival": {}}
    book.nodes["Step"] = {"bid": {}}
    book.nodes["Opportunity"] = {
        "deal": {"amount": 5e6, "currency": "CNY", "shortlisted_on": days_ago(30)}
    } | {f"other {k}": {"amount": 9e6 + k, "currency": "CNY"} for k in range(4)}
    book.tie("FOR", "deal", "home")
    book.tie("BIDS_ON", "early", "deal", first_seen=days_ago(90))
    _draw_ties(book, topology, people, dice)
    _cast(book, dice)
    _rank(book)
    _cover(book, dice)
    return book


def _draw_ties(book: Book, topology: Topology, people: list[str], dice: Random) -> None:
    for i, j in topology.listens:
        book.tie("INFLUENCES", people[j], people[i], weight=round(dice.uniform(0.05, 0.6), 2))
    for i, j in topology.knows:
        one, other = sorted((people[i], people[j]))
        book.tie("KNOWS", one, other, strength=round(dice.uniform(0.1, 0.9), 2))
    for i, j in topology.reports:
        book.tie("REPORTS_TO", people[i], people[j])


def _cast(book: Book, dice: Random) -> None:
    """Give everybody a stance told twice and most a part; two people decide."""
    parts = ["decision_maker", "approver", "technical_expert", "end_user", "coach"]
    cast = dice.sample(book.people, len(book.people))
    for person, role in zip(cast, parts + ["influencer"] * len(cast), strict=False):
        book.tie("PLAYS", person, "deal", roles=[role], role_sources=["crm", "visit"])
        book.say(person, dice.choice(("supporter", "supporter", "mentor")))
    book.tie("HAS_STEP", "deal", "bid")
    for person in cast[:2]:
        book.tie("ACTS_IN", person, "bid", function="decide")


def _rank(book: Book) -> None:
    """Let rank follow influence."""
    v = facts(book).v.round(9)
    for level, person in zip((len(v) - rankdata(v, "max")).tolist(), book.people, strict=True):
        book.tie("WORKS_FOR", person, "home", level=1 + int(level))


def _cover(book: Book, dice: Random) -> None:
    """Cover who matters by two of us, who decides by three, and some of the others."""
    for seller in SELLERS:
        book.tie("WORKS_ON", seller, "deal")
    found = facts(book)
    for i, person in enumerate(book.people):
        least = 3 if found.d[i] > 0 else 2 if found.v[i] >= 0.02 else int(dice.random() < 0.4)
        for seller in dice.sample(SELLERS, least):
            meet(book, seller, person, round(dice.uniform(0.8, 0.95), 2), dice.randint(0, 5))


def meet(book: Book, seller: str, person: str, strength: float, days: int = 0) -> None:
    """Let a seller of ours know a person, last met so many days ago."""
    book.tie("COVERS", seller, person, strength=strength, last_contact=days_ago(days))


# -- what a book is made of ----------------------------------------------------------------


def facts(book: Book) -> Facts:
    """Work out influence, stances and strengths of a book."""
    people = book.people
    at = {p: i for i, p in enumerate(people)}
    plays = {k[0]: row for k, row in book.ties.get("PLAYS", {}).items()}
    known = {p: row for p, row in plays.items() if not book.nodes["Person"][p].get("placeholder")}
    roles = [plays.get(p, {}).get("roles", []) for p in people]
    a, d = _listening(book, at), _weights(roles)
    stubborn = np.array([max((STUBBORN.get(r, 0.5) for r in own), default=0.3) for own in roles])
    told = [_told(book, p) for p in people]
    stances = np.array([_together(t) for t in told]).reshape(-1, 3)
    ties, once = _our_ties(book, at)
    return Facts(
        people=people, d=d, v=_influence(a, d, stubborn), e=stances[:, 0], c=stances[:, 1],
        var=stances[:, 2], a=a, level=_levels(book, people), ties=ties, once=once, told=told,
        role_sources=[set(plays.get(p, {}).get("role_sources", [])) for p in people],
        roles={r for row in known.values() for r in row["roles"]},
        steps={s: [at[k[0]] for k in book.ties.get("ACTS_IN", {}) if k[1] == s]
               for s in book.nodes["Step"]},
        smaller=_smaller(book), **_of_rivals(book, at),
    )  # fmt: skip


def _listening(book: Book, at: dict[str, int]) -> Floats:
    a = np.zeros((len(at), len(at)))
    for boss, staff in ((k[1], k[0]) for k in book.ties.get("REPORTS_TO", {})):
        a[at[staff], at[boss]] = max(a[at[staff], at[boss]], 0.5)
        a[at[boss], at[staff]] = max(a[at[boss], at[staff]], 0.25)
    for (one, other), row in book.ties.get("KNOWS", {}).items():
        for i, j in ((at[one], at[other]), (at[other], at[one])):
            a[i, j] = max(a[i, j], row["strength"] / 2)
    for (speaker, listener), row in book.ties.get("INFLUENCES", {}).items():
        a[at[listener], at[speaker]] = row["weight"]
    return a


def _weights(roles: list[list[str]]) -> Floats:
    d = np.array([max((WEIGHT.get(r, 0.0) for r in own), default=0.0) for own in roles])
    weights: Floats = d / d.sum()
    return weights


def _influence(a: Floats, d: Floats, stubborn: Floats) -> Floats:
    w = a / np.maximum(1, a.sum(axis=1, keepdims=True))
    w += np.diag(1 - w.sum(axis=1))
    v: Floats = d @ np.linalg.inv(np.eye(len(a)) - (1 - stubborn)[:, None] * w) * stubborn
    return v


def _told(book: Book, person: str, towards: str | None = None) -> list[tuple[float, float]]:
    return [
        (NUMBER[row["stance"]], row["confidence"])
        for ends, row in book.ties.get("HOLDS", {}).items()
        if ends[0] == person and row.get("towards") == towards
    ]


def _together(told: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return expected stance, confidence and variance."""
    if not told:
        return 0.0, 0.0, 1 / 3
    number, sure = (np.array(x) for x in zip(*told, strict=True))
    s = float(sure @ number / sure.sum())
    apart = float(sure @ np.abs(number - s) / sure.sum())
    c = float(1 - np.prod(1 - sure)) * (1 - apart)
    return c * s, c, (1 - c) / 3 + c * (1 - c) * s * s


def _levels(book: Book, people: list[str]) -> Floats:
    level = {k[0]: row["level"] for k, row in book.ties.get("WORKS_FOR", {}).items()}
    return np.array([level.get(p, np.nan) for p in people], dtype=np.float64)


def _our_ties(book: Book, at: dict[str, int]) -> tuple[list[Tie], list[float]]:
    rows = sorted(book.ties.get("COVERS", {}).items())
    once = [row["strength"] for _, row in rows]
    faded = [
        x * 2 ** (-(DAY - row["last_contact"]).days / 180)
        for x, (_, row) in zip(once, rows, strict=True)
    ]
    return [(k[0], at[k[1]], x) for x, (k, _) in zip(faded, rows, strict=True)], once


def _smaller(book: Book) -> float:
    amounts = [row["amount"] for row in book.nodes["Opportunity"].values()]
    mine = book.nodes["Opportunity"]["deal"]["amount"]
    return float(np.mean([x < mine for x in amounts]))


def _of_rivals(book: Book, at: dict[str, int]) -> dict[str, Any]:
    courts: dict[str, list[tuple[int, float]]] = {}
    bids = book.ties.get("BIDS_ON", {})
    for (rival, person), row in book.ties.get("COURTS", {}).items():
        courts.setdefault(rival, []).append((at[person], row["strength"]))
    towards = {}
    for rival in {*courts, *(k[0] for k in bids)}:
        told = [_told(book, p, rival) for p in at]
        towards[rival] = np.array([_together(t)[0] if t else np.nan for t in told])
    after = {k[0] for k, row in bids.items() if row["first_seen"] > days_ago(30)}
    return {"courts": courts, "towards": towards, "late": after}
