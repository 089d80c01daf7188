"""What was named on the command line: folders, files and workbooks as sources with their sheets."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from graph.errors import InputError, nearest
from graph.text import Text
from loaders.cells import Raw, as_text
from loaders.delimited import read_delimited
from loaders.networks.choosing import KINDS
from loaders.workbooks import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DELIMITED = (".csv", ".tsv", ".txt")
COLUMNAR = (".parquet",)
WORKBOOKS = (".xlsx", ".xlsm")
READABLE = (*DELIMITED, *COLUMNAR, *WORKBOOKS)
T = TypeVar("T")


@dataclass(frozen=True)
class Sheet:
    """One table of a source: a file, or a sheet of a workbook.

    ``name`` says what it holds (the file's stem or the sheet's name), ``label`` is how it is
    called in messages and rejects.
    """

    source: str
    path: Path
    name: str
    label: str
    read: Callable[[], Raw]


def find_sheets(paths: Sequence[str | Path]) -> tuple[list[Sheet], list[Sheet | Path]]:
    """Return the sheets behind the named paths, and what lies beside them that nobody can read.

    Raises InputError for a path that is not there, or a file that cannot be read at all.
    """
    sheets: list[Sheet] = []
    left: list[Sheet | Path] = []
    for source in source_names(paths):
        named = Path(source)
        prefix = f"{named.name}/" if len(paths) > 1 and named.is_dir() else ""
        for path in _told(named, partial(_files, named)):
            if path.suffix.lower() in READABLE:
                sheets += _sheets(source, path, f"{prefix}{path.name}")
            else:
                left.append(path)
    return sheets, left


def one_file(path: str | Path) -> Path:
    """Return the path of one file, the home of ``~`` filled in.

    Raises InputError for a folder: which of its files is meant is not guessed.
    """
    file = Path(path).expanduser()
    if file.is_dir():
        raise InputError(
            Text("{path} is a folder.", "{path} 是文件夹。").format(path=file),
            Text("Name one file in it.", "请指定其中一个文件。"),
        )
    return file


def source_names(paths: Sequence[str | Path]) -> list[str]:
    """Return the absolute path of each named path, once; the way it was written does not matter."""
    # Not resolve(): a link keeps its name, so that what it points to may move.
    return list(dict.fromkeys(os.path.abspath(Path(p).expanduser()) for p in paths))  # noqa: PTH100


def _told(what: object, read: Callable[[], T]) -> T:
    """Read; where the system refuses, say what it refuses and why."""
    try:
        return read()
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(
            Text("{what} cannot be read: {why}.", "无法读取 {what}: {why}。").format(
                what=what, why=why
            )
        ) from error


def _files(named: Path) -> list[Path]:
    if named.is_dir():
        return sorted(
            p for p in named.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))
        )
    if named.is_file():
        if named.suffix.lower() not in READABLE:
            raise _unreadable(named)
        return [named]
    raise _absent(named)


def _sheets(source: str, path: Path, label: str) -> list[Sheet]:
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        book = Workbook(path, label)
        return [
            Sheet(source, path, name, f"{label} [{name}]", partial(book.read, name))
            for name in book.names
        ]
    read = partial(_parquet if kind in COLUMNAR else read_delimited, path, label)
    return [Sheet(source, path, path.stem, label, partial(_told, label, read))]


def _parquet(path: Path, label: str) -> Raw:
    try:
        frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            Text(
                "{file} is not a Parquet file that can be read.",
                "{file} 不是可读取的 Parquet 文件。",
            ).format(file=label),
            Text("Write it again, or give a CSV file.", "请重新导出，或改用 CSV 文件。"),
        ) from error
    lines = pl.Series("_line", range(2, frame.height + 2), pl.UInt32)
    cells = [as_text(frame[c]).alias(str(i)) for i, c in enumerate(frame.columns)]
    return Raw(list(frame.columns), pl.DataFrame([*cells, lines]), may_hold_nul=True)


def _absent(named: Path) -> InputError:
    parent = named.parent
    while not parent.is_dir():
        named, parent = parent, parent.parent
    near = nearest(named.name, [p.name for p in parent.iterdir()])
    hint = None
    if near:
        hint = Text("Did you mean {near}?", "是否指 {near}?").format(
            near=", ".join(str(parent / n) for n in near)
        )
    return InputError(
        Text("There is no file or folder {path}.", "没有文件或文件夹 {path}。").format(path=named),
        hint,
    )


def _unreadable(path: Path) -> InputError:
    known = ", ".join(READABLE)
    if path.suffix.lower() in KINDS:
        return InputError(
            Text("{file} is a network file.", "{file} 是网络文件。").format(file=path.name),
            Text(
                "Of companies, owner to owned: add --mapping ownership. Of people: linchpin "
                "influence {file}",
                "企业持股网络（由持有方指向被持有方）：加 --mapping ownership。人际网络："
                "linchpin influence {file}",
            ).format(file=path.name),
        )
    return InputError(
        Text(
            "{file} is not of a kind that can be read ({known}).",
            "{file} 不是可读取的文件类型（{known}）。",
        ).format(file=path.name, known=known),
        Text(
            "Save it as CSV (UTF-8) or as an Excel workbook (.xlsx).",
            "请另存为 CSV (UTF-8) 或 Excel 工作簿 (.xlsx)。",
        ),
    )
