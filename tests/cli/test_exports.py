"""Files for other programs, read back by those who did not write them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import networkx as nx
import openpyxl
import polars as pl
import pytest

from data import BOOK
from graph.errors import LinchpinError
from graph.snapshot import Snapshot
from loaders import read_paths
from ui.exports.native import write_folder
from ui.exports.network import scrubbed, write_gexf, write_graphml
from ui.exports.stream import write_stream
from ui.exports.tables import to_xlsx
from ui.terminal.files import written_beside

AS_OF = ("--as-of", "2026-03-31")
ODD = '=1+1 "quoted" </script> \x00\x0b 王 😀'


@pytest.fixture
def odd_graph() -> Snapshot:
    people = pl.DataFrame({"id": ["a", "b"], "name": [ODD, None], "placeholder": [None, True]})
    deals = pl.DataFrame({"id": ["a"], "amount": [float("nan")]})
    plays = pl.DataFrame(
        {"from": ["a"], "to": ["a"], "roles": [["coach", "end_user"]], "veto": [True]}
    )
    ties = pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [0.5]})
    return Snapshot.from_frames(
        {"Person": people, "Opportunity": deals}, {"PLAYS": plays, "INFLUENCES": ties}
    )


@pytest.mark.parametrize(
    ("write", "read"), [(write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)]
)
def test_odd_values_survive_or_are_left_out(
    odd_graph: Snapshot, tmp_path: Path, write, read
) -> None:
    file = tmp_path / "graph.xml"
    write(odd_graph.to_networkx(), file)
    again = read(file)
    assert set(again.nodes) == {"Person:a", "Person:b", "Opportunity:a"}
    assert again.nodes["Person:a"]["name"] == ODD.replace("\x00", "").replace("\x0b", "")
    assert "amount" not in again.nodes["Opportunity:a"]
    edges = {(a, b, d["relationship"]): d for a, b, d in again.edges(data=True)}
    assert set(edges) == {
        ("Person:a", "Opportunity:a", "PLAYS"),
        ("Person:a", "Person:b", "INFLUENCES"),
    }
    assert edges["Person:a", "Opportunity:a", "PLAYS"]["roles"] == "coach;end_user"
    assert edges["Person:a", "Person:b", "INFLUENCES"]["weight"] == 0.5


@pytest.fixture
def book_of_mixed_types() -> Snapshot:
    people = pl.DataFrame({"id": ["a", "b"], "level": [1, 2], "pid": ["x", "y"]})
    deals = pl.DataFrame({"id": ["d"], "level": ["high"], "amount": [5]})
    firms = pl.DataFrame({"id": ["f"], "amount": [1.5], "new": [True]})
    plays = pl.DataFrame({"from": ["a"], "to": ["d"], "level": ["multiple"], "weight": ["much"]})
    ties = pl.DataFrame({"from": ["a", "b"], "to": ["b", "a"], "level": [3, 1], "weight": 0.5})
    return Snapshot.from_frames(
        {"Person": people, "Opportunity": deals, "Enterprise": firms},
        {"PLAYS": plays, "INFLUENCES": ties},
    )


@pytest.mark.parametrize(
    ("write", "read"), [(write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)]
)
def test_a_name_that_has_several_types_is_read_back(
    book_of_mixed_types: Snapshot, tmp_path: Path, write, read
) -> None:
    file = tmp_path / "graph.xml"
    write(book_of_mixed_types.to_networkx(), file)
    again = read(file)
    node = again.nodes
    assert [node[n]["level"] for n in ("Person:a", "Opportunity:d")] == ["1", "high"]
    assert [node[n]["amount"] for n in ("Opportunity:d", "Enterprise:f")] == [5.0, 1.5]
    assert node["Enterprise:f"]["new"] is True
    assert node["Person:b"]["own_pid"] == "y"
    edges = {d["relationship"]: d for *_, d in again.edges(data=True)}
    assert (edges["PLAYS"]["level"], edges["PLAYS"]["own_weight"]) == ("multiple", "much")
    assert edges["INFLUENCES"]["weight"] == 0.5


def test_no_id_stands_twice_in_a_graphml_file(
    book_of_mixed_types: Snapshot, tmp_path: Path
) -> None:
    write_graphml(book_of_mixed_types.to_networkx(), tmp_path / "g.xml")
    ids = re.findall(r'<(?:key|node|edge)\b[^>]*? id="([^"]+)"', (tmp_path / "g.xml").read_text())
    assert len(ids) == len(set(ids))


def test_the_sample_deal_is_read_back_with_all_values(tmp_path: Path) -> None:
    (records,) = read_paths([BOOK]).records
    book = Snapshot.from_frames(records.nodes, records.relationships)
    graph = book.to_networkx("D26-001")
    meant = sorted(_told(d) for *_, d in scrubbed(graph).edges(data=True))
    for write, read in ((write_graphml, nx.read_graphml), (write_gexf, nx.read_gexf)):
        write(graph, tmp_path / "g.xml")
        again = read(tmp_path / "g.xml")
        assert sorted(_told(d) for *_, d in again.edges(data=True)) == meant
        for node, data in scrubbed(graph).nodes(data=True):
            assert again.nodes[node] == data


def _told(data: dict[str, object]) -> str:
    """Return what an edge says but its number."""
    return repr(sorted((k, v) for k, v in data.items() if k not in ("id", "networkx_key")))


def test_nothing_is_left_that_a_format_refuses(odd_graph: Snapshot) -> None:
    plain = scrubbed(odd_graph.to_networkx())
    values = [v for _, d in plain.nodes(data=True) for v in d.values()]
    values += [v for *_, d in plain.edges(data=True) for v in d.values()]
    assert {type(v) for v in values} <= {str, int, float, bool}


def test_text_never_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {"text": ["=1+1", "https://example.org", "+x", "@y"], "n": [1.5, None, float("inf"), -2.0]}
    )
    file = tmp_path / "t.xlsx"
    file.write_bytes(to_xlsx({"a/b": rows, "A_B": rows}))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["a_b", "A_B_2"]
    sheet = book["a_b"]
    assert [c.value for c in sheet["A"]][1:] == rows["text"].to_list()
    assert {c.data_type for c in sheet["A"][1:]} == {"s"}
    assert all(c.hyperlink is None for c in sheet["A"])
    assert [c.value for c in sheet["B"]][1:] == [1.5, None, None, -2]


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), written_beside(file) as part:
        part.write_text(f"half {1 / 0}")
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"x.txt": "old"}
    with written_beside(file) as part:
        part.write_text("new")
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"x.txt": "new"}


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(LinchpinError, match="not empty"):
        write_folder({"a": pl.DataFrame({"x": [1]})}, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_no_text_of_a_csv_is_a_formula_but_in_what_is_loaded_again(tmp_path: Path) -> None:
    frame = pl.DataFrame({"x": ["=1+1", "-5", "Li"]})
    for name, reload, first in (("read", False, "'=1+1"), ("loaded", True, "=1+1")):
        write_folder({"a": frame}, tmp_path / name, reload=reload)
        cells = pl.read_csv(tmp_path / name / "a.csv")["x"].to_list()
        assert cells == [first, "-5", "Li"]
    write_stream(iter([frame, frame]), tmp_path / "s.csv", "csv")
    assert pl.read_csv(tmp_path / "s.csv")["x"].to_list() == ["'=1+1", "-5", "Li"] * 2


@pytest.mark.parametrize("server", ["embedded"], indirect=True)
def test_the_native_folder_loads_back_as_the_same_graph(
    loaded: str, linchpin, tmp_path: Path
) -> None:
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    folder = tmp_path / "native" / "book"  # of the name that the evidence gives as its source
    assert linchpin("export", "graph", "--out", str(first)).code == 0
    assert linchpin("export", "graph", "--format", "csv", "--out", str(folder)).code == 0
    answer = linchpin("analyze", "deal", "--format", "json", *AS_OF).out
    assert linchpin("store", "wipe", "--yes").code == 0
    said = linchpin("load", str(folder))
    assert said.code == 0, said.out
    assert linchpin("export", "graph", "--out", str(second)).code == 0
    one, two = without_sources(first), without_sources(second)
    assert one["nodes"] == two["nodes"]
    assert one["relationships"] == two["relationships"]
    assert linchpin("analyze", "deal", "--format", "json", *AS_OF).out == answer


def without_sources(file: Path):
    graph = json.loads(file.read_text(encoding="utf-8"))
    for node in graph["nodes"]:
        node.pop("sources", None)
    for tie in graph["relationships"]:
        tie["properties"].pop("sources", None)
    return graph


def test_labels_are_in_the_language_asked_for() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node(("Person", "a"), _kind="Person", id="a", name="陈国栋", name_en="Chen")
    graph.add_node(("Person", "b"), _kind="Person", id="b", name="赵敏")
    labels = [
        [scrubbed(graph, language).nodes[f"Person:{id_}"]["label"] for id_ in "ab"]
        for language in ("en", "zh")
    ]
    assert labels == [["Chen", "赵敏"], ["陈国栋", "赵敏"]]


@pytest.mark.parametrize("server", ["embedded"], indirect=True)
def test_exports_of_one_deal(loaded: str, linchpin, tmp_path: Path) -> None:
    file = tmp_path / "deal.graphml"
    assert linchpin("export", "graph", "--deal", "deal", "--out", str(file)).code == 0
    assert set(nx.read_graphml(file).nodes) == {
        "Opportunity:deal", "Enterprise:bank", "Person:chen", "Person:zhao", "Person:qian",
        "Person:luo", "Seller:lin", "Seller:he",
    }  # fmt: skip
    svg = linchpin("export", "map", "deal", *AS_OF)
    assert svg.code == 0
    assert "<svg" in svg.out
    for ending, magic in (("png", b"\x89PNG"), ("pdf", b"%PDF"), ("pptx", b"PK")):
        picture = tmp_path / f"deal.{ending}"
        assert linchpin("export", "map", "deal", "--out", str(picture), *AS_OF).code == 0
        assert picture.read_bytes().startswith(magic)


@pytest.mark.parametrize("server", ["embedded"], indirect=True)
def test_tables(loaded: str, linchpin, tmp_path: Path) -> None:
    book, folder = tmp_path / "all.xlsx", tmp_path / "all"
    assert linchpin("export", "tables", "--out", str(book), *AS_OF).code == 0
    assert openpyxl.load_workbook(book).sheetnames == ["deals", "people", "findings", "billing"]
    assert (
        linchpin("export", "tables", "--format", "parquet", "--out", str(folder), *AS_OF).code == 0
    )
    people = pl.read_parquet(folder / "people.parquet")
    assert people.select("opportunity", "id").rows() == [
        ("deal", "chen"), ("deal", "luo"), ("deal", "zhao"), ("deal", "qian"),
    ]  # fmt: skip
    said = linchpin("export", "tables", "billing", "--format", "csv")
    assert said.out.splitlines()[0].startswith("customer,month")
    assert "bank,2026-03,,1000.5" in said.out


def test_an_ending_that_is_no_format_is_refused(loaded: str, linchpin, tmp_path) -> None:
    out = tmp_path / "map.doc"
    said = linchpin("export", "map", "deal", "--out", str(out))
    assert said.code == 2
    assert "svg, png, pdf, pptx, html" in said.err
    assert not out.exists()
