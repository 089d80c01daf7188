"""Writing an answer: to standard output, or to a file that is written beside and renamed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import LinchpinError
from graph.text import Text


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Give a new file beside ``path`` to write; it takes the name at the end, or goes.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with written_beside(Path(folder) / "a.txt") as part:
    ...         _ = part.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text(), len(list(Path(folder).iterdir()))
    ('whole', 1)
    """
    part: Path | None = None
    path = path.resolve() if path.is_symlink() else path
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        if path.exists() and not path.is_file():
            yield from _written_through(path)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        os.close(handle)
        part = Path(name)
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _written_through(path: Path) -> Iterator[Path]:
    """Give a file whose content goes into a device or pipe, which stays what it is."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part"
        yield part
        with path.open("wb") as out:
            out.write(part.read_bytes())


def write_bytes(content: bytes, out: Path | None) -> None:
    """Write ``content`` to the file, or to standard output where there is none."""
    if out is not None:
        with written_beside(out) as part:
            part.write_bytes(content)
        return
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(content.decode("utf-8"))
    else:
        sys.stdout.flush()
        stream.write(content)
    sys.stdout.flush()


def write_text(content: str, out: Path | None) -> None:
    """Write a text in UTF-8, its last line ended."""
    content = content if content.endswith("\n") or not content else content + "\n"
    if out is not None or not sys.stdout.isatty():
        write_bytes(content.encode("utf-8", "replace"), out)
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(content.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def _unwritable(path: Path, error: OSError) -> LinchpinError:
    return LinchpinError(
        Text("{path} cannot be written ({why}).", "无法写入 {path}（{why}）。").format(
            path=path, why=error.strerror or error
        ),
        Text(
            "Nothing was changed there. Name another file with --out.",
            "原有内容未改动。请用 --out 指定其他文件。",
        ),
    )
