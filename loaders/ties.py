"""A bare network from a file: a list of ties, or a log of mails or meetings.

CSV, Excel, Parquet, or rows of words separated by spaces, with or without headers: columns are
named, or found by the names that people give them. A table of mail addresses with a time, or with
the headers of a log, is read as logs are (:mod:`loaders.logs`). A square table of people by people.
Pajek's and UCINET's own files, GraphML, GML. Each but UCINET's pair of files also as ``.gz``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import UsageError, nearest
from graph.settings_logs import LogSettings
from graph.text import Text
from loaders.cells import Raw
from loaders.logs.bare import PARTS, log_in, read_bare, with_measures
from loaders.logs.columns import MEETING
from loaders.moments import moments
from loaders.networks import Network, read_network
from loaders.networks.square import read_square
from loaders.numbers import parse_number
from loaders.packed import unpacked
from loaders.sources import find_sheets, one_file
from loaders.tie_cells import measures, rejects_of, words
from loaders.tie_kinds import refuse_unknown

if TYPE_CHECKING:
    from loaders.logs.messages import LogSheet

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
class LogRules:
    """What in a log is a machine or a list, and after which day nothing can have happened."""

    settings: LogSettings = field(default_factory=LogSettings)
    today: date = date.max


@dataclass(frozen=True)
class Ties:
    """What was read.

    Parameters
    ----------
    frame : polars.DataFrame
        ``from``, ``to`` and, where the file has them, ``weight``, ``confidence`` and ``time``; of a
        log of mails ``message`` in place of the time.
    columns : dict
        Which column was taken for what; of a network file, which relation.
    rejects : polars.DataFrame
        ``line``, ``column``, ``found`` of every bad row; of a log also what was ``expected``.
    listed : list of str
        Everybody whom a network file lists, also without a tie.
    undirected : bool
        Whether the file says that its ties have no direction; each then stands once.
    log : bool
        Whether it is a log, whose addresses are told apart without regard to case.
    notes : list of Text
        What there is to say of a log: what it is, and who was left out.
    read : int or None
        How many lines were good, where a line is not a tie.
    """

    frame: pl.DataFrame
    columns: dict[str, str]
    rejects: pl.DataFrame
    listed: list[str] = field(default_factory=list)
    undirected: bool = False
    log: bool = False
    notes: list[Text] = field(default_factory=list)
    read: int | None = None

    @property
    def count(self) -> int:
        """How many good rows the file has."""
        return self.frame.height if self.read is None else self.read

    @property
    def people(self) -> list[str]:
        """Everybody a row or list names, also where the weight says that there is no tie."""
        ends = [*self.listed, *self.frame["from"].unique(), *self.frame["to"].unique()]
        return list(dict.fromkeys(ends))


def read_ties(
    path: str | Path,
    named: dict[str, str | None] | None = None,
    relation: str | None = None,
    rules: LogRules | None = None,
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
    rules : LogRules or None
        How a log is read: what is a machine, and which days are still to come.

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
    found = _found(raw.headers, asked)
    rules = rules or LogRules()
    log = log_in(raw, found, asked, rules.today)
    if log is not None:
        return _of_log(log, found, rules)
    chosen = _choose(raw.headers, found, Path(path).name, named=bool(asked))
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


def holds_ties(path: str | Path) -> bool:
    """Tell whether a file is a network, or a table whose columns say who turns to whom.

    Raises InputError for a file that cannot be read.
    """
    raw = read_raw(path)
    if isinstance(raw, Network):
        return True
    found = _found(raw.headers, {})
    if log_in(raw, found, (), date.max) is not None:
        return True
    try:
        _choose(raw.headers, found, "", named=False)
    except UsageError:
        return False
    return True


def relations_of(path: str | Path) -> list[str]:
    """Return the relations of a network file, none for a list or log.

    Raises InputError for a file that cannot be read.
    """
    raw = read_raw(path)
    return [r.name for r in raw.relations] if isinstance(raw, Network) else []


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
            refuse_unknown(plain)
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


def _found(headers: Sequence[str], named: dict[str, str]) -> dict[str, int]:
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


def _choose(
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
    ends = {part: words(raw, chosen[part]) for part in ("from", "to")}
    told, bad = measures(raw, chosen)
    parts, bad = {**ends, **told}, {part: ends[part].is_null() for part in ends} | bad
    if "time" in chosen:
        parts["time"] = moments(words(raw, chosen["time"]))
        bad["time"] = parts["time"].is_null()
    headers = {part: raw.headers[place].strip() for part, place in chosen.items()}
    rejects, good = rejects_of(raw, chosen, bad)
    frame = pl.DataFrame({part: column.alias(part) for part, column in parts.items()})
    return Ties(frame.filter(good), headers, rejects)


def _of_log(log: LogSheet, found: dict[str, int], rules: LogRules) -> Ties:
    """Return the ties of a log; a weight or confidence of its lines counts as in a list."""
    told, bad = measures(log.raw, found)
    rejects, good = rejects_of(log.raw, found, bad)
    log = replace(log, raw=Raw(log.raw.headers, log.raw.frame.filter(good)))
    own = pl.DataFrame({part: column.filter(good) for part, column in told.items()})
    own = pl.concat([log.raw.frame.select("_line"), own], how="horizontal")
    read = with_measures(read_bare(log, rules.settings), own)
    places = {PARTS.get(part, part): at for part, at in log.columns.items()}
    places |= {part: found[part] for part in told}
    return Ties(
        read.frame,
        {part: log.raw.headers[at].strip() for part, at in places.items()},
        pl.concat([read.rejects, rejects], how="diagonal").sort("line"),
        listed=read.people,
        undirected=log.mapping == MEETING,
        log=True,
        notes=read.notes,
        read=read.read,
    )
