"""The Changes view and the card of the chance to win: saved, compared, lit, and said honestly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from graph.decision.win_results import Bin
from tests.ui.screen_book import MemoryStore, records
from tests.ui.test_deal_views import html, opened, the_map
from tests.ui.test_what_if_and_rival import Kept
from ui import services
from ui import services_reviews as asked
from ui.deal import changes
from ui.deal.probability import reliability_svg


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
    assert "map:person:chen" in page
    assert "2 looks" in page


def test_a_name_that_is_taken_is_said_and_nothing_is_lost(store: MemoryStore) -> None:
    app = opened(deal="d1", view="changes")
    for _ in range(2):
        app.text_input(key="deal.review.name").set_value("one").run()
        app.button(key="deal_review_save").click().run()
    assert not app.exception
    assert any("one" in str(e.value) for e in app.error)
    assert len(store.documents.all) == 1  # type: ignore[attr-defined]


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
