"""What stands on the screen in small windows: nothing leaves its card or the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ui.components.sheet import style

PAGES = ("Overview", "Group", "Portfolio", "Query", "Influence", "Campaigns", "Tags")
VIEWS = ("Map", "Findings", "Rival")
SIZES = ((1024, 768), (390, 844))
# Wider than its window, and the buttons of the app that stand on top of it.
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return main.scrollWidth - main.clientWidth;
}"""
COVERED = """() => {
    const mark = document.querySelector('[data-testid="stHeaderLogo"]');
    const [{ top, bottom }, page] = [mark, document.querySelector('h1')].map(
        (e) => e.getBoundingClientRect());
    return [top >= 0, page.top >= bottom];
}"""
# How far a table, or a cell of its last column, goes beyond what holds it.
BEYOND_FRAME = """(table) => {
    const frame = table.parentElement;
    const last = [...table.querySelectorAll('td:last-child')];
    return Math.max(frame.scrollWidth - frame.clientWidth,
        ...last.map((cell) => cell.scrollWidth - cell.clientWidth));
}"""
# Boxes of the words on the canvas that lie on each other, and the smallest letters.
WORDS = """(frame) => {
    const boxes = frame.words().labels.map((label) => label.box);
    const over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    const fonts = frame.words().labels.flatMap((label) => label.lines.map((l) => l.look.font));
    return {
        names: boxes.length,
        pairs: boxes.filter((a, i) => boxes.some((b, j) => i < j && over(a, b))).length,
        least: Math.min(...fonts.map((font) => Number(/([\\d.]+)px/.exec(font)[1]))),
    };
}"""


def sideways(page: Page) -> dict[int, int]:
    """Return how far the page goes beyond windows of each width, where it does."""
    found = {}
    for wide, high in SIZES:
        page.set_viewport_size({"width": wide, "height": high})
        page.wait_for_timeout(400)  # what is drawn follows the window
        beyond = page.evaluate(SIDEWAYS)
        if beyond > 0:
            found[wide] = beyond
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def test_no_page_moves_sideways(visit) -> None:
    page, found = visit.open("/?lang=en"), {}
    for name in PAGES:
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        visit.settle()
        found[name] = sideways(page)
    assert found == {name: {} for name in PAGES}


def test_no_view_of_a_deal_moves_sideways(visit) -> None:
    page, found = visit.open("/deal?deal=d1&lang=en"), {}
    for name in VIEWS:
        page.get_by_role("radio", name=name).click()
        visit.settle()
        found[name] = sideways(page)
    assert found == {name: {} for name in VIEWS}


def test_on_a_phone_the_mark_stands_above_the_page(visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open("/?lang=en")
    page.locator('[data-testid="stHeaderLogo"]').wait_for()
    page.locator("h1").first.wait_for()
    assert page.evaluate(COVERED) == [True, True]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("path", "table"), [("/deal?deal=d1&view=plan", ".meetings"), ("/group?id=g", ".paths")]
)
def test_a_table_beside_the_sidebar_stands_in_its_card(visit, path, table, lang: str) -> None:
    page = visit.open(f"{path}&lang={lang}")
    for wide in (1024, 1090, 1230):
        page.set_viewport_size({"width": wide, "height": 768})
        page.wait_for_timeout(300)
        assert page.locator(table).first.evaluate(BEYOND_FRAME) == 0


@pytest.mark.parametrize(("lang", "example"), [("en", "Example"), ("zh", "示例")])
def test_the_ranking_has_all_its_columns_beside_the_sidebar(visit, lang: str, example: str) -> None:
    page = visit.open(f"/influence?lang={lang}")
    page.get_by_role("button", name=example).click()
    page.locator(".ranking").wait_for()
    for wide in (1024, 1150, 1440):
        page.set_viewport_size({"width": wide, "height": 768})
        page.wait_for_timeout(300)
        assert page.locator(".ranking").evaluate(BEYOND_FRAME) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tabs_of_a_deal_stand_on_one_line(visit, lang: str) -> None:
    page = visit.open(f"/deal?deal=d1&lang={lang}")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_timeout(300)
    tabs = page.locator(".st-key-lp_deal_tabs button")
    expect(tabs).to_have_count(9)
    assert len({tab.bounding_box()["y"] for tab in tabs.all()}) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_names_in_a_network_are_readable_and_apart(visit, lang: str) -> None:
    page = visit.open(f"/query?q=who_covers_whom&lang={lang}")
    page.locator('.lp-network[data-ready="1"]').wait_for()
    found = page.locator(".lp-network").evaluate(WORDS)
    assert found["names"] == page.locator(".lp-network .names button").count() > 0
    assert found["pairs"] == 0
    assert found["least"] >= 11


@pytest.mark.browser
@pytest.mark.parametrize(("wide", "under"), [(800, True), (1100, True), (1200, False)])
def test_the_matrix_of_many_products_has_room(browser, wide: int, under: bool) -> None:
    """Beside the tree on a wide screen, under it on a narrow one."""
    panels = '<section class="panel">tree</section><section class="panel">matrix</section>'
    page = browser.new_page(viewport={"width": wide, "height": 700})
    page.set_content(
        f'<style>{style()}</style><div class="lp-rows">'
        f'<div class="split wide tall en">{panels}</div></div>'
    )
    tree, matrix = (page.locator(".panel").nth(at).bounding_box() for at in range(2))
    assert (matrix["y"] >= tree["y"] + tree["height"]) is under
    page.close()
