"""The columns of the map: how tall and how many side by side, and the places of their cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ui.diagram import heads
from ui.diagram.arrange import Arrangement, Column, Node
from ui.diagram.geometry import Box
from ui.diagram.grid import (
    BAND_PAD,
    BUS,
    CARD_H,
    CARD_W,
    FOLD_H,
    HARBOUR,
    HEADER,
    INDENT,
    MIN_SLOTS,
    MOST_INDENT,
    PITCH_X,
    PITCH_Y,
    TALL_HEADER,
    TEAM_H,
    TOP_GAP,
    TOP_MARGIN,
    Band,
    Layout,
    Row,
)


@dataclass(slots=True)
class Cell:
    """A card of a column, counted in slots and rows."""

    node: Node
    slot: int
    row: int


@dataclass(slots=True)
class Block:
    """A column broken into slots of at most so many rows."""

    column: Column
    cells: list[Cell]
    slots: int
    rows: int


def best_shape(arrangement: Arrangement) -> tuple[list[Block], int]:
    """Choose how tall a column may be and how many fit side by side: near the screen's shape."""
    columns = arrangement.columns
    if not columns:
        return [], MIN_SLOTS
    tallest = max(_height(c) for c in columns)
    heights = sorted({min(tallest, h) for h in (5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 40)})
    best: tuple[float, int, list[Block], int] | None = None
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


def _cost(blocks: Sequence[Block], slots: int, lines_on_top: int) -> float:
    """Return how ill a shape suits: far from the screen's, large, or with columns below columns."""
    shelves = shelves_of(blocks, slots)
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


def _break(column: Column, most: int) -> Block:
    """Break a column into slots; a slot that does not start with a head leaves the head's row."""
    cells: list[Cell] = []
    slot, row = 0, 0
    for piece in _units(column):
        is_head = piece[0].depth == 0
        start = 0 if is_head else 1
        if row + len(piece) > most and row > start and len(piece) <= most - start:
            slot, row = slot + 1, start
        for node in piece:
            if row >= most:
                slot, row = slot + 1, (0 if node.depth == 0 or most == 1 else 1)
            cells.append(Cell(node, slot, row))
            row += 1
    rows = max((c.row for c in cells), default=0) + 1 + bool(column.hidden)
    return Block(column, cells, slot + 1, rows)


def shelves_of(blocks: Sequence[Block], slots: int) -> list[list[Block]]:
    """Set blocks side by side while they fit, then below each other."""
    shelves: list[list[Block]] = []
    used = slots + 1
    for block in blocks:
        if used + block.slots > slots:
            shelves.append([])
            used = 0
        shelves[-1].append(block)
        used += block.slots
    return shelves


def place_blocks(layout: Layout, shelves: list[list[Block]], left: float, y: float) -> float:
    """Place cards, bands, folds and rows from ``y`` down; return where they end."""
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


def _band_width(block: Block) -> float:
    return block.slots * PITCH_X - (PITCH_X - CARD_W) + 2 * BAND_PAD


def _header(block: Block) -> float:
    """Return how far below the upper edge of a column its cards begin."""
    column = block.column
    tall = heads.in_two_lines(column.title, column.share, _band_width(block))
    return TALL_HEADER if tall else HEADER


def _place_block(layout: Layout, block: Block, x: float, first: float) -> None:
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
