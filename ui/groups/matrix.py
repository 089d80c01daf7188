"""The whitespace matrix: members by products, ours, open, a rival's or not suitable."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import streamlit as st

from graph.cross_sell.results import Cell
from graph.cross_sell.whitespace_results import CellSums, Named, Whitespace
from ui.components.html import Markup, el, safe
from ui.format import money
from ui.groups.grid import Grid, Key
from ui.groups.looks import Looks
from ui.names import Names
from ui.text import language, named, t

# Where so many products stand side by side, their names stand upright.
UPRIGHT_FROM = 9
# From so many on columns are narrow, so that all of them and the sums are seen.
MANY_FROM = 13
# From so many companies on a column has no room for "12/345".
WIDE = 100


def pair_id(member: str, product: str) -> str:
    """Return one id for a member and a product.

    Examples
    --------
    >>> pair_of(pair_id("a|b", "c"))
    ('a|b', 'c')
    """
    return json.dumps([member, product], ensure_ascii=False)


def pair_of(id_: str) -> Key:
    """Return the member and the product of :func:`pair_id`."""
    member, product = json.loads(id_)
    return str(member), str(product)


@dataclass(frozen=True)
class Matrix:
    """The matrix of one group, ready to be drawn.

    Parameters
    ----------
    grid : Grid
    names : Names
    chosen : (member, product) or None
    state : str
        Only cells in this state are shown; empty for all.
    sort : str
        By which column the rows stand: see :mod:`ui.groups.order`.
    """

    grid: Grid
    names: Names
    chosen: Key | None
    state: str = ""
    sort: str = ""

    @property
    def whitespace(self) -> Whitespace:
        """The answer that is drawn."""
        return self.grid.whitespace

    @cached_property
    def looks(self) -> Looks:
        """What stands in the cells."""
        return Looks(self.names, self.whitespace.currency, self.grid.most, self.grid.thousands)

    def draw(self, members: Sequence[Named], products: Sequence[Named]) -> Markup:
        """Draw the given rows and columns, sums at the right and on top."""
        count = len(products)
        shapes = [(0, "matrix"), (UPRIGHT_FROM, "upright"), (MANY_FROM, "many")]
        table = el(
            "table",
            " ".join(css for least, css in shapes if count >= least),
            el("colgroup", "", *_widths(count)),
            el("thead", "", self._head(products), self._sums_row(products)),
            el("tbody", "", *self._rows(members, products)),
            style=f"--cols:{count + 2}",
        )
        return el("div", "matrix-wrap", table)

    def _head(self, products: Sequence[Named]) -> Markup:
        titles = [(f"p:{p.id}", named(p)) for p in products]
        ends = [("ours", t("Ours")), ("expected", t("Expected"))]
        cells = [self._sorting(key, words) for key, words in [*titles, *ends]]
        return el("tr", "", el("td", "", self._tree_order()), *cells)

    def _sorting(self, key: str, words: str) -> Markup:
        css = "sorted" if key == self.sort else ""
        button = el(
            "button", css, el("span", "", words), type="button", data_id=key, data_event="sort",
            data_sort="1", tabindex="0", title=t("{name}: sort the companies by it", name=words),
        )  # fmt: skip
        return el("th", "", button, scope="col", aria_sort="descending" if css else None)

    def _tree_order(self) -> Markup | None:
        if not self.sort:
            return None
        words = t("Order of the tree")
        return el(
            "button", "link", words, type="button", data_id="", data_event="sort", data_sort="1",
            tabindex="0",
        )  # fmt: skip

    def _sums_row(self, products: Sequence[Named]) -> Markup:
        sums, all_ = self.whitespace.sums, self.whitespace.sums.members.values()
        cells = [self._sum(sums.products[p.id], named(p)) for p in products]
        ours = 12 * sum(s.monthly_revenue for s in all_)
        expected = sum(s.expected_value for s in all_)
        ends = [el("td", "sum", el("b", "", self.looks.amount(v))) for v in (ours, expected)]
        return el("tr", "totals", el("th", "", t("All companies"), scope="row"), *cells, *ends)

    def _sum(self, sums: CellSums, name: str) -> Markup:
        """Say how many use a product and, in a small group, how many it suits."""
        suits = sums.ours + sums.rival + sums.open
        title = self._counted(sums, name)
        said = f"{sums.ours}/{suits}" if suits < WIDE else f"{sums.ours}"
        return el("td", "sum", said, title=title)

    def _counted(self, sums: CellSums, name: str) -> str:
        currency = self.whitespace.currency
        said = t(
            "{name}: {ours} ours, {rival} held by rivals, {open} open, {not_suitable} not suitable",
            name=name,
            ours=sums.ours,
            rival=sums.rival,
            open=sums.open,
            not_suitable=sums.not_suitable,
        )
        yearly = money(12 * sums.monthly_revenue, currency, fine=True)
        return f"{said} · {t('{money} a year', money=yearly)}"

    def _rows(self, members: Sequence[Named], products: Sequence[Named]) -> list[Markup]:
        """Draw the rows; all are kept but the one with the chosen cell."""
        ids = tuple(m.id for m in members), tuple(p.id for p in products)
        rows = list(
            plain_rows(self, members, products, (self.grid.key, language(), self.state, ids))
        )
        for down, member in enumerate(members):
            if self.chosen is not None and member.id == self.chosen[0]:
                rows[down] = self.row(down, member, products)
        return rows

    def row(self, down: int, member: Named, products: Sequence[Named]) -> Markup:
        """Draw one company: its cells, and its sums at the right."""
        name, sums = named(member), self.whitespace.sums.members[member.id]
        cells = [
            self._cell(
                self.grid.cells[member.id, p.id], f'data-row="{down}" data-col="{at}"', name, p
            )
            for at, p in enumerate(products)
        ]
        title = self._counted(sums, name)
        ends = [
            el("td", "sum", self.looks.amount(12 * sums.monthly_revenue), title=title),
            el("td", "sum", self.looks.amount(sums.expected_value), title=title),
        ]
        head = el("th", "", el("span", "", name), scope="row", title=name)
        return el("tr", "", head, *cells, *ends)

    def _cell(self, cell: Cell, place: str, member: str, product: Named) -> Markup:
        """Draw one cell; written out by hand, for there can be thousands."""
        if self.state and cell.state != self.state:
            return Markup("<td></td>")
        look, key = self.looks.look(cell), (cell.member, cell.product)
        full = safe(f"{member} · {named(product)}: {look.sentence}")
        css = f"cell {look.css} chosen" if key == self.chosen else f"cell {look.css}"
        style = f' style="{look.style}"' if look.style else ""
        shown = f'class="{css}"{style} {place}'
        if key not in self.grid.reachable:
            return Markup(f'<td><span title="{full}" {shown}>{safe(look.words)}</span></td>')
        choice = f'data-id="{safe(pair_id(*key))}" data-event="cell" tabindex="0"'
        # The script makes the tooltip of the label; written twice it is half the page.
        return Markup(
            f'<td><button type="button" aria-label="{full}" {shown} {choice}>'
            f"{safe(look.words)}</button></td>"
        )


def _widths(products: int) -> list[Markup]:
    """Return the columns; the sums are wider than a cell, for they hold longer numbers."""
    return [el("col", css) for css in ("first", *[""] * products, "sum", "sum")]


@st.cache_resource(show_spinner=False, max_entries=12)
def plain_rows(
    _matrix: Matrix, _members: Sequence[Named], _products: Sequence[Named], key: Hashable
) -> list[Markup]:
    """Draw rows in which nothing is chosen, once for all readers; ``key`` names what is seen."""
    del key
    plain = replace(_matrix, chosen=None)
    return [plain.row(down, member, _products) for down, member in enumerate(_members)]
