"""Offers in numbers: one, and many as arrays in the order of their worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from graph.cross_sell.value import Value

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Offer:
    """One product for one member, in numbers; ``member`` and ``product`` are positions."""

    member: int
    product: int
    adoption: float
    access: float
    probability: float
    value: Value
    expected: float


@dataclass(frozen=True)
class Ranking:
    """Many offers, the best first: arrays of one length.

    ``group``, ``member`` and ``product`` are positions, ``yearly`` the value of 12 months.
    """

    group: Ints
    member: Ints
    product: Ints
    adoption: Floats
    access: Floats
    probability: Floats
    yearly: Floats
    expected: Floats

    def __len__(self) -> int:
        """Return how many offers there are."""
        return self.member.size

    def first(self, count: int) -> Ranking:
        """Return the first ``count`` of them, all for 0."""
        return self if not count else self.at(slice(count))

    @staticmethod
    def ordered(parts: Sequence[Ranking]) -> Ranking:
        """Return the offers of several rankings in one, by their worth, then by their ids.

        Positions stand in the order of ids.
        """
        joined = Ranking(
            *(
                np.concatenate([np.empty(0, _KIND[c]), *(getattr(p, c) for p in parts)])
                for c in _KIND
            )
        )
        order = np.lexsort((joined.product, joined.member, joined.group, -joined.expected))
        return joined.at(order)

    def at(self, rows: slice | Ints) -> Ranking:
        """Return the offers at some places."""
        return Ranking(*(getattr(self, f.name)[rows] for f in fields(Ranking)))


_WHOLE = {"group", "member", "product"}
_KIND = {f.name: np.int64 if f.name in _WHOLE else np.float64 for f in fields(Ranking)}
