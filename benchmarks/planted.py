"""Weak links planted into real topologies: all are found, none is invented.

Who listens to whom, who knows whom and who reports to whom are real (``LINCHPIN_VALIDATION_DATA``;
default ``../shared/data``); deals, stances and our ties are made. Each book is well worked, and
nothing may be found in it. Then one cause of one kind is planted, twice over: it must be found;
the first mended, it must stay; both mended, it must end. Two more kinds planted on top show what
kinds do to each other. Each time everything that is found must be what :mod:`benchmarks.truth`
works out from the definitions, and its proof must be made of what the book says.

Krackhardt 1987 (managers, with their line of command); Michael 1997 (strike, sawmill); Krackhardt
1999 (union); Priebe et al. 2005, igraphdata (Enron mails, a part of it at a time).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.planted_book import DAY, Book, facts, worked
from benchmarks.planted_causes import KINDS
from benchmarks.planted_ties import generated, real
from benchmarks.truth import expected
from graph.decision import analyze
from graph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.planted_book import Topology
    from benchmarks.planted_causes import Change
    from graph.decision.results import Finding

BOOKS = 1000
# So many places are tried for a plant before a book is given up.
TRIES = 30


class State:
    """A book, and the truth about it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sure, self.doubtful = expected(facts(book))

    def after(self, change: Change) -> State:
        """Return what a change makes of it."""
        changed = self.book.copy()
        change(changed)
        return State(changed)


@dataclass
class Tally:
    """What came out over many books; ``wrong`` says in which book what was missed or invented."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    states: int = 0
    doubtful: int = 0
    unproven: int = 0
    given_up: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def look(self, name: str, state: State) -> set[str]:
        """Compare what is found in a book with the truth, and return the keys that are found."""
        answer = analyze(state.book.snapshot(), "deal", as_of=DAY, settings=Settings())
        keys = {f.key for f in answer.findings}
        self.states += 1
        self.doubtful += len(state.doubtful)
        self.unproven += sum(not proven(state.book, f) for f in answer.findings)
        self.missed += [f"{name}: {key}" for key in sorted(state.sure - keys)]
        self.invented += [f"{name}: {key}" for key in sorted(keys - state.sure - state.doubtful)]
        return keys


def proven(book: Book, finding: Finding) -> bool:
    """Tell whether a proof is made of what the book says, and holds what the finding is about."""
    said = {(k[0], type_, k[1]) for type_, rows in book.ties.items() for k in rows}
    nodes, ties = set(finding.evidence.nodes), set(finding.evidence.relationships)
    known = {i for ids in book.nodes.values() for i in ids}
    about = finding.subject.kind == "role" or finding.subject.id in nodes
    ends = {end for u, _, v in ties for end in (u, v)}
    return bool(nodes) and about and nodes <= known and ties <= said and ends <= nodes


def well_worked(topology: Topology, dice: Random) -> State | None:
    """Return a book in which nothing is weak, None where none comes out."""
    states = (State(worked(topology, dice)) for _ in range(TRIES))
    return next((s for s in states if not s.sure | s.doubtful), None)


def plant(kind: str, base: State, dice: Random) -> tuple[str, list[State]] | None:
    """Find a place where a kind can be planted, by the truth alone.

    Returns the key of the finding, and the book planted, with the first cause mended, with both.
    """
    for _ in range(TRIES):
        chosen = KINDS[kind](base.book, dice)
        sown = base.after(chosen.sow)
        first = sown.after(chosen.first)
        second = first.after(chosen.second)
        if chosen.key in sown.sure & first.sure and chosen.key not in second.sure | second.doubtful:
            return chosen.key, [sown, first, second]
    return None


def one_book(tally: Tally, number: int, topologies: list[Topology]) -> None:
    """Work, plant and mend one book."""
    dice = Random(f"planted/{number}")
    kind = list(KINDS)[number % len(KINDS)]
    topology = dice.choice(topologies)
    name = f"book {number} ({topology.name}, {kind})"
    base = well_worked(topology, dice)
    planted = None if base is None else plant(kind, base, dice)
    if base is None or planted is None:
        tally.given_up += 1
        return
    tally.look(f"{name}, clean", base)
    key, (sown, first, second) = planted
    tally.planted[kind] += 1
    tally.found[kind] += key in tally.look(f"{name}, planted", sown)
    tally.kept[kind] += key in tally.look(f"{name}, first mended", first)
    tally.ended[kind] += key not in tally.look(f"{name}, both mended", second)
    for more in dice.sample(list(KINDS), 2):
        sown = sown.after(KINDS[more](sown.book, dice).sow)
    tally.look(f"{name}, and more", sown)


def judge(numbers: range, topologies: Callable[[Random], list[Topology]]) -> Tally:
    """Judge some books; the same numbers give the same books."""
    tally = Tally()
    for number in numbers:
        one_book(tally, number, topologies(Random(f"ties/{number}")))
    return tally


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Plant into books on real topologies; generated ones where the data are absent."""
    del repeats
    count = max(len(KINDS), int(BOOKS * scale))
    source = real() or generated
    tally = judge(range(count), source)
    note = (
        f"{count} books, {tally.given_up} without a place for their plant, {tally.states} states, "
        f"{tally.doubtful} findings too near a threshold to judge"
    )
    return [
        Figure("real topologies", float(source is not generated), note=note),
        *(_of_kind(tally, kind) for kind in KINDS),
        Figure("weak links missed", len(tally.missed), "", 0, "most", _some(tally.missed)),
        Figure("weak links invented", len(tally.invented), "", 0, "most", _some(tally.invented)),
        Figure("proofs that do not hold", tally.unproven, "", 0, "most"),
    ]


def _of_kind(tally: Tally, kind: str) -> Figure:
    planted = tally.planted[kind]
    note = (
        f"{planted} planted, {tally.found[kind]} found, {tally.kept[kind]} stay for a second "
        f"cause, {tally.ended[kind]} end when mended"
    )
    if not planted:
        return Figure(kind, None, note="no place to plant it")
    right = min(tally.found[kind], tally.kept[kind], tally.ended[kind]) / planted
    return Figure(kind, right, "right", 1.0, note=note)


def _some(wrong: list[str]) -> str:
    return "; ".join(wrong[:5])
