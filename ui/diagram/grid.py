"""The grid on which the map stands, and where everything on it has its place.

Columns are 180 apart and rows 72, so that the gaps between columns and between rows are corridors
through which every line can be led.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.diagram.arrange import Column
from ui.diagram.geometry import Box

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
