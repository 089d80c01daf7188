"""The two ends of relationships: of which kind they are, and whether they are there at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from graph.errors import nearest
from graph.model import NODE_KINDS
from graph.text import Text
from loaders.layouts import end_kinds
from loaders.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    Lookup = Callable[[str, list[str]], Collection[str]]

# Beyond these, looking for near names would take longer than the load itself.
_MOST_MISSING, _MOST_IDS = 100, 20_000


def no_lookup(kind: str, ids: list[str]) -> Collection[str]:  # noqa: ARG001
    """Know no ids beside those that are being read."""
    return ()


def lookup_in(known: Mapping[str, Collection[str]]) -> Lookup:
    """Look ids up in a mapping of kind to ids."""
    return lambda kind, ids: set(ids) & set(known.get(kind, ()))


@dataclass
class Ids:
    """All ids by kind: those that are being read, and by ``lookup`` those already stored."""

    lookup: Lookup = no_lookup
    read: dict[str, pl.Series] = field(default_factory=dict)
    hashes: dict[str, pl.Series] = field(default_factory=dict)
    names: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, kind: str, nodes: pl.DataFrame) -> None:
        """Add the nodes of a kind."""
        ids = nodes["id"]
        self.read[kind] = ids if kind not in self.read else pl.concat([self.read[kind], ids])
        self.hashes[kind] = self.read[kind].hash()
        if "name" in nodes.columns:
            self.names.setdefault(kind, []).append(nodes.select("id", "name"))

    def here(self, kind: str, ids: pl.Series) -> pl.Series:
        """Say which of ``ids`` are nodes of ``kind`` that are being read."""
        # By hash, four times as fast; the store still checks every end when it writes.
        hashes = self.hashes.get(kind)
        if hashes is None:
            return ids.is_null() & ids.is_not_null()
        return ids.hash().is_in(hashes.implode()) & ids.is_not_null()

    def stored(self, kind: str, ids: pl.Series) -> pl.Series:
        """Say which of ``ids`` are nodes of ``kind`` that are stored already."""
        found = self.lookup(kind, ids.drop_nulls().unique().sort().to_list())
        return ids.is_in(pl.Series(list(found), dtype=pl.String).implode()) & ids.is_not_null()

    def present(self, kind: str, ids: pl.Series) -> pl.Series:
        """Say which of ``ids`` are nodes of ``kind``, read or stored."""
        found = self.here(kind, ids)
        return found if found.all() else found | self.stored(kind, ids.set(found, None))

    def wording(self, kind: str, missing: int) -> Callable[[str], Wording]:
        """Return what to say about ``missing`` ids that are no nodes of ``kind``."""
        here = self.read.get(kind)
        few = here is not None and missing <= _MOST_MISSING and len(here) <= _MOST_IDS
        ids = here.to_list() if here is not None and few else []
        named = self._by_name(kind) if few else {}
        label, file = Text(kind, NODE_KINDS[kind].zh), NODE_KINDS[kind].file
        expected = Text("the id of a known {label}", "已有{label}的编号").format(label=label)

        def word(cell: str) -> Wording:
            if cell in named:
                hint = _A_NAME.format(id=named[cell])
            elif near := nearest(cell, ids, 1):
                hint = _NEAR.format(near=near[0], file=file)
            else:
                hint = _ADD.format(file=file)
            return Wording(expected, hint + _PLACEHOLDERS if kind == "Person" else hint)

        return word

    def _by_name(self, kind: str) -> dict[str, str]:
        """Return the ids behind names that only one node has."""
        if kind not in self.names:
            return {}
        names = pl.concat(self.names[kind]).drop_nulls().unique("id")
        return dict(names.filter(names["name"].is_unique()).select("name", "id").iter_rows())


_A_NAME = Text("That is a name: write its id, {id}.", "这是名称，请填写其编号 {id}。")
_NEAR = Text(
    "Did you mean {near}? Else add it to {file}.", "是否指 {near}? 否则请将其加入 {file}。"
)
_ADD = Text("Add it to {file} or correct it.", "请将其加入 {file}, 或更正编号。")
_PLACEHOLDERS = Text(" Or load with --placeholders.", "或使用 --placeholders 导入。")


def with_kinds(
    frame: pl.DataFrame, type_: str, ids: Ids
) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """Fill ``from_kind`` and ``to_kind``, and say which rows have an end that is nowhere.

    A row that does not say its kind is of the first allowed kind that has such an id.
    """
    missing = {}
    for end in ("from", "to"):
        kinds, found = _end(frame, type_, end, ids)
        frame = frame.with_columns(kinds.alias(f"{end}_kind"))
        missing[end] = ~found
    return frame, missing


def _end(
    frame: pl.DataFrame, type_: str, end: Literal["from", "to"], ids: Ids
) -> tuple[pl.Series, pl.Series]:
    allowed, ends = end_kinds(type_, end), frame[end]
    said = frame[f"{end}_kind"] if f"{end}_kind" in frame.columns else ends.clear(len(ends))
    kinds, found = said, ends.is_null() & ends.is_not_null()
    # What is being read comes first: asking the store takes longer.
    for present in (ids.here, ids.stored):
        for kind in allowed:
            open_ = ~found & (said.is_null() | (said == kind)).fill_null(value=False)
            if open_.any():
                yes = open_ & present(kind, ends if open_.all() else ends.set(~open_, None))
                kinds, found = kinds.set(yes, kind), found | yes
    return kinds.fill_null(allowed[0]), found
