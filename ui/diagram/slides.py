"""The map as one PowerPoint slide of native shapes, so that it can be edited."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from ui import format as fmt
from ui.diagram import words
from ui.diagram.card import BAR_W, CHIP_SIZE, decides, headings, role_word
from ui.diagram.geometry import Box, Point
from ui.diagram.heads import title_of
from ui.diagram.light import Light, roads_to_decision
from ui.diagram.map import Drawing, covered, legend_items
from ui.diagram.measure import fit, width
from ui.diagram.roads import Placed, lay
from ui.tokens import STANCES, Theme, color, stance_word

SLIDE_W, SLIDE_H = 12_192_000, 6_858_000  # 16 : 9 in EMU
MARGIN, HEAD, FOOT = 300_000, 760_000, 380_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DASH = MSO_LINE_DASH_STYLE.DASH
_LINES = {
    "reports": ("reports", 1.3, None),
    "also": ("reports", 1.3, MSO_LINE_DASH_STYLE.SQUARE_DOT),
    "influence": ("influence", 1.4, _DASH),
    "route": ("primary", 3.0, None),
    "other": ("route-other", 2.0, None),
    "plan": ("good", 2.5, _DASH),
}


class Slide:
    """One slide and the scale by which the map's units become its own."""

    def __init__(self, drawing: Drawing, theme: Theme) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Emu(SLIDE_W), Emu(SLIDE_H)
        self.shapes: Any = self.file.slides.add_slide(self.file.slide_layouts[6]).shapes
        self.theme = theme
        w, h = drawing.layout.width, drawing.layout.height
        self.unit = min((SLIDE_W - 2 * MARGIN) / w, (SLIDE_H - HEAD - FOOT) / h)
        self.left = (SLIDE_W - w * self.unit) / 2
        self.top = HEAD

    def paint(self, name: str) -> RGBColor:
        """Return a colour of the theme, or a plain one."""
        plain = name if name.startswith("#") else color(name, self.theme)
        red, green, blue = bytes.fromhex(plain.lstrip("#"))
        return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]

    def x(self, value: float) -> Emu:
        """Return a place across."""
        return Emu(round(self.left + value * self.unit))

    def y(self, value: float) -> Emu:
        """Return a place down."""
        return Emu(round(self.top + value * self.unit))

    def size(self, value: float) -> Emu:
        """Return a length."""
        return Emu(max(1, round(value * self.unit)))

    def points(self, pixels: float) -> Pt:
        """Return a font size or line width."""
        return Pt(max(1.0, pixels * self.unit / 12_700))

    def box(
        self, box: Box, fill: str | None, edge: str | None = None, *, round_: float = 0.0
    ) -> Any:
        """Add a rectangle, with rounded corners if asked."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if round_ else MSO_SHAPE.RECTANGLE
        shape = self.shapes.add_shape(
            kind, self.x(box.x), self.y(box.y), self.size(box.w), self.size(box.h)
        )
        if round_:
            shape.adjustments[0] = min(round_ / max(min(box.w, box.h), 0.1), 0.5)
        return self._dress(shape, fill, edge)

    def circle(self, x: float, y: float, r: float, fill: str | None, edge: str | None) -> Any:
        """Add a circle."""
        shape = self.shapes.add_shape(
            MSO_SHAPE.OVAL, self.x(x - r), self.y(y - r), self.size(2 * r), self.size(2 * r)
        )
        return self._dress(shape, fill, edge)

    def _dress(self, shape: Any, fill: str | None, edge: str | None) -> Any:
        shape.shadow.inherit = False
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = self.paint(fill)
        if edge is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = self.paint(edge)
            shape.line.width = self.points(1.0)
        return shape

    def write(
        self, shape: Any, text: str, size: float, ink: str, *, bold: bool = False, align: str = "c"
    ) -> None:
        """Put one line of text into a shape."""
        frame = shape.text_frame
        frame.word_wrap = False
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        line = frame.paragraphs[0]
        line.alignment = {"c": PP_ALIGN.CENTER, "l": PP_ALIGN.LEFT, "r": PP_ALIGN.RIGHT}[align]
        run = line.add_run()
        run.text = _FORBIDDEN.sub("\ufffd", text)
        run.font.size, run.font.bold = self.points(size), bold
        run.font.color.rgb = self.paint(ink)

    def label(
        self, box: Box, text: str, size: float, ink: str, *, bold: bool = False, align: str = "l"
    ) -> None:
        """Add a text without a frame."""
        shape = self.shapes.add_textbox(
            self.x(box.x), self.y(box.y), self.size(box.w), self.size(box.h)
        )
        self.write(shape, text, size, ink, bold=bold, align=align)

    def line(self, points: Sequence[Point], kind: str, *, head: bool) -> None:
        """Add an open polyline."""
        paint, weight, dash = _LINES[kind]
        scaled = [(int(self.x(x)), int(self.y(y))) for x, y in points]
        builder = self.shapes.build_freeform(*scaled[0])
        builder.add_line_segments(scaled[1:], close=False)
        shape = builder.convert_to_shape()
        shape.shadow.inherit = False
        shape.fill.background()
        shape.line.color.rgb, shape.line.width = self.paint(paint), self.points(weight)
        if dash is not None:
            shape.line.dash_style = dash
        if head:
            line = shape.line._get_or_add_ln()
            end = line.makeelement(qn("a:tailEnd"), {"type": "triangle"})
            line.append(end)


def presentation(drawing: Drawing, theme: Theme = "light", light: Light | None = None) -> bytes:
    """Return a PowerPoint file with the map on one slide."""
    light = light or roads_to_decision(drawing.view)
    placed = lay(drawing.layout, light)
    slide = Slide(drawing, theme)
    page = Box(
        -slide.left / slide.unit,
        -slide.top / slide.unit,
        SLIDE_W / slide.unit,
        SLIDE_H / slide.unit,
    )
    slide.box(page, "card")
    _title(slide, drawing)
    _ground(slide, drawing)
    for link in drawing.links:
        if link.kind in _LINES and not covered(link, light):
            slide.line(link.points, link.kind, head=link.kind == "influence")
    for road in placed.roads:
        slide.line(road.points, road.road.kind, head=True)
    _cards(slide, drawing, light)
    _sellers(slide, drawing)
    _marks(slide, placed)
    _legend(slide, drawing)
    out = io.BytesIO()
    slide.file.save(out)
    return out.getvalue()


def _title(slide: Slide, drawing: Drawing) -> None:
    view, deal = drawing.view, drawing.view.analysis.opportunity
    name = (deal.name_en or deal.name) if view.language == "en" else deal.name
    room = (SLIDE_W - 2 * MARGIN) / 12_700
    for text, at, size, ink in ((name, 130_000, 20, "text"), (view.about(), 440_000, 11, "second")):
        shape = slide.shapes.add_textbox(
            Emu(MARGIN), Emu(at), Emu(SLIDE_W - 2 * MARGIN), Emu(280_000)
        )
        slide.write(shape, fit(text, room, size, bold=True), 1.0, ink, bold=size == 20, align="l")
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)


def _ground(slide: Slide, drawing: Drawing) -> None:
    view, layout = drawing.view, drawing.layout
    for band in layout.bands:
        b = band.box
        slide.box(b, "band", round_=10)
        size, lines = title_of(band)
        for part, y in zip(lines, (1, 15) if lines[1] else (6,), strict=False):
            place = Box(b.x + 12, b.y + y, b.w - 60, 17 if lines[1] else 20)
            slide.label(place, part, size, "text", bold=True)
        share = Box(b.right - 56, b.y + 6, 44, 20)
        slide.label(share, view.share(band.share), 12, "second", align="r")
    team = layout.team
    if team is not None:
        lang = view.language
        slide.box(team, "primary-soft", round_=10)
        title = Box(team.x + 14, team.y, 90, team.h)
        slide.label(title, words.OUR_TEAM[lang], 12.5, "primary-soft-text", bold=True)
        covered = words.COVERED[lang].format(share=view.share(view.analysis.decision_covered))
        total = Box(team.right - 214, team.y, 200, team.h)
        slide.label(total, covered, 12, "primary-soft-text", align="r")


def _cards(slide: Slide, drawing: Drawing, light: Light) -> None:
    for id_, box in drawing.layout.cards.items():
        _card(slide, drawing, id_, box, light.marks.get(id_, set()))
    for box, column in drawing.layout.folds.values():
        share = sum(drawing.view.people[i].influence for i in column.hidden)
        wording = words.MORE[drawing.view.language].format(
            n=len(column.hidden), share=drawing.view.share(share)
        )
        shape = slide.box(box, "band", "line-strong", round_=8)
        slide.write(shape, wording, 11.5, "primary-soft-text")


def _card(slide: Slide, drawing: Drawing, id_: str, box: Box, marks: set[str]) -> None:
    view = drawing.view
    person = view.people[id_]
    edge = "line-strong"
    if "subject" in marks or (id_ in view.uncovered and "on-route" not in marks):
        edge = "bad-fill"
    elif marks & {"on-route", "other-route"}:
        edge = "primary"
    face = slide.box(box, "person", edge, round_=8)
    if edge == "bad-fill" or person.placeholder:
        face.line.dash_style = _DASH
    word = stance_word(person.stance)
    fill, glyph, ink = STANCES[word]
    if word == "unknown":
        fill, ink = "person", "second"
    bar = slide.box(Box(box.x + 1, box.y + 1, BAR_W, box.h - 2), fill, round_=7)
    slide.write(bar, glyph, 13, ink, bold=True)
    left, right = box.x + BAR_W + 8, box.right - 8
    share = view.share(person.influence)
    (name, size), (title, title_size) = headings(view, person, box.w)
    room = right - left - 4 - width(share, 12, bold=True)
    slide.label(Box(left, box.y + 5, room, 17), name, size, "text", bold=True)
    slide.label(Box(right - 34, box.y + 5, 34, 17), share, 12, "text", bold=True, align="r")
    slide.label(Box(left, box.y + 22, right - left, 15), title, title_size, "second")
    _third_line(slide, drawing, id_, box)


def _third_line(slide: Slide, drawing: Drawing, id_: str, box: Box) -> None:
    view = drawing.view
    person = view.people[id_]
    left, y = box.x + BAR_W + 8, box.y + 47
    presumed = view.analysis.presumed and view.deciders.get(id_, 0) > 0
    word = role_word(view, person)
    wide = width(word, CHIP_SIZE, bold=True) + 12
    filled = decides(view, person) and not presumed
    shape = slide.box(
        Box(left, y - 8, wide, 16), "text" if filled else "person", "line-strong", round_=4
    )
    slide.write(shape, word, CHIP_SIZE, "person" if filled else "text")
    track = Box(left + wide + 7, y - 2, box.right - 34 - (left + wide + 7), 4)
    if track.w > 6:
        slide.box(track, "track", round_=2)
        part = person.influence / view.strongest if view.strongest else 0.0
        slide.box(Box(track.x, track.y, max(track.w * part, 0.5), 4), "primary", round_=2)
    best = max(person.covers, key=lambda c: (c.strength, c.seller), default=None)
    x = box.right - 17
    if best is not None and best.strength > 0:
        badge = slide.circle(x, y, 9, "primary-soft", "primary")
        initials = fmt.initials(view.name(best.seller))
        slide.write(badge, initials, 8.6, "primary-soft-text", bold=True)
    else:
        empty = slide.circle(x, y, 8.4, None, "bad-fill" if id_ in view.uncovered else "faint")
        empty.line.dash_style = _DASH


def _sellers(slide: Slide, drawing: Drawing) -> None:
    view = drawing.view
    for id_, box in drawing.layout.sellers.items():
        slide.box(box, "card", "line-strong", round_=box.h / 2)
        name = view.name(id_)
        badge = slide.circle(box.x + box.h / 2, box.cy, 10.5, "primary", None)
        slide.write(badge, fmt.initials(name), 9.4, "on-primary", bold=True)
        label = Box(box.x + box.h + 3, box.y, box.w - box.h - 10, box.h)
        slide.label(label, fit(name, label.w, 13), 13, "text")


def _marks(slide: Slide, placed: Placed) -> None:
    fills = {"route": "primary", "other": "route-other", "plan": "good"}
    for road in placed.roads:
        if road.pill is not None:
            shape = slide.box(road.pill, fills[road.road.kind], "card", round_=8.5)
            slide.write(shape, road.road.pill, 10.5, "on-primary", bold=True)
    looks = {
        "reached": ("primary-soft", "primary", "primary-soft-text"),
        "lost": ("bad-soft", "bad-fill", "bad"),
        "cut": ("warn-soft", "warn", "warn"),
    }
    for _, kind, wording, box in placed.tags:
        fill, edge, ink = looks[kind]
        slide.write(slide.box(box, fill, edge, round_=4), wording, 10.3, ink, bold=True)
    for _, n, x, y in placed.steps:
        slide.write(slide.circle(x, y, 9, "primary", "card"), str(n), 10.5, "on-primary", bold=True)


def _legend(slide: Slide, drawing: Drawing) -> None:
    """Set the legend along the lower edge, in the slide's own measure."""
    items = legend_items(drawing.view.language)
    step = (SLIDE_W - 2 * MARGIN) / len(items)
    unit, left, top = slide.unit, slide.left, slide.top
    slide.unit, slide.left, slide.top = 10_600, MARGIN, SLIDE_H - FOOT + 90_000
    for index, (shape, kind, wording) in enumerate(items):
        x = index * step / slide.unit
        if shape == "stance":
            fill, glyph, ink = STANCES[kind]
            plain = kind == "unknown"
            box = slide.box(
                Box(x, 2, 15, 15), "person" if plain else fill, "line-strong" if plain else None
            )
            slide.write(box, glyph, 10, "second" if plain else ink, bold=True)
        else:
            slide.line([(x, 9.5), (x + 16, 9.5)], kind, head=False)
        slide.label(Box(x + 21, 0, step / slide.unit - 22, 19), wording, 10.5, "second")
    slide.unit, slide.left, slide.top = unit, left, top
