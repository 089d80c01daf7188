"""From named paths into a store: read, validate, list what is bad, write what is good."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graph.paths import inside
from graph.text import Text
from loaders.logs import Asked, known_in, load_logs, log_mapping
from loaders.mapping import LOG_MAPPINGS
from loaders.ownership import MAPPING as OWNERSHIP
from loaders.ownership import load_ownership
from loaders.pipeline import ReadResult, read_paths
from loaders.rejects import write_rejects
from loaders.report import LoadReport, Written, first_rejects
from loaders.sources import source_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.store import Store
    from graph.store.results import LoadSummary

    Progress = Callable[[int, int, Text], None]


def load_paths(  # noqa: PLR0913 - the ways of the command
    paths: Sequence[str | Path],
    store: Store,
    *,
    dry_run: bool = False,
    strict: bool = False,
    replace: bool = False,
    rejects: str | Path | None = None,
    placeholders: bool = False,
    mapping: str | None = None,
    as_of: date | None = None,
    lang: str = "en",
    progress: Progress | None = None,
) -> LoadReport:
    """Load files, folders, workbooks or logs into ``store``.

    Parameters
    ----------
    paths : sequence of paths
        Each is one source.
    store : Store
        Where it goes; it is also asked which ids are there already.
    dry_run : bool
        Validate and report only.
    strict : bool
        Load nothing if a row is bad.
    replace : bool
        These sources' rows are their whole truth.
    rejects : path or None
        Where the rejects are written; by default into the data folder, and nowhere in a dry run.
    placeholders : bool
        Whether a relationship to an absent person makes an unknown one.
    mapping : str or None
        Name of the mapping; a log is also known by its headers. What a log says is always the
        whole truth of that log, as if ``replace`` were said.
    as_of : date or None
        The day on which a log is read: later ones in it are impossible. By default its last day.
    lang : str
        Language of the rejects file.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop: the store then says what is unfinished.

    Returns
    -------
    LoadReport
        With ``exit_code`` 0 (all well), 3 (loaded without the bad rows) or 1 (strict).
    """
    log = mapping if mapping in LOG_MAPPINGS else None if mapping else log_mapping(paths)
    if log is not None:
        asked = Asked(log, as_of, placeholders)
        known = known_in(store.snapshot(progress), source_names(paths))
        result = load_logs(paths, asked, known, store.settings, progress)
        mapping, replace = log, True
    elif mapping == OWNERSHIP:
        result = load_ownership(paths)
    else:
        # What these sources alone state goes unless they state it again: nobody may refer to it.
        replaced = source_names(paths) if replace else []
        result = read_paths(
            paths,
            placeholders=placeholders,
            mapping=mapping,
            known_ids=lambda kind, ids: store.existing(kind, ids, replaced),
            progress=progress,
        )
    refused = strict and not result.rejects.is_empty()
    listed = _list_rejects(result, paths, rejects, lang, dry_run=dry_run)
    summary = None
    if not dry_run and not refused:
        summary = store.load(result.records, replace=replace, progress=progress)
    code = 0 if result.rejects.is_empty() else 1 if strict else 3
    report = LoadReport(
        exit_code=code, loaded=summary is not None, dry_run=dry_run, strict=strict,
        mapping=mapping or "native", rejects=listed, **_read(result),
    )  # fmt: skip
    return report if summary is None else report.model_copy(update=_written(report, summary))


def _list_rejects(
    result: ReadResult,
    paths: Sequence[str | Path],
    named: str | Path | None,
    lang: str,
    *,
    dry_run: bool,
) -> Path | None:
    if named is not None:
        write_rejects(result.rejects, Path(named).absolute(), lang)
        return Path(named).absolute()
    if dry_run:
        return None
    path = _default_path(source_names(paths))
    if result.rejects.is_empty():
        path.unlink(missing_ok=True)
        return None
    write_rejects(result.rejects, path, lang)
    return path


def _default_path(sources: list[str]) -> Path:
    digest = hashlib.sha256("\n".join(sources).encode()).hexdigest()[:8]
    return inside("rejects") / f"{Path(sources[0]).stem or 'load'}-{digest}.csv"


def _read(result: ReadResult) -> dict[str, object]:
    nodes: dict[str, int] = {}
    relationships: dict[str, int] = {}
    tables: dict[str, int] = {}
    for record in result.records:
        for counts, frames in (
            (nodes, record.nodes),
            (relationships, record.relationships),
            (tables, record.tables),
        ):
            for name, frame in frames.items():
                counts[name] = counts.get(name, 0) + frame.height
    return {
        "sources": [r.source for r in result.records],
        "rows": result.rows,
        "nodes": nodes,
        "relationships": relationships,
        "tables": tables,
        "repeats": result.repeats,
        "rejected": result.rejected_rows,
        "first_rejects": first_rejects(result.rejects),
        "notes": result.notes,
    }


def _written(report: LoadReport, summary: LoadSummary) -> dict[str, object]:
    changes = {**summary.nodes, **summary.relationships}
    written = {
        name: Written(
            created=c.created, changed=c.changed, unchanged=c.unchanged, deleted=c.deleted
        )
        for name, c in changes.items()
    }
    notes = [*report.notes, *summary.notes]
    if summary.disagreement_count:
        notes.append(_DISAGREE.format(n=summary.disagreement_count))
        notes += [
            _KEPT.format(
                what=f"{d.kind} {' '.join(d.key)}", property=d.property, kept=d.kept, other=d.other,
                source=d.kept_source, loser=d.other_source,
            )
            for d in summary.disagreements[:20]
        ]  # fmt: skip
    notes += [
        _DANGLING.format(
            type=d.type, a=d.source_id, b=d.target_id, kind=d.absent_kind, id=d.absent_id
        )
        for d in summary.dangling[:20]
    ]
    return {"written": written, "revision": summary.revision, "notes": notes}


_DISAGREE = Text("Sources disagree on {n} values:", "来源之间有 {n} 处不一致：")
_KEPT = Text(
    "  {what}, {property}: '{kept}' of {source} stands against '{other}' of {loser}.",
    "  {what} 的 {property}: 采用 {source} 的“{kept}”，而非 {loser} 的“{other}”。",
)
_DANGLING = Text(
    "Left out: {type} {a} -> {b}, there is no {kind} {id}.",
    "未写入：{type} {a} -> {b}, 没有 {kind} {id}。",
)
