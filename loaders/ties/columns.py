"""Which columns of a table of ties say who turns to whom: named, or found by usual names."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph.errors import UsageError, nearest
from graph.text import Text
from loaders.cells import Raw
from loaders.numbers import parse_number

NAMES = {
    "from": ("from", "source", "sender", "from_id", "ego", "发件人", "发出", "起点", "从", "源"),
    "to": ("to", "target", "recipient", "receiver", "to_id", "alter", "收件人", "接收", "到",
           "目标"),
    "weight": ("weight", "strength", "tie", "ties", "count", "权重", "强度", "次数"),
    "confidence": ("confidence", "probability", "置信度", "可信度"),
    "time": ("time", "timestamp", "date", "datetime", "sent", "when", "on", "时间", "日期"),
}  # fmt: skip


def found_in(headers: Sequence[str], named: dict[str, str]) -> dict[str, int]:
    """Return the column of each part that is named, or found by its name."""
    plain = [h.strip() for h in headers]
    folded = [h.casefold() for h in plain]
    found: dict[str, int] = {}
    for part, names in NAMES.items():
        if part in named:
            found[part] = _named(plain, part, named[part])
        else:
            places = [folded.index(n) for n in names if n in folded]
            if places:
                found[part] = places[0]
    return found


def choose(
    headers: Sequence[str], found: dict[str, int], label: str, *, named: bool
) -> dict[str, int] | None:
    """Return the column of each part; None where the first row is no header but data."""
    plain = [h.strip() for h in headers]
    if {"from", "to"} <= found.keys():
        return found
    if not named and len(plain) > 1 and all(parse_number(h) for h in plain):
        return None
    raise UsageError(
        Text(
            "{file}: it cannot be told which columns say from whom to whom; there are: {columns}.",
            "{file}: 无法判断哪两列表示从谁到谁；现有列：{columns}。",
        ).format(file=label, columns=", ".join(plain[:20])),
        Text(
            "Name them: --from COL --to COL. A table of who everybody is goes with --people.",
            "请指定: --from 列 --to 列。人员表请用 --people 指定。",
        ),
    )


def _named(headers: list[str], part: str, name: str) -> int:
    if name in headers:
        return headers.index(name)
    folded = [h.casefold() for h in headers]
    if name.casefold() in folded:
        return folded.index(name.casefold())
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(headers):
        return int(name) - 1
    near = nearest(name, headers) or headers[:20]
    raise UsageError(
        Text("--{part}: there is no column '{name}'.", "--{part}: 没有列“{name}”。").format(
            part=part, name=name
        ),
        Text("Did you mean {near}?", "是否指 {near}?").format(near=", ".join(near)),
    )


def without_header(raw: Raw) -> Raw:
    """Return the sheet with its first row, which was read as a header, as data."""
    first = {str(i): [cell] for i, cell in enumerate(raw.headers)}
    line = pl.Series("_line", [1], pl.UInt32)
    top = pl.DataFrame(first, schema=dict.fromkeys(first, pl.String())).with_columns(line)
    headers = [str(i + 1) for i in range(len(raw.headers))]
    return Raw(headers, pl.concat([top, raw.frame.with_columns(pl.col("_line").cast(pl.UInt32))]))


def third_is_number(raw: Raw) -> bool:
    """Tell whether a table without headers has numbers in its third column: weights."""
    if len(raw.headers) < 3:
        return False
    return all(parse_number(cell or "") for cell in raw.frame["2"].head(200))
