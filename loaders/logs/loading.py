"""A log from its file into the store: read, match, infer, list what is bad, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from graph.decision.bare.logs import ties_of_log
from graph.errors import InputError
from graph.records import Records, conform, node_schema, relationship_schema
from graph.text import Text, counted
from loaders.context import Reading
from loaders.logs.columns import MAIL, needed_columns
from loaders.logs.contacts import contacts_of_mails, contacts_of_meetings
from loaders.logs.messages import LogSheet, read_messages
from loaders.logs.people import Known, parties_of, who_is_silent
from loaders.logs.said import machines_said, mass_said
from loaders.pipeline import ReadResult
from loaders.rejects import describe
from loaders.sources import find_sheets
from loaders.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from graph.settings import Settings
    from loaders.context import Progress
    from loaders.logs.people import Parties
    from loaders.sources import Sheet

STEPS = 4


@dataclass(frozen=True)
class Asked:
    """How a log is read.

    Parameters
    ----------
    mapping : str
        ``mail-log`` or ``meeting-log``.
    today : date or None
        Later days are impossible, and contacts are recent as of it; None: the log's last day.
    placeholders : bool
        Whether addresses that nobody has become unknown people.
    """

    mapping: str
    today: date | None
    placeholders: bool


def load_logs(
    paths: Sequence[str | Path],
    asked: Asked,
    known: Known,
    settings: Settings,
    progress: Progress | None = None,
) -> ReadResult:
    """Read logs into records, each file a source of its own.

    Raises InputError for a file that is no such log.
    """
    sheets, _ = find_sheets(paths)
    reading = Reading(placeholders=asked.placeholders)
    if progress is not None:
        reading.progress = progress
    records = []
    for number, sheet in enumerate(sheets):
        reading.sheets.append(sheet)
        work = _Work(reading, number, sheet, asked, known, settings)
        records.append(work.records())
    return ReadResult(records, describe(reading), reading.notes, reading.rows, reading.repeats)


@dataclass
class _Work:
    """The steps for one log."""

    reading: Reading
    number: int
    sheet: Sheet
    asked: Asked
    known: Known
    settings: Settings

    def records(self) -> Records:
        self._tell(0, _READING)
        rows = self._rows()
        self._tell(1, _MATCHING)
        parties = self._parties(rows)
        found = self._everybody(rows, parties)
        self._tell(2, _INFERRING)
        infer = contacts_of_mails if self.asked.mapping == MAIL else contacts_of_meetings
        contacts = infer(rows, found, self.settings.logs)
        ties = ties_of_log(
            contacts.frame,
            met=self.asked.mapping != MAIL,
            as_of=self.asked.today or _last(contacts.frame["day"]),
            settings=self.settings,
        )
        made = self._made(parties, contacts.frame)
        self._say(rows, parties, contacts.mass)
        self._tell(3, _INFERRING)
        frames = {"INFLUENCES": ties.influences, "KNOWS": ties.knows, "COVERS": ties.covers}
        relationships = {
            name: conform(frame, relationship_schema(name))
            .with_columns(
                pl.lit("Seller" if name == "COVERS" else "Person").alias("from_kind"),
                pl.lit("Person").alias("to_kind"),
            )
            .drop("sources")
            for name, frame in frames.items()
            if frame.height
        }
        nodes = {"Person": made} if made.height else {}
        return Records(self.sheet.source, nodes=nodes, relationships=relationships)

    def _tell(self, done: int, what: Text) -> None:
        self.reading.progress(done, STEPS, what.format(file=self.sheet.label))

    def _rows(self) -> pl.DataFrame:
        raw = self.sheet.read()
        columns = needed_columns(raw.headers, self.asked.mapping, self.sheet.label)
        if raw.frame.is_empty():
            raise InputError(_NO_ROWS.format(file=self.sheet.label), _SEE)
        self.reading.rows += raw.frame.height
        log = LogSheet(self.number, raw, columns, self.asked.mapping, self.asked.today or date.max)
        return read_messages(self.reading, log)

    def _parties(self, rows: pl.DataFrame) -> Parties:
        logs = self.settings.logs
        silent = who_is_silent(rows, logs) if self.asked.mapping == MAIL else set()
        return parties_of(rows["who"].unique(maintain_order=True), silent, self.known, logs)

    def _everybody(self, rows: pl.DataFrame, parties: Parties) -> pl.DataFrame:
        """List strangers, or take them along where placeholders are asked for: who, id, ours."""
        for ids, several in parties.shared.group_by("ids", maintain_order=True):
            names = ", ".join(ids[0])
            wording = Wording(_ONE_PERSON, _TWO_PEOPLE.format(ids=names))
            self._list(rows, several, wording)
        if not self.asked.placeholders:
            self._reject(rows, parties.strangers)
            return parties.found
        self._reject(rows, parties.strangers.filter("ours"))
        fresh = parties.strangers.filter(~pl.col("ours"))
        return pl.concat([parties.found, fresh.select("who", pl.col("who").alias("id"), "ours")])

    def _made(self, parties: Parties, contacts: pl.DataFrame) -> pl.DataFrame:
        """Return placeholders for the strangers with a contact; a message to all makes nobody."""
        if not self.asked.placeholders:
            return pl.DataFrame(schema=node_schema("Person"))
        theirs = parties.strangers.filter(~pl.col("ours"))["who"]
        heard = theirs.filter(theirs.is_in(pl.concat([contacts["from"], contacts["to"]]).implode()))
        if heard.len():
            self.reading.note(counted(heard.len(), *_MADE).format(id=heard[0]))
        if heard.len() < theirs.len():
            self.reading.note(counted(theirs.len() - heard.len(), *_UNHEARD))
        return conform(
            heard.to_frame("id").with_columns(
                pl.when(pl.col("id").str.contains("@")).then("id").alias("email"),
                pl.lit(value=True).alias("placeholder"),
            ),
            node_schema("Person"),
        ).drop("sources")

    def _reject(self, rows: pl.DataFrame, strangers: pl.DataFrame) -> None:
        """List each stranger."""
        for ours, word in ((True, _OUR_STRANGER), (False, _THEIR_STRANGER)):
            self._list(rows, strangers.filter(pl.col("ours") == ours), word)

    def _list(self, rows: pl.DataFrame, some: pl.DataFrame, wording: Wording) -> None:
        """List each address once, at the line and column where the log names it first."""
        first = (
            rows.join(some, on="who", how="semi")
            .sort("_line", maintain_order=True)
            .unique("who", keep="first", maintain_order=True)
            .sort("_line", "who")
        )
        for (column,), part in first.group_by("column", maintain_order=True):
            places = part.select(pl.lit(self.number, pl.Int32).alias("_sheet"), "_line")
            self.reading.faults.add(places, str(column), part["who"], _always(wording))

    def _say(self, rows: pl.DataFrame, parties: Parties, mass: int) -> None:
        messages = rows["message"].n_unique()
        self.reading.note(
            counted(messages, *_FOUND).format(
                file=self.sheet.label, people=f"{parties.found.height:,}"
            )
        )
        for said in (*mass_said(mass), *machines_said(parties.machines)):
            self.reading.note(said)


def _last(days: pl.Series) -> date:
    last = days.max()
    return last if isinstance(last, date) else date.max


def _always(wording: Wording) -> Callable[[str], Wording]:
    return lambda _: wording


_READING = Text("Reading {file}", "读取 {file}")
_MATCHING = Text("Matching the addresses of {file}", "匹配 {file} 中的地址")
_INFERRING = Text("Inferring ties from {file}", "由 {file} 推断关系")
_NO_ROWS = Text("{file} has headers but no rows.", "{file} 只有标题行，没有数据。")
_SEE = Text("docs/logs.md says what a log may look like.", "日志的写法见 docs/logs.md。")
_MADE = (
    Text(
        "{n} unknown address became a placeholder: {id}.",
        "已为 {n} 个未知地址建立占位联系人：{id}。",
    ),
    Text(
        "{n} unknown addresses became placeholders, such as {id}.",
        "已为 {n} 个未知地址建立占位联系人，如 {id}。",
    ),
)
_UNHEARD = (
    Text(
        "{n} unknown address stands only in messages that say nothing: no placeholder.",
        "{n} 个未知地址只出现在不作依据的消息中，未建占位联系人。",
    ),
    Text(
        "{n} unknown addresses stand only in messages that say nothing: no placeholders.",
        "{n} 个未知地址只出现在不作依据的消息中，未建占位联系人。",
    ),
)
_FOUND = (
    Text(
        "{file}: {n} message or meeting; people in it who are known: {people}.",
        "{file}: {n} 封邮件或次会议；其中 {people} 人已知。",
    ),
    Text(
        "{file}: {n} messages or meetings; {people} of the people in them are known.",
        "{file}: {n} 封邮件或次会议；其中 {people} 人已知。",
    ),
)
_ONE_PERSON = Text("the address of one person", "只属于一人的邮箱")
_TWO_PEOPLE = Text(
    "{ids} all have it: leave it with one of them, in people or sellers.",
    "{ids} 均使用此邮箱：请在 people 或 sellers 中只保留其一。",
)
_OUR_STRANGER = Wording(
    Text("the mail address of a known seller", "已有我方人员的邮箱"),
    Text("Add it as email to sellers.", "请在 sellers 中填写其 email。"),
)
_THEIR_STRANGER = Wording(
    Text("the mail address or id of a known person", "已有联系人的邮箱或编号"),
    Text(
        "Add it as email to people, or load with --placeholders.",
        "请在 people 中填写其 email, 或使用 --placeholders 导入。",
    ),
)
