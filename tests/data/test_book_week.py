"""The week over the sample book: nobody who is worth meeting is cut off by one deal's plan."""

from __future__ import annotations

from collections import Counter

from data import AS_OF
from graph.decision.access import AccessMap
from graph.decision.book import models
from graph.decision.plan.offers import Offers
from graph.decision.plan.week import week
from graph.settings import Settings
from graph.snapshot import Snapshot


def test_the_week_holds_what_the_plans_of_single_deals_have_no_hours_for(
    snapshot: Snapshot,
) -> None:
    settings, table = Settings(), snapshot.nodes["Opportunity"]
    ids = [id_ for at, id_ in enumerate(table.ids) if not table.value("outcome", at)]
    found = models(snapshot, ids, as_of=AS_OF, settings=settings)
    offers = {m.deal_id: Offers(m, AccessMap(m), settings.plan.hours) for m in found}
    money = dict(zip(table.ids, table.numbers("amount").tolist(), strict=True))
    chosen = week(offers, {d: money[d] for d in ids}, {}, settings.plan.hours)

    meetings = [a for own in chosen.sellers.values() for a in own]
    assert {"P002", "P017"} <= {a.person for a in meetings if a.deals[0].deal == "D26-001"}
    served = Counter(g.deal for a in meetings for g in a.deals)
    assert max(served.values()) * settings.plan.meeting_hours > settings.plan.hours
    # The deals' own plans, joined, were worth 21.3 million.
    assert chosen.total.worth > 29_000_000
    assert chosen.total.bound < 1.01 * chosen.total.worth
