"""Plans a load: reads what the store holds of the rows that matter, and decides what to write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.records import Records, conform, node_schema, relationship_schema
from graph.store.merging import NODE_KEY, Delta, delta, merge
from graph.store.reading import with_absent_keys
from graph.store.results import Dangling, Disagreement
from graph.store.statements import CLAIMS, Ends, ends_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from graph.store.claims import Conflict
    from graph.store.state import State

# Below this share of a kind, the rows that matter are read one by one through the index.
_FEW = 0.25


@dataclass
class Part:
    """One node kind, or one relationship type between two kinds, in a load."""

    name: str
    key: tuple[str, ...]
    before: pl.DataFrame
    after: pl.DataFrame
    delta: Delta
    ends: Ends | None = None
    # Kept in a table beside the graph: not written to the server.
    aside: bool = False


@dataclass
class Plan:
    """Everything that a load has to write."""

    nodes: dict[str, Part] = field(default_factory=dict)
    relationships: dict[Ends, Part] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    dangling: list[Dangling] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """All parts, nodes first."""
        return [*self.nodes.values(), *self.relationships.values()]

    def named(self, name: str) -> list[Part]:
        """Return the parts of one kind or type."""
        return [p for p in self.parts if p.name == name]

    @property
    def writes(self) -> int:
        """Number of rows to write."""
        return sum(p.delta.writes for p in self.parts)

    def columns(self) -> dict[str, list[str]]:
        """Return the properties that will have a value, by kind or type."""
        found: dict[str, set[str]] = {}
        for part in self.parts:
            for frame in (part.delta.created, part.delta.changed):
                names = (
                    n
                    for n in frame.columns
                    if n not in ("id", "from", "to") and frame[n].null_count() < frame.height
                )
                found.setdefault(part.name, set()).update(names)
        return {k: sorted(v) for k, v in found.items() if v}


def by_source(records: Records | Sequence[Records]) -> list[Records]:
    """Join records of one source, so that each source is stated once.

    Examples
    --------
    >>> one = Records("s", nodes={"Person": pl.DataFrame({"id": ["a"]})})
    >>> two = Records("s", nodes={"Person": pl.DataFrame({"id": ["b"]})})
    >>> [r.node_count for r in by_source([one, two])]
    [2]
    """
    given = [records] if isinstance(records, Records) else list(records)
    joined: dict[str, Records] = {}
    for item in given:
        old = joined.get(item.source)
        joined[item.source] = item if old is None else _joined(old, item)
    return list(joined.values())


def _joined(left: Records, right: Records) -> Records:
    def both(
        a: Mapping[str, pl.DataFrame], b: Mapping[str, pl.DataFrame]
    ) -> dict[str, pl.DataFrame]:
        return {
            k: pl.concat([f for f in (a.get(k), b.get(k)) if f is not None], how="diagonal_relaxed")
            for k in (*a, *(k for k in b if k not in a))
        }

    return Records(
        left.source,
        both(left.nodes, right.nodes),
        both(left.relationships, right.relationships),
        both(left.tables, right.tables),
    )


def node_rows(kind: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Give node rows their types; of a repeated id the last row stands."""
    full = conform(_plain(frame), node_schema(kind)).filter(pl.col("id").is_not_null())
    return full.drop("sources").unique("id", keep="last", maintain_order=True)


def relationship_rows(type_: str, frame: pl.DataFrame) -> dict[Ends, pl.DataFrame]:
    """Give relationship rows their types, by the kinds they join; of a repeated key the last row.

    An undirected relationship is turned so that it goes from the smaller id to the larger.
    """
    kind = RELATIONSHIP_TYPES[type_]
    full = conform(_plain(frame), relationship_schema(type_)).drop("sources")
    full = with_absent_keys(type_, full).with_columns(
        pl.col("from_kind").fill_null(kind.starts[0]), pl.col("to_kind").fill_null(kind.ends[0])
    )
    if not kind.directed:
        turned = pl.col("from") > pl.col("to")
        full = full.with_columns(
            pl.when(turned).then("to").otherwise("from").alias("from"),
            pl.when(turned).then("from").otherwise("to").alias("to"),
        )
    key = relationship_key(type_)
    parts = {}
    for ends in ends_of(type_):
        part = full.filter((pl.col("from_kind") == ends[1]) & (pl.col("to_kind") == ends[2]))
        if part.height:
            part = part.drop("from_kind", "to_kind").unique(key, keep="last", maintain_order=True)
            parts[ends] = part
    return parts


def relationship_key(type_: str) -> tuple[str, ...]:
    """Return what tells two relationships of a type between two kinds apart."""
    return ("from", "to", *RELATIONSHIP_TYPES[type_].keys)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep what a property can be: text, numbers, yes/no, dates and lists of them."""
    nested = [n for n, t in frame.schema.items() if isinstance(t, pl.Struct | pl.Object)]
    return frame.drop([c for c in (*nested, CLAIMS) if c in frame.columns])


class Planner:
    """Plans one load against one store.

    Parameters
    ----------
    state : State
        What the store holds.
    replace : bool
        Whether the sources' rows are their whole truth.
    precedence : sequence of str
        Whose word stands where sources disagree.
    within : collection of str or None
        With ``replace``, the kinds and types of which the rows are the whole truth; None: all.
    """

    def __init__(
        self,
        state: State,
        *,
        replace: bool,
        precedence: Sequence[str],
        within: Collection[str] | None = None,
    ) -> None:
        self.state = state
        self.replace = replace
        self.precedence = precedence
        self.within = within

    def plan(
        self, records: Sequence[Records], seen: Callable[[str], None] = lambda _: None
    ) -> Plan:
        """Return what has to be written; ``seen`` hears of each kind before it is read."""
        plan = Plan()
        for kind in NODE_KINDS:
            rows = [(r.source, node_rows(kind, r.nodes[kind])) for r in records if kind in r.nodes]
            if rows or self._restated(kind):
                seen(kind)
                plan.nodes[kind] = self._node_part(plan, kind, self._every(records, rows, None))
        for type_ in RELATIONSHIP_TYPES:
            stated = [
                (r.source, relationship_rows(type_, r.relationships[type_]))
                for r in records
                if type_ in r.relationships
            ]
            for ends in ends_of(type_):
                rows = [(s, parts[ends]) for s, parts in stated if ends in parts]
                if rows or self._restated(type_):
                    seen(type_)
                    every = self._every(records, rows, ends)
                    plan.relationships[ends] = self._edge_part(plan, ends, every)
        if self.replace:
            _keep_needed(plan)
        return plan

    def _restated(self, name: str) -> bool:
        """Whether what the store holds of a kind or type has to be compared as a whole."""
        spoken_of = self.within is None or name in self.within
        return self.replace and spoken_of and name in self.state.meta.columns

    def _every(
        self,
        records: Sequence[Records],
        rows: list[tuple[str, pl.DataFrame]],
        ends: Ends | None,
    ) -> list[tuple[str, pl.DataFrame]]:
        """With ``replace``, a source that states no row of a kind states that there is none."""
        if not self.replace:
            return rows
        stated = dict(rows)
        key = ("id",) if ends is None else relationship_key(ends[0])
        schema = node_schema("Person") if ends is None else relationship_schema(ends[0])
        empty = pl.DataFrame(schema={k: schema[k] for k in key})
        return [(r.source, stated.get(r.source, empty)) for r in records]

    def _node_part(self, plan: Plan, kind: str, rows: list[tuple[str, pl.DataFrame]]) -> Part:
        before = self.read_nodes(kind, rows)
        return self._part(plan, (kind, None), NODE_KEY, before, rows)

    def _edge_part(self, plan: Plan, ends: Ends, rows: list[tuple[str, pl.DataFrame]]) -> Part:
        rows = [(source, self._without_dangling(plan, ends, frame)) for source, frame in rows]
        before = self.read_relationships(ends, rows)
        return self._part(plan, (ends[0], ends), relationship_key(ends[0]), before, rows)

    def _part(
        self,
        plan: Plan,
        what: tuple[str, Ends | None],
        key: tuple[str, ...],
        before: pl.DataFrame,
        rows: list[tuple[str, pl.DataFrame]],
    ) -> Part:
        after = before
        conflicts: dict[tuple[Any, ...], Conflict] = {}
        for source, frame in rows:
            merged = merge(
                after,
                frame,
                key,
                source,
                replace=self.replace,
                precedence=self.precedence,
                standing=self.within is not None,
            )
            after = merged.frame
            conflicts |= {(k, c.property, c.other_source): c for k, c in merged.conflicts}
        name, ends = what
        plan.disagreements += [_disagreement(name, k, c) for (k, *_), c in conflicts.items()]
        told = pl.concat([frame.select(key) for _, frame in rows], how="vertical_relaxed")
        return Part(name, key, before, after, delta(before, after, key, told), ends)

    def read_nodes(self, kind: str, rows: list[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
        """Read what the store holds of the rows (with ``replace``: of the whole kind)."""
        ids = None
        if not self.replace:
            ids = pl.concat([f["id"] for _, f in rows]).unique().to_list()
            ids = ids if len(ids) < self.state.count(kind) * _FEW else None
        return self.state.nodes(kind, self.state.columns(kind), ids)

    def read_relationships(self, ends: Ends, rows: list[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
        """Read what the store holds of the rows (with ``replace``: of the whole type)."""
        pairs: list[Any] | None = None
        if not self.replace:
            frame = pl.concat([f.select("from", "to") for _, f in rows]).unique()
            few = frame.height < self.state.count(ends[0]) * _FEW
            pairs = frame.rows() if few else None
        found = self.state.relationships(ends, self.state.columns(ends[0]), pairs)
        return with_absent_keys(ends[0], found).drop("from_kind", "to_kind")

    def _without_dangling(self, plan: Plan, ends: Ends, frame: pl.DataFrame) -> pl.DataFrame:
        for side, kind in (("from", ends[1]), ("to", ends[2])):
            absent = self._absent(plan, kind, frame[side].drop_nulls().unique())
            missing = frame[side].is_null() | frame[side].is_in(absent)
            plan.dangling += [
                Dangling(ends[0], r["from"], r["to"], kind, r[side])
                for r in frame.filter(missing).select("from", "to").iter_rows(named=True)
            ]
            frame = frame.filter(~missing)
        return frame

    def _absent(self, plan: Plan, kind: str, ids: pl.Series) -> pl.Series:
        """Return those of ``ids`` that are neither loaded now nor in the store."""
        part = plan.nodes.get(kind)
        if part is not None:
            ids = ids.filter(~ids.is_in(part.after["id"].implode()))
        found = self.state.existing(kind, ids)
        return ids.filter(~ids.is_in(found.implode())).implode()


def _disagreement(name: str, key: tuple[Any, ...], conflict: Conflict) -> Disagreement:
    return Disagreement(
        name,
        tuple(str(k) for k in key),
        conflict.property,
        conflict.kept,
        conflict.kept_source,
        conflict.other,
        conflict.other_source,
    )


def _keep_needed(plan: Plan) -> None:
    """Keep nodes that nobody states but a remaining relationship needs: they lose their source."""
    needed: dict[str, list[pl.Series]] = {}
    for ends, part in plan.relationships.items():
        needed.setdefault(ends[1], []).append(part.after["from"])
        needed.setdefault(ends[2], []).append(part.after["to"])
    for kind, part in plan.nodes.items():
        ids = needed.get(kind)
        if not ids or part.delta.deleted.is_empty():
            continue
        wanted = pl.concat(ids).unique().implode()
        kept = part.delta.deleted.filter(pl.col("id").is_in(wanted))
        kept = kept.with_columns(
            pl.lit([], pl.List(pl.String)).alias("sources"),
            *(pl.lit(None, pl.String).alias(c) for c in (CLAIMS,)),
        )
        part.after = pl.concat(
            [part.after, kept.select(part.after.columns)], how="vertical_relaxed"
        )
        again = delta(part.before, part.after, part.key)
        part.delta = replace(again, unchanged=part.delta.unchanged)
