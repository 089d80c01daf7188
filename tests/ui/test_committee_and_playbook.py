"""The views of votes, stages and the win plan: what they say, and what each choice lights."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.decision.plan.results import StanceChange, WinPlan
from graph.decision.results import Analysis
from graph.records import Records
from graph.settings_plan import Playbook
from tests.ui.screen_book import MemoryStore, records
from tests.ui.test_deal_views import html, opened, the_map
from ui import services
from ui.deal import stages
from ui.deal.win import win_card

VOTES = {"chen": 3.0, "zhao": 2.0, "qian": 2.0}


def book_of(pass_mark: float | None = None, vetoes: tuple[str, ...] = (), **own: Any) -> Records:
    """Return the book with votes, and stances ``own`` of people instead of those it has."""
    book = records()
    deals, plays = book.nodes["Opportunity"], book.relationships["PLAYS"]
    book.nodes["Opportunity"] = deals.with_columns(pl.lit(pass_mark, pl.Float64).alias("pass_mark"))
    book.relationships["PLAYS"] = plays.with_columns(
        pl.col("from").replace_strict(VOTES, return_dtype=pl.Float64).alias("vote_weight"),
        pl.col("from").is_in(list(vetoes)).alias("veto"),
    )
    if own:
        rows = [(id_, "d1", stance, 0.9) for id_, stance in own.items()]
        columns = ["from", "to", "stance", "confidence"]
        book.relationships["HOLDS"] = pl.DataFrame(rows, schema=columns, orient="row")
    return book


@pytest.fixture
def voted(use: Callable[[object], None]) -> Callable[..., str]:
    """Return what opens the Committee view of a book and returns its html."""

    def look(book: Records, lang: str = "en") -> str:
        use(MemoryStore(book))
        app = opened(deal="d1", view="committee", lang=lang)
        assert not app.exception
        return html(app)

    return look


def lit(page: str, kind: str) -> list[set[str]]:
    """Return what the elements of a page light on the map."""
    found = re.findall(rf'data-id="map:{kind}:([^"]*)"', page)
    return [set(ids.split(",")) for ids in found]


def test_a_committee_lights_its_members_and_coalitions(voted: Callable[..., str]) -> None:
    page = voted(book_of(5.0, ("zhao",), zhao="mentor", qian="mentor"))
    # Zhao has a veto and 2 votes; of 5 that are needed Chen brings 3, Qian 2.
    assert {"chen", "zhao"} in lit(page, "set")
    assert {"zhao", "qian"} not in lit(page, "set")
    assert {i for ids in lit(page, "person") for i in ids} == set(VOTES)
    for words in (
        "5 of 7 votes pass",
        "3 of 7 votes are on their side only by whom their members listen to",
        "Shapley–Shubik",
        "veto",
    ):
        assert words in page


def test_a_part_of_a_vote_that_is_missing_is_a_part(voted: Callable[..., str]) -> None:
    page = voted(book_of(5.5, (), chen="mentor", zhao="mentor", qian="enemy"))
    assert "0.5 vote short" in page


def test_two_vetoes_opposed_are_named(voted: Callable[..., str]) -> None:
    vetoes = ("zhao", "qian")
    page = voted(book_of(5.0, vetoes, zhao="enemy", qian="enemy", chen="enemy"))
    assert "Stopped by the vetoes of" in page
    assert "blocked by a veto" in page
    assert set(vetoes) in lit(page, "set")


@pytest.mark.parametrize(
    ("mark", "lang", "words"),
    [
        (8.0, "en", ("This committee cannot decide", "The pass mark of 8 is above all 7 votes")),
        (8.0, "zh", ("该委员会无法作出决定", "通过线 8 高于全部 7 票")),
        (None, "en", ("This committee cannot decide", "no pass mark")),
    ],
)
def test_a_committee_that_cannot_be_counted_says_why(
    voted: Callable[..., str], mark: float | None, lang: str, words: tuple[str, ...]
) -> None:
    page = voted(book_of(mark), lang)
    assert [w for w in words if w not in page] == []


def test_without_votes_it_says_who_decides(book: MemoryStore) -> None:
    page = html(opened(deal="d1", view="committee"))
    assert "No committee votes on this deal" in page
    assert "Chen Guodong" in page


def test_stages_say_what_is_open_and_what_proves_it(book: MemoryStore) -> None:
    page = html(opened(deal="d1", view="playbook"))
    assert page.count('data-id="stage:') == 9
    assert 'data-id="check:bidding.rivals_placed"' in page
    assert "[playbook.bidding]" in page
    other = opened(deal="d1", view="playbook", lang="zh", stage="contacts")
    assert "[playbook.contacts]" in html(other)
    shown = opened(deal="d1", view="playbook", stage="contacts", check="contacts.deciders_met")
    assert lit(html(shown), "check") == [{"contacts.deciders_met"}]
    assert the_map(opened(deal="d1", sel="check:contacts.none"))["bright"] is None


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("No new bidder since the shortlist: not done", "Dark horse: Huatong")),
        ("zh", ("入围后无新增竞标者：未完成", "黑马：华通")),
    ],
)
def test_the_map_names_the_check_its_reason_and_the_rival(
    use: Callable[[object], None], lang: str, words: tuple[str, ...]
) -> None:
    late = records()
    listed = pl.lit(date(2026, 3, 6)).alias("shortlisted_on")
    late.nodes["Opportunity"] = late.nodes["Opportunity"].with_columns(listed)
    seen = {"from": ["h"], "to": ["d1"], "first_seen": [date(2026, 3, 20)]}
    late.relationships["BIDS_ON"] = pl.DataFrame(seen)
    use(MemoryStore(late))
    shown = the_map(opened(deal="d1", sel="check:bidding.no_new_bidder", lang=lang))
    assert [w for w in words if w not in shown["bar"]] == []
    rival = "Huatong" if lang == "en" else "华通"
    assert [n for n in shown["notes"] if rival in n] == [shown["notes"][0]]
    assert "chen" in shown["bright"]
    assert "lin" not in shown["bright"]


@pytest.mark.parametrize(("lang", "words"), [("en", "It passes by what is"), ("zh", "按已知情况")])
def test_a_committee_that_passes_says_how_little_is_known(
    use: Callable[[object], None], lang: str, words: str
) -> None:
    use(MemoryStore(book_of(2.0, zhao="supporter", deng="unknown", qian="unknown")))
    page = html(opened(deal="d1", view="committee", lang=lang))
    known = services.analysis("d1").known_share
    assert known < 0.5
    assert services.analysis("d1").passes
    said = page[page.index("little-known") :]
    assert words in said
    assert f"{known:.0%}" in said[:600]
    use(MemoryStore(book_of(2.0, zhao="mentor", qian="mentor", chen="mentor")))
    services.forget_answers()
    services._snapshot.clear()
    assert "little-known" not in html(opened(deal="d1", view="committee", lang=lang))


@pytest.mark.parametrize(("seek", "said"), [("fewest", "one person"), ("cheapest", "no cheaper")])
def test_the_win_plan_says_what_is_proven(
    use: Callable[[object], None], seek: str, said: str
) -> None:
    use(MemoryStore(book_of(5.0, zhao="mentor", qian="mentor", chen="enemy")))
    page = html(opened(deal="d1", view="plan", seek=seek))
    assert f"Proven: {said}" in page
    assert re.search(rf'class="chosen"[^>]*data-id="seek:{seek}"', page)
    assert {"chen"} in lit(page, "set")


@pytest.mark.parametrize(
    ("seek", "words"),
    [("fewest", "at least 1 must change; this plan changes 2"), ("cheapest", "at least 1.0; this")],
)
def test_what_the_search_could_not_prove_is_said_with_its_bound(seek: str, words: str) -> None:
    change = StanceChange(person="chen", was=0.0, becomes=0.5, cost=1.0)
    plan = WinPlan(
        changes=[change, change.model_copy(update={"person": "zhao"})],
        lean_after=0.3,
        proven_smallest=False,
        total=2.0,
        bound=1.0,
        cheapest=seek == "cheapest",
        without=[],
        because=[],
    )
    analysis = Analysis.model_construct(people=[], team=[])
    page = str(win_card(analysis, plan, None, seek))
    assert "Not proven" in page
    assert words in page


def test_the_checks_of_a_region_stand_under_its_own_head() -> None:
    own = {"region": {"North": {"covered": 0.5, "survey": {"checks": ["coach_found"]}}}}
    chosen = Playbook.model_validate(own)
    north, south = (unescape(str(stages.rules("survey", chosen, r))) for r in ("North", "South"))
    for line in ('[playbook.region."North"]', "covered = 0.5", 'checks = ["coach_found"]'):
        assert (line in north, line in south) == (True, False)
    assert "[playbook.survey]" in south


def test_a_stage_that_asks_for_no_check_is_still_the_current_one(
    book: MemoryStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chosen = tmp_path / "linchpin.toml"
    chosen.write_text("[playbook.bidding]\nchecks = []\n", encoding="utf-8")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(chosen))
    page = html(opened(deal="d1", view="playbook"))
    assert "This stage asks for no check." in page
    assert 'class="stage current chosen" data-id="stage:bidding"' in page
