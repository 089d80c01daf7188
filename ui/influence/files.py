"""The network that is looked at, as files; or a small example of one."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.text import Text

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
    left : tuple of Text
        What is said of files that were brought beside it and are not used.
    """

    files: tuple[tuple[str, bytes], ...]
    people: tuple[str, bytes] | None = None
    left: tuple[Text, ...] = ()

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
        return digest_of([*self.files, *([("people", self.people[1])] if self.people else [])])

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


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return what tells these files from any others."""
    seen = hashlib.sha256()
    for name, data in files:
        seen.update(f"{name} {len(data)} ".encode())
        seen.update(data)
    return seen.hexdigest()


def _beside(folder: Path, name: str) -> Path:
    """Return a place of its own, for both files may have one name."""
    apart = folder / "people"
    apart.mkdir(exist_ok=True)
    return apart / Path(name).name


def example() -> Uploaded:
    """Return the small example."""
    return Uploaded((("example.csv", EXAMPLE),))
