"""The Routes and Plan views: what is found for each question, and what each choice lights."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from graph.decision.plan.days import proposed_days
from graph.decision.plan.routes import ROUTE_KINDS
from tests.decision.toy_graphs import ask, toy
from tests.ui.screen_book import HOSTILE, MemoryStore
from tests.ui.test_deal_views import given, html, opened, the_map
from ui import services, services_plan
from ui.deal.calendar import calendar_bytes
from ui.deal.figures import who_decides
from ui.deal.routes import who_name
from ui.diagram.light import for_person, for_route, roads_to_decision
from ui.diagram.map import draw_map, standalone
from ui.diagram.view import View
from ui.services_plan import Wanted
from ui.terminal.answer import Answer

ROAD = "lin,qian,zhao,chen"


def lit(page: str) -> list[str]:
    """Return the routes that a page can light on the map."""
    return re.findall(r'data-id="map:route:([^"]*)"', page)


def shown(view: str, **address: str) -> str:
    app = opened(deal="d1", view=view, **address)
    assert not app.exception
    return html(app)


def test_routes_are_those_of_the_plan_by_target(book: MemoryStore) -> None:
    page = shown("routes", targets="chen,zhao", k="5")
    found = services_plan.routes_of("d1", Wanted(("chen", "zhao"), 5))
    assert lit(page) == [",".join(r.ids) for r in found]
    assert lit(page)[0] == ROAD
    assert HOSTILE not in page
    assert "Lin Yue covers Qian Jun" in page
    assert "Only these ties" not in page


@pytest.mark.parametrize(
    ("address", "roads"),
    [
        ({}, {ROAD}),
        ({"avoid": "qian"}, set()),
        ({"avoid": "lin"}, set()),
        ({"from": "supporters"}, {"deng,chen", "zhao,chen", "qian,zhao,chen"}),
        ({"from": "supporters", "avoid": "zhao"}, {"deng,chen"}),
        ({"from": "supporters", "kinds": "REPORTS_TO"}, {"zhao,chen", "qian,zhao,chen"}),
        ({"kinds": "INFLUENCES,COVERS"}, set()),
        ({"from": "held", "avoid": "zhao,deng"}, set()),
    ],
)
def test_what_is_avoided_and_where_routes_start(
    book: MemoryStore, address: dict[str, str], roads: set[str]
) -> None:
    page = shown("routes", targets="chen", k="10", **address)
    assert set(lit(page)) == roads
    assert ("No route" in page) == (not roads)
    assert ("Only these ties" in page) == ("kinds" in address)


def test_a_route_and_its_kinds_are_lit_on_the_map(book: MemoryStore) -> None:
    whole = the_map(opened(deal="d1", sel=f"route:{ROAD}"))
    assert set(whole["bright"]) == set(ROAD.split(","))
    less = the_map(opened(deal="d1", kinds="REPORTS_TO"))
    assert set(less["near"]["qian"]) == {"zhao"}
    assert less["near"]["lin"] == []
    assert any("Only these ties: Reports to." in note for note in less["notes"])


@pytest.mark.parametrize("kinds", ["REPORTS_TO,KNOWS,COVERS", "INFLUENCES,COVERS"])
def test_the_map_tells_only_of_ties_that_are_shown(book: MemoryStore, kinds: str) -> None:
    hidden = frozenset(ROUTE_KINDS) - set(kinds.split(","))
    found = services_plan.narrowed_of("d1", hidden)
    assert found is not None
    view = View(services.analysis("d1", explain=True), "en", found)
    chances = {(a, b): p for a, b, p in found.ties}
    for light in (roads_to_decision(view), *(for_person(view, p) for p in view.people)):
        roads = [r for r in light.roads if r.kind != "plan"]
        assert [r.pill for r in roads] == [view.share(chances[r.source, r.target]) for r in roads]
    whole = {a.decider: a.reliability for a in services.analysis("d1").access}
    assert {a.decider: a.reliability for a in found.access} != whole
    drawn = standalone(draw_map(view.analysis, "en", narrowed=found))
    assert "without: " in drawn
    for way in found.access:
        assert f"reached {view.share(way.reliability)}" in drawn


def test_without_our_contacts_no_meeting_is_drawn_and_nobody_is_reached(book: MemoryStore) -> None:
    app = the_map(opened(deal="d1", kinds="REPORTS_TO"))
    assert "No road to a decider over the kinds of ties that are shown." in app["bar"]
    assert "reached 0%" in app["marks"]
    for choice in ("route:lin,zhao", ""):
        whole = the_map(opened(deal="d1", sel=choice))["lines"]
        narrow = the_map(opened(deal="d1", sel=choice, kinds="REPORTS_TO"))["lines"]
        assert "line plan" in whole
        assert "line plan" not in narrow


def test_a_proof_is_over_all_kinds_whatever_is_hidden(book: MemoryStore) -> None:
    look = {"deal": "d1", "view": "findings", "sel": "finding:single_thread:chen"}
    whole, less = (opened(**look, **more) for more in ({}, {"kinds": "REPORTS_TO"}))
    pictures = [
        next(d["svg"] for d in given(a) if "proof" in d.get("svg", "")) for a in (whole, less)
    ]
    assert pictures[0] == pictures[1]
    assert "over all kinds of ties" in html(less)
    assert "over all kinds of ties" not in html(whole)


def test_a_route_over_hidden_ties_says_so(book: MemoryStore) -> None:
    bar = the_map(opened(deal="d1", sel=f"route:{ROAD}", kinds="INFLUENCES,COVERS"))["bar"]
    assert "not all of it over the ties that are shown" in bar


def test_the_pills_of_a_route_are_its_steps(book: MemoryStore) -> None:
    (route,) = services_plan.routes_of("d1", Wanted(("chen",), 1))
    view = View(services.analysis("d1", explain=True), "en")
    pills = [road.pill for road in for_route(view, list(route.ids)).roads]
    assert pills == [view.share(step.chance) for step in route.steps]


def test_who_is_to_be_met_is_lit_as_planned(book: MemoryStore) -> None:
    known = the_map(opened(deal="d1", sel="route:lin,qian"))
    planned = the_map(opened(deal="d1", sel="route:lin,zhao"))
    assert "Planned meeting" in planned["bar"]
    assert "Planned meeting" not in known["bar"]
    assert "planned" in planned["classes"]["lin"]
    assert "planned" not in known["classes"]["lin"]


def test_the_plan_keeps_to_hours_sellers_and_who_is_avoided(book: MemoryStore) -> None:
    page = shown("plan", hours="4")
    contacts = services_plan.contacts_of("d1", 4.0).contacts
    assert [f"{c.seller},{c.person}" for c in contacts] == [
        r for r in lit(page) if r.count(",") == 1
    ]
    assert 0 < sum(c.hours for c in contacts) <= 4
    for words in ("proven", "Lean", "Access", "Assumed", "What would make it stronger"):
        assert words in page
    assert "Where does" in page
    none = "No meeting within these hours"
    assert none not in page
    assert none in shown("plan", hours="1")
    assert none in shown("plan", hours="4", sellers="lin:1")
    assert none in shown("plan", hours="4", avoid="lin")
    avoided = contacts[0].person
    assert f"lin,{avoided}" not in lit(shown("plan", hours="4", avoid=avoided))


def test_the_route_of_the_plan_leads_where_it_is_asked_to(book: MemoryStore) -> None:
    page = shown("plan", to="zhao", lang="zh")
    best = services_plan.routes_of("d1", Wanted(("zhao",), 3, kinds=ROUTE_KINDS))[0]
    assert ",".join(best.ids) in lit(page)
    assert "怎样能使其更强" in page


@pytest.mark.parametrize("view", ["routes", "plan"])
def test_a_deal_with_nobody_known_says_so(book: MemoryStore, view: str) -> None:
    app = opened(deal="d2", view=view)
    assert not app.exception
    page = html(app)
    assert "Nobody is known" in page or "nobody is known who decides" in page
    assert "nan" not in re.sub(r"<[^>]*>", "", page).casefold().split()


@pytest.mark.parametrize(("view", "verb"), [("routes", ""), ("plan", ""), ("what_if", "remove"),
                                            ("what_if", "influence")])  # fmt: skip
def test_nothing_is_offered_where_there_is_nobody_to_choose(
    book: MemoryStore, view: str, verb: str
) -> None:
    app = opened(deal="d2", view=view)
    if verb:
        app.button_group(key="what_if_verb").set_value(verb).run()
        assert any("nobody is known to choose from" in caption.value for caption in app.caption)
    assert not app.exception
    assert [w.label for w in (*app.selectbox, *app.multiselect) if not w.options] == []


def test_one_other_is_counted_as_one() -> None:
    six = toy(plays=[(p, "deal", "approver") for p in "abcdef"])
    assert ">1 other<" in str(who_decides(ask(six), ""))
    nine = toy(plays=[(p, "deal", "approver") for p in "abcdefghi"])
    assert ">4 others<" in str(who_decides(ask(nine), ""))
    assert "1 other " in Answer(ask(nine), "en").text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_meetings_go_into_a_calendar_and_nothing_of_stances(
    book: MemoryStore, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("LINCHPIN_LANG", lang)
    analysis = services.analysis("d1")
    contacts = services_plan.contacts_of("d1", 10.0).contacts
    content = calendar_bytes(analysis, contacts)
    entries = Calendar.from_ical(content).walk("VEVENT")
    days = [e["DTSTART"].dt for e in entries]
    assert days == proposed_days(analysis.as_of, len(contacts))
    assert all(d > analysis.as_of and d.weekday() < 5 for d in days)
    assert len({str(e["UID"]) for e in entries}) == len(contacts) > 1
    who = [(who_name(analysis, c.seller), who_name(analysis, c.person)) for c in contacts]
    for entry, pair in zip(entries, who, strict=True):
        assert all(name in str(entry["SUMMARY"]) for name in pair)
        assert "%" not in str(entry["DESCRIPTION"])
    assert content == calendar_bytes(analysis, contacts)
