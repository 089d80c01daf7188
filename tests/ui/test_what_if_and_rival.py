"""What-if and Rival of the Deal page: supposed and kept by controls, seen from the other side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from graph.decision import analyze
from graph.decision.results import Analysis
from graph.decision.rivals.eye import rivals_eye
from graph.decision.what_if.compare import compare
from graph.errors import StoreError
from graph.settings import Settings
from graph.store.documents import Document
from graph.text import Text
from tests.ui.screen_book import AS_OF, MemoryStore, records
from tests.ui.test_deal_views import given, html, opened, the_map
from ui import format as fmt
from ui import services_what_if as asked
from ui.deal.compare_map import supposed_drawing
from ui.deal.rival_map import draw_theirs, light_theirs
from ui.diagram.map import draw_map


@dataclass
class Kept:
    """Documents in memory; ``refuse`` is what an account that may only read gets."""

    all: dict[str, Document] = field(default_factory=dict)
    refuse: Exception | None = None

    def put(self, kind: str, id: str, about: str, body: dict[str, Any]) -> Document:
        if self.refuse:
            raise self.refuse
        self.all[id] = Document(kind, id, about, body, "2026-03-31T00:00:00Z")
        return self.all[id]

    def list(self, kind: str, about: str | None = None) -> list[Document]:
        return [d for d in self.all.values() if d.kind == kind and about in (None, d.about)]

    def get(self, kind: str, id: str) -> Document | None:
        return self.all.get(id)

    def delete(self, kind: str, id: str) -> bool:
        if self.refuse:
            raise self.refuse
        return self.all.pop(id, None) is not None


@pytest.fixture
def store(use: Callable[[object], None]) -> MemoryStore:
    """Return the small book with a rival that courts and bids, and room for documents."""
    book = records()
    book.relationships["COURTS"] = pl.DataFrame({"from": ["h"], "to": ["zhao"], "strength": [0.8]})
    book.relationships["BIDS_ON"] = pl.DataFrame({"from": ["h"], "to": ["d1"]})
    leans = {"from": ["zhao"], "to": ["d1"], "stance": ["supporter"], "towards": ["h"]}
    holds = [book.relationships["HOLDS"], pl.DataFrame(leans)]
    book.relationships["HOLDS"] = pl.concat(holds, how="diagonal")
    found = MemoryStore(book)
    found.documents = Kept()  # type: ignore[attr-defined]
    use(found)
    return found


def alone(store: MemoryStore, *changes: str) -> Analysis:
    return analyze(
        store.snapshot(), "d1", as_of=AS_OF, settings=Settings(), what_if=changes, explain=True
    )


def test_two_sets_stand_beside_the_deal_and_nothing_is_kept(store: MemoryStore) -> None:
    app = opened(
        deal="d1", view="what_if", suppose="stance:chen=enemy,meet:lin=nobody", beside="remove:zhao"
    )
    assert not app.exception
    page = html(app)
    sides = [alone(store), alone(store, "stance:chen=enemy"), alone(store, "remove:zhao")]
    for side in sides:  # what cannot be read is left out, and said
        assert fmt.lean(side.lean) in page
    assert len({fmt.lean(side.lean) for side in sides}) == 3
    assert "nobody" in page
    before = {f.key for f in sides[0].findings}
    new = [f for f in sides[2].findings if f.key not in before]
    assert new
    assert all(f.title.en in page for f in new)
    lit = the_map(app)
    assert "chen" in lit["bright"]
    assert "planned" in lit["classes"]["chen"]
    assert not store.documents.all  # type: ignore[attr-defined]


def test_who_comes_in_by_a_change_alone_leads_nowhere(store: MemoryStore) -> None:
    new = pl.DataFrame({"id": ["mei"], "name": ["梅"]})
    store.book.nodes["Person"] = pl.concat([store.book.nodes["Person"], new], how="diagonal")
    here, change = {p.id for p in alone(store).people}, "role:mei=approver"
    moved = {p.id for p in compare(alone(store), alone(store, change), [change]).people}
    assert "mei" in moved - here
    page = html(opened(deal="d1", view="what_if", suppose=change))
    linked = set(re.findall(r'data-id="map:person:(\w+)"', page))
    assert linked == moved & here


def test_a_change_is_made_by_controls_and_kept_under_a_name(store: MemoryStore) -> None:
    app = opened(deal="d1", view="what_if")
    app.button_group(key="what_if_verb").set_value("remove").run()
    app.selectbox(key="what_if_person").set_value("qian").run()
    app.button(key="what_if_add").click().run()
    assert not app.exception
    assert app.query_params["suppose"] in ("remove:qian", ["remove:qian"])
    assert "gone" in the_map(app)["classes"]["qian"]
    app.text_input(key="what_if_name").set_value("  Without   Qian ").run()
    app.button(key="what_if_keep").click().run()
    assert not app.exception
    kept = store.documents.all  # type: ignore[attr-defined]
    assert [(d.about, d.body) for d in kept.values()] == [
        ("d1", {"name": "Without Qian", "changes": ["remove:qian"]})
    ]
    assert '<button class="link cut" type="button" data-id="load:A:Without Qian"' in html(app)
    other = opened(deal="d1", view="what_if", suppose="stance:chen=enemy")
    other.text_input(key="what_if_name").set_value("Without Qian").run()
    other.button(key="what_if_keep").click().run()
    assert any("is kept already" in c.value for c in other.caption)
    assert [d.body["changes"] for d in kept.values()] == [["remove:qian"]]
    other.button(key="what_if_keep").click().run()
    assert [d.body["changes"] for d in kept.values()] == [["stance:chen=enemy"]]
    asked.keep_scenario("d1", "Without Qian", ["remove:qian"])
    app.session_state["what_if_armed"] = "Without Qian"  # asked once
    assert "Delete?" in html(app.run())
    asked.forget_scenario("d1", "Without Qian")
    assert 'data-id="load:A' not in html(opened(deal="d1", view="what_if"))


def test_who_may_not_write_is_told_and_loses_nothing(store: MemoryStore) -> None:
    no = StoreError(Text("You may only read here.", "此处只能读取。"), Text("Ask.", "请询问。"))
    store.documents.refuse = no  # type: ignore[attr-defined]
    app = opened(deal="d1", view="what_if", suppose="stance:chen=enemy")
    app.text_input(key="what_if_name").set_value("Mine").run()
    app.button(key="what_if_keep").click().run()
    assert not app.exception
    assert any("You may only read here." in c.value for c in app.caption)
    assert app.query_params["suppose"] in ("stance:chen=enemy", ["stance:chen=enemy"])


def test_everybody_keeps_the_place_while_nobody_comes_in(store: MemoryStore) -> None:
    base = draw_map(alone(store), "en")
    gone = supposed_drawing(base, alone(store, "remove:qian", "stance:zhao=enemy"))
    assert gone.layout.cards == base.layout.cards
    assert gone.view.people["qian"].influence == 0
    assert gone.view.people["zhao"].stance == -1


def test_the_rival_view_shows_the_deal_from_their_side(store: MemoryStore) -> None:
    app = opened(deal="d1", view="rival")
    assert not app.exception
    eye = rivals_eye(store.snapshot(), "d1", "h", as_of=AS_OF, settings=Settings())
    page = html(app)
    assert fmt.lean(eye.side.lean) in page
    assert 'data-id="route:h,zhao,chen"' in page
    for point in [*eye.weaker, *eye.stronger]:
        assert str(point.action.en) in page
    assert "zhao" in the_map(app)["near"]["h"]
    assert 'class="map theirs' in the_map(app)["svg"]


@pytest.mark.parametrize(
    ("view", "shown"), [("rival", "KNOWS"), ("what_if", "KNOWS,COVERS,CONFLICTS_WITH")]
)
def test_hidden_ties_carry_nothing_on_the_maps_beside(
    store: MemoryStore, view: str, shown: str
) -> None:
    """Our contacts are hidden on the first: those of a rival are its own and stay."""
    looks = {"deal": "d1", "view": view, "suppose": "stance:chen=supporter"}
    whole, less = (the_map(opened(**looks, **more)) for more in ({}, {"kinds": shown}))
    assert "zhao" in whole["near"]["chen"]
    assert "zhao" not in less["near"]["chen"]
    assert 'data-from="zhao" data-to="chen"' not in less["lines"]
    assert any(note.startswith("Only these ties: Knows") for note in less["notes"])
    assert ("zhao" in less["near"].get("h", ())) == (view == "rival")


def test_a_supposed_meeting_is_not_drawn_where_our_contacts_are_hidden(store: MemoryStore) -> None:
    looks = {"deal": "d1", "view": "what_if", "suppose": "meet:lin=chen,influence:qian>chen=0.7"}
    drawn = [the_map(opened(**looks, kinds=k))["lines"] for k in ("all", "INFLUENCES", "COVERS")]
    assert ['data-from="lin" data-to="chen"' in d for d in drawn] == [True, False, True]
    assert ['data-from="qian" data-to="chen"' in d for d in drawn] == [True, True, False]


def test_the_name_of_a_rival_is_no_markdown(store: MemoryStore) -> None:
    store.book.nodes["Competitor"] = pl.DataFrame({"id": ["h"], "name": ["![a](b) :red[hi] $x$"]})
    app = opened(deal="d1", view="rival")
    (label,) = app.button_group(key="deal.rival").options
    label = getattr(label, "content", label)
    assert label == "\\!\\[a\\]\\(b\\) \\:\u2060red\\[hi\\] \\$x\\$"


def test_each_thing_of_a_rival_lights_their_map(store: MemoryStore) -> None:
    eye = rivals_eye(store.snapshot(), "d1", "h", as_of=AS_OF, settings=Settings())
    drawing = draw_theirs(eye, "en")
    assert eye.side.findings
    for finding in eye.side.findings:
        lit = light_theirs(drawing, eye, f"finding:{finding.key}")
        assert lit.bright is not None
        assert not [r for r in lit.roads if r.kind == "plan"]  # their next meeting is not ours
    way = light_theirs(drawing, eye, "route:h,zhao,chen")
    assert way.bright == {"h", "zhao", "chen"}
    assert [(r.source, r.target) for r in way.roads] == [("h", "zhao"), ("zhao", "chen")]
    assert light_theirs(drawing, eye, "route:lin,zhao").bright is None


def test_a_deal_without_rivals_says_what_to_load(store: MemoryStore) -> None:
    for name in ("COURTS", "BIDS_ON", "SUPPLIES"):
        store.book.relationships.pop(name)
    app = opened(deal="d1", view="rival", lang="zh")
    assert not app.exception
    assert "bids_on" in html(app)
    assert not [d for d in given(app) if "near" in d]
