"""Numbers of a file separated by semicolons: a comma in them is that of the decimals.

European spreadsheets write ``0,5`` and ``1.234,56`` and put semicolons between columns. A column
is read so where all of it fits and one cell can mean nothing else; ``1,234`` alone may be 1234.
"""

from __future__ import annotations

import re
from enum import Enum

import polars as pl

from graph.errors import InputError
from graph.text import Text

_BLANKS = "[ \u00a0\u202f]"
_BEFORE = rf"^{_BLANKS}*[-+−(]?{_BLANKS}*(?:[€$£¥￥]{_BLANKS}*)?[-+−]?"
_BEHIND = rf"{_BLANKS}*(?:%|€|EUR|USD|GBP|CNY|RMB|元|万元?|亿元?)?{_BLANKS}*\)?{_BLANKS}*$"
_ABSENT = r"(?i)^\s*(?:-|–|—|n/?a|nan|null|#n/a)?\s*$"


class Style(Enum):
    """How the numbers of a column are written."""

    COMMA = "comma"
    POINT = "point"
    COMMA_OR_GROUPS = "1,234"
    POINT_OR_GROUPS = "1.234"


# What one cell can be; the first that fits counts.
_CORES: tuple[tuple[str, Style | None], ...] = (
    (r"\d+", None),
    (r"[1-9]\d{0,2},\d{3}|[1-9]\d{0,3},\d{4}", Style.COMMA_OR_GROUPS),
    (r"[1-9]\d{0,2}\.\d{3}", Style.POINT_OR_GROUPS),
    (rf"\d+,\d+|\d{{1,3}}(?:(?:\.|{_BLANKS})\d{{3}})+,\d+|\d{{1,3}}(?:\.\d{{3}}){{2,}}",
     Style.COMMA),
    (r"\d*\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.", Style.POINT),
)  # fmt: skip
_NUMBER = f"{_BEFORE}(?:{'|'.join(core for core, _ in _CORES)}){_BEHIND}"


def with_points(
    headers: list[str], frame: pl.DataFrame, label: str
) -> tuple[list[str], pl.DataFrame]:
    """Return headers and cells with the decimals of numbers behind a point.

    Parameters
    ----------
    headers : list of str
        The header of column ``"0"``, ``"1"`` and so on; of a file without any, its first row.
    frame : DataFrame
        The cells of a file separated by semicolons, and ``_line``.
    label : str
        What the file is called in messages.

    Raises
    ------
    InputError
        A column of numbers that may be read both ways, with its first line that may.

    Examples
    --------
    >>> made = pl.DataFrame({"0": ["0,5", "1.234,56", "7"], "_line": [2, 3, 4]})
    >>> with_points(["share"], made, "a.csv")[1]["0"].to_list()
    ['0.5', '1234.56', '7']
    """
    names = list(map(str, range(len(headers))))
    if not any(frame[n].str.contains(",", literal=True).any() for n in names):
        return headers, frame
    styles = {n: found for n in names if (found := _styles(frame[n])) is not None}
    comma = any(Style.COMMA in s and Style.POINT not in s for s in styles.values())
    point = any(Style.POINT in s for s in styles.values())
    chosen = []
    for name, found in styles.items():
        if Style.POINT in found:
            continue
        if Style.COMMA in found or (Style.COMMA_OR_GROUPS in found and comma and not point):
            chosen.append(name)
        elif Style.COMMA_OR_GROUPS in found and (comma or not point):
            raise _unsure(headers[int(name)], frame.select("_line", name), label, ",")
        elif Style.POINT_OR_GROUPS in found and comma:
            raise _unsure(headers[int(name)], frame.select("_line", name), label, ".")
    told = frame.with_columns(
        pl.when(pl.col(n).str.contains(_NUMBER)).then(_pointed(pl.col(n))).otherwise(pl.col(n))
        for n in chosen
    )
    first = [_header(h) if str(at) in chosen else h for at, h in enumerate(headers)]
    return first, told


def _header(header: str) -> str:
    """Return the cell of a first row that is no header as the others of its column are read."""
    if re.fullmatch(rf"{_BEFORE}[\d.,]+{_BEHIND}", header) is None:
        return header
    return str(pl.select(_pointed(pl.lit(header))).item())


def _styles(cells: pl.Series) -> set[Style] | None:
    """Return how the numbers of a column are written, None where it is none with marks in it.

    It is one of numbers where more than half of what is written are: the others are for the reader
    of the row to refuse.
    """
    if not cells.str.contains("[.,]").any():
        return None
    left = cells.drop_nulls().unique()
    left = left.filter(~left.str.contains(_ABSENT))
    written, found = len(left), set[Style]()
    for core, style in _CORES:
        fits = left.str.contains(f"{_BEFORE}(?:{core}){_BEHIND}")
        if style is not None and fits.any():
            found.add(style)
        left = left.filter(~fits)
    return None if 2 * len(left) >= max(1, written) else found


def _pointed(cells: pl.Expr) -> pl.Expr:
    bare = cells.str.replace_all(r"\.", "").str.replace_all(rf"(\d){_BLANKS}(\d)", "$1$2")
    return bare.str.replace(",", ".", literal=True)


def _unsure(header: str, cells: pl.DataFrame, label: str, mark: str) -> InputError:
    """Return the error for a column whose first number with the mark may be one of two."""
    marked = pl.nth(1).str.contains(mark, literal=True) & pl.nth(1).str.contains(_NUMBER)
    line, cell = cells.filter(marked).row(0)
    words = _COMMA if mark == "," else _POINT
    whole, part = cell.strip().replace(mark, ""), cell.strip().replace(mark, ".")
    return InputError(
        words.format(
            file=label, line=line, column=header.strip(), cell=cell.strip(), whole=whole, part=part
        ),
        _WRITE,
    )


_COMMA = Text(
    "{file}, line {line}, column {column}: '{cell}' may be {whole} or {part}. The columns are "
    "separated by semicolons, so a comma may be that of the decimals, and the file does not tell.",
    "{file} 第 {line} 行“{column}”列：“{cell}”可能是 {whole}，也可能是 {part}。"
    "该文件以分号分隔，逗号可能是小数点，而文件中没有依据可供判断。",
)
_POINT = Text(
    "{file}, line {line}, column {column}: '{cell}' may be {whole} or {part}. Other numbers of the "
    "file have their decimals behind a comma, so a point may stand between thousands.",
    "{file} 第 {line} 行“{column}”列：“{cell}”可能是 {whole}，也可能是 {part}。"
    "文件中其他数字以逗号为小数点，因此点号可能是千位分隔符。",
)
_WRITE = Text(
    "Write the numbers of this column without marks between thousands, such as 1234 or 1234,5.",
    "请去掉该列数字的千位分隔符，例如 1234 或 1234,5。",
)
