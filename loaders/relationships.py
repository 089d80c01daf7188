"""Relationships: ends that exist, one row a key, undirected ones once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.model import RELATIONSHIP_TYPES
from graph.records import conform, relationship_schema
from graph.text import Text
from loaders.nodes import placeholder_nodes
from loaders.references import with_kinds
from loaders.repeats import PLACES, keep_last, settle
from loaders.rings import reporting_rings
from loaders.rows import ROLE_WORDS
from loaders.shapes import member_rows, once, split_plays, towards_us
from loaders.wording import Wording

if TYPE_CHECKING:
    from loaders.context import Reading, Stated

_ENDS = ("from_kind", "from", "to_kind", "to")
_KEY = Text("key", "键")
_SELF = Wording(
    Text("somebody else", "另一个人"),
    Text(
        "Nobody stands in this relationship to themself: correct the id.",
        "不能与自己建立此关系，请更正编号。",
    ),
)


def add_relationships(
    reading: Reading, stated: Stated, type_: str, frames: list[pl.DataFrame]
) -> None:
    """Add the relationships of one type that a source states, in sheets or on other rows."""
    if type_ == "PLAYS":
        frames = [_without_statements(stated, f) for f in frames]
    frames = [*frames, *stated.told.pop(type_, [])]
    if not frames:
        return
    frame = towards_us(pl.concat(frames, how="diagonal"))
    frame = _with_ends(reading, stated, type_, frame)
    frame = once(_without_selves(reading, frame, type_), type_)
    frame = _without_members(stated, frame, type_)
    frame = _one_a_key(reading, frame, type_)
    if frame.height:
        stated.relationships[type_] = conform(frame.drop(PLACES), relationship_schema(type_))


def _without_statements(stated: Stated, frame: pl.DataFrame) -> pl.DataFrame:
    plays, holds = split_plays(frame)
    if holds is not None and holds.height:
        stated.told.setdefault("HOLDS", []).append(holds)
    return plays


def _without_members(stated: Stated, frame: pl.DataFrame, type_: str) -> pl.DataFrame:
    split = member_rows(frame, type_)
    if split is None:
        return frame
    others, table, rows = split
    stated.told_rows.setdefault(table, []).append(rows)
    return others


def _with_ends(reading: Reading, stated: Stated, type_: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Fill in the kinds of both ends; rows with an end that is nowhere become faults."""
    frame, missing = with_kinds(frame, type_, reading.ids)
    for end, absent in missing.items():
        if absent.any() and reading.placeholders:
            unknown = absent & (frame[f"{end}_kind"] == "Person")
            if unknown.any():
                placeholder_nodes(reading, stated, frame[end].filter(unknown))
                missing[end] = absent & ~unknown
    bad = missing["from"] | missing["to"]
    if not bad.any():
        return frame
    for end, absent in missing.items():
        _say_absent(reading, frame.filter(absent), type_, end)
    return frame.filter(~bad)


def _say_absent(reading: Reading, rows: pl.DataFrame, type_: str, end: str) -> None:
    for (kind, sheet), part in rows.group_by(f"{end}_kind", "_sheet", maintain_order=True):
        word = reading.ids.wording(str(kind), part[end].n_unique())
        reading.faults.add(part, _header(reading, int(sheet), type_, end), part[end], word)


def _header(reading: Reading, sheet: int, type_: str, end: str) -> str:
    """Return the header of the cell that held an end: a person's employer is in works_for."""
    layout, name = reading.layouts[sheet], end
    if layout.sort == "node":
        told = next(s for s in layout.shorthands if s.type == type_)
        name = told.column.name if end == ("from" if told.reverse else "to") else "id"
    return reading.header(sheet, name)


def _without_selves(reading: Reading, frame: pl.DataFrame, type_: str) -> pl.DataFrame:
    selves = (frame["from"] == frame["to"]) & (frame["from_kind"] == frame["to_kind"])
    if not selves.any():
        return frame
    rows = frame.filter(selves)
    if type_ == "MEMBER_OF":
        _say_self_owned(reading, rows)
        return frame
    for (sheet,), part in rows.group_by("_sheet", maintain_order=True):
        header = _header(reading, int(sheet), type_, "to")
        reading.faults.add(part, header, part["to"], lambda _: _SELF)
    return frame.filter(~selves)


def _say_self_owned(reading: Reading, rows: pl.DataFrame) -> None:
    names = ", ".join(rows["from"].unique(maintain_order=True).head(5))
    reading.note(
        Text(
            "Shares in themselves: {names}; loaded, and left out of every sum.",
            "自我持股：{names}; 已导入，计算时不计。",
        ).format(names=names)
    )


def _one_a_key(reading: Reading, frame: pl.DataFrame, type_: str) -> pl.DataFrame:
    keys = [*_ENDS, *(k for k in RELATIONSHIP_TYPES[type_].keys if k in frame.columns)]
    if type_ == "PLAYS":
        unions = ("roles", "role_sources", ROLE_WORDS)
        return reading.settled(settle(frame, keys, unions=unions, latest=("as_of",)), _KEY)
    if type_ != "HOLDS":
        return reading.settled(settle(frame, keys), _KEY)
    settled = keep_last(frame, keys)
    if settled.repeats:
        reading.note(
            Text(
                "{n} statements repeat one of the same source and day: the later row stands.",
                "{n} 条态度记录与同一来源同一天的记录重复：以后出现的行为准。",
            ).format(n=settled.repeats)
        )
    return reading.settled(settled, _KEY)


def say_rings(reading: Reading) -> None:
    """Report people who report to one another; such rows are loaded."""
    for stated in reading.sources.values():
        ties = stated.relationships.get("REPORTS_TO")
        for ring in reporting_rings(ties) if ties is not None else ():
            people = ", ".join(ring[:10]) + (" …" if len(ring) > 10 else "")
            reading.note(
                Text(
                    "A reporting cycle: {people} report to one another.",
                    "汇报关系成环：{people} 互相汇报。",
                ).format(people=people)
            )
