"""The Deal page run without a browser: what the components are given for each address."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.decision.results import Analysis, Finding
from graph.decision.rules.library import LIBRARY
from graph.errors import LinchpinError
from graph.model import RELATIONSHIP_TYPES
from graph.text import Text
from tests.ui.screen_book import AS_OF, HOSTILE, MemoryStore, records
from ui import services, services_reviews
from ui.deal import chosen as pick
from ui.deal import figures, findings, mending, page, remedy
from ui.deal.evidence import Book, Statement
from ui.deal.evidence_table import evidence_table, first_of
from ui.diagram.map import draw_map
from ui.diagram.proof_place import place_proof
from ui.finding import proof_words

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


def test_a_view_that_fails_keeps_head_and_tabs(
    book: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_opened: object) -> None:
        raise LinchpinError(Text("no way today", "今天没有路径"))

    monkeypatch.setattr(page.VIEWS["map"], "show", fails)
    app = opened(deal="d1")
    assert "no way today" in [one.value for one in app.text]
    labels = {one.proto.label for one in app.get("button_group")}
    assert {"View", "Shown on the map, among neighbours and in routes"} <= labels


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


def the(kind: str, analysis: Analysis, about: str = "") -> Finding:
    return next(f for f in analysis.findings if f.kind == kind and about in f.subject.id)


def test_findings_about_one_person_stand_together_and_are_sorted(book: MemoryStore) -> None:
    analysis = services.analysis("d1")
    by_severity, by_stake, by_kind = (pick.causes(analysis, s) for s in pick.SORTS)
    about = [{f.mend.person or f.subject.id for f in g} for g in by_severity if len(g) > 1]
    assert about
    assert all(len(people) == 1 for people in about)
    deng = [{f.cause for f in g} for g in by_severity if "deng" in {f.subject.id for f in g}]
    assert deng == [{"coverage:deng", "stance:deng"}]
    stake = [max(f.money for f in g) for g in by_stake]
    assert stake == sorted(stake, reverse=True)
    assert [{f.kind for f in g} for g in by_kind] == [{g[0].kind} for g in by_kind]
    shown = html(opened(deal="d1", view="findings", sort="kind"))
    order = [
        re.sub(":.*", "", k) for k in re.findall(r'find-group[^>]*data-id="finding:([^"]*)', shown)
    ]
    assert order == [g[0].kind for g in by_kind]


def test_what_is_at_stake_stands_under_the_impact(book: MemoryStore) -> None:
    card = html(opened(deal="d1", view="findings", sel="finding:uncovered_power:chen"))
    impact = card[card.index("<span>impact</span>") : card.index("<span>severity</span>")]
    assert "at stake" in impact
    assert "at stake" not in card[card.index("<span>severity</span>") :][:200]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_card_picture_and_map_are_of_one_assumption(book: MemoryStore, lang: str) -> None:
    sel = "finding:uncovered_power:chen"
    app = opened(deal="d1", view="findings", sel=sel, lang=lang)
    found = the("uncovered_power", services.analysis("d1"), "chen")
    now, then = (f"{x:.0%}" for x in (found.measure.now, found.measure.if_mended))
    page = plain(html(app))
    assert now in found.action[lang]
    assert then in found.action[lang]
    assert f"{now} arrow_forward {then}" in page
    assert {"en": "assumes a coverage of 60%", "zh": "假设覆盖强度为 60%"}[lang] in page
    words = {"en": "several meetings 60%", "zh": "多次拜访 60%"}[lang]
    proof = next(d for d in given(app) if d.get("still"))
    lit, whole = (the_map(opened(deal="d1", sel=s, lang=lang)) for s in (sel, ""))
    assert words in proof["svg"]
    assert words in json.dumps(lit, ensure_ascii=False)
    one = {"en": "one meeting 50%", "zh": "一次拜访 50%"}[lang]
    assert one in json.dumps(whole, ensure_ascii=False)


def test_a_mend_leads_to_the_what_if_and_to_the_plan(book: MemoryStore) -> None:
    analysis = services.analysis("d1")
    found = the("uncovered_power", analysis, "chen")
    ways = remedy.buttons(analysis, found, services.settings().plan)
    assert f'data-id="try:{found.key}"' in ways
    assert 'data-id="plan:lin,chen"' in ways
    assert "2 h" in ways
    planned = html(opened(deal="d1", view="plan", sel="route:lin,chen", to="chen"))
    assert re.search(r'<tr class="chosen" data-id="map:route:lin,chen"', planned)
    missed = html(opened(deal="d1", view="plan", sel="route:lin,qian", hours="2"))
    assert "Not in this plan of 2 h: Lin Yue meets Qian Jun (2 h)." in missed
    role = the("missing_role", analysis)
    assert remedy.buttons(analysis, role, services.settings().plan) is None


def test_each_mend_is_said_in_words(book: MemoryStore) -> None:
    analysis = services.analysis("d1")
    names = findings.namer(analysis, Book(services.snapshot(), AS_OF))
    for found in analysis.findings:
        assert remedy.title(found, names) != "If this is mended", found.kind
    own = proof_words("a rule of their own")
    assert all(proof_words(kind) != own for kind in LIBRARY)


def test_what_a_review_found_and_stands_no_longer_was_mended(
    book: MemoryStore, use: Callable[[object], None]
) -> None:
    assert "Mended or gone since" not in html(opened(deal="d1", view="findings"))
    services_reviews.save("d1", "first")
    assert "Nothing so far." in html(opened(deal="d1", view="findings"))
    later = MemoryStore(records(), documents=book.documents, revision=8)
    covers = later.book.relationships["COVERS"]
    met = covers.with_columns(pl.lit("chen").alias("to"))
    later.book.relationships["COVERS"] = pl.concat([covers, met])
    use(later)
    services.forget_answers()
    page = plain(html(opened(deal="d1", view="findings")))
    since = page[page.index("Mended or gone since the review of 31 Mar") :]
    assert "Nobody covers Chen Guodong Lin Yue, 31 Mar" in since


def test_evidence_shows_the_first_and_what_is_missing_until_all_is_asked(
    book: MemoryStore,
) -> None:
    stated = [Statement("KNOWS", "chen", "zhao", f"line {n}") for n in range(8)]
    found = [*stated, Statement("COVERS", "", "chen", "no contact", missing=True)]
    assert first_of(found) == [*stated[:5], found[-1]]
    names = Book(services.snapshot(), AS_OF)
    few, every = (evidence_table(found, names, every=e, id_="evidence") for e in (False, True))
    assert "5 of 8 statements" in few
    assert 'data-id="evidence:all"' in few
    assert "line 7" in every
    assert 'data-id="evidence:few"' in every


@pytest.mark.parametrize(("lang", "words"), [("en", "KNOWS"), ("zh", "认识")])
def test_evidence_names_kinds_in_the_readers_language(
    book: MemoryStore, lang: str, words: str
) -> None:
    page = html(opened(deal="d1", view="findings", lang=lang))
    kinds = set(re.findall(r'class="chip (?:line|bad) type"[^>]*>([^<]*)<', page))
    assert kinds
    every = {k.zh if lang == "zh" else name for name, k in RELATIONSHIP_TYPES.items()}
    assert words in every
    assert kinds <= every


def test_a_second_route_stands_in_the_proof(use: Callable[[object], None]) -> None:
    more = records()
    covers = more.relationships["COVERS"]
    more.relationships["COVERS"] = pl.concat([covers, covers.with_columns(to=pl.lit("zhao"))])
    use(MemoryStore(more))
    analysis = services.analysis("d1", explain=True)
    found = the("single_thread", analysis)
    second = remedy.second_route(analysis, found)
    assert second == ["lin", "qian", "zhao", "chen"]
    view = draw_map(analysis).view
    with_it, without = (place_proof(view, found, s) for s in (second, []))
    assert {(e.source, e.target) for e, _ in with_it.edges} - {
        (e.source, e.target) for e, _ in without.edges
    } == {("lin", "qian"), ("qian", "zhao")}


def test_what_stands_is_drawn_anew_once_the_store_is_another(monkeypatch):
    drawn = []

    class AnewError(Exception):
        pass

    def anew() -> None:
        raise AnewError

    monkeypatch.setattr(page, "_body", drawn.append)
    monkeypatch.setattr(page.st, "rerun", anew)
    monkeypatch.setattr(page.services, "stamp", lambda: ("settings", ("store", 2), "day"))
    part = inspect.unwrap(page._frame)
    part("analysis", ("settings", ("store", 2), "day"))
    assert drawn == ["analysis"]
    with pytest.raises(AnewError):
        part("analysis", ("settings", ("store", 1), "day"))
    assert drawn == ["analysis"]
