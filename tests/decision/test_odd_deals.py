"""Odd deals: empty, unknown, cyclic, huge. Never NaN, always a note that says what is missing."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision import analyze_all
from graph.decision.exact import Problem, reliability
from graph.decision.results import Analysis
from graph.decision.solve import Settling, weights_of
from graph.errors import NotFoundError
from graph.settings import Settings
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, FOUR, ask, four_people, toy

seeds = st.randoms(use_true_random=False)
DEAL = {"nodes": {"Opportunity": {"deal": {}}}}


def numbers(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)


def sound(found: Analysis) -> Analysis:
    data = found.to_json("zh")
    assert all(math.isfinite(x) for x in numbers(data))
    json.dumps(data, allow_nan=False)
    return found


def notes(found):
    return " ".join(n.en for n in found.notes)


def test_empty_deal():
    found = sound(ask(toy(**DEAL)))
    assert (found.people, found.deciders, found.access, found.next_question) == ([], [], [], None)
    assert (found.lean, found.lean_sd, found.known_share, found.passes) == (None,) * 4
    assert found.next_contact is None
    assert {f.kind for f in found.findings} == {"missing_role"}
    assert "Nobody is known yet" in notes(found)
    assert "not tied to any customer" in notes(found)


def test_no_decider():
    found = sound(ask(toy(plays=[("a", "deal", "coach")], for_=[("deal", "home")])))
    assert (found.lean, found.passes, found.presumed) == (None, None, False)
    assert [p.influence for p in found.people] == [0.0]
    assert "Nobody is known to decide" in notes(found)


def test_presumed_deciders():
    rows = {
        "for_": [("deal", "home")],
        "works_for": [("a", "home", 2), ("b", "home", 2), ("c", "home", 3), ("d", "other", 1)],
        "reports_to": [("e", "a")],
    }
    found = sound(ask(toy(**rows)))
    assert {d.id: d.weight for d in found.deciders} == {"a": 0.5, "b": 0.5}
    assert found.presumed
    assert "presumed" in notes(found)
    thread = next(f for f in found.findings if f.key == "single_thread:a")
    assert thread.sentence.en.startswith("a is presumed to carry 50%")
    assert ("a", "WORKS_FOR", "home") in thread.evidence.relationships


def test_one_person_and_all_strangers():
    alone = sound(ask(toy(plays=[("a", "deal", "decision_maker")], for_=[("deal", "home")])))
    assert (alone.lean, alone.lean_sd) == (0, pytest.approx(3**-0.5))
    assert "Nobody of ours works on the deal" in notes(alone)
    apart = sound(ask(toy(plays=[(p, "deal", "decision_maker") for p in "abc"])))
    assert [p.influence for p in apart.people] == pytest.approx([1 / 3] * 3)


def test_cycles_and_self_loops():
    rows = {
        "plays": [("a", "deal", "decision_maker")],
        "works_for": [(p, "home", 1) for p in "abc"],
        "for_": [("deal", "home")],
        "member_of": [("home", "ring"), ("ring", "home")],
        "reports_to": [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")],
        "influences": [("a", "a", 1.0), ("a", "b", 1.0), ("b", "a", 1.0)],
        "knows": [("c", "c", 1.0)],
        "covers": [("s", "c", 1.0)],
    }
    found = sound(ask(toy(**rows)))
    assert sum(p.influence for p in found.people) == pytest.approx(1)
    assert [a.reliability for a in found.access] == [pytest.approx(1 - 0.5 * 0.75)]


def test_committees():
    members = [
        ("a", "deal", "approver", {"vote_weight": 3.0}),
        ("b", "deal", "coach", {"vote_weight": 1.0}),
    ]
    holds = [("a", "deal", "mentor"), ("b", "deal", "enemy")]

    def passes(mark, *rows):
        nodes = {"Opportunity": {"deal": {"pass_mark": mark}}}
        return sound(ask(toy(nodes=nodes, plays=rows or members, holds=holds)))

    assert [passes(m).passes for m in (3.0, 3.1, 0.75, 0.76)] == [True, False, True, False]
    impossible = passes(9.0)
    assert impossible.passes is False
    assert "above all 4 votes" in notes(impossible)
    vetoed = passes(3.0, members[0], ("b", "deal", "coach", {"vote_weight": 1.0, "veto": True}))
    assert (vetoed.passes, vetoed.blocked_by) == (False, ["b"])
    assert passes(None).passes is True  # by the lean: no mark is known


def test_two_vetoes_opposed():
    rows = [(p, "deal", "decision_maker", {"veto": True}) for p in "ab"]
    found = sound(ask(toy(plays=rows, holds=[("a", "deal", "enemy"), ("b", "deal", "mentor")])))
    assert (found.passes, found.blocked_by) == (False, ["a"])
    agreed = ask(toy(plays=rows, holds=[("a", "deal", "mentor"), ("b", "deal", "mentor")]))
    assert (agreed.passes, agreed.blocked_by) == (True, [])


def test_contradictions_leave_doubt():
    rows = [("a", "deal", "mentor", {"source": "x"}), ("a", "deal", "enemy", {"source": "y"})]
    (a,) = ask(toy(plays=[("a", "deal", "decision_maker")], holds=rows)).people
    assert (a.stance, a.stance_confidence, a.expected_stance) == (0, 0, 0)


def test_a_faint_tie_moves_little_and_a_strong_one_much():
    def moved(weight):
        changed = four_people(influences=[*FOUR["influences"], ("wu", "chen", weight)])
        return abs(ask(changed, "stance:wu=mentor").lean - ask(four_people()).lean)

    assert 0 < moved(0.01) < 0.01
    assert moved(0.9) > 0.2


def test_what_is_not_in_force_does_not_count():
    before, after = AS_OF - timedelta(days=1), AS_OF + timedelta(days=1)
    old = [("qian", "zhao", 0.6, {"until": AS_OF}), ("luo", "chen", 0.3, {"since": after})]
    found = ask(four_people(influences=old))
    assert {
        (found.model.people[i], found.model.people[j]) for i, j, x in found.model.listens if i != j
    } == {("chen", "zhao"), ("zhao", "chen")}
    assert ask(four_people(influences=old), as_of=before).model.ties != found.model.ties
    said = [("zhao", "deal", "mentor", {"as_of": after})]
    assert all(p.stance is None for p in ask(four_people(holds=said)).people)


def test_interactions_are_the_last_contact():
    met = AS_OF - timedelta(days=180)
    rows = {
        "nodes": {
            **FOUR["nodes"],
            "Interaction": {"i": {"on": met}, "j": {"on": AS_OF + timedelta(days=3)}},
        },
        "took_part": [
            ("qian", "i"),
            ("lin", "i", {"from_kind": "Seller"}),
            ("qian", "j"),
            ("lin", "j", {"from_kind": "Seller"}),
        ],
    }
    (qian,) = (p for p in ask(four_people(**rows)).people if p.id == "qian")
    assert (qian.coverage, qian.covers[0].last_contact) == (pytest.approx(0.45), met)
    later = [("lin", "qian", 0.9, {"last_contact": AS_OF})]
    (qian,) = (p for p in ask(four_people(**rows, covers=later)).people if p.id == "qian")
    assert qian.coverage == 0.9


def test_only_our_team_counts():
    found = ask(four_people(covers=[*FOUR["covers"], ("stranger", "chen", 0.9)]))
    assert {s.id for s in found.team} == {"lin", "he"}
    assert found.access[0].threads == 1
    managed = ask(four_people(works_on=[], manages=[("boss", "bank")]))
    assert {s.id for s in managed.team} == {"boss", "lin", "he"}


def test_unknown_deal_names_the_nearest():
    with pytest.raises(NotFoundError, match="deal"):
        ask(four_people(), deal="daal")


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_does_not_matter(random):
    rows = random_deal(random, most=9, ties=9)
    key = ("source", "towards", "as_of")  # the store keeps one statement of each key
    kept = {(r[0], *(str(r[3][k]) for k in key)): r for r in rows["holds"]}
    rows["holds"] = list(kept.values())
    turned = {name: random.sample(table, len(table)) for name, table in rows.items()}
    assert ask(toy(**rows)) == ask(toy(**turned))


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_never_nan(random):
    sound(
        ask(toy(**{**random_deal(random, most=8), "for_": random.choice([[], [("deal", "home")]])}))
    )


def test_open_deals_in_order_of_their_ids():
    deals = {"b": {}, "a": {}, "c": {"outcome": "won"}, "d": {"outcome": ""}}
    told = []
    found = analyze_all(
        toy(nodes={"Opportunity": deals}),
        as_of=AS_OF,
        settings=Settings(),
        progress=lambda done, total, what: told.append((done, total, what.en)),
    )
    assert [a.opportunity.id for a in found][:2] == ["a", "b"]
    assert told[0][0] == 1


def crowd(n, random, deciders=3):
    """A deal of n people in a tree, with random acquaintances."""
    people = [f"p{i:04d}" for i in range(n)]
    return {
        "for_": [("deal", "home")],
        "works_for": [(p, "home", 1 + min(5, i)) for i, p in enumerate(people)],
        "plays": [
            (p, "deal", "decision_maker" if i < deciders else "end_user")
            for i, p in enumerate(people)
        ],
        "holds": [(p, "deal", "supporter") for p in people[::3]]
        + [(p, "deal", "enemy") for p in people[1::9]],
        "reports_to": [(p, people[(i - 1) // 5]) for i, p in enumerate(people) if i],
        "knows": list({tuple(sorted(random.sample(people, 2))): 0.6 for _ in range(2 * n)}),
        "covers": [(f"s{i % 4}", p, 0.5) for i, p in enumerate(people[::50])],
    }


def test_thousands_of_people():
    found = sound(ask(toy(**crowd(700, Random(1), deciders=90)), explain=False))
    assert len(found.people) == 700
    assert sum(p.influence for p in found.people) == pytest.approx(1, abs=1e-9)
    assert sum(p.contribution for p in found.people) == pytest.approx(found.lean, abs=1e-9)
    assert "heaviest of 90 deciders" in notes(found)
    assert len(found.access) < 90


def test_sampled_access_agrees_with_exact_access():
    rows = {**crowd(14, Random(3)), "knows": [("p0003", "p0009", 0.8), ("p0005", "p0012", 0.4)]}
    exact = ask(toy(**rows))
    assert all(a.standard_error == 0 for a in exact.access)
    from graph.decision import access

    before = access.reliability
    access.reliability = _too_much
    try:
        sampled = ask(toy(**rows))
    finally:
        access.reliability = before
    assert any(a.standard_error > 0 for a in sampled.access)
    for one, other in zip(exact.access, sampled.access, strict=True):
        assert other.reliability == pytest.approx(
            one.reliability, abs=5 * other.standard_error + 1e-9
        )
    assert "estimated from random samples" in notes(sampled)


def _too_much(problem, budget=None):
    from graph.decision.exact import TooManyStatesError

    raise TooManyStatesError


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_exact_reliability_of_twenty_ties(random):
    """Against inclusion of every world, on networks of up to 14 ties; and fast on 24."""
    n = random.randint(2, 7)
    pairs = [(u, v) for u in range(n) for v in range(n) if u != v and u != 0]
    arcs = [
        (u, v, random.choice([0.1, 0.5, 1.0])) for u, v in random.sample(pairs, min(len(pairs), 12))
    ]
    missed = [random.choice([1.0, 0.4, 0.0]) for _ in range(n)]
    total = 0.0
    for world in range(1 << len(arcs)):
        up = [arc for k, arc in enumerate(arcs) if world >> k & 1]
        chance = np.prod([a[2] if world >> k & 1 else 1 - a[2] for k, a in enumerate(arcs)])
        if chance:
            through, grew = {0}, True
            while grew:
                more = {u for u, v, _ in up if v in through} - through
                through |= more
                grew = bool(more)
            total += chance * np.prod([missed[i] for i in through])
    assert reliability(Problem(0, arcs, missed))[0] == pytest.approx(1 - total, abs=1e-12)


@pytest.mark.parametrize("n", [3, 90, 700])
def test_solving_agrees_with_a_dense_solve(n):
    random = np.random.default_rng(n)
    pair = np.unique(random.integers(0, n, size=(4 * n, 2)), axis=0)
    pair = pair[pair[:, 0] != pair[:, 1]]
    w = weights_of(pair[:, 0], pair[:, 1], random.random(len(pair)), n)
    stubborn, e = random.uniform(1e-4, 0.9, n), random.uniform(-1, 1, n)
    d = random.dirichlet(np.ones(n))
    settling = Settling(w, stubborn)
    x, v = settling.opinions(e), settling.influences(d)
    dense = np.linalg.inv(np.eye(n) - (1 - stubborn)[:, None] * w.toarray()) * stubborn
    np.testing.assert_allclose(x, dense @ e, atol=1e-9)
    np.testing.assert_allclose(v, d @ dense, atol=1e-9)
    assert v.sum() == pytest.approx(1, abs=1e-9)


def test_ranks_hold_when_ties_are_sure():
    sure = [(*r, {"confidence": 1.0}) for r in FOUR["influences"]]
    found = ask(four_people(influences=sure, reports_to=[]))
    shares = {p.id: (p.first_share, p.first_three_share) for p in found.people}
    assert shares == {"chen": (1, 1), "luo": (0, 1), "qian": (0, 0.5), "zhao": (0, 0.5)}
    unsure = [(*r, {"confidence": 0.5}) for r in FOUR["influences"]]
    doubt = ask(four_people(influences=unsure, reports_to=[]))
    assert sum(p.first_share for p in doubt.people) == pytest.approx(1)
    assert sum(p.first_three_share for p in doubt.people) == pytest.approx(3)


def test_rank_stability_by_counting():
    """The decider hears one adviser, whose tie is there in half of the samples."""
    rows = {
        "plays": [("a", "deal", "decision_maker"), ("b", "deal", "coach")],
        "influences": [("b", "a", 1.0, {"confidence": 0.5})],
    }
    a, b = ask(toy(**rows)).people
    assert (a.influence, b.influence) == (pytest.approx(0.4), pytest.approx(0.6))
    assert b.first_share == pytest.approx(0.5, abs=0.15)
    assert a.first_share == pytest.approx(1 - b.first_share)


def test_a_contact_after_the_day_has_not_happened_and_is_said_so():
    soon = AS_OF + timedelta(days=30)
    covers = [("lin", "qian", 0.9, {"last_contact": soon}), ("he", "zhao", 0.29)]
    late = ask(four_people(covers=covers))
    undated = ask(four_people(covers=[("lin", "qian", 0.9), ("he", "zhao", 0.29)]))
    qian = next(p for p in late.people if p.id == "qian")
    assert (qian.covers[0].last_contact, qian.covers[0].strength) == (None, 0.9)
    said = "later than 31 Mar 2026 has not happened yet and does not count (Lin with Qian);"
    assert [said in note.en for note in late.notes] == [False] * len(undated.notes) + [True]
    assert "林悦与钱军" in late.notes[-1].zh
    assert late.model_copy(update={"notes": undated.notes}) == undated
    # On the day itself it has happened.
    assert ask(four_people(covers=covers), as_of=soon).notes == undated.notes


def test_interactions_after_the_day_are_counted_in_a_note():
    soon = {"on": AS_OF + timedelta(days=1)}
    graph = four_people(
        nodes={"Interaction": {"i": soon, "j": {"on": AS_OF}}},
        took_part=[("qian", "i"), ("zhao", "i"), ("qian", "j")],
    )
    assert ask(graph).notes[-1].en.endswith("later than 31 Mar 2026 do not count yet: 1.")
