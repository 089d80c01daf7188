"""The Influence page: a network in, ranking, reasons, drawing and files out; bad files said."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import openpyxl
import polars as pl
import pytest

from graph.decision.bare.ranking import listening_of, rank_network
from tests.ui.screen_book import HOSTILE, MemoryStore
from tests.ui.test_screen_pages import opened, shown, text
from ui import services_influence
from ui.influence import export, person, picture
from ui.influence.drawing import PEOPLE, drawn
from ui.influence.files import Uploaded, example
from ui.influence.ranking import ordered
from ui.services_influence import Asked


def page(files: Uploaded | None = None, lang: str = "en", **address: str):
    app = opened("influence", lang, **address)
    if files is not None:
        app.session_state["influence.files"] = files
        app.run()
    assert not app.exception
    return app


def test_the_example_is_ranked_explained_and_drawn(book: MemoryStore) -> None:
    app = page()
    assert "What it takes" in shown(app)
    next(b for b in app.button if b.label == "Example").click()
    app.run()
    assert not app.exception
    html = shown(app)
    first = html.index('data-id="Engineer Tang"')
    assert first < html.index('data-id="Director Gao"')
    assert "through Director Gao" in html
    assert "Without Engineer Tang these groups lose each other:" in html


def test_a_person_and_an_order_are_kept_in_the_address(book: MemoryStore) -> None:
    app = page(example(), "zh", person="Hu Bo", sort="betweenness")
    html = shown(app)
    assert "经由 Xu Ning" in html
    assert html.index('data-id="Hu Bo"') < html.index('data-id="Engineer Tang"')


def test_several_addresses_are_one_person_where_a_table_says_so(book: MemoryStore) -> None:
    ties = Uploaded((("t.csv", b"from,to\nli@x,he@x\nwu@x,he2@x\nwu@x,li@x\n"),))
    who = b"id,email\nLi,li@x\nHe,he@x; he2@x\nWu,wu@x\nGao,gao@x\n"
    app = page(ties)
    app.session_state["influence.who"] = ("t.csv", who)
    app.run()
    html = shown(app)
    assert "4 addresses stand for 3 people" in html
    assert [name for name in ("He", "Li", "Wu", "Gao") if f'data-id="{name}"' in html] == [
        "He", "Li", "Wu", "Gao",
    ]  # fmt: skip
    assert "he2@x" not in html
    app.session_state["influence.who"] = ("t.csv", b"id,email\nLi,li@x\nHe,li@x\n")
    app.run()
    assert "'li@x' is of Li and of He" in text(app)


BAD = {
    "broken.graphml": (b"<graphml>", "not whole GraphML"),
    "wrong.csv": (b"who,whom\nli,he\n", "Choose under Columns"),
    "x.##h": (b"half of it", "x.##d, must stand beside it"),
    "nothing.csv": (b"", "nothing.csv"),
    "x.gz": (b"no gzip", "gzip"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_said_with_what_to_do(book: MemoryStore, name: str) -> None:
    data, said = BAD[name]
    assert said in text(page(Uploaded(((name, data),))))


def test_bad_rows_and_columns_of_ones_own(book: MemoryStore) -> None:
    rows = b"who,whom,n\nli,he,1\nwu,he,much\nwu,li,2\n"
    app = page(Uploaded((("t.csv", rows),)))
    for part, column in (("source", "who"), ("target", "whom"), ("weight", "n")):
        app.selectbox(key=f"influence.{part}").set_value(column)
    app.run()
    assert not app.exception
    html = shown(app)
    assert "1 bad row left out" in html
    assert "line 3, n: found &#x27;much&#x27;, expected a number, 0 or more." in html
    assert 'data-id="wu"' in html


def test_ways_of_counting_are_asked_for(book: MemoryStore) -> None:
    app = page(example())
    for toggle in app.toggle:
        toggle.set_value(True)
    app.run()
    assert not app.exception
    assert "each tie counts both ways" in shown(app)
    assert "among the first three in" in shown(app)


def test_files_hold_the_same_ranking() -> None:
    found = services_influence.looked(example(), Asked())
    expected = rank_network(found.ties.frame)
    assert found.ranked.equals(expected)
    assert json.loads(export.as_json(found)) == expected.to_dicts()
    table = pl.read_csv(export.csv(found))
    assert table["id"].to_list() == expected["id"].to_list()
    assert table["influence"].to_list() == pytest.approx(expected["influence"].to_list())
    sheet = openpyxl.load_workbook(io.BytesIO(export.excel(found))).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == expected["id"].to_list()


def test_a_large_network_is_drawn_in_part_with_the_one_chosen() -> None:
    ties = pl.DataFrame({"from": [f"p{i}" for i in range(1, 300)], "to": ["p0"] * 299})
    ranked, heard = rank_network(ties), listening_of(ties)
    last = ranked["id"][-1]
    found = drawn(ranked, heard, last, undirected=False)
    assert len(found.nodes) == PEOPLE
    assert {found.nodes[0].id, found.nodes[-1].id} == {"p0", last}
    assert found.left_out == (300 - PEOPLE, 299 - len(found.edges))
    assert {e.source for e in found.edges} | {"p0"} == {n.id for n in found.nodes}


def test_the_picture_is_whole_whatever_the_names() -> None:
    ties = pl.DataFrame({"from": [HOSTILE, "b"], "to": ["a&b", HOSTILE]})
    found = drawn(rank_network(ties), listening_of(ties), None, undirected=False)
    root = ElementTree.fromstring(picture.svg(found, HOSTILE))
    words = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert {"a&b", "b"} <= set(words)
    assert not [e for e in root.iter() if e.tag.endswith(("script", "img"))]


def test_order_and_search() -> None:
    ranked = rank_network(services_influence.looked(example(), Asked()).ties.frame)
    by = ordered(ranked, "out_degree", "")["out_degree"].to_list()
    assert by == sorted(by, reverse=True)
    assert ordered(ranked, "-out_degree", "")["out_degree"].to_list() == by[::-1]
    assert set(ordered(ranked, "", "LI")["id"]) == {"Liu Yang", "Ma Li"}


def test_what_a_part_of_the_reason_means_is_not_cut() -> None:
    shown = person._part("stays with this one", "asks few others, and so is swayed little", 0.4)
    assert "swayed little" in shown
    assert "cut" not in shown
