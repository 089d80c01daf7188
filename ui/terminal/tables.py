"""Text tables whose columns stand in line, Chinese too."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from graph.text import DATE

WIDTH_OFF_SCREEN = 100
# Stands for a space at which no line breaks, while lines are being broken.
KEPT = "␣"


def width(text: str) -> int:
    """Return how many places of a terminal a text takes.

    Examples
    --------
    >>> width("abc"), width("决策者")
    (3, 6)
    """
    return sum(_places(c) for c in text)


def _places(character: str) -> int:
    if unicodedata.combining(character) or not character.isprintable():
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def screen_width() -> int:
    """Return the width of the terminal, a usual one where there is none."""
    if not sys.stdout.isatty():
        return WIDTH_OFF_SCREEN
    return max(40, shutil.get_terminal_size((WIDTH_OFF_SCREEN, 24)).columns)


def plain(text: str) -> str:
    """Return a text on one line without characters that would steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def harmless(text: str) -> str:
    r"""Return a text of several lines without characters that would steer the terminal.

    Examples
    --------
    >>> harmless("a\x1b[31m\nb")
    'a [31m\nb'
    """
    return "\n".join(plain(line) for line in text.split("\n"))


def pad(text: str, places: int, *, right: bool = False) -> str:
    """Fill a text with spaces to a width; ``right``: it stands at the right."""
    gap = " " * max(0, places - width(text))
    return gap + text if right else text + gap


def cut(text: str, places: int) -> str:
    """Shorten a text to a width, with an ellipsis where something is left out.

    Examples
    --------
    >>> cut("chief engineer", 8), cut("总工程师", 6)
    ('chief e…', '总工…')
    """
    if width(text) <= places:
        return text
    taken, used = "", 0
    for character in text:
        used += _places(character)
        if used > places - 1:
            break
        taken += character
    return taken + "…"


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    numbers: Iterable[int] = (),
    widest: int = 40,
) -> str:
    """Lay rows out in columns under their heads.

    Parameters
    ----------
    heads : sequence of str
        One a column.
    rows : iterable of sequences
        Cells; None is a dash.
    numbers : iterable of int
        Columns whose cells stand at the right.
    widest : int
        Cells longer than this are cut.

    Examples
    --------
    >>> print(table(["name", "share"], [["Wang", "31%"], ["Li", "6%"]], numbers=[1]))
    name  share
    Wang    31%
    Li       6%
    """
    heads = [plain(head) for head in heads]
    cells = [["–" if c is None else cut(plain(str(c)), widest) for c in row] for row in rows]
    places = [max(width(line[i]) for line in [heads, *cells]) for i in range(len(heads))]
    right = set(numbers)
    lines = [
        "  ".join(pad(cell, places[i], right=i in right) for i, cell in enumerate(line)).rstrip()
        for line in [heads, *cells]
    ]
    return "\n".join(lines)


def wrap(text: str, *, indent: int = 0, places: int | None = None) -> str:
    """Break a sentence into lines; Chinese may break anywhere, English between words, no date.

    Examples
    --------
    >>> print(wrap("one two three", indent=2, places=9))
      one two
      three
    >>> print(wrap("seen on 9 Mar 2026.", places=10))
    seen on
    9 Mar 2026.
    """
    room = (places or screen_width()) - indent
    lines, line = [], ""
    for part in _parts(DATE.sub(lambda found: found[0].replace(" ", KEPT), plain(text))):
        if line and width(line + part.rstrip()) > room:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    lines.append(line.rstrip())
    return "\n".join(" " * indent + each for each in lines).replace(KEPT, " ")


def _parts(text: str) -> Iterable[str]:
    word = ""
    for character, after in zip(text, f"{text[1:]} ", strict=False):
        word += character
        if character == " " or (_places(character) == 2 and after != KEPT):
            yield word
            word = ""
    if word:
        yield word
