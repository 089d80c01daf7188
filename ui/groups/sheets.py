"""A group as sheets for readers: the names and words of the page, amounts a year, its colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.cross_sell.results import Cell, CrossSell, SellPath
from graph.cross_sell.whitespace_results import Whitespace
from ui.files import write_cell
from ui.groups.looks import STATES, Looks
from ui.groups.paths import CHANNELS
from ui.names import Names
from ui.text import say, t, together

HEAD = {"bold": True, "bg_color": "#F3F6FA", "text_wrap": True, "valign": "top"}
# Row and column of the first cell of the matrix: above it the title, the key and the products.
FIRST_ROW, FIRST_COLUMN = 4, 1


def write_matrix(
    book: Any, matrix: Whitespace, names: Names, title: str, fills: dict[str, str]
) -> None:
    """Add the matrix: what is paid, what can be expected, who holds it or why it is not suitable.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    matrix : Whitespace
    names : Names
    title : str
        Of the group and the day.
    fills : mapping of state to colour
    """
    page = book.add_worksheet(t("Whitespace")[:31])
    page.activate()
    looks = Looks(names, matrix.currency, 0.0)
    style = {"border": 1, "border_color": "#FFFFFF", "num_format": "#,##0"}
    formats = {s: book.add_format({**style, "bg_color": color}) for s, color in fills.items()}
    head = book.add_format(HEAD)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    unit = t("{currency} a year", currency=matrix.currency or "")
    for at, (state, (_, words)) in enumerate(STATES.items(), start=FIRST_COLUMN):
        page.write_string(1, at, words(unit), formats[state])
    products = [names.of("Product", p.id) for p in matrix.products]
    for at, word in enumerate((t("Company"), *products)):
        page.write_string(FIRST_ROW - 1, at, word, head)
    cells = {(c.member, c.product): c for c in matrix.cells}
    for down, member in enumerate(matrix.members, start=FIRST_ROW):
        page.write_string(down, 0, names.of("Enterprise", member.id))
        for at, product in enumerate(matrix.products, start=FIRST_COLUMN):
            cell = cells[member.id, product.id]
            write_cell(
                page, (down, at), _cell(cell, looks), formats[cell.state], formats[cell.state]
            )
    page.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    page.set_column(0, 0, 28)
    page.set_column(FIRST_COLUMN, len(products), 15)


def _cell(cell: Cell, looks: Looks) -> str | float:
    """Return an amount a year as a number, anything else in words."""
    if cell.state == "ours":
        return t("ours") if cell.monthly_revenue is None else 12 * cell.monthly_revenue
    if cell.state == "open" and cell.expected_value is not None:
        return cell.expected_value
    return looks.look(cell).sentence


def write_ways(book: Any, answer: CrossSell, names: Names) -> None:
    """Add the ways in, best first."""
    page = book.add_worksheet(t("Ways in")[:31])
    head, share = book.add_format(HEAD), book.add_format({"num_format": "0%"})
    amount = book.add_format({"num_format": "#,##0"})
    formats = {"share": share, "amount": amount, "": None}
    for at, (word, width, _, _) in enumerate(_columns(names)):
        page.write_string(0, at, word, head)
        page.set_column(at, at, width)
    for down, path in enumerate(answer.paths, start=1):
        for at, (_, _, form, value) in enumerate(_columns(names)):
            write_cell(page, (down, at), value(path), None, formats[form])
    page.freeze_panes(1, 2)


def _columns(names: Names) -> list[tuple[str, int, str, Callable[[SellPath], Any]]]:
    """Return title, width, form and value of each column."""

    def people(path: SellPath) -> str:
        return " → ".join(names.of("Person", p) for p in path.route)

    def used(path: SellPath) -> str:
        return together([names.of("Enterprise", i) for i in path.siblings])

    def by(path: SellPath) -> str | None:
        kind = str(names.value("Channel", path.channel or "", "kind"))
        return CHANNELS[kind][1]() if kind in CHANNELS else path.channel

    return [
        (t("Company"), 28, "", lambda p: names.of("Enterprise", p.member)),
        (t("Product"), 24, "", lambda p: names.of("Product", p.product)),
        (t("Way in"), 44, "", people),
        (t("Siblings that use it"), 32, "", used),
        (t("Adoption"), 10, "share", lambda p: p.adoption),
        (t("Access"), 10, "share", lambda p: p.access),
        (t("Sale"), 10, "share", lambda p: p.probability),
        (t("Yearly"), 12, "amount", lambda p: p.yearly_value),
        (t("Yearly, low"), 12, "amount", lambda p: p.value_low),
        (t("Yearly, high"), 12, "amount", lambda p: p.value_high),
        (t("Expected"), 12, "amount", lambda p: p.expected_value),
        (t("Channel"), 12, "", by),
        (t("Hours"), 8, "amount", lambda p: p.hours),
        (t("Why"), 90, "", lambda p: " ".join(say(s) for s in p.because)),
    ]
