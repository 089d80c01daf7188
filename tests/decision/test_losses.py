"""N-1 against brute force: take the person or seller out, look at every world again."""

from __future__ import annotations

from unittest import mock

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from graph.decision import absences as absences_module
from graph.decision import access as access_module
from graph.decision import loss as loss_module
from graph.decision.absences import Absences, Leavers
from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.exposed import exposed_revenue
from graph.decision.loss import losses
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.network import Network
from graph.decision.results import Loss
from graph.settings import Settings
from tests.decision.oracle import Oracle
from tests.decision.random_deals import random_deal
from tests.decision.toy_graphs import AS_OF, ask, four_people, toy

seeds = st.randoms(use_true_random=False)


def access_of(rows, **settings):
    graph = toy(**rows)
    deal = graph.nodes["Opportunity"].position("deal")
    case = Case(graph, deal, day_of(AS_OF), Settings.model_validate({"model": settings}))
    return AccessMap(build(case))


def brute_force(truth, node):
    """Return before, after and who is cut off when a node leaves, by looking at every world."""
    ties = truth.ties()
    left = [t for t in ties if node not in t[:2]]
    others = [p for p in truth.weights if p != node]
    now = {p: truth.reached(p, ties) for p in others}
    then = {p: truth.reached(p, left) for p in others}
    cut = {p for p in others if now[p] > 0 and then[p] == 0}
    return (
        sum(truth.weights[p] * now[p] for p in others),
        sum(truth.weights[p] * then[p] for p in others),
        cut,
    )


def named(access, truth):
    """Return the losses by the ids of their nodes."""
    people = access.model.snapshot.nodes["Person"].ids
    sellers = access.model.snapshot.nodes["Seller"].ids
    model = access.model

    def person(i):
        return people[model.people[i]]

    return {
        person(row.node[1]) if row.node[0] == "p" else sellers[model.team[row.node[1]]]: (
            row,
            {person(t) for t in row.cuts},
        )
        for row in losses(access)
    }


def nodes(truth):
    return [*truth.people, *truth.team()]


@given(seeds)
@limits(max_examples=30, deadline=None)
def test_every_leaver_costs_what_brute_force_says(random):
    rows = random_deal(random, most=4, ties=3)
    truth, access = Oracle(**rows), access_of(rows)
    found = named(access, truth)
    for node in nodes(truth):
        before, after, cut = brute_force(truth, node)
        if node not in found:
            assert before - after == pytest.approx(0, abs=1e-9)
            assert not cut
            continue
        row, cuts = found[node]
        assert row.error == 0
        assert cuts == cut
        assert row.before == pytest.approx(before, abs=1e-9)
        assert row.after == pytest.approx(after, abs=1e-9)
    assert [r.loss for r, _ in found.values()] == sorted(
        (r.loss for r, _ in found.values()), reverse=True
    )


@given(seeds)
@limits(max_examples=15, deadline=None)
def test_drawn_worlds_keep_to_their_error_and_are_then_computed_exactly(random):
    rows = random_deal(random, most=4, ties=3)
    truth = Oracle(**rows)
    with mock.patch.object(absences_module, "ALL_WORLDS", 0):
        exact = named(access_of(rows), truth)
        with mock.patch.multiple(loss_module, STATES=0):
            drawn = named(access_of(rows), truth)
    for node in nodes(truth):
        before, after, cut = brute_force(truth, node)
        for found in (exact, drawn):
            row, cuts = found.get(node, (None, set()))
            assert cuts == cut
            if row is not None:
                assert row.loss == pytest.approx(before - after, abs=5 * row.error + 1e-9)
            else:
                assert before - after < 0.02
        if node in exact and before - after > loss_module.WORTH + 5 * 0.016:
            assert exact[node][0].error == 0


@given(seeds)
@limits(max_examples=30, deadline=None)
def test_sure_ties_that_go_round_reach_whom_networkx_reaches(random):
    size, arcs = 12, {(random.randrange(12), random.randrange(12)) for _ in range(22)}
    some = np.array(random.sample(range(size), 2), dtype=np.int32)
    tail, head = (np.array(side, dtype=np.int32) for side in zip(*sorted(arcs), strict=True))
    nobody = np.zeros(size, dtype=bool)
    network = Network(
        size, tail, head, np.ones(tail.size), np.arange(2, dtype=np.int32), some, np.ones(2), nobody
    )
    graph = nx.DiGraph([("us", f"s{k}") for k in range(2)])
    graph.add_edges_from((f"s{k}", int(v)) for k, v in enumerate(some))
    graph.add_edges_from(arcs)
    absent = Absences(network, network.passing, Leavers(list(range(size)), [0, 1]), 0)
    for row, gone in enumerate([None, *range(size), "s0", "s1"]):
        left = graph.subgraph(n for n in graph if n != gone)
        reached = nx.descendants(left, "us")
        assert {v for v in range(size) if absent.reached(v)[row].all()} == reached & set(
            range(size)
        )


def test_a_loss_that_is_sampled_says_so():
    rows = random_rows()
    with mock.patch.multiple(access_module, STATES=0):
        access = access_of(rows, exact_ties=16)
    assert not access.exact
    truth = named(access, None)
    assert truth["p0"][0].error > 0


def random_rows():
    """A net of sixteen people, each of whom listens to four others: too much to be exact."""
    people = [f"p{i:02}" if i else "p0" for i in range(16)]
    pairs = [(people[i], people[(i * 5 + k * 3 + 1) % 16]) for i in range(16) for k in range(4)]
    return {
        "for_": [("deal", "home")],
        "works_for": [(p, "home") for p in people],
        "plays": [("p15", "deal", "decision_maker")],
        "influences": [(a, b, 0.4) for a, b in pairs if a != b and b != "p0"],
        "covers": [("s", "p0", 0.9)],
        "works_on": [("s", "deal")],
    }


def test_revenue_exposed_adds_loss_times_amount_by_currency():
    def deal(id_, amount, currency, lost):
        found = ask(four_people())
        return found.model_copy(
            update={
                "opportunity": found.opportunity.model_copy(
                    update={"id": id_, "amount": amount, "currency": currency}
                ),
                "losses": [Loss(kind="person", id="zhao", before=0.5, loss=lost)],
            }
        )

    book = [deal("a", 100.0, "CNY", 0.1), deal("b", 50.0, "CNY", 0.4), deal("c", 9.0, "USD", 1.0)]
    (row,) = exposed_revenue([*book, deal("d", None, "CNY", 0.2)])
    assert (row.name, row.name_en, row.kind) == ("赵敏", "Zhao", "person")
    assert row.money == {"CNY": pytest.approx(30), "USD": pytest.approx(9)}
    assert (row.deals, row.unpriced) == (["c", "b", "d", "a"], ["d"])


def test_the_answer_carries_the_losses_of_the_worked_example():
    found = {x.id: x for x in ask(four_people()).losses}
    assert found["zhao"].cuts == ["chen"]
    assert found["zhao"].loss == found["zhao"].before == pytest.approx(0.16835)
    assert found["lin"].loss == pytest.approx((0.71 * 0.54) * 0.25)
    assert set(found) == {"zhao", "qian", "lin", "he"}
