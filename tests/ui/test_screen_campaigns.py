"""Campaigns on screen: the loop run whole, from the plan to the refined tag."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from graph.customers.campaigns.results import Feature, HeldOut, Improvement, Interval
from graph.records import Records, conform, table_schema
from tests.ui.screen_book import AS_OF, FORMULA, HOSTILE, MemoryStore, records
from tests.ui.test_screen_pages import HOSTILE_ESCAPED, opened, shown
from ui import services_campaigns
from ui.campaigns.better import features_card
from ui.campaigns.book import dates_of
from ui.campaigns.kept import Campaign
from ui.campaigns.lists import harmless
from ui.campaigns.marks import Scale, interval, points, sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

MEMBERS = 400
EVEN = {f"m{i:03}" for i in range(0, MEMBERS, 2)}


class Writable(MemoryStore):
    """A store in memory that takes loads in: a source's rows in place of its former ones."""

    def load(self, rows: Records | list[Records], **_: object) -> None:
        for each in [rows] if isinstance(rows, Records) else rows:
            self.book = Records(
                "book",
                _merged(self.book.nodes, each.nodes, each.source, ["id"]),
                _merged(self.book.relationships, each.relationships, each.source, ["from", "to"]),
                _merged(self.book.tables, each.tables, each.source, None),
            )
        self.revision += 1


def _merged(old, new, source: str, keys: list[str] | None):
    merged = dict(old)
    for name, frame in new.items():
        by = keys or (["campaign", "customer"] if name == "member_targets" else ["customer", "tag"])
        stated = frame if keys is None else frame.with_columns(sources=pl.lit([source]))
        both = [merged[name], stated] if name in merged else [stated]
        merged[name] = pl.concat(both, how="diagonal_relaxed").unique(by, keep="last")
    return merged


@pytest.fixture
def store(use: Callable[[object], None]) -> Writable:
    """Return the small book with members, a tag that half of them carry, and one campaign."""
    book = records()
    ids = [f"m{i:03}" for i in range(MEMBERS)]
    nodes = dict(book.nodes) | {
        "Member": pl.DataFrame(
            {"id": ids, "segment": [HOSTILE] * MEMBERS,
             "do_not_contact": [i == "m002" for i in ids]}
        ),
        "Tag": pl.DataFrame({"id": ["even"], "name": ["偶数"], "name_en": ["Even"]}),
        "Campaign": pl.DataFrame(
            {"id": ["old"], "name": [HOSTILE], "started_on": [date(2026, 1, 1)],
             "ended_on": [date(2026, 1, 31)]}
        ),
    }  # fmt: skip
    tags = pl.DataFrame({"customer": sorted(EVEN), "tag": ["even"] * len(EVEN)})
    using = pl.DataFrame({"customer": ["m000"], "month": ["2026-03"], "product": ["oa"]})
    tables = {
        "member_tags": conform(tags, table_schema("member_tags")),
        "usage": conform(using, table_schema("usage")),
    }
    made = Writable(Records("book", nodes, book.relationships, tables))
    use(made)
    return made


def press(app: AppTest, key: str) -> AppTest:
    return next(b for b in app.button if b.key == key).click().run()


def test_the_loop_is_run_from_the_screen(store: Writable) -> None:
    app = opened("campaigns", id="+")
    app.text_input[0].set_value("C9")
    app.multiselect[0].set_value(["oa"])
    app = press(app, "campaigns.keep_plan")
    assert not app.exception
    assert "C9" in store.snapshot().nodes["Campaign"].ids
    next(n for n in app.number_input if n.key == "campaigns.target.C9").set_value(150)
    next(n for n in app.number_input if n.key == "campaigns.control.C9").set_value(150)
    app = press(app.run(), "campaigns.draw")
    assert "must not be contacted" in shown(app)
    assert "member_targets" not in store.book.tables
    app = press(app, "campaigns.keep")
    # Who was left out is still told when the arms are kept.
    assert "must not be contacted" in shown(app)
    arms = store.table("member_targets")
    assert dict(arms.group_by("arm").len().iter_rows()) == {"target": 150, "control": 150}
    app = opened("campaigns", id="C9", view="results")
    upload = app.file_uploader[0].upload("back.csv", _back(arms), "text/csv")
    app = press(upload.run(), "campaigns.take")
    assert not app.exception
    said = [w.value for w in app.warning]
    assert "rows left out: 1" in said[0]
    assert "Results of 50 of 300 are missing" in said[1]
    assert "are missing" not in shown(app)
    assert "Partial" in shown(app)
    # The row that did not count is written out with its reason.
    assert "a customer of this campaign" in shown(app)
    assert not app.success
    assert "Difference, points" in shown(app)
    _improved(store)


def _back(arms: pl.DataFrame) -> bytes:
    arms = arms.sort("customer")
    dice = np.random.default_rng(1)
    chance = pl.Series(np.where(arms["customer"].is_in(list(EVEN)), 0.8, 0.2))
    sold = pl.Series(dice.random(arms.height)) < chance
    target = arms["arm"] == "target"
    out = pl.DataFrame({"customer": arms["customer"], "accepted": sold & target})
    # Fifty have no result yet.
    out = out.tail(-50)
    stranger = pl.DataFrame({"customer": ["nobody"], "accepted": [True]})
    buffer = io.BytesIO()
    pl.concat([out, stranger]).write_csv(buffer)
    return buffer.getvalue()


def _improved(store: Writable) -> None:
    app = opened("campaigns", id="C9", view="improve")
    assert "Even = yes" in shown(app)
    # 200 carriers, of whom one uses it already and one must not be contacted.
    assert "200 customers meet it today; 198 of them" in shown(app)
    assert next(b for b in app.button if b.key == "campaigns.plan_next").disabled
    app = press(app, "campaigns.save_tag")
    assert not app.exception
    assert "is carried by 200 customers" in app.success[0].value
    kept = store.table("member_tags").filter(pl.col("tag") == "T-C9-2")
    assert set(kept["customer"]) == EVEN
    assert [e.what for e in services_campaigns.log("C9")] == [
        "planned", "assigned", "results", "tag",
    ]  # fmt: skip
    app = press(opened("campaigns", id="C9", view="improve"), "campaigns.plan_next")
    assert app.multiselect[0].value == ["oa"]
    # For carriers of the refined tag, after those of this one have rested.
    assert app.multiselect[1].value == ["T-C9-2"]
    assert app.date_input[0].value == date(2026, 4, 30) + timedelta(days=31)
    rates = {n.key.split(".")[2]: n.value for n in app.number_input if ".new." in n.key}
    assert (rates["base"], rates["target"] > 55) == (0, True)


def test_a_list_too_short_says_which_rows_fell_out_and_why(store: Writable) -> None:
    planned = Campaign("C9", starts=AS_OF, ends=AS_OF, products=("oa",))
    services_campaigns.plan(planned)
    app = opened("campaigns", id="C9", view="targets")
    next(n for n in app.number_input if n.key == "campaigns.target.C9").set_value(1_000)
    app = press(app.run(), "campaigns.draw")
    assert any("Left out: 1 must not be contacted." in str(t.value) for t in app.text)
    said = shown(app)
    assert '<td class="num">' in said
    assert ("m002" in said, "Marked as not to be contacted" in said) == (True, True)


def test_names_are_escaped_and_an_unknown_campaign_is_told(store: Writable) -> None:
    assert "<img" not in shown(opened("campaigns", "zh"))
    assert HOSTILE_ESCAPED in shown(opened("campaigns", id="old", view="plan"))
    missing = opened("campaigns", id="nowhere")
    assert not missing.exception
    assert any("no campaign" in str(t.value) for t in missing.text)


def test_a_plan_that_cannot_be_kept_says_why_and_keeps_nothing(store: Writable) -> None:
    app = press(opened("campaigns", id="+"), "campaigns.keep_plan")
    assert any("needs a product" in str(t.value) for t in app.text)
    assert store.snapshot().nodes["Campaign"].ids == ["old"]


def test_an_interval_stands_where_its_numbers_say() -> None:
    scale = Scale.over([-0.2, 0.4])
    gap = Interval(value=0.1, low=-0.1, high=0.3)
    drawn = interval(gap, scale)
    low, high = scale.low, scale.high
    assert f"left:{100 * (0.1 - low) / (high - low):.2f}%" in drawn
    assert (sign(gap), points(gap)) == ("open", "+10.0 (−10.0 – +30.0)")
    assert "dot" not in interval(Interval(value=None, low=None, high=None), scale)


def test_a_year_that_both_days_share_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    today = date(2026, 3, 31)
    over = Campaign("c", starts=date(2025, 11, 3), ends=date(2025, 11, 30))
    assert dates_of(over, today) == "3 Nov – 30 Nov 2025"
    assert dates_of(replace(over, ends=date(2026, 1, 2)), today) == "3 Nov 2025 – 2 Jan"
    for module in ("ui.campaigns.book", "ui.format"):
        monkeypatch.setattr(f"{module}.language", lambda: "zh")
    assert dates_of(over, today) == "2025 年 11 月 3 日 至 11 月 30 日"


def test_conditions_are_drawn_in_the_readers_language() -> None:
    gap = Interval(value=0.1, low=0.0, high=0.2)
    held = HeldOut(n_in=5, n_out=5, rate_in=0.5, rate_out=0.4, difference=gap, p=0.5,
                   p_adjusted=0.5)  # fmt: skip
    feature = Feature(feature="segment", condition="segment = 商务 business",
                      rule="segment = '商务 business'", held_out=held, kept=False)  # fmt: skip
    found = Improvement.model_construct(
        features=[feature], training=5, held_out=5, refinement=None, next=None, warnings=[]
    )
    drawn = str(features_card(found, {"segment": "Segment"}))
    assert "Segment = business" in drawn
    assert "商务" not in drawn


def test_no_text_of_a_list_is_a_formula() -> None:
    frame = harmless(pl.DataFrame({"customer": [FORMULA, "-5", "+x", "m"], "=n": [1, 2, 3, 4]}))
    assert frame["customer"].to_list() == [f"'{FORMULA}", "-5", "'+x", "m"]
    assert frame.columns == ["customer", "'=n"]
