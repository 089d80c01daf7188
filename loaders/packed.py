"""A file that may be packed with gzip, unpacked for as long as it is read."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InputError
from graph.text import Text

LARGEST_UNPACKED = 4_000_000_000


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give the file itself, or what is packed in a ``.gz`` under the name without that ending.

    Raises InputError where it is not a whole gzip file, or unpacks to more than 4 GB.
    """
    if path.suffix.lower() != ".gz" or not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        plain = Path(folder) / path.stem
        try:
            with gzip.open(path) as packed, plain.open("wb") as file:
                while block := packed.read(1 << 20):
                    file.write(block)
                    if file.tell() > LARGEST_UNPACKED:
                        raise _too_large(path)
        except (OSError, EOFError) as error:
            raise InputError(
                Text("{path} is not a whole gzip file.", "{path} 不是完整的 gzip 文件。").format(
                    path=path
                )
            ) from error
        yield plain


def _too_large(path: Path) -> InputError:
    return InputError(
        Text("{path} unpacks to more than {n:,} bytes.", "{path} 解压后超过 {n:,} 字节。").format(
            path=path, n=LARGEST_UNPACKED
        )
    )
