"""The whitespace matrix of a group: what each company has of each product, with sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.ownership import ownership
from graph.cross_sell.results import Cell
from graph.cross_sell.revenue import day_of
from graph.cross_sell.tree import places
from graph.cross_sell.whitespace import cell_states
from graph.cross_sell.whitespace_results import CellSums, MatrixSums, Named, Whitespace
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from graph.cross_sell.revenue import Revenue
    from graph.snapshot import NodeTable, Snapshot

# Expected value by member id and product id.
Expected = Mapping[tuple[str, str], float]

NO_PRODUCTS = Text("No products are known. Load products.", "没有产品，请导入产品。")


def whitespace(
    snapshot: Snapshot,
    group_id: str,
    *,
    as_of: date,
    currency: str,
    paid: Revenue,
    expected: Expected,
) -> Whitespace:
    """Return the state of every company of a group with every product.

    Parameters
    ----------
    snapshot : Snapshot
    group_id : str
        The group; it stands in the matrix itself.
    as_of : date
    currency : str
        The book's.
    paid : Revenue
        What is billed: for uses that state no monthly revenue.
    expected : mapping of (member id, product id) to float
        What the best way in is worth a year, where there is one.

    Raises
    ------
    NotFoundError
        If there is no such enterprise.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.cross_sell.revenue import revenue
    >>> from graph.snapshot import Snapshot
    >>> nodes = {"Enterprise": pl.DataFrame({"id": ["g"]}),
    ...          "Product": pl.DataFrame({"id": ["a", "b"]})}
    >>> uses = pl.DataFrame({"from": ["g"], "to": ["a"], "monthly_revenue": [50.0]})
    >>> made = Snapshot.from_frames(nodes, {"USES": uses})
    >>> day = date(2026, 3, 31)
    >>> matrix = whitespace(made, "g", as_of=day, currency="CNY", expected={},
    ...                     paid=revenue(made, None, day, 12))
    >>> [(c.product, c.state, c.monthly_revenue) for c in matrix.cells]
    [('a', 'ours', 50.0), ('b', 'open', None)]
    """
    enterprises, products = snapshot.nodes["Enterprise"], snapshot.nodes["Product"]
    group, day = enterprises.position(group_id), day_of(as_of)
    members = [p.enterprise for p in places(ownership(snapshot, day), group)]
    states = cell_states(snapshot, members, day)
    earning = earned(snapshot, paid, day)
    cells = [
        Cell(
            member=(pair := (enterprises.ids[member], products.ids[product]))[0],
            product=pair[1],
            state=state.state,
            monthly_revenue=earning.get((member, product)),
            rivals=state.rivals,
            why=state.why,
            expected_value=expected.get(pair),
        )
        for (member, product), state in states.items()
    ]
    return Whitespace(
        group=group_id,
        as_of=as_of,
        currency=currency,
        members=named(enterprises, members),
        products=named(products, range(len(products))),
        cells=cells,
        sums=MatrixSums(
            products=sums_by(cells, lambda c: c.product, products.ids),
            members=sums_by(cells, lambda c: c.member, [enterprises.ids[m] for m in members]),
        ),
        notes=[] if len(products) else [Sentence.of(NO_PRODUCTS)],
    )


def named(table: NodeTable, positions: Iterable[int]) -> list[Named]:
    """Return nodes with their names in both languages."""
    own, english = table.column("name"), table.column("name_en")
    return [
        Named(id=table.ids[at], name=own[at] or english[at] or table.ids[at], name_en=english[at])
        for at in positions
    ]


def earned(snapshot: Snapshot, paid: Revenue, day: int) -> dict[tuple[int, int], float]:
    """Return what each use in force brings in a month: what it states, else the mean of bills."""
    edges = snapshot.edge("USES")
    rows = np.flatnonzero(edges.in_force(day))
    stated = edges.numbers("monthly_revenue")[rows].tolist()
    pairs = zip(edges.source[rows].tolist(), edges.target[rows].tolist(), strict=True)
    found: dict[tuple[int, int], float] = {}
    silent = []
    for pair, amount in zip(pairs, stated, strict=True):
        if np.isnan(amount):
            silent.append(pair)
        else:
            found[pair] = found.get(pair, 0.0) + amount
    return {p: paid.monthly[p] for p in silent if p in paid.monthly} | found


def sums_by(
    cells: Iterable[Cell], key: Callable[[Cell], str], ids: Iterable[str]
) -> dict[str, CellSums]:
    """Return the sums of the cells of each id, those without a cell too."""
    counts = {id_: dict.fromkeys(CellSums.model_fields, 0.0) for id_ in ids}
    for cell in cells:
        sums = counts[key(cell)]
        sums[cell.state] += 1
        sums["monthly_revenue"] += cell.monthly_revenue or 0.0
        sums["expected_value"] += cell.expected_value or 0.0
    return {id_: CellSums.model_validate(sums) for id_, sums in counts.items()}
