"""The proof of a finding as a small drawing: from us at the left to its subject at the right."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.decision.results import Finding
from ui import format as fmt
from ui.diagram import words
from ui.diagram.geometry import Box, Point, rounded, shorten
from ui.diagram.markup import element, group, number, safe, text
from ui.diagram.measure import sized, width
from ui.diagram.proof_place import CARD_H, Edge, Proof, place_proof
from ui.diagram.roads import arrow, pill, tag
from ui.diagram.view import View
from ui.tokens import STANCES, stance_word

BAR_W = 18.0
# The figure in the words on a line.
FIGURE = re.compile(r"<?\d+%")


def proof_svg(
    view: View,
    finding: Finding,
    name: Callable[[str], str],
    *,
    second: Sequence[str] = (),
    least_width: float = 0.0,
) -> str:
    """Return the proof as SVG; ``name`` gives the name of a node that is no person of the deal.

    ``second``: another route to the subject, drawn below the best one.
    """
    proof = place_proof(view, finding, second)
    parts = []
    lines = sorted(proof.edges, key=lambda e: e[0].kind == "route")
    parts += [_line(edge, way) for edge, way in lines]
    parts += [_node(view, proof, id_, box, finding, name) for id_, box in proof.boxes.items()]
    parts += [pill(edge.pill, edge.kind, box) for edge, box in placed_pills(proof)]
    parts += _cut_points(proof)
    w = max(proof.width, least_width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="proof" role="group" '
        f'aria-label="{safe(finding.title[view.language])}" '
        f'viewBox="0 0 {number(w)} {number(proof.height)}" '
        f'style="max-width:{number(1.15 * w)}px">' + "".join(parts) + "</svg>"
    )


def _line(edge: Edge, way: list[Point]) -> str:
    headed = edge.kind in ("route", "other", "plan", "influence")
    stroke = "1.6" if edge.kind == "influence" else None
    points = shorten(way, 8.0) if headed else way
    return group(
        [
            element("path", class_=f"line {edge.kind}", d=rounded(points), stroke_width=stroke),
            arrow(way, edge.kind, 4.6) if headed else "",
        ],
        class_="road",
        data_from=edge.source,
        data_to=edge.target,
    )


def placed_pills(proof: Proof) -> list[tuple[Edge, Box]]:
    """Return the words on the lines and where they stand; none lies on another."""
    placed: list[tuple[Edge, Box]] = []
    for edge, way in proof.edges:
        if not edge.pill:
            continue
        edge = _fitted(edge, way)
        box = _pill_box(edge, way)
        under = [other for other, at in placed if at.overlap(box) > 0]
        if any((other.source, other.pill) == (edge.source, edge.pill) for other in under):
            continue  # the line that they share says it already
        taken = [*proof.boxes.values(), *(at for _, at in placed)]
        if any(at.overlap(box) > 0 for at in taken):
            box = _elsewhere(edge, way, taken) or box
        placed.append((edge, box))
    return placed


def _elsewhere(edge: Edge, way: list[Point], taken: Sequence[Box]) -> Box | None:
    """Return where on its line a pill lies on nothing; None where there is no such place."""
    w = _pill_width(edge.pill)
    for (x0, y0), (x1, y1) in itertools.pairwise(way):
        for part in (0.5, 0.7, 0.3, 0.85, 0.15):
            x, y = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
            box = Box(x - w / 2, y - 8.5, w, 17.0)
            if not any(at.overlap(box) > 0 for at in taken):
                return box
    return None


def _fitted(edge: Edge, way: list[Point]) -> Edge:
    """Leave the figure alone on a line that is too short for its words."""
    longest = max(abs(ax - bx) + abs(ay - by) for (ax, ay), (bx, by) in itertools.pairwise(way))
    figure = FIGURE.search(edge.pill)
    if figure is None or _pill_width(edge.pill) <= longest:
        return edge
    return replace(edge, pill=figure.group())


def _pill_width(words: str) -> float:
    return width(words, 10.5, bold=True) + 14


def _pill_box(edge: Edge, way: list[Point]) -> Box:
    longest = max(
        itertools.pairwise(way),
        key=lambda ab: abs(ab[0][0] - ab[1][0]) + abs(ab[0][1] - ab[1][1]),
    )
    (x0, y0), (x1, y1) = longest
    w = _pill_width(edge.pill)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    if edge.kind == "plan":
        x = max(x0, x1) - 40 - w / 2 if y0 == y1 else x
    elif y0 == y1 and len(way) > 2:
        x = max(x0, x1) - 12 - w / 2  # where the road of a plan, if there is one, has no pill
    elif y0 == y1:
        x -= 3
    return Box(x - w / 2, y - 8.5, w, 17.0)


def _cut_points(proof: Proof) -> list[str]:
    parts = []
    for one in proof.light.tags:
        box = proof.boxes.get(one.id)
        if box is not None and one.kind == "cut":
            w = width(one.text, 10.3, bold=True) + 12
            parts.append(tag("cut", one.text, Box(box.cx - w / 2, box.y - 11, w, 16.0)))
    return parts


def _called(view: View, finding: Finding, id_: str, stored: str) -> str:
    """Return the name of what is neither person nor seller: a role, a step, a competitor."""
    subject = finding.subject
    if id_ != subject.id or stored != id_:
        return stored
    return (subject.name_en or subject.name) if view.language == "en" else subject.name


def _node(
    view: View, proof: Proof, id_: str, box: Box, finding: Finding, name: Callable[[str], str]
) -> str:
    marks = sorted(proof.light.marks.get(id_, ()))
    person, seller = view.people.get(id_), view.sellers.get(id_)
    known = person is not None or seller is not None
    shown = view.name(id_) if known else _called(view, finding, id_, name(id_))
    parts = [element("rect", class_="face", width=box.w, height=box.h, rx=8.0)]
    left = 10.0
    if person is not None:
        left = BAR_W + 8
        parts.append(_bar(stance_word(person.stance)))
    elif seller is not None:
        left = 36.0
        parts.append(element("circle", class_="avatar", cx=20.0, cy=box.h / 2, r=10.5))
        parts.append(text(20.0, box.h / 2 + 3.4, fmt.initials(shown), "avatar-text"))
    top, size = sized(shown, box.w - left - 8, (12.5, 11.5), bold=True)
    under, under_size = sized(_second_line(view, id_, finding), box.w - left - 8, (11.0, 10.4))
    parts.append(text(left, 19.5 if under else 27.5, top, "name", style=f"font-size:{size}px"))
    if under:
        parts.append(text(left, 35.0, under, "title", style=f"font-size:{under_size}px"))
    dashed = ["placeholder"] if person is not None and person.placeholder else []
    return group(
        parts,
        class_=" ".join(["card", *marks, *dashed]),
        transform=f"translate({number(box.x)} {number(box.y)})",
        role="button" if known else None,
        tabindex="-1" if known else None,
        data_id=id_,
        aria_label=shown,
    )


def _bar(word: str) -> str:
    _fill, sign, _ink = STANCES[word]
    h, b = number(CARD_H - 1), number(BAR_W)
    shape = f"M8 .5H{b}V{h}H8A7.5 7.5 0 0 1 .5 {number(CARD_H - 8)}V8A7.5 7.5 0 0 1 8 .5Z"
    edge = element("path", d=f"M{b} 1V{h}", class_="bar-edge") if word == "unknown" else ""
    sign_text = text(BAR_W / 2 + 0.5, CARD_H / 2 + 4.6, sign, f"glyph glyph-{word}")
    return element("path", d=shape, class_=f"stance-{word}") + edge + sign_text


def _second_line(view: View, id_: str, finding: Finding) -> str:
    person = view.people.get(id_)
    if person is not None:
        chance = view.reliability.get(id_)
        if chance is not None:
            return words.REACHED[view.language].format(share=view.share(chance))
        return view.title(person)
    seller = view.sellers.get(id_)
    if seller is not None:
        from graph.vocabulary.values import SELLER_ROLES

        role = next((v for v in SELLER_ROLES.values if v.value == seller.role), None)
        return "" if role is None else (role.zh if view.language == "zh" else role.en)
    kind = finding.subject.kind if id_ == finding.subject.id else "other"
    if id_ == view.analysis.opportunity.id:
        kind = "opportunity"
    return words.SUBJECTS.get(kind, words.SUBJECTS["other"])[view.language]
