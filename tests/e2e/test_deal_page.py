"""The Deal page as a person uses it: map, panel, findings, exports, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Locator, Page, expect
from pptx import Presentation

from tests.e2e.conftest import ROOT
from tests.ui.screen_book import HOSTILE

MAP = "svg.map"
EVERYBODY = {"chen", "zhao", "qian", "deng", "lin"}


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def chosen(page: Page) -> list[str] | None:
    return asked(page).get("sel")


def card(page: Page, id_: str) -> Locator:
    return page.locator(f'{MAP} .card[data-id="{id_}"]')


def places(page: Page) -> dict[str, str]:
    return page.locator(f"{MAP} .card").evaluate_all(
        "cards => Object.fromEntries(cards.map(c => [c.dataset.id, c.getAttribute('transform')]))"
    )


def faded(page: Page) -> set[str]:
    return set(
        page.locator(f"{MAP} .card.faded").evaluate_all("cards => cards.map(c => c.dataset.id)")
    )


def open_map(visit, rest: str = "") -> Page:
    page = visit.open(f"/deal?deal=d1&lang=en{rest}")
    expect(card(page, "chen")).to_be_visible(timeout=90_000)
    return page


def wait_for_choice(visit, page: Page, wanted: list[str] | None) -> None:
    wait_for_address(visit, page, "sel", wanted[0] if wanted else None)


def wait_for_address(visit, page: Page, name: str, wanted: str | None) -> None:
    """Wait until the address says so: the script may start long after the click."""
    page.wait_for_function(
        "([n, w]) => (new URLSearchParams(location.search).get(n) || null) === w",
        arg=[name, wanted],
    )
    visit.settle()


def test_everybody_is_on_the_map_and_hostile_names_are_text(visit) -> None:
    page = open_map(visit)
    assert set(places(page)) == EVERYBODY
    label = card(page, "zhao").get_attribute("aria-label")
    # The name is there, so that what follows is not empty praise.
    assert label.startswith(f"{HOSTILE}, {HOSTILE}, Supporter")
    assert "</script><im" in card(page, "zhao").locator(".name").text_content()
    card(page, "zhao").click()
    wait_for_choice(visit, page, ["person:zhao"])
    expect(page.locator(".person-head h2")).to_have_text(HOSTILE)
    expect(page.locator(".deal-panel .fact", has_text=HOSTILE).first).to_be_visible()
    assert page.evaluate("() => window.pwned === undefined")
    for where in (".lp-diagram", ".lp-rows"):
        assert page.locator(f"{where} img").count() == 0


def test_a_click_chooses_and_nothing_moves(visit) -> None:
    page = open_map(visit)
    before = places(page)
    card(page, "qian").click()
    wait_for_choice(visit, page, ["person:qian"])
    expect(page.locator(".person-head h2")).to_have_text("Qian Jun")
    expect(page.locator(".deal-panel")).to_contain_text("CRM")
    expect(page.locator(".deal-panel")).to_contain_text("Lin Yue")
    expect(card(page, "qian")).to_have_attribute("aria-pressed", "true")
    assert faded(page) == {"chen", "deng"}
    assert places(page) == before
    page.locator(".back").click()
    wait_for_choice(visit, page, None)
    assert faded(page) == set()


def test_a_weak_link_lights_its_evidence_and_can_be_cleared(visit) -> None:
    page = open_map(visit)
    before = places(page)
    row = page.locator('.cause[data-id="finding:single_thread:chen"]')
    title = row.locator(".two-lines").text_content()
    for clear in ("button", "Escape", "ground"):
        row.click()
        wait_for_choice(visit, page, ["finding:single_thread:chen"])
        expect(page.locator(".bar b")).to_have_text(title)
        expect(page.locator(".bar .said")).to_contain_text("Chen Guodong")
        expect(card(page, "chen")).to_have_class(re.compile(r"\bsubject\b"))
        assert faded(page) == {"deng"}
        assert places(page) == before
        if clear == "button":
            page.locator(".bar .clear").click()
        elif clear == "Escape":
            card(page, "chen").focus()
            page.keyboard.press("Escape")
        else:
            box = page.locator(".stage").bounding_box()
            page.mouse.click(box["x"] + 8, box["y"] + 8)
        wait_for_choice(visit, page, None)
        expect(page.locator(".bar .clear")).to_have_count(0)
        assert faded(page) == set()


def test_back_shows_again_what_was_looked_at(visit) -> None:
    page = open_map(visit)
    page.locator('.cause[data-id="finding:single_thread:chen"]').click()
    wait_for_choice(visit, page, ["finding:single_thread:chen"])
    for tab, view in (("Routes", "routes"), ("What-if", "what_if")):
        page.get_by_role("radio", name=tab).click()
        wait_for_address(visit, page, "view", view)
    page.go_back()
    expect(page.get_by_role("radio", name="Routes")).to_be_checked()
    visit.settle()
    page.go_back()
    expect(page.get_by_role("radio", name="Map")).to_be_checked()
    expect(card(page, "chen")).to_have_class(re.compile(r"\bsubject\b"))
    visit.settle()
    page.go_back()
    expect(page.locator(".bar .clear")).to_have_count(0)
    expect(page.get_by_role("radio", name="Map")).to_be_checked()
    page.go_forward()
    expect(card(page, "chen")).to_have_class(re.compile(r"\bsubject\b"))


def test_a_route_shown_on_the_map_is_in_view(visit) -> None:
    page = visit.open("/deal?deal=d1&lang=en&view=routes")
    page.set_viewport_size({"width": 1280, "height": 420})
    last = page.locator('.route-row[data-id^="map:"]').last
    last.scroll_into_view_if_needed()
    page.mouse.move(700, 300)
    page.mouse.wheel(0, 5000)
    last.click()
    expect(page.locator(".bar .clear")).to_be_visible()
    visit.settle()
    top = page.locator(".stage").bounding_box()["y"]
    assert 0 <= top < 420


def test_quick_clicks_are_all_taken(visit) -> None:
    page = open_map(visit)
    for _ in range(3):
        page.locator('.cause[data-id="finding:single_thread:chen"]').click()
        wait_for_choice(visit, page, ["finding:single_thread:chen"])
        page.locator(".bar .clear").click()
        card(page, "qian").click()
        wait_for_choice(visit, page, ["person:qian"])
        expect(card(page, "qian")).to_have_attribute("aria-pressed", "true")
        page.wait_for_timeout(1500)
        assert chosen(page) == ["person:qian"]
        page.locator(".back").click()
        wait_for_choice(visit, page, None)


def test_the_keyboard_walks_chooses_searches_and_zooms(visit) -> None:
    page = open_map(visit)
    focused = """() => {
        let a = document.activeElement;
        while (a.shadowRoot) a = a.shadowRoot.activeElement;
        return a.dataset.id || a.type;
    }"""
    assert page.locator(f'{MAP} .card[tabindex="0"]').count() == 1
    card(page, "chen").focus()
    page.keyboard.press("ArrowDown")
    first = page.evaluate(focused)
    assert first in EVERYBODY - {"chen"}
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "chen"
    page.keyboard.press("Enter")
    wait_for_choice(visit, page, ["person:chen"])
    page.keyboard.press("Escape")
    wait_for_choice(visit, page, None)
    view = page.locator(MAP)
    whole = view.get_attribute("viewBox")
    card(page, "chen").focus()
    page.keyboard.press("+")
    closer = view.get_attribute("viewBox")
    assert float(closer.split()[2]) < float(whole.split()[2])
    page.keyboard.press("0")
    assert view.get_attribute("viewBox") == whole
    page.keyboard.press("/")
    assert page.evaluate(focused) == "search"
    page.keyboard.type("钱军")
    page.keyboard.press("Enter")
    wait_for_choice(visit, page, ["person:qian"])
    page.keyboard.press("/")
    page.keyboard.type("nobody at all")
    expect(page.locator(".hits .none")).to_be_visible()


def test_hover_isolates_neighbours_and_tells_sources_and_dates(visit) -> None:
    page = open_map(visit)
    card(page, "qian").hover()
    expect(page.locator(MAP)).to_have_class(re.compile("isolate"))
    near = page.locator(f"{MAP} .card.near").evaluate_all("cards => cards.map(c => c.dataset.id)")
    assert set(near) == {"qian", "zhao", "lin"}
    tip = page.locator(".tip")
    expect(tip).to_contain_text("Qian Jun")
    expect(tip).to_contain_text("CRM · 1 Mar")
    opacity = card(page, "deng").evaluate("c => getComputedStyle(c).opacity")
    page.wait_for_timeout(250)
    opacity = card(page, "deng").evaluate("c => getComputedStyle(c).opacity")
    assert float(opacity) == pytest.approx(0.36)
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    expect(page.locator(MAP)).not_to_have_class(re.compile("isolate"))


def test_layers_hide_and_show_kinds_of_lines(visit) -> None:
    page = open_map(visit)
    line = page.locator(f'{MAP} .link.is-influence[data-from="deng"]')
    expect(line).to_be_visible()
    page.get_by_role("button", name="Kinds of lines").click()
    page.locator(".sheet label", has_text="Influences").locator("input").uncheck()
    expect(line).to_be_hidden()
    page.locator(".sheet label", has_text="Influences").locator("input").check()
    expect(line).to_be_visible()


def test_an_address_opens_exactly_what_it_names(visit) -> None:
    page = open_map(visit, "&sel=finding:single_thread:chen")
    expect(page.locator(".bar .clear")).to_be_visible()
    assert faded(page) == {"deng"}
    page.reload()
    expect(page.locator(".bar .clear")).to_be_visible(timeout=60_000)
    page.get_by_text("Findings", exact=False).first.click()
    expect(page.locator(".find-list")).to_be_visible()
    visit.settle()
    assert asked(page)["view"] == ["findings"]


def test_findings_show_product_proof_remedy_and_evidence(visit) -> None:
    page = visit.open("/deal?deal=d1&view=findings&sel=finding:single_thread:chen&lang=en")
    proof = page.locator("svg.proof")
    expect(proof).to_be_visible(timeout=90_000)
    shown = proof.locator(".card").evaluate_all("cards => cards.map(c => c.dataset.id)")
    assert {"lin", "qian", "zhao", "chen"} <= set(shown)
    figures = page.locator(".factor b").all_text_contents()
    assert len(figures) == 3
    assert all(re.fullmatch(r"(<?\d+%)", f) for f in figures)
    expect(page.locator(".change").first).to_contain_text("Threads")
    rows = page.locator("table.evidence tbody tr").all_text_contents()
    assert any(r.startswith("COVERS") and "Lin Yue → Qian Jun" in r for r in rows)
    assert any("no contact in any source" in r for r in rows)
    assert any("no statement at all" in r for r in rows)
    assert any(HOSTILE in r for r in rows)
    assert page.evaluate("() => window.pwned === undefined")
    page.get_by_role("button", name="Show on the map").click()
    wait_for_choice(visit, page, ["finding:single_thread:chen"])
    expect(page.locator(".bar .clear")).to_be_visible()
    assert "view" not in asked(page)
    page.get_by_text("Findings", exact=False).first.click()
    page.locator('.find-line[data-id="finding:uncovered_power:chen"]').click()
    wait_for_choice(visit, page, ["finding:uncovered_power:chen"])
    page.get_by_role("button", name="Try in What-if").click()
    expect(page.locator(".sup-chip")).to_contain_text("Lin Yue covers Chen Guodong at 60%")
    visit.settle()
    assert asked(page)["suppose"] == ["cover:lin>chen=0.6"]


def test_the_map_goes_into_files(visit, tmp_path: Path) -> None:
    page = open_map(visit)
    files = {}
    page.get_by_role("button", name="Export").click()
    for name in ("SVG", "PNG", "PDF", "PowerPoint", "web page", "JSON"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(name)).click()
        files[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    root = ET.fromstring(files["SVG"].read_text())
    texts = "".join(root.itertext())
    assert "Chen Guodong" in texts
    assert "Reports to" in texts  # the legend
    assert files["PNG"].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert files["PDF"].read_bytes()[:5] == b"%PDF-"
    slide = Presentation(files["PowerPoint"]).slides[0]
    assert "Chen Guodong" in {s.text_frame.text for s in slide.shapes if s.has_text_frame}
    assert "<svg" in files["web page"].read_text()
    assert json.loads(files["JSON"].read_text())["opportunity"]["id"] == "d1"


def test_without_a_deal_one_is_chosen_by_name(visit) -> None:
    page = visit.open("/deal?lang=en")
    expect(page.locator(".pick").first).to_be_visible(timeout=90_000)
    assert set(page.locator(".pick").evaluate_all("r => r.map(e => e.dataset.id)")) == {"d1", "d2"}
    box = page.get_by_role("combobox", name="Deal")
    box.click()
    box.fill("Branch")
    page.get_by_role("option").first.click()
    expect(card(page, "chen")).to_be_visible(timeout=60_000)
    visit.settle()
    assert asked(page)["deal"] == ["d1"]


def test_a_deal_with_nobody_and_one_that_is_not_there_say_so(visit) -> None:
    page = visit.open("/deal?deal=d2&lang=en")
    expect(page.locator(".deal-panel")).to_contain_text("Not enough known", timeout=90_000)
    expect(page.locator(".lean-figure > b").first).to_have_text("–")
    page = visit.open("/deal?deal=d11&lang=en")
    expect(page.get_by_text("Did you mean", exact=False)).to_be_visible(timeout=60_000)


def test_the_way_back_leads_to_all_deals(visit) -> None:
    page = open_map(visit)
    page.locator(".crumbs [data-id=overview]").click()
    expect(page.locator("table.deals").first).to_be_visible(timeout=60_000)


def test_chinese_dark_and_still(visit, browser, screen) -> None:
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.goto(f"{screen}/deal?deal=d1&lang=zh")
    expect(card(page, "chen")).to_be_visible(timeout=90_000)
    assert card(page, "chen").locator(".name").text_content() == "陈国栋"
    assert card(page, "chen").get_attribute("aria-label").startswith("陈国栋，行长，未知")
    face = card(page, "chen").locator(".face")
    assert face.evaluate("e => getComputedStyle(e).fill") == "rgb(32, 43, 67)"
    assert card(page, "chen").evaluate("e => getComputedStyle(e).transitionDuration") in ("0s", "")
    context.close()


@pytest.mark.browser
def test_the_last_person_of_a_long_route_is_not_cut(browser) -> None:
    """Six people in a row of 1,100: what has no room stands in a second line."""
    stop = '<div class="stop"><div class="stop-head"><b>Gary Mann</b></div><p>Holds 16%.</p></div>'
    step = '<div class="step"><span class="step-pill">100%</span></div>'
    css = (ROOT / "ui/components/plan.css").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    chain = f'<div class="chain" style="width:1100px">{step.join([stop] * 6)}</div>'
    page.set_content(f"<style>* {{ box-sizing: border-box; }} {css}</style>{chain}")
    beyond = """c => [...c.children].filter(
        e => e.getBoundingClientRect().right > c.getBoundingClientRect().right + 1).length"""
    assert page.locator(".stop").count() == 6
    assert page.locator(".chain").evaluate(beyond) == 0
    page.close()


def test_one_step_back_leads_from_the_map_to_the_routes(visit) -> None:
    page = visit.open("/deal?deal=d1&lang=en&view=routes")
    page.locator('.route-row[data-id^="map:"]').first.click()
    expect(page.locator(".bar .clear")).to_be_visible()
    visit.settle()
    assert chosen(page) is not None
    page.go_back()
    expect(page.get_by_role("radio", name="Routes")).to_be_checked()
    assert asked(page)["view"] == ["routes"]
