"""What stands in a file of ties before it is read: cells of a table, or a whole network."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from loaders.cells import Raw
from loaders.delimited.spaced import in_line
from loaders.networks import Network, read_network
from loaders.networks.square import read_square
from loaders.packed import unpacked
from loaders.sources import find_sheets, one_file
from loaders.ties.kinds import refuse_unknown

# More words than these in a line are prose, or a square table.
MOST_WORDS = 12


def read_raw(path: str | Path, *, table: bool = False) -> Raw | Network:
    """Return the cells of a table, or the network of a network file or of a square table.

    ``table``: a square table is none of people by people, for its columns were named.

    Raises InputError for a file that cannot be read.
    """
    path = one_file(path)
    with unpacked(path) as plain:
        network = read_network(plain)
        if network is not None:
            return network
        raw = _spaced(plain)
        if raw is None:
            refuse_unknown(plain)
            sheets, _ = find_sheets([plain])
            raw = sheets[0].read()
        return raw if table else read_square(raw, plain.name) or raw


def _spaced(path: Path) -> Raw | None:
    """Read words separated by spaces, None where the file is of another kind."""
    if path.suffix.lower() not in (".txt", ".dat", ".edges", ".edgelist") or not path.is_file():
        return None
    text = path.read_bytes()[: 1 << 16].decode("utf-8", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if any(mark in first for mark in ",;|") or len(first.split()) < 2:
        return None
    whole = path.read_text(encoding="utf-8-sig", errors="replace")
    if in_line(whole):
        return None  # by more than one space: names may hold one
    numbered = [(n, line.split()) for n, line in enumerate(whole.splitlines(), 1) if line.strip()]
    width = len(numbered[0][1])
    if width > MOST_WORDS and len(numbered) not in (width, width + 1):
        return None
    if len(numbered) == width + 1 and all(len(w) == width + 1 for _, w in numbered[1:]):
        numbered[0][1].insert(0, "")  # the names above a square table, none above those at its left
        width += 1
    cells = {
        str(i): [words[i] if i < len(words) else None for _, words in numbered[1:]]
        for i in range(width)
    }
    places = pl.Series("_line", [n for n, _ in numbered[1:]], pl.UInt32)
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String())).with_columns(places)
    return Raw(numbered[0][1], frame)
