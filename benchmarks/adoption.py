"""How well new products are foretold: the fitted model beside popularity, kNN, walk and EASE.

On made histories (telecom services, shop fashions, groceries), and on the files that
``--usage FILE`` names: everything up to a horizon before the end is known, what was taken up in
the horizon is judged. Means over customers known before who took up anything.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks import made_histories
from benchmarks.figures import Figure, table
from graph.cross_sell.history.calibration import table as bins_of
from graph.cross_sell.history.events import History, history_of
from graph.cross_sell.history.metrics import ndcg_at, precision_at
from graph.cross_sell.history.recommend import Recommender
from graph.cross_sell.history.scorers import Scorer, ease, item_knn, walk
from graph.cross_sell.history.state import State, state_at

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Pairs = set[tuple[str, str]]

HORIZON = 60
K = 10
# Made histories and their customers; with fewer than these nothing can be judged.
SETS = {"telecom": 2000, "fashion": 1200, "grocery": 600}
FEWEST = 300


@dataclass(frozen=True)
class Later:
    """What came true in the horizon after a day.

    ``ours`` and ``models``: (precision, NDCG) at 10; ``bins``: (predicted, observed, cells) of
    the recommended cells; ``mean``: predicted and observed over all of them.
    """

    model: str
    customers: int
    ours: tuple[float, float]
    models: dict[str, tuple[float, float]]
    bins: list[tuple[float, float, int]]
    mean: tuple[float, float]
    seconds: float


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Judge on the made histories."""
    del repeats
    figures: list[Figure] = []
    for name, customers in SETS.items():
        size = max(FEWEST, int(customers * scale))
        made = numbered(getattr(made_histories, name)(seed=11, customers=size))
        figures += _told(name, made, HORIZON)
    return figures


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ``customer, product, day`` of rows with a ``date``."""
    return rows.select(
        "customer", "product", day=pl.col("date").cast(pl.Date).to_physical().cast(pl.Int64)
    )


def _told(name: str, rows: pl.DataFrame, horizon: int) -> list[Figure]:
    until = int(rows["day"].max()) + 1 - horizon  # type: ignore[arg-type]
    found = judged_later(rows, until, horizon)
    note = f"{found.customers} customers, {found.model} chosen by itself"
    figures = []
    for place, measure in enumerate(("precision at 10", "NDCG at 10")):
        for model, value in found.models.items():
            figures.append(Figure(f"{name}: {model}, {measure}", value[place]))
        figures.append(Figure(f"{name}: ours, {measure}", found.ours[place], note=note))
        knn = found.models["item_knn"][place]
        figures.append(
            Figure(f"{name}: ours over item kNN, {measure}", found.ours[place] / knn, "times")
        )
    figures += [
        Figure(f"{name}: offers that came true", seen, note=f"of {n} foretold at {said:.3f}")
        for said, seen, n in found.bins
    ]
    return [*figures, Figure(f"{name}: time", found.seconds, "s", note=f"{rows.height} rows")]


def judged_later(rows: pl.DataFrame, until: int, horizon: int) -> Later:
    """Recommend from what was before ``until`` and look at the horizon after it."""
    before = history_of(rows, until)
    after = set(
        rows.filter(pl.col("day").is_between(until, until + horizon - 1))
        .select("customer", "product")
        .unique()
        .iter_rows()
    )
    owned = set(rows.filter(pl.col("day") < until).select("customer", "product").iter_rows())
    fresh = _fresh(before, after - owned)
    started = time.perf_counter()
    model = Recommender(before, horizon, K)
    offers = model.frame()
    seconds = time.perf_counter() - started
    hits = np.array([pair in after for pair in offers.select("customer", "product").iter_rows()])
    shown: dict[str, list[bool]] = {}
    for customer, hit in zip(offers["customer"], hits, strict=True):
        shown.setdefault(customer, []).append(bool(hit))
    who = sorted(fresh)
    taken = np.array([len(fresh[c]) for c in who])
    ours = np.array([(shown.get(c, []) + [False] * K)[:K] for c in who])
    predicted = offers["probability"].to_numpy()
    return Later(
        model=model.chosen.name,
        customers=len(who),
        ours=(precision_at(ours), ndcg_at(ours, taken)),
        models={
            n: _judged(f, before, fresh, horizon) for n, f in _rankings(before, horizon).items()
        },
        bins=bins_of(predicted, hits),
        mean=(float(predicted.mean()), float(hits.mean())),
        seconds=seconds,
    )


def _fresh(before: History, pairs: Pairs) -> dict[str, set[str]]:
    """Return what each known customer took up anew, of the products known before."""
    customers, products = set(before.customers), set(before.products)
    fresh: dict[str, set[str]] = {}
    for customer, product in pairs:
        if customer in customers and product in products:
            fresh.setdefault(customer, set()).add(product)
    return fresh


def _rankings(before: History, horizon: int) -> dict[str, Callable[[Ints], np.ndarray]]:
    state = state_at(before, before.until, horizon)
    buyers = np.asarray(state.owned.sum(axis=0)).ravel()

    def popular(customers: Ints) -> np.ndarray:
        return np.broadcast_to(buyers, (len(customers), len(buyers)))

    scorers: dict[str, Scorer] = {
        "item_knn": item_knn(state),
        "walk": walk(state),
        "ease": ease(state.decayed(2.0 * horizon), 0.3),
    }
    return {"popularity": popular, **{name: scorer.of for name, scorer in scorers.items()}}


def _judged(
    scores: Callable[[Ints], np.ndarray],
    before: History,
    fresh: dict[str, set[str]],
    horizon: int,
) -> tuple[float, float]:
    state: State = state_at(before, before.until, horizon)
    who = sorted(fresh)
    places = {c: i for i, c in enumerate(before.customers)}
    rows = np.array([places[c] for c in who])
    hits = np.zeros((len(who), K), dtype=bool)
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        given = np.array(scores(part), dtype=float)
        given[np.asarray(state.owned[part].todense()) > 0] = -np.inf
        best = np.argsort(-given, axis=1, kind="stable")[:, :K]
        for i, top in enumerate(best):
            wanted = fresh[who[start + i]]
            hits[start + i, : len(top)] = [
                before.products[state.universe[p]] in wanted for p in top
            ]
    return precision_at(hits), ndcg_at(hits, np.array([len(fresh[c]) for c in who]))


def main() -> None:
    """Judge on files of one's own: ``python -m benchmarks.adoption --usage FILE``."""
    from loaders.purchases import read_history

    parser = argparse.ArgumentParser(prog="python -m benchmarks.adoption", description=__doc__)
    parser.add_argument("--usage", action="append", default=[], metavar="FILE")
    parser.add_argument("--horizon", type=int, default=HORIZON, metavar="DAYS")
    chosen = parser.parse_args()
    figures: list[Figure] = [] if chosen.usage else run()
    for path in chosen.usage:
        read = read_history(path)
        figures += _told(read.label, read.frame, chosen.horizon)
    print(table(figures))


if __name__ == "__main__":
    main()
