"""Random small deals as literal rows, for the toy builder and the oracle alike."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.decision.toy_graphs import AS_OF

ROLES = ("decision_maker", "approver", "technical_expert", "end_user", "coach", "influencer")
STANCES = ("mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown")


def random_deal(r: Random, most: int = 6, ties: int = 6) -> dict[str, Any]:
    """Make a deal of up to ``most`` people with up to ``ties`` ties of each kind."""
    people = [f"p{i}" for i in range(r.randint(1, most))]
    sellers = [f"s{i}" for i in range(r.randint(0, 3))]
    firms = ["home", "parent", "sister", "stranger"]
    pairs = [(a, b) for a in people for b in people if a != b]
    once = [(a, b) for a, b in pairs if a < b]

    def some(of: list, most_: int) -> list:
        return r.sample(of, r.randint(0, min(most_, len(of)))) if of else []

    return {
        "for_": [("deal", "home")],
        "member_of": [("home", "parent"), ("sister", "parent", {"until": _near(r)})],
        "works_for": [
            (p, r.choice(firms), r.randint(1, 4), {"since": _near(r)})
            if r.random() < 0.5
            else (p, r.choice(firms))
            for p in people
        ],
        "plays": [
            (p, "deal", ";".join(r.sample(ROLES, r.randint(1, 2))), _votes(r))
            for p in some(people, 4)
        ],
        "holds": [
            (p, "deal", r.choice(STANCES), _statement(r, i))
            for i, p in enumerate(some(people * 2, 6))
        ],
        "has_step": [("deal", "step")],
        "acts_in": [(p, "step", "review") for p in some(people, 2)],
        "reports_to": [(a, b, {"until": _near(r)}) for a, b in some(pairs, ties // 2)],
        "influences": [_weighted(r, a, b) for a, b in some(pairs, ties)],
        "knows": [_weighted(r, a, b) for a, b in some(once, ties // 2)],
        "conflicts_with": [(a, b) for a, b in some(once, 1)],
        "works_on": [(s, "deal") for s in sellers if r.random() < 0.6],
        "manages": [(s, "home") for s in sellers if r.random() < 0.3],
        "covers": [
            (s, p, r.choice([0.0, 0.3, 0.55, 0.9, 1.0]), {"last_contact": _past(r)})
            for s, p in some([(s, p) for s in sellers for p in people], 4)
        ],
    }


def _near(r: Random) -> date | None:
    return r.choice([None, AS_OF, AS_OF - timedelta(days=9), AS_OF + timedelta(days=9)])


def _past(r: Random) -> date | None:
    return r.choice([None, AS_OF, AS_OF - timedelta(days=90), AS_OF + timedelta(days=5)])


def _votes(r: Random) -> dict[str, Any]:
    return {"vote_weight": r.choice([None, None, 0.0, 1.0, 2.0])}


def _statement(r: Random, i: int) -> dict[str, Any]:
    return {
        "source": r.choice(["visit", "mail", None]),
        "towards": r.choice([None, None, None, "rival"]),
        "confidence": r.choice([None, 0.0, 0.3, 0.9, 1.0]),
        "as_of": r.choice([None, AS_OF - timedelta(days=i), AS_OF + timedelta(days=1 + i)]),
    }


def _weighted(r: Random, a: str, b: str) -> tuple:
    return (a, b) if r.random() < 0.1 else (a, b, r.choice([0.0, 0.1, 0.4, 0.75, 1.0]))
