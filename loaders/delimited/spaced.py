"""Text whose columns stand in line by spaces, as reports and terminals print tables."""

from __future__ import annotations

import re
from typing import NamedTuple

import polars as pl

from graph.errors import InputError
from graph.text import Text
from loaders.cells import Raw

_GAP = re.compile("[ \u00a0\u3000]{2,}")
_RULE = re.compile(r"[-=+_]+")
# Two words in every line may be one name; more in all of them are columns.
_WORDS = 3


class _Line(NamedTuple):
    number: int
    cells: list[str]
    words: int


def read_spaced(text: str, label: str) -> Raw | None:
    r"""Read columns with two spaces or more between them; None where these look like no columns.

    Only where every line has as many as the first: an empty cell, or a wider gap inside a cell,
    would put values under the wrong header.

    Raises InputError where columns seem to be separated by spaces and cannot be told apart.

    Examples
    --------
    >>> read = read_spaced("id    full name\nE1    Li Wei\nE2    Wu\n", "a.txt")
    >>> read.headers, read.frame["1"].to_list()
    (['id', 'full name'], ['Li Wei', 'Wu'])
    >>> read_spaced("full name\nLi Wei\n", "a.txt") is None
    True
    """
    head, *rows = _lines(text)
    width = len(head.cells)
    odd = next((r for r in rows if len(r.cells) != width), None)
    if width > 1 and odd is None:
        return _raw(head, rows)
    # A wider gap in the header alone is one within a name.
    if odd is not None and width > 1 and any(len(r.cells) > 1 for r in rows):
        raise InputError(
            _UNEVEN.format(file=label, line=odd.number, n=len(odd.cells), width=width), _SAVE
        )
    if len(rows) > 1 and head.words >= _WORDS and all(r.words == head.words for r in rows):
        raise InputError(_SINGLE.format(file=label, n=head.words), _SAVE)
    return None


def in_line(text: str) -> bool:
    r"""Say whether wider gaps, as many in each line, make other columns than single spaces do.

    Examples
    --------
    >>> in_line("Li Wei  Wu\nWu  Li Wei\n"), in_line("a b\nb c\n"), in_line("a  b\nb  c\n")
    (True, False, False)
    """
    lines = _lines(text)
    widths, words = {len(line.cells) for line in lines}, {line.words for line in lines}
    return len(widths) == 1 and widths not in ({1}, words)


def _lines(text: str) -> list[_Line]:
    """Return the lines that hold something, but for a rule under the header."""
    found = list[_Line]()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not (len(found) == 1 and all(map(_RULE.fullmatch, words))):
            found.append(_Line(number, _GAP.split(line.strip()), len(words)))
    return found


def _raw(head: _Line, rows: list[_Line]) -> Raw:
    cells = {str(i): [row.cells[i] for row in rows] for i in range(len(head.cells))}
    numbers = pl.Series("_line", [row.number for row in rows], pl.UInt32)
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String())).with_columns(numbers)
    return Raw(head.cells, frame)


_UNEVEN = Text(
    "{file}: its columns seem to be separated by spaces; line {line} has {n} where the first has "
    "{width}, so which value stands under which header cannot be told.",
    "{file}：各列似乎以空格分隔；第 {line} 行有 {n} 列，而首行有 {width} 列，"
    "无法判断各值属于哪一列。",
)
_SINGLE = Text(
    "{file}: its {n} columns seem to be separated by single spaces, which also stand in names.",
    "{file}：似有 {n} 列，以单个空格分隔，而名称中也可能含有空格。",
)
_SAVE = Text(
    "Save it as CSV with commas (or tabs) between the columns.",
    "请另存为 CSV，列之间用逗号（或制表符）分隔。",
)
