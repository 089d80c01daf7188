"""The Changes view and the card of the chance to win: saved, compared, lit, and said honestly."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from graph.decision.results import Sentence
from graph.decision.winning.results import Bin, Chance, WinAnswer
from graph.errors import StoreError
from graph.text import Text
from tests.ui.screen_book import MemoryStore, records
from tests.ui.test_deal_views import html, opened, the_map
from tests.ui.test_what_if_and_rival import Kept
from ui import services
from ui import services_reviews as asked
from ui.deal import changes
from ui.deal.probability import chance_line, probability_card, reliability_svg
from ui.style import page_css
from ui.tokens import color


@pytest.fixture
def store(use: Callable[[object], None]) -> MemoryStore:
    """Return the small book with room for reviews."""
    found = MemoryStore(records())
    found.documents = Kept()  # type: ignore[attr-defined]
    use(found)
    asked.forget()
    return found


def told_otherwise(found: MemoryStore, use: Callable[[object], None]) -> None:
    """Let Chen be said to be an enemy, and Qian's influence on Zhao be gone, in the same store."""
    book = records()
    said = {"from": ["chen"], "to": ["d1"], "stance": ["enemy"], "source": ["visit"]}
    said_on = pl.DataFrame(said | {"as_of": [date(2026, 3, 30)]})
    book.relationships["HOLDS"] = pl.concat(
        [book.relationships["HOLDS"], said_on], how="diagonal_relaxed"
    )
    heard = book.relationships["INFLUENCES"]
    book.relationships["INFLUENCES"] = heard.filter(pl.col("from") != "qian")
    later = MemoryStore(book)
    later.documents = found.documents  # type: ignore[attr-defined]
    use(later)
    services.forget_answers()
    services._snapshot.clear()
    asked.forget()


def figures(page: str) -> list[float]:
    """Return the lean then, what each change added, and the lean now, as the screen says them."""
    fall = page[page.index("panel fall") : page.index("</section>", page.index("panel fall"))]
    said = re.findall(r'class="num[^"]*"[^>]*>([+−]?\d\.\d+)', fall)
    return [float(s.replace("−", "-")) for s in said]


def test_a_deal_is_saved_from_the_screen_and_what_came_adds_up(
    store: MemoryStore, use: Callable[[object], None]
) -> None:
    app = opened(deal="d1", view="changes")
    assert "No review of this deal yet" in html(app)
    app.text_input(key="deal.review.name").set_value("before").run()
    app.button(key="deal_review_save").click().run()
    assert not app.exception
    assert [d.about for d in store.documents.all.values()] == ["d1"]  # type: ignore[attr-defined]
    assert "Nothing has changed that the lean depends on." in html(app)
    told_otherwise(store, use)
    app = opened(deal="d1", view="changes")
    assert not app.exception
    page = html(app)
    then, *effects, now = figures(page)
    assert len(effects) == 2
    assert min(abs(e) for e in effects) > 0
    assert then + sum(effects) == pytest.approx(now, abs=0.002)  # three decimals are shown
    found = asked.diff("d1", "before", "now")
    assert sum(c.effect for c in found.changes) == pytest.approx(
        found.lean_after - found.lean_before, abs=1e-12
    )
    assert "map:set:chen" in page
    assert "2 looks" in page


def test_a_name_that_is_taken_is_said_and_nothing_is_lost(store: MemoryStore) -> None:
    app = opened(deal="d1", view="changes")
    for _ in range(2):
        app.text_input(key="deal.review.name").set_value("one").run()
        app.button(key="deal_review_save").click().run()
    assert not app.exception
    assert any("one" in str(e.value) for e in app.error)
    assert len(store.documents.all) == 1  # type: ignore[attr-defined]


def test_who_may_not_write_is_told_where_they_asked(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise StoreError(Text("The store reports: no right to write", "存储报告：没有写入权限"))

    monkeypatch.setattr(store.documents, "put", refused)  # type: ignore[attr-defined]
    app = opened(deal="d1", view="changes", lang="zh")
    app.button(key="deal_review_save").click().run()
    assert not app.exception
    assert [e for e in app.error if "没有写入权限" in str(e.value)]
    assert "No review" not in html(app)
    assert not app.run().error


def test_a_share_that_reads_the_same_is_neither_good_nor_bad() -> None:
    assert changes._trend(0.171, 0.1712) == "quiet"
    assert [changes._trend(a, b) for a, b in ((None, 0.6), (0.6, 0.3), (0.3, None))] == [
        "good", "bad", "bad"
    ]  # fmt: skip


def test_the_chance_stands_beside_the_map_in_a_few_words() -> None:
    deal = {"opportunity": "d", "name": "d", "lean": 0.1, "win_probability": 0.13}
    given = {"as_of": date(2026, 3, 31), "win_probability_reason": None, "judged": None}
    line = chance_line(WinAnswer(**given, deals=[Chance(**deal, low=0.05, high=0.31)]))
    assert re.sub(r"<[^>]+>", " ", line).split()[-4:] == ["13%", "5%", "–", "31%"]
    why = Sentence(en="Only 3 won.", zh="仅有 3 个赢单。")
    none = Chance(**deal | {"win_probability": None})
    told = chance_line(WinAnswer(**given | {"win_probability_reason": why}, deals=[none]))
    assert "No probability" in told
    assert 'title="Only 3 won."' in told


def test_a_chance_of_which_little_is_known_says_so() -> None:
    deal = {"opportunity": "d", "name": "d", "lean": 0.1, "win_probability": 0.83, "low": 0.6}
    given = {"as_of": date(2026, 3, 31), "win_probability_reason": None, "judged": None}
    for known, words in ((0.0, "Only 0% of the decision is known"), (0.7, None)):
        one = Chance(**deal, high=0.9, known_share=known, little_known=known < 0.5)
        said = probability_card(WinAnswer(**given, deals=[one]), one)
        assert (words in said) if words else ("of the decision is known" not in said)


def test_a_button_in_a_popover_has_its_colour() -> None:
    # Popovers are not inside the app's element: what the button is painted with must stand above.
    outside = page_css().split(".stApp", 1)[0]
    assert f"--lp-button: {color('button')}" in outside


def test_what_a_change_leads_to_is_lit_on_the_map(store: MemoryStore) -> None:
    target = changes.on_map(["qian", "zhao", "gone"], {"qian", "zhao", "chen"})
    assert target is not None
    lit = the_map(opened(deal="d1", sel=target.removeprefix("map:")))
    assert {"qian", "zhao"} <= set(lit["bright"])
    assert "deng" not in lit["bright"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Only 0 won and 0 lost deals are there"), ("zh", "仅有 0 个赢单和 0 个丢单")],
)
def test_a_lean_that_is_no_probability_says_why(store: MemoryStore, lang: str, words: str) -> None:
    app = opened(deal="d1", view="changes", lang=lang)
    assert not app.exception
    page = html(app)
    assert words in page
    assert "<circle" not in page[page.index("win-card") :]


def test_a_forecast_that_holds_its_word_lies_on_the_diagonal() -> None:
    drawn = reliability_svg([Bin(forecast=0.3, won_share=0.3, low=0.1, high=0.5, deals=20)])
    at = {k: float(v) for k, v in re.findall(r'(cx|cy)="([\d.]+)"', drawn)}
    line = re.search(r'class="ideal"[^>]*', drawn)
    assert line is not None
    x1, x2, y1, y2 = (
        float(re.search(rf'\b{k}="([\d.]+)"', line.group()).group(1))  # type: ignore[union-attr]
        for k in ("x1", "x2", "y1", "y2")
    )
    on_line = y1 + (at["cx"] - x1) / (x2 - x1) * (y2 - y1)
    assert at["cy"] == pytest.approx(on_line, abs=0.2)
    assert 'y1="' in drawn
    assert "won 30% of 20 (10% to 50%)" in drawn


def test_a_chance_that_could_not_be_computed_does_not_seem_to_come() -> None:
    assert "being computed" in str(chance_line(None, comes=True))
    broken = str(chance_line(None, comes=False))
    assert "not computed" in broken
    assert "being computed" not in broken


def test_what_is_computed_beside_the_page_asks_the_store_for_nothing(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking: list[str] = []
    kept = services._snapshot

    def noted(*key: object) -> object:
        asking.append(threading.current_thread().name)
        return kept(*key)

    noted.clear = kept.clear  # type: ignore[attr-defined]
    monkeypatch.setattr(services, "_snapshot", noted)
    assert asked.chance_if_known("d1") is None or not asked.chance_comes()
    for thread in threading.enumerate():
        if thread.name == "linchpin-job":
            thread.join(30)
    assert asked.chance_if_known("d1") is not None
    assert asking
    assert "linchpin-job" not in asking
