"""The adoption model against plain loops over the same definitions."""

import math
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell.adoption import adoption
from graph.cross_sell.revenue import day_of
from graph.cross_sell.shares import size_class
from graph.settings import CrossSellSettings
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
DAY = day_of(AS_OF)
N, P = 8, 4


@st.composite
def books(draw):
    industry = draw(st.lists(st.sampled_from(["bank", "energy", None]), min_size=N, max_size=N))
    region = draw(st.lists(st.sampled_from(["east", "west", None]), min_size=N, max_size=N))
    people = draw(st.lists(st.sampled_from([10, 100, 5000, None]), min_size=N, max_size=N))
    spans = st.tuples(
        st.one_of(st.none(), st.integers(-800, 200)), st.one_of(st.none(), st.integers(-300, 300))
    )
    uses = draw(
        st.dictionaries(st.tuples(st.integers(0, N - 1), st.integers(0, P - 1)), spans, max_size=20)
    )
    owners = draw(st.dictionaries(st.integers(1, N - 1), st.integers(0, N - 1), max_size=5))
    smoothing = draw(st.sampled_from([0.0, 1.0, 5.0]))
    return industry, region, people, uses, {m: o for m, o in owners.items() if m != o}, smoothing


def snapshot(industry, region, people, uses, owners):
    day = lambda offset: None if offset is None else AS_OF + timedelta(days=offset)  # noqa: E731
    enterprises = pl.DataFrame(
        {
            "id": [f"e{i}" for i in range(N)],
            "industry": pl.Series(industry, dtype=pl.String),
            "region": pl.Series(region, dtype=pl.String),
            "employees": pl.Series(people, dtype=pl.Int64),
        }
    )
    used = pl.DataFrame(
        {
            "from": [f"e{e}" for e, _ in uses],
            "to": [f"p{p}" for _, p in uses],
            "since": [day(s) for s, _ in uses.values()],
            "until": [day(u) for _, u in uses.values()],
        },
        schema={"from": pl.String, "to": pl.String, "since": pl.Date, "until": pl.Date},
    )
    held = pl.DataFrame(
        {"from": [f"e{m}" for m in owners], "to": [f"e{o}" for o in owners.values()]},
        schema={"from": pl.String, "to": pl.String},
    )
    products = pl.DataFrame({"id": [f"p{i}" for i in range(P)]})
    return Snapshot.from_frames(
        {"Enterprise": enterprises, "Product": products}, {"USES": used, "MEMBER_OF": held}
    )


def by_hand(industry, region, people, uses, owners, smoothing, group):
    """Recompute probabilities cell by cell, without a matrix."""

    def held(span, at):
        return (span[0] is None or span[0] <= at) and (span[1] is None or span[1] > at)

    now = {cell for cell, span in uses.items() if held(span, 0)}
    before = {cell for cell, span in uses.items() if held(span, -365)}
    started = {c for c, s in uses.items() if s[0] is not None and -365 < s[0] <= 0} - before
    users = [sum((e, p) in now for e in range(N)) for p in range(P)]
    overall = (sum(users) + 0.5) / (N * P + 1)
    share = lambda part, whole, usual: max(  # noqa: E731
        (part + smoothing * usual) / (whole + smoothing) if whole + smoothing > 0 else usual, 1e-6
    )
    usual = [share(users[p], N, overall) for p in range(P)]
    sizes = [size_class(n) for n in people]
    family = _families(owners, group)

    def paths(one, other):
        same = lambda a, b: a is not None and a == b  # noqa: E731
        i, s, r = (
            same(industry[one], industry[other]),
            same(sizes[one], sizes[other]),
            same(region[one], region[other]),
        )
        return i + s + r + (i and s) + (i and r)

    factor = np.zeros((N, P))
    for e in range(N):
        mine = [q for q in range(P) if (e, q) in now]
        for p in range(P):
            score = 0.0
            for q in mine:
                both = sum((x, q) in now and (x, p) in now for x in range(N))
                score += math.log(share(both, users[q], usual[p]) / usual[p]) / math.sqrt(len(mine))
            others = [x for x in range(N) if x != e]
            kin = [x for x in others if family[x] == family[e]]
            score += math.log(share(sum((x, p) in now for x in kin), len(kin), usual[p]) / usual[p])
            ways = sum(paths(e, x) for x in others)
            using = sum(paths(e, x) for x in others if (x, p) in now)
            score += math.log(share(using, ways, usual[p]) / usual[p])
            factor[e, p] = math.exp(0.5 * score)
    dated = any(s[0] is not None for s in uses.values())
    exposed = [N - sum((e, p) in before for e in range(N)) for p in range(P)]
    starts = [sum((e, p) in started for e in range(N)) for p in range(P)]
    rate = (sum(starts) + 0.5) / (sum(exposed) + 1)
    found = {}
    for p in range(P):
        lacking = [e for e in range(N) if (e, p) not in now]
        mean = np.mean([factor[e, p] for e in lacking]) if lacking else 1.0
        base = (
            min(0.99, share(starts[p], exposed[p], rate))
            if dated
            else 1 - (1 - min(usual[p], 0.99)) ** (1 / 5)
        )
        for e in group:
            found[e, p] = 1 - (1 - base) ** (factor[e, p] / mean)
    return found


def _families(owners, group):
    """Label companies that hang together; the group asked about is a family of its own."""
    label = list(range(N))
    for _ in range(N):
        for m, o in owners.items():
            label[m] = label[o] = min(label[m], label[o])
    return [-1 if e in group else label[e] for e in range(N)]


@given(books(), st.sets(st.integers(0, N - 1), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_probabilities_are_as_defined(book, chosen):
    *columns, smoothing = book
    group = sorted(chosen)
    model = adoption(snapshot(*columns), group, DAY, CrossSellSettings(smoothing=smoothing))
    expected = by_hand(*columns, smoothing, group)
    for row, e in enumerate(group):
        for p in range(P):
            assert model.probability[row, p] == pytest.approx(expected[e, p], rel=1e-9, abs=1e-12)


def world(uses, count=40):
    """Build ``count`` equal companies; ``uses`` maps product to {company: day since or None}."""
    rows = [(f"e{e:02d}", p, since) for p, who in uses.items() for e, since in who.items()]
    enterprises = pl.DataFrame({"id": [f"e{i:02d}" for i in range(count)]})
    used = pl.DataFrame(
        {
            "from": [r[0] for r in rows],
            "to": [r[1] for r in rows],
            "since": pl.Series([r[2] for r in rows], dtype=pl.Date),
        }
    )
    return Snapshot.from_frames(
        {"Enterprise": enterprises, "Product": pl.DataFrame({"id": ["a", "b"]})}, {"USES": used}
    )


def test_without_evidence_everybody_has_the_base_rate():
    made = world({"a": {i: date(2025, 6 + i // 2, 1) for i in range(8)}})
    model = adoption(made, range(40), DAY, CrossSellSettings())
    lacking = model.probability[8:, 0]
    assert np.ptp(lacking) == pytest.approx(0.0, abs=1e-12)
    assert lacking[0] == pytest.approx(model.base[0], rel=1e-6)
    # 8 of 40 took it up: smoothed towards the mean of all products, which is lower.
    assert 0.15 < model.base[0] < 0.2


def test_users_of_what_goes_together_are_likelier():
    both = dict.fromkeys(range(10), date(2024, 1, 1))
    made = world({"a": both | dict.fromkeys(range(10, 14), date(2024, 1, 1)), "b": both})
    model = adoption(made, range(40), DAY, CrossSellSettings())
    assert model.lift[0, 1] > 1.5
    assert model.probability[12, 1] > 1.4 * model.probability[30, 1]


def test_a_strong_factor_never_passes_one():
    made = world({"a": dict.fromkeys(range(39), date(2025, 12, 1))})
    model = adoption(made, [39], DAY, CrossSellSettings(smoothing=0.0))
    assert 0 < model.probability[0, 0] < 1


def test_without_dates_the_yearly_rate_is_assumed_from_the_share():
    made = world({"a": dict.fromkeys(range(20))})
    model = adoption(made, [39], DAY, CrossSellSettings(years_assumed=4, smoothing=0.0))
    assert not model.dated
    assert model.base[0] == pytest.approx(1 - 0.5 ** (1 / 4))
