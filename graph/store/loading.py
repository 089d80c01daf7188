"""One load from beginning to end: plan, mark, write, publish the new revision."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import StoreError
from graph.model import TABLES_BY_NAME
from graph.store.documents import Documents
from graph.store.meta import load_lock, prepare
from graph.store.plan import Plan, Planner, by_source
from graph.store.results import Change, LoadSummary
from graph.store.state import BELONGS_TABLE, BELONGS_TO, MEMBER, MEMBERS_TABLE, State
from graph.store.tables import SOURCE, merge_table, restate_table, same
from graph.store.wiping import drain_members
from graph.store.writing import WRITING, Writer
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from graph.records import Records
    from graph.settings import StoreSettings
    from graph.store.backup import Backup
    from graph.store.bolt import Connection
    from graph.store.dialect import Dialect
    from graph.store.documents import Document
    from graph.store.meta import LoadLock, Meta
    from graph.store.plan import Part
    from graph.store.tables import Parts, TableFolder

    Progress = Callable[[int, int, Text], None]

MOST_DISAGREEMENTS = 1000
COMPARING = Text("Comparing {name}", "正在比对 {name}")
MEMBERS_ASIDE = Text(
    "{n} individual members stand in a table beside the graph, not in it (more than {limit}): "
    "Cypher does not see them, everything else does.",
    "{n} 名集团成员保存在图旁的表中，而不在图内（超过 {limit}）："
    "Cypher 查询看不到他们，其他功能不受影响。",
)


class Load:
    """One load into one store.

    Parameters
    ----------
    connection, folder, settings, dialect
        The store, its tables (by store id), its settings, and what is particular to its server.
    replace : bool
        Whether the sources' rows are their whole truth.
    within : collection of str or None
        With ``replace``, the kinds, types and tables of which the rows are the whole truth (None:
        all): nothing else is read. Their dates are kept where nothing else changed, and their
        tables have parts of their own.
    progress : callable or None
        Told ``(done, total, what)``.
    """

    def __init__(  # noqa: PLR0913 - the ways of a load
        self,
        connection: Connection,
        folder: Callable[[str], TableFolder],
        settings: StoreSettings,
        dialect: Dialect,
        *,
        replace: bool = False,
        within: Collection[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.settings = settings
        self.dialect = dialect
        self.replace = replace
        self.within = within
        self.parts: Parts = {}
        self.progress = progress

    def run(self, records: Records | Sequence[Records]) -> LoadSummary:
        """Load ``records``: plan what differs, write it, publish a new revision."""
        began = time.monotonic()
        sources = by_source(records)
        prepare(self.connection)
        with load_lock(self.connection, [r.source for r in sources]) as lock:
            meta = prepare(self.connection)
            state = State(self.connection, meta, self.folder(meta.store_id))
            plan = self._plan(state, sources)
            if self._too_many_members(state, plan):
                state.put_aside()
                plan = self._plan(state, sources)
            tables = self._tables(state, sources)
            summary = _summary(plan, tables, meta.revision)
            self._say_aside(state, plan, summary)
            if plan.writes or tables or self.parts or _completes(meta, lock):
                summary.revision = self._commit(state, plan, tables, lock)
        summary.seconds = time.monotonic() - began
        return summary

    def restore(self, backup: Backup) -> int:
        """Write a backup into an empty store; return the new revision.

        One that is cut off is visible as an unfinished load; wipe the store and restore again.
        """
        plan, tables = backup.plan(), backup.tables()
        prepare(self.connection)
        with load_lock(self.connection, [str(backup.path)]) as lock:
            meta = prepare(self.connection)
            held = meta.columns or Documents(self.connection).all()
            if held or self.folder(meta.store_id).names(meta.revision):
                raise StoreError(
                    Text("The store is not empty.", "存储不是空的。"),
                    Text("Wipe it first: linchpin store wipe.", "请先清空：linchpin store wipe。"),
                )
            state = State(self.connection, meta, self.folder(meta.store_id))
            if self._too_many_members(state, plan):
                state.put_aside()
            return self._commit(state, plan, tables, lock, backup.documents())

    def _plan(self, state: State, sources: Sequence[Records]) -> Plan:
        planner = Planner(
            state,
            replace=self.replace,
            precedence=self.settings.source_precedence,
            within=self.within,
        )
        return planner.plan(sources, lambda name: self._tell(0, 0, COMPARING.format(name=name)))

    def _too_many_members(self, state: State, plan: Plan) -> bool:
        """Whether members leave the graph of a server that would be slow with so many."""
        if self.dialect.members_in_graph or state.members_aside:
            return False
        change = sum(p.delta.created.height - p.delta.deleted.height for p in plan.named(MEMBER))
        return state.count(MEMBER) + change > self.settings.max_member_nodes

    def _say_aside(self, state: State, plan: Plan, summary: LoadSummary) -> None:
        if state.members_aside and plan.named(MEMBER):
            count = plan.nodes[MEMBER].after.height
            summary.notes.append(
                MEMBERS_ASIDE.format(n=count, limit=self.settings.max_member_nodes)
            )

    def _tables(self, state: State, sources: Sequence[Records]) -> dict[str, pl.DataFrame]:
        """Return the tables that change, as they will stand."""
        if self.within is not None:
            return self._restated(state, sources)
        folder, revision = state.tables, state.meta.revision
        present = folder.names(revision)
        changed = {}
        for name in TABLES_BY_NAME:
            stated = any(name in r.tables for r in sources)
            if not stated and not (self.replace and name in present):
                continue
            self._tell(0, 0, COMPARING.format(name=name))
            old = new = folder.raw(name, revision)
            for r in sources:
                new = merge_table(name, new, r.tables.get(name), r.source, replace=self.replace)
            if not same(old, new):
                changed[name] = new
        return changed

    def _restated(self, state: State, sources: Sequence[Records]) -> dict[str, pl.DataFrame]:
        """Plan the parts that change; return the tables out of which a part has to be taken."""
        folder, revision = state.tables, state.meta.revision
        changed: dict[str, pl.DataFrame] = {}
        for name in (n for n in TABLES_BY_NAME if n in (self.within or ())):
            self._tell(0, 0, COMPARING.format(name=name))
            for r in sources:
                old = folder.part(name, revision, r.source)
                new = restate_table(name, old, r.tables.get(name), r.source)
                if not same(old, new):
                    self.parts.setdefault(name, {})[r.source] = new
            moved = self.parts.get(name, {})
            if any(folder.folded(name, revision, source) for source in moved):
                changed[name] = folder.raw(name, revision).filter(
                    ~pl.col(SOURCE).is_in(list(moved))
                )
        return changed

    def _commit(
        self,
        state: State,
        plan: Plan,
        tables: dict[str, pl.DataFrame],
        lock: LoadLock,
        documents: Sequence[Document] = (),
    ) -> int:
        """Write everything and publish the new revision."""
        meta = state.meta
        lock.begin(plan.columns())
        if state.members_aside:
            tables = tables | _put_aside(state, plan)
        self._write(plan, lock)
        Documents(self.connection).write(documents)
        state.tables.commit(
            tables, meta.revision, meta.revision + 1, self.parts, self._ticking(lock)
        )
        revision = lock.finish(_totals(state, plan), members_in_table=state.members_aside)
        if state.members_aside and state.counts.get(MEMBER):
            # After the tables count: ended before this, they stand in both until the next load.
            drain_members(self.connection)
        return revision

    def _write(self, plan: Plan, lock: LoadLock) -> None:
        total = sum(p.delta.writes for p in plan.parts if not p.aside)
        done = 0

        def tick(count: int, what: Text) -> None:
            nonlocal done
            done += count
            lock.beat()
            self._tell(done, total, what)

        Writer(self.connection, self.settings.batch_size, tick).write(plan)

    def _ticking(self, lock: LoadLock) -> Callable[[int], None]:
        """Return what is told of the rows of parts as they are written."""
        total = sum(f.height for by in self.parts.values() for f in by.values())
        done = 0

        def tick(rows: int) -> None:
            nonlocal done
            done += rows
            lock.beat()
            self._tell(done, total, WRITING.format(name=", ".join(self.parts)))

        return tick

    def _tell(self, done: int, total: int, what: Text) -> None:
        if self.progress is not None:
            self.progress(done, total, what)


def _put_aside(state: State, plan: Plan) -> dict[str, pl.DataFrame]:
    """Return the member tables as they will stand, and keep their parts from the server."""
    frames = state.put_aside()
    if MEMBER in plan.nodes:
        plan.nodes[MEMBER].aside = True
        frames[MEMBERS_TABLE] = plan.nodes[MEMBER].after
    if BELONGS_TO in plan.relationships:
        plan.relationships[BELONGS_TO].aside = True
        frames[BELONGS_TABLE] = plan.relationships[BELONGS_TO].after
    return frames


def _totals(state: State, plan: Plan) -> dict[str, int]:
    """Return how many there will be of each kind and type in the graph."""
    totals = dict(state.counts)
    for part in plan.parts:
        if not part.aside:
            change = part.delta.created.height - part.delta.deleted.height
            totals[part.name] = totals.get(part.name, 0) + change
    if state.members_aside:
        totals |= {MEMBER: 0, BELONGS_TO[0]: 0}
    return {name: n for name, n in totals.items() if n > 0}


def _completes(meta: Meta, lock: LoadLock) -> bool:
    """Whether this load completes one that was cut off."""
    return meta.unfinished is not None and bool(set(meta.unfinished.sources) & set(lock.sources))


def _summary(plan: Plan, tables: dict[str, pl.DataFrame], revision: int) -> LoadSummary:
    summary = LoadSummary(revision=revision)
    for part in plan.nodes.values():
        summary.nodes[part.name] = _change(part)
    for part in plan.relationships.values():
        old = summary.relationships.get(part.name, Change())
        summary.relationships[part.name] = old + _change(part)
    summary.tables = {name: frame.height for name, frame in tables.items()}
    summary.disagreement_count = len(plan.disagreements)
    summary.disagreements = plan.disagreements[:MOST_DISAGREEMENTS]
    summary.dangling = plan.dangling
    return summary


def _change(part: Part) -> Change:
    d = part.delta
    return Change(d.created.height, d.changed.height, d.unchanged, d.deleted.height)
