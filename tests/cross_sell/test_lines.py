"""Adoption by individual lines against plain loops over the same definitions."""

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell.adoption import adoption
from graph.cross_sell.lines import best_adoptions
from graph.cross_sell.lines.scores import line_scores
from graph.cross_sell.lines.use import lines_of
from graph.cross_sell.revenue import day_of
from graph.settings import CrossSellSettings
from graph.snapshot import Snapshot

DAY = day_of(date(2026, 3, 31))
E, L, P = 4, 9, 3
MONTHS = ("2024-01", "2025-03", "2025-04", "2026-03", "2026-04")
SCHEMA = {"customer": pl.String, "month": pl.String, "product": pl.String,
          "amount": pl.Float64, "since": pl.Date}  # fmt: skip


@st.composite
def books(draw):
    of = lambda values, n: draw(st.lists(st.sampled_from(values), min_size=n, max_size=n))  # noqa: E731
    cells = lambda n: st.tuples(st.integers(0, n - 1), st.integers(0, P - 1))  # noqa: E731
    use = draw(st.dictionaries(cells(L), st.sampled_from(MONTHS), max_size=14))
    return {
        "industry": of(["bank", "energy", None], E),
        "region": of(["east", "west", None], E),
        "segment": of(["mass", "business", None], L),
        "company": of(range(E), L),
        "owned": draw(st.sets(st.integers(1, E - 1))),
        "uses": draw(st.sets(cells(E), max_size=6)),
        "use": use,
        "smoothing": draw(st.sampled_from([1.0, 5.0])),
    }


def made(book):
    nodes = {
        "Enterprise": pl.DataFrame(
            {"id": [f"e{i}" for i in range(E)], "industry": book["industry"],
             "region": book["region"], "employees": [10] * E},
            schema_overrides={"industry": pl.String, "region": pl.String},
        ),
        "Product": pl.DataFrame({"id": [f"p{i}" for i in range(P)]}),
        "Member": pl.DataFrame({"id": [f"m{i}" for i in range(L)], "segment": book["segment"]},
                               schema_overrides={"segment": pl.String}),
    }  # fmt: skip
    ends = {"from": pl.String, "to": pl.String}
    ties = {
        "MEMBER_OF": pl.DataFrame([(f"e{e}", "e0") for e in book["owned"]], ends, orient="row"),
        "USES": pl.DataFrame([(f"e{e}", f"p{p}") for e, p in book["uses"]], ends, orient="row"),
        "BELONGS_TO": pl.DataFrame(
            [(f"m{i}", f"e{e}") for i, e in enumerate(book["company"])], ends, orient="row"
        ),
    }
    rows = [(f"m{i}", m, f"p{p}", 1.0, None) for (i, p), m in book["use"].items()]
    return Snapshot.from_frames(nodes, ties), pl.LazyFrame(rows, SCHEMA, orient="row")


def by_hand(book):
    smooth = book["smoothing"]
    now = {cell for cell, month in book["use"].items() if month <= "2026-03"}
    old = {cell for cell, month in book["use"].items() if month <= "2025-03"}
    company, segment = book["company"], book["segment"]
    users = [sum((i, p) in now for i in range(L)) for p in range(P)]
    share = lambda part, whole, u: max((part + smooth * u) / (whole + smooth), 1e-6)  # noqa: E731
    mean_use = (sum(users) + 0.5) / (L * P + 1)
    usual = [share(n, L, mean_use) for n in users]

    def paths(i, j):
        a, b = company[i], company[j]
        same = lambda x, y: x is not None and x == y  # noqa: E731
        seg = same(segment[i], segment[j])
        ind = same(book["industry"][a], book["industry"][b])
        reg = same(book["region"][a], book["region"][b])
        return seg + ind + reg + (seg and ind) + (seg and reg)

    factor = {}
    for i in range(L):
        others = [j for j in range(L) if j != i]
        mine = [q for q in range(P) if (i, q) in now]
        for p in set(range(P)) - set(mine):
            lifts = []
            own = (company[i], p) in book["uses"]
            alike = {
                "siblings": {j: company[j] == company[i] for j in others},
                "similar": {j: paths(i, j) for j in others},
                "company": {j: ((company[j], p) in book["uses"]) == own for j in others},
            }
            for ways in alike.values():
                part = sum(n for j, n in ways.items() if (j, p) in now)
                lifts.append(math.log(share(part, sum(ways.values()), usual[p]) / usual[p]))
            for q in mine:
                both = sum((j, q) in now and (j, p) in now for j in range(L))
                lift = math.log(share(both, users[q], usual[p]) / usual[p])
                lifts.append(lift / math.sqrt(len(mine)))
            factor[i, p] = math.exp(0.5 * sum(lifts))
    before = [sum((i, p) in old for i in range(L)) for p in range(P)]
    starts = [users[p] - before[p] for p in range(P)]
    overall = (sum(starts) + 0.5) / (sum(L - b for b in before) + 1)
    found = {}
    for (i, p), x in factor.items():
        mean = np.mean([y for (_, q), y in factor.items() if q == p])
        rate = (
            share(starts[p], L - before[p], overall)
            if old
            else 1 - (1 - min(usual[p], 0.99)) ** (1 / 5)
        )
        found[f"m{i}", f"p{p}"] = 1 - (1 - min(rate, 0.99)) ** (x / mean)
    return found


@given(books())
@settings(max_examples=40, deadline=None)
def test_lines_are_scored_as_defined(book):
    snapshot, usage = made(book)
    lines = lines_of(snapshot, usage, DAY)
    model = line_scores(snapshot, lines, DAY, CrossSellSettings(smoothing=book["smoothing"]))
    scores = model.of(0, L)
    expected = by_hand(book)
    for at, line in enumerate(lines.ids):
        for p in range(P):
            if (line, f"p{p}") in expected:
                found = -math.expm1(-math.exp(scores[at, p]))
                assert found == pytest.approx(expected[line, f"p{p}"], rel=1e-4)
            else:
                assert scores[at, p] == -math.inf


@given(books(), st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_the_best_of_each_group_are_kept(book, top):
    snapshot, usage = made(book)
    chosen = CrossSellSettings(smoothing=book["smoothing"])
    rows = pl.concat(best_adoptions(snapshot, usage, DAY, chosen, top=top))
    companies = adoption(snapshot, None, DAY, chosen).probability
    cells = by_hand(book)
    cells |= {(f"e{e}", f"p{p}"): companies[e, p]
              for e in range(E) for p in range(P) if (e, p) not in book["uses"]}  # fmt: skip
    of = {f"e{e}": e for e in range(E)} | {f"m{i}": e for i, e in enumerate(book["company"])}
    head = lambda customer: "e0" if of[customer] in book["owned"] else f"e{of[customer]}"  # noqa: E731
    for group in {f"e{e}" for e in range(E)} - {f"e{e}" for e in book["owned"]}:
        for kind in ("enterprise", "member"):
            mine = {c: x for c, x in cells.items() if head(c[0]) == group and c[0][0] == kind[0]}
            kept = rows.filter(group=group, kind=kind)
            best = sorted(mine.values(), reverse=True)[: top or None]
            assert kept["probability"].to_list() == pytest.approx(best, rel=1e-4)
            assert kept["rank"].to_list() == list(range(1, len(best) + 1))
            for row in kept.iter_rows(named=True):
                at = row["customer"], row["product"]
                assert row["probability"] == pytest.approx(mine[at], rel=1e-4)
                assert row["enterprise"] == f"e{of[row['customer']]}"
    assert rows.select("customer", "product").is_unique().all()
