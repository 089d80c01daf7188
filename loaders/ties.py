"""A bare network from a file: a list of ties, or a log of mails or meetings.

CSV, Excel, Parquet, or rows of words separated by spaces, with or without headers: columns are
named, or found by the names that people give them. A square table of people by people. Pajek's and
UCINET's own files, GraphML. Each but UCINET's pair of files also as ``.gz``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from graph.errors import UsageError, nearest
from graph.text import Text
from loaders.cells import Raw
from loaders.moments import moments
from loaders.networks import Network, read_network
from loaders.networks.square import read_square
from loaders.numbers import parse_number
from loaders.packed import unpacked
from loaders.sources import find_sheets, one_file

NAMES = {
    "from": ("from", "source", "sender", "from_id", "ego", "发件人", "发出", "起点", "从", "源"),
    "to": ("to", "target", "recipient", "receiver", "to_id", "alter", "收件人", "接收", "到",
           "目标"),
    "weight": ("weight", "strength", "tie", "ties", "count", "权重", "强度", "次数"),
    "confidence": ("confidence", "probability", "置信度", "可信度"),
    "time": ("time", "timestamp", "date", "datetime", "sent", "when", "on", "时间", "日期"),
}  # fmt: skip

# More words than these in a line are prose, or a square table.
MOST_WORDS = 12


@dataclass(frozen=True)
class Ties:
    """What was read.

    Parameters
    ----------
    frame : polars.DataFrame
        ``from``, ``to`` and, where the file has them, ``weight``, ``confidence`` and ``time``.
    columns : dict
        Which column was taken for what; of a network file, which relation.
    rejects : polars.DataFrame
        ``line``, ``column``, ``found`` of every bad row.
    listed : list of str
        Everybody whom a network file lists, also without a tie.
    undirected : bool
        Whether the file says that its ties have no direction; each then stands once.
    """

    frame: pl.DataFrame
    columns: dict[str, str]
    rejects: pl.DataFrame
    listed: list[str] = field(default_factory=list)
    undirected: bool = False

    @property
    def people(self) -> list[str]:
        """Everybody a row or list names, also where the weight says that there is no tie."""
        ends = [*self.listed, *self.frame["from"].unique(), *self.frame["to"].unique()]
        return list(dict.fromkeys(ends))


def read_ties(
    path: str | Path, named: dict[str, str | None] | None = None, relation: str | None = None
) -> Ties:
    """Read a list of ties, a log, or a network file.

    Parameters
    ----------
    path : path
        The file.
    named : dict or None
        The columns that the user named for ``from``, ``to``, ``weight``, ``confidence`` and
        ``time``: headers, or numbers counted from 1.
    relation : str or None
        Which relation of a network file with several, by its name or number; else the first.

    Raises
    ------
    InputError
        For a file that cannot be read.
    UsageError
        For a column that is not there, or where the ends cannot be told.
    """
    asked = {k: v for k, v in (named or {}).items() if v}
    raw = read_raw(path, table=bool(asked))
    if isinstance(raw, Network):
        return _of_network(raw, relation)
    chosen = _choose(raw.headers, asked)
    if chosen is None:
        raw = _without_header(raw)
        chosen = {"from": 0, "to": 1} | ({"weight": 2} if _third_is_number(raw) else {})
    return _typed(raw, chosen)


def headers_of(path: str | Path) -> list[str]:
    """Return the columns of a list or log, none for a network file, to let somebody choose.

    Raises InputError for a file that cannot be read.
    """
    raw = read_raw(path)
    return [] if isinstance(raw, Network) else [h.strip() for h in raw.headers]


def relations_of(path: str | Path) -> list[str]:
    """Return the relations of a network file, none for a list or log.

    Raises InputError for a file that cannot be read.
    """
    raw = read_raw(path)
    return [r.name for r in raw.relations] if isinstance(raw, Network) else []


def words(raw: Raw, column: int) -> pl.Series:
    """Return the cells of a column without blanks around them, null where one is empty."""
    stripped = raw.frame[str(column)].str.strip_chars()
    return stripped.set(stripped == "", None)


def read_raw(path: str | Path, *, table: bool = False) -> Raw | Network:
    """Return the cells of a table, or the network of a network file or of a square table.

    ``table``: a square table is none of people by people, for its columns were named.

    Raises InputError for a file that cannot be read.
    """
    path = one_file(path)
    with unpacked(path) as plain:
        network = read_network(plain)
        if network is not None:
            return network
        raw = _spaced(plain)
        if raw is None:
            sheets, _ = find_sheets([plain])
            raw = sheets[0].read()
        return raw if table else read_square(raw, plain.name) or raw


def _of_network(network: Network, relation: str | None) -> Ties:
    chosen = network.relation(relation)
    columns = {"relation": chosen.name}
    if len(network.relations) > 1:
        names = ", ".join(r.name for r in network.relations)
        columns = {"relation": f"{chosen.name} ({names})"}
    return Ties(
        chosen.frame, columns, network.rejected, listed=network.people, undirected=chosen.undirected
    )


def _spaced(path: Path) -> Raw | None:
    """Read words separated by spaces, None where the file is of another kind."""
    if path.suffix.lower() not in (".txt", ".dat", ".edges", ".edgelist") or not path.is_file():
        return None
    text = path.read_bytes()[: 1 << 16].decode("utf-8", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if any(mark in first for mark in ",;|") or len(first.split()) < 2:
        return None
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    numbered = [(n, line.split()) for n, line in enumerate(lines, 1) if line.strip()]
    width = len(numbered[0][1])
    if width > MOST_WORDS and len(numbered) not in (width, width + 1):
        return None
    if len(numbered) == width + 1 and all(len(w) == width + 1 for _, w in numbered[1:]):
        numbered[0][1].insert(0, "")  # the names above a square table, none above those at its left
        width += 1
    cells = {
        str(i): [words[i] if i < len(words) else None for _, words in numbered[1:]]
        for i in range(width)
    }
    places = pl.Series("_line", [n for n, _ in numbered[1:]], pl.UInt32)
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String())).with_columns(places)
    return Raw(numbered[0][1], frame)


def _choose(headers: Sequence[str], named: dict[str, str]) -> dict[str, int] | None:
    """Return the column of each part; None where the first row is no header but data."""
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
    if {"from", "to"} <= found.keys():
        return found
    if not named and len(plain) > 1 and all(parse_number(h) for h in plain):
        return None
    raise UsageError(
        Text(
            "It cannot be told which columns say from whom to whom; there are: {columns}.",
            "无法判断哪两列表示从谁到谁；现有列：{columns}。",
        ).format(columns=", ".join(plain[:20])),
        Text("Name them: --from COL --to COL.", "请指定: --from 列 --to 列。"),
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


def _without_header(raw: Raw) -> Raw:
    """Return the sheet with its first row, which was read as a header, as data."""
    first = {str(i): [cell] for i, cell in enumerate(raw.headers)}
    line = pl.Series("_line", [1], pl.UInt32)
    top = pl.DataFrame(first, schema=dict.fromkeys(first, pl.String())).with_columns(line)
    headers = [str(i + 1) for i in range(len(raw.headers))]
    return Raw(headers, pl.concat([top, raw.frame.with_columns(pl.col("_line").cast(pl.UInt32))]))


def _third_is_number(raw: Raw) -> bool:
    if len(raw.headers) < 3:
        return False
    return all(parse_number(cell or "") for cell in raw.frame["2"].head(200))


def _typed(raw: Raw, chosen: dict[str, int]) -> Ties:
    lines = raw.frame["_line"]
    parts = {"from": words(raw, chosen["from"]), "to": words(raw, chosen["to"])}
    bad: dict[str, pl.Series] = {part: parts[part].is_null() for part in ("from", "to")}
    if "weight" in chosen:
        cells = words(raw, chosen["weight"])
        parts["weight"] = _numbers(cells)
        bad["weight"] = (parts["weight"].is_null() | (parts["weight"] < 0)).fill_null(value=True)
    if "confidence" in chosen:
        sure = _numbers(words(raw, chosen["confidence"]))
        parts["confidence"] = sure
        bad["confidence"] = (sure.is_null() | ~sure.is_between(0, 1)).fill_null(value=True)
    if "time" in chosen:
        cells = words(raw, chosen["time"])
        parts["time"] = moments(cells)
        bad["time"] = parts["time"].is_null()
    headers = {part: raw.headers[place].strip() for part, place in chosen.items()}
    rejects = [
        pl.DataFrame(
            {
                "line": lines.filter(mask),
                "column": pl.Series([headers[part]] * int(mask.sum()), dtype=pl.String),
                "found": raw.frame[str(chosen[part])].filter(mask).fill_null(""),
            }
        )
        for part, mask in bad.items()
    ]
    frame = pl.DataFrame({part: column.alias(part) for part, column in parts.items()})
    keep = ~pl.DataFrame(list(_aliased(bad))).select(pl.any_horizontal(pl.all())).to_series()
    listed = pl.concat(rejects).unique("line", keep="first").sort("line")
    return Ties(frame.filter(keep), headers, listed)


def _aliased(masks: dict[str, pl.Series]) -> Iterator[pl.Series]:
    return (mask.alias(part) for part, mask in masks.items())


def _numbers(cells: pl.Series) -> pl.Series:
    """Read numbers: the plain ones at once, others as people write them."""
    quick = cells.cast(pl.Float64, strict=False)
    quick = quick.set(quick.is_nan() | quick.is_infinite(), None)
    odd = cells.filter(quick.is_null() & cells.is_not_null()).unique()
    table = {cell: n.value for cell in odd if (n := parse_number(cell)) is not None}
    return (
        quick
        if not table
        else quick.fill_null(cells.replace_strict(table, default=None, return_dtype=pl.Float64))
    )
