"""A table whose rows and columns are the same people: who turns to whom, as surveys keep it.

With their names above and at the left, above alone, or without any; each cell says how much the
one of the row turns to the one of the column, empty or 0 not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.text import Text
from loaders.networks.network import Network, Relation, refused, unlike
from loaders.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.cells import Raw

# A smaller table of numbers alone is rather a list of ties: from, to, weight.
LEAST_UNNAMED = 4
MOST = 10_000
_LARGE = Text("a table of {n} people is too large.", "{n} 人的方阵过大。")


def read_square(raw: Raw, label: str) -> Network | None:
    """Return the network of a square table, None for any other table.

    Parameters
    ----------
    raw : Raw
        The cells; the first row stands as the header.
    label : str
        What the file is called.

    Raises
    ------
    InputError
        For more people than :data:`MOST`.

    Examples
    --------
    >>> from loaders.cells import Raw
    >>> cells = {"0": ["Li", "Wu"], "1": ["", "1"], "2": ["2", ""], "_line": [2, 3]}
    >>> found = read_square(Raw(["", "Li", "Wu"], pl.DataFrame(cells)), "x.csv")
    >>> found.relations[0].rows
    [('Li', 'Wu', 2.0), ('Wu', 'Li', 1.0)]
    """
    headers = [h.strip() for h in raw.headers]
    size, height = len(headers), raw.frame.height
    if height not in (size - 1, size) or size < 3:
        return None
    if size > MOST:
        raise refused(label, _LARGE.format(n=size))
    if height == size - 1:
        left = [(c or "").strip() for c in raw.frame["0"]]
        # Numbers alone, the corner too, are ties: a first row may equal the first column.
        numbers = bool(headers[0]) and all(_is_number(h) for h in headers)
        if _same(left, headers[1:]) and not numbers:
            return _network(raw, left, list(range(1, size)), ())
    if size < LEAST_UNNAMED:
        return None
    columns = list(range(size))
    if height == size - 1 and all(_is_number(h) for h in headers):
        people = [str(n) for n in range(1, size + 1)]
        return _network(raw, people, columns, headers, sure=False)
    named = not any(parse_number(h) for h in headers) and len(set(headers)) == size
    return _network(raw, headers, columns, (), sure=False) if height == size and named else None


def _same(left: Sequence[str], above: Sequence[str]) -> bool:
    """Tell whether rows and columns are the same people, in the same order."""
    counted = [str(n) for n in range(1, len(left) + 1)]
    return list(left) == list(above) or (
        list(left) == counted and list(above) == [f"V{n}" for n in counted]
    )


def _is_number(cell: str) -> bool:
    return not cell or parse_number(cell) is not None


def _network(
    raw: Raw, people: list[str], columns: list[int], first: Sequence[str], *, sure: bool = True
) -> Network | None:
    """Return the network; None where a cell is no number and it may be another table.

    ``first`` is the row that was read as a header and is none.
    """
    cells = raw.frame.select(pl.col([str(c) for c in columns]).str.strip_chars().fill_null(""))
    values = cells.select(pl.all().replace("", "0").cast(pl.Float64, strict=False))
    told = values.to_numpy().copy()
    rejects: list[tuple[int, str, str]] = []
    names = unlike(people)
    for row, column in np.argwhere(~np.isfinite(told) | (told < 0)).tolist():
        found = cells[row, column]
        number = parse_number(found)
        if number is None and not sure:
            return None
        told[row, column] = 0.0 if number is None else max(0.0, number.value)
        if number is not None and number.value >= 0:
            continue
        rejects.append((int(raw.frame["_line"][row]), names[column], found))
    if first:
        above = [number.value if (number := parse_number(c)) else 0.0 for c in first]
        told = np.vstack([np.array(above, dtype=float), told])
    there = np.argwhere(told > 0)
    rows = [(names[i], names[j], float(told[i, j])) for i, j in there.tolist() if i != j]
    return Network(names, [Relation(Text("matrix", "矩阵").en, rows)], rejects)
