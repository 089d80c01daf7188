"""One deal as it is written down: who plays what, who said what, the customer's procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.generator.book import Book, days_ago
from data.generator.organisation import Person, Word

CRM, VISIT, COACH, PARTNER = "CRM", "拜访纪要 visit notes", "教练 coach", "合作伙伴 partner"

# The customer's own procedure, and how far it is done at each of our stages.
PROCEDURE: tuple[tuple[Word, str], ...] = (
    (("立项申请", "Project request"), "initiate"),
    (("需求论证", "Review of needs"), "review"),
    (("方案评审", "Solution review"), "review"),
    (("评标", "Bid evaluation"), "review"),
    (("领导审批", "Approval"), "decide"),
    (("合同签署", "Signing"), "sign"),
)
_DONE = {
    "initiation": 0,
    "entry": 1,
    "survey": 1,
    "technical": 2,
    "commercial": 3,
    "contacts": 3,
    "bidding": 3,
    "contract": 5,
    "delivery": 6,
    "closed": 6,
}
_NOT_TENDER = ("商务谈判", "Negotiation")


@dataclass
class Deal:
    """A deal being written into the book."""

    book: Book
    id: str
    customer: str
    row: dict[str, Any]
    asked: date

    def play(self, person: Person, roles: str, *sources: str, **more: Any) -> None:
        """Give ``person`` its part; ``roles`` separated by spaces."""
        self.book.add(
            "plays",
            start=person.id,
            end=self.id,
            roles=roles.split(),
            role_sources=list(sources) or [CRM],
            **more,
        )

    def say(
        self,
        person: Person,
        stance: str,
        confidence: float,
        source: str,
        days: int = 20,
        towards: str | None = None,
    ) -> None:
        """Write down one statement about where ``person`` stands."""
        self.book.add(
            "holds",
            start=person.id,
            end=self.id,
            stance=stance,
            towards=towards,
            confidence=confidence,
            source=source,
            as_of=days_ago(days, self.asked),
        )

    def step(
        self, number: int, *actors: Person, name: Word | None = None, function: str | None = None
    ) -> str:
        """Add step ``number`` (from 1) of the procedure with those who act in it."""
        word, usual = PROCEDURE[number - 1]
        if number == 4 and self.row["procurement"] != "tender":
            word = _NOT_TENDER
        word = name or word
        id_ = f"{self.id}-{number}"
        done = number <= _DONE[self.row["stage"]]
        begin, finish = self.row["opened_on"], self.row["expected_close"]
        reached = _DONE[self.row["stage"]]
        if done:
            day = begin + (self.asked - begin) * number / (reached + 1)
        else:
            day = self.asked + (finish - self.asked) * (number - reached) / (7 - reached)
        self.book.add(
            "steps",
            id=id_,
            name=word[0],
            name_en=word[1],
            order=number,
            planned_on=day,
            done_on=day if done else None,
        )
        self.book.add("has_step", start=self.id, end=id_)
        for actor in actors:
            self.book.add("acts_in", start=actor.id, end=id_, function=function or usual)
        return id_

    def need(
        self,
        person: Person,
        text: Word,
        metric: str,
        value: float,
        product: str,
        hidden: bool = False,
    ) -> None:
        """Add something ``person`` wants solved, and the product that meets it."""
        id_ = self.book.next_id("N")
        self.book.add(
            "needs",
            id=id_,
            name=text[0],
            name_en=text[1],
            text=text[0],
            metric=metric,
            value=value,
            hidden=hidden,
        )
        self.book.add("has_need", start=person.id, end=id_, priority=2 if hidden else 1)
        self.book.add("meets", start=product, end=id_)

    def team(self, *sellers: str) -> None:
        """Put our people to work on the deal."""
        roles = {row["id"]: row["role"] for row in self.book.rows["sellers"]}
        for seller in sellers:
            self.book.add("works_on", start=seller, end=self.id, role=roles[seller])


def new_deal(
    book: Book, id_: str, enterprise: str, name: Word, products: tuple[str, ...], **row: Any
) -> Deal:
    """Add a deal FOR ``enterprise`` that includes ``products``.

    Statements are dated from the day it closed, from the day of the book while it is open.
    """
    row = {"currency": "CNY", **row}
    kept = book.add("opportunities", id=id_, name=name[0], name_en=name[1], **row)
    book.add("for", start=id_, end=enterprise)
    for product in products:
        book.add("includes", start=id_, end=product, amount=round(row["amount"] / len(products), 2))
    return Deal(book, id_, enterprise, kept, row.get("closed_on") or days_ago(0))
