"""The graph as it was known on a day: what was put down later is left out of it.

A row with a date (``as_of``) is known from that day on. Of a row without one nobody can tell when
it was put down: a deal that is won gets its people and their ties filled in afterwards.

- ``EVENTS``: statements, rivals by the day they were seen, meetings that were noted by then (ABOUT
  with a date). Of a role or a tie that changes the earlier day is lost.
- ``DATED``: roles and ties with a date too.
- ``WITNESSED``: also what has no date of its own: ties, rules and dates of the procedure, meetings,
  and the roles of people who had been heard or met about the deal by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.snapshot import NO_DAY, EdgeTable, NodeTable, Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from graph.snapshot import EdgeKey

    Ints = npt.NDArray[np.int32]
    Bools = npt.NDArray[np.bool_]

EVENTS, DATED, WITNESSED = "events", "dated", "witnessed"
# How people listen to each other, and where they work.
TIES = ("INFLUENCES", "REPORTS_TO", "KNOWS", "CONFLICTS_WITH", "WORKS_FOR")
# What is said of a deal itself, nobody knows since when.
MILESTONES = ("shortlisted_on", "prequalified_on", "budget_agreed_on")
UNDATED_OF_DEALS = ("pass_mark", "procurement", *MILESTONES)
_PAIR = 32


def known_then(snapshot: Snapshot, days: Ints, way: str = DATED) -> Snapshot:
    """Return the graph with what was known of each deal on its day.

    Parameters
    ----------
    snapshot : Snapshot
        The graph as it stands.
    days : (n,) array of int
        The day of each deal, since 1970.
    way : str
        ``EVENTS``, ``DATED`` or ``WITNESSED``.

    Examples
    --------
    >>> from datetime import date
    >>> people, deals = pl.DataFrame({"id": ["a", "b"]}), pl.DataFrame({"id": ["d"]})
    >>> stated = [date(2026, 1, 1), None]
    >>> plays = pl.DataFrame({"from": ["a", "b"], "to": ["d", "d"], "as_of": stated})
    >>> graph = Snapshot.from_frames({"Person": people, "Opportunity": deals}, {"PLAYS": plays})
    >>> known_then(graph, np.array([20500], dtype=np.int32)).edge("PLAYS").source.tolist()
    [0]
    """
    said = snapshot.edge("HOLDS")
    edges = dict(snapshot.edges)
    keep = [(said, said.days("as_of") != NO_DAY)]
    keep += [(edge, _parts(edge, deal, snapshot, days, way)) for edge, deal in _acting(snapshot)]
    about = snapshot.edge("ABOUT")
    if way != WITNESSED:
        noted = about.days("as_of")
        keep.append((about, (noted != NO_DAY) & (noted <= days[about.target])))
    for edge, kept in keep:
        edges[_key(edge)] = edge.of(edge.frame.filter(kept))
    for type_ in TIES:
        edges[_key(snapshot.edge(type_))] = _ties(snapshot.edge(type_), way)
    return renewed(Snapshot(snapshot.revision, _nodes(snapshot, way), edges))


def _nodes(snapshot: Snapshot, way: str) -> Mapping[str, NodeTable]:
    if way == WITNESSED:
        return snapshot.nodes
    deals = snapshot.nodes["Opportunity"].frame
    blank = deals.with_columns(pl.lit(None, deals[c].dtype).alias(c) for c in UNDATED_OF_DEALS)
    return {**snapshot.nodes, "Opportunity": NodeTable("Opportunity", blank)}


def undated(snapshot: Snapshot) -> bool:
    """Say whether any part in a deal, tie, meeting or rule of a procedure has no date."""
    edges = [edge for edge, _ in _acting(snapshot)]
    edges += [snapshot.edge(t) for t in (*TIES, "ABOUT")]
    deals = snapshot.nodes["Opportunity"].frame
    ruled = any(deals[c].null_count() < deals.height for c in UNDATED_OF_DEALS)
    return ruled or any(bool((edge.days("as_of") == NO_DAY).any()) for edge in edges)


def renewed(snapshot: Snapshot) -> Snapshot:
    """Return the same graph with nothing remembered: what is in force on each of many days."""
    edges = {key: e.of(e.frame) for key, e in snapshot.edges.items()}
    return Snapshot(snapshot.revision, snapshot.nodes, edges)


def _key(edge: EdgeTable) -> EdgeKey:
    return edge.type, edge.source_kind, edge.target_kind


def _acting(snapshot: Snapshot) -> list[tuple[EdgeTable, Ints]]:
    """Return the parts in deals and in their steps, each with the deal of each row (-1: none)."""
    plays, acts, steps = (snapshot.edge(t) for t in ("PLAYS", "ACTS_IN", "HAS_STEP"))
    deal_of = np.full(len(snapshot.nodes["Step"]), -1, dtype=np.int32)
    deal_of[steps.target] = steps.source
    return [(plays, plays.target), (acts, deal_of[acts.target])]


def _parts(edge: EdgeTable, deal: Ints, snapshot: Snapshot, days: Ints, way: str) -> Bools:
    stated = edge.days("as_of")
    then = np.where(deal >= 0, days[deal], NO_DAY)
    kept: Bools = (stated != NO_DAY) & (stated <= then) & (way != EVENTS)
    if way == WITNESSED:
        seen = np.isin(_pairs(edge.source, deal), _witnessed(snapshot, days))
        kept |= (stated == NO_DAY) & seen
    return kept


def _witnessed(snapshot: Snapshot, days: Ints) -> npt.NDArray[np.int64]:
    """Return who, in which deal, had stated something or been met about it by the deal's day."""
    said, about, took = (snapshot.edge(t) for t in ("HOLDS", "ABOUT", "TOOK_PART"))
    on = said.days("as_of")
    known = (on != NO_DAY) & (on <= days[said.target])
    heard = _pairs(said.source, said.target)[known]
    rows, met = _joined(took.target, about.source)
    day = snapshot.nodes["Interaction"].days("on")[took.target[rows]]
    deal = about.target[met]
    held = (day != NO_DAY) & (day <= days[deal])
    found: npt.NDArray[np.int64] = np.union1d(heard, _pairs(took.source[rows], deal)[held])
    return found


def _joined(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return the rows of two columns that have one value: an inner join."""
    one, other = (
        pl.DataFrame({"at": c, name: np.arange(c.size, dtype=np.int32)})
        for c, name in ((left, "i"), (right, "j"))
    )
    found = one.join(other, on="at")
    return found["i"].to_numpy(), found["j"].to_numpy()


def _pairs(person: Ints, deal: Ints) -> npt.NDArray[np.int64]:
    pairs: npt.NDArray[np.int64] = person.astype(np.int64) << _PAIR
    pairs |= deal.astype(np.int64) & (2**_PAIR - 1)
    return pairs


def _ties(edge: EdgeTable, way: str) -> EdgeTable:
    """Let a tie hold from the day on which it was stated, if that is later than its beginning."""
    if way == EVENTS:
        return edge.of(edge.frame.clear())
    return edge.of(_since_stated(edge)) if way == WITNESSED else as_stated(edge)


def as_stated(edge: EdgeTable) -> EdgeTable:
    """Return the ties that were stated on some day, each holding from that day at the earliest."""
    return edge.of(_since_stated(edge).filter(pl.col("as_of").is_not_null()))


def _since_stated(edge: EdgeTable) -> pl.DataFrame:
    return edge.frame.with_columns(pl.max_horizontal("since", "as_of").alias("since"))


def put_down_later(snapshot: Snapshot, days: Ints) -> npt.NDArray[np.float64]:
    """Return for each deal how many roles in it, and ends of ties in it, were stated after its day.

    They may have stood before in another form: what is missing of them tells of the time after.

    Parameters
    ----------
    snapshot : Snapshot
        The graph as it stands.
    days : (n,) array of int
        The day of each deal.
    """
    count = np.zeros(days.size)
    people = [_pairs(snapshot.edge("HOLDS").source, snapshot.edge("HOLDS").target)]
    for edge, deal in _acting(snapshot):
        late = (deal >= 0) & (edge.days("as_of") > days[deal])
        count += np.bincount(deal[late], minlength=days.size)
        people.append(_pairs(edge.source, deal)[deal >= 0])
    pairs = np.unique(np.concatenate(people))
    person, deal = (pairs >> _PAIR).astype(np.int32), (pairs & (2**_PAIR - 1)).astype(np.int32)
    for edge in (snapshot.edge(t) for t in TIES):
        for end in (edge.source, edge.target)[: 1 if edge.type == "WORKS_FOR" else 2]:
            rows, at = _joined(end, person)
            late = edge.days("as_of")[rows] > days[deal[at]]
            count += np.bincount(deal[at][late], minlength=days.size)
    return count


def first_after(snapshot: Snapshot, days: Ints) -> npt.NDArray[np.float64]:
    """Return for each deal who was first heard, and which rivals were first seen, from a day on.

    Parameters
    ----------
    snapshot : Snapshot
        The graph as it stands.
    days : (n,) array of int
        The day on which each deal ended.

    Returns
    -------
    (n, 2) array
        People and rivals: a card that is saved anew with the outcome loses its earlier day.
    """
    said, bids = snapshot.edge("HOLDS"), snapshot.edge("BIDS_ON")
    found = np.zeros((days.size, 2))
    for column, edge, name in ((0, said, "as_of"), (1, bids, "first_seen")):
        day = edge.days(name)
        dated = day != NO_DAY
        pair, at = np.unique(_pairs(edge.source, edge.target)[dated], return_inverse=True)
        first = np.full(pair.size, np.iinfo(np.int32).max, dtype=np.int64)
        np.minimum.at(first, at, day[dated])
        deal = (pair & (2**_PAIR - 1)).astype(np.int32)
        late = deal[first >= days[deal]]
        found[:, column] = np.bincount(late, minlength=days.size)
    return found
