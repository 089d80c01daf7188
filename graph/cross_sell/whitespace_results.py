"""The answer of ``linchpin whitespace``: a group's companies by products."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.cross_sell.results import Cell
from graph.decision.results import Answer, Sentence, spoken


class Named(Answer):
    """A company or a product of the matrix."""

    id: str
    name: str
    name_en: str | None = None


class CellSums(Answer):
    """How many cells of a row or column are in each state, and what ours bring in a month."""

    ours: int = 0
    rival: int = 0
    open: int = 0
    not_suitable: int = 0
    monthly_revenue: float = 0.0
    expected_value: float = 0.0


class MatrixSums(Answer):
    """The sums of every column and every row, by id."""

    products: dict[str, CellSums]
    members: dict[str, CellSums]


class Whitespace(Answer):
    """The matrix of one group: companies in the order of its tree, products by id.

    ``monthly_revenue`` of a cell is what its use states, else the mean of the billed months;
    ``expected_value`` is that of the best way in, None where there is none or nothing to sell.
    """

    group: str
    as_of: date
    currency: str | None = None
    members: list[Named]
    products: list[Named]
    cells: list[Cell]
    sums: MatrixSums
    notes: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
