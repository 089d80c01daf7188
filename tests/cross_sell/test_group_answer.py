"""The answer of ``group``: sums at every level against plain loops, and bad data."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cross_sell.ownership import ownership
from graph.cross_sell.ownership_groups import Book, Tables, groups, headed
from graph.cross_sell.ownership_interest import Interests
from graph.cross_sell.revenue import Months, day_of
from graph.cross_sell.revenue_risk import at_risk, open_deals_of
from graph.decision import analyze_all
from graph.errors import NotFoundError
from graph.settings import Settings
from graph.snapshot import Snapshot

DAY = date(2026, 3, 31)
IDS = ["a", "b", "c", "d"]


def book(made, *, billing=None, rates=None, **more):
    return Book(made, Tables(billing, rates), as_of=DAY, settings=Settings(), **more)


def members(answer):
    return {m.id: m for m in answer.groups[0].members}


def bills(rows):
    schema = dict.fromkeys(("customer", "month", "product"), pl.String) | {"revenue": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


arcs = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)),
    st.one_of(st.none(), st.sampled_from([0.2, 0.5, 0.6, 1.0])),
    max_size=8,
)
deals = st.lists(
    st.tuples(
        st.sets(st.sampled_from(IDS), min_size=1, max_size=2).map(sorted),
        st.integers(1, 9).map(float),
        st.sampled_from([None, "won", "lost"]),
    ),
    max_size=5,
)
uses = st.sets(st.tuples(st.sampled_from(IDS), st.sampled_from(["p", "q"])), max_size=6)
paid = st.lists(st.tuples(st.sampled_from([*IDS, "m"]), st.integers(1, 9).map(float)), max_size=6)


def made_of(held, sold, used):
    def frame(rows, *names):
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    nodes = {
        "Enterprise": pl.DataFrame({"id": IDS}),
        "Product": pl.DataFrame({"id": ["p", "q"]}),
        "Member": pl.DataFrame({"id": ["m"]}),
        "Opportunity": pl.DataFrame(
            {
                "id": [f"o{n}" for n in range(len(sold))],
                "amount": [amount for _, amount, _ in sold],
                "outcome": [outcome for _, _, outcome in sold],
            },
            schema={"id": pl.String, "amount": pl.Float64, "outcome": pl.String},
        ),
    }
    ties = {
        "MEMBER_OF": pl.DataFrame(
            [(m, o, s) for (m, o), s in held.items()],
            schema={"from": pl.String, "to": pl.String, "share": pl.Float64},
            orient="row",
        ),
        "FOR": frame([(f"o{n}", e) for n, (es, _, _) in enumerate(sold) for e in es], "from", "to"),
        "USES": frame(sorted(used), "from", "to"),
        # One person belongs to two companies.
        "BELONGS_TO": frame([("m", "a"), ("m", "b")], "from", "to"),
    }
    return Snapshot.from_frames(nodes, ties)


@given(arcs, deals, uses, paid)
@settings(max_examples=40, deadline=None)
def test_every_level_is_summed_once(held, sold, used, billed):
    made = made_of(held, sold, used)
    billing = bills([(c, "2026-03", f"x{n}", r) for n, (c, r) in enumerate(billed)])
    risky = [f"o{n}" for n in range(0, len(sold), 2)]
    answer = groups(book(made, billing=billing, at_risk=risky), ["a"])
    owned, interests = ownership(made, day_of(DAY)), Interests(ownership(made, day_of(DAY)))
    homes = {"m": {"a", "b"}} | {e: {e} for e in IDS}

    def revenue(inside):
        return sum(r for c, r in billed if homes[c] & inside)

    def amount(inside, outcome, only=None):
        return sum(
            amount
            for n, (es, amount, got) in enumerate(sold)
            if got == outcome and inside & set(es) and (only is None or f"o{n}" in only)
        )

    for id_, member in members(answer).items():
        inside = {IDS[e] for e in owned.controlled(IDS.index(id_))}
        for figures, chosen in ((member.own, {id_}), (member.consolidated, inside)):
            assert figures.revenue == pytest.approx(revenue(chosen))
            assert figures.open_amount == pytest.approx(amount(chosen, None))
            assert figures.won_amount == pytest.approx(amount(chosen, "won"))
            assert figures.at_risk_amount == pytest.approx(amount(chosen, None, risky))
            users = {p: sum((e, p) in used for e in chosen) for p in ("p", "q")}
            assert figures.adoption == {p: n for p, n in users.items() if n}
        row = interests.of(IDS.index(id_))
        expected = sum(share * revenue({IDS[m]}) for m, share in row.items())
        assert member.attributed_revenue == pytest.approx(expected)


def test_the_toy_group_by_hand(toy, build):
    """G holds all of A and .6 of B, who hold half of C each."""
    nodes, ties = toy
    billing = bills([("G", "2026-02", "line", 9.0), ("B", "2026-03", "line", 5.0),
                     ("C", "2024-01", "line", 7.0), ("C", "2026-03", "mail", 2.0)])  # fmt: skip
    answer = groups(book(build(nodes, ties), billing=billing), ["G"])
    found = members(answer)
    assert {m: (f.depth, f.interest, f.controlled, f.controllers) for m, f in found.items()} == {
        "G": (0, 1.0, True, []),
        "A": (1, 1.0, True, ["G"]),
        "B": (1, 0.6, True, ["G"]),
        "C": (2, pytest.approx(0.8), True, ["A", "B"]),
    }
    assert [(h.owner, h.share, h.assumed) for h in found["C"].direct] == [
        ("A", 0.5, False),
        ("B", 0.5, False),
    ]
    # Three months are billed in all; C is controlled by neither of its owners alone.
    assert found["G"].consolidated.revenue == 23.0
    assert found["B"].consolidated.revenue == 5.0
    assert found["B"].attributed_revenue == 5.0 + 0.5 * 9.0
    assert found["G"].attributed_revenue == pytest.approx(9.0 + 0.6 * 5.0 + 0.8 * 9.0)
    page = Path("docs/groups.md").read_text(encoding="utf-8")
    for id_, member in found.items():
        sums = (member.own.revenue, member.consolidated.revenue, member.attributed_revenue)
        row = next(line for line in page.splitlines() if line.startswith(f"| {id_} |"))
        told = [float(cell.split("=")[-1]) for cell in row.strip("|").split("|")[-3:]]
        assert told == [pytest.approx(value) for value in sums]
    assert found["G"].consolidated.adoption == {"line": 2}
    # o2 is for A without a currency, o3 for B in dollars without a rate.
    assert found["G"].consolidated.open_amount == 300.0
    assert [n.en for n in answer.notes] == [
        "Deals of 400 USD are left out: there is no rate for USD."
    ]


@pytest.mark.parametrize(
    ("months", "revenue"),
    [(Months(), 7.0), (Months(count=1), 1.0), (Months("2026-02"), 3.0),
     (Months("2026-01", "2026-02"), 6.0), (Months(last="2026-01"), 4.0),
     (Months("2026-03", "2026-12"), 9.0)],
)  # fmt: skip
def test_the_months_that_were_asked_for(months, revenue):
    amounts = {"2026-01": 4.0, "2026-02": 2.0, "2026-03": 1.0, "2026-04": 8.0}
    billing = bills([("a", month, "p", amount) for month, amount in amounts.items()])
    answer = groups(book(made_of({}, [], set()), billing=billing, months=months), ["a"])
    assert members(answer)["a"].own.revenue == revenue


def test_problems_are_those_of_the_members():
    held = {("b", "a"): 0.7, ("b", "b"): 0.1, ("c", "b"): 0.9, ("b", "c"): 0.2, ("d", "d"): None}
    held |= {("c", "a"): 0.6}
    answer = groups(book(made_of(held, [], set())), ["a", "d"])
    problems = [[(p.kind, p.ids, p.total) for p in g.problems] for g in answer.groups]
    assert problems == [
        [
            ("self_ownership", ["b"], 0.1),
            ("shares_above_one", ["c"], pytest.approx(1.5)),
            ("cycle", ["b", "c"], None),
        ],
        [("self_ownership", ["d"], None)],
    ]
    assert all(p.message.en and p.message.zh for g in answer.groups for p in g.problems)
    assert len(answer.groups[1].members) == 1


def test_an_unknown_group_names_the_nearest():
    with pytest.raises(NotFoundError):
        groups(book(made_of({}, [], set())), ["aa"])


def test_all_groups_are_the_heads_that_hold_something():
    held = {("b", "a"): 0.6, ("c", "b"): 1.0}
    made = made_of(held, [], set())
    assert [g.id for g in groups(book(made)).groups] == ["a"]
    assert [(r.enterprise, r.head) for r in headed(made, DAY)] == [
        ("a", "a"), ("b", "a"), ("c", "a"), ("d", "d"),
    ]  # fmt: skip


def test_at_risk_is_what_does_not_pass_or_whose_worst_finding_weighs(toy, build):
    made = build(*toy)
    answers = list(analyze_all(made, as_of=DAY, settings=Settings()))
    asked = Settings().cross_sell
    expected = [
        a.opportunity.id
        for a in answers
        if not a.passes or (a.findings and min(a.findings, key=lambda f: -f.severity).impact >= 0.2)
    ]
    assert at_risk(answers, asked) == expected
    passing = [a.model_copy(update={"passes": True, "findings": []}) for a in answers]
    assert at_risk(passing, asked) == []
    assert open_deals_of(made, [0], DAY) == ["o2"]
