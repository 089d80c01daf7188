"""Every kernel against dense algebra, networkx and every world in turn, on made deals."""

from __future__ import annotations

import ast
import importlib
import itertools
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from benchmarks.books import book as large
from graph.kernels import blocks
from graph.kernels.book import joined
from graph.kernels.chance import chance
from graph.kernels.loss import loss
from graph.kernels.settling import MOST, settle
from graph.kernels.structure import structure
from tests.kernels.oracles import TEAM, book, guarded, layered, network, reached, solved

WORLDS = 1024
KERNELS = "graph.kernels"
ETA = 0.2
MADE, DEALS = book(150)


def of_deals(values, pointer):
    return [values[a:b] for a, b in itertools.pairwise(pointer)]


def test_influence_and_opinions_are_those_of_the_dense_solve():
    found = settle(blocks.listening(MADE))
    assert found.ended.all()
    parts = [of_deals(v, MADE.person_ptr) for v in (found.influence, found.opinion)]
    for one, v, x, lean in zip(DEALS, *parts, found.lean, strict=True):
        influence, opinion = solved(one)
        assert v == pytest.approx(influence, abs=1e-9)
        assert x == pytest.approx(opinion, abs=1e-9)
        assert lean == pytest.approx(float(one.decision @ opinion), abs=1e-9)
    assert found.contribution == pytest.approx(found.influence * MADE.stance, abs=1e-12)


def test_a_deal_too_large_for_elimination_is_solved_as_well():
    sizes = np.diff(large(400, seed=3).person_ptr)
    at = int(np.argmax(sizes))
    assert sizes[at] > MOST
    one = large(400, seed=3).part(at, at + 1)
    found = settle(blocks.listening(one))
    influence, opinion = solved(one)
    assert found.influence == pytest.approx(influence, abs=1e-9)
    assert found.opinion == pytest.approx(opinion, abs=1e-9)


def test_a_tie_that_leaves_its_deal_is_refused():
    with pytest.raises(ValueError, match="leaves its deal"):
        blocks.listening(replace(MADE, speaker=np.roll(MADE.speaker, 40)))


def node_of(number, one, first, ours):
    """The node of a number through the book, 0 .. people - 1, then sellers."""
    if number >= MADE.people:
        return ("s", int(number) - MADE.people - ours)
    return ("p", int(number) - first)


def test_cut_points_threads_and_separators_are_those_of_networkx():
    found = structure(blocks.access(MADE))
    cuts = zip(
        of_deals(found.person_cuts, MADE.person_ptr),
        of_deals(found.seller_cuts, MADE.seller_ptr),
        strict=True,
    )
    pairs = set()
    for k, (one, (people, sellers)) in enumerate(zip(DEALS, cuts, strict=True)):
        graph = network(one)
        expected = set(nx.articulation_points(graph.to_undirected())) - {TEAM}
        assert {("p", i) for i in np.flatnonzero(people)} | {
            ("s", s) for s in np.flatnonzero(sellers)
        } == expected
        first, ours, at = MADE.person_ptr[k], MADE.seller_ptr[k], MADE.decider_ptr[k]
        for t, decider in enumerate(one.decider):
            place, goal = int(at) + t, ("p", int(decider))
            threads = nx.node_connectivity(graph, TEAM, goal) if graph.has_node(goal) else 0
            assert found.threads[place] == threads
            ends = found.separator[found.ptr[place] : found.ptr[place + 1]]
            way = [node_of(i, one, first, ours) for i in ends]
            assert way == separators(graph, goal)
            pairs |= {(int(i), place) for i in ends}
    turned = {
        (i, int(t))
        for i in range(MADE.people + MADE.sellers)
        for t in found.cut_off[found.cut_ptr[i] : found.cut_ptr[i + 1]]
    }
    assert turned == pairs
    assert pairs


def test_threads_give_way_to_each_other():
    deals = [layered(seed) for seed in range(150)]
    found = structure(blocks.access(joined(deals))).threads
    goal = ("p", deals[0].people - 1)
    assert found.tolist() == [nx.node_connectivity(network(d), TEAM, goal) for d in deals]
    assert set(found.tolist()) >= {2, 3, 4}


def separators(graph, goal):
    """Whom every route from our team passes, the nearest to us first."""
    above = nx.immediate_dominators(graph, TEAM)
    if goal not in above:
        return []
    way, at = [], above[goal]
    while at != TEAM:
        way.append(at)
        at = above[at]
    return way[::-1]


def test_reliability_is_that_of_every_world_within_its_error():
    found = chance(blocks.access(MADE), settle(blocks.listening(MADE)).influence, ETA, 0)
    each = of_deals(found.reliability, MADE.decider_ptr)
    off = []
    for one, got, mean, error in zip(DEALS, each, found.weighted, found.error, strict=True):
        exact = reached(one)
        spread = np.sqrt(exact * (1 - exact) / WORLDS) + 1e-3
        assert (np.abs(got - exact) <= 4 * spread).all()
        if one.decider.size:
            assert abs(mean - one.decision[one.decider] @ exact) <= 4 * error + 1e-3
            off += [] if error == 0 else [(mean - one.decision[one.decider] @ exact) / error]
    assert 0.8 < np.std(off) < 1.2  # the stated error is the real one
    assert abs(np.mean(off)) < 4 / np.sqrt(len(off))


def test_a_loss_is_what_the_deal_loses_without_the_one_who_leaves():
    found = loss(blocks.access(MADE))
    people = of_deals(found.person, MADE.person_ptr)
    sellers = of_deals(found.seller, MADE.seller_ptr)
    for one, lost, ours in zip(DEALS, people, sellers, strict=True):
        weight = one.decision[one.decider]
        for i in range(one.people):
            others = one.decider != i
            gone = (weight * (reached(one) - reached(one, ("p", i))))[others].sum()
            assert lost[i] == pytest.approx(gone, abs=4 * 0.5 / np.sqrt(WORLDS) + 1e-3)
            if gone == 0:
                assert lost[i] == 0
        for s in range(one.sellers):
            gone = float(weight @ (reached(one) - reached(one, ("s", s))))
            assert ours[s] == pytest.approx(gone, abs=4 * 0.5 / np.sqrt(WORLDS) + 1e-3)


def met(one, person):
    """The deal after a meeting with a person, with what it adds: a new seller, a moved stance."""
    missed = np.prod(1 - one.cover_strength[one.cover_person == person])
    after = 1 - missed * (1 - one.lift[person])
    stance = one.stance.copy()
    if one.moves[person]:
        stance[person] += ETA * after * (1 - stance[person])
    lean = solved(one)[0][person] * (stance[person] - one.stance[person])
    seller = np.int32(one.sellers)
    return lean, replace(
        one,
        seller_ptr=one.seller_ptr + np.array([0, 1]),
        cover_seller=np.append(one.cover_seller, seller),
        cover_person=np.append(one.cover_person, np.int32(person)),
        cover_strength=np.append(one.cover_strength, one.lift[person]),
        stance=stance,
    )


def value_of(one, people):
    """What meetings with these people gain in lean and in access together, exactly."""
    weight, before, total = one.decision[one.decider], reached(one), 0.0
    after = one
    for person in people:
        total += met(one, person)[0]
        after = met(after, person)[1]
    return total + float(weight @ (reached(after) - before))


@pytest.mark.parametrize("opponents", [False, True])
def test_the_greedy_plan_is_as_good_as_any_of_two_meetings(opponents):
    made, deals = book(60, 500, most=5, opponents=opponents)
    found = chance(blocks.access(made), settle(blocks.listening(made)).influence, ETA, 2)
    got, best = 0.0, 0.0
    for k, one in enumerate(deals):
        plan = [int(i - made.person_ptr[k]) for i in found.person[k] if i >= 0]
        if not one.decider.size:
            assert plan == []
            continue
        sets = itertools.chain.from_iterable(
            itertools.combinations(range(one.people), n) for n in (0, 1, 2)
        )
        value = value_of(one, plan)
        stated = found.gain_lean[k].sum() + found.gain_access[k].sum()
        assert stated == pytest.approx(value, abs=0.08)
        got, best = got + value, best + max(value_of(one, s) for s in sets)
    assert got >= 0.98 * best
    assert best > 1


def test_a_meeting_that_turns_an_opponent_lets_what_others_tell_him_through():
    deals = [guarded(seed) for seed in range(40)]
    made = joined(deals)
    found = chance(blocks.access(made), settle(blocks.listening(made)).influence, ETA, 2)
    turned = 0
    for k, one in enumerate(deals):
        plan = [int(i - made.person_ptr[k]) for i in found.person[k] if i >= 0]
        stated = found.gain_lean[k].sum() + found.gain_access[k].sum()
        assert stated == pytest.approx(value_of(one, plan), abs=4 * 0.5 / np.sqrt(WORLDS))
        turned += 1 in plan
    assert turned >= 35


def test_a_seed_gives_the_same_answer_whatever_stands_beside_it():
    def answer(part):
        access = blocks.access(part)
        v = settle(blocks.listening(part)).influence
        return chance(access, v, ETA, 2), loss(access)

    whole, alone = answer(MADE), answer(MADE.part(40, 60))
    assert (whole[0].weighted[40:60] == alone[0].weighted).all()
    first, last = MADE.person_ptr[40], MADE.person_ptr[60]
    assert (whole[1].person[first:last] == alone[1].person).all()


def test_python_calls_only_what_has_a_way_in():
    """Anything else that is compiled would end the process."""
    root = Path(__file__).parents[2]
    seen = set()
    for folder in ("graph/decision", "benchmarks", "tests/kernels", "ui"):
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text if KERNELS in text else "")):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(KERNELS):
                    seen |= {(node.module, alias.name) for alias in node.names}
    found = [getattr(importlib.import_module(module), name, None) for module, name in seen]
    compiled = [f for f in found if hasattr(f, "targetoptions")]
    assert len(compiled) >= 4
    assert not [f for f in compiled if f.targetoptions.get("no_cpython_wrapper")]
