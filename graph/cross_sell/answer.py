"""The answers of cross-sell: the paths of one group, and its tree with the whitespace matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.cross_sell.offers import Offers
from graph.cross_sell.ownership import ownership
from graph.cross_sell.results import Cell, CrossSell, Group, SellPath, Start, Step, Unreachable
from graph.cross_sell.revenue import day_of, open_deals
from graph.cross_sell.tree import tree_nodes
from graph.cross_sell.value import monthly
from graph.cross_sell.words import because, money, name_of, why_unreachable
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import polars as pl

    from graph.cross_sell.offers import Offer
    from graph.cross_sell.revenue import Deals
    from graph.cross_sell.routes import Route
    from graph.settings import Settings
    from graph.snapshot import Snapshot


def group_heads(snapshot: Snapshot, as_of: date) -> list[str]:
    """Return the ids of the groups: heads that hold a share in at least one other enterprise.

    The head of an enterprise is who controls it and is controlled by nobody else.
    """
    owned = ownership(snapshot, day_of(as_of))
    ids = snapshot.nodes["Enterprise"].ids
    return [ids[e] for e in sorted(set(owned.heads())) if owned.owned[e]]


def cross_sell(
    snapshot: Snapshot,
    billing: pl.DataFrame | None,
    group_id: str,
    *,
    as_of: date,
    settings: Settings,
    top: int = 20,
) -> CrossSell:
    """Return what the companies of a group could still buy, through whom, and what it is worth.

    Parameters
    ----------
    snapshot : Snapshot
    billing : DataFrame or None
        The billing table; without it values rest on what USES and list prices state.
    group_id : str
        The group; its members are all it reaches down MEMBER_OF.
    as_of : date
    settings : Settings
    top : int
        How many paths, the best first; 0 for all.

    Raises
    ------
    NotFoundError
        If there is no such enterprise.
    """
    group = snapshot.nodes["Enterprise"].position(group_id)
    offers = Offers(snapshot, billing, group, as_of, settings)
    ids = snapshot.nodes["Enterprise"].ids
    chosen = offers.ranked if top <= 0 else offers.ranked[:top]
    return CrossSell(
        group=group_id,
        as_of=as_of,
        currency=settings.currency,
        mean_access=offers.mean_access,
        paths=[_path(offers, offer) for offer in chosen],
        unreachable=[
            Unreachable(member=ids[m], because=Sentence.of(why_unreachable(offers, m)))
            for m in offers.below
            if m not in offers.routes
        ],
        notes=[Sentence.of(note) for note in _missing(offers)],
    )


def _path(offers: Offers, offer: Offer) -> SellPath:
    enterprises, products = offers.snapshot.nodes["Enterprise"], offers.snapshot.nodes["Product"]
    people = offers.snapshot.nodes["Person"].ids
    route, choice = offers.routes[offer.member], offers.channels.choose(offer.product)
    opener = offers.openers[route.people[0]]
    return SellPath(
        group=enterprises.ids[offers.group],
        member=enterprises.ids[offer.member],
        product=products.ids[offer.product],
        adoption=offer.adoption,
        access=offer.access,
        probability=offer.probability,
        yearly_value=offer.value.yearly,
        value_low=offer.value.low,
        value_high=offer.value.high,
        expected_value=offer.expected,
        start=Start(
            person=people[route.people[0]], because=opener.because, strength=opener.strength
        ),
        route=[people[p] for p in route.people],
        steps=_steps(route, people),
        siblings=[enterprises.ids[e] for e in offers.users[offer.product] if e != offer.member],
        channel=None if choice is None else choice.channel,
        because=because(offers, offer),
    )


def _steps(route: Route, people: list[str]) -> list[Step]:
    return [
        Step(
            source=people[hop.speaker],
            target=people[hop.listener],
            tie=hop.tie,
            carries=hop.carries,
            willing=hop.willing,
        )
        for hop in route.hops
    ]


def _missing(offers: Offers) -> list[Text]:
    """Say what is not known and what that does to the answer."""
    snapshot, notes = offers.snapshot, list[Text]()
    if not offers.below:
        notes.append(
            Text(
                "{name} has no member companies: there is nothing to sell into.",
                "{name}没有成员企业，无从交叉销售。",
            ).format(name=name_of(snapshot.nodes["Enterprise"], offers.group))
        )
    if not len(snapshot.nodes["Product"]):
        notes.append(Text("No products are known. Load products.", "没有产品，请导入产品。"))
        return notes
    if not offers.paid.months:
        notes.append(
            Text(
                "No billing is known: values rest on stated monthly revenue and list prices.",
                "没有账单：价值按所填月收入和标价计。",
            )
        )
    if not offers.adoption.dated:
        notes.append(
            Text(
                "No start of use is dated: how quickly products are taken up is assumed.",
                "没有起用日期：产品普及速度为假定值。",
            )
        )
    return notes + _worthless(offers)


def _worthless(offers: Offers) -> list[Text]:
    table = offers.snapshot.nodes["Product"]
    without = sorted({o.product for o in offers.ranked if o.value.basis == "nothing"})
    if not without:
        return []
    return [
        Text(
            "No price is known of {names}: their paths count as worth 0.",
            "{names}没有价格：其路径价值按 0 计。",
        ).format(
            names=Text(
                ", ".join(table.name(p, "en") for p in without),
                "、".join(table.name(p, "zh") for p in without),
            )
        )
    ]


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
    offers = Offers(snapshot, billing, group, as_of, settings)
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
        notes=[Sentence.of(n) for n in (*_missing(offers), *_holdings(offers), *_foreign(deals))],
    )


def _cells(offers: Offers, members: list[int]) -> list[Cell]:
    """Return the matrix row by row, members in the order of the tree, products by id."""
    enterprises, products = offers.snapshot.nodes["Enterprise"], offers.snapshot.nodes["Product"]
    paying = monthly(offers.snapshot, offers.paid, offers.day)
    expected = {(o.member, o.product): o.expected for o in offers.ranked}
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
        words[p.kind].format(name=name_of(table, p.enterprise), total=percent_of(p.total))
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
