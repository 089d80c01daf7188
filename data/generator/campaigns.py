"""Two campaigns with target and control arms; the first gives the figures of the source's case."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from data.generator.answers import Answers
from data.generator.book import Book
from data.generator.enterprises import Enterprise
from graph.records import table_schema

# arm: assigned, contacted, accepted
CASE = {"target": (1000, 630, 430), "control": (1000, 250, 90)}
# What the case comes to: difference with Newcombe's interval and lift with Katz's, 95%, to four
# places, from statsmodels (confint_proportions_2indep, "newcomb" and ratio "log").
EFFECTS = {
    "contact": {"difference": (0.38, 0.3389, 0.4191), "lift": (2.52, 2.2409, 2.8339)},
    "sales": {"difference": (0.34, 0.3040, 0.3749), "lift": (4.7778, 3.8743, 5.8919)},
}
# A year's price of who bought, and what an attempt to reach anybody cost.
_YEAR, _CALL = 96.0, 2.0
_START, _SECOND = date(2025, 11, 3), date(2026, 1, 12)


def write_campaigns(
    book: Book, customers: dict[str, Enterprise], tags: dict[str, set[str]], answers: Answers
) -> None:
    """Add mobile securities to tagged investors against anybody, and E-net to customers."""
    book.add(
        "campaigns",
        id="K1",
        name="手机证券标签营销",
        name_en="Mobile securities by tag",
        started_on=_START,
        ended_on=date(2025, 11, 30),
        measure="sales",
        price=8.0,
        budget=5000.0,
        channel="CH5",
        base_rate=0.09,
        target_rate=0.15,
        power=0.9,
        tags=["T-STOCK"],
    )
    book.add(
        "campaigns",
        id="K2",
        name="集团E网进户",
        name_en="E-net to customers",
        started_on=_SECOND,
        ended_on=date(2026, 2, 28),
    )
    book.add("promotes", start="K1", end="SJZQ")
    book.add("promotes", start="K2", end="EW")
    _securities(book, tags)
    _enet(book, customers)
    answers.facts["campaign"] = {
        "id": "K1",
        "arms": {
            a: dict(zip(("assigned", "contacted", "accepted"), n, strict=True))
            for a, n in CASE.items()
        },
        "effects": EFFECTS,
        "revenue": {arm: n[2] * _YEAR for arm, n in CASE.items()},
        "cost": {arm: n[0] * _CALL for arm, n in CASE.items()},
        "separating_tag": "T-SMART",
    }


def _securities(book: Book, tags: dict[str, set[str]]) -> None:
    dice = book.dice("campaign/K1")
    investors = [m for m, own in tags.items() if "T-STOCK" in own]
    chosen = {"target": dice.sample(investors, CASE["target"][0])}
    rest = sorted(tags.keys() - set(chosen["target"]))
    chosen["control"] = dice.sample(rest, CASE["control"][0])
    rows = []
    for arm, (_, reached, sold) in CASE.items():
        people = chosen[arm]
        contacted = dice.sample(people, reached)
        # Who has a fit handset buys far more often: the feature that a review must come upon.
        contacted.sort(
            key=lambda m: dice.random() + (1.2 if "T-SMART" in tags[m] else 0.0), reverse=True
        )
        accepted = set(contacted[:sold])
        reached_set = set(contacted)
        for member in people:
            day = _START + timedelta(days=dice.randint(0, 25))
            sale = _YEAR if member in accepted else None
            rows.append(
                ("K1", member, arm, day, member in reached_set, member in accepted, sale, _CALL)
            )
    schema = {c: t for c, t in table_schema("member_targets").items() if c != "stratum"}
    book.frames["member_targets"] = pl.DataFrame(rows, schema=schema, orient="row")


def _enet(book: Book, customers: dict[str, Enterprise]) -> None:
    dice = book.dice("campaign/K2")
    users = {r["from"] for r in book.rows["uses"] if r["to"] == "EW" and r["since"] < _SECOND}
    free = [c.id for c in customers.values() if c.id not in users and c.left_on is None]
    dice.shuffle(free)
    half = len(free) // 2
    for arm, part, reach, buy in (
        ("target", free[:half], 0.8, 0.35),
        ("control", free[half:], 0.5, 0.15),
    ):
        for id_ in part:
            contacted = dice.random() < reach
            book.add(
                "targeted",
                start="K2",
                to_kind="Enterprise",
                end=id_,
                arm=arm,
                contacted_on=_SECOND + timedelta(days=dice.randint(0, 40)),
                contacted=contacted,
                accepted=contacted and dice.random() < buy,
            )
