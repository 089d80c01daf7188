"""Pajek's networks (.net) and projects (.paj): vertices, arcs and edges, lists and matrices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph.text import Text
from loaders.networks.network import Network, Relation, refused, unlike
from loaders.numbers import parse_number

# A name may hold quotes (``"The "Daily" News"``): if its first one closes nothing, the last does.
_WORDS = re.compile(r'"([^"]*)"(?!\S)|"(.*)"|(\S+)')
_RELATION = re.compile(r':\s*(\d+)\s*(?:"([^"]*)")?')
_TIES = ("*arcs", "*edges", "*arcslist", "*edgeslist", "*matrix")
_NO_VERTICES = Text("it has no line *Vertices.", "缺少 *Vertices 行。")
_COUNT = Text("its number of vertices is missing.", "缺少顶点数。")
MOST_PEOPLE = 2_000_000


def read_pajek(text: str, label: str) -> Network:
    """Read the first network of a file; of several relations all.

    Raises InputError for a file without vertices.
    """
    reading = _Reading(label)
    for line, words in _lines(text):
        if words[0].startswith("*"):
            if not reading.section(words[0]):
                break
        elif reading.take is not None and not reading.take(words):
            reading.rejects.append((line, reading.name, " ".join(words)))
    return reading.network()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("*"):
            yield number, [stripped]
        elif stripped and not stripped.startswith("%"):
            yield (
                number,
                [next(w for w in m.groups() if w is not None) for m in _WORDS.finditer(stripped)],
            )


class _Reading:
    """The state of one reading: which section it is in, and what was found."""

    def __init__(self, label: str) -> None:
        self.label, self.name = label, ""
        self.names: list[str] = []
        self.rejects: list[tuple[int, str, str]] = []
        self.arcs: dict[str, list[tuple[int, int, float]]] = {}
        self.edges: dict[str, list[tuple[int, int, float]]] = {}
        self.relation, self.row = "1", 0
        self.take: Callable[[list[str]], bool] | None = None

    def section(self, header: str) -> bool:
        """Enter a section; False where the network is over."""
        self.name, _, rest = header.partition(" ")
        kind = self.name.casefold().partition(":")[0]
        if kind == "*network" and self.names:
            return False
        if kind == "*vertices":
            if self.names:  # of a partition or vector, which follow the network
                return False
            self._vertices(rest)
        elif kind in _TIES:
            self._ties(kind, header)
        elif kind in ("*partition", "*vector", "*cluster", "*permutation"):
            return not self.names
        else:
            self.take = None
        return True

    def _vertices(self, rest: str) -> None:
        count = rest.split()[:1]
        if not count or not count[0].isdigit() or int(count[0]) > MOST_PEOPLE:
            raise refused(self.label, _COUNT)
        self.names = [str(i) for i in range(1, int(count[0]) + 1)]
        self.take = self._vertex

    def _vertex(self, words: list[str]) -> bool:
        at = self._place(words[0])
        if at is None:
            return False
        if len(words) > 1 and words[1].strip():
            self.names[at] = words[1].strip()
        return True

    def _ties(self, kind: str, header: str) -> None:
        if not self.names:
            raise refused(self.label, _NO_VERTICES)
        told = _RELATION.search(header)
        self.relation = (told[2] or told[1]) if told else "1"
        self.row = 0
        into = self.edges if kind.startswith("*edges") else self.arcs
        found = into.setdefault(self.relation, [])
        readers: dict[str, Callable[[list[str]], bool]] = {
            "*matrix": lambda words: self._matrix_row(words, found),
            "*arcslist": lambda words: self._listed(words, found),
            "*edgeslist": lambda words: self._listed(words, found),
        }
        self.take = readers.get(kind, lambda words: self._tie(words, found))

    def _tie(self, words: list[str], found: list[tuple[int, int, float]]) -> bool:
        weight = parse_number(words[2]) if len(words) > 2 else None
        value = 1.0 if len(words) < 3 else None if weight is None else weight.value
        ends = [self._place(w) for w in words[:2]]
        if len(ends) < 2 or ends[0] is None or ends[1] is None or value is None or value < 0:
            return False
        found.append((ends[0], ends[1], value))
        return True

    def _listed(self, words: list[str], found: list[tuple[int, int, float]]) -> bool:
        places = [self._place(w) for w in words]
        if len(places) < 2 or None in places:
            return False
        first, *others = [p for p in places if p is not None]
        found += [(first, other, 1.0) for other in others]
        return True

    def _matrix_row(self, words: list[str], found: list[tuple[int, int, float]]) -> bool:
        cells = [parse_number(w) for w in words]
        row, self.row = self.row, self.row + 1
        if len(cells) != len(self.names) or row >= len(self.names):
            return False
        values = [c.value for c in cells if c is not None and c.value >= 0]
        if len(values) < len(cells):
            return False
        found += [(row, column, value) for column, value in enumerate(values) if value]
        return True

    def _place(self, word: str) -> int | None:
        number = int(word) if word.isascii() and word.isdigit() else 0
        return number - 1 if 1 <= number <= len(self.names) else None

    def network(self) -> Network:
        if not self.names:
            raise refused(self.label, _NO_VERTICES)
        people = unlike(self.names)
        named = dict.fromkeys([*self.arcs, *self.edges]) or {"1": None}
        return Network(people, [self._related(name, people) for name in named], self.rejects)

    def _related(self, name: str, people: list[str]) -> Relation:
        arcs, edges = self.arcs.get(name, []), self.edges.get(name, [])
        undirected = bool(edges) and not arcs
        if arcs:
            edges = [*edges, *((b, a, w) for a, b, w in edges)]
        rows = [(people[a], people[b], w) for a, b, w in [*arcs, *edges]]
        return Relation(name, rows, undirected)
