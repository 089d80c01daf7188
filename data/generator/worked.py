"""A deal that was worked well: no weak link of any kind. Planted deals start from it too.

Deciders are covered by two sellers each, everybody's stance is said by two sources that agree,
every role is filled, every step has somebody we know, and influence follows rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.generator.book import Book, days_ago
from data.generator.deals import COACH, CRM, PARTNER, VISIT, Deal, new_deal
from data.generator.enterprises import Enterprise
from data.generator.organisation import CORE, Organisation, Staff, Word
from data.generator.ties import covers, knows, sways


@dataclass(frozen=True)
class Plan:
    """What an open deal is about."""

    id: str
    customer: str
    project: Word
    products: tuple[str, ...]
    stage: str
    procurement: str
    amount: float
    closes_in: int
    team: tuple[str, str, str, str] = (
        "S1",
        "S3",
        "S5",
        "S6",
    )  # executive, key account, solution, account


def start(book: Book, plan: Plan, enterprise: Enterprise, **row: Any) -> Deal:
    """Open the deal of ``plan`` with the dates that its stage implies."""
    dice = book.dice(f"open/{plan.id}")
    opened = days_ago(dice.randint(120, 260))
    late = plan.stage in ("bidding", "contract", "delivery")
    name = (f"{enterprise.name} · {plan.project[0]}", f"{enterprise.name_en} · {plan.project[1]}")
    deal = new_deal(
        book,
        plan.id,
        enterprise.id,
        name,
        plan.products,
        stage=plan.stage,
        amount=plan.amount,
        opened_on=opened,
        expected_close=days_ago(-plan.closes_in),
        procurement=plan.procurement,
        shortlisted_on=days_ago(25) if late else None,
        prequalified_on=days_ago(32) if late else None,
        budget_agreed_on=days_ago(dice.randint(40, 90)) if plan.stage != "survey" else None,
        **row,
    )
    deal.team(*plan.team)
    return deal


def worked_deal(
    book: Book,
    staff: Staff,
    plan: Plan,
    enterprise: Enterprise,
    approver: bool = True,
    posts: tuple[str, ...] = CORE,
) -> tuple[Deal, Organisation]:
    """Add an open deal in which nothing is weak, with its people."""
    people = staff.organisation(enterprise, posts)
    deal = start(book, plan, enterprise)
    _roles(deal, people, approver)
    _stances(book, deal, people)
    _coverage(book, plan, people)
    _procedure(deal, people)
    dice = book.dice(f"ties/{plan.id}")
    sways(book, people["finance"], people["head"], dice.choice((0.45, 0.5, 0.55)))
    knows(book, people["it"], people["user"], dice.choice((0.3, 0.5, 0.7)))
    return deal, people


def _roles(deal: Deal, people: Organisation, approver: bool) -> None:
    tender = deal.row["procurement"] == "tender"
    roles = {
        "head": "decision_maker",
        "deputy": "approver" if approver else "influencer",
        "finance": "influencer",
        "it": "technical_expert",
        "user": "end_user",
        "buyer": "tender_organizer" if tender else "gatekeeper",
        "office": "coach",
        "engineer": "technical_expert",
        "operator": "end_user",
        "legal": "gatekeeper",
        "planner": "technical_expert",
    }
    for post, person in people.posts.items():
        deal.play(person, roles[post], CRM, VISIT)


_USUAL = {
    "head": "supporter",
    "deputy": "supporter",
    "finance": "neutral",
    "it": "supporter",
    "user": "supporter",
    "buyer": "neutral",
    "office": "mentor",
    "engineer": "supporter",
    "operator": "supporter",
    "legal": "neutral",
    "planner": "supporter",
}


def _stances(book: Book, deal: Deal, people: Organisation) -> None:
    dice = book.dice(f"stances/{deal.id}")
    for post, person in people.posts.items():
        stance = _USUAL[post]
        if post in ("head", "deputy", "user") and dice.random() < 0.25:
            stance = "mentor"
        elif post in ("finance", "buyer") and dice.random() < 0.4:
            stance = "supporter"
        elif post in ("it", "operator", "engineer") and dice.random() < 0.3:
            stance = "neutral"
        deal.say(person, stance, dice.choice((0.7, 0.8, 0.85)), VISIT, dice.randint(8, 60))
        other = (
            dice.choice((CRM, PARTNER)) if post == "office" else dice.choice((COACH, CRM, PARTNER))
        )
        deal.say(person, stance, dice.choice((0.6, 0.7, 0.75)), other, dice.randint(8, 60))


def _coverage(book: Book, plan: Plan, people: Organisation) -> None:
    executive, key, solution, account = plan.team
    dice = book.dice(f"coverage/{plan.id}")
    pairs = (
        ("head", executive, 0.9),
        ("head", key, 0.85),
        ("deputy", key, 0.85),
        ("deputy", solution, 0.8),
        ("finance", executive, 0.75),
        ("it", solution, 0.85),
        ("user", account, 0.75),
        ("buyer", key, 0.6),
        ("office", account, 0.85),
        ("engineer", solution, 0.6),
        ("operator", account, 0.6),
        ("legal", key, 0.6),
        ("planner", solution, 0.5),
    )
    for post, seller, strength in pairs:
        if post in people:
            covers(book, seller, people[post], strength, dice.randint(2, 24))


def _procedure(deal: Deal, people: Organisation) -> None:
    actors = (("user",), ("user", "it"), ("it", "engineer"), ("buyer", "it"), ("head", "deputy"))
    for number, posts in enumerate(actors, start=1):
        deal.step(number, *(people[p] for p in posts))
    deal.step(6, *([people["legal"]] if "legal" in people else [people["head"], people["buyer"]]))
