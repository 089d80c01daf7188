"""Economic interest: what part of a company's profit belongs to a group in the end.

The interest of g in m is ((I - A)^-1)[g, m] with A[owner, owned] the shares as used and g's own
owners left out: otherwise a ring that g stands in would count g itself again. It is the sum over
all chains of holdings from g to m of the product of their shares. Source: M. Brioschi, L. Buzzacchi
and M. Colombo, "Risk capital financing and the separation of ownership and control in business
groups", Journal of Banking and Finance 13 (1989).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from graph.cross_sell.ownership import Ownership

    Floats = npt.NDArray[np.float64]

# Rings of more companies than this are solved sparse.
DENSE = 200


class Interests:
    """The interests of one company after the other.

    Owners come before what they own, so that each company's interest is a sum over its owners;
    only companies that own one another are solved together.

    Examples
    --------
    0 holds .6 of 1; 1 holds .5 of 2 and 2 holds .4 of 1:

    >>> from graph.cross_sell.ownership import Held, Ownership
    >>> held = Ownership([{}, {0: Held(0.6, False), 2: Held(0.4, False)}, {1: Held(0.5, False)}],
    ...                  [[1], [2], [1]], [])
    >>> {m: round(i, 6) for m, i in Interests(held).of(0).items()}
    {0: 1.0, 1: 0.75, 2: 0.375}
    """

    def __init__(self, owned: Ownership) -> None:
        self._owned = owned
        self._rank: dict[int, int] = {}
        self._ring: dict[int, list[int]] = {}
        for ring in owned.order:
            for member in ring:
                self._rank[member] = len(self._rank)
                if len(ring) > 1:
                    self._ring[member] = ring

    def of(self, group: int) -> dict[int, float]:
        """Return the interest of ``group`` in all it reaches (in itself: 1), never above 1."""
        interest = {group: 1.0}
        for member in sorted(self._owned.reach(group), key=self._rank.__getitem__):
            if member in interest:
                continue
            ring = self._ring.get(member)
            if ring is None:
                interest[member] = min(1.0, self._from(member, interest))
            else:
                interest |= self._solved([m for m in ring if m != group], interest)
        return interest

    def _from(self, member: int, known: dict[int, float]) -> float:
        total = 0.0
        for owner, held in self._owned.owners[member].items():
            total += known.get(owner, 0.0) * held.share
        return total

    def _solved(self, ring: list[int], known: dict[int, float]) -> dict[int, float]:
        inflow = [self._from(member, known) for member in ring]
        if len(ring) > 1 and any(inflow):
            inflow = self._together(ring, inflow)
        return {m: min(1.0, share) for m, share in zip(ring, inflow, strict=True)}

    def _together(self, ring: Sequence[int], inflow: list[float]) -> list[float]:
        """Solve x = inflow + x A within companies that own one another.

        Something flows in, so less than the whole of one of them is held inside and the matrix
        has an inverse.
        """
        place = {member: at for at, member in enumerate(ring)}
        held = [
            (at, place[owner], share.share)
            for at, member in enumerate(ring)
            for owner, share in self._owned.owners[member].items()
            if owner in place
        ]
        solve = _dense if len(ring) <= DENSE else _sparse
        return solve(len(ring), held, np.array(inflow))


def _dense(size: int, held: list[tuple[int, int, float]], inflow: Floats) -> list[float]:
    matrix = np.eye(size)
    for member, owner, share in held:
        matrix[member, owner] -= share
    return np.linalg.solve(matrix, inflow).tolist()  # type: ignore[no-any-return]


def _sparse(size: int, held: list[tuple[int, int, float]], inflow: Floats) -> list[float]:
    rows, columns, values = zip(*held, strict=True) if held else ((), (), ())
    shares = sp.csr_array((values, (rows, columns)), shape=(size, size))
    return spsolve((sp.eye_array(size) - shares).tocsc(), inflow).tolist()  # type: ignore[no-any-return]
