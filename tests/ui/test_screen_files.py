"""Files for a spreadsheet: text stays text, colours stay, and nothing is a formula."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from tests.ui.screen_book import AS_OF, FORMULA, MemoryStore
from ui import services, services_groups
from ui.files import csv_bytes, xlsx_bytes
from ui.groups import sheets
from ui.groups.export import FILLS, further, workbook
from ui.names import Names
from ui.overview import export
from ui.overview.book import Line

ODD = pd.DataFrame(
    {
        "text": [FORMULA, "-1 or so", None],
        "n": [1.5, float("nan"), 3],
        "on": [date(2026, 1, 2)] * 3,
    },
    dtype=object,
)


def sheet(content: bytes, name: str | None = None):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book[name] if name else book.active


def test_excel_keeps_text_numbers_and_days() -> None:
    page = sheet(xlsx_bytes(ODD))
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=2)]
    assert rows[0][0] == FORMULA
    assert page["A2"].data_type == "s"
    assert [r[1] for r in rows] == [1.5, None, 3]
    assert rows[0][2].date() == date(2026, 1, 2)
    assert not [c for row in page.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]


def test_csv_opens_in_excel_without_formulas() -> None:
    content = csv_bytes(ODD)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("\"'=HYPERLINK")
    assert lines[2].startswith("'-1 or so")


def test_long_text_is_cut_to_what_a_cell_holds() -> None:
    page = sheet(xlsx_bytes(pd.DataFrame({"t": ["x" * 40_000]})))
    assert len(page["A2"].value) == 32_767


def test_deals_are_exported_one_a_row(book: MemoryStore) -> None:
    frame = export.frame([Line(a) for a in services.analyses()])
    assert frame["Id"].tolist() == ["d1", "d2"]
    assert frame["Amount"].tolist() == [12_600_000.0, 400_000.0]
    assert sheet(xlsx_bytes(frame))["C3"].value == FORMULA


def test_matrix_keeps_its_colours(book: MemoryStore) -> None:
    group, answer = services_groups.matrix("g"), services_groups.cross_sell("g")
    content = workbook(group, "zh", further(services_groups.owned("g").group, answer))
    page = sheet(content, "matrix")
    assert [c.value for c in page[1]] == ["member", "name", "line", "oa"]
    by_member = {row[0].value: row for row in page.iter_rows(min_row=2)}
    states = {c.member: {} for c in group.cells}
    for cell in group.cells:
        states[cell.member][cell.product] = cell.state
    assert states["g"]["line"] == "ours"
    assert states["c"]["oa"] == "rival"
    for member, row in by_member.items():
        for at, product in enumerate(("line", "oa"), start=2):
            state = states[member][product]
            assert row[at].value.split()[0] == state
            assert row[at].fill.fgColor.rgb == "FF" + FILLS[state].lstrip("#")
    cells = sheet(content, "cells")
    assert cells.max_row == 1 + len(group.cells)
    assert answer.as_of == AS_OF


@pytest.mark.parametrize(
    ("lang", "tabs", "heads", "held", "route"),
    [
        ("en", ["Whitespace", "Ways in"], ["Company", "Leased line", "Mobile OA"],
         "held by Huatong 62% · no way in is known", "Deng Hao → Chen Guodong"),
        ("zh", ["空白矩阵", "进入路径"], ["企业", "专线", "移动OA"],
         "由华通 62%占有 · 没有已知进入路径", "邓浩 → 陈国栋"),
    ],
)  # fmt: skip
def test_a_group_can_be_read_without_ids(
    book: MemoryStore, monkeypatch, lang, tabs, heads, held, route
) -> None:
    monkeypatch.setenv("LINCHPIN_LANG", lang)
    matrix, answer = services_groups.matrix("g"), services_groups.cross_sell("g")
    names = Names(services.snapshot())

    def read(made) -> None:
        sheets.write_matrix(made, matrix, names, "G", FILLS)
        sheets.write_ways(made, answer, names)

    made = openpyxl.load_workbook(io.BytesIO(workbook(matrix, lang, None, read)))
    assert (made.active.title, made.sheetnames[-2:]) == (tabs[0], tabs)
    rows = list(made.active.iter_rows(min_row=sheets.FIRST_ROW, max_col=3))
    assert [c.value for c in rows[0]] == heads
    worth = next(p.expected_value for p in answer.paths if p.product == "oa")
    found = {member.id: row[1:] for member, row in zip(matrix.members, rows[1:], strict=True)}
    assert found["g"][0].value == 12 * 18_000
    assert found["b"][1].value == pytest.approx(worth)
    assert found["c"][1].value == held
    fills = [c.fill.fgColor.rgb for c in (found["g"][0], found["b"][1], found["c"][1])]
    assert fills == ["FF" + FILLS[s].lstrip("#") for s in ("ours", "open", "rival")]
    ways = [[c.value for c in row] for row in made[tabs[1]].iter_rows(min_row=2)]
    assert [row[2] for row in ways] == [route] * len(answer.paths)
    assert [row[10] for row in ways] == [pytest.approx(p.expected_value) for p in answer.paths]
