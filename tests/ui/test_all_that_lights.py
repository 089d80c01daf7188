"""Whatever a view of the Deal page offers to show on the map lights somebody there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.decision.results import Evidence, Finding, Subject
from tests.ui.screen_book import MemoryStore
from tests.ui.test_committee_and_playbook import book_of
from tests.ui.test_deal_views import html, opened
from tests.ui_diagram.test_map_layout import company
from ui import services
from ui.components import diagram
from ui.deal import chosen as pick
from ui.deal import page, stages
from ui.deal.changes import on_map
from ui.deal.chosen import Chosen
from ui.deal.views import VIEWS
from ui.deal.views.map import _beyond
from ui.diagram.folded import card_of, on_cards
from ui.diagram.light import for_finding, for_person, for_route, for_set
from ui.diagram.map import draw_map, standalone

CHOICE = re.compile(
    r'data-id="(?:map:)?((?:person|seller|finding|route|set):[^"]*|(?<=map:)check:[^"]*)"'
)


@pytest.fixture
def voted(use: Callable[[object], None]) -> MemoryStore:
    """Return the small book with votes, so that there is a committee."""
    found = MemoryStore(book_of(5.0, ("zhao",), zhao="mentor", qian="mentor"))
    use(found)
    return found


@pytest.mark.parametrize("view", sorted({*VIEWS} - {"rival", "what_if", "changes"}))
def test_each_choice_of_a_view_lights_somebody_and_lets_the_rest_fade(
    voted: MemoryStore, view: str
) -> None:
    choices = set(CHOICE.findall(html(opened(deal="d1", view=view))))
    assert choices
    analysis, checks = services.analysis("d1", explain=True), stages.named("d1")
    drawing = draw_map(analysis)
    here = drawing.layout.cards.keys() | drawing.layout.sellers.keys()
    for choice in choices:
        selected = pick.read(choice, analysis, checks)
        assert selected.kind, choice
        light = page._light(drawing, selected, checks.get(selected.id))
        assert light.bright is not None, choice
        assert light.bright & here, choice


def about_the_deal(finding: Finding) -> Finding:
    """Return the finding as one about a role that nobody plays."""
    role = Subject(kind="role", id="coach", name="coach")
    return finding.model_copy(
        update={"subject": role, "evidence": Evidence(nodes=["d1"], relationships=[]), "mend": None}
    )


def test_a_finding_about_the_deal_lights_who_has_a_part_in_it(book: MemoryStore) -> None:
    analysis = services.analysis("d1", explain=True)
    drawing = draw_map(analysis)
    light = for_finding(drawing.view, about_the_deal(analysis.findings[0]))
    assert light.bright == {p.id for p in analysis.people if p.roles}
    assert light.bright < drawing.layout.cards.keys()


def test_a_competitor_of_whom_a_finding_tells_is_named_under_the_map(book: MemoryStore) -> None:
    analysis = services.analysis("d1", explain=True)
    rival = Subject(kind="competitor", id="k", name="对手", name_en="Rival")
    late = analysis.findings[0].model_copy(update={"subject": rival})
    known = analysis.model_copy(update={"findings": [late, *analysis.findings[1:]]})
    assert _beyond(known, Chosen("finding", late.key)) == ["Not on the map: the competitor Rival."]
    assert _beyond(known, Chosen("finding", analysis.findings[1].key)) == []


def test_a_set_of_one_is_that_person_or_seller(book: MemoryStore) -> None:
    analysis = services.analysis("d1", explain=True)
    for ids, kind in ((["chen"], "person"), (["lin"], "seller"), (["chen", "lin"], "set")):
        target = on_map(ids, {"chen", "lin"})
        assert target is not None
        assert pick.read(target.removeprefix("map:"), analysis).kind == kind


def test_who_is_folded_away_is_lit_by_the_fold_and_its_head() -> None:
    drawing = draw_map(company(240, 9))
    at = card_of(drawing.layout)
    hidden = min(at)
    head = drawing.layout.stand_in[hidden]
    other = next(fold for fold in at.values() if fold != at[hidden])
    lights = [
        for_person(drawing.view, hidden),
        for_route(drawing.view, [head, hidden]),
        for_set(drawing.view, [hidden]),
    ]
    for light in lights:
        shown = on_cards(drawing.layout, light)
        assert shown.bright is not None
        assert {at[hidden], head} <= shown.bright
        assert other not in shown.bright
    assert "subject" in on_cards(drawing.layout, lights[2]).marks[at[hidden]]
    assert not lights[2].marks.keys() & set(at.values())  # the light itself is left as it was
    folds = re.findall(r'class="(card fold[^"]*)"', standalone(drawing, light=lights[2]))
    assert sum("faded" not in css for css in folds) == 1


def test_every_mark_that_python_sets_is_known_in_the_browser() -> None:
    known = re.search(r"const MARKS = (\[.*?\]);", diagram._script())
    assert known is not None
    from ui import deal
    from ui import diagram as drawn

    set_in_python = {
        mark
        for package in (deal, drawn)
        for folder in package.__path__
        for path in Path(folder).rglob("*.py")
        for call in re.findall(r"\.mark\(([^)]*)\)", path.read_text(encoding="utf-8"))
        for mark in re.findall(r'"([a-z-]+)"', call.split(",", 1)[-1])
    }
    assert {"gone", "assumed", "subject", "planned"} <= set_in_python
    assert set_in_python - {"remove", "route"} <= set(re.findall(r'"([a-z-]+)"', known[1]))
