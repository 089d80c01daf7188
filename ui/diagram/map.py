"""The decision map: everybody in place, every line led, as SVG."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property

from graph.decision.narrowed import Narrowed
from graph.decision.results import Analysis
from graph.text import Language
from ui.diagram import heads, words
from ui.diagram.arrange import Arrangement, arrange
from ui.diagram.card import fold_card, person_card, seller_pill
from ui.diagram.corridors import Router
from ui.diagram.folded import FOLD, on_cards
from ui.diagram.geometry import rounded, shorten
from ui.diagram.grid import Layout
from ui.diagram.light import Light, roads_to_decision
from ui.diagram.links import Link, draw_links
from ui.diagram.markup import element, group, number, safe, text
from ui.diagram.measure import fit, width
from ui.diagram.place import place
from ui.diagram.roads import arrow, lay, road_lines, road_marks
from ui.diagram.style import stylesheet
from ui.diagram.view import View
from ui.tokens import STANCES, Theme, color


@dataclass(frozen=True)
class Drawing:
    """A placed map: what stays the same whatever is selected."""

    view: View
    arrangement: Arrangement
    layout: Layout
    links: list[Link]
    left_out: int
    laid: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)
    # The lines while nothing is lit; a what-if on the same places has the same.
    drawn: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def fragments(self, light: Light) -> tuple[str, str]:
        """Return what a light adds below and above the cards; kept, as lights come again."""
        if light.key not in self.laid:
            placed = lay(self.layout, light)
            self.laid[light.key] = (road_lines(placed), road_marks(placed))
        return self.laid[light.key]

    @cached_property
    def svg(self) -> str:
        """The map for the page: styled by its variables, roads and marks left empty."""
        return svg(self)

    @cached_property
    def neighbours(self) -> dict[str, list[str]]:
        """Who is tied to whom, sellers by whom they cover."""
        near: dict[str, set[str]] = {i: set() for i in (*self.layout.cards, *self.layout.sellers)}
        pairs = [(t.source, t.target) for t in self.view.shown]
        pairs += [(c.seller, p.id) for p in self.view.analysis.people for c in self.view.covers(p)]
        for a, b in pairs:
            a, b = self.layout.stand_in.get(a, a), self.layout.stand_in.get(b, b)
            if a in near and b in near and a != b:
                near[a].add(b)
                near[b].add(a)
        return {i: sorted(others) for i, others in near.items()}


def draw_map(
    analysis: Analysis,
    language: Language = "en",
    opened: Set[str] = frozenset(),
    narrowed: Narrowed | None = None,
) -> Drawing:
    """Place everybody and lead every line.

    Parameters
    ----------
    analysis : Analysis
        The answer to draw.
    language : {"en", "zh"}
        Language of every word.
    opened : set of str
        Departments that stay open though the map is so large that the others fold.
    narrowed : Narrowed or None
        How deciders are reached over the kinds of relationship that are drawn, where not all are;
        everybody keeps the same place.
    """
    view = View(analysis, language, narrowed)
    arrangement = arrange(view, opened)
    layout = place(view, arrangement)
    links, left_out = draw_links(view, layout, arrangement, Router(layout))
    return Drawing(view, arrangement, layout, links, left_out)


def body(drawing: Drawing, light: Light | None = None, *, titles: bool = False) -> str:
    """Return the map's elements; without a light, with empty places for roads and marks."""
    lines = marks = ""
    if light is not None:
        placed = lay(drawing.layout, light)
        lines, marks = road_lines(placed), road_marks(placed)
    return "".join(
        (
            group(_bands(drawing), class_="bands"),
            _lines(drawing, light, titles=titles),
            group([lines], class_="roads"),
            group(_heads(drawing), class_="heads"),
            group(_cards(drawing, light), class_="cards"),
            group([marks], class_="marks"),
        )
    )


def _lines(drawing: Drawing, light: Light | None, *, titles: bool) -> str:
    """Return the plain lines; those of the page, which no light changes, are written once."""
    if light is not None or titles:
        return group((_line(k, light, titles=titles) for k in drawing.links), class_="links")
    if "links" not in drawing.drawn:
        lines = (_line(k, None, titles=False) for k in drawing.links)
        drawing.drawn["links"] = group(lines, class_="links")
    return drawing.drawn["links"]


def svg(drawing: Drawing) -> str:
    """Return the map for the page: styled by its variables, roads and marks left empty."""
    layout = drawing.layout
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map{_crowd(drawing)}" role="group" '
        f'aria-label="{safe(_label(drawing))}" '
        f'viewBox="0 0 {number(layout.width)} {number(layout.height)}">{body(drawing)}</svg>'
    )


# More lines of influence than this are drawn faintly until one is looked at.
CROWD = 40


def _crowd(drawing: Drawing) -> str:
    return " crowd" if sum(k.kind == "influence" for k in drawing.links) > CROWD else ""


def _label(drawing: Drawing) -> str:
    deal = drawing.view.analysis.opportunity
    language = drawing.view.language
    name = (deal.name_en or deal.name) if language == "en" else (deal.name or deal.name_en or "")
    return words.MAP_LABEL[language].format(name=name)


def standalone(drawing: Drawing, theme: Theme = "light", light: Light | None = None) -> str:
    """Return the map as one picture of its own, with caption and legend, for a file."""
    light = on_cards(drawing.layout, light or roads_to_decision(drawing.view))
    layout, view = drawing.layout, drawing.view
    legend_w, legend_rows = legend_size(view.language, layout.width)
    head = 58.0
    w = max(layout.width, legend_w)
    h = head + layout.height + 14 + legend_rows * 22 + 12
    parts = [
        f"<style>{stylesheet(theme)}</style>",
        element("rect", width=w, height=h, fill=color("card", theme)),
        *_caption(drawing),
        group(
            [body(drawing, light, titles=True)],
            transform=f"translate({number((w - layout.width) / 2)} {number(head)})",
        ),
        group(
            [legend(view.language, layout.width)],
            transform=f"translate(0 {number(head + layout.height + 14)})",
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(w)}" height="{number(h)}" '
        f'viewBox="0 0 {number(w)} {number(h)}" role="img" aria-label="{safe(_label(drawing))}">'
        + "".join(parts)
        + "</svg>"
    )


def _caption(drawing: Drawing) -> list[str]:
    view = drawing.view
    deal = view.analysis.opportunity
    name = (deal.name_en or deal.name) if view.language == "en" else deal.name
    room = drawing.layout.width - 32
    return [
        text(16.0, 30.0, fit(name, room, 20, bold=True), "caption"),
        text(16.0, 49.0, fit(view.about(), room, 12.5), "subcaption"),
    ]


def _bands(drawing: Drawing) -> list[str]:
    view, layout = drawing.view, drawing.layout
    parts = []
    for band in layout.bands:
        b = band.box
        parts.append(element("rect", class_="band", x=b.x, y=b.y, width=b.w, height=b.h, rx=10.0))
    if layout.team is not None:
        parts += _team(view, layout)
    return parts


def _heads(drawing: Drawing) -> list[str]:
    return [part for band in drawing.layout.bands for part in heads.head(band)]


def _team(view: View, layout: Layout) -> list[str]:
    t = layout.team
    if t is None:
        return []
    lang = view.language
    covered = words.COVERED[lang].format(share=view.share(view.analysis.decision_covered))
    parts = [
        element("rect", class_="team", x=t.x, y=t.y, width=t.w, height=t.h, rx=10.0),
        text(t.x + 14, t.cy + 4.5, view.team_title, "team-title"),
        text(t.right - 14, t.cy + 4.5, covered, "team-sum"),
    ]
    if not layout.sellers:
        parts.append(text(t.x + 110, t.cy + 4.5, words.NO_TEAM[lang], "subcaption"))
    return parts


def _line(link: Link, light: Light | None, *, titles: bool) -> str:
    kind = link.kind
    stroke = f"{0.9 + 1.8 * link.weight:.1f}" if kind == "influence" else None
    headed = kind in ("influence", "also")
    points = shorten(link.points, 7.0) if headed else link.points
    parts = [element("path", class_=f"line {kind}", d=rounded(points), stroke_width=stroke)]
    if kind == "influence":
        parts.append(arrow(link.points, kind, 3.4))
    elif kind == "also":
        x, y = link.points[-1]
        parts.append(element("circle", class_="head head-also", cx=x, cy=y, r=4.0))
    if titles:
        parts.append(element("title", safe(link.label)))
        if kind in ("knows", "conflict"):
            return ""
    else:
        parts.append(element("path", class_="hit", d=rounded(link.points)))
    faded = light is not None and light.bright is not None and not _lit(link, light)
    if light is not None and covered(link, light):
        return ""
    return group(
        parts,
        class_=f"link is-{kind}" + (" faded" if faded else ""),
        data_from=link.source,
        data_to=link.target,
        data_key=link_key(link),
        data_tip=None if titles else link.label,
    )


_TYPES = {
    "reports": "REPORTS_TO",
    "also": "REPORTS_TO",
    "influence": "INFLUENCES",
    "knows": "KNOWS",
    "conflict": "CONFLICTS_WITH",
}


def _lit(link: Link, light: Light) -> bool:
    return (_TYPES[link.kind], link.source, link.target) in light.links


def covered(link: Link, light: Light) -> bool:
    """Tell whether a road runs between the same two, so that the plain line would only blur it."""
    pair = {link.source, link.target}
    return any({r.source, r.target} == pair for r in light.roads)


def link_key(link: Link) -> str:
    """Return the name by which the page knows a line."""
    return f"{_TYPES[link.kind]}|{link.source}|{link.target}"


def _cards(drawing: Drawing, light: Light | None) -> list[str]:
    view, layout = drawing.view, drawing.layout
    parts = []
    for id_, box in layout.cards.items():
        parts.append(person_card(view, view.people[id_], box, _marks(id_, light)))
    for key, (box, column) in layout.folds.items():
        parts.append(fold_card(view, box, column, _marks(f"{FOLD}{key}", light)))
    for id_, box in layout.sellers.items():
        parts.append(seller_pill(view, id_, box, _marks(id_, light)))
    return parts


def _marks(id_: str, light: Light | None) -> list[str]:
    if light is None:
        return []
    faded = light.bright is not None and id_ not in light.bright
    return sorted(light.marks.get(id_, ())) + (["faded"] if faded else [])


# -- legend ----------------------------------------------------------------------------------


def legend_items(language: Language) -> list[tuple[str, str, str]]:
    """Return what the legend explains: (shape, kind, words)."""
    items = [("stance", word, words.STANCE_WORDS[word][language]) for word in STANCES]
    return items + [("line", kind, wording[language]) for kind, wording in words.LEGEND_LINES]


def _item_width(item: tuple[str, str, str]) -> float:
    return (20 if item[0] == "stance" else 24) + width(item[2], 11.2) + 9


def _legend_rows(language: Language, room: float) -> list[list[tuple[str, str, str]]]:
    rows: list[list[tuple[str, str, str]]] = [[]]
    used = 0.0
    for item in legend_items(language):
        if rows[-1] and used + _item_width(item) > room - 16:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += _item_width(item)
    return rows


def legend_size(language: Language, room: float) -> tuple[float, int]:
    """Return the width of the widest legend line and the number of lines."""
    rows = _legend_rows(language, room)
    return max(sum(map(_item_width, r)) for r in rows) + 16, len(rows)


def legend(language: Language, room: float) -> str:
    """Return the legend in as many lines as it needs."""
    parts = []
    for index, row in enumerate(_legend_rows(language, room)):
        x, y = 10.0, 11.0 + 22 * index
        for item in row:
            parts.append(_legend_item(item, x, y))
            x += _item_width(item)
    return "".join(parts)


def _legend_item(item: tuple[str, str, str], x: float, y: float) -> str:
    shape, kind, wording = item
    if shape == "stance":
        _fill, glyph, _ink = STANCES[kind]
        edge = " legend-face" if kind == "unknown" else ""
        return (
            element(
                "rect",
                class_=f"stance-{kind}{edge}",
                x=x,
                y=y - 7.5,
                width=15.0,
                height=15.0,
                rx=4.0,
            )
            + text(x + 7.5, y + 4.2, glyph, f"glyph glyph-{kind}", style="font-size:10.5px")
            + text(x + 20, y + 4, wording, "legend-text")
        )
    return element(
        "path",
        class_=f"line {kind}",
        d=f"M{number(x)} {number(y)}h18",
        stroke_width="1.6" if kind == "influence" else None,
    ) + text(x + 24, y + 4, wording, "legend-text")
