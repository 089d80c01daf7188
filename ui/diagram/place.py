"""Coordinates of every card, band and badge of the map.

Everything stands on a grid of columns that are 180 apart and rows that are 72 apart, so that the
gaps between columns and between rows are corridors through which every line can be led.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.diagram import heads
from ui.diagram.arrange import Arrangement, Column, Node
from ui.diagram.geometry import Box, spread
from ui.diagram.measure import width
from ui.diagram.view import View

CARD_W, CARD_H = 158.0, 62.0
PITCH_X, PITCH_Y = 180.0, 72.0
BAND_PAD = 5.0
MARGIN = 11.0
TOP_MARGIN = 24.0
TOP_GAP = 35.0
HEADER = 36.0
# Where a title takes two lines, so that a tag on a card below does not reach it.
TALL_HEADER = 46.0
BUS = 27.0
HARBOUR = 28.0
TEAM_H = 40.0
INDENT, MOST_INDENT = 8.0, 24.0
FOLD_H = 34.0
MIN_SLOTS = 3


@dataclass(frozen=True, slots=True)
class Band:
    """The shaded ground of a column."""

    key: str
    title: str
    share: float
    count: int
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cards and the corridor above it."""

    corridor: float
    top: float
    bottom: float


@dataclass(slots=True)
class Layout:
    """The placed map; ``stand_in`` gives the card that stands for a folded person."""

    width: float
    height: float
    cards: dict[str, Box] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    folds: dict[str, tuple[Box, Column]] = field(default_factory=dict)
    sellers: dict[str, Box] = field(default_factory=dict)
    team: Box | None = None
    rows: list[Row] = field(default_factory=list)
    gutters: list[float] = field(default_factory=list)
    trunks: list[tuple[str, str]] = field(default_factory=list)
    stand_in: dict[str, str] = field(default_factory=dict)
    harbour: float = 0.0
    roomy: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Cell:
    node: Node
    slot: int
    row: int


@dataclass(slots=True)
class _Block:
    """A column broken into slots of at most so many rows."""

    column: Column
    cells: list[_Cell]
    slots: int
    rows: int


def place(view: View, arrangement: Arrangement) -> Layout:
    """Give everything its place."""
    blocks, slots = _best_shape(arrangement)
    top = _top_lines(arrangement, slots)
    slots = max(slots, *(len(line) for line in top), MIN_SLOTS) if top else max(slots, MIN_SLOTS)
    total = max(2 * MARGIN + slots * PITCH_X - (PITCH_X - CARD_W), _team_width(view))
    layout = Layout(width=total, height=0.0)
    left = (total - slots * PITCH_X + (PITCH_X - CARD_W)) / 2
    y = _reserve_top(layout, top)
    y = _place_blocks(layout, _shelves(blocks, slots), left, y)
    layout.gutters = [left - (PITCH_X - CARD_W) / 2 + i * PITCH_X for i in range(slots + 1)]
    _place_top(layout, top, arrangement)
    layout.harbour = y + HARBOUR / 2
    layout.team = Box(MARGIN - BAND_PAD, y + HARBOUR, total - 2 * (MARGIN - BAND_PAD), TEAM_H)
    layout.height = layout.team.bottom + 8
    _place_sellers(layout, view)
    return layout


# -- columns ---------------------------------------------------------------------------------


def _best_shape(arrangement: Arrangement) -> tuple[list[_Block], int]:
    """Choose how tall a column may be and how many fit side by side: near the screen's shape."""
    columns = arrangement.columns
    if not columns:
        return [], MIN_SLOTS
    tallest = max(_height(c) for c in columns)
    heights = sorted({min(tallest, h) for h in (5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40)})
    best: tuple[float, int, list[_Block], int] | None = None
    for index, most in enumerate(heights):
        blocks = [_break(c, most) for c in columns]
        widest = max(b.slots for b in blocks)
        every = sum(b.slots for b in blocks)
        for slots in sorted({min(max(s, widest), every) for s in (5, 6, 7, 8, 10, 12, 15, 18, 22)}):
            cost = _cost(blocks, slots, len(arrangement.top))
            if best is None or (cost, index) < best[:2]:
                best = (cost, index, blocks, slots)
    if best is None:
        return [], MIN_SLOTS
    return best[2], best[3]


def _cost(blocks: Sequence[_Block], slots: int, lines_on_top: int) -> float:
    """Return how ill a shape suits: far from the screen's, large, or with columns below columns."""
    shelves = _shelves(blocks, slots)
    wide = slots * PITCH_X
    high = TOP_MARGIN + lines_on_top * (CARD_H + TOP_GAP) + HARBOUR + TEAM_H
    high += sum(HEADER + BUS + PITCH_Y * max(b.rows for b in s) for s in shelves)
    shape = abs(math.log(wide / high / 1.3))
    return shape + 0.7 * math.log(wide * high) + 0.2 * (len(shelves) - 1)


def _height(column: Column) -> int:
    return len(column.nodes) + bool(column.hidden)


def _units(column: Column) -> list[list[Node]]:
    """Return the pieces that should stay together: the head alone, then each subtree below."""
    pieces: list[list[Node]] = []
    for node in column.nodes:
        if node.depth <= 1 or not pieces:
            pieces.append([node])
        else:
            pieces[-1].append(node)
    return pieces


def _break(column: Column, most: int) -> _Block:
    """Break a column into slots; a slot that does not start with a head leaves the head's row."""
    cells: list[_Cell] = []
    slot, row = 0, 0
    for piece in _units(column):
        is_head = piece[0].depth == 0
        start = 0 if is_head else 1
        if row + len(piece) > most and row > start and len(piece) <= most - start:
            slot, row = slot + 1, start
        for node in piece:
            if row >= most:
                slot, row = slot + 1, (0 if node.depth == 0 or most == 1 else 1)
            cells.append(_Cell(node, slot, row))
            row += 1
    rows = max((c.row for c in cells), default=0) + 1 + bool(column.hidden)
    return _Block(column, cells, slot + 1, rows)


def _shelves(blocks: Sequence[_Block], slots: int) -> list[list[_Block]]:
    shelves: list[list[_Block]] = []
    used = slots + 1
    for block in blocks:
        if used + block.slots > slots:
            shelves.append([])
            used = 0
        shelves[-1].append(block)
        used += block.slots
    return shelves


def _place_blocks(layout: Layout, shelves: list[list[_Block]], left: float, y: float) -> float:
    for shelf in shelves:
        rows = max(b.rows for b in shelf)
        band_top = y + BUS
        first = band_top + max(_header(block) for block in shelf)
        bottom = first + rows * PITCH_Y - (PITCH_Y - CARD_H) + 2 * BAND_PAD
        for r in range(rows):
            top = first + r * PITCH_Y
            corridor = y + BUS / 2 if r == 0 else top - (PITCH_Y - CARD_H) / 2
            if r == 0:
                layout.roomy.add(len(layout.rows))
            layout.rows.append(Row(corridor, top, top + CARD_H))
        slot = 0
        for block in shelf:
            x = left + slot * PITCH_X
            _place_block(layout, block, x, first)
            box = Box(x - BAND_PAD, band_top, _band_width(block), bottom - band_top)
            c = block.column
            layout.bands.append(Band(c.key, c.title, c.share, c.count, box))
            slot += block.slots
        y = bottom
    return y


def _band_width(block: _Block) -> float:
    return block.slots * PITCH_X - (PITCH_X - CARD_W) + 2 * BAND_PAD


def _header(block: _Block) -> float:
    """Return how far below the upper edge of a column its cards begin."""
    column = block.column
    tall = heads.in_two_lines(column.title, column.share, _band_width(block))
    return TALL_HEADER if tall else HEADER


def _place_block(layout: Layout, block: _Block, x: float, first: float) -> None:
    deepest = max((c.node.depth for c in block.cells), default=0)
    step = INDENT if deepest * INDENT <= MOST_INDENT else max(MOST_INDENT / deepest, 3.0)
    slot_of: dict[str, int] = {}
    for cell in block.cells:
        indent = min(cell.node.depth * step, MOST_INDENT)
        card = Box(
            x + cell.slot * PITCH_X + indent, first + cell.row * PITCH_Y, CARD_W - indent, CARD_H
        )
        layout.cards[cell.node.id] = card
        slot_of[cell.node.id] = cell.slot
        parent = cell.node.parent
        if parent is not None and slot_of[parent] == cell.slot:
            layout.trunks.append((cell.node.id, parent))
    if block.column.hidden:
        head = block.cells[0].node.id
        under = layout.cards[head]
        fold = Box(under.x + INDENT, under.bottom + 12, under.w - INDENT, FOLD_H)
        layout.folds[block.column.key] = (fold, block.column)
        layout.stand_in |= dict.fromkeys(block.column.hidden, head)


# -- top -------------------------------------------------------------------------------------


def _top_lines(arrangement: Arrangement, slots: int) -> list[list[Node]]:
    """Break rows on top that are wider than the columns below into several lines."""
    most = max(slots, 5)
    lines: list[list[Node]] = []
    for row in arrangement.top:
        count = math.ceil(len(row) / most)
        size = math.ceil(len(row) / count)
        lines += [row[i : i + size] for i in range(0, len(row), size)]
    return lines


def _reserve_top(layout: Layout, top: list[list[Node]]) -> float:
    y = TOP_MARGIN
    for index in range(len(top)):
        gap = TOP_MARGIN if index == 0 else TOP_GAP
        layout.roomy.add(len(layout.rows))
        layout.rows.append(Row(y - gap / 2, y, y + CARD_H))
        y += CARD_H + TOP_GAP
    return y - TOP_GAP if top else 8.0


def _place_top(layout: Layout, top: list[list[Node]], arrangement: Arrangement) -> None:
    """Place each person on top above those who report to them, line by line from below."""
    wanted = _anchors(layout, arrangement)
    for index in reversed(range(len(top))):
        line = top[index]
        centres = [_mean(wanted.get(n.id)) for n in line]
        half = CARD_W / 2
        known = [c if c is not None else layout.width / 2 for c in centres]
        places = spread(known, [CARD_W] * len(line), PITCH_X - CARD_W + 14)
        places = _inside(places, half + MARGIN, layout.width - half - MARGIN)
        for node, x in zip(line, places, strict=True):
            layout.cards[node.id] = Box(round(x - half, 1), layout.rows[index].top, CARD_W, CARD_H)
            if node.parent is not None:
                wanted.setdefault(node.parent, []).append(x)


def _anchors(layout: Layout, arrangement: Arrangement) -> dict[str, list[float]]:
    """Where the columns that hang from each person on top have their middles."""
    middles: dict[str, list[float]] = {}
    bands = {b.key: b.box for b in layout.bands}
    for column in arrangement.columns:
        if column.boss is not None and not column.outside:
            middles.setdefault(column.boss, []).append(bands[column.key].cx)
    return middles


def _mean(values: list[float] | None) -> float | None:
    return (min(values) + max(values)) / 2 if values else None


def _inside(places: list[float], low: float, high: float) -> list[float]:
    """Push a row of centres back between two edges; it fits, or it is centred."""
    if not places:
        return places
    gap = 16.0 + CARD_W
    if places[-1] - places[0] > high - low or gap * (len(places) - 1) > high - low:
        step = (high - low) / max(len(places) - 1, 1)
        return [low + i * step for i in range(len(places))]
    out = list(places)
    out[0] = max(out[0], low)
    for i in range(1, len(out)):
        out[i] = max(out[i], out[i - 1] + gap)
    out[-1] = min(out[-1], high)
    for i in range(len(out) - 2, -1, -1):
        out[i] = min(out[i], out[i + 1] - gap)
    return out


# -- our team --------------------------------------------------------------------------------

SELLER_H, SELLER_GAP, TEAM_LABEL, TEAM_SUM = 30.0, 12.0, 92.0, 200.0


def seller_width(name: str) -> float:
    """Return the width of a seller's pill."""
    return 44.0 + min(width(name, 13, bold=True), 130.0)


def _team_width(view: View) -> float:
    every = sum(seller_width(view.name(s)) + SELLER_GAP for s in view.sellers)
    return every + TEAM_LABEL + TEAM_SUM + 2 * MARGIN


def _place_sellers(layout: Layout, view: View) -> None:
    if layout.team is None or not view.sellers:
        return
    wanted = {s: _harbour_x(layout, view, s) for s in view.sellers}
    sizes = {s: seller_width(view.name(s)) for s in view.sellers}
    low, high = layout.team.x + TEAM_LABEL, layout.team.right - TEAM_SUM
    centres = _settle(wanted, sizes, _on_roads(view), (low, high))
    y = layout.team.cy - SELLER_H / 2
    for id_ in sorted(centres, key=lambda s: (centres[s], s)):
        size = sizes[id_]
        layout.sellers[id_] = Box(round(centres[id_] - size / 2, 1), y, size, SELLER_H)


def _on_roads(view: View) -> set[str]:
    """Return the sellers with whom a road begins: they stand right below it."""
    found = {a.best_route[0] for a in view.analysis.access if a.best_route}
    found |= {r[0] for a in view.analysis.access for r in a.routes if r}
    contact = view.analysis.next_contact
    return found | ({contact.seller} if contact is not None else set())


def _settle(
    wanted: dict[str, float], sizes: dict[str, float], first: set[str], edges: tuple[float, float]
) -> dict[str, float]:
    """Give each seller the free place nearest to the one wanted, those on roads first."""
    placed: dict[str, float] = {}
    for id_ in sorted(wanted, key=lambda s: (s not in first, wanted[s], s)):
        half = sizes[id_] / 2
        tries = [wanted[id_], edges[0] + half, edges[1] - half]
        for other, x in placed.items():
            apart = sizes[other] / 2 + SELLER_GAP + half
            tries += [x - apart, x + apart]
        free = [
            x
            for x in tries
            if edges[0] <= x - half + 0.01
            and x + half - 0.01 <= edges[1]
            and all(
                abs(x - at) >= sizes[o] / 2 + SELLER_GAP + half - 0.01 for o, at in placed.items()
            )
        ]
        if not free:
            return _in_a_row(wanted, sizes, edges)
        placed[id_] = min(free, key=lambda x: (abs(x - wanted[id_]), x))
    return placed


def _in_a_row(
    wanted: dict[str, float], sizes: dict[str, float], edges: tuple[float, float]
) -> dict[str, float]:
    """Set all sellers side by side where single free places would not do."""
    order = sorted(wanted, key=lambda s: (wanted[s], s))
    widths = [sizes[s] for s in order]
    centres = spread([wanted[s] for s in order], widths, SELLER_GAP)
    return dict(zip(order, _between(centres, widths, *edges), strict=True))


def _between(centres: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    out = list(centres)
    edge = low
    for i, size in enumerate(sizes):
        out[i] = max(out[i], edge + size / 2)
        edge = out[i] + size / 2 + SELLER_GAP
    edge = high
    for i in range(len(out) - 1, -1, -1):
        out[i] = min(out[i], edge - sizes[i] / 2)
        edge = out[i] - sizes[i] / 2 - SELLER_GAP
    return out


def _harbour_x(layout: Layout, view: View, seller: str) -> float:
    """Return where a seller's road upwards starts best: below the person it leads to first."""
    target = _first_person(view, seller)
    card = layout.cards.get(layout.stand_in.get(target or "", target or ""))
    if card is None:
        return layout.width / 2
    below = [c for c in layout.cards.values() if c.y > card.y]
    free = [
        x
        for x in [card.cx, *layout.gutters]
        if card.x - 12 <= x <= card.right + 12 and not any(c.x - 4 < x < c.right + 4 for c in below)
    ]
    return min(free, key=lambda x: (abs(x - card.cx), x)) if free else card.cx


def _first_person(view: View, seller: str) -> str | None:
    contact = view.analysis.next_contact
    if contact is not None and contact.seller == seller:
        return contact.person
    for access in sorted(view.analysis.access, key=lambda a: -view.deciders.get(a.decider, 0)):
        if len(access.best_route) > 1 and access.best_route[0] == seller:
            return access.best_route[1]
    covered = [
        (-c.strength, -p.influence, p.id)
        for p in view.analysis.people
        for c in p.covers
        if c.seller == seller
    ]
    return min(covered)[2] if covered else None
