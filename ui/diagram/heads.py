"""The heads of the map's columns: title and share, in one line or, where it is long, in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.diagram.geometry import Box
from ui.diagram.markup import element, text
from ui.diagram.measure import lines, width

if TYPE_CHECKING:
    from ui.diagram.grid import Band

LEFT, SHARE = 12.0, 12.0
# Font sizes of a title in one line, the usual one first, and in two.
ONE_LINE = (12.5, 11.8, 11.2)
TWO_LINES = 11.2
# Baselines below the upper edge of the column.
MIDDLE, UPPER, LOWER = 21.0, 15.0, 28.5


def head(band: Band) -> list[str]:
    """Return the title and the share of a column, to be drawn above the lines that pass there."""
    b, share = band.box, fmt.share(band.share)
    size, shown = title_of(band)
    style = None if size == ONE_LINE[0] else f"font-size:{size}px"
    places = (UPPER, LOWER) if shown[1] else (MIDDLE,)
    # A line that passes here is interrupted: between two words it would be read as a mark.
    parts = [
        element("rect", class_="band", x=o.x, y=o.y, width=o.w, height=o.h) for o in taken(band)
    ]
    parts += [
        text(b.x + LEFT, b.y + y, words, "band-title halo", style=style)
        for y, words in zip(places, shown, strict=False)
    ]
    return [*parts, text(b.right - LEFT, b.y + MIDDLE, share, "band-share halo")]


def taken(band: Band) -> list[Box]:
    """Return where the title and the share of a column stand."""
    b, (size, shown) = band.box, title_of(band)
    wide = max(width(words, size, bold=True) for words in shown)
    low, high = (UPPER - 10, LOWER + 4) if shown[1] else (MIDDLE - 13, MIDDLE + 4)
    share = width(fmt.share(band.share), SHARE)
    return [
        Box(b.x + LEFT, b.y + low, wide, high - low),
        Box(b.right - LEFT - share, b.y + MIDDLE - 13, share, 17.0),
    ]


def title_of(band: Band) -> tuple[float, tuple[str, str]]:
    """Return the size of a column's title and its one or two lines, the second empty for one."""
    return _title(band.title, band.share, band.box.w)


def in_two_lines(title: str, share: float, wide: float) -> bool:
    """Tell whether the title of a column so wide breaks: its cards then stand lower."""
    return bool(_title(title, share, wide)[1][1])


def _title(title: str, share: float, wide: float) -> tuple[float, tuple[str, str]]:
    """Return the size of a title and its one or two lines."""
    room = wide - 2 * LEFT - 4 - width(fmt.share(share), SHARE)
    for size in ONE_LINE:
        if width(title, size, bold=True) <= room:
            return size, (title, "")
    return TWO_LINES, lines(title, room, TWO_LINES, bold=True)
