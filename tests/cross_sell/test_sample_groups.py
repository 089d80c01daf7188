"""The groups of the sample book, recomputed from its rows with networkx and plain loops."""

import math
from collections import defaultdict
from datetime import date
from functools import cache

import networkx as nx
import pytest

from data import AS_OF, BOOK
from graph.cross_sell import cross_sell, group_heads
from graph.cross_sell.ownership_groups import Book, Tables, groups
from graph.cross_sell.revenue import revenue
from graph.cross_sell.whitespace_matrix import whitespace
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths
from tests.queries.worlds import World

STANCE = {"mentor": 1, "supporter": 0.5, "neutral": 0, "non_supporter": -0.5, "enemy": -1}
LEVELS = {"none": 0.0, "brief": 0.3, "multiple": 0.6, "in_depth": 0.9}
GROUPS = ["E01", "E10", "E18"]


@cache
def book():
    """Return the book as a snapshot, as lists, and its billing."""
    (records,) = read_paths([BOOK]).records
    snapshot = Snapshot.from_frames(records.nodes, records.relationships)
    return snapshot, World(records), records.tables["billing"]


def answer(group):
    snapshot, _, billing = book()
    return cross_sell(snapshot, billing, group, as_of=AS_OF, settings=Settings(), top=0)


def matrix(group):
    snapshot, _, billing = book()
    paid = revenue(snapshot, billing, AS_OF, 12)
    return whitespace(snapshot, group, as_of=AS_OF, currency="CNY", paid=paid, expected={})


def tree(group):
    snapshot, _, billing = book()
    made = Book(snapshot, Tables(billing), as_of=AS_OF, settings=Settings())
    return groups(made, [group]).groups[0].members


@cache
def stances():
    """Return the lowest E of every person over the deals in which a stance is stated."""
    _, w, _ = book()
    latest = {}
    for h in sorted(w.ties["HOLDS"], key=lambda h: h["as_of"] or date.min):
        if not h["towards"] and (h["as_of"] or date.min) <= AS_OF:
            latest[h["from"], h["to"], h["source"]] = h
    said = defaultdict(list)
    for (person, deal, _), h in latest.items():
        if h["stance"] in STANCE:
            c = 0.8 if h["confidence"] is None else h["confidence"]
            said[person, deal].append((c, STANCE[h["stance"]]))
    lowest = defaultdict(float)
    for (person, _), rows in said.items():
        total = sum(c for c, _ in rows)
        s = sum(c * x for c, x in rows) / total
        apart = sum(c * abs(x - s) for c, x in rows) / total
        sure = (1 - math.prod(1 - c for c, _ in rows)) * (1 - apart)
        lowest[person] = min(lowest.get(person, math.inf), sure * s)
    return lowest


@cache
def persuasion():
    """Return who sways whom and how far, by the rules of listening."""
    _, w, _ = book()
    graph = nx.DiGraph()
    offered = defaultdict(list)
    for r in w.live("REPORTS_TO", AS_OF):
        offered[r["to"], r["from"]].append(0.5)
        offered[r["from"], r["to"]].append(0.25)
    for k in w.live("KNOWS", AS_OF):
        half = 0.5 * (0.5 if k["strength"] is None else k["strength"])
        offered[k["from"], k["to"]].append(half)
        offered[k["to"], k["from"]].append(half)
    ties = {pair: max(values) for pair, values in offered.items()}
    for i in w.live("INFLUENCES", AS_OF):
        ties[i["from"], i["to"]] = 0.5 if i["weight"] is None else i["weight"]
    for c in w.live("CONFLICTS_WITH", AS_OF):
        ties.pop((c["from"], c["to"]), None)
        ties.pop((c["to"], c["from"]), None)
    for (speaker, listener), a in ties.items():
        if a > 0 and stances()[speaker] >= 0 and stances()[listener] >= 0:
            graph.add_edge(speaker, listener, a=a)
    return graph


def coverage(person):
    """Return how strong our team is with a person today."""
    _, w, _ = book()
    missed = 1.0
    for c in w.live("COVERS", AS_OF, to=person):
        met = {t["to"] for t in w.get("TOOK_PART", from_=person, from_kind="Person")}
        ours = {t["to"] for t in w.get("TOOK_PART", from_=c["from"], from_kind="Seller")}
        days = [w.nodes["Interaction"][i]["on"] for i in met & ours] + [c["last_contact"]]
        last = max((d for d in days if d and d <= AS_OF), default=AS_OF)
        full = LEVELS.get(c["level"], 0.5) if c["strength"] is None else c["strength"]
        missed *= 1 - full * 0.5 ** ((AS_OF - last).days / 180)
    return 1 - missed


def below(group):
    _, w, _ = book()
    graph = nx.DiGraph((h["to"], h["from"]) for h in w.live("MEMBER_OF", AS_OF))
    return nx.descendants(graph, group) | {group}


def best_access(group):
    """Return the largest access to each member's deciders, by Dijkstra from every start."""
    _, w, _ = book()
    graph, members = persuasion(), below(group)
    staff = {r["from"] for e in members for r in w.live("WORKS_FOR", AS_OF, to=e)}
    starts = {
        p: 1.0 if stances()[p] > 0 else coverage(p) for p in sorted(staff) if stances()[p] >= 0
    }
    found = {}
    for member in members - {group}:
        best = max((_reach(graph, starts, d) for d in deciders(member)), default=0.0)
        if best > 0:
            found[member] = best
    return found


def deciders(member):
    _, w, _ = book()
    named = {p for f in w.get("FOR", to=member) for p in w.deciders(f["from"])}
    if named:
        return named
    posts = [r for r in w.live("WORKS_FOR", AS_OF, to=member) if r["level"] is not None]
    top = min((r["level"] for r in posts), default=None)
    return {r["from"] for r in posts if r["level"] == top}


def _reach(graph, starts, decider):
    if stances()[decider] < 0:
        return 0.0
    best = starts.get(decider, 0.0)
    if decider not in graph:
        return best

    def cost(speaker, listener, tie):
        willing = 1.0 if listener == decider else (1 + stances()[listener]) / 2
        return -math.log(tie["a"] * willing)

    # Backwards from the decider: one run gives the cost from everybody.
    reverse = graph.reverse(copy=False)
    costs = nx.single_source_dijkstra_path_length(
        reverse, decider, weight=lambda u, v, tie: cost(v, u, tie)
    )
    for start, strength in starts.items():
        if start in costs and strength > 0:
            best = max(best, strength * math.exp(-costs[start]))
    return best


def test_the_heads_are_the_three_groups():
    assert group_heads(book()[0], AS_OF) == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_access_is_the_best_there_is(group):
    found = answer(group)
    expected = best_access(group)
    assert {p.member: p.access for p in found.paths} == {
        m: pytest.approx(a, rel=1e-9) for m, a in expected.items()
    }
    assert {u.member for u in found.unreachable} == below(group) - {group} - expected.keys()
    assert found.mean_access == pytest.approx(sum(expected.values()) / len(expected))
    for path in found.paths:
        ends = [(s.source, s.target) for s in path.steps]
        assert ends == list(zip(path.route, path.route[1:], strict=False))
        assert path.route[-1] in deciders(path.member)
        for step in path.steps:
            assert step.carries == pytest.approx(persuasion()[step.source][step.target]["a"])


@pytest.mark.parametrize("group", GROUPS)
def test_states_siblings_and_open_offers(group):
    _, w, _ = book()
    members = below(group)
    used = {(u["from"], u["to"]) for u in w.live("USES", AS_OF)}
    supplied = {(s["to"], s["product"]) for s in w.live("SUPPLIES", AS_OF)}
    states = {}
    for m in members:
        for p, product in w.nodes["Product"].items():
            row = w.nodes["Enterprise"][m]
            small, large = product["min_employees"], product["max_employees"]
            out = (
                (small is not None and row["employees"] < small)
                or (large is not None and row["employees"] > large)
                or (product["industries"] and row["industry"] not in product["industries"])
                or (product["regions"] and row["region"] not in product["regions"])
            )
            states[m, p] = (
                "ours"
                if (m, p) in used
                else "rival"
                if (m, p) in supplied
                else "not_suitable"
                if out
                else "open"
            )
    assert {(c.member, c.product): c.state for c in matrix(group).cells} == states
    paths = answer(group).paths
    reached = {p.member for p in paths}
    assert {(p.member, p.product) for p in paths} == {
        cell for cell, state in states.items() if cell[0] in reached and state in ("open", "rival")
    }
    for path in paths:
        kin = sorted(m for m in members if m != path.member and (m, path.product) in used)
        assert path.siblings == kin


@pytest.mark.parametrize("group", GROUPS)
def test_revenue_of_twelve_months_is_rolled_up_once(group):
    _, w, billing = book()
    months = sorted(billing["month"].unique())[-12:]
    home = defaultdict(set)
    for e in w.nodes["Enterprise"]:
        home[e].add(e)
    for b in w.ties["BELONGS_TO"]:
        home[b["from"]].add(b["to"])
    own = defaultdict(float)
    for customer, month, amount in billing.select("customer", "month", "revenue").iter_rows():
        if month in months and amount is not None:
            for e in home.get(customer, ()):
                own[e] += amount
    shares = {(h["from"], h["to"]): h["share"] for h in w.live("MEMBER_OF", AS_OF)}
    for node in tree(group):
        inside = {node.id}
        while joins := {
            m
            for m in below(node.id) - inside
            if sum(shares.get((m, o)) or 0 for o in inside) > 0.5 + 1e-9
        }:
            inside |= joins
        assert node.own.revenue == pytest.approx(own[node.id])
        assert node.consolidated.revenue == pytest.approx(sum(own[e] for e in inside))


def test_adoption_is_sane():
    paths = [p for g in GROUPS for p in answer(g).paths]
    assert all(0 < p.adoption < 0.5 for p in paths)
    assert all(0 < p.probability <= 1 for p in paths)
    assert all(p.yearly_value > 0 for p in paths)
