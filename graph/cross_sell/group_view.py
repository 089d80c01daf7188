"""The tree of a group with its whitespace matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.cross_sell.book import selling_book
from graph.cross_sell.notes import missing
from graph.cross_sell.offers import Offers
from graph.cross_sell.results import Cell, Group
from graph.cross_sell.revenue import open_deals
from graph.cross_sell.tree import tree_nodes
from graph.cross_sell.words import money, name_of
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import polars as pl

    from graph.cross_sell.revenue import Deals
    from graph.settings import Settings
    from graph.snapshot import Snapshot


def group_view(  # noqa: PLR0913  each is a thing of its own that callers name
    snapshot: Snapshot,
    billing: pl.DataFrame | None,
    group_id: str,
    *,
    as_of: date,
    settings: Settings,
    rates: pl.DataFrame | None = None,
    at_risk: Iterable[str] | None = None,
) -> Group:
    """Return the tree of a group with revenue and deals, and its whitespace matrix.

    Parameters
    ----------
    snapshot, billing, group_id, as_of, settings
        As in :func:`cross_sell`.
    rates : DataFrame, optional
        The table of exchange rates; deals in a currency without a rate are left out and named.
    at_risk : ids of opportunities, optional
        Open deals that count as at risk; without it ``at_risk_amount`` is None.

    Raises
    ------
    NotFoundError
        If there is no such enterprise.
    """
    table = snapshot.nodes["Enterprise"]
    group = table.position(group_id)
    offers = Offers(selling_book(snapshot, billing, as_of, settings), group)
    deals = open_deals(snapshot, as_of, settings.currency, rates, at_risk)
    nodes = tree_nodes(snapshot, offers.owned, group, offers.states, offers.paid, deals)
    return Group(
        id=group_id,
        name=table.name(group),
        name_en=table.value("name_en", group),
        currency=settings.currency,
        tree=nodes,
        products=snapshot.nodes["Product"].ids,
        cells=_cells(offers, [table.position(node.id) for node in nodes]),
        months=offers.paid.months,
        notes=[Sentence.of(n) for n in (*missing(offers), *_holdings(offers), *_foreign(deals))],
    )


def _cells(offers: Offers, members: list[int]) -> list[Cell]:
    """Return the matrix row by row, members in the order of the tree, products by id."""
    enterprises, products = offers.snapshot.nodes["Enterprise"], offers.snapshot.nodes["Product"]
    paying = offers.prices.paying
    best = offers.ranked
    sold = zip(best.member.tolist(), best.product.tolist(), strict=True)
    expected = dict(zip(sold, best.expected.tolist(), strict=True))
    cells = []
    for member in members:
        for product in range(len(products)):
            state = offers.states[member, product]
            cells.append(
                Cell(
                    member=enterprises.ids[member],
                    product=products.ids[product],
                    state=state.state,
                    monthly_revenue=paying.get((member, product)),
                    rivals=state.rivals,
                    why=state.why,
                    expected_value=expected.get((member, product)),
                )
            )
    return cells


def _holdings(offers: Offers) -> list[Text]:
    """Say which stated shares could not be used as they stand."""
    table, inside = offers.snapshot.nodes["Enterprise"], set(offers.enterprises)
    words = {
        "self_ownership": Text(
            "{name} is said to own itself: left out.", "{name}被记为持有自己：已忽略。"
        ),
        "shares_above_one": Text(
            "The shares in {name} sum to {total}: scaled to 100%.",
            "{name}的持股合计 {total}：已按 100% 折算。",
        ),
    }
    return [
        words[p.kind].format(name=name_of(table, p.enterprise), total=percent_of(p.total or 0.0))
        for p in offers.owned.problems
        if p.enterprise in inside
    ]


def percent_of(total: float) -> str:
    """Return a sum of shares as a percentage."""
    return f"{100 * total:.0f}%"


def _foreign(deals: Deals) -> list[Text]:
    return [
        Text(
            "Open deals of {amount} {currency} are left out: there is no rate for {currency}.",
            "有 {amount} {currency} 的商机未计入：没有 {currency} 的汇率。",
        ).format(amount=money(amount), currency=currency)
        for currency, amount in deals.left_out.items()
    ]
