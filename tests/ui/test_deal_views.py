"""The Deal page run without a browser: what the components are given for each address."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.screen_book import HOSTILE, MemoryStore
from ui import services
from ui.deal import figures, mending

ROOT = Path(__file__).parents[2]


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"lang": "en", **address}.items():
        app.query_params[name] = value
    return app.switch_page("ui/pages/deal.py").run()


def given(app: AppTest) -> list[dict]:
    """Return the data of every own component on the page."""
    return [json.loads(e.proto.json) for e in app.main if e.type == "bidi_component"]


def the_map(app: AppTest) -> dict:
    return next(d for d in given(app) if "near" in d)


def html(app: AppTest) -> str:
    return "\n".join(d["html"] for d in given(app) if "html" in d)


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_map_is_given_everybody_and_who_is_tied_to_whom(book: MemoryStore) -> None:
    found = the_map(opened(deal="d1"))
    assert {i: set(n) for i, n in found["near"].items()} == {
        "chen": {"zhao", "deng"},
        "zhao": {"chen", "qian"},
        "qian": {"zhao", "lin"},
        "deng": {"chen"},
        "lin": {"qian"},
    }
    assert found["bright"] is None
    assert found["clear"] is False
    assert "CRM · 1 Mar" in " ".join(found["tips"]["qian"])


@pytest.mark.parametrize("name", ["deal", "id"])
def test_both_names_of_the_deal_in_the_address_are_understood(book: MemoryStore, name: str) -> None:
    assert the_map(opened(**{name: "d1"}))["near"].keys() == {"chen", "zhao", "qian", "deng", "lin"}


def test_a_choice_in_the_address_is_lit_and_one_that_is_not_there_is_none(
    book: MemoryStore,
) -> None:
    lit = the_map(opened(deal="d1", sel="finding:single_thread:chen"))
    assert set(lit["bright"]) - {"d1"} == {"lin", "qian", "zhao", "chen"}
    assert lit["clear"] is True
    assert "subject" in lit["classes"]["chen"]
    person = the_map(opened(deal="d1", sel="person:deng"))
    assert set(person["bright"]) == {"deng", "chen"}
    assert person["selected"] == "deng"
    for nothing in ("person:gone", "finding:single_thread:gone", "nonsense", ":::"):
        assert the_map(opened(deal="d1", sel=nothing))["bright"] is None


def test_the_panel_says_who_decides_and_adds_up(book: MemoryStore) -> None:
    page = html(opened(deal="d1"))
    for words in ("Lean", "Who decides", "Weak links", "Next meeting", "Together"):
        assert words in page
    assert "100%" in page
    assert "Known " in page
    assert HOSTILE not in page
    assert "&lt;/script&gt;&lt;img" in page


def test_the_panel_says_what_leaves_with_whom_and_which_goals_are_met(book: MemoryStore) -> None:
    page = plain(html(opened(deal="d1")))
    analysis = services.analysis("d1")
    worst = analysis.losses[0]
    assert worst.loss > 0
    listed = page[page.index("If somebody leaves") :]
    first = (
        next(p.name_en or p.name for p in analysis.people if p.id == worst.id)
        if (worst.kind == "person")
        else next(s.name_en or s.name for s in analysis.team if s.id == worst.id)
    )
    assert listed.index(first) < listed.index(f"−{100 * worst.loss:.1f}".removesuffix(".0"))
    goals = analysis.coverage_goals
    assert f"{goals.met} of {goals.people} met" in page


def test_a_person_is_told_with_statements_ties_and_cover(book: MemoryStore) -> None:
    page = html(opened(deal="d1", sel="person:qian"))
    for words in ("Qian Jun", "who says so", "CRM", "Lin Yue", "influences", "Whole deal"):
        assert words in page
    assert "90% of 60%" in plain(page)
    assert "Key player" in page
    assert "suggested by the graph" in page
    assert "one source alone" in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_findings_name_their_evidence(book: MemoryStore, lang: str) -> None:
    app = opened(deal="d1", view="findings", lang=lang)
    assert not app.exception
    page = html(app)
    expected = {
        "en": ("Evidence", "Lin Yue", "Qian Jun", "no contact in any source", "exposure"),
        "zh": ("证据", "林悦", "钱军", "易损"),
    }[lang]
    for words in expected:
        assert words in page
    proof = next(d for d in given(app) if d.get("still"))
    assert "svg" in proof["svg"]


def test_a_deal_with_nobody_known_is_a_page_too(book: MemoryStore) -> None:
    app = opened(deal="d2")
    assert not app.exception
    assert the_map(app)["near"] == {} or the_map(app)["bright"] is None
    assert "–" in html(app)


def test_a_deal_that_is_not_there_names_the_near_one(book: MemoryStore) -> None:
    app = opened(deal="d11")
    assert not app.exception
    assert any("d1" in str(e.value) for e in app.text)


def test_without_a_deal_the_open_ones_are_offered(book: MemoryStore) -> None:
    app = opened()
    assert not app.exception
    assert set(app.selectbox[0].options) == {
        "Branch network · " + HOSTILE,
        *app.selectbox[0].options,
    }
    assert 'data-id="d1"' in html(app)


def test_choosing_by_name_opens_the_deal(book: MemoryStore) -> None:
    app = opened()
    app.selectbox[0].select_index(0).run()
    assert app.query_params["deal"] in (["d1"], "d1", ["d2"], "d2")
    assert the_map(app)


def test_shares_on_the_lines_say_what_they_are(book: MemoryStore) -> None:
    reach, route = (
        the_map(opened(deal="d1", sel=sel))["notes"] for sel in ("", "route:lin,qian,zhao")
    )
    assert any("listens" in note for note in reach)
    assert any("willing" in note for note in route)
    assert not any("listens" in note for note in route)


def test_what_mending_brings_down_is_better_when_lower() -> None:
    name = mending.measures()["stance_unknown"][0]
    card = mending.changes_card("", "", [mending.Change(name, 1.0, 0.0, "")])
    assert '<b class="good">0%</b>' in card
    covered = mending.measures()["decision_covered"][0]
    card = mending.changes_card("", "", [mending.Change(covered, 1.0, 0.0, "")])
    assert '<b class="bad">0%</b>' in card


@pytest.mark.parametrize(
    ("lean", "passes", "en", "zh"),
    [
        (0.25, True, "passes (≥ +0.20)", "通过（≥ +0.20）"),
        (0.06, False, "short of +0.20", "未达通过线 +0.20"),
        (0.25, False, "does not pass", "不通过"),
    ],
)
def test_the_lean_says_whether_the_deal_passes(
    book: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    lean: float,
    passes: bool,
    en: str,
    zh: str,
) -> None:
    told = {"lean": lean, "passes": passes}
    analysis = services.analysis("d1").model_copy(update=told)
    for words, spoken in (("en", en), ("zh", zh)):
        monkeypatch.setenv("LINCHPIN_LANG", words)
        assert f">{spoken}</b>" in figures.lean_card(analysis, 0.5)
