"""From named paths to validated records: nodes first, then what refers to them, then tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from graph.records import Records
from graph.text import Text
from loaders.choosing import choose
from loaders.context import Reading
from loaders.mapping import check_mapping
from loaders.nodes import add_nodes
from loaders.references import Ids, lookup_in, no_lookup
from loaders.rejects import describe
from loaders.relationships import add_relationships, say_rings
from loaders.rows import read_sheet
from loaders.sources import find_sheets
from loaders.tables import add_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from loaders.context import Progress
    from loaders.references import Lookup


@dataclass(frozen=True)
class ReadResult:
    """What was read: records by source, the rejected cells, and what else is to be said.

    ``rejects`` has ``file``, ``line``, ``column``, ``found``, ``expected``, ``hint``, both also
    in Chinese (``expected_zh``, ``hint_zh``), and ``row`` as it was. ``rows`` were read in all,
    ``repeats`` of them say again what an earlier one said.
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
    UsageError
        Where there is no such mapping.
    """
    check_mapping(mapping)
    lookup = known_ids if callable(known_ids) else lookup_in(known_ids) if known_ids else no_lookup
    reading = Reading(Ids(lookup), placeholders)
    if progress is not None:
        reading.progress = progress
    choose(reading, *find_sheets(paths))
    _read_all(reading)
    say_rings(reading)
    records = [
        Records(name, nodes=s.nodes, relationships=s.relationships, tables=s.tables)
        for name, s in reading.sources.items()
    ]
    return ReadResult(records, describe(reading), reading.notes, reading.rows, reading.repeats)


def _read_all(reading: Reading) -> None:
    for kind in NODE_KINDS:
        for source, stated in reading.sources.items():
            frames = _frames(reading, "node", kind, source)
            if frames:
                layout = reading.layouts[reading.numbers("node", kind, source)[0]]
                add_nodes(reading, stated, layout, frames)
    for type_ in RELATIONSHIP_TYPES:
        for source, stated in reading.sources.items():
            frames = _frames(reading, "relationship", type_, source)
            add_relationships(reading, stated, type_, frames)
    for name in TABLES_BY_NAME:
        for source, stated in reading.sources.items():
            add_table(reading, stated, name, _frames(reading, "table", name, source))


def _frames(reading: Reading, sort: str, name: str, source: str) -> list[pl.DataFrame]:
    frames = []
    for number in reading.numbers(sort, name, source):
        label = reading.sheets[number].label
        what = Text(f"Reading {label}", f"读取 {label}")
        reading.progress(len(reading.columns), len(reading.sheets), what)
        frame = read_sheet(reading, number)
        if frame is not None and frame.height:
            frames.append(frame)
    return frames
