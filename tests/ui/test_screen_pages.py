"""Every page runs: on a small book, in both languages, on an empty store, with no store."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.errors import StoreDownError
from graph.records import Records
from graph.text import Text
from tests.ui.screen_book import HOSTILE, MemoryStore, empty_store
from ui import services

ROOT = Path(__file__).parents[2]
PAGES = sorted(p.stem for p in (ROOT / "ui" / "pages").glob("*.py"))
HOSTILE_ESCAPED = "&lt;/script&gt;&lt;img"
DOWN = StoreDownError(Text("Nobody answers.", "无人应答。"), Text("Start it.", "请启动。"))


def opened(page: str, lang: str = "en", **address: str) -> AppTest:
    """Return a page run within its frame."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = lang
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(f"ui/pages/{page}.py").run()


def shown(app: AppTest) -> str:
    """Return all HTML that own components and st.html were given."""
    parts = []
    for element in app.main:
        if element.type == "bidi_component":
            data = json.loads(element.proto.json) if element.proto.json else {}
            parts += [str(data.get("html", "")), str(data.get("bar", ""))]
        elif element.type == "html":
            parts.append(element.proto.body)
    return "\n".join(parts)


def text(app: AppTest) -> str:
    return "\n".join(str(e.value) for e in [*app.text, *app.caption, *app.code])


def test_there_are_pages() -> None:
    assert {"overview", "deal", "group", "query"} <= set(PAGES)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_page_runs(book: MemoryStore, page: str, lang: str) -> None:
    app = opened(page, lang, **({"id": "d1"} if page == "deal" else {}))
    assert not app.exception
    assert shown(app)


@pytest.mark.parametrize("page", ["overview", "group"])
def test_names_are_escaped(book: MemoryStore, page: str) -> None:
    html = shown(opened(page))
    assert HOSTILE_ESCAPED in html
    assert "<img" not in html
    assert "</script" not in html


@pytest.mark.parametrize(("lang", "said"), [("en", "Nobody answers."), ("zh", "无人应答。")])
@pytest.mark.parametrize("page", PAGES)
def test_store_down_is_said(use, page: str, lang: str, said: str) -> None:
    use(DOWN)
    app = opened(page, lang)
    assert not app.exception
    assert said in text(app)
    assert [b.label for b in app.main if b.type == "button"] == [
        {"en": "Try again", "zh": "重试"}[lang]
    ]


def test_trying_again_connects_anew(use) -> None:
    use(DOWN)
    app = opened("overview")
    use(empty_store())
    next(b for b in app.button if b.label == "Try again").click()
    app.run()
    assert "Nobody answers." not in text(app)
    assert "linchpin load FOLDER" in text(app)


@pytest.mark.parametrize("page", ["overview", "group"])
def test_empty_store_says_what_helps(use, page: str) -> None:
    use(empty_store())
    app = opened(page)
    assert not app.exception
    assert "linchpin load FOLDER" in text(app)


def test_wrong_day_is_said(book: MemoryStore) -> None:
    app = opened("overview", as_of="soon")
    assert not app.exception
    assert "'soon' is not a day." in text(app)


def test_unknown_group_names_near_ids(book: MemoryStore) -> None:
    app = opened("group", id="gg")
    assert not app.exception
    assert "There is no enterprise 'gg'." in text(app)


def test_unknown_question_names_near_ones(book: MemoryStore) -> None:
    app = opened("query", q="decidrs")
    assert not app.exception
    assert "Did you mean deciders" in text(app)


def test_query_error_leaves_the_page(book: MemoryStore) -> None:
    app = opened("query", cypher="MATCH (n) WHERE n.id = $missing RETURN n")
    assert not app.exception
    assert "The query needs $missing." in text(app) or app.text_input


def test_filters_and_sort_come_from_the_address(book: MemoryStore) -> None:
    html = shown(opened("overview", find="chen guodong"))
    assert 'data-id="d1"' in html
    assert 'data-id="d2"' not in html
    by_name = shown(opened("overview", sort="-amount"))
    assert by_name.index('data-id="d2"') < by_name.index('data-id="d1"')


def test_search_without_a_hit_says_so(book: MemoryStore) -> None:
    assert "No deal fits the filters." in shown(opened("overview", find="nobody at all"))


def test_language_switch_changes_words_and_address(book: MemoryStore) -> None:
    app = opened("overview")
    assert "Open deals" in shown(app)
    switch = next(g for g in app.sidebar if g.type == "button_group")
    switch.set_value("zh").run()
    assert "未结商机" in shown(app)
    assert app.query_params["lang"] in ("zh", ["zh"])


def test_group_shows_tree_and_cells(book: MemoryStore) -> None:
    html = shown(opened("group", id="g"))
    assert "Donghai Gas" in html
    assert 'class="cell ours"' in html
    assert "H</b> 62%" in html
    assert HOSTILE not in html


def test_broken_connection_is_made_anew(book: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = iter([DOWN])
    well = book.version

    def version():
        for error in broken:
            raise error
        return well()

    monkeypatch.setattr(book, "version", version)
    app = opened("overview")
    assert not app.exception
    assert "Nobody answers." not in text(app)
    assert 'data-id="d1"' in shown(app)


def test_a_new_load_is_seen(book: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "VERSION_SECONDS", 1e-6)
    assert 'data-id="d1"' in shown(opened("overview"))
    people = book.book.nodes["Opportunity"].filter(pl.col("id") != "d1")
    ties = {
        t: f.filter((pl.col("from") != "d1") & (pl.col("to") != "d1"))
        for t, f in book.book.relationships.items()
    }
    nodes = {**book.book.nodes, "Opportunity": people}
    book.book, book.revision = Records("book", nodes, ties, book.book.tables), 8
    assert 'data-id="d1"' not in shown(opened("overview"))


def test_what_fails_unforeseen_shows_no_traceback(book: MemoryStore) -> None:
    def page() -> None:
        from ui import trouble

        assert trouble.unexpected(ZeroDivisionError("secret words"))

    app = AppTest.from_function(page).run()
    assert "The cause is in the log" in text(app)
    assert "secret words" not in text(app)
