"""Listening: how far each person of a deal listens to each other one.

``a_ij`` in [0, 1] is how far i listens to j: the weight of a stated (j)-[:INFLUENCES]->(i); where
none is stated, the largest of the line of command, half of how well they know each other, and an
influence that was inferred from a log; 0 where they are in conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.settings import ModelSettings, Settings
    from graph.snapshot import EdgeTable, Snapshot

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# What gives a tie, in the order in which it is named where two give the same.
TIES = ("INFLUENCES", "REPORTS_TO", "KNOWS", "INFLUENCES")
# The last of them: influences inferred from a log, which compete with what is not stated outright.
INFERRED = 3
SUPPOSED = -1


@dataclass(frozen=True)
class Listening:
    """Who listens to whom among ``people``: one row a pair with a > 0, sorted by the pair.

    Parameters
    ----------
    people : array of int
        Positions in the snapshot's person table, ascending.
    listener, speaker : array of int
        Positions in ``people``.
    weight : array of float
        a, in (0, 1].
    kind : array of int
        Which of :data:`TIES` gives it.
    row : array of int
        Row of that relationship in its edge table; ``SUPPOSED`` for a what-if.
    """

    people: Ints
    listener: Ints
    speaker: Ints
    weight: Floats
    kind: Ints
    row: Ints

    @property
    def tie(self) -> list[str]:
        """The relationship type that gives each row."""
        return [TIES[k] for k in self.kind]


@dataclass(frozen=True)
class Rows:
    """Relationships by which somebody listens, one row a direction, before they compete."""

    listener: Ints
    speaker: Ints
    value: Floats
    kind: Ints
    row: Ints
    confidence: Floats

    def only(self, keep: npt.NDArray[np.bool_]) -> Self:
        """Return the rows of ``keep``."""
        return replace(
            self,
            listener=self.listener[keep],
            speaker=self.speaker[keep],
            value=self.value[keep],
            kind=self.kind[keep],
            row=self.row[keep],
            confidence=self.confidence[keep],
        )

    @staticmethod
    def joined(parts: Sequence[Rows]) -> Rows:
        """Put several one after the other."""
        return Rows(
            np.concatenate([p.listener for p in parts]),
            np.concatenate([p.speaker for p in parts]),
            np.concatenate([p.value for p in parts]),
            np.concatenate([p.kind for p in parts]),
            np.concatenate([p.row for p in parts]),
            np.concatenate([p.confidence for p in parts]),
        )


@dataclass(frozen=True)
class Statements(Rows):
    """The rows, with who is in conflict with whom."""

    conflict_one: Ints
    conflict_other: Ints
    conflict_confidence: Floats


def _statements(rows: Rows, conflicts: tuple[Ints, Ints, Floats]) -> Statements:
    return Statements(
        rows.listener,
        rows.speaker,
        rows.value,
        rows.kind,
        rows.row,
        rows.confidence,
        *conflicts,
    )


def listening(
    snapshot: Snapshot,
    people: npt.ArrayLike,
    day: int,
    settings: Settings,
    supposed: Mapping[tuple[int, int], float] | None = None,
) -> Listening:
    """Return how far each of ``people`` listens to each other one of them.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    people : array of int
        Positions in the person table; they are sorted and made unique.
    day : int
        Days since 1970; ties in force then count.
    settings : Settings
        Constants of the model.
    supposed : mapping of (speaker, listener) to weight, optional
        Ties of a what-if, which stand over what is stated.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["boss", "clerk"]})},
    ...     {"REPORTS_TO": pl.DataFrame({"from": ["clerk"], "to": ["boss"]})},
    ... )
    >>> heard = listening(graph, [0, 1], 20000, Settings())
    >>> list(zip(heard.listener.tolist(), heard.speaker.tolist(), heard.weight.tolist()))
    [(0, 1, 0.25), (1, 0, 0.5)]
    """
    chosen = np.unique(np.asarray(people, dtype=np.int32))
    stated = statements(snapshot, chosen, day, settings)
    stated = stated.only(member(chosen, stated.speaker))
    return localise(resolve(stated, supposed), chosen)


def statements(snapshot: Snapshot, people: Ints, day: int, settings: Settings) -> Statements:
    """Collect every relationship by which one of ``people`` listens to anybody."""
    model = settings.model
    parts = [
        *_influences(snapshot, people, day, model),
        *_commands(snapshot, people, day, model),
        *_acquaintances(snapshot, people, day, model),
    ]
    return _statements(Rows.joined(parts), _conflicts(snapshot, people, day, model))


def resolve(
    stated: Statements, supposed: Mapping[tuple[int, int], float] | None = None
) -> Listening:
    """Let the statements about each pair compete; positions stay those of the person table."""
    s = with_supposed(stated, supposed or {})
    pair = pair_of(s.listener, s.speaker)
    order = np.lexsort((s.row, s.kind, -s.value, s.kind > 0, pair))
    first = np.ones(order.size, dtype=bool)
    first[1:] = pair[order][1:] != pair[order][:-1]
    best = order[first]
    at_odds = np.concatenate(
        [
            pair_of(s.conflict_one, s.conflict_other),
            pair_of(s.conflict_other, s.conflict_one),
        ]
    )
    heard = (s.value[best] > 0) & (~np.isin(pair[best], at_odds) | (s.row[best] == SUPPOSED))
    best = best[heard]
    nobody = np.empty(0, dtype=np.int32)
    return Listening(
        nobody, s.listener[best], s.speaker[best], s.value[best], s.kind[best], s.row[best]
    )


def localise(found: Listening, people: Ints) -> Listening:
    """Give listener and speaker as positions in ``people`` (sorted)."""
    return Listening(
        people,
        np.searchsorted(people, found.listener).astype(np.int32),
        np.searchsorted(people, found.speaker).astype(np.int32),
        found.weight,
        found.kind,
        found.row,
    )


def member(sorted_positions: Ints, asked: Ints) -> npt.NDArray[np.bool_]:
    """Say which of ``asked`` stand in ``sorted_positions``."""
    if not sorted_positions.size:
        return np.zeros(asked.size, dtype=bool)
    at = np.minimum(np.searchsorted(sorted_positions, asked), sorted_positions.size - 1)
    found: npt.NDArray[np.bool_] = sorted_positions[at] == asked
    return found


def live_rows(edge: EdgeTable, rows: Ints, day: int) -> Ints:
    """Keep the rows in force on ``day`` that are no self-loops."""
    rows = np.unique(rows)
    loops = (
        edge.source[rows] == edge.target[rows] if edge.source_kind == edge.target_kind else False
    )
    kept: Ints = rows[edge.in_force(day)[rows] & ~np.asarray(loops)]
    return kept


def numbers_or(edge: EdgeTable, name: str, rows: Ints, otherwise: float) -> Floats:
    """Return a number of some rows, ``otherwise`` where it is absent, clipped to 0..1."""
    if name not in edge.frame.columns:
        return np.full(rows.size, otherwise)
    values = edge.numbers(name)[rows]
    return np.clip(np.where(np.isnan(values), otherwise, values), 0.0, 1.0)


def _part(kind: int, edge: EdgeTable, rows: Ints, value: Floats, sure: float, turn: bool) -> Rows:
    listener, speaker = edge.target[rows], edge.source[rows]
    if turn:
        listener, speaker = speaker, listener
    confidence = numbers_or(edge, "confidence", rows, sure)
    kinds = np.full(rows.size, kind, dtype=np.int32)
    return Rows(listener, speaker, value, kinds, rows, confidence)


def _influences(snapshot: Snapshot, people: Ints, day: int, model: ModelSettings) -> list[Rows]:
    edge = snapshot.edge("INFLUENCES")
    rows = live_rows(edge, edge.rows_into(people), day)
    logged = inferred(edge, rows)
    parts = []
    for kind, some in ((0, rows[~logged]), (INFERRED, rows[logged])):
        weight = numbers_or(edge, "weight", some, model.tie_without_number)
        parts.append(_part(kind, edge, some, weight, model.default_confidence, turn=False))
    return parts


def inferred(edge: EdgeTable, rows: Ints) -> npt.NDArray[np.bool_]:
    """Say which rows were inferred from a log."""
    if "inferred" not in edge.frame.columns:
        return np.zeros(rows.size, dtype=bool)
    said = edge.frame["inferred"].cast(pl.Boolean, strict=False).fill_null(value=False)
    found: npt.NDArray[np.bool_] = said.to_numpy()[rows]
    return found


def _commands(snapshot: Snapshot, people: Ints, day: int, model: ModelSettings) -> list[Rows]:
    edge = snapshot.edge("REPORTS_TO")
    up = live_rows(edge, edge.rows_out(people), day)
    down = live_rows(edge, edge.rows_into(people), day)
    boss = np.full(up.size, model.listens_to_boss)
    report = np.full(down.size, model.listens_to_report)
    return [
        _part(1, edge, up, boss, model.default_confidence, turn=True),
        _part(1, edge, down, report, model.default_confidence, turn=False),
    ]


def _acquaintances(snapshot: Snapshot, people: Ints, day: int, model: ModelSettings) -> list[Rows]:
    edge = snapshot.edge("KNOWS")
    parts = []
    for rows, turn in ((edge.rows_out(people), True), (edge.rows_into(people), False)):
        live = live_rows(edge, rows, day)
        half = model.knows_factor * numbers_or(edge, "strength", live, model.tie_without_number)
        parts.append(_part(2, edge, live, half, model.default_confidence, turn))
    return parts


def _conflicts(
    snapshot: Snapshot, people: Ints, day: int, model: ModelSettings
) -> tuple[Ints, Ints, Floats]:
    edge = snapshot.edge("CONFLICTS_WITH")
    touching = np.concatenate([edge.rows_out(people), edge.rows_into(people)])
    rows = live_rows(edge, touching, day)
    sure = numbers_or(edge, "confidence", rows, model.default_confidence)
    return edge.source[rows], edge.target[rows], sure


def with_supposed(s: Statements, supposed: Mapping[tuple[int, int], float]) -> Statements:
    """Let supposed influences stand over what is stated about their pairs."""
    if not supposed:
        return s
    speakers, listeners = (np.array(ends, dtype=np.int32) for ends in zip(*supposed, strict=True))
    weights = np.array(list(supposed.values()), dtype=np.float64)
    s = s.only(~np.isin(pair_of(s.listener, s.speaker), pair_of(listeners, speakers)))
    zero, none = np.zeros(weights.size, dtype=np.int32), np.full(weights.size, SUPPOSED, np.int32)
    added = Rows(listeners, speakers, weights, zero, none, np.ones(weights.size))
    conflicts = (s.conflict_one, s.conflict_other, s.conflict_confidence)
    return _statements(Rows.joined([s, added]), conflicts)


def pair_of(one: Ints, other: Ints) -> npt.NDArray[np.int64]:
    """Return one number for each ordered pair, in the order of the pairs."""
    return one.astype(np.int64) << 32 | other.astype(np.int64)
