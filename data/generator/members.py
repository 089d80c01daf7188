"""The individual members of the group customers: 30,000 lines, their tags and what they use."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

import polars as pl

from data.generator.book import Book, days_ago
from data.generator.enterprises import Enterprise
from graph.records import table_schema

COUNT = 30_000
_SEGMENTS = ("商务 business", "大众 mass", "学生 student", "家庭 family")
_AGES = (("18-30", 0.3), ("31-45", 0.42), ("46-60", 0.22), ("60+", 0.06))
_INCOMES = (("低 low", 0.25), ("中 middle", 0.55), ("高 high", 0.2))
# All tags of members are older than the first campaign: it may choose by them, and learn from them.
# Tags beyond the three, with the share of members that carry them.
_SHARES = {
    "T-STOCK": 0.11,
    "T-SMART": 0.6,
    "T-PARENT": 0.18,
    "T-TRAVEL": 0.12,
    "T-MUSIC": 0.25,
    "T-DATA": 0.16,
}
_PRODUCTS = ("CL", "SXE", "YX", "XXT", "SJZQ")


def member_id(number: int) -> str:
    """Return the id of member ``number`` (from 1)."""
    return f"M{number:06d}"


def write_members(book: Book, customers: dict[str, Enterprise]) -> dict[str, set[str]]:
    """Add members with tags and usage; return the tags of each member."""
    dice = book.dice("members")
    alive = [c for c in customers.values() if c.left_on is None]
    homes = dice.choices(
        alive, cum_weights=list(accumulate(c.employees**0.8 for c in alive)), k=COUNT
    )
    segments = dice.choices(_SEGMENTS, (0.35, 0.4, 0.1, 0.15), k=COUNT)
    ids = [member_id(n + 1) for n in range(COUNT)]
    book.frames["members"] = pl.DataFrame({"id": ids, "segment": segments})
    book.frames["belongs_to"] = pl.DataFrame({"from": ids, "to": [c.id for c in homes]})
    for row in book.rows["enterprises"]:
        row["member_count"] = sum(c.id == row["id"] for c in homes)
    tags = _tags(book, ids)
    _usage(book, ids, tags)
    return tags


def _tags(book: Book, ids: list[str]) -> dict[str, set[str]]:
    dice = book.dice("member tags")
    rows: list[tuple[str, str, str | None, str, float, date]] = []
    carried: dict[str, set[str]] = {}
    for id_ in ids:
        own = carried[id_] = set()
        base = (
            ("T-SEX", dice.choice(("男 male", "女 female")), 0.97),
            ("T-AGE", dice.choices([a for a, _ in _AGES], [w for _, w in _AGES])[0], 0.93),
            ("T-INC", dice.choices([i for i, _ in _INCOMES], [w for _, w in _INCOMES])[0], 0.86),
        )
        for tag, value, coverage in base:
            if dice.random() < coverage:
                rows.append((id_, tag, value, "CRM", 0.95, days_ago(210)))
        for tag, share in _SHARES.items():
            if dice.random() < share:
                own.add(tag)
                rows.append(
                    (id_, tag, None, "模型 model", round(dice.uniform(0.6, 0.95), 2), days_ago(180))
                )
    schema = dict(table_schema("member_tags"))
    book.frames["member_tags"] = pl.DataFrame(rows, schema=schema, orient="row")
    return carried


def _usage(book: Book, ids: list[str], tags: dict[str, set[str]]) -> None:
    dice = book.dice("usage")
    likes = {
        "CL": "T-MUSIC",
        "SXE": "T-TRAVEL",
        "YX": "T-TRAVEL",
        "XXT": "T-PARENT",
        "SJZQ": "T-STOCK",
    }
    rows = []
    for id_ in ids:
        for product in _PRODUCTS:
            chance = 0.3 if likes[product] in tags[id_] else 0.04
            if dice.random() < chance:
                since = days_ago(dice.randint(10, 1080))
                rows.append(
                    (id_, "2026-03", product, round(dice.lognormvariate(2.5, 0.8), 1), since)
                )
    book.frames["usage"] = pl.DataFrame(rows, schema=dict(table_schema("usage")), orient="row")
