"""Who uses what: the 0/1 matrix of enterprises and products, today and a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Days = npt.NDArray[np.int32]

YEAR = 365


@dataclass(frozen=True)
class Usage:
    """Use of products on one day.

    Parameters
    ----------
    now : sparse matrix, enterprises x products
        1 where a USES is in force.
    active : array of bool
        Enterprises that have not left; the others count in no statistic.
    starts, exposed : array, one a product
        Enterprises that took it up within the last 12 months, and those that could have.
    dated : bool
        Whether any start is dated; without dates ``starts`` says nothing.
    """

    now: sp.csr_array
    active: Bools
    starts: Floats
    exposed: Floats
    dated: bool


def usage(snapshot: Snapshot, day: int, since: Days | None = None) -> Usage:
    """Return who uses what on ``day`` and what was taken up in the year before.

    Parameters
    ----------
    snapshot : Snapshot
    day : int
        Days since 1970.
    since : array of int, optional
        The first day of each row of USES, where more is known than its own ``since``.
    """
    since = _since(snapshot, since)
    left = snapshot.nodes["Enterprise"].days("left_on")
    active = (left == NO_DAY) | (left > day)
    before = used_on(snapshot, day - YEAR, since)
    new = taken_up(snapshot, day - YEAR, day, since)
    return Usage(
        now=used_on(snapshot, day, since),
        active=active,
        starts=np.asarray(new[active].sum(axis=0), dtype=float).ravel(),
        exposed=active.sum() - np.asarray(before[active].sum(axis=0), dtype=float).ravel(),
        dated=bool((since != NO_DAY).any()),
    )


def used_on(snapshot: Snapshot, day: int, since: Days | None = None) -> sp.csr_array:
    """Return the 0/1 matrix of enterprises and products of the USES in force on ``day``."""
    until = snapshot.edge("USES").days("until")
    ended = (until != NO_DAY) & (until <= day)
    return _matrix(snapshot, (_since(snapshot, since) <= day) & ~ended)


def taken_up(snapshot: Snapshot, begin: int, end: int, since: Days | None = None) -> sp.csr_array:
    """Return the 0/1 matrix of what started after ``begin`` until ``end`` and was not used then."""
    first = _since(snapshot, since)
    started = _matrix(snapshot, (first > begin) & (first <= end))
    new = sp.csr_array(started - started.multiply(used_on(snapshot, begin, since)))
    new.eliminate_zeros()
    return new


def _since(snapshot: Snapshot, since: Days | None) -> Days:
    return snapshot.edge("USES").days("since") if since is None else since


def _matrix(snapshot: Snapshot, chosen: Bools) -> sp.csr_array:
    edges = snapshot.edge("USES")
    shape = (len(snapshot.nodes["Enterprise"]), len(snapshot.nodes["Product"]))
    rows, columns = edges.source[chosen], edges.target[chosen]
    matrix = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
