"""Which reader a network file needs: told by its ending or its first word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.text import Text
from loaders.networks.dl import read_dl
from loaders.networks.gml import read_gml
from loaders.networks.graphml import read_graphml
from loaders.networks.network import refused
from loaders.networks.pajek import read_pajek
from loaders.networks.ucinet import read_matrix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loaders.networks.network import Network

PAJEK = (".net", ".paj")
MATRIX = (".##h", ".##d")
XML = (".graphml", ".xml")
GML, DL = ".gml", ".dl"
PLAIN = (*PAJEK, *XML, GML, DL, ".dat", ".txt")
KINDS = (*PAJEK, DL, *MATRIX, XML[0], GML)
LARGEST = 200_000_000


def read_network(path: Path) -> Network | None:
    """Read a network file; None for a file of another kind.

    Raises InputError where it is one, but cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in MATRIX:
        return read_matrix(path)
    if suffix not in PLAIN or not path.is_file():
        return None
    if path.stat().st_size > LARGEST:
        raise refused(path.name, Text("it is too large.", "文件过大。"))
    data = path.read_bytes()
    read = _reader(suffix, data)
    return None if read is None else read(data, path.name)


def _reader(suffix: str, data: bytes) -> Callable[[bytes, str], Network] | None:
    """Return what reads a file, by its ending, else by its first word."""
    if suffix in XML:
        return read_graphml
    if suffix == GML:
        return _decoding(read_gml)
    first = data[:4096].decode("utf-8-sig", "replace").split(None, 1)[:1]
    word = first[0].casefold() if first else ""
    if suffix in PAJEK or word.startswith(("*vertices", "*network")):
        return _decoding(read_pajek)
    return _decoding(read_dl) if suffix == DL or word in ("dl", "dl,") else None


def _decoding(read: Callable[[str, str], Network]) -> Callable[[bytes, str], Network]:
    return lambda data, label: read(_decoded(data), label)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
