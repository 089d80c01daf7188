"""Portfolio: deals in the picture, who carries revenue, the week of each seller, clicks."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph.decision.exposed import exposed_revenue
from graph.decision.plan.week import HOURS, MET, PassedOver
from tests.ui.screen_book import MemoryStore
from tests.ui.test_screen_pages import opened, shown
from ui import services, services_portfolio
from ui.diagram.geometry import Box
from ui.format import money
from ui.names import Names
from ui.overview.book import Line
from ui.portfolio import export
from ui.portfolio.exposed import exposed
from ui.portfolio.labels import named, runs_through
from ui.portfolio.left_out import left_out
from ui.portfolio.place import opened as address
from ui.portfolio.place import place
from ui.portfolio.scatter import HEIGHT, WIDTH, discs, frame_boxes, legend, scatter, without_name


@pytest.fixture
def lines(book: MemoryStore) -> dict[str, Line]:
    return {a.opportunity.id: Line(a) for a in services.analyses()}


def places(app: AppTest) -> list[str]:
    html = [json.loads(e.proto.json)["html"] for e in app.main if e.type == "bidi_component"]
    return [part.split('"')[0] for part in "".join(html).split('data-id="')[1:]]


def test_every_deal_stands_in_the_picture_by_lean_and_amount(lines: dict[str, Line]) -> None:
    low, high = lines["d1"], lines["d2"]
    low = Line(low.analysis.model_copy(update={"lean": -0.5}))
    high = Line(high.analysis.model_copy(update={"lean": 0.5}))
    placed = {d.line.id: d for d in discs([low, high], 1.0, "CNY")}
    assert placed["d1"].x < placed["d2"].x
    assert placed["d1"].r > placed["d2"].r  # the other is in dollars and has no place in the areas
    assert all(0 < d.x < WIDTH and 0 < d.y < HEIGHT for d in placed.values())
    assert scatter([low, high], "CNY").count('class="disc') == 2


def test_a_more_severe_deal_stands_higher(lines: dict[str, Line]) -> None:
    line = lines["d1"]
    assert line.worst is not None
    milder = line.worst.model_copy(update={"severity": line.worst.severity / 4})
    mild = Line(line.analysis.model_copy(update={"findings": [milder]}))
    assert discs([mild], 1.0, "CNY")[0].y > discs([line], 1.0, "CNY")[0].y


def test_a_row_leads_to_its_deal_with_the_person_chosen(lines: dict[str, Line]) -> None:
    rows = exposed_revenue([x.analysis for x in lines.values()])
    assert rows
    html = exposed(rows, lines)
    first = rows[0]
    assert f'data-id="{place(first.deals[0], first.kind, first.id)}"' in html
    assert address(place("a:b", "person", "c:d")) == {"deal": "a:b", "sel": "person:c:d"}


def test_the_page_offers_the_deals_and_the_week(book: MemoryStore) -> None:
    app = opened("portfolio")
    assert not app.exception
    assert {"d1", "d2"} <= set(places(app))
    assert "Revenue at risk by person" in shown(app)


def test_a_group_alone_can_be_looked_at(book: MemoryStore) -> None:
    heads = services_portfolio.group_heads()
    assert heads["c"] == "g"
    app = opened("portfolio", group=heads["c"])
    assert not app.exception
    deals = {d for d in ("d1", "d2") if d in places(app)}
    wanted = {
        a.opportunity.id
        for a in services.analyses()
        if heads.get(a.opportunity.enterprise or "") == "g"
    }
    assert deals == wanted


def test_sums_of_the_week_are_in_one_currency(book: MemoryStore) -> None:
    amounts, missing = services_portfolio.amounts()
    assert amounts["d1"] == 12_600_000
    assert ("d2" in amounts) == (missing == [])


def test_the_workbook_names_who_and_how_much(lines: dict[str, Line]) -> None:
    rows = exposed_revenue([x.analysis for x in lines.values()])
    of = {id_: x.analysis.opportunity.currency or "" for id_, x in lines.items()}
    at_risk, week = export.sheets(rows, {}, Names(services.snapshot()), of).values()
    assert sorted(set(at_risk.iloc[:, 0])) == sorted(r.id for r in rows)
    assert week.empty
    for row in rows:
        mine = at_risk[at_risk.iloc[:, 0] == row.id]
        told = {c: (m, d.split(";")) for c, m, d in mine.iloc[:, 3:6].itertuples(index=False)}
        assert sorted(d for _, deals in told.values() for d in deals) == sorted(row.deals)
        assert {c: m for c, (m, _) in told.items() if c} == row.money
        assert all(of[d] == c for c, (_, deals) in told.items() if c for d in deals)


def test_sums_in_several_currencies_are_all_shown_and_ordered_by_worth(
    lines: dict[str, Line],
) -> None:
    line = lines["d1"]
    loss = line.analysis.losses[0]
    deals = {"CNY": 1e6, "JPY": 9e6, "USD": 1e6}
    rows = []
    for currency, amount in deals.items():
        deal = line.analysis.opportunity.model_copy(
            update={"id": currency, "currency": currency, "amount": amount}
        )
        mine = [loss.model_copy(update={"id": f"p{currency}", "loss": 0.5})]
        both = [loss.model_copy(update={"id": "both", "loss": 0.1})] if currency != "JPY" else []
        rows.append(
            line.analysis.model_copy(update={"opportunity": deal, "losses": [*mine, *both]})
        )
    found = exposed_revenue(rows, {"CNY": 1e6, "USD": 7e6})
    assert [r.id for r in found] == ["pUSD", "both", "pCNY", "pJPY"]
    assert found[1].worth == pytest.approx(0.8e6)
    html = str(exposed(found, lines))
    assert "¥0<" not in html
    assert all(money(v, c, "en") in html for r in found for c, v in r.money.items())


def test_what_the_week_has_no_room_for_is_named_with_its_reason(lines: dict[str, Line]) -> None:
    names = Names(services.snapshot())
    found = [
        PassedOver(deal="d1", seller="lin", person="zhao", why=HOURS),
        PassedOver(deal="d1", seller="lin", person="qian", why=MET),
    ]
    page = left_out(found, lines, names)
    assert page is not None
    for said in ("the hours go to meetings worth more", "met by somebody else of ours"):
        assert page.count(said) == 1
    assert "others gain more together" not in page
    assert 'data-id="d1:person:zhao"' in page
    assert "Lin Yue meets Qian Jun" in page
    assert left_out([], lines, names) is None


points = st.tuples(st.floats(50, 630), st.floats(45, 440), st.floats(5, 22))


@given(st.lists(points, max_size=30), st.floats(-1, 1), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_no_name_lies_on_a_name_a_disc_or_a_line(placed, mark, random) -> None:
    frame = frame_boxes(1.0, mark)
    within = Box(0, 0, WIDTH, HEIGHT)
    found = named(placed, [random.uniform(30, 140) for _ in placed], within, frame)
    boxes = [label.box for label in found if label is not None]
    taken = [*frame, *(Box(x - r, y - r, 2 * r, 2 * r) for x, y, r in placed)]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlap(b) > 0]
    assert not [1 for a in boxes for b in taken if a.overlap(b) > 0]
    assert not [1 for a in boxes if a.x < 0 or a.right > WIDTH or a.y < 0 or a.bottom > HEIGHT]
    leaders = [label.leader for label in found if label is not None and label.leader]
    assert not [1 for line in leaders for box in boxes if runs_through(line, box)]


def test_no_name_lies_on_a_disc_that_has_none_itself() -> None:
    crowd = [(60.0 + 27 * (i % 20), 60.0 + 19 * (i // 20), 5.0) for i in range(400)]
    found = named(crowd, [60.0] * 400, Box(0, 0, WIDTH, HEIGHT), [])
    boxes = [label.box for label in found if label is not None]
    round_ = [Box(x - r, y - r, 2 * r, 2 * r) for x, y, r in crowd]
    assert len(found) == 400
    assert boxes
    assert not [1 for a in boxes for b in round_ if a.overlap(b) > 0]


def test_discs_in_the_open_all_have_their_names() -> None:
    grid = [(100.0 + 180 * i, 90.0 + 60 * j, 10.0) for i in range(3) for j in range(5)]
    found = named(grid, [100.0] * len(grid), Box(0, 0, WIDTH, HEIGHT), frame_boxes(1.0, 0.2))
    assert None not in found


def test_every_deal_is_named_in_the_picture_or_below_it(lines: dict[str, Line]) -> None:
    one = lines["d1"].analysis.model_copy(update={"lean": 0.3})
    crowd = [
        Line(one.model_copy(update={"opportunity": one.opportunity.model_copy(
            update={"id": f"d{i}", "enterprise_name": f"客户{i:02}", "enterprise_name_en": None})}))
        for i in range(70)
    ]  # fmt: skip
    below = without_name(crowd, "CNY")
    assert below is not None
    drawn = scatter(crowd, "CNY").count('class="label"')
    assert drawn + below.count("<button") + int(re.search(r"and (\d+) more", below)[1]) == 70


@pytest.mark.parametrize(("lang", "words"), [("en", "short"), ("zh", "不足")])
def test_the_legend_names_the_colours_that_are_there(lines, lang, words, monkeypatch) -> None:
    monkeypatch.setenv("LINCHPIN_LANG", lang)
    short = [x.analysis.model_copy(update={"lean": 0.1, "passes": False, "blocked_by": []})
             for x in lines.values()]  # fmt: skip
    told = legend([Line(a, 0.0) for a in short])
    assert told is not None
    assert f'class="sign warn"></i>{words}' in told
    assert "sign good" not in told
    assert legend([]) is None
