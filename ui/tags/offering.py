"""What the rule base offers: a row a product and rule, and the customers of the chosen one."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.customers.tags.rulebase import BUILT_IN
from ui.components.html import Markup, el, icon, join, share_bar
from ui.format import whole
from ui.names import Names
from ui.text import language, t, tn

CUSTOMERS = 40


@dataclass(frozen=True)
class Line:
    """One rule for one product: how many customers it finds, and why."""

    product: str
    rule: str
    because: str
    customers: int

    @property
    def key(self) -> str:
        """Its name on the page."""
        return f"{self.rule}\t{self.product}"


def lines(found: pl.DataFrame) -> list[Line]:
    """Return a line a product, rule and reason, the largest first."""
    said = "zh" if language() == "zh" else "en"
    counts = (
        found.group_by("product", "rule", said)
        .agg(pl.len().alias("n"))
        .sort("n", "product", "rule", descending=[True, False, False])
    )
    return [Line(r["product"], r["rule"], r[said], r["n"]) for r in counts.iter_rows(named=True)]


def offers(found: list[Line], names: Names, chosen: str) -> Markup:
    """Draw what is offered; a click shows to whom."""
    if not found:
        words = t(
            "No product matches a customer: give products tags, or write rules in linchpin.toml."
        )
        return el("div", "panel empty", words)
    most = max(line.customers for line in found)
    heads = ((t("Product"), ""), (t("Why"), ""), (t("Rule"), ""), (t("Customers"), "num"))
    count = tn(
        "{count} offer",
        "{count} offers",
        total := sum(x.customers for x in found),
        count=whole(total),
    )
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("Matches")), el("span", "small-text", count)),
        el(
            "table",
            "offer-table plain-head",
            el("thead", "", el("tr", "", *(el("th", css, h) for h, css in heads))),
            el("tbody", "", *(_row(x, names, most, x.key == chosen) for x in found)),
        ),
        aria_label=t("Matches"),
    )


def _row(line: Line, names: Names, most: int, chosen: bool) -> Markup:
    rule = t("tags of the product") if line.rule == BUILT_IN else line.rule
    return el(
        "tr",
        "chosen" if chosen else "",
        el("td", "", el("b", "", names.of("Product", line.product))),
        el("td", "", line.because),
        el("td", "second", icon("rule", "small"), " ", rule),
        el(
            "td",
            "num nowrap",
            share_bar(line.customers / most, "primary"),
            " ",
            el("b", "", whole(line.customers)),
        ),
        data_id=line.key,
        tabindex="0",
        aria_selected="true" if chosen else None,
    )


def to_whom(found: pl.DataFrame, line: Line, names: Names) -> Markup:
    """Draw the customers of one line."""
    mine = found.filter(pl.col("product") == line.product, pl.col("rule") == line.rule)
    ids = mine.select("kind", "customer").head(CUSTOMERS).rows()
    who = [el("span", "chip quiet", names.of(kind, id_)) for kind, id_ in ids]
    more = mine.height - len(ids)
    rest = el("span", "small-text", t("and {n} more", n=whole(more))) if more > 0 else None
    head = el("h2", "", t("Offer {product} to", product=names.of("Product", line.product)))
    return el(
        "section",
        "panel",
        el("div", "panel-head", head, el("span", "small-text", line.because)),
        join(el("div", "tag-chips tag-part", *who, rest)),
    )
