"""What tags must answer on the book, counted from its rows without the product's own code."""

from __future__ import annotations

from collections import defaultdict

from data.generator.answers import Answers
from data.generator.book import Book

LARGE, LOW = 500, 20_000.0
MONTHS = 6


def tag_answers(book: Book, tags: dict[str, set[str]], answers: Answers) -> None:
    """Add coverage of the base tags, who meets two thresholds, and what product tags match."""
    carried = book.frames["member_tags"]["tag"].value_counts().rows()
    base = {r["id"] for r in book.rows["tags"] if r["base"]}
    answers.facts["tags"] = {
        "members": book.frames["members"].height,
        "base": {tag: n for tag, n in sorted(carried) if tag in base},
        "large": {
            "threshold": f"employees >= {LARGE}",
            "ids": sorted(r["id"] for r in book.rows["enterprises"] if r["employees"] >= LARGE),
        },
        "low_spenders": {
            "threshold": f"billing.revenue[{MONTHS}] < {LOW:g}",
            "ids": _below(book, LOW),
        },
        "member_matches": _matches(book, tags),
    }


def _below(book: Book, least: float) -> list[str]:
    """Return who paid less than ``least`` a month, in the mean of the last months billed."""
    paid: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    rows = book.frame("billing").select("customer", "month", "revenue")
    for customer, month, revenue in rows.iter_rows():
        paid[customer][month] += revenue
    means = {}
    for customer, months in paid.items():
        last = [months[m] for m in sorted(months)[-MONTHS:]]
        means[customer] = sum(last) / len(last)
    return sorted(c for c, mean in means.items() if mean < least)


def _matches(book: Book, tags: dict[str, set[str]]) -> dict[str, int]:
    """Return how many members carry all tags of a product and do not use it."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in book.rows["has_tag"]:
        if row["from_kind"] == "Product":
            wanted[row["from"]].add(row["to"])
    using = set(book.frame("usage").select("customer", "product").iter_rows())
    counts = {
        product: sum(its <= own and (m, product) not in using for m, own in tags.items())
        for product, its in wanted.items()
    }
    return {product: n for product, n in sorted(counts.items()) if n}
