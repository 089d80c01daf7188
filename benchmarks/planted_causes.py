"""Causes of each kind of weak link, planted into a well-worked book, and how they are mended.

Each plant has two causes for one finding: mending the first leaves it, mending both ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.planted_book import SELLERS, Book, days_ago, facts, meet

if TYPE_CHECKING:
    from random import Random

Change = Callable[[Book], None]


@dataclass(frozen=True)
class Plant:
    """A finding that must be there once ``sow`` was done, until ``first`` and ``second`` are."""

    key: str
    sow: Change
    first: Change
    second: Change


# -- who is chosen, and what is done to a book ---------------------------------------------


def _powerful(book: Book, dice: Random) -> str:
    found = facts(book)
    return found.people[dice.choice(sorted(found.high))]


def _deciders(book: Book) -> list[str]:
    """Return who decides, the heaviest first."""
    found = facts(book)
    return [found.people[i] for i in sorted(found.deciders, key=lambda i: -found.d[i])]


def _quiet(book: Book) -> str:
    """Return who has least influence, of those who play no part with a name."""
    found = facts(book)
    idle = [p for p in book.people if _roles(book, p) == ["influencer"]]
    return min(idle, key=lambda p: (found.v[found.people.index(p)], p))


def _leading(book: Book, dice: Random) -> str:
    """Return somebody to whom most deciders listen, directly or through others."""
    found, both = facts(book), _deciders(book)
    heard = np.linalg.matrix_power(np.eye(found.n) + (found.a > 0), found.n) > 0
    led = heard[[found.people.index(t) for t in both]].sum(axis=0)
    able = {p: led[i] for i, p in enumerate(found.people) if p not in both}
    return dice.choice([p for p in able if able[p] == max(able.values())])


def _roles(book: Book, person: str) -> list[str]:
    roles: list[str] = book.ties["PLAYS"][person, "deal"]["roles"]
    return roles


def _play(book: Book, person: str, role: str) -> None:
    book.tie("PLAYS", person, "deal", roles=[role])


def _know_none(book: Book) -> None:
    book.ties["COVERS"] = {}


def _meet_all(book: Book, sellers: tuple[str, ...], people: list[str], strength: float) -> None:
    for seller in sellers:
        for person in people:
            meet(book, seller, person, strength)


def _listen_to(book: Book, person: str, speaker: str | None) -> None:
    """Let a person listen to one other alone, or to nobody."""
    book.cut("INFLUENCES", other=person)
    book.cut("REPORTS_TO", person)
    book.cut("REPORTS_TO", other=person)
    book.cut("KNOWS", person)
    book.cut("KNOWS", other=person)
    if speaker is not None:
        book.tie("INFLUENCES", speaker, person, weight=0.6)


def _all(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


# -- the kinds -----------------------------------------------------------------------------


def uncovered_power(book: Book, dice: Random) -> Plant:
    """Our one tie to somebody powerful is faint, and old."""
    person = _powerful(book, dice)
    return Plant(
        f"uncovered_power:{person}",
        _all(lambda b: b.cut("COVERS", other=person), lambda b: meet(b, "s0", person, 0.25, 400)),
        lambda b: meet(b, "s0", person, 0.25),
        lambda b: meet(b, "s0", person, 0.8),
    )


def hostile_power(book: Book, dice: Random) -> Plant:
    """Two say that somebody powerful is against us."""
    person = _powerful(book, dice)
    return Plant(
        f"hostile_power:{person}",
        lambda b: b.say(person, "non_supporter"),
        lambda b: b.tie("HOLDS", person, "deal", "visit", stance="neutral"),
        lambda b: b.tie("HOLDS", person, "deal", "partner", stance="neutral"),
    )


def single_thread(book: Book, dice: Random) -> Plant:
    """One seller knows one person, and nobody else knows anybody."""
    decider, first = dice.choice(_deciders(book)), _leading(book, dice)
    return Plant(
        f"single_thread:{decider}",
        _all(_know_none, lambda b: meet(b, "s0", first, 0.9)),
        lambda b: meet(b, "s1", first, 0.9),
        lambda b: meet(b, "s1", decider, 0.9),
    )


def linchpin(book: Book, dice: Random) -> Plant:
    """Three of us know one person alone, through whom both deciders are reached."""
    person, (one, other) = _leading(book, dice), _deciders(book)
    return Plant(
        f"linchpin:{person}",
        _all(
            _know_none,
            lambda b: _listen_to(b, other, person),
            lambda b: _meet_all(b, SELLERS[:3], [person], 0.9),
        ),
        lambda b: _meet_all(b, SELLERS[2:], [one], 0.95),
        lambda b: _meet_all(b, SELLERS[2:], [other], 0.95),
    )


def seller_dependency(book: Book, dice: Random) -> Plant:
    """One of us alone knows those who decide; a second hardly does."""
    both = _deciders(book)
    own, second = dice.sample(SELLERS, 2)
    return Plant(
        f"seller_dependency:{own}",
        _all(_know_none, lambda b: _meet_all(b, (own,), both, 0.9)),
        lambda b: _meet_all(b, (second,), both, 0.2),
        lambda b: _meet_all(b, (second,), both, 0.9),
    )


def fading_tie(book: Book, dice: Random) -> Plant:
    """A tie to somebody powerful, on the best route, has faded."""
    person = _powerful(book, dice)
    return Plant(
        f"fading_tie:{person}:s0",
        _all(lambda b: b.cut("COVERS", other=person), lambda b: meet(b, "s0", person, 0.8, 400)),
        lambda b: _meet_all(b, SELLERS[1:], [person, *_deciders(b)], 0.95),
        lambda b: meet(b, "s0", person, 0.8),
    )


def missing_role(book: Book, dice: Random) -> Plant:
    """Nobody plays a part, and then a post alone of which nobody knows who holds it."""
    role = dice.choice(("coach", "technical_expert", "end_user"))
    other = _quiet(book)

    def nobody(b: Book) -> None:
        for person in b.people:
            if role in _roles(b, person):
                _play(b, person, "influencer")

    def post_alone(b: Book) -> None:
        _play(b, other, role)
        b.nodes["Person"][other]["placeholder"] = True

    return Plant(
        f"missing_role:{role}",
        nobody,
        post_alone,
        lambda b: b.nodes["Person"][other].update(placeholder=False),
    )


def weak_step(book: Book, dice: Random) -> Plant:
    """Nobody is known who acts in a step, and then a stranger alone."""
    del dice
    actor = _quiet(book)
    return Plant(
        "weak_step:sign",
        _all(
            lambda b: b.nodes["Step"].update(sign={}),
            lambda b: b.tie("HAS_STEP", "deal", "sign"),
            lambda b: b.cut("COVERS", other=actor),
            lambda b: b.say(actor, "neutral"),
        ),
        lambda b: b.tie("ACTS_IN", actor, "sign", function="sign"),
        lambda b: meet(b, "s1", actor, 0.5),
    )


def broken_chain(book: Book, dice: Random) -> Plant:
    """A decider who is not with us listens to nobody, and then to an opponent alone."""
    decider, speaker = dice.choice(_deciders(book)), _quiet(book)
    return Plant(
        f"broken_chain:{decider}",
        _all(
            lambda b: b.say(decider, "neutral"),
            lambda b: _listen_to(b, decider, None),
            lambda b: b.say(speaker, "non_supporter"),
        ),
        lambda b: b.tie("INFLUENCES", speaker, decider, weight=0.5),
        lambda b: b.say(speaker, "supporter"),
    )


def single_source(book: Book, dice: Random) -> Plant:
    """One source alone says what somebody powerful thinks, and one what part he plays."""
    person = _powerful(book, dice)
    return Plant(
        f"single_source:{person}",
        _all(
            lambda b: b.say(person, "supporter", "visit"),
            lambda b: b.tie("PLAYS", person, "deal", role_sources=["crm"]),
        ),
        lambda b: b.say(person, "supporter"),
        lambda b: b.tie("PLAYS", person, "deal", role_sources=["crm", "visit"]),
    )


def no_known_opponent(book: Book, dice: Random) -> Plant:
    """A deal larger than the others, nobody against us; one more neutral word changes nothing."""
    del dice
    person = _quiet(book)
    return Plant(
        "no_known_opponent:deal",
        lambda b: b.nodes["Opportunity"]["deal"].update(amount=9e9),
        lambda b: b.say(person, "neutral"),
        lambda b: b.say(person, "non_supporter"),
    )


def rival_lock(book: Book, dice: Random) -> Plant:
    """One of us knows everybody a little; a rival courts them, and a way of its own beside."""
    decider, friend = dice.choice(_deciders(book)), _quiet(book)
    found = facts(book)
    mighty = [p for p, v in zip(found.people, found.v, strict=True) if v >= 0.02 and p != friend]

    def sow(b: Book) -> None:
        _know_none(b)
        _meet_all(b, SELLERS[:1], mighty, 0.35)
        for person in (*mighty, friend):
            b.tie("COURTS", "rival", person, strength=0.9)
        b.say(friend, "neutral")
        b.tie("INFLUENCES", friend, decider, weight=0.3)

    return Plant(
        "rival_lock:rival",
        sow,
        lambda b: _meet_all(b, SELLERS[:1], b.people, 0.99),
        lambda b: _meet_all(b, SELLERS, [*_deciders(b), friend], 0.9),
    )


def dark_horse(book: Book, dice: Random) -> Plant:
    """A rival came in after the shortlist; where the two who decide stand is not said."""
    one, other = dice.sample(_deciders(book), 2)

    def told(person: str) -> Change:
        return lambda b: b.tie(
            "HOLDS", person, "deal", "late", stance="neutral", towards="late", confidence=0.7,
            source="visit",
        )  # fmt: skip

    return Plant(
        "dark_horse:late",
        lambda b: b.tie("BIDS_ON", "late", "deal", first_seen=days_ago(4)),
        told(one),
        told(other),
    )


def power_gap(book: Book, dice: Random) -> Plant:
    """Somebody at the bottom sways both who decide."""
    del dice
    person, (one, other) = _quiet(book), _deciders(book)
    return Plant(
        f"power_gap:{person}",
        _all(
            lambda b: b.cut("INFLUENCES", other=one),
            lambda b: b.tie("INFLUENCES", person, one, weight=0.9),
            lambda b: b.tie("INFLUENCES", person, other, weight=0.9),
            lambda b: _meet_all(b, SELLERS[:2], [person], 0.9),
        ),
        lambda b: b.cut("INFLUENCES", person, other),
        lambda b: b.tie("WORKS_FOR", person, "home", level=1),
    )


KINDS: dict[str, Callable[[Book, Random], Plant]] = {
    plant.__name__: plant
    for plant in (
        uncovered_power, hostile_power, single_thread, linchpin, seller_dependency, fading_tie,
        missing_role, weak_step, broken_chain, single_source, no_known_opponent, rival_lock,
        dark_horse, power_gap,
    )
}  # fmt: skip
