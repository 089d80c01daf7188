"""Which of a customer's own products speak for one that he does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from graph.cross_sell.history.features import Columns
    from graph.cross_sell.history.state import Floats, Ints

# A product speaks for another where buyers of it have it this many times as often as usual,
# and this many of them do.
LEAST_LIFT = 1.2
LEAST_TOGETHER = 3
MOST_NAMED = 3
MOST_KINDS = 2

Because = list[tuple[str, list[int]]]


class Reasons:
    """The reasons of one cut: how strongly each product speaks for each, in three ways."""

    def __init__(self, columns: Columns) -> None:
        self.state = columns.state
        scorers = columns.scorers
        together = columns.together >= LEAST_TOGETHER
        log_lift = np.log(columns.lift)
        # In parts of what is strong for each kind, so that kinds can be put in order.
        self.kinds: dict[str, tuple[Floats, float]] = {
            "association": (np.where(together, log_lift, 0.0), float(np.log(LEAST_LIFT))),
            "sequence": (scorers["sequence"].pairs, float(np.log(LEAST_LIFT))),
            "similar": (np.where(together, scorers["item_knn"].pairs, 0.0), 0.05),
        }
        self.latest = columns.state.first >= columns.state.cut - columns.state.horizon

    def of(self, customer: int, wanted: Ints) -> list[Because]:
        """Return the reasons for each wanted product of the universe (-1: outside of it)."""
        cells = slice(*np.searchsorted(self.state.customer, [customer, customer + 1]))
        own, latest = self.state.product[cells], self.latest[cells]
        answers: list[list[tuple[float, str, list[int]]]] = [[] for _ in wanted]
        inside = np.flatnonzero(wanted >= 0)
        for kind, (pairs, least) in self.kinds.items():
            having = own[latest] if kind == "sequence" else own
            if not len(having) or not len(inside):
                continue
            strength = pairs[np.ix_(having, wanted[inside])]
            order = np.argsort(-strength, axis=0, kind="stable")[:MOST_NAMED]
            for place, column in zip(inside, range(len(inside)), strict=True):
                named = [int(having[q]) for q in order[:, column] if strength[q, column] >= least]
                if named:
                    best = float(strength[order[0, column], column]) / least
                    answers[place].append((best, kind, named))
        return [_chosen(found) for found in answers]


def _chosen(found: list[tuple[float, str, list[int]]]) -> Because:
    best = sorted(found, key=lambda reason: -reason[0])[:MOST_KINDS]
    return [(kind, named) for _, kind, named in best] or [("popular", [])]
