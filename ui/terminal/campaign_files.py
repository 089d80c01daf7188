"""Lists of a campaign in the terminal: what was refused, and the list as a file."""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.text import Text, counted
from ui.campaigns.left_out import NAMES
from ui.terminal.emit import SUFFIXES, frame_bytes
from ui.terminal.files import write_bytes, written_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from loaders.campaigns import ListFile
    from ui.terminal.terminal import Terminal

SOME_REJECTED = 3
LISTS = ("csv", "xlsx", "parquet", "json")


def rejects_of(terminal: Terminal, listed: ListFile, named: str | None, what: str) -> int:
    """Write the rejects of a list and say where; return the exit code."""
    from graph.paths import home, inside
    from loaders.rejects import write_rejects

    file = f"{_stem(what)}.csv"
    if listed.rejects.is_empty():
        if not named:
            (home() / "rejects" / file).unlink(missing_ok=True)
        return 0
    path = Path(named).expanduser() if named else inside("rejects") / file
    write_rejects(listed.rejects, path, terminal.language)
    terminal.note(rows_left_out(listed.rejects["line"].n_unique(), path))
    return SOME_REJECTED


def rows_left_out(n: int, path: Path) -> Text:
    """Say how many rows of a file did not count, and where they are.

    Examples
    --------
    >>> rows_left_out(1, Path("bad.csv"))["en"], rows_left_out(2, Path("bad.csv"))["en"]
    ('1 row was left out; see bad.csv.', '2 rows were left out; see bad.csv.')
    """
    return counted(
        n,
        Text("{n} row was left out; see {path}.", "有 {n} 行未计入，详见 {path}。"),
        Text("{n} rows were left out; see {path}.", "有 {n} 行未计入，详见 {path}。"),
    ).format(path=path)


def say_left_out(terminal: Terminal, left_out: Mapping[str, int]) -> None:
    """Say why rows were left out, reason by reason."""
    for reason, n in left_out.items():
        terminal.note(Text("  {n} {name}", "  {name}：{n}").format(n=f"{n:,}", name=NAMES[reason]))


def list_format(terminal: Terminal) -> str:
    """Return the format of a list: as asked, as the file is called, else CSV."""
    ending = SUFFIXES.get(terminal.out.suffix.lower()) if terminal.out else None
    chosen = terminal.asked_format or ending or "csv"
    if chosen not in LISTS:
        raise UsageError(
            Text("A list has no format {given}.", "名单没有 {given} 格式。").format(given=chosen)
        )
    return chosen


def list_bytes(frame: pl.DataFrame, chosen: str) -> bytes:
    """Return a list as the bytes of a file in which no text is a formula."""
    from ui.campaigns.lists import harmless

    return frame_bytes(harmless(frame) if chosen == "csv" else frame, chosen)


@contextmanager
def written_after(terminal: Terminal, content: bytes) -> Iterator[None]:
    """Write a file, or standard output, only where what is done meanwhile succeeds."""
    if terminal.out is None:
        yield
        write_bytes(content, None)
        return
    with written_beside(terminal.out) as part:
        part.write_bytes(content)
        yield


def _stem(what: str) -> str:
    plain = re.sub(r"[^\w-]+", "-", what)[:60]
    return f"{plain}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
