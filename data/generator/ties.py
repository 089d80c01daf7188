"""Ties between people, our contacts with them, and the notes of those contacts."""

from __future__ import annotations

from data.generator.book import Book, Row, days_ago
from data.generator.organisation import Person

_LEVELS = ((0.75, "in_depth"), (0.45, "multiple"), (0.15, "brief"), (0.0, "none"))
_KINDS = ("visit", "meeting", "call", "mail")
_OUTCOMES = (
    "约定下次 next date set",
    "资料已交 papers handed over",
    "问题待答 questions open",
    "态度转好 warmer",
    None,
)


def level_word(strength: float) -> str:
    """Return the coverage level that a strength stands for."""
    return next(word for least, word in _LEVELS if strength >= least)


def sways(book: Book, one: Person, other: Person, weight: float, confidence: float = 0.8) -> Row:
    """The first influences the second."""
    return book.add("influences", start=one.id, end=other.id, weight=weight, confidence=confidence)


def knows(book: Book, one: Person, other: Person, strength: float, confidence: float = 0.8) -> Row:
    """Both know each other."""
    low, high = sorted((one.id, other.id))
    return book.add("knows", start=low, end=high, strength=strength, confidence=confidence)


def covers(book: Book, seller: str, person: Person, strength: float, days: int = 10) -> Row:
    """Our seller has known the person at ``strength`` and last met them ``days`` before AS_OF."""
    recent = 0 if days >= 90 else max(1, round(strength * 4))
    return book.add(
        "covers",
        start=seller,
        end=person.id,
        level=level_word(strength),
        strength=strength,
        last_contact=days_ago(days),
        contacts_90d=recent,
        two_way=strength >= 0.6,
    )


def courts(book: Book, rival: str, person: Person, strength: float, days: int = 20) -> Row:
    """A rival courts the person."""
    return book.add(
        "courts",
        start=rival,
        end=person.id,
        level=level_word(strength),
        strength=strength,
        last_contact=days_ago(days),
    )


def write_interactions(book: Book, about: dict[str, str]) -> None:
    """Note every contact that the covers rows tell of; ``about`` is the open deal of a person."""
    dice = book.dice("interactions")
    for row in book.rows["covers"]:
        last = row["last_contact"]
        days = [last] if row["contacts_90d"] == 0 else []
        days += [days_ago(n * 80 // row["contacts_90d"], last) for n in range(row["contacts_90d"])]
        for day in sorted({d for d in days if (days_ago(0) - d).days < 90 or d == last}):
            id_ = book.next_id("I", 4)
            book.add(
                "interactions",
                id=id_,
                on=day,
                kind=dice.choice(_KINDS),
                outcome=dice.choice(_OUTCOMES),
            )
            book.add("took_part", from_kind="Person", start=row["to"], end=id_)
            book.add("took_part", from_kind="Seller", start=row["from"], end=id_)
            if row["to"] in about:
                book.add("about", start=id_, end=about[row["to"]])
