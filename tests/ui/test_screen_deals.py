"""The overview's lines: what becomes of a deal, sums by currency, sorting and filters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.decision.results import Analysis
from tests.ui.screen_book import AS_OF, MemoryStore
from ui import services
from ui.overview import cards, table
from ui.overview.book import (
    AGAINST,
    OPEN,
    PASSES,
    SHORT,
    SORTS,
    Filter,
    Line,
    main_currency,
    ordered,
    sums,
)


@pytest.fixture
def lines(book: MemoryStore) -> list[Line]:
    return [Line(a) for a in services.analyses()]


@pytest.fixture
def deal(lines: list[Line]) -> Analysis:
    return lines[0].analysis


def with_(answer: Analysis, **changed: object) -> Line:
    return Line(answer.model_copy(update=changed))


def test_what_becomes_of_a_deal(deal: Analysis) -> None:
    cases = {
        PASSES: {"lean": 0.3, "passes": True, "blocked_by": []},
        SHORT: {"lean": 0.1, "passes": False, "blocked_by": []},
        AGAINST: {"lean": -0.1, "passes": False, "blocked_by": []},
        OPEN: {"lean": None, "passes": None, "blocked_by": []},
    }
    assert {result: with_(deal, **c).result for result, c in cases.items()} == {r: r for r in cases}
    assert with_(deal, lean=0.5, passes=False, blocked_by=["chen"]).result == AGAINST


def test_result_says_why(deal: Analysis) -> None:
    said = {
        "Blocked · Chen Guodong": {"lean": 0.5, "passes": False, "blocked_by": ["chen"]},
        "No decider known": {"lean": None, "lean_sd": None, "passes": None, "known_share": None},
        "Votes short": {"lean": 0.5, "passes": False},
        "Short by 0.32": {"lean": -0.12, "passes": False},
        "Passes": {"lean": 0.5, "passes": True},
    }
    for words, changed in said.items():
        html = table.table([with_(deal, **changed)], "stake", AS_OF)
        assert words in html, words
        assert "nan" not in html.lower()
        assert "None" not in html


def test_known_share_unknown_is_in_the_dark(deal: Analysis) -> None:
    assert with_(deal, known_share=None).in_the_dark
    assert with_(deal, known_share=0.49).in_the_dark
    assert not with_(deal, known_share=0.5).in_the_dark


def test_currencies_are_never_added(lines: list[Line]) -> None:
    assert sums(lines, lambda x: x.amount) == {"CNY": 12_600_000.0, "USD": 400_000.0}
    html = cards.cards(lines, "CNY")
    assert "¥12.6M" in html
    assert "+ $0.40M" in html
    assert "13.0M" not in html


def test_unknown_amounts_are_a_dash_and_no_deals_are_nothing(lines: list[Line]) -> None:
    unknown = []
    for one in (x.analysis for x in lines):
        worst = [f.model_copy(update={"money": None}) for f in one.findings]
        without = one.opportunity.model_copy(update={"amount": None})
        unknown.append(with_(one, opportunity=without, findings=worst))
    figures = cards.cards(unknown, "CNY").split('class="figure"')[1:]
    assert [f.split("</b>")[0].rsplit(">", 1)[1] for f in figures[:2]] == ["–", "–"]
    assert "¥0<" in cards.cards([], "CNY")


def test_currency_of_the_figures(lines: list[Line]) -> None:
    assert main_currency(lines, "CNY") == "CNY"
    assert main_currency(lines[1:], "CNY") == "USD"
    assert main_currency([], "CNY") == "CNY"


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{s}" for s in SORTS)])
def test_every_sort_keeps_every_deal(lines: list[Line], sort: str) -> None:
    assert {x.id for x in ordered(lines, sort)} == {"d1", "d2"}


def test_turning_a_sort_turns_the_order(lines: list[Line]) -> None:
    assert [x.id for x in ordered(lines, "amount")] == ["d1", "d2"]
    assert [x.id for x in ordered(lines, "-amount")] == ["d2", "d1"]
    assert [x.id for x in ordered(lines, "close")] == ["d1", "d2"]


def test_missing_figures_stand_last(deal: Analysis, lines: list[Line]) -> None:
    without = deal.model_copy(
        update={"opportunity": deal.opportunity.model_copy(update={"id": "d0", "amount": None})}
    )
    assert [x.id for x in ordered([Line(without), *lines], "amount")] == ["d1", "d2", "d0"]


def test_filters(lines: list[Line]) -> None:
    def kept(**asked: object) -> set[str]:
        return {x.id for x in lines if replace(Filter(), **asked).keeps(x)}

    assert kept() == {"d1", "d2"}
    assert kept(stage="bidding") == {"d1"}
    assert kept(seller="lin") == {"d1"}
    assert kept(words="钱军 网点") == {"d1"}
    assert kept(words="QIAN jun") == {"d1"}
    assert kept(result="dark") == {x.id for x in lines if x.in_the_dark}


def test_only_so_many_deals_are_drawn_and_that_is_said(deal: Analysis) -> None:
    many = [Line(deal)] * (table.ROWS + 1)
    assert table.table(many, "stake", AS_OF).count("<tr") == table.ROWS + 1  # and the head
    assert "The first 200 of 201 are shown" in table.foot(0.2, len(many))
    assert "are shown" not in table.foot(0.2, table.ROWS)
