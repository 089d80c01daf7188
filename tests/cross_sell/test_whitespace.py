"""The state of every cell, and the reasons."""

import io
from datetime import date

import openpyxl
import polars as pl
import pytest

from graph.cross_sell.results import RivalShare
from graph.cross_sell.revenue import day_of, revenue
from graph.cross_sell.whitespace import cell_states
from graph.cross_sell.whitespace_matrix import whitespace
from graph.snapshot import Snapshot
from ui.groups.cells import CELL_COLUMNS, cell_row
from ui.groups.export import workbook
from ui.terminal.emit import frame_bytes
from ui.terminal.whitespace import as_frame

AS_OF = date(2026, 3, 31)


def states(product=None, uses=(), supplies=(), enterprise=None):
    """Return the one cell of a world of one company and one product."""
    company = {"id": ["e"]} | {k: [v] for k, v in (enterprise or {}).items()}
    offered = {"id": ["p"]} | {k: [v] for k, v in (product or {}).items()}
    nodes = {
        "Enterprise": pl.DataFrame(company),
        "Product": pl.DataFrame(offered),
        "Competitor": pl.DataFrame({"id": ["k", "l"]}),
    }
    ties = {}
    if uses:
        ties["USES"] = pl.DataFrame([{"from": "e", "to": "p"} | u for u in uses])
    if supplies:
        ties["SUPPLIES"] = pl.DataFrame([{"from": "k", "to": "e"} | s for s in supplies])
    made = Snapshot.from_frames(nodes, ties)
    return cell_states(made, [0], day_of(AS_OF))[0, 0]


SUPPLY = {"product": "p", "share": 0.4, "until": date(2026, 9, 1)}
RIVAL = RivalShare(competitor="k", share=0.4, until=date(2026, 9, 1))


def test_ours_still_lists_rivals():
    cell = states(uses=[{"since": date(2026, 3, 31)}], supplies=[SUPPLY])
    assert (cell.state, cell.rivals) == ("ours", [RIVAL])


@pytest.mark.parametrize(
    "span", [{"since": date(2026, 4, 1)}, {"until": date(2026, 3, 31)}], ids=["not yet", "ended"]
)
def test_use_that_is_not_in_force_leaves_the_cell_open(span):
    assert states(uses=[span]).state == "open"


def test_a_rival_comes_before_not_suitable():
    cell = states({"min_employees": 50}, supplies=[SUPPLY], enterprise={"employees": 10})
    assert (cell.state, cell.rivals, cell.why) == ("rival", [RIVAL], None)


@pytest.mark.parametrize(
    "supply", [SUPPLY | {"until": date(2026, 3, 1)}, SUPPLY | {"product": "x"}]
)
def test_a_supply_that_ended_or_is_of_something_else_does_not_count(supply):
    assert states(supplies=[supply]).state == "open"


@pytest.mark.parametrize(
    ("product", "enterprise", "why"),
    [
        ({"min_employees": 50}, {"employees": 49}, "min_employees"),
        ({"min_employees": 50}, {"employees": 50}, None),
        ({"max_employees": 50}, {"employees": 51}, "max_employees"),
        ({"max_employees": 50}, {"employees": 50}, None),
        ({"min_employees": 50}, {}, None),
        ({"industries": ["Bank", "insurance"]}, {"industry": "bank "}, None),
        ({"industries": ["bank"]}, {"industry": "energy"}, "industries"),
        ({"industries": ["bank"]}, {}, None),
        ({"industries": []}, {"industry": "energy"}, None),
        ({"regions": ["东区"]}, {"region": "西区"}, "regions"),
        ({"regions": ["东区"]}, {"region": "东区"}, None),
    ],
)
def test_only_a_known_value_rules_a_product_out(product, enterprise, why):
    cell = states(product, enterprise=enterprise)
    assert (cell.state, cell.why) == (("open" if why is None else "not_suitable"), why)


def answer_of(toy, build, expected=None):
    made = build(*toy)
    paid = revenue(made, BILLS, AS_OF, 12)
    return whitespace(
        made, "G", as_of=AS_OF, currency="CNY", paid=paid, expected=expected or {("A", "line"): 9.0}
    )


BILLS = pl.DataFrame(
    {
        "customer": ["G", "X", "B"],
        "month": ["2026-03", "2026-03", "2026-03"],
        "product": ["line", "mail", "mail"],
        "revenue": [1.0, 40.0, 70.0],
    }
)


def test_the_matrix_of_the_toy_group_with_its_sums(toy, build):
    nodes, ties = toy
    ties["SUPPLIES"] = pl.DataFrame([{"from": "rival", "to": "C"} | SUPPLY | {"product": "line"}])
    nodes["Product"] = nodes["Product"].with_columns(
        min_employees=pl.Series([None, None, 300], dtype=pl.Int64)
    )
    found = answer_of((nodes, ties), build)
    assert [m.id for m in found.members] == ["G", "A", "C", "B"]
    assert [p.id for p in found.products] == ["cloud", "line", "mail"]
    cells = {(c.member, c.product): c for c in found.cells}
    assert {key: c.state for key, c in cells.items() if c.state != "open"} == {
        ("G", "line"): "ours",
        ("B", "line"): "ours",
        ("C", "line"): "rival",
        ("B", "cloud"): "not_suitable",
        ("C", "cloud"): "not_suitable",
    }
    assert cells["B", "cloud"].why == "min_employees"
    assert cells["A", "line"].expected_value == 9.0
    # What the use states stands before what is billed; only uses bring in anything.
    assert [c.monthly_revenue for c in found.cells if c.monthly_revenue] == [1000.0, 500.0]
    line = found.sums.products["line"]
    assert (line.ours, line.rival, line.open, line.not_suitable) == (2, 1, 1, 0)
    assert (line.monthly_revenue, line.expected_value) == (1500.0, 9.0)
    assert found.sums.members["C"].model_dump() == {
        "ours": 0, "rival": 1, "open": 1, "not_suitable": 1, "monthly_revenue": 0.0,
        "expected_value": 0.0,
    }  # fmt: skip


def test_a_use_that_states_nothing_brings_in_what_is_billed(toy, build):
    _, ties = toy
    ties["USES"] = ties["USES"].with_columns(monthly_revenue=pl.lit(None, pl.Float64))
    cells = {(c.member, c.product): c.monthly_revenue for c in answer_of(toy, build).cells}
    assert cells["G", "line"] == 1.0
    assert cells["B", "line"] is None
    assert cells["B", "mail"] is None


def test_the_workbook_keeps_states_and_colours_and_no_text_becomes_a_formula(toy, build):
    nodes, ties = toy
    nodes["Enterprise"] = nodes["Enterprise"].with_columns(
        name=pl.col("name").replace("甲公司", "=1+1")
    )
    ties["SUPPLIES"] = pl.DataFrame([{"from": "rival", "to": "C"} | SUPPLY | {"product": "line"}])
    found = answer_of((nodes, ties), build)
    book = openpyxl.load_workbook(io.BytesIO(workbook(found, "zh")))
    assert book.sheetnames == ["cells", "matrix"]
    rows = list(book["cells"].iter_rows(values_only=True))
    assert rows[0] == CELL_COLUMNS
    assert rows[1:] == [tuple(cell_row(c)) for c in found.cells]
    sheet = book["matrix"]
    assert [c.value for c in sheet[1]] == ["member", "name", "cloud", "line", "mail"]
    assert [c.value for c in sheet["B"]] == ["name", "集团", "=1+1", "丙公司", "乙公司"]
    assert sheet["B3"].data_type == "s"
    states = {c.value: c.fill.fgColor.rgb for row in sheet["C2:E5"] for c in row}
    assert states.keys() == {"ours 1000", "ours 500", "open", "rival"}
    assert states["ours 1000"] == states["ours 500"]
    assert len(set(states.values())) == 3


def test_csv_rows_hold_rivals_and_no_formula(toy, build):
    nodes, ties = toy
    nodes["Competitor"] = pl.DataFrame({"id": ["rival", "=k"], "name": ["对手", "=k"]})
    ties["SUPPLIES"] = pl.DataFrame(
        [
            {"from": "rival", "to": "A"} | SUPPLY | {"product": "line"},
            {"from": "=k", "to": "A", "product": "line", "share": None, "until": None},
        ],
        schema_overrides={"share": pl.Float64, "until": pl.Date},
    )
    found = answer_of((nodes, ties), build)
    written = pl.read_csv(frame_bytes(as_frame(found), "csv"))
    row = written.filter(member="A", product="line").row(0, named=True)
    assert row["rivals"] == "'=k::;rival:0.4:2026-09-01"
    kept = pl.read_parquet(frame_bytes(as_frame(found), "parquet"))
    assert kept.filter(member="A")["rivals"].to_list()[1][0] == "="
