"""A network of holdings as companies: what is read, what is refused, the real one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from graph.cross_sell.ownership import ownership
from graph.cross_sell.ownership_groups import headed
from graph.errors import InputError
from graph.snapshot import Snapshot
from loaders.ownership import load_ownership
from loaders.sources import find_sheets

EVA = Path(os.environ.get("LINCHPIN_VALIDATION_DATA", "../shared/data")) / "ownership/eva.net"
DAY = 20_543
HEAD = '*vertices 5\n1 "Li"\n2 "Wu"\n3 "Li"\n4 "4"\n*arcs\n'


def read(folder: Path, text: str):
    path = folder / "held.net"
    path.write_text(text, encoding="utf-8")
    return load_ownership([path])


def held(result):
    (records,) = result.records
    return records.relationships["MEMBER_OF"].select("from", "to", "share").rows()


def test_the_first_owns_the_second_and_the_weight_is_the_share(tmp_path):
    result = read(tmp_path, HEAD + "1 2 0.6\n3 2 0.4\n1 1 0.1\n1 2 0.3\nx y\n")
    assert held(result) == [("Wu", "Li", 0.6), ("Wu", "Li (3)", 0.4), ("Li", "Li", 0.1)]
    assert result.records[0].nodes["Enterprise"]["id"].to_list() == ["Li", "Wu", "Li (3)"]
    assert (result.rows, result.repeats) == (4, 1)
    assert result.rejects.select("file", "line", "found").rows() == [("held.net", 11, "x y")]
    assert [n.en for n in result.notes] == ["2 numbers without a name or a tie are left out."]


def test_companies_with_ties_and_no_name_are_said(tmp_path):
    result = read(tmp_path, HEAD + "1 4 0.5\n2 5 0.5\n")
    assert result.records[0].nodes["Enterprise"]["id"].to_list() == ["Li", "Wu", "Li (3)", "4", "5"]
    assert [n.en for n in result.notes] == [
        "2 of the companies have ties but no name in the file; their number stands for it: 4, 5."
    ]


@pytest.mark.parametrize(
    ("arcs", "shares"),
    [("1 2\n3 2\n", [None, None]), ("1 2 1\n", [None]), ("1 2 60\n3 2 1\n", [0.6, 0.01])],
)
def test_weights_of_one_say_nothing_and_up_to_100_are_percentages(tmp_path, arcs, shares):
    assert [share for _, _, share in held(read(tmp_path, HEAD + arcs))] == shares


@pytest.mark.parametrize("text", [HEAD + "1 2 101\n", HEAD.replace("*arcs", "*edges") + "1 2\n"])
def test_what_is_no_ownership_is_refused(tmp_path, text):
    with pytest.raises(InputError):
        read(tmp_path, text)


def test_a_network_without_a_mapping_says_which_there_are(tmp_path):
    path = tmp_path / "held.net"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        find_sheets([path])
    assert "--mapping ownership" in refused.value.hint.en


@pytest.mark.skipif(not EVA.exists(), reason="the real ownership data are not at hand")
def test_the_real_network_of_8325_companies():
    result = load_ownership([EVA])
    (records,) = result.records
    assert records.nodes["Enterprise"].height == 8325
    (nameless,) = (n.en for n in result.notes if "no name" in n.en)
    assert nameless.startswith("3 of the companies")
    assert nameless.endswith(": 161, 2321, 4945.")
    made = Snapshot.from_frames(records.nodes, records.relationships)
    owned = ownership(made, DAY)
    graph = nx.DiGraph(records.relationships["MEMBER_OF"].select("to", "from").rows())
    assert graph.number_of_edges() == 6726
    assert sum(degree > 1 for _, degree in graph.in_degree()) == 317
    rings = [r for r in nx.strongly_connected_components(graph) if len(r) > 1]
    assert len(owned.cycles) == len(rings) == 10
    ids = made.nodes["Enterprise"].ids
    assert {frozenset(ids[m] for m in r) for r in owned.cycles} == set(map(frozenset, rings))
    # Two companies own themselves.
    assert sorted(p.kind for p in owned.problems) == ["self_ownership"] * 2
    for row in headed(made, date(2026, 3, 31)):
        member, head = (made.nodes["Enterprise"].position(i) for i in (row.enterprise, row.head))
        assert member in owned.controlled(head)
        # Nobody controls a head but itself and, in a ring, those it controls.
        rulers = [o for o in owned.owners[head] if head in owned.controlled(o)]
        assert all(o in owned.controlled(head) for o in rulers)
        assert 0 < row.interest <= 1
