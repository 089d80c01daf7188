"""One file with everything a store holds, the same from both servers and for both.

A backup is a zip of Parquet files: ``nodes/KIND.parquet``, ``relationships/TYPE-FROM-TO.parquet``,
``tables/NAME.parquet``, ``documents.parquet`` (reviews, scenarios), and ``manifest.json`` with the
format's version. Who states what is in it.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from graph.errors import StoreError, nearest
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from graph.store.documents import Documents, as_row, from_row
from graph.store.merging import NODE_KEY, Delta
from graph.store.meta import load_lock, prepare
from graph.store.plan import Part, Plan, relationship_key
from graph.store.reading import with_absent_keys
from graph.store.state import State
from graph.store.statements import ends_of
from graph.store.tables import raise_if_full
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.store.bolt import Connection
    from graph.store.documents import Document
    from graph.store.statements import Ends
    from graph.store.tables import TableFolder

    Progress = Callable[[int, int, Text], None]

FORMAT = 1
DOCUMENTS = "documents.parquet"
HOW = Text(
    "Name a file that linchpin store backup FILE wrote; linchpin load takes other files.",
    "请指定由 linchpin store backup 文件 写出的文件；其他文件请用 linchpin load 载入。",
)
SAVING = Text("Saving {name}", "正在备份 {name}")


def save(
    connection: Connection,
    folder: Callable[[str], TableFolder],
    path: Path,
    progress: Progress | None = None,
) -> None:
    """Write everything into one file, which appears whole or not at all; loads wait meanwhile."""
    prepare(connection)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with load_lock(connection, []):
            meta = prepare(connection)
            with (
                _private(beside) as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive,
            ):
                _save(archive, State(connection, meta, folder(meta.store_id)), progress)
        beside.replace(path)
    except OSError as error:
        raise_if_full(error)
        raise StoreError(
            Text("{path} cannot be written: {why}.", "无法写入 {path}：{why}。").format(
                path=path, why=error.strerror or error
            )
        ) from None
    finally:
        beside.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    """Open a new file that only its owner can read: everybody's stances go into it."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _save(archive: zipfile.ZipFile, state: State, progress: Progress | None) -> None:
    meta = state.meta
    total = len(meta.columns)
    for done, (name, columns) in enumerate(meta.columns.items()):
        if progress is not None:
            progress(done, total, SAVING.format(name=name))
        if name in NODE_KINDS:
            frame = state.nodes(name, columns).sort("id")
            _put(archive, f"nodes/{name}.parquet", frame)
            continue
        for ends in ends_of(name):
            frame = state.relationships(ends, columns).sort("from", "to", *_keys(name))
            _put(archive, f"relationships/{'-'.join(ends)}.parquet", frame)
    for name in TABLES_BY_NAME:
        _put(archive, f"tables/{name}.parquet", state.tables.raw(name, meta.revision))
    _put(archive, DOCUMENTS, pl.DataFrame([as_row(d) for d in Documents(state.connection).all()]))
    manifest = {
        "format": FORMAT,
        "product": "linchpin",
        "revision": meta.revision,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "unfinished_load": meta.unfinished.model_dump() if meta.unfinished else None,
    }
    archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))


def _keys(type_: str) -> tuple[str, ...]:
    return RELATIONSHIP_TYPES[type_].keys


def _put(archive: zipfile.ZipFile, name: str, frame: pl.DataFrame) -> None:
    if frame.height:
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        archive.writestr(name, buffer.getvalue())


class Backup:
    """A backup file opened for reading.

    Raises
    ------
    StoreError
        The file is not there, damaged, or no backup of Linchpin.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.archive = zipfile.ZipFile(path)
            self.manifest = _manifest(self.archive)
            damaged = self.archive.testzip()
        except FileNotFoundError:
            raise self._absent() from None
        except IsADirectoryError:
            raise self._bad(Text("it is a folder", "它是文件夹")) from None
        except OSError as error:
            why = error.strerror or str(error)
            raise self._bad(Text(why, why)) from None
        except (KeyError, ValueError, zipfile.BadZipFile, RuntimeError):
            raise self._bad(_why_none(path)) from None
        if damaged:
            raise self._bad(
                Text("{part} in it is damaged", "其中的 {part} 已损坏").format(part=damaged)
            )
        if self.manifest["format"] > FORMAT:
            raise StoreError(
                Text(
                    "{path} was written by a newer Linchpin.", "{path} 由更新版本的 Linchpin 写入。"
                ).format(path=path),
                Text("Update Linchpin first.", "请先升级 Linchpin。"),
            )

    def _bad(self, why: Text) -> StoreError:
        return StoreError(
            Text(
                "{path} is no backup of Linchpin: {why}; nothing was changed.",
                "{path} 不是 Linchpin 的备份：{why}；未作任何更改。",
            ).format(path=self.path, why=why),
            HOW,
        )

    def _absent(self) -> StoreError:
        near = nearest(self.path.name, _names_beside(self.path))
        hint = Text("Did you mean {near}?", "是否指 {near}？").format(near=", ".join(near))
        return StoreError(
            Text(
                "There is no backup {path}: no such file; nothing was changed.",
                "没有备份文件 {path}；未作任何更改。",
            ).format(path=self.path),
            hint if near else HOW,
        )

    def _frame(self, name: str) -> pl.DataFrame | None:
        if name not in self.archive.namelist():
            return None
        try:
            return pl.read_parquet(io.BytesIO(self.archive.read(name)))
        except (OSError, pl.exceptions.PolarsError, zipfile.BadZipFile) as error:
            part = Text("{part} in it cannot be read", "其中的 {part} 无法读取").format(part=name)
            raise self._bad(part) from error

    def check(self) -> None:
        """Read everything once: nothing is taken away for a backup that cannot be read."""
        self.plan()
        self.tables()
        self.documents()

    def plan(self) -> Plan:
        """Return what has to be written into an empty store."""
        plan = Plan()
        for kind in NODE_KINDS:
            frame = self._frame(f"nodes/{kind}.parquet")
            if frame is not None:
                plan.nodes[kind] = _part(kind, NODE_KEY, frame, None)
        for type_ in RELATIONSHIP_TYPES:
            for ends in ends_of(type_):
                frame = self._frame(f"relationships/{'-'.join(ends)}.parquet")
                if frame is not None:
                    rows = with_absent_keys(type_, frame).drop("from_kind", "to_kind")
                    plan.relationships[ends] = _part(type_, relationship_key(type_), rows, ends)
        return plan

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables beside the graph."""
        found = {name: self._frame(f"tables/{name}.parquet") for name in TABLES_BY_NAME}
        return {name: frame for name, frame in found.items() if frame is not None}

    def documents(self) -> list[Document]:
        """Return the documents; a backup of an earlier Linchpin has none."""
        frame = self._frame(DOCUMENTS)
        return [] if frame is None else [from_row(row) for row in frame.iter_rows(named=True)]


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what a backup says of itself; ValueError where it is another file's."""
    manifest = json.loads(archive.read("manifest.json"))
    if not isinstance(manifest, dict) or manifest.get("product") != "linchpin":
        raise ValueError
    if not isinstance(manifest.get("format"), int):
        raise ValueError  # noqa: TRY004  (a file that says nothing sensible, like any other)
    return manifest


def _why_none(path: Path) -> Text:
    if not path.stat().st_size:
        return Text("it is empty", "它是空文件")
    if not zipfile.is_zipfile(path):
        return Text("it is of another kind, or cut off", "它是其他类型的文件，或不完整")
    return Text("it is a zip of something else", "它是其他内容的 zip 文件")


def _names_beside(path: Path) -> list[str]:
    folder = path.parent
    return [p.name for p in folder.iterdir() if p.is_file()] if folder.is_dir() else []


def _part(name: str, key: tuple[str, ...], frame: pl.DataFrame, ends: Ends | None) -> Part:
    none = frame.clear()
    return Part(name, key, none, frame, Delta(frame, none, none, 0), ends)
