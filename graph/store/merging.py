"""What a load has to change: pure functions over frames, no server in sight.

``state`` is what the store holds of one kind (or of the rows that matter), ``rows`` what a source
states now. :func:`merge` gives what the store should hold, :func:`delta` what to write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.store.claims import Claims, Conflict, packed, resolve, said, unpacked
from graph.store.statements import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Sequence

NODE_KEY = ("id",)
_OWN = ("sources", CLAIMS)


@dataclass
class Merged:
    """The rows that the store should hold, and where sources disagree (key, conflict)."""

    frame: pl.DataFrame
    conflicts: list[tuple[tuple[Any, ...], Conflict]] = field(default_factory=list)


@dataclass(frozen=True)
class Delta:
    """What to write for one kind: rows created, changed (with all their columns) and deleted."""

    created: pl.DataFrame
    changed: pl.DataFrame
    deleted: pl.DataFrame
    unchanged: int

    @property
    def writes(self) -> int:
        """Number of rows to write."""
        return self.created.height + self.changed.height + self.deleted.height


def merge(  # noqa: PLR0913 - the ways of a load
    state: pl.DataFrame,
    rows: pl.DataFrame,
    key: Sequence[str],
    source: str,
    *,
    replace: bool = False,
    precedence: Sequence[str] = (),
    standing: bool = False,
) -> Merged:
    """Return what the store should hold after ``source`` states ``rows``.

    Parameters
    ----------
    state : DataFrame
        Key columns, properties, ``sources`` and perhaps ``linchpin_claims``.
    rows : DataFrame
        Key columns (none null, none repeated) and properties.
    key : sequence of str
        What tells one row from another.
    source : str
        Who states the rows.
    replace : bool
        The rows are all that the source states: its name goes from every other row, and its
        absent properties go too.
    precedence : sequence of str
        Whose word stands where sources disagree.
    standing : bool
        ``as_of`` says since when a statement stands: the source's own is kept where it states
        nothing else anew.

    Examples
    --------
    >>> empty = pl.DataFrame(schema={"id": pl.String, "sources": pl.List(pl.String)})
    >>> one = merge(empty, pl.DataFrame({"id": ["a"], "name": ["A"]}), ["id"], "s").frame
    >>> two = merge(one, pl.DataFrame({"id": ["b"], "name": ["B"]}), ["id"], "s", replace=True)
    >>> two.frame.select("id", "sources").rows()
    [('b', ['s'])]
    """
    keys = list(key)
    state, rows = _aligned(state, rows, keys)
    here = pl.col("sources")
    alone = (here.list.len() == 0) | ((here.list.len() == 1) & (here.list.first() == source))
    alone = (alone | here.is_null()).alias("alone")
    known = state.with_columns(alone).join(
        rows.select(keys), on=keys, how="left", maintain_order="left"
    )
    stated = _stated(state, rows, keys)
    state = known.with_columns(stated)

    created = rows.join(
        state.select(keys), on=keys, how="anti", maintain_order="left"
    ).with_columns(
        pl.lit([source], pl.List(pl.String)).alias("sources"), pl.lit(None, pl.String).alias(CLAIMS)
    )
    mine = state.filter("stated", "alone")
    updated = _updated(mine, rows, keys, source, replace=replace)
    if standing:
        updated = _since(mine, updated)
    shared = state.filter(pl.col("stated") & ~pl.col("alone"))
    rest = state.filter(~pl.col("stated"))
    left = rest.clear()
    if replace:
        is_mine = pl.col("sources").list.contains(source).fill_null(value=False)
        orphan = pl.col("sources").list.len() == 0
        left = rest.filter(is_mine & ~pl.col("alone"))
        rest = rest.filter(~is_mine & ~orphan.fill_null(value=False))
    columns = created.columns
    decided, conflicts = _decided(shared, left, rows, keys, source, (replace, precedence, standing))
    frame = pl.concat(
        [rest.select(columns), updated.select(columns), decided.select(columns), created]
    )
    return Merged(frame, conflicts)


def _aligned(
    state: pl.DataFrame, rows: pl.DataFrame, keys: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give both frames the same columns and types; the rows' type rules."""
    rows = rows.drop([c for c in _OWN if c in rows.columns])
    if "sources" not in state.columns:
        state = state.with_columns(pl.lit(None, pl.List(pl.String)).alias("sources"))
    if CLAIMS not in state.columns:
        state = state.with_columns(pl.lit(None, pl.String).alias(CLAIMS))
    types = {n: t for n, t in state.schema.items() if n not in _OWN}
    for name, type_ in rows.schema.items():
        types[name] = _common(types.get(name), type_)
    properties = [n for n in types if n not in keys]
    rows = rows.select(
        *(pl.col(k).cast(types[k]) for k in keys), *(_typed(rows, n, types[n]) for n in properties)
    )
    state = state.select(
        *(pl.col(k).cast(types[k]) for k in keys),
        *(_typed(state, n, types[n]) for n in properties),
        *_OWN,
    )
    return state, rows


def _common(old: pl.DataType | None, new: pl.DataType) -> pl.DataType:
    if old is None or old == new or old == pl.Null():
        return new if new != pl.Null() else pl.String()
    if new == pl.Null():
        return old
    if old.is_numeric() and new.is_numeric():
        return pl.Float64()
    return new if isinstance(new, pl.List) else pl.String()


def _typed(frame: pl.DataFrame, name: str, type_: pl.DataType) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, type_).alias(name)
    return pl.col(name).cast(type_, strict=False)


def _stated(state: pl.DataFrame, rows: pl.DataFrame, keys: list[str]) -> pl.Series:
    marked = rows.select(keys).with_columns(pl.lit(value=True).alias("stated"))
    found = state.select(keys).join(marked, on=keys, how="left", maintain_order="left")
    return found["stated"].fill_null(value=False)


def _updated(
    mine: pl.DataFrame, rows: pl.DataFrame, keys: list[str], source: str, *, replace: bool
) -> pl.DataFrame:
    """Rows that this source alone states, with its new word."""
    properties = [c for c in rows.columns if c not in keys]
    old = mine.select(*keys, *(pl.col(c).alias(f"old_{i}") for i, c in enumerate(properties)))
    both = old.join(rows, on=keys, how="left", maintain_order="left")
    if not replace:
        both = both.with_columns(
            _kept(c, f"old_{i}") for i, c in enumerate(properties) if c not in keys
        )
    return both.select(rows.columns).with_columns(
        pl.lit([source], pl.List(pl.String)).alias("sources"), pl.lit(None, pl.String).alias(CLAIMS)
    )


def _since(mine: pl.DataFrame, updated: pl.DataFrame) -> pl.DataFrame:
    """Keep ``as_of`` of rows of which nothing else changed."""
    if "as_of" not in updated.columns:
        return updated
    same = [c for c in updated.columns if c not in (*_OWN, "as_of")]
    before = mine.select(*same, pl.col("as_of").alias("old"))
    both = updated.join(before, on=same, how="left", nulls_equal=True, maintain_order="left")
    return both.with_columns(pl.coalesce("old", "as_of").alias("as_of")).drop("old")


def _kept(name: str, old: str) -> pl.Expr:
    # A row that does not call a person a placeholder states a person who is known.
    if name == "placeholder":
        return pl.col(name)
    return pl.coalesce(name, old).alias(name)


def _decided(
    shared: pl.DataFrame,
    left: pl.DataFrame,
    rows: pl.DataFrame,
    keys: list[str],
    source: str,
    how: tuple[bool, Sequence[str], bool],
) -> tuple[pl.DataFrame, list[tuple[tuple[Any, ...], Conflict]]]:
    """Rows that several sources state, decided one by one: few, so plain Python is enough."""
    replace, precedence, standing = how
    conflicts: list[tuple[tuple[Any, ...], Conflict]] = []
    decided = []
    news = shared.select(keys).join(rows, on=keys, how="left", maintain_order="left")
    pairs: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
        *zip(shared.iter_rows(named=True), news.iter_rows(named=True), strict=True),
        *((row, None) for row in left.iter_rows(named=True)),
    ]
    properties = [c for c in rows.columns if c not in keys]
    for old, new in pairs:
        claims = unpacked(old[CLAIMS], old["sources"], {c: old[c] for c in properties})
        word = None if new is None else {c: new[c] for c in properties}
        if standing and word is not None:
            word = _still(claims.get(source), word)
        _speak(claims, source, word, replace)
        values, found = resolve(claims, precedence)
        conflicts += [(tuple(old[k] for k in keys), c) for c in found]
        decided.append(
            {k: old[k] for k in keys}
            | {c: values.get(c) for c in properties}
            | {"sources": sorted(claims), CLAIMS: packed(claims)}
        )
    schema: dict[str, Any] = {**rows.schema, "sources": pl.List(pl.String), CLAIMS: pl.String}
    return pl.DataFrame(decided, schema=schema, strict=False), conflicts


def _speak(claims: Claims, source: str, row: dict[str, Any] | None, replace: bool) -> None:
    """Put what ``source`` says now in place of what it said; nothing said takes it away."""
    old = claims.get(source)
    if row is None:
        claims.pop(source, None)
        return
    new = said(row) if replace or old is None else old | said(row)
    if "placeholder" in new and row.get("placeholder") is None:
        del new["placeholder"]
    if new != old:
        claims.pop(source, None)
    claims[source] = new


def _still(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """Return what a source says, as of the day since when it says nothing else."""
    if old is None or said({**old, "as_of": None}) != said({**new, "as_of": None}):
        return new
    return {**new, "as_of": old.get("as_of")}


def delta(
    before: pl.DataFrame,
    after: pl.DataFrame,
    key: Sequence[str],
    told: pl.DataFrame | None = None,
) -> Delta:
    """Compare two states and return what to write.

    Unchanged is what both hold alike, with ``told`` only of the keys in it: what the files state.

    Examples
    --------
    >>> a = pl.DataFrame({"id": ["x", "y"], "n": [1, 2]})
    >>> b = pl.DataFrame({"id": ["y", "z"], "n": [3, 4]})
    >>> d = delta(a, b, ["id"])
    >>> d.created["id"].to_list(), d.changed["id"].to_list(), d.deleted["id"].to_list()
    (['z'], ['y'], ['x'])
    """
    keys = list(key)
    created = after.join(before.select(keys), on=keys, how="anti", maintain_order="left")
    deleted = before.join(after.select(keys), on=keys, how="anti", maintain_order="left")
    both = after.join(before.select(keys), on=keys, how="semi", maintain_order="left")
    old = both.select(keys).join(before, on=keys, how="left", maintain_order="left")
    differs = pl.Series([False]).new_from_index(0, both.height)
    for name in both.columns:
        if name in keys:
            continue
        was = old[name].cast(both.schema[name], strict=False) if name in old.columns else None
        differs = differs | (
            both[name].is_not_null() if was is None else both[name].ne_missing(was)
        )
    same = both.filter(~differs)
    if told is not None:
        stated = told.select(pl.col(k).cast(same.schema[k]) for k in keys)
        same = same.join(stated, on=keys, how="semi")
    return Delta(created, both.filter(differs), deleted, same.height)
