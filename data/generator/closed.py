"""The closed deals. Their outcome is decided by the decision model, with noise (outcomes.py)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from data.generator.book import Book, days_ago
from data.generator.catalogue import PRODUCTS
from data.generator.deals import COACH, CRM, PARTNER, VISIT, Deal, new_deal
from data.generator.enterprises import GROUP_HEADS, Enterprise
from data.generator.organisation import Organisation

COUNT = 250
# Who supports us whatever the deal: the doors through which a group is opened.
CHAMPIONS = (("QB", "head"), ("WE", "deputy"), ("YT", "finance"))
_KINDS = (
    ("新建", "new"),
    ("扩容", "expansion"),
    ("续签", "renewal"),
    ("试点", "pilot"),
    ("升级", "upgrade"),
)
_SOURCES = (CRM, VISIT, COACH, PARTNER)
_SCALE = (("enemy", -0.75), ("non_supporter", -0.25), ("neutral", 0.25), ("supporter", 0.75))
_ROLES = {
    "head": "decision_maker",
    "deputy": "approver",
    "finance": "influencer",
    "it": "technical_expert",
    "user": "end_user",
    "buyer": "tender_organizer",
    "office": "coach",
    "engineer": "technical_expert",
    "operator": "end_user",
    "legal": "gatekeeper",
    "planner": "influencer",
    "service": "end_user",
    "branch": "end_user",
    "network": "technical_expert",
    "architect": "technical_expert",
    "budget": "influencer",
}


def write_closed(
    book: Book, customers: dict[str, Enterprise], made: dict[str, Organisation]
) -> list[Deal]:
    """Add the closed deals without their outcome."""
    dice = book.dice("closed")
    friendly = _friendly(book, made)
    keys = [k for k, c in customers.items() if c.left_on is None]
    weights = [1.0 + min(c.employees, 3000) / 1000 for k, c in customers.items() if k in keys]
    days = sorted(dice.randint(20, 4 * 365) for _ in range(COUNT))
    deals = []
    for number, ago in enumerate(reversed(days), start=1):
        key = dice.choices(keys, weights)[0]
        deals.append(_one(book, dice, made[key], number, days_ago(ago), friendly))
    return deals


def _friendly(book: Book, made: dict[str, Organisation]) -> dict[str, float]:
    """Return the lowest opinion that people of groups ever voice."""
    dice = book.dice("friendly")
    least: dict[str, float] = {}
    for key, people in made.items():
        if people.enterprise.owners or key in GROUP_HEADS:
            for post in ("head", "deputy", "finance"):
                if post in people and dice.random() < 0.8:
                    least[people[post].id] = 0.0
    return least | {made[key][post].id: 0.5 for key, post in CHAMPIONS}


def _one(
    book: Book,
    dice: Random,
    people: Organisation,
    number: int,
    closed_on: date,
    friendly: dict[str, float],
) -> Deal:
    customer = people.enterprise
    fit = [p for p in PRODUCTS if p.industries is None or customer.industry in p.industries]
    product, kind = dice.choice(fit), dice.choice(_KINDS)
    opened = closed_on - timedelta(days=dice.randint(80, 300))
    abroad = customer.key == "LG"
    amount = round(
        min(9e6, product.list_price * 24 * dice.lognormvariate(0.4, 0.7)) / (7 if abroad else 1), -3
    )
    deal = new_deal(
        book,
        f"D{closed_on:%y}-{500 + number}",
        customer.id,
        (
            f"{customer.name} · {product.name}{kind[0]}",
            f"{customer.name_en} · {product.name_en} {kind[1]}",
        ),
        (product.id,),
        stage="closed",
        amount=amount,
        currency="USD" if abroad else "CNY",
        opened_on=opened,
        expected_close=closed_on + timedelta(days=dice.randint(-20, 20)),
        closed_on=closed_on,
        procurement=dice.choice(("tender", "negotiation", "negotiation")),
        shortlisted_on=closed_on - timedelta(days=30),
        prequalified_on=closed_on - timedelta(days=40),
        budget_agreed_on=closed_on - timedelta(days=60),
    )
    mood = dice.gauss(0.08, 0.55)
    for post, person in people.posts.items():
        if post not in _ROLES or (post not in ("head", "deputy") and dice.random() < 0.35):
            continue
        deal.play(person, _ROLES[post], dice.choice(_SOURCES))
        for source in dice.sample(_SOURCES, dice.choice((1, 1, 2)) if dice.random() < 0.85 else 0):
            opinion = max(mood + dice.gauss(0, 0.35), friendly.get(person.id, -9.0))
            stance = next((s for s, upto in _SCALE if opinion < upto), "mentor")
            deal.say(
                person, stance, round(dice.uniform(0.55, 0.95), 2), source, dice.randint(5, 75)
            )
    sellers = dice.sample(("S1", "S2", "S3", "S4", "S5", "S6", "S7"), 2)
    deal.team(*sellers)
    if dice.random() < 0.6:
        rival = dice.choice(("HT", "BH", "XL", "YF"))
        book.add(
            "bids_on",
            start=rival,
            end=deal.id,
            first_seen=opened + timedelta(days=dice.randint(5, 70)),
        )
    return deal
