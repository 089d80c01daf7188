"""One load from beginning to end: plan, mark, write, publish the new revision."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from graph.model import TABLES_BY_NAME
from graph.store.meta import load_lock, prepare
from graph.store.plan import Plan, Planner, by_source
from graph.store.results import Change, LoadSummary
from graph.store.tables import merge_table, same
from graph.store.writing import Writer
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from graph.records import Records
    from graph.settings import StoreSettings
    from graph.store.bolt import Connection
    from graph.store.meta import LoadLock, Meta
    from graph.store.plan import Part
    from graph.store.tables import TableFolder

    Progress = Callable[[int, int, Text], None]

MOST_DISAGREEMENTS = 1000
COMPARING = Text("Comparing {name}", "正在比对 {name}")


class Load:
    """One load into one store.

    Parameters
    ----------
    connection, folder, settings
        The store, its tables (by store id) and its settings.
    replace : bool
        Whether the sources' rows are their whole truth.
    progress : callable or None
        Told ``(done, total, what)``.
    """

    def __init__(
        self,
        connection: Connection,
        folder: Callable[[str], TableFolder],
        settings: StoreSettings,
        *,
        replace: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.settings = settings
        self.replace = replace
        self.progress = progress

    def run(self, records: Records | Sequence[Records]) -> LoadSummary:
        """Load ``records``: plan what differs, write it, publish a new revision."""
        began = time.monotonic()
        sources = by_source(records)
        prepare(self.connection)
        with load_lock(self.connection, [r.source for r in sources]) as lock:
            meta = prepare(self.connection)
            plan = self._plan(meta, sources)
            tables = self._tables(meta, sources)
            summary = _summary(plan, tables, meta.revision)
            if plan.writes or tables or _completes(meta, lock):
                lock.begin(plan.columns())
                self._write(plan, lock)
                self.folder(meta.store_id).commit(tables, meta.revision, meta.revision + 1)
                summary.revision = lock.finish()
        summary.seconds = time.monotonic() - began
        return summary

    def _plan(self, meta: Meta, sources: Sequence[Records]) -> Plan:
        planner = Planner(
            self.connection,
            meta,
            replace=self.replace,
            precedence=self.settings.source_precedence,
        )
        return planner.plan(sources, lambda name: self._tell(0, 0, COMPARING.format(name=name)))

    def _tables(self, meta: Meta, sources: Sequence[Records]) -> dict[str, pl.DataFrame]:
        """Return the tables that change, as they will stand."""
        folder = self.folder(meta.store_id)
        present = folder.names(meta.revision)
        changed = {}
        for name in TABLES_BY_NAME:
            stated = any(name in r.tables for r in sources)
            if not stated and not (self.replace and name in present):
                continue
            self._tell(0, 0, COMPARING.format(name=name))
            old = new = folder.raw(name, meta.revision)
            for r in sources:
                new = merge_table(name, new, r.tables.get(name), r.source, replace=self.replace)
            if not same(old, new):
                changed[name] = new
        return changed

    def _write(self, plan: Plan, lock: LoadLock) -> None:
        total, done = plan.writes, 0

        def tick(count: int, what: Text) -> None:
            nonlocal done
            done += count
            lock.beat()
            self._tell(done, total, what)

        Writer(self.connection, self.settings.batch_size, tick).write(plan)

    def _tell(self, done: int, total: int, what: Text) -> None:
        if self.progress is not None:
            self.progress(done, total, what)


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
