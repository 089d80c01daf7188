"""The state of every member and product: ours, a rival's, not suitable or open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from graph.cross_sell.results import RivalShare
from graph.cross_sell.usage import used_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import scipy.sparse as sp

    from graph.snapshot import Snapshot

    Codes = npt.NDArray[np.int8]
    Floats = npt.NDArray[np.float64]
    Sets = tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]

State = Literal["ours", "rival", "not_suitable", "open"]
# The states by their codes in :meth:`Cells.codes`.
STATES: tuple[State, ...] = ("ours", "rival", "not_suitable", "open")
OURS, RIVAL, NOT_SUITABLE, OPEN = range(len(STATES))
# The columns of a product that rule enterprises out, in the order in which they are named.
COLUMNS = ("min_employees", "max_employees", "industries", "regions")


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
    known = cells(snapshot, day)
    codes, columns = known.codes(members), known.fits.ruled_out(members)
    states: dict[tuple[int, int], CellState] = {}
    for row, member in enumerate(members):
        for product, (code, column) in enumerate(
            zip(codes[row].tolist(), columns[row].tolist(), strict=True)
        ):
            why = COLUMNS[column] if code == NOT_SUITABLE else None
            rivals = known.rivals.get((member, product), [])
            states[member, product] = CellState(STATES[code], rivals, why)
    return states


def cells(snapshot: Snapshot, day: int) -> Cells:
    """Return the cells of a snapshot on ``day``, the same ones when they are asked for again."""
    key = ("cross_sell.cells", day)
    if key not in snapshot.memo:
        snapshot.memo[key] = Cells(snapshot, day)
    return snapshot.memo[key]  # type: ignore[no-any-return]


class Cells:
    """What is known of the cells of all enterprises and products on one day."""

    def __init__(self, snapshot: Snapshot, day: int) -> None:
        self._snapshot = snapshot
        self._day = day

    @cached_property
    def used(self) -> sp.csr_array:
        """The 0/1 matrix of enterprises and products in use."""
        return used_on(self._snapshot, self._day)

    @cached_property
    def rivals(self) -> dict[tuple[int, int], list[RivalShare]]:
        """Who supplies a product to an enterprise, in the order of their ids."""
        return _rivals(self._snapshot, self._day)

    @cached_property
    def fits(self) -> Suitability:
        """Which products are not for which enterprises."""
        return Suitability(self._snapshot)

    def codes(self, members: Sequence[int]) -> Codes:
        """Return the code of the state of each of ``members`` with every product."""
        ruled_out = self.fits.ruled_out(members) >= 0
        codes = np.where(ruled_out, NOT_SUITABLE, OPEN).astype(np.int8)
        place = {member: row for row, member in enumerate(members)}
        for member, product in self._supplied_to(place):
            codes[place[member], product] = RIVAL
        codes[np.asarray(self.used[np.asarray(members, dtype=np.int64)].todense()) > 0] = OURS
        return codes

    @cached_property
    def _supplied(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for member, product in self.rivals:
            found[member].append(product)
        return found

    def _supplied_to(self, members: dict[int, int]) -> list[tuple[int, int]]:
        return [(m, p) for m in members for p in self._supplied.get(m, ())]


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

    @cached_property
    def _tables(self) -> tuple[Floats, Floats, Floats, list[Sets]]:
        """Employees of enterprises, limits of products, and who is in what each product is for."""
        return (
            _numbers(self._employees),
            _numbers(self._least),
            _numbers(self._most),
            [
                _sets(self._industry, self._industries),
                _sets(self._region, self._regions),
            ],
        )

    def ruled_out(self, members: Sequence[int]) -> Codes:
        """Return the place in ``COLUMNS`` of what rules each product out for each of ``members``.

        -1 where nothing known does; of several the first, as in :meth:`why_not`.
        """
        employees, least, most, sets = self._tables
        rows = np.asarray(members, dtype=np.int64)
        size = employees[rows][:, None]
        found = np.full((rows.size, least.size), -1, dtype=np.int8)
        for column, (value, allowed) in reversed(list(enumerate(sets, start=2))):
            found[(value[rows] >= 0)[:, None] & ~allowed[value[rows]]] = column
        found[size > most] = COLUMNS.index("max_employees")
        found[size < least] = COLUMNS.index("min_employees")
        return found

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


def _numbers(values: list[float | None]) -> Floats:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _sets(values: list[str | None], allowed: list[set[str | None]]) -> Sets:
    """Return the number of each enterprise's value, -1 unknown, and values x products allowed.

    A product that names no values allows all.
    """
    known = sorted({v for v in values if v})
    number = {v: i for i, v in enumerate(known)}
    place = np.array([number.get(v, -1) if v else -1 for v in values], dtype=np.int64)
    rows = [[not some or v in some for some in allowed] for v in (*known, None)]
    return place, np.array(rows, dtype=bool).reshape(len(known) + 1, len(allowed))


def _folded(value: str | None) -> str | None:
    return value.strip().casefold() if value else None


def _set_of(values: list[str] | None) -> set[str | None]:
    return {_folded(v) for v in values or []} - {None, ""}


def _excludes(allowed: set[str | None], value: str | None) -> bool:
    return bool(allowed) and value is not None and value not in allowed
