"""Overview, Group and Query as a person uses them, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.ui.screen_book import FORMULA, HOSTILE


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def rows(page: Page):
    return page.locator("table.deals:not(.paths) tbody tr")


def test_deals_are_listed_and_hostile_names_are_text(visit) -> None:
    page = visit.open("/")
    expect(rows(page)).to_have_count(2)
    # The text is there, so that what follows is not empty praise.
    expect(page.locator("table.deals b", has_text=HOSTILE)).to_have_count(1)
    assert page.locator("table.deals img").count() == 0
    assert page.evaluate("() => window.pwned === undefined")


def test_a_click_opens_the_deal_at_its_address(visit) -> None:
    page = visit.open("/?lang=en")
    rows(page).first.locator("td").nth(2).click()
    page.wait_for_url(re.compile(r"/deal\?"))
    visit.settle()
    assert (asked(page).get("id") or asked(page).get("deal")) == ["d1"]
    assert asked(page)["lang"] == ["en"]


def test_the_keyboard_chooses_and_opens(visit) -> None:
    page = visit.open("/")
    rows(page).first.focus()
    page.keyboard.press("ArrowDown")
    assert rows(page).nth(1).evaluate("e => e.getRootNode().activeElement === e")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/deal\?"))


def test_sort_and_filter_stand_in_the_address(visit) -> None:
    page = visit.open("/")
    expect(rows(page).first).to_have_attribute("data-id", "d1")
    page.locator('button[data-id="amount"]').click()
    visit.settle()
    page.locator('button[data-id="amount"]').click()
    expect(rows(page).first).to_have_attribute("data-id", "d2")
    visit.settle()
    assert asked(page)["sort"] == ["-amount"]
    page.get_by_label("Customer, deal or person").fill("qian")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    visit.settle()
    assert asked(page) == {"sort": ["-amount"], "find": ["qian"]}
    page.reload()
    visit.settle()
    expect(rows(page)).to_have_count(1)


def test_language_switch_and_address(visit) -> None:
    page = visit.open("/")
    expect(page.get_by_text("Open deals", exact=True)).to_be_visible()
    page.get_by_text("简体中文").click()
    expect(page.get_by_text("未结商机", exact=True)).to_be_visible()
    visit.settle()
    assert asked(page)["lang"] == ["zh"]
    page.get_by_role("link", name="集团").click()
    expect(page.get_by_text("空白矩阵", exact=True)).to_be_visible()
    visit.settle()
    assert asked(page)["lang"] == ["zh"]


def test_two_readers_have_two_languages(visit, browser, screen) -> None:
    page = visit.open("/?lang=zh")
    other = browser.new_context(locale="en-US").new_page()
    other.goto(f"{screen}/")
    expect(other.get_by_text("Open deals", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("未结商机", exact=True)).to_be_visible()
    other.context.close()


def test_a_browser_in_chinese_is_answered_in_chinese(visit, browser, screen) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{screen}/")
    expect(page.get_by_text("未结商机", exact=True)).to_be_visible()
    context.close()


def test_dark_is_dark(visit, browser, screen) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{screen}/")
    panel = page.locator(".panel.card").first
    expect(panel).to_be_visible()
    ground = panel.evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(19, 27, 45)"
    context.close()


def test_excel_of_the_deals_holds_text_not_formulas(visit) -> None:
    page = visit.open("/")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes())).active
    found = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {FORMULA, HOSTILE} <= found
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_files_speak_the_language_of_their_page(visit) -> None:
    page = visit.open("/?lang=zh")
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    heads = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    assert "客户" in heads
    assert "Customer" not in heads


def test_group_folds_and_chooses_a_way_in(visit) -> None:
    page = visit.open("/group?id=g")
    tree = page.locator("table.tree tbody tr")
    expect(tree).to_have_count(3)
    expect(page.locator(".matrix .cell.ours")).to_have_count(1)
    expect(page.locator(".flowsvg .name").first).to_be_visible()
    cell = page.locator(".matrix button.cell").first
    cell.hover()
    expect(cell).to_have_attribute("title", cell.get_attribute("aria-label"))
    page.locator('table.tree button[data-event="fold"]').first.click()
    expect(tree).to_have_count(1)
    page.locator('table.tree button[data-event="fold"]').first.click()
    expect(tree).to_have_count(3)
    ways = page.locator("table.paths tbody tr")
    last = ways.last.get_attribute("data-id")
    ways.last.click()
    expect(ways.last).to_have_class(re.compile("chosen"))
    visit.settle()
    assert asked(page)["path"] == [last]
    page.reload()
    visit.settle()
    expect(page.locator("table.paths tr.chosen")).to_have_attribute("data-id", last)
    assert page.evaluate("() => window.pwned === undefined")


def test_arithmetic_of_a_path_is_written_out(visit) -> None:
    page = visit.open("/group?id=g")
    sums = page.locator(".sums").inner_text()
    assert re.search(r"Access .*= ?\d", sums) or "Access 100%" in sums
    assert re.search(r"Sale [\d.]+% × [\d.]+% ÷ [\d.]+% = [\d.]+%", sums)
    assert "Expected" in sums


def ready(page: Page) -> None:
    page.locator('.lp-editor[data-ready="1"]').wait_for()


def test_own_cypher_runs_by_ctrl_enter(visit) -> None:
    page = visit.open("/query")
    ready(page)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(
        "MATCH (p:Person) RETURN p.name AS person, p.id AS person_id ORDER BY p.id"
    )
    page.keyboard.press("Control+Enter")
    table = page.locator("table.result tbody tr")
    expect(table).to_have_count(4)
    visit.settle()
    assert asked(page)["cypher"][0].endswith("ORDER BY p.id")
    expect(page.get_by_text("4 rows in")).to_be_visible()
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    names = page.locator(".lp-network .names button")
    expect(names).to_have_count(4)
    assert page.locator(".lp-network img").count() == 0
    assert page.evaluate("() => window.pwned === undefined")


def test_a_row_is_lit_in_the_graph_and_back(visit) -> None:
    page = visit.open("/query?q=who_covers_whom")
    page.locator('.lp-network[data-ready="1"]').wait_for()
    page.locator("table.result tbody tr").first.click()
    expect(page.locator("table.result tr.chosen")).to_have_count(1)
    expect(page.locator('.lp-network .names button[aria-pressed="true"]')).to_have_count(1)
    page.locator(".lp-network .names button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("table.result tr.chosen")).to_have_count(0)


def test_a_question_from_the_catalogue_by_search(visit) -> None:
    page = visit.open("/query")
    page.get_by_placeholder(re.compile("Search .* questions")).fill("covers whom")
    page.keyboard.press("Enter")
    items = page.locator(".item")
    expect(items).to_have_count(1)
    items.first.click()
    visit.settle()
    assert asked(page)["q"] == ["who_covers_whom"]
    expect(page.locator("table.result tbody tr")).to_have_count(1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n) DETACH DELETE n", "read"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x", "reads files"),
        ("MATCH (n RETURN n", ""),
    ],
)
def test_what_is_refused_is_said(visit, text: str, said: str) -> None:
    from urllib.parse import quote

    page = visit.open(f"/query?cypher={quote(text)}")
    trouble = page.locator(".st-key-lp_trouble")
    expect(trouble).to_be_visible()
    words = trouble.inner_text()
    assert said.lower() in words.lower()
    assert "Traceback" not in page.content()
    # the page is still there to be used
    ready(page)
    expect(page.locator(".cm-content")).to_contain_text(text[:10])


def test_downloads_hold_the_whole_answer(visit) -> None:
    page = visit.open("/query?q=who_covers_whom")
    found = {}
    for name in ("CSV", "JSON"):
        page.get_by_role("button", name="Download").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        found[name] = waiting.value.path().read_bytes()
        page.keyboard.press("Escape")
    answer = json.loads(found["JSON"])
    assert set(answer) == {"columns", "rows", "truncated"}
    assert len(answer["rows"]) == 1
    listed = list(csv.DictReader(io.StringIO(found["CSV"].decode("utf-8-sig"))))
    heads = [column.replace("_", " ") for column in answer["columns"]]
    assert [sorted(k.replace("_", " ") for k in row) for row in listed] == [sorted(heads)]
    assert listed[0]["seller"] == "Lin Yue"


def test_back_asks_the_question_before(visit) -> None:
    page = visit.open("/query")
    first = page.locator(".headline h2").inner_text()
    other = page.locator("[data-id='who_covers_whom']").first
    other.scroll_into_view_if_needed()
    other.click()
    expect(page.locator(".headline h2")).not_to_have_text(first)
    second = page.locator(".headline h2").inner_text()
    visit.settle()
    page.go_back()
    expect(page.locator(".headline h2")).to_have_text(first)
    page.go_forward()
    expect(page.locator(".headline h2")).to_have_text(second)


def test_copied_link_asks_the_same_again(visit) -> None:
    page = visit.open("/query?q=who_covers_whom")
    page.locator("[data-copy]").click()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith(visit.address)
    assert parse_qs(urlsplit(copied).query)["q"] == ["who_covers_whom"]


def test_headers_are_strict(visit) -> None:
    answer = visit.page.request.get(f"{visit.address}/")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
