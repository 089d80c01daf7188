"""Networks as Pajek, UCINET and GraphML keep them: each shape that is read, what is refused."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.decision.bare.ranking import rank_network
from graph.errors import InputError, UsageError
from loaders.networks import read_network
from loaders.networks.graphml import read_graphml
from loaders.networks.pajek import read_pajek
from loaders.ties import read_ties

DATA = Path(os.environ.get("LINCHPIN_VALIDATION_DATA", "../shared/data")) / "weak_links"


def read(folder: Path, name: str, text: str):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_network(path)


def ties(network, number=0):
    return set(network.relations[number].rows)


PAJEK = {
    "arcs and edges": (
        '*Vertices 3\n1 "Li Lei" 0.1 0.2 box\n2 Wu\n*Arcs\n1 2 0.5\n*Edges\n2 3\n',
        {("Li Lei", "Wu", 0.5), ("Wu", "3", 1), ("3", "Wu", 1)},
        False,
    ),
    "names with quotes in them": (
        '*Vertices 3\n1 "A "B" (C)" 0.1 0.2\n2 "D ("E") F"\n3 "G" "H"\n*Arcs\n1 2\n2 3\n',
        {('A "B" (C)', 'D ("E") F', 1), ('D ("E") F', "G", 1)},
        False,
    ),
    "edges alone": ("*vertices 2\n*edges\n1 2 2\n", {("1", "2", 2)}, True),
    "lists": ("*Vertices 3\n*Arcslist\n1 2 3\n", {("1", "2", 1), ("1", "3", 1)}, False),
    "a matrix": ("*Vertices 2\n*Matrix\n0 2\n1 0\n", {("1", "2", 2), ("2", "1", 1)}, False),
    "a project": (
        "% a remark\n*Network x\n*Vertices 2\n*Edges\n1 2\n*Partition p\n*Vertices 2\n1\n2\n",
        {("1", "2", 1)},
        True,
    ),
}


@pytest.mark.parametrize("name", PAJEK)
def test_pajek(tmp_path: Path, name: str) -> None:
    text, expected, undirected = PAJEK[name]
    network = read(tmp_path, "x.net", text)
    assert ties(network) == expected
    assert network.relations[0].undirected == undirected
    assert network.rejects == []


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=15), st.booleans())
@settings(max_examples=40, deadline=None)
def test_pajek_as_networkx_reads_it(pairs, directed) -> None:
    lines = ["*Vertices 6", *(f'{i} "p{i}"' for i in range(1, 7))]
    lines += ["*Arcs" if directed else "*Edges", *(f"{a} {b} 1" for a, b in pairs)]
    graph = nx.parse_pajek("\n".join(lines))
    network = read_pajek("\n".join(lines), "x")
    kind = nx.MultiDiGraph if directed else nx.MultiGraph
    ours = kind()
    ours.add_nodes_from(network.people)
    ours.add_edges_from((a, b) for a, b, _ in network.relations[0].rows)
    assert sorted(ours) == sorted(graph)
    assert nx.to_numpy_array(ours, sorted(ours)).tolist() == (
        nx.to_numpy_array(graph, sorted(ours), weight=None).tolist()
    )


def test_several_relations_and_bad_lines(tmp_path: Path) -> None:
    text = '*Vertices 2\n*Arcs :1 "advice"\n1 2\n1 9\n*Arcs :2 "friends"\n2 1 x\n2 1\n'
    path = tmp_path / "x.net"
    path.write_text(text)
    assert read_ties(path).frame.rows() == [("1", "2", 1.0)]
    assert read_ties(path, relation="Friends").frame.rows() == [("2", "1", 1.0)]
    assert read_ties(path, relation="2").rejects.rows() == [
        (4, "*Arcs", "1 9"),
        (6, "*Arcs", "2 1 x"),
    ]
    with pytest.raises(UsageError, match=r"no relation 'frends'\. There are friends"):
        read_ties(path, relation="frends")


DL = {
    "two matrices": (
        "DL N=2 NM=2\nLABELS:\nann, bo\nLEVEL LABELS:\nask\nlike\nDATA:\n0 1\n0 0\n0 0\n1 0\n",
        {"ask": {("ann", "bo", 1)}, "like": {("bo", "ann", 1)}},
    ),
    "no diagonal": (
        "dl n=3 format=fullmatrix diagonal absent\ndata:\n1 0\n0 1\n0 2\n",
        {"1": {("1", "2", 1), ("2", "3", 1), ("3", "2", 2)}},
    ),
    "half a matrix": (
        "dl n=3, format=lowerhalf\ndata:\n0\n1 0\n0 1 0\n",
        {"1": {("2", "1", 1), ("3", "2", 1)}},
    ),
    "embedded labels": (
        "dl n=2 format=fullmatrix\nlabels embedded:\ndata:\nann bo\nann 0 1\nbo 0 0\n",
        {"1": {("ann", "bo", 1)}},
    ),
    "a list": (
        "dl n=3 format=edgelist1\nlabels:\nann,bo,cy\ndata:\n1 2 3\n3 1\n",
        {"1": {("ann", "bo", 3), ("cy", "ann", 1)}},
    ),
    "a list of nodes": (
        "dl n=3 format=nodelist1\nlabels embedded\ndata:\nann bo cy\n",
        {"1": {("ann", "bo", 1), ("ann", "cy", 1)}},
    ),
}


@pytest.mark.parametrize("name", DL)
def test_dl(tmp_path: Path, name: str) -> None:
    text, expected = DL[name]
    network = read(tmp_path, "x.dat", text)
    assert {r.name: set(r.rows) for r in network.relations} == expected


def test_ucinets_own_pair_of_files(tmp_path: Path) -> None:
    header = b"\x05DATE:" + struct.pack("<4HH", 1, 1, 8, 2, 2) + struct.pack("<BH", 7, 2)
    header += struct.pack("<2H", 2, 2) + b"\x01t" + b"\x01\x00"
    header += b"".join(struct.pack("<H", len(n)) + n for n in (b"ann", b"bo"))
    (tmp_path / "x.##h").write_bytes(header)
    with pytest.raises(InputError, match=r"x\.##d"):
        read_ties(tmp_path / "x.##h")
    (tmp_path / "x.##d").write_bytes(struct.pack("<4f", 0, 2, 1e38, 0))
    for name in ("x.##h", "x.##d"):
        assert read_ties(tmp_path / name).frame.rows() == [("ann", "bo", 2.0)]
    (tmp_path / "x.##d").write_bytes(b"123")
    with pytest.raises(InputError, match="do not fit"):
        read_ties(tmp_path / "x.##h")
    (tmp_path / "x.##h").write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match="no header"):
        read_ties(tmp_path / "x.##h")


REFUSED = {
    "x.net": "*Arcs\n1 2\n",
    "y.net": "*Vertices many\n",
    "x.dl": "dl format=edgelist1\ndata:\n1 2\n",
    "y.dl": "dl nr=2 nc=3\ndata:\n1 0 0 1 1 1\n",
    "z.dl": "dl n=2\ndata:\n0 1 1\n",
    "v.dl": "dl n=2 format=blockmodel\ndata:\n0 1 1\n",
    "x.graphml": "<graphml><graph>",
    "y.graphml": "<graphml/>",
    "z.graphml": '<!DOCTYPE x [<!ENTITY a "aa">]><graphml><graph id="&a;"/></graphml>',
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="Save it anew") as refused:
        read(tmp_path, name, REFUSED[name])
    assert "请" in refused.value.say("zh")


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=15), st.booleans())
@settings(max_examples=30, deadline=None)
def test_graphml_as_networkx_writes_it(pairs, directed) -> None:
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(1, 7))
    graph.add_edges_from((a, b, {"weight": a + b / 8}) for a, b in pairs)
    graph.nodes[3]["name"] = "Li & Wu"
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    network = read_graphml(out.getvalue(), "x.graphml")
    named = {n: "Li & Wu" if n == 3 else str(n) for n in graph}
    assert network.people == list(named.values())
    found = network.relations[0]
    assert found.undirected != directed
    expected = {(named[a], named[b], w) for a, b, w in graph.edges(data="weight")}
    if not directed:
        expected = {(*sorted((a, b)), w) for a, b, w in expected}
        found.rows = [(*sorted((a, b)), w) for a, b, w in found.rows]
    assert set(found.rows) == expected


def test_graphml_of_ties_of_several_kinds(tmp_path: Path) -> None:
    keys = '<key id="k" for="edge" attr.name="relationship"/>'
    edges = "".join(
        f'<edge source="{a}" target="{b}"><data key="k">{kind}</data></edge>'
        for a, b, kind in (("a", "b", "KNOWS"), ("b", "a", "INFLUENCES"), ("a", "gone", "KNOWS"))
    )
    nodes = '<node id="a"/><node id="b"/>'
    text = f"<graphml>{keys}<graph edgedefault='directed'>{nodes}{edges}</graph></graphml>"
    network = read(tmp_path, "x.graphml", text)
    assert [r.name for r in network.relations] == ["all", "KNOWS", "INFLUENCES"]
    assert [r.rows for r in network.relations[1:]] == [[("a", "b", 1.0)], [("b", "a", 1.0)]]
    assert network.rejects == [(3, "edge", "a gone 1")]


def test_a_text_of_another_kind_is_left_to_others(tmp_path: Path) -> None:
    assert read(tmp_path, "x.txt", "from to\na b\n") is None


@pytest.mark.skipif(not DATA.is_dir(), reason="no validation data")
def test_the_people_whom_the_literature_names() -> None:
    strike = read_ties(DATA / "strike" / "strike.paj")
    found = rank_network(strike.frame, strike.people, undirected=strike.undirected)
    between = found.sort("betweenness", descending=True).select("id", "betweenness").rows()[:2]
    assert [(i, round(b, 3)) for i, b in between] == [("Bob", 0.615), ("Norm", 0.572)]
    assert set(found.filter("cut_point")["id"]) == {"Alejandro", "Bob", "Gill", "Norm", "Sam"}
    mill = read_ties(DATA / "sawmill" / "Sawmill.net")
    found = rank_network(mill.frame, mill.people, undirected=mill.undirected)
    first = found.sort("betweenness", descending=True).to_dicts()[0]
    assert first["id"].startswith("HM-1 ")
    assert (round(first["betweenness"], 3), first["cut_point"]) == (0.595, False)


@pytest.mark.skipif(not DATA.is_dir(), reason="no validation data")
def test_the_same_network_in_three_formats() -> None:
    folder = DATA / "hiTech"
    names = ("Hi-tech.net", "Hi-tech.paj", "frn01.##h")
    pairs = [
        {(a.upper(), b.upper()) for a, b, _ in read_ties(folder / n).frame.iter_rows()}
        for n in names
    ]
    assert pairs[0] == pairs[1] == pairs[2]
    assert len(pairs[0]) == 147
    office = read_ties(DATA / "THUROFF.DAT", relation="THURM")
    assert (len(office.people), office.frame.height) == (15, 66)


# -- square tables ----------------------------------------------------------------------------

FORMS = ("named", "above", "plain", "spaced", "spaced with names", "rows numbered", "workbook")


def written(folder: Path, form: str, names: list[str], rows: list[list[float]]) -> Path:
    """Write a square table as people keep it."""
    cells = [[f"{v:g}" if v else "" for v in row] for row in rows]
    full = [["0" if c == "" else c for c in row] for row in cells]
    left = [[n, *row] for n, row in zip(names, cells, strict=True)]
    if form == "workbook":
        book = openpyxl.Workbook()
        for row in [["", *names], *left]:
            book.active.append(row)
        book.save(folder / "x.xlsx")
        return folder / "x.xlsx"
    counted = [[str(n), *row] for n, row in enumerate(full, 1)]
    lines, mark, name = {
        "named": ([["", *names], *left], ",", "x.csv"),
        "above": ([names, *full], ";", "x.csv"),
        "plain": (full, ",", "x.csv"),
        "spaced": (full, " ", "x.dat"),
        "spaced with names": ([names, *([n, *r] for n, r in zip(names, full, strict=True))], " ",
                              "x.txt"),
        "rows numbered": ([["", *(f"V{n}" for n in range(1, len(names) + 1))], *counted], ",",
                          "x.csv"),
    }[form]  # fmt: skip
    text = "\n".join(mark.join(line) for line in lines) + "\n"
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 15), st.sampled_from(FORMS), st.randoms(use_true_random=False))
def test_a_square_table_is_who_turns_to_whom(
    tmp_path_factory, size: int, form: str, random
) -> None:
    names = [f"n{i}" for i in range(size)]
    rows = [[random.choice([0, 0, 1, 2.5]) for _ in names] for _ in names]
    rows[0][1] = 1  # a first line of blanks alone is none
    path = written(tmp_path_factory.mktemp("square"), form, names, rows)
    known = form in ("named", "above", "spaced with names", "workbook")
    called = names if known else [str(i + 1) for i in range(size)]
    found = read_ties(path)
    expected = {
        (called[i], called[j], rows[i][j])
        for i in range(size)
        for j in range(size)
        if i != j and rows[i][j]
    }
    assert set(found.frame.iter_rows()) == expected
    assert found.people == called


def test_a_first_row_like_the_first_column_is_no_row_of_names(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("0,1,0,1\n1,0,0,0\n0,0,0,0\n1,0,0,0\n", encoding="utf-8")
    assert read_ties(path).people == ["1", "2", "3", "4"]
    assert set(read_ties(path).frame.iter_rows()) == {
        ("1", "2", 1.0), ("1", "4", 1.0), ("2", "1", 1.0), ("4", "1", 1.0),
    }  # fmt: skip


def test_what_is_no_square_table_stays_a_list(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("from,to,weight\n1,2,1\n2,3,1\n3,1,2\n", encoding="utf-8")
    assert read_ties(path).frame.height == 3
    path.write_text("1,2,1\n2,3,1\n3,1,2\n", encoding="utf-8")
    assert read_ties(path).columns == {"from": "1", "to": "2", "weight": "3"}
    path.write_text("a,b,c,d\n1,0,0,1\n0,1,0,0\n1,1,0,0\n0,0,1,0\n", encoding="utf-8")
    assert read_ties(path, {"from": "a", "to": "b"}).frame.columns == ["from", "to"]


def test_bad_cells_of_a_square_table_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(",Li,Wu,Xu\nLi,0,x,1\nWu,-1,0,\nXu,,2,0\n", encoding="utf-8")
    found = read_ties(path)
    assert set(found.frame.iter_rows()) == {("Li", "Xu", 1.0), ("Xu", "Wu", 2.0)}
    assert found.rejects.rows() == [(2, "Wu", "x"), (3, "Li", "-1")]


GML = """Creator "somebody"
graph
[
  directed 1
  node [ id 0 label "Ann" graphics [ x 1.0 y 2.0 ] ]
  node [ id 1 label "张三" ]
  node [ id 7 ]
  edge [ source 0 target 1 value 3 ]
  edge [ source 0 target 1 ]
  edge [ source 7 target 1 weight 0.5 ]
]
"""


def test_gml_names_weights_and_repeated_edges(tmp_path: Path) -> None:
    path = tmp_path / "x.gml"
    path.write_text(GML, encoding="utf-8")
    ties = read_ties(path)
    assert ties.frame.rows() == [("Ann", "张三", 3.0), ("Ann", "张三", 1.0), ("7", "张三", 0.5)]
    assert ties.people == ["Ann", "张三", "7"]
    assert not ties.undirected
    path.write_text(GML.replace("directed 1", "directed 0"), encoding="utf-8")
    assert read_ties(path).undirected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "graph [",
        "graph [ node [ label 1 ] ]",
        "graph [ node 3 ]",
        "graph [ node [ id 0 ] edge [ source 0 target 5 ] ]",
        "graph " + "[ a " * 5000,
        'graph [ node [ id 0 label "x ] ]',
    ],
)
def test_a_broken_gml_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.gml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.gml cannot be read"):
        read_ties(tmp_path / "x.gml")


def test_an_unknown_kind_is_refused_with_the_kinds_that_are_read(tmp_path: Path) -> None:
    (tmp_path / "x.clu").write_text("*Vertices 2\n1\n2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.clu is not .*\.csv.*\.net.*\.gml\)") as refused:
        read_ties(tmp_path / "x.clu")
    assert "CSV (UTF-8)" not in str(refused.value)
    with pytest.raises(InputError, match="no file"):
        read_ties(tmp_path / "absent.clu")
