"""The likeliest adoptions of every group, companies and lines, some groups at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.learnt import model_of
from graph.cross_sell.lines.because import of_companies, of_lines
from graph.cross_sell.lines.scores import LineScores, blocks, line_scores
from graph.cross_sell.lines.use import lines_of
from graph.cross_sell.ownership import ownership
from graph.cross_sell.usage import used_on
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from graph.cross_sell.adoption import Model
    from graph.settings import Settings
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Doubles = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Progress = Callable[[int, int, Text], None]

SCHEMA: dict[str, pl.DataType] = {
    "group": pl.String(), "kind": pl.String(), "rank": pl.Int64(), "customer": pl.String(),
    "enterprise": pl.String(), "product": pl.String(), "probability": pl.Float64(),
    "because": pl.String(),
}  # fmt: skip
_SCORING = Text("Scoring companies and lines", "计算企业与个人成员得分")
# Groups between two answers.
TOGETHER = 100


def best_adoptions(  # noqa: PLR0913  each is a thing of its own that callers name
    snapshot: Snapshot,
    usage: pl.LazyFrame,
    day: int,
    settings: CrossSellSettings,
    *,
    top: int,
    billing: pl.DataFrame | pl.LazyFrame | None = None,
    hearing: Settings | None = None,
    progress: Progress | None = None,
) -> Iterator[pl.DataFrame]:
    """Score every open cell of every company and line; yield the best of each group.

    Parameters
    ----------
    snapshot : Snapshot
    usage : LazyFrame
        The table ``usage``; only the rows of individual members count.
    day : int
        Days since 1970.
    top : int
        Cells kept of each group, of its companies and of its lines each.
    billing : DataFrame, LazyFrame or None
        Dates the uses of companies that state no ``since``.
    hearing : Settings, optional
        How people are heard; without it access is no column of what tells companies' adoption.
    progress : callable or None
        Told how many groups are done.

    Yields
    ------
    DataFrame
        ``group, kind (enterprise | member), rank, customer, enterprise, product, probability,
        because``, groups in order of their ids.
    """
    heads = np.asarray(ownership(snapshot, day).heads(), dtype=np.int64)
    model = model_of(snapshot, None, day, settings, billing, hearing=hearing)
    companies = Companies(snapshot, day, model, heads)
    lines = LinesOf(snapshot, usage, day, settings)
    every = np.unique(heads)
    for start in range(0, len(every), TOGETHER):
        if progress:
            progress(start, len(every), _SCORING)
        parts: list[Cells] = []
        for found in companies.best(every[start : start + TOGETHER], top):
            parts += [found, *lines.best(found.head, top)]
        yield _framed(snapshot, parts)
    if progress:
        progress(len(every), len(every), _SCORING)


class Companies:
    """The adoption of companies, by group."""

    def __init__(self, snapshot: Snapshot, day: int, model: Model, heads: Ints) -> None:
        self.snapshot, self.model = snapshot, model
        self.now = used_on(snapshot, day)
        self.order = np.argsort(heads, kind="stable")
        self.heads = heads[self.order]

    def best(self, heads: Ints, top: int) -> list[Cells]:
        """Return the best cells of the companies of some groups that follow one another."""
        starts = np.searchsorted(self.heads, heads)
        end = np.searchsorted(self.heads, heads[-1:], side="right")
        who = self.order[starts[0] : end[0]]
        model, now = self.model.of(who), self.now[who]
        scores = np.where(np.asarray(now.todense()) > 0, -np.inf, model.probability)
        spans = list(pairwise([*starts - starts[0], len(who)]))
        firsts = [_first(scores[slice(*span)], top) for span in spans]
        row = np.concatenate([at + span[0] for (at, _), span in zip(firsts, spans, strict=True)])
        product = np.concatenate([p for _, p in firsts])
        said = of_companies(self.snapshot, model, who, now, (row, product))
        places = np.cumsum([0, *(len(p) for _, p in firsts)]).tolist()
        return [
            self._cells(head, who[row[part]], product[part], scores[row[part], product[part]],
                        said[part])
            for head, part in zip(heads.tolist(), starmap(slice, pairwise(places)), strict=True)
        ]  # fmt: skip

    def _cells(
        self, head: int, member: Ints, product: Ints, probability: Doubles, said: list[str]
    ) -> Cells:
        ids = self.snapshot.nodes["Enterprise"].ids
        customer = [ids[m] for m in member.tolist()]
        return Cells(head, "enterprise", customer, member, product, probability, said)


class LinesOf:
    """The adoption of individual lines, by group."""

    def __init__(
        self, snapshot: Snapshot, usage: pl.LazyFrame, day: int, settings: CrossSellSettings
    ) -> None:
        self.snapshot = snapshot
        self.lines = lines_of(snapshot, usage, day)
        self.model: LineScores | None = None
        if len(self.lines.ids):
            self.model = line_scores(snapshot, self.lines, day, settings)

    def best(self, head: int, top: int) -> list[Cells]:
        """Return the best cells of a group's lines; nothing where it has none."""
        start, end = np.searchsorted(self.lines.group, [head, head + 1]).tolist()
        if self.model is None or start == end:
            return []
        found = [_block(self.model, *part, top) for part in blocks(start, end)]
        line, product, score = (np.concatenate(p) for p in zip(*found, strict=True))
        order = np.lexsort((product, line, -score))[: top or None]
        line, product, score = line[order], product[order], score[order].astype(float)
        said = of_lines(self.snapshot, self.model, line, product)
        customer, company = self.lines.ids[line].to_list(), self.lines.company[line]
        probability = -np.expm1(-np.exp(score))
        return [Cells(head, "member", customer, company, product, probability, said)]


def _block(
    model: LineScores, start: int, end: int, top: int
) -> tuple[Ints, Ints, npt.NDArray[np.float32]]:
    scores = model.of(start, end)
    row, product = _first(scores, top)
    return row + start, product, scores[row, product]


def _first(scores: npt.NDArray[np.floating], top: int) -> tuple[Ints, Ints]:
    """Return rows and columns of the highest scores, the highest first; ties as they stand."""
    flat = scores.ravel()
    if 0 < top < flat.size:
        # Whatever ties with the last one is looked at, so that the order decides and not chance.
        least = np.partition(flat, flat.size - top)[flat.size - top]
        chosen = np.flatnonzero(flat >= least)
    else:
        chosen = np.arange(flat.size)
    chosen = chosen[np.isfinite(flat[chosen])]
    chosen = chosen[np.argsort(-flat[chosen], kind="stable")][: top or None]
    row, product = np.divmod(chosen, scores.shape[1])
    return row, product


@dataclass(frozen=True)
class Cells:
    """The best cells of a group, the likeliest first."""

    head: int
    kind: str
    customer: list[str]
    company: Ints
    product: Ints
    probability: Doubles
    because: list[str]


def _framed(snapshot: Snapshot, parts: list[Cells]) -> pl.DataFrame:
    """Return the cells of several groups as rows."""
    ids, products = snapshot.nodes["Enterprise"].ids, snapshot.nodes["Product"].ids
    rows = [(ids[p.head], p.kind, at + 1) for p in parts for at in range(len(p.product))]
    group, kind, rank = zip(*rows, strict=True) if rows else ((), (), ())
    return pl.DataFrame(
        {
            "group": group,
            "kind": kind,
            "rank": rank,
            "customer": [c for p in parts for c in p.customer],
            "enterprise": [ids[m] for p in parts for m in p.company.tolist()],
            "product": [products[q] for p in parts for q in p.product.tolist()],
            "probability": [x for p in parts for x in p.probability.tolist()],
            "because": [b for p in parts for b in p.because],
        },
        schema=SCHEMA,
    )
