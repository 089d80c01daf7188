"""The graph as a folder in the native format, which loads back as the same graph."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import LinchpinError
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.text import Text
from ui.exports.tables import flat, safe

if TYPE_CHECKING:
    from graph.snapshot import EdgeTable, Snapshot

# Who states a thing is decided by where it is loaded from.
_LEFT_OUT = ("sources", "source_position", "target_position")


def frames_of(
    snapshot: Snapshot, only: Collection[tuple[str, str]] | None = None
) -> dict[str, pl.DataFrame]:
    """Return a frame a file of the native format, by its name; empty ones are left out."""
    frames: dict[str, pl.DataFrame] = {}
    for kind, table in snapshot.nodes.items():
        frames[NODE_KINDS[kind].file] = _kept(table.frame, kind, only)
    for type_ in RELATIONSHIP_TYPES:
        parts = [
            _edges(snapshot, edge, only) for edge in snapshot.edges.values() if edge.type == type_
        ]
        whole = pl.concat(parts, how="diagonal_relaxed")
        frames[RELATIONSHIP_TYPES[type_].file] = whole.drop(_plain_ends(type_))
    return {name: _lean(frame) for name, frame in frames.items() if frame.height}


def _kept(frame: pl.DataFrame, kind: str, only: Collection[tuple[str, str]] | None) -> pl.DataFrame:
    if only is None:
        return frame
    ids = [id_ for k, id_ in only if k == kind]
    return frame.filter(pl.col("id").is_in(ids))


def _edges(
    snapshot: Snapshot, edge: EdgeTable, only: Collection[tuple[str, str]] | None
) -> pl.DataFrame:
    starts = snapshot.nodes[edge.source_kind].frame["id"]
    ends = snapshot.nodes[edge.target_kind].frame["id"]
    frame = pl.DataFrame(
        {
            "from_kind": pl.Series([edge.source_kind] * len(edge), dtype=pl.String),
            "from": starts.gather(edge.source),
            "to_kind": pl.Series([edge.target_kind] * len(edge), dtype=pl.String),
            "to": ends.gather(edge.target),
        }
    ).hstack(edge.frame.drop(c for c in _LEFT_OUT if c in edge.frame.columns))
    if only is None:
        return frame
    for side in ("from", "to"):
        pairs = pl.struct(kind=f"{side}_kind", id=side)
        kept = [{"kind": kind, "id": id_} for kind, id_ in only]
        frame = frame.filter(pairs.is_in(kept))
    return frame


def _plain_ends(type_: str) -> list[str]:
    """Return the columns of kinds that say nothing, since only one kind may stand there."""
    kind = RELATIONSHIP_TYPES[type_]
    ends = (("from_kind", kind.starts), ("to_kind", kind.ends))
    return [name for name, allowed in ends if len(allowed) == 1]


def _lean(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out what nobody has said, and the sources."""
    known = [c for c in frame.columns if frame[c].null_count() < frame.height]
    return flat(frame.select(c for c in known if c not in _LEFT_OUT))


def write_folder(
    frames: Mapping[str, pl.DataFrame], path: Path, form: str = "csv", *, reload: bool = False
) -> None:
    """Write a folder with a file a frame: made beside, then renamed; never over other files.

    ``reload``: the csv is to be loaded again, so texts stay as they are; else none is a formula.
    """
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise LinchpinError(
            Text("{path} is there and not empty.", "{path} 已存在且不为空。").format(path=path),
            Text("Name a new folder with --out.", "请用 --out 指定新文件夹。"),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        try:
            for name, frame in frames.items():
                if form == "csv":
                    cells = flat(frame) if reload else safe(flat(frame))
                    cells.write_csv(beside / f"{name}.csv")
                else:
                    frame.write_parquet(beside / f"{name}.parquet")
            beside.chmod(0o755)
            if path.is_dir():
                path.rmdir()
            beside.rename(path)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise LinchpinError(
            Text("{path} cannot be written ({why}).", "无法写入 {path}（{why}）。").format(
                path=path, why=error.strerror or error
            )
        ) from error
