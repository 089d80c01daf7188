"""Which rows and columns of the matrix are shown, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph.cross_sell.results import Cell
from graph.cross_sell.whitespace_results import Named, Whitespace


def columns(matrix: Whitespace, find: str, state: str) -> list[Named]:
    """Return the products that suit somebody and fit the filters; others are columns of dashes.

    Words that fit no product but a company leave the products as they are.
    """
    suits = {c.product for c in _shown(matrix.cells, state)}
    offered = [p for p in matrix.products if p.id in suits]
    return [p for p in offered if fits(p, find)] or offered


def lines(matrix: Whitespace, within: Collection[str], find: str, state: str) -> list[Named]:
    """Return the companies among ``within`` that fit the filters, in the order of the tree.

    Words that fit a product but no company leave the companies as they are.
    """
    has = {c.member for c in _shown(matrix.cells, state)} if state else set(within)
    known = [m for m in matrix.members if m.id in within and m.id in has]
    if any(fits(p, find) for p in matrix.products) and not any(fits(m, find) for m in known):
        return known
    return [m for m in known if fits(m, find)]


def _shown(cells: Iterable[Cell], state: str) -> Iterable[Cell]:
    return (c for c in cells if (c.state == state if state else c.state != "not_suitable"))


def fits(thing: Named, find: str) -> bool:
    """Tell whether every word stands in the names or the id.

    Examples
    --------
    >>> fits(Named(id="E1", name="东海燃气", name_en="Donghai Gas"), "gas dong")
    True
    """
    text = " ".join((thing.id, thing.name, thing.name_en or "")).casefold()
    return all(word in text for word in find.casefold().split())


def ordered(matrix: Whitespace, members: Sequence[Named], sort: str) -> list[Named]:
    """Return companies by a column, the largest first; equals and no sort: as they stand.

    ``sort``: ``p:ID`` a product (ours by revenue, then open and rivals' by expected value),
    ``ours`` revenue, ``expected`` expected value.
    """
    sums = matrix.sums.members
    if sort == "ours":
        return sorted(members, key=lambda m: -sums[m.id].monthly_revenue)
    if sort == "expected":
        return sorted(members, key=lambda m: -sums[m.id].expected_value)
    if sort.startswith("p:"):
        cells = {c.member: c for c in matrix.cells if c.product == sort[2:]}
        if cells:
            return sorted(members, key=lambda m: _rank(cells[m.id]))
    return list(members)


def _rank(cell: Cell) -> tuple[int, float]:
    place = ("ours", "open", "rival", "not_suitable").index(cell.state)
    return place, -(cell.monthly_revenue or cell.expected_value or 0.0)
