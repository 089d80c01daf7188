"""The network that is looked at: files that were uploaded, or a small example."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MATRIX = (".##h", ".##d")

# Who asks whom in a purchasing department; the one who is asked most has no title.
EXAMPLE = b"""from,to
Chen Rui,Director Gao
Zhou Min,Director Gao
Liu Yang,Director Gao
Director Gao,Engineer Tang
Chen Rui,Engineer Tang
Zhou Min,Engineer Tang
Sun Lei,Engineer Tang
Wu Jie,Engineer Tang
Hu Bo,Engineer Tang
Liu Yang,Chen Rui
Chen Rui,Liu Yang
Sun Lei,Wu Jie
Wu Jie,Sun Lei
Hu Bo,Sun Lei
Xu Ning,Hu Bo
Ma Li,Hu Bo
Xu Ning,Ma Li
Ma Li,Xu Ning
Zhou Min,Liu Yang
He Ping,Zhou Min
"""


@dataclass(frozen=True)
class Uploaded:
    """The files of one network; UCINET keeps a matrix in two.

    Parameters
    ----------
    files : tuple of (str, bytes)
        Name and content.
    people : (str, bytes) or None
        The table that says who everybody is, and whose the addresses are.
    """

    files: tuple[tuple[str, bytes], ...]
    people: tuple[str, bytes] | None = None

    @property
    def name(self) -> str:
        """What the network is called."""
        return Path(self.files[0][0]).name

    @property
    def stem(self) -> str:
        """The name without its ending, for files that are made of it."""
        return self.name.split(".")[0] or "network"

    @cached_property
    def digest(self) -> str:
        """What tells two networks apart."""
        seen = hashlib.sha256()
        for name, data in (*self.files, *([("people", self.people[1])] if self.people else [])):
            seen.update(f"{name} {len(data)} ".encode())
            seen.update(data)
        return seen.hexdigest()

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """Write the files where a reader finds them, and take them away again."""
        with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
            for name, data in self.files:
                (Path(folder) / Path(name).name).write_bytes(data)
            if self.people is not None:
                _beside(Path(folder), self.people[0]).write_bytes(self.people[1])
            yield Path(folder) / self.name

    def people_on_disk(self, network: Path) -> Path | None:
        """Return where the table of people stands beside a network, None where there is none."""
        return None if self.people is None else _beside(network.parent, self.people[0])


def _beside(folder: Path, name: str) -> Path:
    """Return a place of its own, for both files may have one name."""
    apart = folder / "people"
    apart.mkdir(exist_ok=True)
    return apart / Path(name).name


def example() -> Uploaded:
    """Return the small example."""
    return Uploaded((("example.csv", EXAMPLE),))


def together(files: list[tuple[str, bytes]]) -> Uploaded | None:
    """Return the network of what was uploaded last; a UCINET pair stays together.

    Examples
    --------
    >>> pair = together([("a.##d", b"1"), ("b.csv", b"2"), ("a.##h", b"3")])
    >>> [name for name, _ in pair.files]
    ['a.##h', 'a.##d']
    """
    if not files:
        return None
    last, data = files[-1]
    path = Path(last)
    if path.suffix.lower() not in MATRIX:
        return Uploaded(((last, data),))
    pair = [
        f for f in files if Path(f[0]).stem == path.stem and Path(f[0]).suffix.lower() in MATRIX
    ]
    return Uploaded(tuple(sorted(dict(pair).items(), reverse=True)))
