"""From named paths to validated records: sheets, nodes, relationships, tables, rejects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from graph.records import Records, conform, node_schema, relationship_schema, table_schema
from graph.text import Text
from loaders import shapes
from loaders.faults import Wording
from loaders.mapping import check_mapping, layout_names, layout_of, near_layouts
from loaders.reading import ROLE_WORDS, Reading, read_sheet
from loaders.references import Ids, lookup_in, no_lookup, with_kinds
from loaders.rejects import describe
from loaders.repeats import PLACES, Settled, keep_last, settle
from loaders.rings import reporting_rings
from loaders.sources import Sheet, find_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from loaders.layouts import Layout
    from loaders.references import Lookup

    Progress = Callable[[int, int, Text], object]

_ENDS = ("from_kind", "from", "to_kind", "to")


@dataclass(frozen=True)
class ReadResult:
    """What was read: records by source, the rejected cells, and what else is to be said.

    ``rejects`` has ``file``, ``line``, ``column``, ``found``, ``expected``, ``hint``, both also
    in Chinese (``expected_zh``, ``hint_zh``), and ``row`` as it was.
    """

    records: list[Records]
    rejects: pl.DataFrame
    notes: list[Text]
    rows: int = 0
    repeats: int = 0

    @property
    def rejected_rows(self) -> int:
        """Number of rows with at least one reject."""
        return self.rejects.select("file", "line").n_unique()


def read_paths(
    paths: Sequence[str | Path],
    *,
    placeholders: bool = False,
    mapping: str | None = None,
    known_ids: Mapping[str, Collection[str]] | Lookup | None = None,
    progress: Progress | None = None,
) -> ReadResult:
    """Read and validate files, folders or workbooks.

    Parameters
    ----------
    paths : sequence of paths
        Each is one source, called by its absolute path.
    placeholders : bool
        Whether a relationship to an absent person makes an unknown one instead of a reject.
    mapping : str or None
        Name of the mapping; ``native`` is the one there is.
    known_ids : mapping of kind to ids, or callable, or None
        Ids that are stored already and may be referred to.
    progress : callable or None
        Called with sheets done, sheets in all, and what is being read.

    Raises
    ------
    InputError
        Where a file cannot be read at all, or nothing of a source is known.
    """
    check_mapping(mapping)
    lookup = (
        no_lookup
        if known_ids is None
        else known_ids
        if callable(known_ids)
        else lookup_in(known_ids)
    )
    return _Pipeline(paths, lookup, placeholders, progress or (lambda *_: None)).run()


@dataclass
class _Source:
    nodes: dict[str, pl.DataFrame] = field(default_factory=dict)
    relationships: dict[str, pl.DataFrame] = field(default_factory=dict)
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    told: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    told_rows: dict[str, list[pl.DataFrame]] = field(default_factory=dict)


class _Pipeline:
    def __init__(
        self, paths: Sequence[str | Path], lookup: Lookup, placeholders: bool, progress: Progress
    ) -> None:
        sheets, left = find_sheets(paths)
        self.reading = Reading()
        self.layouts: dict[int, Layout] = {}
        self.sources: dict[str, _Source] = {}
        self.ids, self.placeholders, self.progress = Ids(lookup), placeholders, progress
        self.repeats = self.done = 0
        self._choose(sheets, left)

    def run(self) -> ReadResult:
        self._nodes()
        for type_ in RELATIONSHIP_TYPES:
            for name, source in self.sources.items():
                self._relationships(name, source, type_)
        for name, source in self.sources.items():
            for table in TABLES_BY_NAME:
                self._table(name, source, table)
        self._finish()
        records = [
            Records(name, nodes=s.nodes, relationships=s.relationships, tables=s.tables)
            for name, s in self.sources.items()
        ]
        rejects = describe(self.reading)
        return ReadResult(records, rejects, self.reading.notes, self.reading.rows, self.repeats)

    def _choose(self, sheets: list[Sheet], left: list[Sheet | Path]) -> None:
        by_source: dict[str, list[Sheet]] = {}
        for sheet in sheets:
            by_source.setdefault(sheet.source, []).append(sheet)
            if layout_of(sheet.name) is None:
                left.append(sheet)
        for source, members in by_source.items():
            known = [s for s in members if layout_of(s.name) is not None]
            if not known:
                raise _nothing_known(source, [s.name for s in members])
            self.sources[source] = _Source()
            for sheet in known:
                layout = layout_of(sheet.name)
                assert layout is not None  # noqa: S101 - just filtered
                self.layouts[len(self.reading.sheets)] = layout
                self.reading.sheets.append(sheet)
        if not by_source:
            raise _nothing_known(", ".join(str(p) for p in left) or "?", [])
        for item in left:
            self._say_left(item)

    def _say_left(self, item: Sheet | Path) -> None:
        name = item.label if isinstance(item, Sheet) else item.name
        near = near_layouts(item.name if isinstance(item, Sheet) else item.stem)
        note = Text(
            "{name} is left: nobody knows a table of this name.",
            "{name} 未导入: 没有这个名称的表。",
        ).format(name=name)
        if near:
            note += Text(f" Did you mean {near[0]}?", f"是否指 {near[0]}?")
        self.reading.note(note)

    def _frames(self, sort: str, name: str, source: str) -> list[pl.DataFrame]:
        frames = []
        for number, layout in self.layouts.items():
            if (layout.sort, layout.name, self.reading.sheets[number].source) == (
                sort,
                name,
                source,
            ):
                label = self.reading.sheets[number].label
                self.progress(
                    self.done, len(self.layouts), Text(f"Reading {label}", f"读取 {label}")
                )
                frame = read_sheet(self.reading, number, layout)
                self.done += 1
                if frame is not None and frame.height:
                    frames.append(frame)
        return frames

    def _nodes(self) -> None:
        for kind in NODE_KINDS:
            for name, source in self.sources.items():
                frames = self._frames("node", kind, name)
                if frames:
                    self._add_nodes(source, kind, frames)

    def _add_nodes(self, source: _Source, kind: str, frames: list[pl.DataFrame]) -> None:
        layout = next(v for v in self.layouts.values() if (v.sort, v.name) == ("node", kind))
        frame = pl.concat(frames, how="diagonal")
        beside = [c for c in shapes.shorthand_columns(layout) if c in frame.columns]
        kept = shapes.homeless(frame, layout)
        settled = self._settled(settle(frame.drop(c for c in beside if c not in kept), ["id"]))
        if beside:
            bad = pl.DataFrame(
                [(c.sheet, c.line) for c in settled.contradictions], orient="row",
                schema={"_sheet": pl.Int32, "_line": pl.UInt32},
            )  # fmt: skip
            good = (
                frame.join(bad, on=PLACES, how="anti", maintain_order="left")
                if bad.height
                else frame
            )
            for type_, told in shapes.unfold(good, layout):
                source.told.setdefault(type_, []).append(told)
        nodes = conform(settled.frame.drop(PLACES), node_schema(kind))
        source.nodes[kind] = nodes
        self.ids.add(kind, nodes)

    def _settled(self, settled: Settled, what: str = "id") -> Settled:
        self.repeats += settled.repeats
        rows = []
        for c in settled.contradictions:
            label = self.reading.sheets[c.first_sheet].label
            where = Text(f"line {c.first_line}", f"第 {c.first_line} 行")
            if c.first_sheet != c.sheet:
                where = Text(f"{label}, line {c.first_line}", f"{label} 第 {c.first_line} 行")
            wording = Wording(
                Text("{first}, as in {where}", "{first} (与{where}一致)").format(
                    first=c.first, where=where
                ),
                Text(
                    "The first row with this {what} stands; correct or remove one of them.",
                    "以首次出现的行为准; 请更正或删除其中一行。",
                ).format(what=what),
            )
            rows.append((c.sheet, c.line, self.reading.header(c.sheet, c.column), c.found, wording))
        self.reading.faults.add_each(rows)
        return settled

    def _relationships(self, name: str, source: _Source, type_: str) -> None:
        frames = self._frames("relationship", type_, name)
        if type_ == "PLAYS":
            frames = [self._without_statements(source, f) for f in frames]
        frames += source.told.pop(type_, [])
        if not frames:
            return
        frame = shapes.towards_us(pl.concat(frames, how="diagonal"))
        frame = self._with_ends(source, type_, frame)
        frame = shapes.once(self._without_selves(frame, type_), type_)
        members = shapes.member_rows(frame, type_)
        if members is not None:
            frame, table, rows = members
            source.told_rows.setdefault(table, []).append(rows)
        frame = self._one_a_key(frame, type_)
        if frame.height:
            source.relationships[type_] = conform(frame.drop(PLACES), relationship_schema(type_))

    def _without_statements(self, source: _Source, frame: pl.DataFrame) -> pl.DataFrame:
        plays, holds = shapes.split_plays(frame)
        if holds is not None and holds.height:
            source.told.setdefault("HOLDS", []).append(holds)
        return plays

    def _one_a_key(self, frame: pl.DataFrame, type_: str) -> pl.DataFrame:
        keys = [*_ENDS, *(k for k in RELATIONSHIP_TYPES[type_].keys if k in frame.columns)]
        if type_ == "HOLDS":
            settled = keep_last(frame, keys)
            self._say_later(settled.repeats)
            return settled.frame
        if type_ == "PLAYS":
            return self._settled(
                settle(frame, keys, unions=("roles", "role_sources", ROLE_WORDS), latest=("as_of",))
            ).frame
        return self._settled(settle(frame, keys), "key").frame

    def _say_later(self, count: int) -> None:
        if count:
            self.repeats += count
            self.reading.note(
                Text(
                    "{n} statements of one source on one day: the later row stands.",
                    "{n} 条同一来源同一天的态度记录: 以后出现的行为准。",
                ).format(n=count)
            )

    def _with_ends(self, source: _Source, type_: str, frame: pl.DataFrame) -> pl.DataFrame:
        frame, missing = with_kinds(frame, type_, self.ids)
        bad = None
        for end, mask in missing.items():
            if not mask.any():
                continue
            if self.placeholders and frame.filter(mask)[f"{end}_kind"].eq("Person").any():
                unknown = mask & (frame[f"{end}_kind"] == "Person")
                self._add_placeholders(source, frame.filter(unknown)[end])
                mask = mask & ~unknown
            self._absent(frame.filter(mask), type_, end)
            bad = mask if bad is None else bad | mask
        return frame if bad is None else frame.filter(~bad)

    def _absent(self, rows: pl.DataFrame, type_: str, end: str) -> None:
        for (kind, sheet), part in rows.group_by(f"{end}_kind", "_sheet", maintain_order=True):
            word = self.ids.wording([str(kind)], part[end].n_unique())
            self.reading.faults.add(part, self._header(int(sheet), type_, end), part[end], word)

    def _header(self, sheet: int, type_: str, end: str) -> str:
        """Return the header of the cell that held an end: a person's employer is in works_for."""
        layout, name = self.layouts[sheet], end
        if layout.sort == "node":
            told = next(s for s in layout.shorthands if s.type == type_)
            name = told.column.name if end == ("from" if told.reverse else "to") else "id"
        return self.reading.header(sheet, name)

    def _add_placeholders(self, source: _Source, ids: pl.Series) -> None:
        fresh = ids.unique(maintain_order=True)
        nodes = conform(
            pl.DataFrame({"id": fresh, "placeholder": [True] * len(fresh)}), node_schema("Person")
        )
        before = source.nodes.get("Person")
        source.nodes["Person"] = (
            nodes if before is None else pl.concat([before, nodes], how="diagonal")
        )
        self.ids.add("Person", nodes)
        self.reading.note(
            Text(
                "{n} unknown people were made as placeholders.", "已为 {n} 个未知联系人建立占位。"
            ).format(n=len(fresh))
        )

    def _without_selves(self, frame: pl.DataFrame, type_: str) -> pl.DataFrame:
        selves = (frame["from"] == frame["to"]) & (frame["from_kind"] == frame["to_kind"])
        if not selves.any():
            return frame
        rows = frame.filter(selves)
        if type_ == "MEMBER_OF":
            names = ", ".join(rows["from"].unique(maintain_order=True).head(5))
            self.reading.note(
                Text(
                    "Owned by themselves: {names}; loaded and left out of shares.",
                    "自我持股: {names}; 已导入, 计算份额时不计。",
                ).format(names=names)
            )
            return frame
        for (sheet,), part in rows.group_by("_sheet", maintain_order=True):
            self.reading.faults.add(
                part, self._header(int(sheet), type_, "to"), part["to"], lambda _: _SELF
            )
        return frame.filter(~selves)

    def _table(self, name: str, source: _Source, table: str) -> None:
        frames = self._frames("table", table, name) + source.told_rows.pop(table, [])
        if not frames:
            return
        frame = pl.concat(frames, how="diagonal")
        keys = [k for k in TABLES_BY_NAME[table].keys if k in frame.columns]
        settled = self._settled(settle(frame, keys), "key")
        self._strangers(settled.frame, table)
        source.tables[table] = conform(settled.frame.drop(PLACES), table_schema(table))

    def _strangers(self, frame: pl.DataFrame, table: str) -> None:
        """Say how many rows are about customers who are not in the graph: no error, but odd."""
        if "customer" not in frame.columns:
            return
        customers = frame["customer"].unique()
        strange = ~self.ids.present("Enterprise", customers)
        if strange.any():
            strange = strange & ~self.ids.present("Member", customers)
        if strange.any():
            near = ", ".join(customers.filter(strange).sort().head(3))
            self.reading.note(
                Text(
                    "{table}: {n} customers are no known enterprise or member, such as {near}.",
                    "{table}: 有 {n} 个客户不在企业或成员之中, 如 {near}。",
                ).format(table=table, n=int(strange.sum()), near=near)
            )

    def _finish(self) -> None:
        for source in self.sources.values():
            ties = source.relationships.get("REPORTS_TO")
            if ties is not None:
                for ring in reporting_rings(ties):
                    names = ", ".join(ring)
                    self.reading.note(
                        Text(
                            "Reporting cycle: {names} report to one another.",
                            "汇报关系成环: {names}。",
                        ).format(names=names)
                    )


_SELF = Wording(
    Text("somebody else", "另一个人"),
    Text(
        "Nobody stands in this relationship to themself: correct the id.",
        "不能与自己建立此关系, 请更正编号。",
    ),
)


def _nothing_known(source: str, names: list[str]) -> InputError:
    found = ", ".join(names[:12])
    near = [n for name in names for n in near_layouts(name)[:1]]
    hint = (
        Text("Did you mean {near}? ", "是否指 {near}? ").format(near=", ".join(dict.fromkeys(near)))
        if near
        else Text("", "")
    )
    message = (
        Text(
            "{source}: no table that is known; found: {found}.",
            "{source}: 没有可识别的表; 现有: {found}。",
        )
        if names
        else Text(
            "{source} holds no CSV, Parquet or Excel file.",
            "{source} 中没有 CSV、Parquet 或 Excel 文件。",
        )
    )
    known = ", ".join(layout_names())
    return InputError(
        message.format(source=source, found=found),
        hint + Text("Known names: {known}.", "可用名称: {known}。").format(known=known),
    )
