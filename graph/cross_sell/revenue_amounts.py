"""Amounts laid on enterprises, some of them on several, rolled up without counting twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Shared = tuple[frozenset[int], float]


@dataclass(frozen=True)
class Amounts:
    """One amount an enterprise.

    Parameters
    ----------
    own : array
        What each enterprise has.
    shared : list of (enterprises, float)
        What stands in ``own`` of several enterprises, such as a deal for two companies or the
        bill of a person who belongs to two: a roll-up counts it once.

    Examples
    --------
    >>> both = Amounts(np.array([5.0, 7.0]), [(frozenset({0, 1}), 2.0)])
    >>> both.rolled_up({0, 1}), both.rolled_up({1})
    (10.0, 7.0)
    """

    own: Floats
    shared: list[Shared]

    @cached_property
    def _values(self) -> list[float]:
        return self.own.tolist()  # type: ignore[no-any-return]

    def rolled_up(self, enterprises: Iterable[int]) -> float:
        """Return the sum over several enterprises, each once, nothing counted twice."""
        inside = set(enterprises)
        values = self._values
        total = sum(values[e] for e in sorted(inside))
        for owners, amount in self.shared:
            total -= amount * max(0, len(owners & inside) - 1)
        return total


def laid_on(size: int, amounts: Iterable[tuple[Sequence[int], float]]) -> Amounts:
    """Lay each amount on all of its enterprises.

    Examples
    --------
    >>> laid_on(2, [([0], 5.0), ([0, 1], 2.0)]).own.tolist()
    [7.0, 2.0]
    """
    own = np.zeros(size)
    shared: dict[frozenset[int], float] = defaultdict(float)
    for enterprises, amount in amounts:
        several = frozenset(enterprises)
        own[list(several)] += amount
        if len(several) > 1:
            shared[several] += amount
    return Amounts(own, sorted(shared.items(), key=lambda row: sorted(row[0])))
