"""Reads nodes and relationships by column into frames, the same from both servers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import conform, node_schema, relationship_schema
from graph.store import statements as cypher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.store.bolt import Connection
    from graph.store.statements import Ends


def listed_dates(kind: str) -> set[str]:
    """Return the date properties of a node kind or relationship type."""
    entry = NODE_KINDS.get(kind) or RELATIONSHIP_TYPES[kind]
    return {p.name for p in entry.properties if p.type == "date"}


def counts(connection: Connection) -> dict[str, int]:
    """Return how many there are of each kind and type that is there at all."""
    found: Counter[str] = Counter()
    for row in connection.read(cypher.count_all()):
        found[row["name"]] += row["n"]
    return dict(+found)


def read_kind(
    connection: Connection,
    kind: str,
    names: Iterable[str],
    ids: Sequence[str] | None = None,
    *,
    whole: bool = True,
) -> pl.DataFrame:
    """Read the nodes of ``kind`` (or those of ``ids``) with the properties ``names``."""
    dates = listed_dates(kind)
    columns = [(n, n in dates) for n in names if n != "id"]
    text = cypher.read_nodes(kind, columns, by_id=ids is not None, whole=whole)
    row = _answer(connection, text, {} if ids is None else {"ids": ids}, whole=whole)
    data = {"id": pl.Series("id", row["id"], pl.String)}
    data |= _series(columns, row, node_schema(kind))
    return conform(pl.DataFrame(data), node_schema(kind))


def _answer(
    connection: Connection, text: str, parameters: dict[str, Any], *, whole: bool
) -> dict[str, Any]:
    if whole:
        return connection.read(text, **parameters)[0]
    return connection.read_columns(text)


def read_type(
    connection: Connection,
    ends: Ends,
    names: Iterable[str],
    pairs: Sequence[tuple[str, str]] | None = None,
    *,
    whole: bool = True,
) -> pl.DataFrame:
    """Read the relationships between two kinds (or between ``pairs`` of ids)."""
    type_, start, end = ends
    dates = listed_dates(type_)
    columns = [(n, n in dates) for n in names]
    text = cypher.read_relationships(ends, columns, by_id=pairs is not None, whole=whole)
    parameters = {} if pairs is None else {"pairs": [list(p) for p in pairs]}
    row = _answer(connection, text, parameters, whole=whole)
    schema = relationship_schema(type_)
    data: dict[str, Any] = {
        "from": pl.Series("from", row["source"], pl.String),
        "to": pl.Series("to", row["target"], pl.String),
    }
    data |= _series(columns, row, schema)
    frame = pl.DataFrame(data).with_columns(
        pl.lit(start).alias("from_kind"), pl.lit(end).alias("to_kind")
    )
    return without_absent_keys(type_, conform(frame, schema))


def without_absent_keys(type_: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Turn what stands for an absent key back into null."""
    kind = RELATIONSHIP_TYPES[type_]
    return frame.with_columns(
        pl.when(pl.col(k) == pl.lit(cypher.absent_key(kind, k)))
        .then(None)
        .otherwise(pl.col(k))
        .alias(k)
        for k in kind.keys
    )


def with_absent_keys(type_: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Fill absent keys with what stands for them in the store."""
    kind = RELATIONSHIP_TYPES[type_]
    return frame.with_columns(
        pl.col(k).fill_null(pl.lit(cypher.absent_key(kind, k))) for k in kind.keys
    )


def _series(
    columns: Sequence[tuple[str, bool]], row: Mapping[str, Any], schema: Mapping[str, pl.DataType]
) -> dict[str, pl.Series]:
    made = {}
    for i, (name, is_date) in enumerate(columns):
        made[name] = series(name, row[f"c{i}"], schema.get(name), is_date=is_date)
    return made


def series(
    name: str, values: list[Any], type_: pl.DataType | None, *, is_date: bool = False
) -> pl.Series:
    """Make a column of what ``collect(coalesce(x, ''))`` answered."""
    if is_date:
        texts = pl.Series(name, values, pl.String, strict=False)
        return texts.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    if type_ == pl.String():
        texts = pl.Series(name, _texts(values), pl.String)
        return texts.replace("", None)
    if isinstance(type_, pl.List):
        return _lists(name, values, type_)
    cleaned = [None if v == "" else v for v in values]
    if type_ is None:
        return free_series(name, cleaned)
    return pl.Series(name, cleaned, type_, strict=False)


def _lists(name: str, values: list[Any], type_: pl.DataType) -> pl.Series:
    # Few lists differ (sources, roles): each is made once, then looked up.
    places: dict[Any, int] = {}
    codes = [places.setdefault(tuple(v) if isinstance(v, list) else v, len(places)) for v in values]
    lists = [None if v == "" else [v] if isinstance(v, str) else list(v) for v in places]
    return pl.Series(name, lists, type_, strict=False).gather(codes)


def _texts(values: list[Any]) -> list[str]:
    if all(type(v) is str for v in values):
        return values
    return [v if isinstance(v, str) else str(v) for v in values]


def free_series(name: str, values: list[Any]) -> pl.Series:
    """Make a column of a property that nobody listed: its own type, or text if it is mixed."""
    native = [v.to_native() if hasattr(v, "to_native") else v for v in values]
    kinds = {type(v) for v in native if v is not None}
    if kinds <= {int, float} and kinds:
        type_ = pl.Float64() if float in kinds else pl.Int64()
        return pl.Series(name, native, type_, strict=False)
    if len(kinds) == 1:
        return pl.Series(name, native, strict=False)
    return pl.Series(name, [None if v is None else str(v) for v in native], pl.String)
