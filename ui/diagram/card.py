"""The card of a person, the pill of a seller and the card of a folded department."""

from __future__ import annotations

import math
from collections.abc import Iterable

from graph.decision.results import PersonRow
from ui import format as fmt
from ui.diagram import words
from ui.diagram.arrange import Column
from ui.diagram.geometry import Box
from ui.diagram.markup import element, group, number, text
from ui.diagram.measure import fit, sized, width
from ui.diagram.view import View
from ui.tokens import STANCES, stance_word

BAR_W = 20.0
# Font sizes of a name and of a title, the usual one first.
NAME_SIZES, TITLE_SIZES, CHIP_SIZE = (13, 12.2, 11.5), (11.5, 10.8), 10.3
RING = 9.0


def person_card(view: View, person: PersonRow, box: Box, marks: Iterable[str] = ()) -> str:
    """Return a person's card; ``marks`` are further classes (``on-route``, ``faded``, ...)."""
    classes = ["card", *marks]
    if person.placeholder:
        classes.append("placeholder")
    if person.id in view.uncovered:
        classes += ["uncovered", "danger"]
    parts = [
        element("rect", class_="face", width=box.w, height=box.h, rx=8.0),
        _stance_bar(person, box.h),
        *_first_lines(view, person, box.w),
        *_third_line(view, person, box.w),
    ]
    return group(
        parts,
        class_=" ".join(classes),
        transform=f"translate({number(box.x)} {number(box.y)})",
        role="button",
        tabindex="-1",
        data_id=person.id,
        aria_label=label(view, person),
    )


def label(view: View, person: PersonRow) -> str:
    """Return what a screen reader says of a person."""
    return words.CARD_LABEL[view.language].format(
        name=view.name(person.id),
        title=view.title(person) or "–",
        stance=view.stance_word(person),
        share=view.share(person.influence),
        cover=view.cover_words(person),
    )


def _stance_bar(person: PersonRow, height: float) -> str:
    word = stance_word(person.stance)
    _fill, glyph, _ink = STANCES[word]
    h, b = number(height - 1), number(BAR_W)
    shape = f"M8 .5H{b}V{h}H8A7.5 7.5 0 0 1 .5 {number(height - 8)}V8A7.5 7.5 0 0 1 8 .5Z"
    edge = element("path", d=f"M{b} 1V{h}", class_="bar-edge") if word == "unknown" else ""
    return (
        element("path", d=shape, class_=f"stance-{word}")
        + edge
        + text(BAR_W / 2 + 0.5, height / 2 + 4.6, glyph, f"glyph glyph-{word}")
    )


def headings(
    view: View, person: PersonRow, w: float
) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return name and title as they fit a card of width ``w``, each with its font size."""
    room = w - 8 - (BAR_W + 8)
    beside = width(view.share(person.influence), 12, bold=True) + 4
    title = view.title(person) or view.department(person) or "–"
    return (
        sized(view.name(person.id), room - beside, NAME_SIZES, bold=True),
        sized(title, room, TITLE_SIZES),
    )


def role_word(view: View, person: PersonRow) -> str:
    """Return what a person's chip says, fitted to it: the role, or that their vote decides."""
    weight = view.deciders.get(person.id, 0.0)
    presumed = view.analysis.presumed and weight > 0
    shown = words.chip(person.roles, presumed=presumed, placeholder=person.placeholder)
    if weight > 0 and not presumed and not person.roles:
        shown = words.VOTES
    return fit(shown[view.language], 76.0, CHIP_SIZE)


def _first_lines(view: View, person: PersonRow, w: float) -> list[str]:
    left, right = BAR_W + 8, w - 8
    share = view.share(person.influence)
    (name, size), (shown, title_size) = headings(view, person, w)
    unknown = person.placeholder and view.language == "en"
    return [
        text(left, 18.0, name, "name unknown-name" if unknown else "name", style=_size(size, 13)),
        text(right, 18.0, share, "share"),
        text(left, 33.0, shown, "title", style=_size(title_size, 11.5)),
    ]


def _size(size: float, usual: float) -> str | None:
    return None if size == usual else f"font-size:{size}px"


def _third_line(view: View, person: PersonRow, w: float) -> list[str]:
    y = 47.0
    presumed = view.analysis.presumed and view.deciders.get(person.id, 0.0) > 0
    wording = role_word(view, person)
    chip_w = width(wording, CHIP_SIZE, bold=True) + 12
    left = BAR_W + 8
    kind = " presumed" if presumed else " decides" if decides(view, person) else ""
    chip = group(
        [
            element("rect", class_="chip", x=left, y=y - 8, width=chip_w, height=16.0, rx=4.0),
            text(left + chip_w / 2, y + 3.7, wording, "chip-text"),
        ],
        class_=f"role{kind}",
    )
    ring_x = w - 17
    bar_x = left + chip_w + 8
    bar_w = ring_x - RING - 8 - bar_x
    return [
        chip,
        _power(view, person, Box(bar_x, y - 2, bar_w, 4.0)),
        _cover(view, person, ring_x, y),
    ]


def decides(view: View, person: PersonRow) -> bool:
    """Tell whether the person's role chip is filled: who decides, or votes."""
    if "decision_maker" in person.roles:
        return True
    return (person.vote_weight or 0) > 0 and view.deciders.get(person.id, 0) > 0


def _power(view: View, person: PersonRow, box: Box) -> str:
    """Return the influence bar, v / max v."""
    if box.w < 8:
        return ""
    part = person.influence / view.strongest if view.strongest > 0 else 0.0
    filled = max(box.w * part, 1.5 if person.influence > 0 else 0.0)
    return element(
        "rect", class_="track", x=box.x, y=box.y, width=box.w, height=box.h, rx=2.0
    ) + element("rect", class_="power", x=box.x, y=box.y, width=filled, height=box.h, rx=2.0)


def _cover(view: View, person: PersonRow, x: float, y: float) -> str:
    """Return the badge of the seller who covers the person best, its ring the strength."""
    best = max(person.covers, key=lambda c: (c.strength, c.seller), default=None)
    if best is None or best.strength <= 0:
        d = RING * math.sin(math.pi / 4)
        return element("circle", class_="nobody", cx=x, cy=y, r=RING - 0.6) + element(
            "path",
            class_="nobody-line",
            d=f"M{number(x - d)} {number(y + d)}L{number(x + d)} {number(y - d)}",
        )
    return (
        element("circle", class_="ring-ground", cx=x, cy=y, r=RING)
        + ring(x, y, RING, min(person.coverage or best.strength, 1.0))
        + text(x, y + 3.1, fmt.initials(view.name(best.seller)), "badge-text")
    )


def ring(x: float, y: float, radius: float, part: float) -> str:
    """Return an arc that starts at the top and runs clockwise over ``part`` of the circle."""
    if part >= 0.999:
        return element("circle", class_="ring", cx=x, cy=y, r=radius)
    angle = 2 * math.pi * max(part, 0.02)
    end = (x + radius * math.sin(angle), y - radius * math.cos(angle))
    large = 1 if part > 0.5 else 0
    return element(
        "path",
        class_="ring",
        d=f"M{number(x)} {number(y - radius)}A{number(radius)} {number(radius)} 0 {large} 1 "
        f"{number(end[0])} {number(end[1])}",
    )


def seller_pill(view: View, id_: str, box: Box, marks: Iterable[str] = ()) -> str:
    """Return the pill of one of our team."""
    name = view.name(id_)
    r = box.h / 2
    covered = [p for p in view.analysis.people if any(c.seller == id_ for c in p.covers)]
    who = ", ".join(view.name(p.id) for p in covered) or words.NOBODY[view.language]
    return group(
        [
            element("rect", class_="face", width=box.w, height=box.h, rx=r),
            element("circle", class_="avatar", cx=r, cy=r, r=10.5),
            text(r, r + 3.4, fmt.initials(name), "avatar-text"),
            text(r + 17, r + 4.6, fit(name, box.w - r - 25, 13, bold=True), "seller-name"),
        ],
        class_=" ".join(["card", "seller", *marks]),
        transform=f"translate({number(box.x)} {number(box.y)})",
        role="button",
        tabindex="-1",
        data_id=id_,
        aria_label=words.SELLER_LABEL[view.language].format(name=name, who=who),
    )


def fold_card(view: View, box: Box, column: Column, marks: Iterable[str] = ()) -> str:
    """Return the card that stands for the rest of a folded department."""
    share = sum(view.people[i].influence for i in column.hidden)
    wording = words.MORE[view.language].format(n=len(column.hidden), share=view.share(share))
    return group(
        [
            element("rect", class_="face", width=box.w, height=box.h, rx=8.0),
            text(box.w / 2, box.h / 2 + 4, fit(wording, box.w - 12, 11.5), "fold-text"),
        ],
        class_=" ".join(["card", "fold", *marks]),
        transform=f"translate({number(box.x)} {number(box.y)})",
        role="button",
        tabindex="-1",
        data_id=f"fold:{column.key}",
        aria_label=f"{column.title}: {wording}, {words.FOLDED[view.language]}",
    )
