"""A log without a store: its ties between addresses, for who only asks who holds power in it.

What is read is what a load reads: headers, several people of a cell, machines and lists, days.
Nobody need be known, and how much a message says stays with the builder of listening.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from graph.text import Text, counted
from loaders.context import Reading
from loaders.logs.addresses import automatic
from loaders.logs.columns import (
    ATTENDEE,
    COPY,
    MAIL,
    MEETING,
    MESSAGE,
    RECIPIENT,
    SENDER,
    TIME,
    found_columns,
)
from loaders.logs.contacts import contacts_of_meetings
from loaders.logs.messages import LogSheet, party_rows, read_messages
from loaders.logs.people import who_is_silent
from loaders.logs.said import machines_said, mass_said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from graph.settings_logs import LogSettings
    from loaders.cells import Raw

# Names of a network may hold an @ here and there; in a log it stands in most cells.
MOSTLY = 0.5
_ADDRESS = r"\S@\S"
# What a list of ties calls these parts of a log.
PARTS = {SENDER: "from", RECIPIENT: "to"}


@dataclass(frozen=True)
class BareLog:
    """What a log says of those in it.

    Parameters
    ----------
    frame : DataFrame
        ``from, to, weight`` and, of mails, ``message`` and ``_line``.
    rejects : DataFrame
        ``line, column, found, expected, expected_zh``, a row a bad line.
    people : list of str
        Everybody in it who is no machine or list.
    notes : list of Text
        What it is, and who was left out.
    read : int
        How many of its lines are good.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    people: list[str]
    notes: list[Text]
    read: int


def log_in(
    raw: Raw, found: Mapping[str, int], named: Collection[str], today: date
) -> LogSheet | None:
    """Return a table as a log of mails or meetings, None where it is a list of ties.

    Parameters
    ----------
    raw : Raw
        The table.
    found : mapping
        The columns of ``from``, ``to`` and ``time``, as far as a list of ties has them.
    named : collection of str
        Which of them the user named; copies do not count beside a column named for recipients.
    today : date
        Later days are impossible.

    Examples
    --------
    >>> from datetime import date
    >>> from loaders.cells import Raw
    >>> cells = {"0": ["a@x.cn"], "1": ["b@x.cn"], "2": ["2026-03-01"], "_line": [2]}
    >>> mails = Raw(["From", "To", "Sent"], pl.DataFrame(cells))
    >>> log_in(mails, {"from": 0, "to": 1, "time": 2}, (), date.max).columns
    {'sender': 0, 'recipient': 1, 'time': 2}
    """
    parts = found_columns(raw.headers)
    parts |= {part: found[name] for part, name in {**PARTS, TIME: "time"}.items() if name in found}
    ties = found.keys() >= {"from", "to"}
    if TIME not in parts:
        return None
    if ATTENDEE in parts and not ties and not {"from", "to"} & set(named):
        return LogSheet(0, raw, _only(parts, SENDER, ATTENDEE, TIME, MESSAGE), MEETING, today)
    if SENDER not in parts or RECIPIENT not in parts:
        return None
    if ties and not _addressed(raw, (parts[SENDER], parts[RECIPIENT])):
        return None
    kept = [SENDER, RECIPIENT, *([] if "to" in named else [COPY]), TIME, MESSAGE]
    return LogSheet(0, raw, _only(parts, *kept), MAIL, today)


def _only(parts: Mapping[str, int], *kept: str) -> dict[str, int]:
    return {part: parts[part] for part in kept if part in parts}


def _addressed(raw: Raw, columns: tuple[int, int]) -> bool:
    """Tell whether most ends are mail addresses."""
    cells = pl.concat([raw.frame[str(column)] for column in columns]).drop_nulls()
    return int(cells.str.contains(_ADDRESS).sum()) > MOSTLY * cells.len()


def read_bare(log: LogSheet, settings: LogSettings) -> BareLog:
    """Return who turned to whom in a log; nobody need be known.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.settings_logs import LogSettings
    >>> from loaders.cells import Raw
    >>> cells = {"0": ["A@x.cn", "noreply@x.cn"], "1": ["b@x.cn; c@x.cn", "a@x.cn"],
    ...          "2": ["2026-03-01"] * 2, "_line": [2, 3]}
    >>> mails = Raw(["From", "To", "Sent"], pl.DataFrame(cells))
    >>> found = read_bare(log_in(mails, {"from": 0, "to": 1}, (), date.max), LogSettings())
    >>> found.frame.select("from", "to", "weight").rows()
    [('a@x.cn', 'b@x.cn', 1.0), ('a@x.cn', 'c@x.cn', 1.0)]
    >>> str(found.notes[-1])
    '1 address is a machine or a list and was left out: noreply@x.cn.'
    """
    reading = Reading()
    frame, people, notes = (_mails if log.mapping == MAIL else _meetings)(reading, log, settings)
    faults = reading.faults.frame().drop("sheet", "hint", "hint_zh")
    rejects = faults.unique("line", keep="first").sort("line")
    return BareLog(frame, rejects, people, notes, log.raw.frame.height - rejects.height)


def _mails(
    reading: Reading, log: LogSheet, settings: LogSettings
) -> tuple[pl.DataFrame, list[str], list[Text]]:
    rows = party_rows(reading, log)
    sent = rows.filter("sends").select("_line", pl.col("who").alias("from"))
    told = rows.filter(~pl.col("sends")).select("_line", "message", pl.col("who").alias("to"))
    ties = sent.join(told, on="_line", maintain_order="left_right")
    who = rows["who"].unique(maintain_order=True)
    machine = automatic(who, settings.automatic) | who.is_in(list(_silent(ties, settings)))
    machines = who.filter(machine).sort().to_list()
    said = counted(rows["message"].n_unique(), *_MAILS)
    frame = _between_people(ties.with_columns(weight=pl.lit(1.0)), machines)
    return frame, who.filter(~machine).to_list(), [said, *machines_said(machines)]


def _silent(ties: pl.DataFrame, settings: LogSettings) -> set[str]:
    """Return who wrote to many and never heard back; each pair once says as much as all rows."""
    pairs = ties.select("from", "to").unique().with_row_index("message")
    ends = [
        pairs.select("message", pl.col(end).alias("who"), sends=pl.lit(end == "from"))
        for end in ("from", "to")
    ]
    return who_is_silent(pl.concat(ends), settings)


def _between_people(ties: pl.DataFrame, machines: list[str]) -> pl.DataFrame:
    """Leave machines and lists out; a list among the recipients still counts as one of them."""
    if not machines:
        return ties
    listed, other = pl.col("to").is_in(machines), pl.col("to") != pl.col("from")
    people, others = (pl.col("to").filter(kept) for kept in (other & ~listed, other))
    message = ("from", "message")
    mixed = ties.join(ties.filter(listed).select(message).unique(), on=message, how="semi")
    shares = mixed.group_by(message).agg(share=people.n_unique() / others.n_unique())
    kept = ties.filter(~listed, ~pl.col("from").is_in(machines))
    shared = kept.join(shares, on=message, how="left", maintain_order="left")
    return shared.with_columns(pl.col("weight") * pl.col("share").fill_null(1.0)).drop("share")


def _meetings(
    reading: Reading, log: LogSheet, settings: LogSettings
) -> tuple[pl.DataFrame, list[str], list[Text]]:
    rows = read_messages(reading, log)
    who = rows["who"].unique(maintain_order=True)
    machine = automatic(who, settings.automatic)
    people = who.filter(~machine)
    parties = pl.DataFrame({"who": people, "id": people}).with_columns(ours=pl.lit(value=False))
    found = contacts_of_meetings(rows, parties, settings)
    frame = found.frame.select("from", "to", pl.col("share").alias("weight"))
    said = counted(rows["message"].n_unique(), *_MET)
    machines = who.filter(machine).sort().to_list()
    return frame, people.to_list(), [said, *mass_said(found.mass), *machines_said(machines)]


def with_measures(log: BareLog, measures: pl.DataFrame) -> BareLog:
    """Return a log of mails whose lines have a weight or confidence of their own (``_line``)."""
    if measures.width == 1 or "_line" not in log.frame.columns:
        return log
    own = measures.rename({"weight": "own"}, strict=False)
    frame = log.frame.join(own, on="_line", maintain_order="left")
    if "own" in frame.columns:
        frame = frame.with_columns(pl.col("weight") * pl.col("own")).drop("own")
    return replace(log, frame=frame)


_MAILS = (
    Text("Read as a log of mails: {n} message.", "按邮件日志读取：{n} 封邮件。"),
    Text("Read as a log of mails: {n} messages.", "按邮件日志读取：{n} 封邮件。"),
)
_MET = (
    Text("Read as a log of meetings: {n} meeting.", "按会议日志读取：{n} 次会议。"),
    Text("Read as a log of meetings: {n} meetings.", "按会议日志读取：{n} 次会议。"),
)
