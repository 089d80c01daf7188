"""A list of customers from a file: a column of ids, and what the list says of each.

CSV, Excel or Parquet, headers in either language. A row whose customer is not known, or stands in
the list already, or whose confidence is none, is a reject; the others count.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError, nearest
from graph.text import Text
from loaders.faults import SCHEMA, Faults
from loaders.sources import find_sheets, one_file
from loaders.wording import Wording

if TYPE_CHECKING:
    from loaders.sources import Sheet

HEADERS: dict[str, tuple[str, ...]] = {
    "customer": (
        *("customer", "id", "customer_id", "member", "enterprise"),
        *("客户", "编号", "客户编号", "成员", "企业"),
    ),
    "value": ("value", "取值", "值"),
    "confidence": ("confidence", "置信度", "可信度"),
}


@dataclass(frozen=True)
class CustomerList:
    """The good rows (``kind``, ``customer``, ``value``, ``confidence``) and the rejects."""

    frame: pl.DataFrame
    rejects: pl.DataFrame
    rows: int


def read_customers(path: str | Path, known: pl.DataFrame) -> CustomerList:
    """Read a list of customers.

    Parameters
    ----------
    path : path
        The file; of a workbook the first sheet counts.
    known : DataFrame
        ``kind`` and ``id`` of the customers that there are.

    Raises
    ------
    InputError
        The file cannot be read, or has no column of customers.
    """
    file = one_file(path)
    sheets, _ = find_sheets([file])
    if not sheets:
        raise _no_table(file)
    frame, headers = _columns(sheets[0])
    faults = Faults()
    good = _without_bad(frame, known, headers, faults)
    return CustomerList(good, _rejects(faults, sheets[0], frame), frame.height)


def _no_table(file: Path) -> InputError:
    return InputError(
        Text("{path} is no table.", "{path} 不是表格文件。").format(path=file),
        Text("Name a CSV, Excel or Parquet file.", "请指定 CSV、Excel 或 Parquet 文件。"),
    )


def _columns(sheet: Sheet) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return the columns that count as text, and under which header each stands."""
    raw = sheet.read()
    folded = [h.strip().casefold() for h in raw.headers]
    found = {
        name: folded.index(word)
        for name, words in HEADERS.items()
        if (word := next((w for w in words if w in folded), None))
    }
    if "customer" not in found:
        near = nearest(raw.headers[0], HEADERS["customer"]) if raw.headers else []
        raise InputError(
            Text(
                "{label} has no column of customers; its columns are {names}.",
                "{label} 没有客户列；现有列：{names}。",
            ).format(label=sheet.label, names=", ".join(raw.headers) or "–"),
            Text(
                f"Call the column of their ids {near[0] if near else 'customer'}.",
                f"请把编号所在列命名为 {near[0] if near else 'customer'}。",
            ),
        )
    cells = [pl.col(str(at)).str.strip_chars().alias(name) for name, at in found.items()]
    frame = raw.frame.select("_line", pl.lit(0).alias("_sheet"), *cells)
    empty = [n for n in HEADERS if n not in found]
    frame = frame.with_columns(pl.lit(None, pl.String).alias(n) for n in empty)
    return frame, {name: raw.headers[at] for name, at in found.items()}


def _without_bad(
    frame: pl.DataFrame, known: pl.DataFrame, headers: dict[str, str], faults: Faults
) -> pl.DataFrame:
    header = headers["customer"]
    kinds = known.unique("id", keep="first", maintain_order=True)
    joined = frame.join(kinds, left_on="customer", right_on="id", how="left", maintain_order="left")
    absent = joined.filter(pl.col("kind").is_null())
    ids = known["id"].head(50_000).to_list()
    faults.add(absent, header, absent["customer"], lambda cell: _unknown(cell, ids))
    rest = joined.filter(pl.col("kind").is_not_null())
    again = rest.filter(~pl.col("customer").is_first_distinct())
    faults.add(again, header, again["customer"], lambda _: _REPEATED)
    rest = rest.filter(pl.col("customer").is_first_distinct())
    number = rest["confidence"].cast(pl.Float64, strict=False)
    bad = rest["confidence"].is_not_null() & ~number.is_between(0, 1).fill_null(value=False)
    wrong = rest.filter(bad)
    faults.add(wrong, headers.get("confidence", ""), wrong["confidence"], lambda _: _CONFIDENCE)
    good = rest.with_columns(number.alias("confidence")).filter(~bad)
    return good.select("kind", "customer", "value", "confidence")


_REPEATED = Wording(
    Text("each customer once", "每个客户一行"),
    Text("Delete the repeated row.", "请删除重复行。"),
)
_CONFIDENCE = Wording(
    Text("a number from 0 to 1", "0 到 1 之间的数字"),
    Text("Correct it or leave it empty.", "请更正或留空。"),
)


def _unknown(cell: str, ids: list[str]) -> Wording:
    expected = Text("the id of a customer in the graph", "图中客户的编号")
    near = nearest(cell, ids, 1) if cell and len(ids) < 5_000 else []
    if near:
        return Wording(expected, Text(f"Did you mean {near[0]}?", f"是否指 {near[0]}？"))
    return Wording(expected, Text("Load the customer first.", "请先导入该客户。"))


def _rejects(faults: Faults, sheet: Sheet, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rejects with their file and the row as it was."""
    named = faults.frame().rename({"sheet": "_sheet", "line": "_line"})
    cells = pl.concat_str(
        [pl.col(n).fill_null("") for n in HEADERS], separator=","
    ).str.strip_chars_end(",")
    rows = frame.select("_line", cells.alias("row"))
    joined = named.join(rows, on="_line", how="left", maintain_order="left")
    joined = joined.with_columns(pl.lit(sheet.label).alias("file")).rename({"_line": "line"})
    order = [c for c in SCHEMA if c not in ("sheet", "line")]
    return joined.select("file", "line", *order, "row")
