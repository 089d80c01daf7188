"""Committee power against enumeration, over random committees with fractions and vetoes."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.answer import day_of
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.plan import swings
from graph.decision.plan.committee import committee, committee_of
from graph.settings import Settings
from tests.decision.toy_graphs import AS_OF, toy


def coalitions(members):
    return [set(c) for k in range(len(members) + 1) for c in combinations(members, k)]


def enumerated(votes: dict[str, Fraction], needed: Fraction, vetoes: set[str]):
    """Return swings, Shapley-Shubik and minimal coalitions, looking at every coalition."""
    members = [m for m in votes if votes[m] > 0 or m in vetoes]
    n = len(members)

    def wins(own):
        return vetoes <= own and sum(votes[m] for m in own) >= needed

    raw = dict.fromkeys(members, 0)
    shapley = dict.fromkeys(members, Fraction(0))
    minimal = set()
    for own in coalitions(members):
        if not wins(own):
            continue
        swing = [m for m in own if not wins(own - {m})]
        for m in swing:
            raw[m] += 1
            k = len(own)
            shapley[m] += Fraction(factorial(k - 1) * factorial(n - k), factorial(n))
        if len(swing) == len(own):
            minimal.add(frozenset(own))
    return raw, shapley, minimal


TENTHS = st.integers(0, 60).map(lambda x: x / 10)


@st.composite
def committees(draw):
    size = draw(st.integers(1, 8))
    weight = draw(st.sampled_from([st.integers(0, 6).map(float), TENTHS, st.just(1.0)]))
    votes = {f"m{i}": draw(weight) for i in range(size)}
    vetoes = {m for m in votes if draw(st.integers(0, 5)) == 0}
    mark = draw(st.one_of(st.sampled_from([0.5, 0.6, 2 / 3, 1.0]), TENTHS))
    return votes, mark, vetoes


@given(committees())
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("cells", [swings.CELLS, 0], ids=["table", "each"])
def test_equal_to_enumeration(cells: int, given_: tuple) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("swings", "coalitions"):
            patch.setattr(f"graph.decision.plan.{module}.CELLS", cells)
        _held_to_enumeration(*given_)


def _held_to_enumeration(votes, mark, vetoes) -> None:
    found, reason = committee(votes, mark, vetoes)
    exact = {m: Fraction(repr(v)) for m, v in votes.items()}
    total = sum(exact.values())
    needed = (total if mark <= 1 else 1) * Fraction(repr(mark)) - Fraction(1, 10**9)
    if total == 0 or needed > total or (needed <= 0 and not vetoes):
        assert found is None
        assert reason is not None
        return
    assert found is not None
    raw, shapley, minimal = enumerated(exact, needed, vetoes)
    assert found.banzhaf_raw == raw
    assert found.banzhaf == pytest.approx({m: s / sum(raw.values()) for m, s in raw.items()})
    assert found.shapley_shubik == pytest.approx({m: float(s) for m, s in shapley.items()})
    assert {frozenset(c) for c in found.minimal_coalitions} == minimal
    assert (found.coalition_count, len(found.minimal_coalitions)) == (len(minimal), len(minimal))
    sizes = [len(c) for c in found.minimal_coalitions]
    assert sizes == sorted(sizes)


def test_orders_of_arrival_by_hand() -> None:
    votes = {"a": 3.0, "b": 2.0, "c": 1.0, "d": 1.0}
    decides = dict.fromkeys(votes, 0)
    for order in permutations(votes):
        held = 0.0
        for member in order:
            held += votes[member]
            if held >= 5:
                decides[member] += 1
                break
    found, _ = committee(votes, 5, ())
    assert found is not None
    assert found.shapley_shubik == pytest.approx({m: d / 24 for m, d in decides.items()})


def test_the_council_of_the_six() -> None:
    """The Council of Ministers of 1958: Luxembourg's vote never counted (Felsenthal, Machover)."""
    votes = {"FR": 4, "DE": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}
    found, _ = committee(votes, 12)
    assert found is not None
    assert found.banzhaf_raw == {"FR": 10, "DE": 10, "IT": 10, "BE": 6, "NL": 6, "LU": 0}
    assert found.shapley_shubik["FR"] == pytest.approx(14 / 60)


def test_sixty_members_are_counted_at_once() -> None:
    votes = {f"m{i:02}": 1 + (i * 7 % 13) / 4 for i in range(60)}
    started = time.process_time()
    found, _ = committee(votes, 0.5, ["m00", "m59"])
    assert time.process_time() - started < 2
    assert found is not None
    assert sum(found.shapley_shubik.values()) == pytest.approx(1)
    assert sum(found.banzhaf.values()) == pytest.approx(1)
    assert len(found.minimal_coalitions) == 200 < found.coalition_count
    for own in found.minimal_coalitions:
        held = sum(votes[m] for m in own)
        assert {"m00", "m59"} <= set(own)
        assert held >= found.needed > held - min(votes[m] for m in set(own) - {"m00", "m59"})


def test_more_members_than_fit_a_machine_number() -> None:
    found, _ = committee({f"m{i}": 1.0 for i in range(101)}, 51)
    assert found is not None
    assert found.shapley_shubik["m7"] == pytest.approx(1 / 101)
    assert found.banzhaf_raw["m0"] == factorial(100) // factorial(50) ** 2
    assert found.coalition_count == factorial(101) // (factorial(51) * factorial(50))


@pytest.mark.parametrize(
    ("votes", "mark", "vetoes", "words"),
    [
        ({"a": 2.0, "b": 1.0}, 4.0, (), "above all 3 votes"),
        ({"a": 0.0, "b": -1.0}, 1.0, (), "No votes are stated"),
        ({}, 1.0, (), "No votes are stated"),
        ({"a": 1.0}, None, (), "no pass mark"),
        ({"a": 1.0}, 0.0, (), "without anybody's vote"),
        ({f"m{i}": 1 + i / 1e7 + i * i / 1e9 for i in range(40)}, 0.5, (), "too finely divided"),
    ],
)  # fmt: skip
def test_no_power_has_its_reason(votes, mark, vetoes, words) -> None:
    found, reason = committee(votes, mark, vetoes)
    assert found is None
    assert reason is not None
    assert words in reason.en
    assert reason.zh


def test_negative_votes_count_for_nothing() -> None:
    with_them, _ = committee({"a": 2.0, "b": 1.0, "c": -3.0}, 2)
    without, _ = committee({"a": 2.0, "b": 1.0}, 2)
    assert with_them == without


def power_today(**rows):
    graph = toy(**rows)
    case = Case(graph, 0, day_of(AS_OF), Settings())
    return committee_of(build(case))


TWO_VETOES = {
    "nodes": {"Opportunity": {"deal": {"pass_mark": 3.0}}},
    "plays": [
        ("ann", "deal", "approver", {"vote_weight": 2.0, "veto": True}),
        ("bo", "deal", "approver", {"vote_weight": 1.0, "veto": True}),
        ("cy", "deal", "approver", {"vote_weight": 1.0}),
    ],
    "holds": [("ann", "deal", "mentor"), ("bo", "deal", "enemy"), ("cy", "deal", "mentor")],
    "conflicts_with": [("ann", "bo")],
}


def test_two_vetoes_opposed() -> None:
    found, _ = power_today(**TWO_VETOES)
    assert found is not None
    assert found.minimal_coalitions == [["ann", "bo"]]
    assert found.banzhaf == {"ann": 0.5, "bo": 0.5, "cy": 0.0}
    assert (found.for_us, found.against) == (["ann", "cy"], ["bo"])
    # Bo's word alone lets it pass; Ann and Cy can change nothing while Bo stops it.
    assert found.pivotal == ["bo"]


def test_who_stands_on_a_side_only_by_whom_they_listen_to() -> None:
    """B (neutral), c (unknown) and e (against us, not surely) follow a; d is for us, f against."""
    rows = {
        "nodes": {"Opportunity": {"deal": {"pass_mark": 4.0}}},
        "plays": [(p, "deal", "approver", {"vote_weight": 1.0}) for p in "abcdef"],
        "holds": [("a", "deal", "mentor"), ("b", "deal", "neutral"), ("d", "deal", "supporter"),
                  ("e", "deal", "non_supporter", {"confidence": 0.2}), ("f", "deal", "enemy")],
        "influences": [("a", "b", 0.8), ("a", "c", 0.8), ("a", "e", 1.0)],
    }  # fmt: skip
    found, _ = power_today(**rows)
    assert found is not None
    assert (found.for_us, found.against) == (["a", "b", "c", "d", "e"], ["f"])
    assert found.inferred == ["b", "c", "e"]


def test_everybody_is_pivotal_where_one_vote_is_missing_or_spare() -> None:
    rows = {
        "nodes": {"Opportunity": {"deal": {"pass_mark": 2.0}}},
        "plays": [(p, "deal", "approver", {"vote_weight": 1.0}) for p in ("a", "b", "c")],
        "holds": [("a", "deal", "mentor"), ("b", "deal", "mentor")],
    }
    found, _ = power_today(**rows)
    assert found is not None
    assert (found.for_us, found.pivotal) == (["a", "b"], ["a", "b"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"plays": [("ann", "deal", "decision_maker")]}, "A pass mark of 3 is stated but no votes"),
        ({"plays": [("ann", "deal", "coach")]}, "Nobody is known to decide"),
    ],
)
def test_a_deal_without_a_committee_says_so(changes, words) -> None:
    found, reason = power_today(**{**TWO_VETOES, **changes})
    assert found is None
    assert words in reason.en
