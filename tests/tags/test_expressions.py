"""Expressions: how they are read, what is said of those that cannot be, who meets them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.customers.tags.evaluate import evaluate
from graph.customers.tags.expression import Column, Comparison, Joined, Not, comparisons
from graph.customers.tags.models import check_model, models
from graph.customers.tags.opposed import opposed
from graph.customers.tags.reading import parse
from graph.errors import NotFoundError, UsageError
from graph.settings import Settings
from tests.tags.tagged import holds, world


def ids(text: str, customers) -> list[str]:
    return evaluate(parse(text), customers).who["id"].to_list()


def test_what_an_expression_is_made_of() -> None:
    assert parse("not (employees >= 500 or usage.5G-X[6] < -2.5)") == Not(
        Joined(
            "or",
            (
                Comparison(Column(("employees",), None, 6), ">=", (500.0,), 6),
                Comparison(Column(("usage", "5G-X"), 6, 26), "<", (-2.5,), 26),
            ),
        )
    )
    turned = parse('5 < a 且 `b c` in (\'x\', "y""z")')
    assert [(t.column.parts, t.sign, t.values) for t in comparisons(turned)] == [
        (("a",), ">", (5.0,)),
        (("b c",), "=", ("x", 'y"z')),
    ]
    (flag,) = comparisons(parse("tax_top_500"))
    assert flag.values == (True,)
    (day,) = comparisons(parse("signed_on < 2026-03-31"))
    assert day.values == (date(2026, 3, 31),)
    assert parse("a = 1 or b = 2 and c = 3").word == "or"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("employees >", 12, "a number, a text or a date"),
        ("a >> 3", 4, "a number, a text or a date"),
        ("(a = 1", 7, "a closing bracket"),
        ("a = 1 b", 7, "and, or, or the end"),
        ("usage.CL[0] > 1", 10, "a whole number of months, from 1"),
        ("usage.CL[1.5] > 1", 10, "a whole number of months, from 1"),
        ("a ~ 3", 3, "a column, a number or a sign"),
        ("2026-02-31 < a", 1, "a day of the calendar"),
        ("", 1, "a column"),
        ("a < 1,000", 6, "and, or, or the end"),
        ("a and", 6, "a column"),
        ("a is wide", 6, "known or unknown"),
        ("not " * 60 + "a", 205, "fewer than 50 levels of brackets"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, at: int, expected: str) -> None:
    with pytest.raises(UsageError) as said:
        parse(text)
    assert f"at character {at}: " in str(said.value)
    assert f"expected {expected}." in str(said.value)
    assert f"第 {at} 个字符" in said.value.say("zh")


SIZES = {
    "id": ["a", "b", "c"],
    "employees": [10, 500, None],
    "industry": ["bank", "energy", "bank"],
    "signed_on": [date(2020, 1, 1), None, None],
    "tax_top_500": [True, False, None],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("employees >= 500", ["b"]),
        ("not employees >= 500", ["a"]),
        ("employees is unknown or tax_top_500", ["a", "c"]),
        ("员工数 >= 500 或 industry = bank", ["a", "b", "c"]),
        ("signed_on <= 2020-01-01", ["a"]),
        ("industry != 'bank'", ["b"]),
        ("employees > 1e9", []),
    ],
)
def test_who_meets_an_expression(text: str, found: list[str]) -> None:
    assert ids(text, world(SIZES)) == found


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("employes > 3", NotFoundError, "Did you mean employees?"),
        ("billing.revenu[6] > 3", NotFoundError, "billing.revenue"),
        ("billing.revenue > 3", UsageError, "Write billing.revenue[6]."),
        ("usage.oa[6] > 3", NotFoundError, "usage.OA"),
        ("tags.T-A", NotFoundError, "There is no column 'tags.T-A'"),
        ("employees[3] > 3", UsageError, "has no months"),
        (
            "employees = big",
            UsageError,
            "At character 1: 'employees' is to be compared with a number",
        ),
        ("industry > 'a'", UsageError, "= or !="),
        ("signed_on > 3", UsageError, "a date like 2026-03-31"),
        ("tax_top_500 = 1", UsageError, "yes or no"),
    ],
)
def test_a_column_that_is_none_or_does_not_fit(text: str, error: type, said: str) -> None:
    with pytest.raises(error, match=r".") as raised:
        ids(text, world(SIZES, products={"id": ["OA"]}))
    assert said in str(raised.value)


def test_what_nobody_has_is_said() -> None:
    nobody = evaluate(parse("lei = 'x'"), world(SIZES))
    assert (nobody.who.height, [n.en for n in nobody.notes]) == (0, ["Of nobody 'lei' is known."])
    near = evaluate(parse("industry = Bank"), world(SIZES))
    assert "did you mean 'bank'?" in near.notes[0].en


def test_means_of_the_last_billed_months() -> None:
    months = ["2025-10", "2025-12", "2026-01", "2026-03", "2026-04"]
    billing = pl.DataFrame(
        {
            "customer": ["a"] * 5 + ["a", "b", "m"],
            "month": [*months, "2026-03", "2024-01", "2026-03"],
            "product": ["x"] * 5 + ["y", "x", "x"],
            "revenue": [90.0, 10.0, 20.0, 2.0, 999.0, 4.0, 7.0, 5.0],
            "cost": [1.0] * 8,
        }
    )
    known = world({"id": ["a", "b", "c"]}, {"id": ["m"]}, billing=billing)
    # a: 2026-03 6, 2026-01 20, 2025-12 10; what is billed after the day does not count.
    assert ids("billing.revenue[3] = 12", known) == ["a"]
    assert ids("billing.revenue[1] <= 7", known) == ["a", "b", "m"]
    assert ids("billing.revenue[99] > 31 and billing.cost[1] = 2", known) == ["a"]
    outcome = evaluate(parse("billing.revenue[3] < 100"), known)
    assert (outcome.kinds, outcome.undecided) == (("Enterprise", "Member"), 1)


def test_a_mean_at_the_threshold_is_not_missed_by_its_last_digit() -> None:
    usage = pl.DataFrame(
        {"customer": ["m"] * 3, "month": ["2026-01", "2026-02", "2026-03"], "product": ["p"] * 3,
         "amount": [0.1, 0.1, 0.1]}
    )  # fmt: skip
    known = world(members={"id": ["m", "n"]}, products={"id": ["p"]}, usage=usage)
    assert 0.1 + 0.1 + 0.1 > 0.3
    assert ids("usage.p[3] <= 0.1", known) == ["m"]


def test_tags_are_columns_too() -> None:
    known = world(
        {"id": ["a", "b"]},
        {"id": ["m", "n"]},
        has_tag=[("Enterprise", "a", "T-A")],
        member_tags=[("m", "T-B", None), ("n", "T-B", None), ("n", "T-C", None)],
    )
    assert ids("tags.T-A", known) == ["a"]
    assert ids("not tags.T-A", known) == ["b"]
    assert ids("tags.T-B and not tags.T-C", known) == ["m"]


def test_models_are_columns_and_are_listed_where_none_is_named() -> None:
    since = pl.DataFrame({"from": ["a"], "to": ["p"], "since": [date(2026, 1, 1)]})
    known = world({"id": ["a", "b", "c"]}, products={"id": ["p", "q"]}, USES=since)
    known = type(known)(known.snapshot, known.as_of, models=models(Settings()))
    found = evaluate(parse("adoption.p > 0"), known)
    assert (found.who["id"].to_list(), found.undecided) == (["b", "c"], 1)
    with pytest.raises(UsageError, match=r"adoption: .* deals: "):
        check_model(parse("employees > 3"), known)


NAMES = ("x", "y")
numbers = st.integers(-2, 2).map(float)
comparing = st.builds(
    lambda name, sign, value: Comparison(Column((name,), None, 1), sign, (value,), 1),
    st.sampled_from(NAMES),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    numbers,
)
nodes = st.recursive(
    comparing,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(
            lambda word, parts: Joined(word, tuple(parts)),
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=6,
)
rows = st.lists(
    st.fixed_dictionaries({n: st.none() | numbers for n in NAMES}), min_size=1, max_size=6
)


@given(nodes, rows)
@settings(max_examples=60, deadline=None)
def test_polars_decides_as_plain_python_does(node, table) -> None:
    frame = {"id": [f"e{i}" for i in range(len(table))]}
    frame |= {n: pl.Series([r[n] for r in table], dtype=pl.Float64) for n in NAMES}
    outcome = evaluate(node, world(frame))
    wanted = [holds(node, r) for r in table]
    known = {t.column.name for t in comparisons(node)} & {
        n for n in NAMES if any(r[n] is not None for r in table)
    }
    if known:
        assert outcome.kinds == ("Enterprise",)
        assert outcome.undecided == wanted.count(None)
    assert outcome.who["id"].to_list() == [f"e{i}" for i, w in enumerate(wanted) if w]


conjunctions = st.lists(comparing, min_size=1, max_size=4).map(lambda t: Joined("and", tuple(t)))


@given(conjunctions, conjunctions)
@settings(max_examples=60, deadline=None)
def test_what_is_called_opposed_can_never_both_hold(one, other) -> None:
    halves = [h / 2 for h in range(-7, 8)]
    worlds = [{"x": x, "y": y} for x in halves for y in halves]
    both = any(holds(one, w) and holds(other, w) for w in worlds)
    if opposed(one, other) is not None:
        assert not both
    elif not any(t.sign == "!=" for t in (*comparisons(one), *comparisons(other))):
        alone = [any(holds(n, w) for w in worlds) for n in (one, other)]
        assert both or not all(alone)
