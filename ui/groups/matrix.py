"""The whitespace matrix: members by products, ours, open, a rival's or not suitable."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.cross_sell.results import Cell, Group, TreeNode
from ui.components.html import Markup, el, icon
from ui.format import DASH, initials, millions, money, share
from ui.names import Names
from ui.text import named, t

Key = tuple[str, str]


@dataclass(frozen=True)
class Look:
    """What stands in a cell: its words, its class, the sentence of its tooltip."""

    words: Markup | str
    css: str
    sentence: str
    style: str | None = None


# Where so many products stand side by side, their names stand upright.
UPRIGHT_FROM = 9
WHY: dict[str, Callable[[], str]] = {
    "min_employees": lambda: t("has too few employees"),
    "max_employees": lambda: t("has too many employees"),
    "industries": lambda: t("is of another industry"),
    "regions": lambda: t("is in another region"),
}


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


def products(group: Group) -> list[str]:
    """Return the products that suit at least one member; the others would be columns of dashes."""
    suits = {c.product for c in group.cells if c.state != "not_suitable"}
    return [p for p in group.products if p in suits]


@dataclass(frozen=True)
class Matrix:
    """The matrix of one group, ready to be drawn.

    Parameters
    ----------
    group : Group
    names : Names
    reachable : set of (member, product)
        Cells to which a way in is known: these can be chosen.
    chosen : (member, product) or None
    """

    group: Group
    names: Names
    reachable: set[Key]
    chosen: Key | None

    @cached_property
    def most(self) -> float:
        """The largest expected value: the deepest blue."""
        return max((c.expected_value or 0.0 for c in self.group.cells), default=0.0)

    @cached_property
    def upright(self) -> bool:
        """Whether so many products stand side by side that their names stand upright."""
        return len(products(self.group)) >= UPRIGHT_FROM

    def draw(self, nodes: Sequence[TreeNode]) -> Markup:
        """Draw the rows of the companies shown."""
        cells = {(c.member, c.product): c for c in self.group.cells}
        offered = products(self.group)
        titles = [self.names.of("Product", p) for p in offered]
        head = [el("th", "", el("span", "", w, title=w), scope="col") for w in titles]
        body = []
        for down, node in enumerate(nodes):
            row = [
                self._cell(cells[node.id, p], {"data_row": down, "data_col": across}, node)
                for across, p in enumerate(offered)
            ]
            name = named(node)
            body.append(el("tr", "", el("th", "", name, scope="row", title=name), *row))
        table = el(
            "table",
            "matrix upright" if self.upright else "matrix",
            el("colgroup", "", el("col", "first")),
            el("thead", "", el("tr", "", el("td", ""), *head)),
            el("tbody", "", *body),
            style=f"--cols:{len(offered)}",
        )
        return el("div", "matrix-wrap", table)

    def _cell(self, cell: Cell, place: dict[str, int], node: TreeNode) -> Markup:
        key = (cell.member, cell.product)
        look = self._look(cell)
        full = f"{named(node)} · {self.names.of('Product', cell.product)}: {look.sentence}"
        shown = {"style": look.style, "title": full, **place}
        if key not in self.reachable:
            return el("td", "", el("span", f"cell {look.css}", look.words, **shown))
        css = f"cell {look.css} chosen" if key == self.chosen else f"cell {look.css}"
        choice = {"data_id": pair_id(*key), "data_event": "cell", "tabindex": "0"}
        return el(
            "td",
            "",
            el("button", css, look.words, type="button", aria_label=full, **shown, **choice),
        )

    def _look(self, cell: Cell) -> Look:
        currency = self.group.currency
        if cell.state == "ours":
            yearly = None if cell.monthly_revenue is None else 12 * cell.monthly_revenue
            words: str | Markup = millions(yearly) if yearly else icon("check", "tiny")
            sentence = t("ours, {money} a year", money=money(yearly, currency, fine=True))
            also = t("also there: {rivals}", rivals=self._rivals(cell))
            return Look(words, "ours", f"{sentence} · {also}" if cell.rivals else sentence)
        if cell.state == "not_suitable":
            why = WHY[cell.why]() if cell.why in WHY else (cell.why or "")
            return Look(DASH, "none", t("not suitable: {why}", why=why))
        worth = cell.expected_value
        expected = (
            t("no way in is known")
            if worth is None
            else t("expected {money} a year", money=money(worth, currency, fine=True))
        )
        if cell.state == "rival":
            held = t("held by {rivals}", rivals=self._rivals(cell))
            return Look(self._rival(cell), "rival", f"{held} · {expected}")
        deep = (worth or 0.0) / self.most if self.most else 0.0
        sentence = f"{t('open')} · {expected}"
        return Look(millions(worth) if worth else "·", "open", sentence, f"--deep:{deep:.3f}")

    def _rivals(self, cell: Cell) -> str:
        held = [
            f"{self.names.of('Competitor', r.competitor)} {share(r.share) if r.share else ''}"
            for r in cell.rivals
        ]
        return ", ".join(words.strip() for words in held)

    def _rival(self, cell: Cell) -> Markup:
        first = max(cell.rivals, key=lambda r: (r.share or 0.0, r.competitor))
        letter = initials(self.names.of("Competitor", first.competitor))[:1]
        held = "" if first.share is None else share(first.share)
        return el("span", "", el("b", "", letter), f" {held}")


def legend(unit: str) -> Markup:
    """Explain the colours."""
    keys = (
        ("swatch fill-good", t("ours {unit}", unit=unit)),
        ("swatch open", t("open, expected {unit}", unit=unit)),
        ("swatch rival", t("rival's share")),
    )
    shown = [el("span", "", el("i", css), words) for css, words in keys]
    return el("div", "legend", *shown, el("span", "", f"{DASH} {t('not suitable')}"))
