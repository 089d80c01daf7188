"""Groups three deep with a joint holding, and the cross-sell path that was planted."""

from __future__ import annotations

import networkx as nx
import pytest

from data import AS_OF
from graph.cross_sell import cross_sell, group_heads
from graph.settings import Settings


@pytest.fixture(scope="module")
def owners(records) -> nx.DiGraph:
    """Edges run from the owner to what it owns."""
    rows = records.relationships["MEMBER_OF"].select("to", "from", "share").iter_rows()
    made = nx.DiGraph()
    made.add_weighted_edges_from(rows, weight="share")
    return made


def test_three_groups_three_deep(answers, owners, snapshot) -> None:
    heads = [n for n in owners if owners.in_degree(n) == 0]
    assert sorted(heads) == sorted(answers["groups"])
    assert sorted(group_heads(snapshot, AS_OF)) == sorted(heads)
    for head in heads:
        assert max(nx.single_source_shortest_path_length(owners, head).values()) == 3


def test_one_joint_holding_and_no_shares_above_one(answers, owners) -> None:
    joint = [n for n in owners if owners.in_degree(n) > 1]
    assert joint == [answers["joint"]["member"]]
    assert set(owners.predecessors(joint[0])) == set(answers["joint"]["owners"])
    assert all(s <= 1 for _, s in owners.in_degree(weight="share"))


def test_the_best_path_is_the_one_that_was_planted(answers, records, snapshot) -> None:
    known = answers["cross_sell"]
    answer = cross_sell(
        snapshot, records.tables["billing"], known["group"], as_of=AS_OF, settings=Settings(), top=1
    )
    best = answer.paths[0]
    assert [best.member, best.product, best.route] == [
        known["member"],
        known["product"],
        known["route"],
    ]
    assert best.start.because == "stance"


def test_the_planted_member_does_not_use_the_product_and_its_siblings_do(
    answers, owners, records
) -> None:
    known = answers["cross_sell"]
    family = nx.descendants(owners, known["group"]) | {known["group"]}
    uses = records.relationships["USES"]
    users = set(uses.filter(uses["to"] == known["product"])["from"]) & family
    assert known["member"] not in users
    assert len(users) >= 5


def test_every_group_has_paths(answers, records, snapshot) -> None:
    for group in answers["groups"]:
        answer = cross_sell(
            snapshot, records.tables["billing"], group, as_of=AS_OF, settings=Settings(), top=5
        )
        assert len(answer.paths) == 5
        assert answer.paths[0].expected_value > 0
