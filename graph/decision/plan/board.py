"""The meetings that a week could hold, over all deals: who, for how long, and for which deals.

A meeting of a seller with a person is held once and serves every deal that it gains something in.
A set is worth the sum over the deals of what it gains there times the deal's weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from graph.decision.plan.offers import Offers, Taken

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Board:
    """Every meeting that could be held, with the deals that it serves.

    Parameters
    ----------
    deals : sequence of Offers
        The deals.
    hours : float
        What each seller has; ``limits`` may give somebody less.
    limits : mapping of seller id to hours
    """

    def __init__(self, deals: Sequence[Offers], hours: float, limits: Mapping[str, float]) -> None:
        self.deals = deals
        pairs = {own.pair(n) for own in deals for n in range(len(own.offers))}
        self.pairs = sorted(pairs)
        number = {pair: at for at, pair in enumerate(self.pairs)}
        # Of each deal the numbers of its offers, in their order.
        self.places = [
            np.array([number[own.pair(n)] for n in range(len(own.offers))], dtype=np.int64)
            for own in deals
        ]
        self.hours = self._hours()
        self.sellers, self.seller = _numbered([s for s, _ in self.pairs])
        self.people, self.person = _numbered([p for _, p in self.pairs])
        self.limit = np.array([min(hours, limits.get(s, hours)) for s in self.sellers])

    def _hours(self) -> Floats:
        """Return what each meeting takes: as long as the longest of its deals asks for."""
        hours = np.zeros(len(self.pairs))
        for own, places in zip(self.deals, self.places, strict=True):
            np.maximum.at(hours, places, [c.hours for c in own.offers])
        return hours

    @cached_property
    def serves(self) -> list[list[tuple[int, int]]]:
        """Of each meeting its (deal, offer there)."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.pairs]
        for deal, places in enumerate(self.places):
            for offer, at in enumerate(places.tolist()):
                found[at].append((deal, offer))
        return found

    def taken(self, held: Iterable[int]) -> dict[int, Taken]:
        """Return what a set of meetings takes of the offers of each deal that it serves."""
        found: dict[int, set[int]] = {}
        for at in held:
            for deal, offer in self.serves[at]:
                found.setdefault(deal, set()).add(offer)
        return {deal: frozenset(own) for deal, own in found.items()}


def _numbered(ids: Sequence[str]) -> tuple[list[str], Ints]:
    """Return the different ids, and the number of each."""
    known = sorted(set(ids))
    number = {id_: at for at, id_ in enumerate(known)}
    return known, np.array([number[id_] for id_ in ids], dtype=np.int64)
