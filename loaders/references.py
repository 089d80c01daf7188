"""The two ends of relationships: of which kind they are, and whether they are there at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from graph.errors import nearest
from graph.model import NODE_KINDS
from graph.text import Text
from loaders.faults import Wording
from loaders.layouts import end_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

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
    names: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def add(self, kind: str, nodes: pl.DataFrame) -> None:
        """Add the nodes of a kind."""
        ids = nodes["id"]
        self.read[kind] = ids if kind not in self.read else pl.concat([self.read[kind], ids])
        if "name" in nodes.columns:
            self.names.setdefault(kind, []).append(nodes.select("id", "name"))

    def present(self, kind: str, ids: pl.Series) -> pl.Series:
        """Say which of ``ids`` are nodes of ``kind``."""
        here = self.read.get(kind)
        found = ids.is_in(here.implode()) if here is not None else ids.is_null() & ids.is_not_null()
        absent = ids.filter(~found).drop_nulls().unique().to_list()
        stored = self.lookup(kind, absent) if absent else ()
        if not stored:
            return found
        return found | ids.is_in(pl.Series(list(stored), dtype=pl.String).implode())

    def wording(self, kinds: Iterable[str], missing: int) -> Callable[[str], Wording]:
        """Return what to say about an id that is not there."""
        kinds = list(kinds)
        few = missing <= _MOST_MISSING
        known = {
            k: self.read[k].to_list()
            for k in kinds
            if few and k in self.read and len(self.read[k]) <= _MOST_IDS
        }
        named = self._by_name(known) if known else {}
        label = Text(" or ".join(kinds), "或".join(NODE_KINDS[k].zh for k in kinds))
        files = " / ".join(NODE_KINDS[k].file for k in kinds)
        expected = Text("the id of a known {label}", "已有{label}的编号").format(label=label)

        def word(cell: str) -> Wording:
            if cell in named:
                return Wording(
                    expected,
                    Text(
                        f"That is a name: write its id, {named[cell]}.",
                        f"这是名称, 请填写其编号 {named[cell]}。",
                    ),
                )
            near = [n for ids in known.values() for n in nearest(cell, ids, 1)]
            if near:
                return Wording(
                    expected,
                    Text(
                        f"Did you mean {near[0]}? Else add it to {files}.",
                        f"是否指 {near[0]}? 否则请将其加入 {files}。",
                    ),
                )
            more = Text("", "")
            if "Person" in kinds:
                more = Text(" Or load with --placeholders.", "或使用 --placeholders 导入。")
            return Wording(
                expected,
                Text(f"Add it to {files} or correct it.", f"请将其加入 {files}, 或更正编号。")
                + more,
            )

        return word

    def _by_name(self, known: dict[str, list[str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        twice = set()
        for kind in known:
            for frame in self.names.get(kind, ()):
                for id_, name in frame.iter_rows():
                    if name in found and found[name] != id_:
                        twice.add(name)
                    elif name is not None:
                        found[name] = id_
        return {name: id_ for name, id_ in found.items() if name not in twice}


def with_kinds(
    frame: pl.DataFrame, type_: str, ids: Ids
) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """Fill ``from_kind`` and ``to_kind``, and say which rows have an end that is nowhere.

    A row that does not say its kind is of the first allowed kind that has such an id.
    """
    missing = {}
    for end in ("from", "to"):
        kinds, found = _end(frame, type_, end, ids)  # type: ignore[arg-type]
        frame = frame.with_columns(kinds.alias(f"{end}_kind"))
        missing[end] = ~found
    return frame, missing


def _end(
    frame: pl.DataFrame, type_: str, end: Literal["from", "to"], ids: Ids
) -> tuple[pl.Series, pl.Series]:
    allowed = end_kinds(type_, end)
    ends = frame[end]
    said = frame[f"{end}_kind"] if f"{end}_kind" in frame.columns else ends.clear(len(ends))
    kinds, found = said, ends.is_null() & ends.is_not_null()
    for kind in allowed:
        if found.all():
            break
        open_ = ~found & (said.is_null() | (said == kind)).fill_null(value=False)
        if not open_.any():
            continue
        here = open_ & ids.present(
            kind, ends.set(~open_, None) if not open_.all() else ends
        ).fill_null(value=False)
        kinds, found = kinds.set(here, kind), found | here
    return kinds.fill_null(allowed[0]), found
