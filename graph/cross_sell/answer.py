"""The answer of cross-sell for one group: its paths, the plan, framework deals and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.cross_sell.book import selling_book
from graph.cross_sell.channel_answer import channel_uses
from graph.cross_sell.channel_words import why_channel
from graph.cross_sell.frameworks import frameworks
from graph.cross_sell.notes import missing, why_probability
from graph.cross_sell.offers import Offers
from graph.cross_sell.ownership import ownership
from graph.cross_sell.plan_answer import plan_of
from graph.cross_sell.results import CrossSell, SellPath, Start, Step, Unreachable
from graph.cross_sell.revenue import day_of
from graph.cross_sell.words import Reasons, why_unreachable
from graph.decision.results import Sentence

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from graph.cross_sell.allotted import Allotted
    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.offer import Ranking
    from graph.cross_sell.plan import Budget
    from graph.settings import Settings
    from graph.snapshot import Snapshot


def group_heads(snapshot: Snapshot, as_of: date) -> list[str]:
    """Return the ids of the groups: heads that hold a share in at least one other enterprise.

    The head of an enterprise is who controls it and is controlled by nobody else.
    """
    owned = ownership(snapshot, day_of(as_of))
    ids = snapshot.nodes["Enterprise"].ids
    return [ids[e] for e in sorted(set(owned.heads())) if owned.owned[e]]


def cross_sell(  # noqa: PLR0913  each is a thing of its own that callers name
    snapshot: Snapshot,
    billing: pl.DataFrame | None,
    group_id: str,
    *,
    as_of: date,
    settings: Settings,
    top: int = 20,
    budget: Budget | None = None,
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
    budget : Budget, optional
        What a plan may use; without it there is no plan. The plan chooses among all paths.

    Raises
    ------
    NotFoundError
        If there is no such enterprise.
    """
    group = snapshot.nodes["Enterprise"].position(group_id)
    offers = Offers(selling_book(snapshot, billing, as_of, settings), group)
    return CrossSell(
        group=group_id,
        as_of=as_of,
        currency=settings.currency,
        mean_access=offers.mean_access,
        why=why_probability(offers),
        **judged(offers.book),
        paths=[
            with_channel(path, offers.allotted, at)
            for at, path in enumerate(paths_of(offers, offers.ranked.first(top)))
        ],
        unreachable=unreachable(offers),
        plan=None if budget is None else plan_of(offers.allotted, offers.ways_in, budget),
        frameworks=frameworks(offers),
        channels=channel_uses(offers.allotted),
        notes=[Sentence.of(note) for note in missing(offers)],
    )


def judged(book: SellingBook) -> dict[str, Any]:
    """Return the model that told adoption and how it was judged, as answers carry it."""
    found = book.learnt
    return {
        "model": found.model,
        "access_within": found.holds_access,
        "validation": found.judged.validation,
        "calibration": found.judged.calibration,
    }


def paths_of(offers: Offers, ranking: Ranking) -> list[SellPath]:
    """Return the paths of offers of a group, their channels still open."""
    reasons = Reasons(offers, ranking)
    ways = {m: _way(offers, m) for m in set(ranking.member.tolist())}
    enterprises, products = (offers.snapshot.nodes[k].ids for k in ("Enterprise", "Product"))
    users = [[enterprises[e] for e in some] for some in offers.users]
    paths = []
    for at in range(len(ranking)):
        offer = offers.offer(ranking, at)
        member = enterprises[offer.member]
        paths.append(
            SellPath(
                group=enterprises[offers.group],
                member=member,
                product=products[offer.product],
                adoption=offer.adoption,
                access=offer.access,
                probability=offer.probability,
                yearly_value=offer.value.yearly,
                value_low=offer.value.low,
                value_high=offer.value.high,
                expected_value=offer.expected,
                siblings=[e for e in users[offer.product] if e != member],
                channel=None,
                cost=0.0,
                because=reasons.of(offer),
                **ways[offer.member],
            )
        )
    return paths


def _way(offers: Offers, member: int) -> dict[str, Any]:
    """Return what all paths to a member have in common."""
    people, route = offers.snapshot.nodes["Person"].ids, offers.routes[member]
    first, opener = people[route.people[0]], offers.openers[route.people[0]]
    sellers = [offers.snapshot.nodes["Seller"].ids[s] for s in opener.sellers]
    return {
        "start": Start(
            person=first, because=opener.because, strength=opener.strength, sellers=sellers
        ),
        "route": [people[p] for p in route.people],
        "steps": [
            Step(
                source=people[hop.speaker],
                target=people[hop.listener],
                tie=hop.tie,
                carries=hop.carries,
                willing=hop.willing,
            )
            for hop in route.hops
        ],
        "hours": offers.hours(member),
    }


def with_channel(path: SellPath, allotted: Allotted, at: int) -> SellPath:
    """Return a path with the channel of its offer, which stands at a place of ``allotted``."""
    sale = int(allotted.sale[at])
    chosen = {
        "channel": allotted.assigned.id_of(sale),
        "cost": float(allotted.assigned.costs[sale]),
        "because": [*path.because, Sentence.of(why_channel(allotted, sale))],
    }
    return path.model_copy(update=chosen)


def unreachable(offers: Offers) -> list[Unreachable]:
    """Return the members to whose deciders no way leads, and why."""
    ids = offers.snapshot.nodes["Enterprise"].ids
    return [
        Unreachable(member=ids[m], because=Sentence.of(why_unreachable(offers, m)))
        for m in offers.below
        if m not in offers.routes
    ]
