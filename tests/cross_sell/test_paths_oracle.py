"""Small random books, each path recomputed from the rows by trying every chain of people."""

import json
from datetime import date
from itertools import combinations, pairwise, permutations, product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell import cross_sell, cross_sell_of_all, group_heads
from graph.cross_sell.plan import Budget
from graph.settings import Settings
from graph.snapshot import Snapshot

DAY = date(2026, 3, 31)
OLD, GONE, COMING = date(2020, 1, 1), date(2026, 3, 31), date(2026, 4, 1)
PEOPLE, FIRMS, PRODUCTS, DEALS = "abcdef", ["G", "A", "B", "X"], ["p", "q"], ["o1", "o2", "o3"]
STANCE = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "enemy": -1.0}
number = st.sampled_from([0.2, 0.5, 0.9, 1.0, None])
spans = st.sampled_from([(None, None), (None, None), (OLD, None), (OLD, GONE), (COMING, None)])


def pairs(draw, kind, most):
    """Return ordered pairs of different people, no pair twice, with a number and a span."""
    ends = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda p: p[0] < p[1])
    found = draw(st.dictionaries(ends, st.tuples(number, spans, st.booleans()), max_size=most))
    return [
        {"kind": kind, "from": b if turn else a, "to": a if turn else b, "n": n, "span": span}
        for (a, b), (n, span, turn) in found.items()
    ]


@st.composite
def books(draw):
    """Draw a group of three companies and a stranger, with their people, deals and products."""
    some = lambda values, most: draw(st.lists(values, max_size=most, unique_by=lambda v: v[:2]))  # noqa: E731
    return {
        "ties": [*pairs(draw, "INFLUENCES", 6), *pairs(draw, "REPORTS_TO", 4),
                 *pairs(draw, "KNOWS", 4), *pairs(draw, "CONFLICTS_WITH", 1)],
        "posts": some(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(FIRMS),
                                st.sampled_from([1, 2, None]), spans), 9),
        "holds": some(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(DEALS),
                                st.sampled_from([*STANCE, "unknown"])), 6),
        "covers": some(st.tuples(st.sampled_from("uv"), st.sampled_from(PEOPLE), number), 4),
        "deals": some(st.tuples(st.sampled_from(DEALS), st.sampled_from(FIRMS)), 3),
        "plays": some(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(DEALS),
                                st.sampled_from(["decision_maker", "approver", "coach"])), 3),
        "uses": some(st.tuples(st.sampled_from(FIRMS), st.sampled_from(PRODUCTS), spans), 5),
        "channels": some(st.tuples(st.sampled_from("klm"),
                                   st.sampled_from(["direct", "electronic", "partner"]),
                                   st.sampled_from([None, 0, 1, 3]),
                                   st.sampled_from([1.0, 30.0, None])), 3),
    }  # fmt: skip


def live(span):
    return (span[0] is None or span[0] <= DAY) and (span[1] is None or span[1] > DAY)


def snapshot(book):
    """Build the snapshot of a drawn book."""
    return Snapshot.from_frames(*frames(book))


def frames(book):
    """Return the nodes and the relationships of a drawn book."""
    ties = {
        "MEMBER_OF": pl.DataFrame({"from": ["A", "B"], "to": ["G", "A"], "share": [0.6, 0.3]}),
        "WORKS_FOR": rows(book["posts"], from_=0, to=1, level=2, span=3),
        "HOLDS": rows([(*h, "us", 0.8) for h in book["holds"]], from_=0, to=1, stance=2, source=3,
                      confidence=4),
        "COVERS": rows(book["covers"], from_=0, to=1, strength=2),
        "FOR": rows(list({d: (d, e) for d, e in book["deals"]}.values()), from_=0, to=1),
        "PLAYS": rows([(p, d, [r]) for p, d, r in book["plays"]], from_=0, to=1, roles=2),
        "USES": rows(book["uses"], from_=0, to=1, span=2),
    }  # fmt: skip
    for kind, name in (("INFLUENCES", "weight"), ("REPORTS_TO", ""), ("KNOWS", "strength"),
                       ("CONFLICTS_WITH", "")):  # fmt: skip
        of_kind = [
            (t["from"], t["to"], t["n"], t["span"]) for t in book["ties"] if t["kind"] == kind
        ]
        ties[kind] = rows(of_kind, from_=0, to=1, span=3, **({name: 2} if name else {}))
    nodes = {
        "Enterprise": pl.DataFrame({"id": FIRMS}),
        "Person": pl.DataFrame({"id": list(PEOPLE)}),
        "Opportunity": pl.DataFrame({"id": DEALS}),
        "Seller": pl.DataFrame({"id": ["u", "v"]}),
        "Product": pl.DataFrame(
            {"id": PRODUCTS, "list_price": [100.0, 250.0], "complexity": [1, 3]}
        ),
        "Channel": pl.DataFrame(
            book["channels"], schema={"id": pl.String, "kind": pl.String, "capacity": pl.Int64,
                                      "unit_cost": pl.Float64}, orient="row",
        ),
    }  # fmt: skip
    nodes["Channel"] = nodes["Channel"].unique("id", keep="first", maintain_order=True)
    return nodes, {k: f for k, f in ties.items() if f.height}


def rows(found, **columns):
    """Return rows as a frame, a span as since and until."""
    frame = {}
    for name, at in columns.items():
        values = [row[at] for row in found]
        if name == "span":
            frame["since"] = pl.Series([v[0] for v in values], dtype=pl.Date)
            frame["until"] = pl.Series([v[1] for v in values], dtype=pl.Date)
        else:
            frame[name.rstrip("_")] = values
    return pl.DataFrame(frame)


def listening(book):
    """Return how far each person listens to each other: (speaker, listener) to a."""
    stated, offered, apart = {}, {}, set()
    for t in book["ties"]:
        if not live(t["span"]):
            continue
        a, b, n = t["from"], t["to"], 0.5 if t["n"] is None else t["n"]
        if t["kind"] == "INFLUENCES":
            stated[a, b] = n
        elif t["kind"] == "REPORTS_TO":
            offered[b, a] = max(offered.get((b, a), 0), 0.5)
            offered[a, b] = max(offered.get((a, b), 0), 0.25)
        elif t["kind"] == "KNOWS":
            for pair in ((a, b), (b, a)):
                offered[pair] = max(offered.get(pair, 0), n / 2)
        else:
            apart |= {(a, b), (b, a)}
    return {pair: a for pair, a in (offered | stated).items() if pair not in apart and a > 0}


def stances(book):
    """Return the lowest E of each person over the deals in which a stance is stated."""
    found = {}
    for person, _, word in book["holds"]:
        if word in STANCE:
            found[person] = min(found.get(person, 9.0), 0.8 * STANCE[word])
    return {p: found.get(p, 0.0) for p in PEOPLE}


def deciders(book, firm):
    deals = {d for d, e in {d: (d, e) for d, e in book["deals"]}.values() if e == firm}
    named = {p for p, d, r in book["plays"] if d in deals and r != "coach"}
    posts = [(lv, p) for p, e, lv, s in book["posts"] if e == firm and live(s) and lv is not None]
    return named or {p for lv, p in posts if lv == min(lv for lv, _ in posts)}


def strength(book, person, expected):
    if expected > 0:
        return 1.0
    missed = 1.0
    for _, p, n in book["covers"]:
        missed *= 1 - (0.5 if n is None else n) * (p == person)
    return 1 - missed


def best_access(book, firm, family=("G", "A", "B")):
    """Try every chain of people from every opener of a family to every decider."""
    heard, e, best = listening(book), stances(book), 0.0
    staff = {p for p, f, _, s in book["posts"] if f in family and live(s)}
    friends = [p for p in PEOPLE if e[p] >= 0]
    for size in range(1, len(friends) + 1):
        for chain in permutations(friends, size):
            if chain[0] in staff and chain[-1] in deciders(book, firm):
                access = strength(book, chain[0], e[chain[0]])
                for p, q in pairwise(chain):
                    access *= heard.get((p, q), 0) * (1 if q == chain[-1] else (1 + e[q]) / 2)
                best = max(best, access)
    return best


@given(books())
@settings(max_examples=40, deadline=None)
def test_every_path_follows_from_the_rows(book):
    found = cross_sell(snapshot(book), None, "G", as_of=DAY, settings=Settings(), top=0).to_json()
    json.dumps(found, allow_nan=False)
    access = {firm: best_access(book, firm) for firm in "AB"}
    reached = {firm: a for firm, a in access.items() if a > 0}
    used = {(f, p) for f, p, s in book["uses"] if live(s)}
    assert {(p["member"], p["product"]) for p in found["paths"]} == {
        cell for cell in product(reached, PRODUCTS) if cell not in used
    }
    assert {u["member"] for u in found["unreachable"]} == access.keys() - reached.keys()
    heard, e = listening(book), stances(book)
    mean = sum(reached.values()) / len(reached) if reached else None
    assert found["mean_access"] == (None if mean is None else pytest.approx(mean))
    for path in found["paths"]:
        assert path["access"] == pytest.approx(reached[path["member"]])
        recomputed = path["start"]["strength"]
        assert recomputed == pytest.approx(strength(book, path["route"][0], e[path["route"][0]]))
        assert path["start"]["because"] == ("stance" if e[path["route"][0]] > 0 else "coverage")
        assert [s["from"] for s in path["steps"]] + path["route"][-1:] == path["route"]
        assert len(set(path["route"])) == len(path["route"])
        assert min(e[p] for p in path["route"]) >= 0
        for step in path["steps"]:
            last = step["to"] == path["route"][-1]
            assert step["carries"] == pytest.approx(heard[step["from"], step["to"]])
            assert step["willing"] == pytest.approx(1 if last else (1 + e[step["to"]]) / 2)
            recomputed *= step["carries"] * step["willing"]
        assert path["access"] == pytest.approx(recomputed)
        assert path["probability"] == pytest.approx(min(1, path["adoption"] * recomputed / mean))
        assert path["expected_value"] == pytest.approx(path["probability"] * path["yearly_value"])
        assert path["yearly_value"] == 12 * {"p": 100.0, "q": 250.0}[path["product"]]
        assert path["siblings"] == sorted(
            f for f in ("A", "B", "G") if f != path["member"] and (f, path["product"]) in used
        )
    order = [-p["expected_value"] for p in found["paths"]]
    assert order == sorted(order)


limits = st.builds(
    Budget,
    st.sampled_from([None, 0.0, 4.0, 6.0]),
    st.sampled_from([None, 0.0, 31.0]),
    st.sampled_from([None, 0, 1, 2]),
)


@given(books(), limits)
@settings(max_examples=30, deadline=None)
def test_the_plan_is_the_best_subset_of_the_paths_that_the_answer_itself_shows(book, budget):
    made = snapshot(book)
    found = cross_sell(made, None, "G", as_of=DAY, settings=Settings(), top=0, budget=budget)
    paths, plan = found.paths, found.plan
    each = 3 if budget.per_person is None else budget.per_person

    def fits(some):
        asked = [p for path in some for p in path.route]
        return (
            (budget.hours is None or sum(2 * len(p.route) for p in some) <= budget.hours)
            and (budget.money is None or sum(p.cost for p in some) <= budget.money + 1e-9)
            and all(asked.count(p) <= each for p in asked)
        )

    subsets = (s for n in range(len(paths) + 1) for s in combinations(paths, n) if fits(s))
    best = max(sum(p.expected_value for p in some) for some in subsets)
    assert plan.expected_value == pytest.approx(best)
    keys = {(a.member, a.product) for a in plan.actions}
    chosen = [p for p in paths if (p.member, p.product) in keys]
    assert len(chosen) == len(plan.actions)
    assert fits(chosen)
    assert plan.hours_used == sum(p.hours for p in chosen)
    assert plan.cost_used == pytest.approx(sum(p.cost for p in chosen))
    assert plan.proven
    taken = {c.channel: c.used for c in found.channels}
    for use in found.channels:
        assert use.used == sum(p.channel == use.channel for p in paths)
        assert use.capacity is None or use.used + use.served <= max(use.capacity, use.served)
    assert sum(taken.values()) == sum(p.channel is not None for p in paths)


@given(books())
@settings(max_examples=15, deadline=None)
def test_one_group_among_all_is_what_it_is_alone(book):
    made = snapshot(book)
    heads = group_heads(made, DAY)
    alone = cross_sell(made, None, "G", as_of=DAY, settings=Settings(), top=0)
    among = cross_sell_of_all(made, None, ["G"], as_of=DAY, settings=Settings(), top=0)
    assert among.paths == alone.paths
    assert among.channels == alone.channels
    everything = cross_sell_of_all(made, None, heads, as_of=DAY, settings=Settings(), top=0)
    numbers = {(p.group, p.member, p.product): p.expected_value for p in everything.paths}
    for path in alone.paths:
        assert numbers["G", path.member, path.product] == path.expected_value
