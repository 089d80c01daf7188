"""Rows that say the same thing twice: counted where they agree, faults where they contradict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = ("_sheet", "_line")


@dataclass(frozen=True)
class Contradiction:
    """A later row that says otherwise than an earlier one."""

    sheet: int
    line: int
    column: str
    found: str
    first: str
    first_sheet: int
    first_line: int


@dataclass(frozen=True)
class Settled:
    """One row a key, how many rows repeated one, and the rows that contradict an earlier one."""

    frame: pl.DataFrame
    repeats: int = 0
    contradictions: tuple[Contradiction, ...] = ()


def settle(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    unions: Sequence[str] = (),
    latest: Sequence[str] = (),
) -> Settled:
    """Keep one row a key: later rows fill what earlier ones leave empty.

    Parameters
    ----------
    frame : polars.DataFrame
        Rows in order, with ``_sheet`` and ``_line``.
    keys : sequence of str
        Columns that tell one thing from another; absent values count as equal.
    unions : sequence of str
        List columns of which all values are kept.
    latest : sequence of str
        Columns of which the largest value is kept.

    Examples
    --------
    >>> rows = pl.DataFrame({"id": ["a"] * 3, "n": [1, None, 2], "_sheet": 0, "_line": [2, 3, 4]})
    >>> settled = settle(rows, ["id"])
    >>> settled.frame["n"].to_list(), settled.repeats, settled.contradictions[0].line
    ([1], 1, 4)
    """
    many = _repeated(frame, keys)
    if not many.any():
        return Settled(frame)
    rows = frame.filter(many).with_row_index("_row")
    compared = [c for c in frame.columns if c not in {*keys, *unions, *latest, *PLACES}]
    wrong = _contradictions(rows, keys, compared)
    agreed = rows.filter(~pl.col("_row").is_in([n for n, _ in wrong])) if wrong else rows
    merged = agreed.group_by(keys, maintain_order=True).agg(
        *(pl.col(c).drop_nulls().first() for c in compared),
        *(
            pl.col(c).explode().drop_nulls().unique(maintain_order=True)
            for c in unions
            if c in frame.columns
        ),
        *(pl.col(c).max() for c in latest if c in frame.columns),
        *(pl.col(c).first() for c in PLACES),
    )
    whole = pl.concat([frame.filter(~many), _without_empty(merged, unions).select(frame.columns)])
    return Settled(whole, agreed.height - merged.height, tuple(c for _, c in wrong))


def keep_last(frame: pl.DataFrame, keys: Sequence[str]) -> Settled:
    """Keep the last row a key, as statements of one source on one day are kept."""
    if not _repeated(frame, keys).any():
        return Settled(frame)
    kept = frame.unique(keys, keep="last", maintain_order=True)
    return Settled(kept, frame.height - kept.height)


def _repeated(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    # Hashes first: a pair that only shares its hash is told apart by settle() itself.
    hashes = frame.select(
        pl.sum_horizontal(pl.col(key).hash(seed) for seed, key in enumerate(keys))
    ).to_series()
    if hashes.n_unique() == len(hashes):
        return pl.repeat(value=False, n=len(hashes), dtype=pl.Boolean, eager=True)
    return hashes.is_duplicated()


def _without_empty(frame: pl.DataFrame, unions: Sequence[str]) -> pl.DataFrame:
    lists = [c for c in unions if c in frame.columns]
    return frame.with_columns(pl.when(pl.col(c).list.len() > 0).then(pl.col(c)) for c in lists)


def _contradictions(
    rows: pl.DataFrame, keys: Sequence[str], compared: Sequence[str]
) -> list[tuple[int, Contradiction]]:
    if not compared:
        return []
    differs = [
        (pl.col(c).is_not_null() & (pl.col(c) != pl.col(c).drop_nulls().first())).any().over(keys)
        for c in compared
    ]
    suspects = rows.filter(pl.any_horizontal(differs))
    stated: dict[tuple[Any, ...], dict[str, tuple[Any, int, int]]] = {}
    found = []
    for row in suspects.iter_rows(named=True):
        first = stated.setdefault(tuple(row[k] for k in keys), {})
        against = next(
            (c for c in compared if row[c] is not None and c in first and first[c][0] != row[c]),
            None,
        )
        if against is None:
            for c in compared:
                if row[c] is not None:
                    first.setdefault(c, (row[c], row["_sheet"], row["_line"]))
        else:
            value, sheet, line = first[against]
            found.append(
                (
                    row["_row"],
                    Contradiction(
                        row["_sheet"],
                        row["_line"],
                        against,
                        _shown(row[against]),
                        _shown(value),
                        sheet,
                        line,
                    ),
                )
            )
    return found


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return ";".join(value) if isinstance(value, list) else str(value)
