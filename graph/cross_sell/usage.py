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


class Uses:
    """The uses of a book, to be looked at on many days.

    Rows of one enterprise and one product are a pair. They stand one after the other, for USES are
    sorted, so that a day costs a few comparisons and no sorting.

    Parameters
    ----------
    snapshot : Snapshot
    since : array of int, optional
        The first day of each row of USES, where more is known than its own ``since``.
    """

    def __init__(self, snapshot: Snapshot, since: Days | None = None) -> None:
        edges = snapshot.edge("USES")
        self.snapshot = snapshot
        self.since: Days = edges.days("since") if since is None else since
        until = edges.days("until")
        self._until = np.where(until == NO_DAY, np.iinfo(np.int32).max, until)
        first = np.ones(len(edges.source), dtype=bool)
        first[1:] = (np.diff(edges.source) != 0) | (np.diff(edges.target) != 0)
        self._pair = None if first.all() else np.cumsum(first) - 1
        self._source, self._target = edges.source[first], edges.target[first]

    def on(self, day: int) -> sp.csr_array:
        """Return the 0/1 matrix of enterprises and products of the USES in force on ``day``."""
        return self._matrix(self._used(day))

    def taken_up(self, begin: int, end: int) -> sp.csr_array:
        """Return the 0/1 matrix of what started after ``begin`` and was not used then."""
        started = self._pairs((self.since > begin) & (self.since <= end))
        return self._matrix(started & ~self._used(begin))

    def ended(self, day: int) -> sp.csr_array:
        """Return the 0/1 matrix of what ended by ``day`` and is not in use then."""
        return self._matrix(self._pairs(self._until <= day) & ~self._used(day))

    def _used(self, day: int) -> Bools:
        return self._pairs((self.since <= day) & (self._until > day))

    def _pairs(self, rows: Bools) -> Bools:
        if self._pair is None:
            return rows
        found = np.zeros(len(self._source), dtype=bool)
        found[self._pair[rows]] = True
        return found

    def _matrix(self, chosen: Bools) -> sp.csr_array:
        nodes = self.snapshot.nodes
        shape = (len(nodes["Enterprise"]), len(nodes["Product"]))
        rows, columns = self._source[chosen], self._target[chosen]
        pointers = np.zeros(shape[0] + 1, dtype=np.int32)
        np.cumsum(np.bincount(rows, minlength=shape[0]), out=pointers[1:])
        return sp.csr_array((np.ones(len(columns)), columns, pointers), shape=shape)


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
    return usage_of(Uses(snapshot, since), day)


def usage_of(uses: Uses, day: int) -> Usage:
    """Return who uses what on ``day`` and what was taken up in the year before."""
    left = uses.snapshot.nodes["Enterprise"].days("left_on")
    active = (left == NO_DAY) | (left > day)
    before, new = uses.on(day - YEAR), uses.taken_up(day - YEAR, day)
    return Usage(
        now=uses.on(day),
        active=active,
        starts=_users(new, active),
        exposed=active.sum() - _users(before, active),
        dated=bool((uses.since != NO_DAY).any()),
    )


def _users(matrix: sp.csr_array, active: Bools) -> Floats:
    return np.asarray(matrix.T @ active.astype(float), dtype=float)


def used_on(snapshot: Snapshot, day: int, since: Days | None = None) -> sp.csr_array:
    """Return the 0/1 matrix of enterprises and products of the USES in force on ``day``."""
    return Uses(snapshot, since).on(day)
