"""How wide a text is drawn, and how much of it fits, without a browser.

Widths are the advances of Inter; wide East Asian characters take one em. A browser that draws with
another font is a few percent off, which the room left in the cards covers.
"""

from __future__ import annotations

import unicodedata

# Advances of Inter in thousandths of an em for the characters from space to tilde.
_REGULAR = (
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360,
    631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511,
    966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903, 753, 765,
    639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456,
    323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600,
    612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
)  # fmt: skip
_BOLD = 1.03  # weight 600 is about three percent wider
_DIGIT = 640  # figures are tabular
ELLIPSIS = "…"


def _advance(char: str) -> float:
    code = ord(char)
    if "0" <= char <= "9":
        return _DIGIT
    if 32 <= code < 127:
        return _REGULAR[code - 32]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1000 if code < 0x1F000 else 1350
    return 1000 if char in "×→…−" or code > 0x2E80 else 640


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` in pixels at a font size.

    Examples
    --------
    >>> width("孙薇", 13)
    26.0
    >>> width("iii", 10) < width("WWW", 10)
    True
    """
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1.0) / 1000


def sized(
    text: str, room: float, sizes: tuple[float, ...], *, bold: bool = False
) -> tuple[str, float]:
    """Return ``text`` at the largest size at which it fits, at the smallest cut to fit."""
    for size in sizes:
        if width(text, size, bold=bold) <= room:
            return text, size
    return fit(text, room, sizes[-1], bold=bold), sizes[-1]


def lines(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, str]:
    """Return ``text`` as one line, or broken into two, between words where it can be.

    The second line is empty where one is enough, and cut where two are not.

    Examples
    --------
    >>> lines("Information Technology", 90, 11)
    ('Information', 'Technology')
    >>> lines("信息科技与数字化转型办公室", 90, 11)
    ('信息科技与数字化', '转型办公室')
    """
    text = " ".join(text[:400].split())
    count = _fitting(text, room, size, bold=bold)
    if count == len(text):
        return text, ""
    spaces = [i for i in range(count + 1) if text[i] == " "]
    at = spaces[-1] if spaces else max(count, 1)
    return text[:at], fit(text[at:], room, size, bold=bold)


def _fitting(text: str, room: float, size: float, *, bold: bool) -> int:
    """Return how many characters from the first fit."""
    used = 0.0
    for position, char in enumerate(text):
        used += width(char, size, bold=bold)
        if used > room:
            return position
    return len(text)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return ``text``, cut with an ellipsis where it is wider than ``room``.

    Examples
    --------
    >>> fit("Chief Financial Officer", 60, 12)
    'Chief Fi…'
    >>> fit("CFO", 60, 12)
    'CFO'
    """
    text = " ".join(text[:400].split())
    if width(text, size, bold=bold) <= room:
        return text
    count = _fitting(text, room - width(ELLIPSIS, size, bold=bold), size, bold=bold)
    return text[:count].rstrip() + ELLIPSIS
