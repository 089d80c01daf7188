"""The Group page: sums, sorting, filters, folding, the plan, and groups too large to draw whole."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from benchmarks.made_group import group
from tests.ui.screen_book import HOSTILE, MemoryStore, records
from tests.ui.test_screen_pages import opened, shown
from ui import services_groups, text
from ui.groups.matrix import pair_id
from ui.groups.order import columns, lines, ordered
from ui.groups.tree import FIRST, folded_at_first, visible

MEMBERS = 70


@pytest.fixture
def large(use) -> MemoryStore:
    """Return a group of 70 companies and 6 products, in use by the pages."""
    store = MemoryStore(group(MEMBERS, 6))
    use(store)
    return store


def rows(html: str, table: str) -> list[str]:
    """Return the rows in the body of a table."""
    found = re.search(rf'<table class="{table}.*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    assert found is not None
    return re.findall(r"<tr.*?</tr>", found[1], re.DOTALL)


def heads(html: str) -> list[str]:
    """Return the companies of the matrix in their order."""
    return [re.search(r"<th[^>]*>(?:<span>)?(.*?)</", row)[1] for row in rows(html, "matrix")]


def test_sums_stand_in_the_matrix_and_agree_with_its_cells(book: MemoryStore) -> None:
    found = services_groups.matrix("g")
    html = shown(opened("group", id="g"))
    totals = re.search(r'<tr class="totals">(.*?)</tr>', html)[1]
    used = re.findall(r'class="sum"[^>]*>(\d+/\d+)<', totals)
    assert used == ["1/3", "0/3"]
    assert [s.ours for s in found.sums.products.values()] == [1, 0]
    assert sum(s.ours for s in found.sums.members.values()) == 1
    assert found.sums.products["line"].monthly_revenue == 18_000.0


@pytest.mark.parametrize("sort", ["ours", "expected", "p:line", "p:oa", "p:nothing", ""])
def test_rows_are_sorted_by_a_column(book: MemoryStore, sort: str) -> None:
    found = services_groups.matrix("g")
    html = shown(opened("group", id="g", sort=sort))
    expected = [m.name_en or m.name for m in ordered(found, found.members, sort)]
    assert [name.replace("&#x27;", "'") for name in heads(html)] == [
        HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        if name == HOSTILE
        else name
        for name in expected
    ]
    assert HOSTILE not in html
    if sort == "ours":
        assert expected[0] == "Donghai Group"
        assert 'aria-sort="descending"' in html


def test_a_state_alone_is_shown(book: MemoryStore) -> None:
    html = shown(opened("group", id="g", show="rival"))
    assert heads(html) == ["Donghai Gas"]
    assert len(re.findall(r'class="cell rival', html)) == 1
    assert 'class="cell ours' not in html


def test_words_find_companies_or_products(book: MemoryStore) -> None:
    matrix = services_groups.matrix("g")
    everybody = {m.id for m in matrix.members}
    assert [m.id for m in lines(matrix, everybody, "gas", "")] == ["c"]
    assert [p.id for p in columns(matrix, "gas", "")] == ["line", "oa"]
    assert [p.id for p in columns(matrix, "mobile", "")] == ["oa"]
    assert {m.id for m in lines(matrix, everybody, "mobile", "")} == everybody
    html = shown(opened("group", id="g", find="gas"))
    assert heads(html) == ["Donghai Gas"]
    assert "No cell fits the filters." in shown(opened("group", id="g", find="nothing at all"))


def test_a_rival_is_named_with_share_and_end(use) -> None:
    made = records()
    supply = made.relationships["SUPPLIES"].with_columns(until=pl.lit(date(2026, 9, 1)))
    use(MemoryStore(replace(made, relationships={**made.relationships, "SUPPLIES": supply})))
    html = shown(opened("group", id="g"))
    assert "held by Huatong 62% until 1 Sep 2026" in html


def test_a_plan_stands_in_the_address_and_keeps_its_budget(book: MemoryStore) -> None:
    limits = services_groups.Limits(hours=4.0, per_person=1)
    plan = services_groups.planned("g", limits)
    app = opened("group", id="g", hours="4", per_person="1")
    html = shown(app)
    assert not app.exception
    assert len(rows(html, "paths plain-head actions")) == len(plan.actions) > 0
    assert plan.hours_used <= 4
    assert max(plan.per_person.values()) == 1
    assert "nobody more than 1 times" in html
    assert "Plan within the budget" not in shown(opened("group", id="g"))
    assert "Nothing fits" in shown(opened("group", id="g", hours="0"))
    assert not opened("group", id="g", hours="nan", money="x").exception


def test_without_an_id_the_group_with_most_at_stake_opens(large: MemoryStore, use) -> None:
    companies, held = large.book.nodes["Enterprise"], large.book.relationships["MEMBER_OF"]
    pair = companies.head(2).with_columns(id=pl.Series(["A", "B"]), name=pl.Series(["Small", "B"]))
    row = held.head(1).with_columns(pl.lit("B").alias("from"), pl.lit("A").alias("to"))
    nodes = large.book.nodes | {"Enterprise": pl.concat([pair, companies])}
    ties = large.book.relationships | {"MEMBER_OF": pl.concat([row, held])}
    use(MemoryStore(replace(large.book, nodes=nodes, relationships=ties)))
    assert services_groups.services.groups() == ["E0000", "A"]
    assert "Company 0</h1>" in shown(opened("group"))


def test_a_large_group_comes_folded_and_is_drawn_when_asked_for(large: MemoryStore) -> None:
    members = services_groups.owned("E0000").group
    folded = folded_at_first(members)
    assert {m.depth for m in visible(members, folded)} <= {0, 1}
    assert len(visible(members, set())) == MEMBERS
    html = shown(opened("group", id="E0000"))
    assert len(rows(html, "tree")) == len(visible(members, folded))
    flat = group(MEMBERS, 2)
    held = flat.relationships["MEMBER_OF"].with_columns(to=pl.lit("E0000"))
    large.book = replace(flat, relationships={**flat.relationships, "MEMBER_OF": held})
    large.revision += 1
    services_groups.services.forget_answers()
    html = shown(opened("group", id="E0000"))
    assert len(rows(html, "tree")) == len(rows(html, "matrix")) == FIRST
    assert f"Draw all {MEMBERS} companies" in html
    html = shown(opened("group", id="E0000", rows="1"))
    assert len(rows(html, "tree")) == len(rows(html, "matrix")) == MEMBERS


def test_bad_holdings_are_said_and_the_page_stands(use) -> None:
    made = records()
    held = pl.DataFrame(
        [("b", "g", 0.9), ("c", "g", 0.7), ("c", "b", 0.7), ("g", "g", 0.2), ("b", "c", 0.1)],
        schema=["from", "to", "share"],
        orient="row",
    )
    use(MemoryStore(replace(made, relationships={**made.relationships, "MEMBER_OF": held})))
    app = opened("group", id="g")
    html = shown(app)
    assert not app.exception
    assert "Donghai Group is said to own itself: left out." in html
    assert "The shares in Donghai Gas sum to 140%: scaled to 100%." in html
    assert "own one another" in html
    assert len(rows(html, "tree")) == 3


@pytest.mark.parametrize(
    ("member", "words"),
    [("g", "nothing is offered to it itself"), ("nobody", "has the id nobody")],
)
def test_why_no_path_is_listed(book: MemoryStore, member: str, words: str) -> None:
    assert words in shown(opened("group", id="g", member=member))


def test_choosing_a_cell_shows_its_path(book: MemoryStore) -> None:
    answer = services_groups.cross_sell("g")
    last = answer.paths[-1]
    html = shown(opened("group", id="g", path=pair_id(last.member, last.product)))
    chosen = re.search(r'<button[^>]*class="cell [^"]*chosen"[^>]*>', html)[0]
    assert pair_id(last.member, last.product).replace('"', "&quot;") in chosen


def test_where_adoption_contains_access_the_sums_do_not_multiply_by_it(
    book: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = services_groups.cross_sell("g")
    usual = shown(opened("group", id="g"))
    assert "is the mean access of the members reached" in usual
    within = found.model_copy(update={"access_within": True})
    monkeypatch.setattr(services_groups, "cross_sell", lambda _: within)
    html = shown(opened("group", id="g"))
    assert "the fitted adoption contains access already" in html
    assert "is the mean access of the members reached" not in html


def test_kept_rows_hold_nobodys_choice(large: MemoryStore) -> None:
    drawn = {m.id for m in visible(services_groups.owned("E0000").group, set()) if m.depth < 2}
    paths = {p.member: p for p in services_groups.cross_sell("E0000").paths if p.member in drawn}
    assert len(paths) > 2
    for path in list(paths.values())[:3]:
        html = shown(opened("group", id="E0000", path=pair_id(path.member, path.product)))
        chosen = re.findall(r'<button[^>]*class="cell [^"]*chosen"[^>]*data-id="([^"]*)"', html)
        assert chosen == [pair_id(path.member, path.product).replace('"', "&quot;")]
    for given in ("nonsense", "5", "[1]"):
        assert not opened("group", id="E0000", path=given).exception


def test_the_language_is_found_once_for_the_whole_drawing(
    large: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    found = text.as_language
    monkeypatch.setattr(text, "as_language", lambda word: asked.append(word) or found(word))
    html = shown(opened("group", id="E0000", lang="zh"))
    assert "交叉销售路径" in html
    assert len(rows(html, "matrix")) * 6 > len(asked)
