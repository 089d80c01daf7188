"""Snapshots on disk, one folder a revision: Arrow files that the next start maps into memory."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.snapshot import EdgeTable, NodeTable, Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from graph.snapshot import EdgeKey

log = logging.getLogger(__name__)

FORMAT = 1
_KEPT = 2
_LEFT_SECONDS = 3600.0


def save(snapshot: Snapshot, folder: Path) -> Path:
    """Write ``snapshot`` under ``folder`` and return its own folder.

    The folder appears whole or not at all; older revisions but the last are removed.
    """
    target = folder / str(snapshot.revision)
    beside = folder / f".{snapshot.revision}.{os.getpid()}.{uuid.uuid4().hex[:6]}"
    beside.mkdir(parents=True, mode=0o700)
    try:
        rows: dict[str, int] = {}
        for kind, nodes in snapshot.nodes.items():
            _write(nodes.frame, beside / f"{kind}.arrow", rows)
        for key, edges in snapshot.edges.items():
            _write(edges.frame, beside / f"{'-'.join(key)}.arrow", rows)
        seal = {"format": FORMAT, "shape": _shape(), "revision": snapshot.revision, "rows": rows}
        (beside / "seal.json").write_text(json.dumps(seal), encoding="utf-8")
        if target.exists():
            shutil.rmtree(target, ignore_errors=True)
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _clean(folder, snapshot.revision)
    return target


def _write(frame: pl.DataFrame, path: Path, rows: dict[str, int]) -> None:
    rows[path.name] = frame.height
    if frame.height:
        # One chunk: the same rows give the same bytes however they were put together.
        frame.rechunk().write_ipc(path, compression="uncompressed")


def load(folder: Path, revision: int) -> Snapshot | None:
    """Map the snapshot of ``revision`` into memory; None if it is not there, old or damaged."""
    target = folder / str(revision)
    if not target.is_dir():
        return None
    try:
        return _load(target, revision)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        log.warning("snapshot %s is damaged and will be read again: %s", target, error)
        shutil.rmtree(target, ignore_errors=True)
        return None


def _load(target: Path, revision: int) -> Snapshot | None:
    seal = json.loads((target / "seal.json").read_text(encoding="utf-8"))
    if (seal["format"], seal.get("shape"), seal["revision"]) != (FORMAT, _shape(), revision):
        return None
    rows: dict[str, int] = seal["rows"]
    empty = Snapshot.from_frames({}, {})
    nodes: dict[str, NodeTable] = {}
    for kind in NODE_KINDS:
        nodes[kind] = NodeTable(
            kind, _read(target / f"{kind}.arrow", rows, empty.nodes[kind].frame)
        )
    edges: dict[EdgeKey, EdgeTable] = {}
    for type_, entry in RELATIONSHIP_TYPES.items():
        for start in entry.starts:
            for end in entry.ends:
                key = (type_, start, end)
                frame = _read(target / f"{'-'.join(key)}.arrow", rows, empty.edges[key].frame)
                edges[key] = EdgeTable(key, frame, (len(nodes[start]), len(nodes[end])))
    return Snapshot(revision, nodes, edges)


@cache
def _shape() -> str:
    """Return a mark of the vocabulary: a picture of another one lacks columns, and is read anew."""
    empty = Snapshot.from_frames({}, {})
    tables = [(kind, table.frame.schema) for kind, table in empty.nodes.items()]
    ties = [("-".join(key), table.frame.schema) for key, table in empty.edges.items()]
    named = [(name, [(c, str(t)) for c, t in schema.items()]) for name, schema in [*tables, *ties]]
    return hashlib.blake2b(json.dumps(named).encode(), digest_size=8).hexdigest()


def _read(path: Path, rows: dict[str, int], empty: pl.DataFrame) -> pl.DataFrame:
    height = rows[path.name]
    if not height:
        return empty
    frame = pl.read_ipc(path)
    absent = sorted(set(empty.columns) - set(frame.columns))
    if frame.height != height or absent:
        message = (
            f"{path.name} has {frame.height} rows of {height}, without {', '.join(absent) or '-'}"
        )
        raise ValueError(message)
    return frame


def _clean(folder: Path, newest: int) -> None:
    known = sorted(int(p.name) for p in folder.iterdir() if p.name.isdigit())
    for revision in [r for r in known if r <= newest][:-_KEPT]:
        shutil.rmtree(folder / str(revision), ignore_errors=True)
    # What a process left that was ended while it wrote.
    for path in folder.glob(".*.*.*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
