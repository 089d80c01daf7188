"""What is known of a customer and a product that he does not own: the columns of the learner.

Everything is taken from a :class:`State`, so nothing of the day of the cut or later is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.cross_sell.history.rules import confidence, successions
from graph.cross_sell.history.scorers import Scorer, ease, following, item_knn, spectral, walk
from graph.cross_sell.history.state import state_at, taken_up

if TYPE_CHECKING:
    import numpy.typing as npt
    import scipy.sparse as sp

    from graph.cross_sell.history.state import Floats, Ints, State

CHUNK = 512
# The earliest cut has so many horizons behind it: an age beyond says only how late the cut is.
SEEN = 3

OF_PRODUCT = (
    "buyers", "rate", "lately", "just", "active", "known_for", "silent_for", "often", "again",
)  # fmt: skip
OF_CUSTOMER = (
    "new", "newest", "owns", "days", "days_lately", "days_just", "tenure", "silence",
    "basket", "new_a_day", "variety", "pace",
)  # fmt: skip


@dataclass(frozen=True)
class Candidates:
    """Cells that could be recommended: customers, products of the universe, and their columns."""

    customer: Ints
    product: Ints
    columns: Floats


class Columns:
    """The columns of one cut."""

    def __init__(self, state: State) -> None:
        self.state = state
        horizon = state.horizon
        self.before = state_at(state.history, state.cut - horizon, horizon, state.universe)
        self.fresh = taken_up(self.before)
        recent = state.matrix((state.last >= state.cut - horizon).astype(np.float32))
        latest = state.matrix((state.first >= state.cut - horizon).astype(np.float32))
        self.together, self.confidence, self.lift = confidence(state)
        cosine = item_knn(state)
        self.scorers: dict[str, Scorer] = {
            "item_knn": cosine,
            "walk": walk(state),
            "spectral": spectral(state),
            "ease": ease(state.decayed(2.0 * horizon), 0.3),
            "next": following(state, 2.0 * horizon, 1.0),
            "association": Scorer(state.owned, np.log(self.lift)),
            "recent": Scorer(recent, cosine.pairs),
            "sequence": Scorer(latest, successions(state)),
        }
        self.of_product = _of_products(state, self.before, self.fresh)
        self.of_customer = _of_customers(state)

    @cached_property
    def rate(self) -> Floats:
        """Share of those that lacked a product who took it up within the last horizon."""
        return self.of_product[:, 1]

    def names(self) -> list[str]:
        """Return the names of the columns."""
        relative = [f"{name}_relative" for name in self.scorers]
        return [
            *self.scorers, *relative, "best_confidence", *OF_PRODUCT, *OF_CUSTOMER, "expected",
        ]  # fmt: skip

    def candidates(self, customers: Ints, each: int) -> Candidates:
        """Return the best ``each`` products of every scorer for each customer."""
        parts = [
            self._part(customers[i : i + CHUNK], each) for i in range(0, len(customers), CHUNK)
        ]
        return Candidates(
            np.concatenate([p.customer for p in parts]),
            np.concatenate([p.product for p in parts]),
            np.vstack([p.columns for p in parts]),
        )

    def _part(self, customers: Ints, each: int) -> Candidates:
        scores = {name: scorer.of(customers) for name, scorer in self.scorers.items()}
        owned = np.asarray(self.state.owned[customers].todense()) > 0
        width = owned.shape[1]
        chosen = np.zeros_like(owned)
        rate = np.broadcast_to(self.rate[None, :], owned.shape)
        buyers = np.broadcast_to(self.of_product[:, 0][None, :], owned.shape)
        for given in (*scores.values(), rate, buyers):
            if width <= 2 * each:
                chosen[:] = True
                break
            lowered = np.where(owned, -np.inf, given)
            top = np.argpartition(-lowered, each, axis=1)[:, :each]
            np.put_along_axis(chosen, top, True, axis=1)
        chosen &= ~owned
        row, product = np.nonzero(chosen)
        columns = [s[row, product] for s in scores.values()]
        columns += [_relative(s, owned)[row, product] for s in scores.values()]
        columns.append(self._best(customers, chosen))
        product_columns = self.of_product[product]
        customer_columns = self.of_customer[customers[row]]
        expected = self.rate[product] * customer_columns[:, 0]
        return Candidates(
            customers[row], product,
            _stacked([*columns, product_columns, customer_columns, expected]),
        )  # fmt: skip

    def _best(self, customers: Ints, chosen: npt.NDArray[np.bool_]) -> Floats:
        owned = self.state.owned
        found = []
        for place, customer in enumerate(customers):
            own = owned.indices[owned.indptr[customer] : owned.indptr[customer + 1]]
            wanted = np.flatnonzero(chosen[place])
            found.append(
                self.confidence[np.ix_(own, wanted)].max(axis=0)
                if len(own)
                else np.zeros(len(wanted))
            )
        best: Floats = np.concatenate(found or [np.zeros(0)]).astype(np.float32)
        return best


def _relative(scores: Floats, owned: npt.NDArray[np.bool_]) -> Floats:
    """Return the scores as parts of the best one that a customer does not own."""
    best = np.where(owned, 0.0, np.abs(scores)).max(axis=1, initial=0.0)
    return np.asarray(scores / np.maximum(best, 1e-9)[:, None], dtype=np.float32)


def _of_products(state: State, before: State, fresh: sp.csr_array) -> Floats:
    width, horizon = state.shape[1], state.horizon
    buyers = np.bincount(state.product, minlength=width)
    lately = np.bincount(state.product[state.first >= state.cut - horizon], minlength=width)
    just = np.bincount(state.product[state.first >= state.cut - horizon / 3], minlength=width)
    active = np.bincount(state.product[state.last >= state.cut - horizon], minlength=width)
    taken = np.asarray(fresh.sum(axis=0)).ravel()
    lacking = len(before.present) - np.bincount(before.product, minlength=width)
    started = np.full(width, state.cut)
    np.minimum.at(started, state.product, state.first)
    age = state.cut - started
    ended = np.zeros(width, dtype=np.int64)
    np.maximum.at(ended, state.product, state.last)
    often = np.bincount(state.product, state.count, minlength=width)
    again = np.bincount(state.product[state.count > 1], minlength=width)
    safe = np.maximum(buyers, 1)
    # Silence counts from the last day on which anything was bought: else a product looks dropped
    # on a day after which the shop was closed, as none did on the days that were learnt from.
    heard = int(state.last.max(initial=0))
    return np.column_stack(
        [
            buyers / max(1, len(state.present)),
            (taken + 0.1) / (lacking + 10.0),
            (lately + 1) / (buyers * np.minimum(1.0, horizon / np.maximum(age, 1)) + 1),
            (3 * just + 1) / (lately + 1),
            active / safe,
            np.minimum(age, SEEN * horizon),
            heard - ended,
            often / safe,
            again / safe,
        ]
    ).astype(np.float32)


def _stacked(columns: list[npt.NDArray[Any]]) -> Floats:
    return np.column_stack(columns).astype(np.float32)


def _of_customers(state: State) -> Floats:
    size, horizon = state.history.shape[0], state.horizon
    seen = state.history.day < state.cut
    customer, day = state.history.customer[seen], state.history.day[seen]
    visits = np.unique(customer * (1 << 24) + day)
    who, when = visits >> 24, visits & ((1 << 24) - 1)
    days = np.bincount(who, minlength=size)
    lately = np.bincount(who[when >= state.cut - horizon], minlength=size)
    just = np.bincount(who[when >= state.cut - horizon / 3], minlength=size)
    first = np.full(size, state.cut)
    np.minimum.at(first, who, when)
    last = np.zeros(size, dtype=np.int64)
    np.maximum.at(last, who, when)
    heard = int(when.max(initial=0))
    owns = np.bincount(state.customer, minlength=size)
    new = np.bincount(state.customer[state.first >= state.cut - horizon], minlength=size)
    newest = np.bincount(state.customer[state.first >= state.cut - horizon / 3], minlength=size)
    bought = np.bincount(customer, minlength=size)
    tenure = state.cut - first
    return np.column_stack(
        [
            new, newest, owns, days, lately, just, np.minimum(tenure, SEEN * horizon), heard - last,
            bought / np.maximum(days, 1), new / np.maximum(lately, 1),
            owns / np.maximum(bought, 1), tenure / np.maximum(days, 1),
        ]
    ).astype(np.float32)  # fmt: skip
