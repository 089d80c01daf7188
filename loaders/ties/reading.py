"""A bare network from a file: a list of ties, or a log of mails or meetings.

CSV, Excel, Parquet, or rows of words separated by spaces, with or without headers: columns are
named, or found by the names that people give them. A table of mail addresses with a time, or with
the headers of a log, is read as logs are (:mod:`loaders.logs`). A square table of people by people.
Pajek's and UCINET's own files, GraphML, GML. Each but UCINET's pair of files also as ``.gz``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import UsageError
from loaders.cells import Raw
from loaders.logs.bare import PARTS, log_in, read_bare, with_measures
from loaders.logs.columns import MEETING, TIME
from loaders.moments import moments
from loaders.networks import Network
from loaders.ties.cells import measures, rejects_of, words
from loaders.ties.columns import choose, found_in, third_is_number, without_header
from loaders.ties.raw import read_raw
from loaders.ties.ties import LogRules, Ties
from loaders.ties.until import TIMELESS, up_to

if TYPE_CHECKING:
    from loaders.logs.messages import LogSheet


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
    rules = rules or LogRules()
    if isinstance(raw, Network):
        read = _of_network(raw, relation)
        return read if rules.until is None else replace(read, notes=[TIMELESS])
    found = found_in(raw.headers, asked)
    log = log_in(raw, found, asked, rules.today)
    place = found.get("time") if log is None else log.columns[TIME]
    raw, notes = up_to(raw, place, rules.until)
    if log is None:
        read = _of_list(raw, found, Path(path).name, named=bool(asked))
    else:
        read = _of_log(replace(log, raw=raw), found, rules)
    return replace(read, notes=[*notes, *read.notes])


def _of_list(raw: Raw, found: dict[str, int], label: str, *, named: bool) -> Ties:
    """Return the ties of a list, whose first row may be one of them."""
    chosen = choose(raw.headers, found, label, named=named)
    if chosen is None:
        raw = without_header(raw)
        chosen = {"from": 0, "to": 1} | ({"weight": 2} if third_is_number(raw) else {})
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
    found = found_in(raw.headers, {})
    if log_in(raw, found, (), date.max) is not None:
        return True
    try:
        choose(raw.headers, found, "", named=False)
    except UsageError:
        return False
    return True


def relations_of(path: str | Path) -> list[str]:
    """Return the relations of a network file, none for a list or log.

    Raises InputError for a file that cannot be read.
    """
    raw = read_raw(path)
    return [r.name for r in raw.relations] if isinstance(raw, Network) else []


def _of_network(network: Network, relation: str | None) -> Ties:
    chosen = network.relation(relation)
    return Ties(
        chosen.frame,
        {},
        network.rejected,
        listed=network.people,
        undirected=chosen.undirected,
        relation=chosen.name,
        relations=tuple(r.name for r in network.relations),
    )


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
