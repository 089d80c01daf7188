"""New products for every customer of a history, each with its probability and reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.history.choice import EACH, Chosen, choose, places, stretched, unfitted
from graph.cross_sell.history.features import Columns
from graph.cross_sell.history.reasons import Because, Reasons
from graph.cross_sell.history.results import (
    Bin,
    Judged,
    Reason,
    Recommendation,
    Recommendations,
)
from graph.cross_sell.history.state import state_at
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.history.events import History, Progress
    from graph.cross_sell.history.state import Ints

    Doubles = npt.NDArray[np.float64]

# Customers whose answers are worked out together.
CHUNK = 2048
_EPOCH = date(1970, 1, 1)
SCHEMA: dict[str, pl.DataType] = {
    "customer": pl.String(), "rank": pl.Int64(), "product": pl.String(),
    "probability": pl.Float64(), "because": pl.String(),
}  # fmt: skip
_SCORING = Text("Scoring customers", "计算客户得分")


@dataclass(frozen=True)
class Offers:
    """The products of some customers, best first: one entry a customer and product.

    ``product`` points into the history's products; ``because`` names products likewise.
    """

    customer: Ints
    rank: Ints
    product: Ints
    probability: Doubles
    because: list[Because]


class Recommender:
    """The model of one history: fitted once, then asked for customers in parts.

    Parameters
    ----------
    history : History
    horizon : int
        Days looked ahead.
    top : int
        Products for each customer.
    """

    def __init__(
        self, history: History, horizon: int, top: int, progress: Progress | None = None
    ) -> None:
        self.history, self.horizon, self.top = history, horizon, top
        self.progress = progress or (lambda *_: None)
        self.each = max(EACH, top)
        self.chosen: Chosen = choose(history, horizon, self.each, self.progress)
        self.state = state_at(history, history.until, self.chosen.window)
        self.columns = Columns(self.state)
        self.reasons = Reasons(self.columns)
        buyers = np.bincount(
            np.unique(history.customer * history.shape[1] + history.product) % history.shape[1],
            minlength=history.shape[1],
        )
        self.popular = np.lexsort((np.arange(len(buyers)), -buyers))

    def offers(self) -> Iterator[Offers]:
        """Yield the offers of all customers, in order of their ids, some at a time."""
        total = self.history.shape[0]
        for start in range(0, total, CHUNK):
            self.progress(start, total, _SCORING)
            yield self._part(np.arange(start, min(total, start + CHUNK)))
        self.progress(total, total, _SCORING)

    def _part(self, customers: Ints) -> Offers:
        cells = self.columns.candidates(customers, self.each)
        scores = self.chosen.score(cells)
        if self.chosen.curve is None:
            probability = unfitted(self.state, scores, cells.product)
        else:
            probability = self.chosen.curve(scores)
        probability = stretched(probability, self.chosen.window, self.horizon)
        product = self.state.universe[cells.product]
        order = np.lexsort((product, -probability, cells.customer))
        order = order[places(cells.customer[order]) < self.top]
        found = self._filled(customers, cells.customer[order], product[order], probability[order])
        customer, product, probability = found
        return Offers(
            customer, places(customer) + 1, product, probability, self._because(customer, product)
        )

    def _filled(
        self, customers: Ints, customer: Ints, product: Ints, probability: Doubles
    ) -> tuple[Ints, Ints, Doubles]:
        """Add products outside of the universe, by popularity, where there are too few."""
        counts = np.bincount(customer - customers[0], minlength=len(customers))
        if (counts >= self.top).all():
            return customer, product, probability
        parts = []
        ends = np.cumsum(counts)
        for place, who in enumerate(customers):
            rows = slice(ends[place] - counts[place], ends[place])
            have = self.history.product[
                slice(*np.searchsorted(self.history.customer, [who, who + 1]))
            ]
            left = np.setdiff1d(self.popular, np.concatenate([have, product[rows]]))
            more = self.popular[np.isin(self.popular, left)][: self.top - counts[place]]
            least = probability[rows][-1] if counts[place] else 1 / (2 + self.history.shape[0])
            falling = least * 0.5 ** np.arange(1, len(more) + 1)
            parts.append(
                (
                    np.full(counts[place] + len(more), who),
                    np.concatenate([product[rows], more]),
                    np.concatenate([probability[rows], falling]),
                )
            )
        who_, what, how = (np.concatenate(p) for p in zip(*parts, strict=True))
        return who_, what, how

    def _because(self, customer: Ints, product: Ints) -> list[Because]:
        place = np.full(self.history.shape[1], -1)
        place[self.state.universe] = np.arange(len(self.state.universe))
        starts = np.flatnonzero(np.diff(customer, prepend=-1))
        answers: list[Because] = []
        for start, end in pairwise([*starts.tolist(), len(customer)]):
            wanted = place[product[start:end]]
            answers += self.reasons.of(int(customer[start]), wanted)
        return [[(kind, self.state.universe[named].tolist()) for kind, named in a] for a in answers]

    def frame(self) -> pl.DataFrame:
        """Return a row a recommendation: ``customer, rank, product, probability, because``.

        ``because`` as ``association: a; b | similar: c``.
        """
        customers, products = self.history.customers, self.history.products
        parts = []
        for part in self.offers():
            said = [
                " | ".join(
                    f"{kind}: {'; '.join(products[q] for q in named)}" if named else kind
                    for kind, named in because
                )
                for because in part.because
            ]
            parts.append(
                pl.DataFrame(
                    {
                        "customer": [customers[c] for c in part.customer.tolist()],
                        "rank": part.rank,
                        "product": [products[q] for q in part.product.tolist()],
                        "probability": part.probability,
                        "because": said,
                    },
                    schema=SCHEMA,
                )
            )
        return pl.concat(parts)

    def answer(self) -> Recommendations:
        """Return everything as the answer that is written as JSON."""
        history, chosen = self.history, self.chosen
        customers, products = history.customers, history.products
        rows = []
        for part in self.offers():
            for c, r, p, x, because in zip(
                part.customer.tolist(), part.rank.tolist(), part.product.tolist(),
                part.probability.tolist(), part.because, strict=True,
            ):  # fmt: skip
                reasons = [
                    Reason(kind=kind, products=[products[q] for q in named])
                    for kind, named in because
                ]
                rows.append(
                    Recommendation(
                        customer=customers[c], rank=r, product=products[p], probability=x,
                        because=reasons,
                    )
                )  # fmt: skip
        return Recommendations(
            as_of=_EPOCH + timedelta(days=history.until),
            horizon=self.horizon,
            model=chosen.name,
            why=Sentence.of(chosen.why),
            customers=len(customers),
            products=len(products),
            judged_on=None if chosen.cut is None else _EPOCH + timedelta(days=chosen.cut),
            judged_customers=chosen.customers,
            validation=[
                Judged(model=name, precision_at_10=p, ndcg_at_10=n)
                for name, (p, n) in chosen.judged.items()
            ],
            calibration=[Bin(predicted=p, observed=o, n=n) for p, o, n in chosen.bins],
            recommendations=rows,
        )
