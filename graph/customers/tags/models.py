"""What models say of customers, as columns that a tag can be defined by.

A model is a row here: its name, what its columns are, and how their values are computed. To let
tags be defined by a further model, add it to :func:`models`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import polars as pl

from graph.cross_sell.learnt import likelihood
from graph.cross_sell.revenue import day_of
from graph.customers.tags.customers import PRODUCT
from graph.customers.tags.expression import comparisons
from graph.decision import analyze_all
from graph.errors import UsageError
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.customers.tags.customers import Customers, Output
    from graph.customers.tags.expression import Node
    from graph.decision.results import Analysis
    from graph.settings import Settings


FIGURES: dict[str, tuple[Text, Callable[[Analysis], float | None]]] = {
    "lean": (Text("lean", "倾向"), lambda a: a.lean),
    "known_share": (Text("known share", "已知占比"), lambda a: a.known_share),
    "worst_finding": (
        Text("severity of the worst weak link", "最严重薄弱环节的程度"),
        lambda a: max((f.severity for f in a.findings), default=0.0),
    ),
}


@dataclass(frozen=True)
class Adoption:
    """How likely each enterprise is to take up a product that it does not use, by product."""

    settings: Settings
    about: ClassVar[Text] = Text(
        "Probability of taking up a product within 12 months, of enterprises that lack it.",
        "尚未使用该产品的企业在 12 个月内采用的概率。",
    )

    def names(self, customers: Customers) -> list[str]:
        """Return the products."""
        return customers.snapshot.nodes[PRODUCT].ids

    def values(self, customers: Customers, name: str) -> pl.DataFrame:
        """Return the probability of each enterprise that does not use the product."""
        snapshot, day = customers.snapshot, day_of(customers.as_of)
        size = customers.count("Enterprise")
        product = snapshot.nodes[PRODUCT].position(name)
        chosen = self.settings.cross_sell
        model = likelihood(snapshot, None, day, chosen, customers.billing, hearing=self.settings)
        found = model.probability[:, product]
        edges = snapshot.edge("USES")
        using = edges.source[edges.in_force(day) & (edges.target == product)]
        lacking = np.ones(size, dtype=bool)
        lacking[using] = False
        frame = pl.DataFrame({"id": customers.frame("Enterprise")["id"], "value": found})
        return frame.filter(pl.Series(lacking))


@dataclass(frozen=True)
class OpenDeals:
    """How the open deals of each enterprise stand: the mean over its deals."""

    settings: Settings
    about: ClassVar[Text] = Text(
        "The decision model over the open deals for an enterprise, their mean: lean, "
        "known_share, worst_finding.",
        "决策模型对企业未结商机的结果（取均值）：lean 倾向、known_share 已知占比、"
        "worst_finding 最严重薄弱环节。",
    )

    def names(self, customers: Customers) -> list[str]:  # noqa: ARG002 - the same for all books
        """Return the figures."""
        return list(FIGURES)

    def values(self, customers: Customers, name: str) -> pl.DataFrame:
        """Return the mean of a figure over the open deals of each enterprise that has one."""
        read = FIGURES[name][1]
        answers = analyze_all(customers.snapshot, as_of=customers.as_of, settings=self.settings)
        rows = [(a.opportunity.enterprise, read(a)) for a in answers]
        frame = pl.DataFrame(rows, schema={"id": pl.String, "value": pl.Float64}, orient="row")
        return frame.drop_nulls().group_by("id").agg(pl.col("value").mean())


def models(settings: Settings) -> dict[str, Output]:
    """Return every model by the name that stands before the dot."""
    return {"adoption": Adoption(settings), "deals": OpenDeals(settings)}


def check_model(node: Node, customers: Customers) -> None:
    """Refuse an expression of ``--model`` in which no model speaks; say which there are.

    Raises
    ------
    UsageError
        With every model and what it says.
    """
    if any(test.column.parts[0] in customers.models for test in comparisons(node)):
        return
    listed = list(_described(customers))
    raise UsageError(
        Text(
            "No model is named; it reads like adoption.PRODUCT >= 0.2.",
            "未指明模型；写法如 adoption.产品 >= 0.2。",
        ),
        Text(
            "There are: " + " ".join(d.en for d in listed), "现有：" + "".join(d.zh for d in listed)
        ),
    )


def _described(customers: Customers) -> Iterator[Text]:
    for name, model in customers.models.items():
        yield Text(f"{name}: {model.about.en}", f"{name}：{model.about.zh}")
