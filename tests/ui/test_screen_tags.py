"""The Tags page on a small book: cards, list, panel, overlaps, contradictions, matches, editor."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from graph.customers.tags.contradictions import _several_values
from graph.customers.tags.definition import Definition
from graph.customers.tags.results import TagRow
from tests.ui.screen_book import AS_OF, FORMULA, HOSTILE, MemoryStore, records
from tests.ui.test_screen_pages import HOSTILE_ESCAPED, opened, shown
from ui import services, services_tags
from ui.names import Names
from ui.tags import definitions, export
from ui.tags.detail import _source

CARRIED = [("b", "T-RISK"), ("g", "T-RISK"), ("g", "T-FLEET"), ("b", "T-AGE"), ("g", "T-AGE")]


def tagged() -> MemoryStore:
    """Return the small book with tags, one defined and no longer met by who carries it."""
    book = records()
    tags = pl.DataFrame(
        {
            "id": ["T-AGE", "T-FLEET", "T-RISK"],
            "name": ["年龄", FORMULA, HOSTILE],
            "name_en": ["Age", FORMULA, HOSTILE],
            "dimension": ["demographic", "business", "business"],
            "base": [True, False, False],
        }
    )
    ties = pl.DataFrame(
        {
            "from_kind": ["Enterprise"] * len(CARRIED) + ["Product"],
            "from": [who for who, _ in CARRIED] + ["oa"],
            "to": [tag for _, tag in CARRIED] + ["T-RISK"],
            "value": [None, None, None, "old", "young", None],
            "sources": [["book"], ["tag:T-RISK"], ["book"], ["book"], ["book"], ["book"]],
        }
    )
    store = MemoryStore(
        replace(
            book,
            nodes={**book.nodes, "Tag": tags},
            relationships={**book.relationships, "HAS_TAG": ties},
        )
    )
    made = Definition("T-RISK", HOSTILE, "business", "threshold", "employees > 5000",
                      excludes=("T-FLEET",))  # fmt: skip
    definitions.keep(store, made.applied(AS_OF, 2, 0))
    return store


@pytest.fixture
def page(use):
    """Return a function that opens the page at an address."""
    use(tagged())
    return lambda lang="en", **address: opened("tags", lang, **address)


def test_base_tags_list_and_panel(page) -> None:
    html = shown(page(tag="T-RISK"))
    assert "2 base tags" not in html
    assert "1 base tag so far" in html
    assert HOSTILE_ESCAPED in html
    assert "<img" not in html
    for said in ("Demographic", "of 3 enterprises", "employees &gt; 5000", "+2", "Products for it"):
        assert said in html, said
    assert "Donghai Group" in html
    assert "移动OA" in shown(page("zh", tag="T-RISK"))


def test_values_of_a_base_tag(page) -> None:
    html = shown(page(tag="T-AGE"))
    # Card, list and panel give shares of all, and say so; a third company has no such tag.
    assert "old 33%" in html
    assert "young 33%" in html
    assert "Its values, of 3 enterprises" in html
    assert "old <b>33%</b>" in html
    assert "young <b>33%</b>" in html
    assert html.count("without it 33%") == 2
    assert html.count("of 3 enterprises") >= 4
    chinese = shown(page("zh", tag="T-AGE"))
    assert "各取值，占 3 家企业" in chinese
    assert chinese.count("无此标签 33%") == 2


def test_sources_are_named_in_the_readers_language() -> None:
    row = TagRow(
        id="T", name="T", dimension=None, base=False, how="stated", carriers=1, eligible=2,
        coverage=0.5, source="CRM; 规则 rule", confidence=None, applied_on=None,
    )  # fmt: skip
    assert _source(row) == "CRM, rule"
    assert _source(row.model_copy(update={"source": None})) == "the files that were loaded"


def test_values_that_contradict_are_named_in_the_readers_language() -> None:
    carried = pl.DataFrame(
        [("g", "T", "男 male"), ("g", "T", "女 female"), ("b", "T", "男 male"), ("b", "T", "男")],
        schema=["customer", "tag", "value"],
        orient="row",
    )
    rows = {r["customer"]: r for r in _several_values(carried.lazy(), None).collect().to_dicts()}
    assert "female, male." in rows["g"]["en"]
    assert "女, 男。" in rows["g"]["zh"]
    # One of them in both languages, one in Chinese: told apart only as they are written.
    assert "男, 男 male。" in rows["b"]["zh"]


def test_overlaps_and_contradictions(page) -> None:
    app = page(view="overlaps")
    assert not app.exception
    # g and b carry T-AGE and T-RISK, nobody else carries either.
    assert ">100%</button>" in shown(app)
    html = shown(page(view="contradictions"))
    assert "exclude one another" in html
    assert "no longer meets it: employees &gt; 5000" in html
    assert "互斥" in shown(page("zh", view="contradictions"))


def test_matches_say_why_and_to_whom(page) -> None:
    html = shown(page(view="matches"))
    assert "Mobile OA" in html
    assert "2 offers" in html
    assert "Offer Mobile OA to" in html


def editor() -> None:
    """Draw the inside of the editor."""
    from ui.tags.editor import _draw

    _draw(None, lambda _: None)


def edited(**fields: str) -> AppTest:
    """Return the editor, filled in, its preview asked for."""
    app = AppTest.from_function(editor, default_timeout=60).run()
    app.text_input(key="tag_editor.id").set_value(fields.get("id", "T-NEW"))
    app.text_input(key="tag_editor.name").set_value("New")
    app.text_area(key="tag_editor.text.threshold").set_value(fields["text"])
    return app.button(key=f"tag_editor.{fields.get('button', 'preview')}").click().run()


def test_the_editor_shows_who_would_carry_a_tag_and_keeps_it(use) -> None:
    store = tagged()
    use(store)
    app = edited(text="employees >= 300")
    assert not app.exception
    assert "2 of 3 enterprises would carry it" in shown(app)
    assert definitions.found(store, "T-NEW") is None
    assert not edited(text="employees >= 300", button="keep").exception
    kept = definitions.found(store, "T-NEW")
    assert (kept.text, kept.applied_on) == ("employees >= 300", None)


@pytest.mark.parametrize(("lang", "said"), [("en", "nothing to choose"), ("zh", "暂无可选项")])
def test_a_field_without_options_speaks_the_language_of_the_reader(use, lang, said) -> None:
    use(MemoryStore(records()))
    app = AppTest.from_function(editor, default_timeout=60)
    app.query_params["lang"] = lang
    field = app.run().multiselect(key="tag_editor.excludes")
    assert (field.disabled, said in field.placeholder) == (True, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "employees"}, "is to be compared with a number"),
        ({"text": "employees >> 1"}, "at character 12"),
        ({"text": "employees > 1", "id": " "}, "1 to 80 characters"),
    ],
)
def test_the_editor_says_what_cannot_stand(use, fields: dict, said: str) -> None:
    use(tagged())
    app = edited(**fields)
    assert not app.exception
    assert said in app.error[0].value


@pytest.mark.parametrize(
    ("lang", "tabs", "heads"),
    [
        ("en", ["Tags", "Overlaps", "Contradictions", "Matches"], ["Tag", "Dimension"]),
        ("zh", ["标签", "重叠", "矛盾", "匹配"], ["标签", "维度"]),
    ],
)
def test_the_workbook_keeps_names_as_text(use, monkeypatch, lang, tabs, heads) -> None:
    from io import BytesIO

    import openpyxl

    monkeypatch.setenv("LINCHPIN_LANG", lang)
    use(tagged())
    data = export.workbook(
        services_tags.tags(),
        services_tags.clashes().overlaps,
        services_tags.clashes().contradictions,
        services_tags.offers().frame,
        Names(services.snapshot()),
    )
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == tabs
    assert [c.value for c in book[tabs[0]][1]][:2] == heads
    names = [cell for cell in book[tabs[0]]["A"] if cell.value == FORMULA]
    assert [cell.data_type for cell in names] == ["s"]
    assert book[tabs[2]].max_row == 3
