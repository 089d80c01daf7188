"""UCINET's own matrices: a header (.##h) with names and sizes, and the numbers beside it (.##d)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from graph.text import Text
from loaders.networks.network import Network, Relation, refused, unlike

if TYPE_CHECKING:
    from pathlib import Path

# Kinds of numbers by their code in the header; the other codes are not used for matrices.
_NUMBERS = {1: "u1", 2: "u1", 3: "i1", 4: "<u2", 5: "<i2", 6: "<i4", 7: "<f4", 9: "<f8"}
_WIDE = b"V64"
_MISSING = 1e30
_OTHER = Text("it is no header of a square matrix.", "它不是方阵的文件头。")
_BESIDE = Text("the other half, {file}, must stand beside it.", "同目录下缺少另一半文件 {file}。")
_SIZES = Text("its two halves do not fit together.", "两个文件的大小不一致。")


def read_matrix(path: Path) -> Network:
    """Read the matrices of a header and its numbers; rows send to columns.

    Raises InputError where a half is missing or does not fit.
    """
    header, numbers = _halves(path)
    try:
        sizes, kind, labels = _header(header.read_bytes())
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise refused(header.name, _OTHER) from error
    if len(sizes) not in (2, 3) or sizes[0] != sizes[1] or kind not in _NUMBERS:
        raise refused(header.name, _OTHER)
    count = sizes[2] if len(sizes) == 3 else 1
    data = numbers.read_bytes()
    cell = np.dtype(_NUMBERS[kind])
    if len(data) != cell.itemsize * sizes[0] * sizes[1] * count:
        raise refused(numbers.name, _SIZES)
    matrices = np.frombuffer(data, dtype=cell).reshape(count, sizes[0], sizes[1])
    names = labels[0] or labels[1] or list(map(str, range(1, sizes[0] + 1)))
    people = unlike(names)
    titles = labels[2] if len(sizes) == 3 and labels[2] else [str(i + 1) for i in range(count)]
    return Network(
        people,
        [Relation(t, _ties(m, people)) for t, m in zip(titles, matrices, strict=True)],
    )


def _halves(path: Path) -> tuple[Path, Path]:
    last = path.suffix[-1]
    header = path.with_suffix(path.suffix[:-1] + ("H" if last.isupper() else "h"))
    numbers = path.with_suffix(path.suffix[:-1] + ("D" if last.isupper() else "d"))
    for half in (header, numbers):
        if not half.is_file():
            raise refused(path.name, _BESIDE.format(file=half.name))
    return header, numbers


def _header(data: bytes) -> tuple[list[int], int, list[list[str]]]:
    """Return the sizes, the kind of the numbers and the names of each dimension."""
    wide = data[1:4] == _WIDE
    at = 1 + 5 + 4 * 2 + 2  # the mark, day and hour, and how labels are kept
    kind, dimensions = struct.unpack_from("<BH", data, at)
    if not 1 <= dimensions <= 3:
        raise IndexError
    at += 3
    form, width = ("<I", 4) if wide else ("<H", 2)
    sizes = [struct.unpack_from(form, data, at + width * i)[0] for i in range(dimensions)]
    at += width * dimensions
    at += 1 + data[at]  # the title
    has = data[at : at + dimensions]
    at += dimensions
    labels: list[list[str]] = []
    for size, there in zip(sizes, has, strict=True):
        names = []
        for _ in range(size if there else 0):
            length = struct.unpack_from("<H", data, at)[0]
            word = data[at + 2 : at + 2 + length]
            names.append(word.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 "))
            at += 2 + length
        labels.append(names)
    return sizes, kind, labels


def _ties(matrix: np.ndarray, people: list[str]) -> list[tuple[str, str, float]]:
    values = matrix.astype(np.float64)
    there = (values > 0) & (values < _MISSING)
    return [(people[i], people[j], float(values[i, j])) for i, j in np.argwhere(there) if i != j]
