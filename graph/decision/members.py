"""Who is in the model of a deal: its group of enterprises, its people, their posts and roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.columns import values
from graph.decision.listening import (
    Listening,
    Statements,
    live_rows,
    localise,
    member,
    resolve,
    statements,
    with_supposed,
)
from graph.decision.what_if.suppose import Supposed

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.snapshot import EdgeTable, Snapshot

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """What is asked: a deal (its position) on a day (days since 1970), with what is supposed."""

    snapshot: Snapshot
    deal: int
    day: int
    settings: Settings
    supposed: Supposed = field(default_factory=Supposed)


def group_of(snapshot: Snapshot, enterprises: Ints, day: int) -> Ints:
    """Return the group of some enterprises: all that are owned, by any route, from the same heads.

    Up along MEMBER_OF in force to all owners, then down to everything these own; a company that
    belongs to nobody and owns nothing is a group of its own.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Enterprise": pl.DataFrame({"id": ["bank", "head", "insurer", "other"]})},
    ...     {"MEMBER_OF": pl.DataFrame({"from": ["bank", "insurer"], "to": ["head", "head"]})},
    ... )
    >>> group_of(graph, np.array([0]), 20000).tolist()
    [0, 1, 2]
    """
    edge = snapshot.edge("MEMBER_OF")
    return _closure(edge, _closure(edge, enterprises, day, up=True), day, up=False)


def _closure(edge: EdgeTable, start: Ints, day: int, *, up: bool) -> Ints:
    found = frontier = np.unique(start).astype(np.int32)
    while frontier.size:
        rows = edge.rows_out(frontier) if up else edge.rows_into(frontier)
        rows = live_rows(edge, rows, day)
        reached = np.unique(edge.target[rows] if up else edge.source[rows])
        frontier = reached[~member(found, reached)]
        found = np.union1d(found, frontier).astype(np.int32)
    return found


def staff_of(snapshot: Snapshot, enterprises: Ints, day: int) -> Ints:
    """Return the people who work for any of ``enterprises`` on ``day``."""
    edge = snapshot.edge("WORKS_FOR")
    rows = edge.rows_into(enterprises)
    people: Ints = np.unique(edge.source[rows[edge.in_force(day)[rows]]])
    return people


@dataclass(frozen=True)
class Roles:
    """The stated parts of people in a deal, one entry a PLAYS relationship."""

    person: Ints
    roles: list[list[str]]
    votes: Floats
    veto: Bools


def roles_of(snapshot: Snapshot, deal: int, supposed: Supposed) -> Roles:
    """Read who plays which roles in the deal, those that are only supposed with them."""
    edge = snapshot.edge("PLAYS")
    rows = np.sort(edge.into(deal))
    rows = rows[~np.isin(edge.source[rows], list(supposed.removed))]
    votes = edge.numbers("vote_weight")[rows]
    veto = np.array([bool(v) for v in values(edge, "veto", rows)], dtype=bool)
    roles = [list(r or []) for r in values(edge, "roles", rows)]
    return _with_supposed_roles(Roles(edge.source[rows], roles, votes, veto), supposed)


def _with_supposed_roles(stated: Roles, supposed: Supposed) -> Roles:
    """Give each person supposed roles beside the stated ones: one weight a person, not two."""
    added = {p: list(words) for p, words in supposed.roles.items() if p not in supposed.removed}
    if not added:
        return stated
    roles = [
        [*own, *(w for w in added.pop(person, ()) if w not in own)]
        for person, own in zip(stated.person.tolist(), stated.roles, strict=True)
    ]
    new = np.array(list(added), dtype=np.int32)
    return Roles(
        np.concatenate([stated.person, new]).astype(np.int32),
        [*roles, *added.values()],
        np.concatenate([stated.votes, np.full(new.size, np.nan)]),
        np.concatenate([stated.veto, np.zeros(new.size, dtype=bool)]),
    )


def top_level(snapshot: Snapshot, enterprises: Ints, day: int, removed: frozenset[int]) -> Ints:
    """Return the people at the smallest level number known in the deal's enterprise."""
    edge = snapshot.edge("WORKS_FOR")
    rows = edge.rows_into(enterprises)
    rows = rows[edge.in_force(day)[rows] & ~np.isin(edge.source[rows], list(removed))]
    level = edge.numbers("level")[rows]
    if np.isnan(level).all():
        return np.empty(0, dtype=np.int32)
    people: Ints = np.unique(edge.source[rows[level == np.nanmin(level)]])
    return people


@dataclass(frozen=True)
class Heard:
    """The people of a model, how they listen, and the relationships that say so."""

    people: Ints
    listens: Listening
    stated: Statements


def listened_to(case: Case, core: Ints, colleagues: Ints) -> Heard:
    """Add to ``core`` whom they listen to within two steps, and return how all of them listen.

    Colleagues enter by any tie, others by a stated INFLUENCES only.
    """
    supposed, removed = case.supposed.influences, list(case.supposed.removed)
    people = frontier = core
    for _ in range(case.settings.model.steps_of_listening):
        asked = set(frontier.tolist())
        near = {ends: w for ends, w in supposed.items() if ends[1] in asked}
        heard = resolve(statements(case.snapshot, frontier, case.day, case.settings), near)
        enters = (heard.kind == 0) | member(colleagues, heard.speaker)
        new = np.unique(heard.speaker[enters & ~np.isin(heard.speaker, removed)])
        frontier = new[~member(people, new)]
        people = np.union1d(people, frontier).astype(np.int32)
        if not frontier.size:
            break
    return _heard_among(case, people)


def _heard_among(case: Case, people: Ints) -> Heard:
    inside = set(people.tolist())
    between = {e: w for e, w in case.supposed.influences.items() if inside.issuperset(e)}
    stated = statements(case.snapshot, people, case.day, case.settings)
    stated = with_supposed(stated.only(member(people, stated.speaker)), between)
    return Heard(people, localise(resolve(stated), people), stated)
