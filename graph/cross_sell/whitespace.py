"""The state of every member and product: ours, a rival's, not suitable or open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.cross_sell.results import RivalShare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.snapshot import Snapshot

State = Literal["ours", "rival", "not_suitable", "open"]


@dataclass(frozen=True)
class CellState:
    """One cell: its state, the rivals in it, and the column that makes it unsuitable."""

    state: State
    rivals: list[RivalShare] = field(default_factory=list)
    why: str | None = None


def cell_states(
    snapshot: Snapshot, members: Sequence[int], day: int
) -> dict[tuple[int, int], CellState]:
    """Return the state of each of ``members`` with every product on ``day``.

    ``ours`` where a USES is in force (rivals still listed), else ``rival`` where somebody
    SUPPLIES that product, else ``not_suitable`` where a column of the product excludes the
    member's own known value, else ``open``.
    """
    used = _used(snapshot, day)
    rivals = _rivals(snapshot, day)
    fits = Suitability(snapshot)
    states: dict[tuple[int, int], CellState] = {}
    for member in members:
        for product in range(len(snapshot.nodes["Product"])):
            cell = (member, product)
            here = rivals.get(cell, [])
            if cell in used:
                states[cell] = CellState("ours", here)
            elif here:
                states[cell] = CellState("rival", here)
            elif (why := fits.why_not(member, product)) is not None:
                states[cell] = CellState("not_suitable", why=why)
            else:
                states[cell] = CellState("open")
    return states


def _used(snapshot: Snapshot, day: int) -> set[tuple[int, int]]:
    edges = snapshot.edge("USES")
    held = edges.in_force(day)
    return set(zip(edges.source[held].tolist(), edges.target[held].tolist(), strict=True))


def _rivals(snapshot: Snapshot, day: int) -> dict[tuple[int, int], list[RivalShare]]:
    edges = snapshot.edge("SUPPLIES")
    products = {id_: i for i, id_ in enumerate(snapshot.nodes["Product"].ids)}
    competitors = snapshot.nodes["Competitor"].ids
    product, share, until = (edges.column(c) for c in ("product", "share", "until"))
    found: dict[tuple[int, int], list[RivalShare]] = defaultdict(list)
    for row in np.flatnonzero(edges.in_force(day)).tolist():
        if product[row] in products:
            cell = (int(edges.target[row]), products[product[row]])
            rival = competitors[int(edges.source[row])]
            found[cell].append(RivalShare(competitor=rival, share=share[row], until=until[row]))
    return {cell: sorted(rivals, key=lambda r: r.competitor) for cell, rivals in found.items()}


class Suitability:
    """Which products are not for which enterprises, by the columns of the product."""

    def __init__(self, snapshot: Snapshot) -> None:
        table, products = snapshot.nodes["Enterprise"], snapshot.nodes["Product"]
        self._employees = table.column("employees")
        self._industry = [_folded(v) for v in table.column("industry")]
        self._region = [_folded(v) for v in table.column("region")]
        self._least = products.column("min_employees")
        self._most = products.column("max_employees")
        self._industries = [_set_of(v) for v in products.column("industries")]
        self._regions = [_set_of(v) for v in products.column("regions")]

    def why_not(self, enterprise: int, product: int) -> str | None:
        """Return the column that rules the product out, None where nothing known does."""
        employees = self._employees[enterprise]
        least, most = self._least[product], self._most[product]
        if employees is not None and least is not None and employees < least:
            return "min_employees"
        if employees is not None and most is not None and employees > most:
            return "max_employees"
        if _excludes(self._industries[product], self._industry[enterprise]):
            return "industries"
        if _excludes(self._regions[product], self._region[enterprise]):
            return "regions"
        return None


def _folded(value: str | None) -> str | None:
    return value.strip().casefold() if value else None


def _set_of(values: list[str] | None) -> set[str | None]:
    return {_folded(v) for v in values or []} - {None, ""}


def _excludes(allowed: set[str | None], value: str | None) -> bool:
    return bool(allowed) and value is not None and value not in allowed
