"""Books as plain lists for the oracles; a small dense one where everything occurs."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import polars as pl

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import Records, node_schema, relationship_schema

AS_OF = date(2026, 3, 31)

SIZES = {
    "Enterprise": 14, "Person": 34, "Opportunity": 12, "Step": 26, "Need": 14, "Product": 6,
    "Competitor": 3, "Seller": 5, "Channel": 2, "Member": 40, "Tag": 5, "Campaign": 3,
    "Interaction": 30,
}  # fmt: skip
TIES = {
    "MEMBER_OF": 20, "WORKS_FOR": 44, "REPORTS_TO": 40, "INFLUENCES": 45, "KNOWS": 25,
    "CONFLICTS_WITH": 4, "FOR": 12, "INCLUDES": 16, "PLAYS": 70, "HOLDS": 420, "HAS_STEP": 26,
    "ACTS_IN": 22, "HAS_NEED": 22, "MEETS": 8, "WORKS_ON": 14, "MANAGES": 9, "COVERS": 34,
    "SUPPLIES": 20, "BIDS_ON": 16, "COURTS": 16, "TOOK_PART": 70, "ABOUT": 24, "USES": 46,
    "SERVED_BY": 12, "HAS_TAG": 26, "PROMOTES": 4, "TARGETED": 34, "BELONGS_TO": 48,
}  # fmt: skip
WORDS = {
    "industry": ["energy", "bank"], "region": ["east", "west"], "department": ["IT", "Finance"],
    "currency": ["CNY", "CNY", "USD"], "source": ["visit", "coach", "crm"],
    "segment": ["young", "senior"], "phone": ["1", "2", "3"], "email": ["A@x", "a@x", "b@x"],
}  # fmt: skip
SELDOM = {"until": 0.35, "outcome": 0.35, "placeholder": 0.2, "left_on": 0.1, "done_on": 0.3,
          "towards": 0.25, "closed_on": 0.2}  # fmt: skip


class World:
    """A book as dicts: ``nodes[kind][id]`` and ``ties[type]`` with ``from``, ``to``, properties."""

    def __init__(self, records: Records) -> None:
        self.nodes: dict[str, dict[str, dict[str, Any]]] = {
            kind: {row["id"]: row for row in frame.iter_rows(named=True)}
            for kind, frame in records.nodes.items()
        }
        self.ties: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for type_, frame in records.relationships.items():
            self.ties[type_] = frame.to_dicts()
        for kind in NODE_KINDS:
            self.nodes.setdefault(kind, {})
        self._index: dict[tuple[str, str], Any] = {}

    def get(self, type_: str, **wanted: Any) -> list[dict[str, Any]]:
        """Return the relationships of a type whose columns have the wanted values."""
        rows = self.ties[type_]
        for end, name in (("from", "from_"), ("to", "to")):
            if name in wanted:
                rows = self._by(type_, end).get(wanted[name], [])
        return [r for r in rows if all(r[k.rstrip("_")] == v for k, v in wanted.items())]

    def _by(self, type_: str, end: str) -> dict[str, list[dict[str, Any]]]:
        if (type_, end) not in self._index:
            index = defaultdict(list)
            for row in self.ties[type_]:
                index[row[end]].append(row)
            self._index[type_, end] = index
        return self._index[type_, end]

    def live(self, type_: str, day: date, **wanted: Any) -> list[dict[str, Any]]:
        """Return those in force on ``day``."""
        return [
            r
            for r in self.get(type_, **wanted)
            if (r.get("since") is None or r["since"] <= day)
            and (r.get("until") is None or r["until"] > day)
        ]

    def open_deals(self, day: date) -> list[str]:
        """Return the deals opened by ``day`` and not yet closed then."""
        found = []
        for i, o in self.nodes["Opportunity"].items():
            closed, opened = o["closed_on"], o["opened_on"]
            ended = closed <= day if closed else o["outcome"] is not None or o["stage"] == "closed"
            if not ended and not (opened and opened > day):
                found.append(i)
        return found

    def outcome(self, deal: str, day: date) -> str | None:
        """Return how a deal had ended by ``day``."""
        row = self.nodes["Opportunity"][deal]
        return None if row["closed_on"] and row["closed_on"] > day else row["outcome"]

    def stage(self, deal: str, day: date) -> str | None:
        """Return the stage as it was known on ``day``."""
        row = self.nodes["Opportunity"][deal]
        later = row["closed_on"] and row["closed_on"] > day
        return None if later and row["stage"] in ("delivery", "closed") else row["stage"]

    def stance(self, person: str, deal: str, day: date) -> str | None:
        """Return the latest statement towards us; of one day that of the first source."""
        said = [
            h
            for h in self.get("HOLDS", from_=person, to=deal)
            if not h["towards"] and (h["as_of"] or date.min) <= day
        ]
        said.sort(key=lambda h: (-(h["as_of"] or date.min).toordinal(), h["source"] or ""))
        return said[0]["stance"] if said else None

    def covered(self, person: str, day: date) -> set[str]:
        """Return the sellers who really cover a person."""
        return {
            c["from"]
            for c in self.live("COVERS", day, to=person)
            if (c["strength"] is None or c["strength"] > 0) and c["level"] != "none"
        }

    def deciders(self, deal: str) -> list[str]:
        """Return who decides or approves in a deal."""
        return [
            r["from"]
            for r in self.get("PLAYS", to=deal)
            if {"decision_maker", "approver"} & set(r["roles"] or ())
        ]


def small(seed: int = 107) -> Records:
    """Return a small book, made at random but always the same, in which gaps and errors abound."""
    chance = random.Random(seed)
    ids = {kind: [f"{kind[:3]}{i:02d}" for i in range(n)] for kind, n in SIZES.items()}
    nodes = {}
    for kind, known in ids.items():
        rows = [{"id": i} | _properties(NODE_KINDS[kind].properties, chance) for i in known]
        nodes[kind] = pl.DataFrame(rows, schema=node_schema(kind))
    ties = {
        type_: pl.DataFrame(_rows(type_, n, ids, chance), schema=relationship_schema(type_))
        for type_, n in TIES.items()
    }
    return Records("small book", nodes=nodes, relationships=ties)


def _rows(type_: str, count: int, ids: dict[str, list[str]], chance: random.Random) -> list[Any]:
    kind = RELATIONSHIP_TYPES[type_]
    found: dict[Any, Any] = {}
    for turn in range(count):
        start, end = chance.choice(kind.starts), chance.choice(kind.ends)
        one, other = chance.choice(ids[start]), chance.choice(ids[end])
        if type_ == "FOR":
            one = ids[start][turn]
        if type_ == "HAS_STEP":
            other = ids[end][turn]
        if type_ == "MEMBER_OF" and one < other:
            one, other = other, one
        if one == other:
            continue
        if not kind.directed:
            one, other = sorted((one, other))
        row = _properties(kind.properties, chance)
        if row.get("towards"):
            row["towards"] = chance.choice(ids["Competitor"])
        if row.get("product"):
            row["product"] = chance.choice(ids["Product"])
        if "enterprise" in row:
            row["enterprise"] = None
        key = (one, other, *(row.get(k) for k in kind.keys))
        ends = {"from_kind": start, "from": one, "to_kind": end, "to": other}
        found.setdefault(key, ends | row)
    return list(found.values())


def _properties(properties: Any, chance: random.Random) -> dict[str, Any]:
    row = {}
    for p in properties:
        if p.name in ("id", "sources"):
            continue
        if chance.random() < SELDOM.get(p.name, 0.8):
            row[p.name] = _value(p, chance)
    return row


def _value(p: Any, chance: random.Random) -> Any:
    if p.values:
        words = list(p.values.words)
        return chance.sample(words, 2) if p.type == "texts" else chance.choice(words)
    if p.name in WORDS:
        return chance.choice(WORDS[p.name])
    if p.type == "date":
        late = {"planned_on": 90, "expected_close": 90, "until": 300}.get(p.name, 40)
        return AS_OF + timedelta(days=chance.randint(-500, late))
    return {
        "text": lambda: f"{p.name} {chance.randint(0, 9)}",
        "texts": list,
        "yes_no": lambda: chance.random() < 0.5,
        "integer": lambda: chance.randint(
            1, 4 if p.name in ("level", "order", "priority") else 900
        ),
        "number": lambda: round(chance.uniform(0, p.high or 1000), 2),
    }[p.type]()
