"""Whatever the deal, everybody is on the map once, nothing overlaps, no line crosses a card."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.decision.results import (
    Access,
    Analysis,
    Cover,
    Deal,
    Decider,
    PersonRow,
    Seller,
    Tie,
)
from ui.diagram.geometry import Box
from ui.diagram.light import Light, Road, Tag, for_person, roads_to_decision
from ui.diagram.map import draw_map, svg
from ui.diagram.marks import headings, words
from ui.diagram.roads import lay

DEPARTMENTS = [
    None,
    "IT",
    "采购部",
    "Finance & risk",
    "Legal",
    "一个名字特别长的战略发展与规划管理委员会办公室",
]
NAMES = [
    "王磊",
    "Bartholomew Featherstonehaugh-Cholmondeley III",
    "欧阳司徒娜娜",
    "Li",
    "x" * 300,
    "🙂🙂",
]


@st.composite
def deals(draw: st.DrawFn, most: int = 40) -> Analysis:
    n = draw(st.integers(0, most))
    ids = [f"p{i}" for i in range(n)]
    pick = st.sampled_from(ids) if ids else st.nothing()
    pair = st.tuples(pick, pick)
    ties = [
        Tie(**{"from": a, "to": b}, kind=kind, weight=weight)
        for (a, b), kind, weight in draw(
            st.lists(
                st.tuples(
                    pair,
                    st.sampled_from(
                        ["REPORTS_TO", "REPORTS_TO", "INFLUENCES", "KNOWS", "CONFLICTS_WITH"]
                    ),
                    st.one_of(st.none(), st.floats(0, 1)),
                ),
                max_size=2 * n,
            )
            if ids
            else st.just([])
        )
    ]
    sellers = [f"s{i}" for i in range(draw(st.integers(0, 7)))]
    people = []
    for i in ids:
        covers = (
            draw(st.lists(st.sampled_from(sellers), max_size=2, unique=True)) if sellers else []
        )
        people.append(
            PersonRow(
                id=i,
                name=draw(st.sampled_from(NAMES)),
                title=draw(st.sampled_from(NAMES)),
                department=draw(st.sampled_from(DEPARTMENTS)),
                level=draw(st.one_of(st.none(), st.integers(1, 5))),
                employer=draw(st.sampled_from(["home", "home", "sister", None])),
                outsider=draw(st.sampled_from([False, False, False, True])),
                placeholder=draw(st.booleans()),
                influence=1 / n,
                covers=[Cover(seller=s, strength=0.5, undecayed=0.5) for s in covers],
                roles=draw(
                    st.lists(
                        st.sampled_from(["coach", "end_user", "decision_maker"]),
                        max_size=2,
                        unique=True,
                    )
                ),
            )
        )
    deciders = draw(st.lists(pick, max_size=9, unique=True)) if ids else []
    access = []
    for d in deciders:
        way = draw(st.lists(pick, max_size=3, unique=True))
        way = [*(w for w in way if w != d), d]
        best = [draw(st.sampled_from(sellers)), *way] if sellers else []
        access.append(
            Access(
                decider=d,
                reliability=0.4,
                standard_error=0,
                threads=1,
                separators=way[:1],
                routes=[best] if best else [],
                best_route=best,
                best_route_steps=[0.5] * max(len(best) - 1, 0),
            )
        )
    return _deal(
        people,
        deciders=[Decider(id=d, name=d, weight=1 / len(deciders)) for d in deciders],
        team=[Seller(id=s, name=f"卖方{s}") for s in sellers],
        ties=ties,
        access=access,
    )


def _deal(people: list[PersonRow], **more: Any) -> Analysis:
    usual: dict[str, Any] = {"deciders": [], "team": [], "ties": [], "access": []}
    return Analysis(
        opportunity=Deal(id="d", name="交易", enterprise="home"),
        as_of=date(2026, 3, 31),
        lean=0.0,
        lean_sd=0.1,
        known_share=0.5,
        passes=False,
        blocked_by=[],
        presumed=False,
        people=people,
        findings=[],
        next_question=None,
        **usual | more,
    )


SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def crossing(points: list[tuple[float, float]], cards: dict[str, Box], ends: set[str]) -> list[str]:
    """Oracle: cards, other than those at the ends, whose inside a polyline enters."""
    hit = []
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        line = Box(min(x0, x1) - 0.01, min(y0, y1) - 0.01, abs(x1 - x0) + 0.02, abs(y1 - y0) + 0.02)
        hit += [i for i, box in cards.items() if i not in ends and line.overlap(box) > 0.05]
    return hit


def overlapping(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    ids = sorted(boxes)
    return [
        (a, b) for i, a in enumerate(ids) for b in ids[i + 1 :] if boxes[a].overlap(boxes[b]) > 0
    ]


@SLOW
@given(deals())
def test_everybody_stands_once_and_nothing_overlaps(analysis: Analysis) -> None:
    drawing = draw_map(analysis, "zh")
    layout = drawing.layout
    assert layout.cards.keys() == {p.id for p in analysis.people}
    assert layout.sellers.keys() == {s.id for s in analysis.team}
    assert overlapping(layout.cards | layout.sellers) == []
    assert overlapping({b.key: b.box for b in layout.bands}) == []
    page = Box(0, 0, layout.width, layout.height)
    outside = [
        i
        for i, b in (layout.cards | layout.sellers).items()
        if abs(b.overlap(page) - b.w * b.h) > 0.1
    ]
    assert outside == []


@SLOW
@given(deals())
def test_everybody_off_the_top_stands_in_the_band_that_counts_them(analysis: Analysis) -> None:
    drawing = draw_map(analysis, "en")
    top = {n.id for row in drawing.arrangement.top for n in row}
    inside = {
        band.key: {
            i for i, c in drawing.layout.cards.items() if abs(c.overlap(band.box) - c.w * c.h) < 0.1
        }
        for band in drawing.layout.bands
    }
    columns = {c.key: {n.id for n in c.nodes} for c in drawing.arrangement.columns}
    assert inside == columns
    assert top.isdisjoint(set().union(*columns.values()) if columns else set())
    assert {b.key: b.count for b in drawing.layout.bands} == {k: len(v) for k, v in columns.items()}


@SLOW
@given(deals())
def test_deciders_stand_above_and_our_team_below_everybody(analysis: Analysis) -> None:
    layout = draw_map(analysis, "en").layout
    deciders = {d.id for d in analysis.deciders}
    lowest_decider = max((layout.cards[d].bottom for d in deciders), default=0.0)
    bands = [b.box.y for b in layout.bands]
    assert all(lowest_decider <= y for y in bands)
    assert all(c.bottom < s.y for c in layout.cards.values() for s in layout.sellers.values())


def _mutual() -> Analysis:
    """Three people in a column, one of whom the others know from beside."""
    people = [PersonRow(id=i, name=i, employer="home", influence=1 / 3) for i in ("a", "b", "c")]
    ties = [Tie(**{"from": x, "to": y}, kind="KNOWS") for x, y in ("ab", "ac", "ba")]
    return _deal(people, ties=ties)


@SLOW
@example(_mutual())
@given(deals())
def test_no_line_runs_through_a_card(analysis: Analysis) -> None:
    drawing = draw_map(analysis, "en")
    cards = drawing.layout.cards
    bad = [
        (k.kind, k.source, k.target, crossing(k.points, cards, {k.source, k.target}))
        for k in drawing.links
    ]
    assert [b for b in bad if b[3]] == []
    lights = [roads_to_decision(drawing.view)]
    lights += [for_person(drawing.view, p.id) for p in analysis.people[:2]]
    for light in lights:
        for road in lay(drawing.layout, light).roads:
            ends = {road.road.source, road.road.target}
            assert crossing(road.points, cards, ends) == [], road


@SLOW
@given(deals(most=15))
def test_lines_are_orthogonal_and_end_on_their_cards(analysis: Analysis) -> None:
    drawing = draw_map(analysis, "en")
    for link in drawing.links:
        for (x0, y0), (x1, y1) in zip(link.points, link.points[1:], strict=False):
            assert abs(x0 - x1) < 1e-6 or abs(y0 - y1) < 1e-6, link
        for end, id_ in ((link.points[0], link.source), (link.points[-1], link.target)):
            if (link.source, link.target) in drawing.layout.trunks:
                continue
            box = drawing.layout.cards[id_]
            assert box.x - 0.6 <= end[0] <= box.right + 0.6, link
            assert box.y - 0.6 <= end[1] <= box.bottom + 0.6, link


@SLOW
@given(deals(most=20))
def test_the_same_deal_is_drawn_alike_whatever_the_order_of_its_rows(analysis: Analysis) -> None:
    turned = analysis.model_copy(
        update={
            "people": analysis.people[::-1],
            "ties": analysis.ties[::-1],
            "team": analysis.team[::-1],
            "deciders": analysis.deciders[::-1],
        }
    )
    assert draw_map(analysis).layout.cards == draw_map(turned).layout.cards
    assert svg(draw_map(analysis)) == svg(draw_map(analysis))


def company(n: int, departments: int) -> Analysis:
    """Return a deal of n people in departments, each led by one who reports to the top."""
    people, ties = [], []
    for i in range(n):
        d = i % departments
        head = i < departments
        people.append(
            PersonRow(
                id=f"p{i:03}",
                name=f"人员{i}",
                title="经理",
                department=None if i == 0 else f"部门{d}",
                level=1 if i == 0 else 2 if head else 3,
                employer="home",
                influence=1 / n,
            )
        )
        if i:
            ties.append(
                Tie(
                    **{"from": f"p{i:03}", "to": "p000" if head else f"p{d or departments:03}"},
                    kind="REPORTS_TO",
                )
            )
    return Analysis(
        opportunity=Deal(id="d", name="d", enterprise="home"),
        as_of=date(2026, 3, 31),
        lean=0.0,
        lean_sd=0.1,
        deciders=[Decider(id="p000", name="p0", weight=1.0)],
        known_share=1,
        passes=False,
        blocked_by=[],
        presumed=False,
        people=people,
        ties=ties,
        access=[],
        findings=[],
        next_question=None,
    )


def test_two_hundred_people_are_all_shown_and_more_fold_into_their_departments() -> None:
    whole = draw_map(company(200, 9))
    assert len(whole.layout.cards) == 200
    assert whole.layout.folds == {}
    folded = draw_map(company(240, 9))
    shown, hidden = set(folded.layout.cards), set(folded.layout.stand_in)
    assert shown.isdisjoint(hidden)
    assert shown | hidden == {f"p{i:03}" for i in range(240)}
    assert sum(len(c.hidden) for _, c in folded.layout.folds.values()) == len(hidden)
    assert (
        overlapping(folded.layout.cards | {k: b for k, (b, _) in folded.layout.folds.items()}) == []
    )
    key = min(folded.layout.folds)
    opened = draw_map(company(240, 9), opened={key})
    assert key not in opened.layout.folds
    assert len(opened.layout.cards) > len(folded.layout.cards)


def test_the_map_of_many_keeps_a_shape_that_a_screen_can_hold() -> None:
    for n, departments in ((30, 3), (100, 4), (120, 30), (200, 2), (200, 40)):
        layout = draw_map(company(n, departments)).layout
        assert 0.5 < layout.width / layout.height < 3.2, (
            n,
            departments,
            layout.width,
            layout.height,
        )


@settings(SLOW, max_examples=12)
@given(deals(most=25))
def test_no_pill_tag_or_title_lies_on_another_or_on_words(analysis: Analysis) -> None:
    drawing = draw_map(analysis)
    ids = [p.id for p in analysis.people]
    crowd = Light(
        roads=[Road(a, b, "other", "50%") for a, b in zip(ids, ids[3:], strict=False)],
        tags=[Tag(i, kind, "cut point") for i in ids for kind in ("cut", "reached")],
    )
    for light in (roads_to_decision(drawing.view), crowd):
        placed = lay(drawing.layout, light)
        pills = {f"pill {i}": r.pill for i, r in enumerate(placed.roads) if r.pill is not None}
        tags = {f"tag {i}": box for i, (*_, box) in enumerate(placed.tags)}
        titles = {f"title {i}": box for i, box in enumerate(headings(drawing.layout))}
        assert overlapping(pills | tags | titles) == []
        told = {f"words {i}": box for i, box in enumerate(words(drawing.layout))}
        assert [pair for pair in overlapping(pills | told) if "pill" in " ".join(pair)] == []
