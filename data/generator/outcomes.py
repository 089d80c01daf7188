"""How the closed deals ended: the lean of the decision model the day before, a mark, and luck."""

from __future__ import annotations

import math
from datetime import timedelta

from data.generator.book import Book
from data.generator.deals import Deal
from graph.decision.analyze import open_deal
from graph.decision.verdict import verdict
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from graph.settings import Settings
from graph.snapshot import Snapshot

# A deal at the mark is won half of the time; a step of LUCK further multiplies the odds by e.
MARK, LUCK, BONUS = 0.24, 0.13, 0.3


def snapshot_of(book: Book) -> Snapshot:
    """Return the graph of the book as it stands."""
    return Snapshot.from_frames(
        {k.name: book.frame(k.file) for k in NODE_KINDS.values() if book.rows.get(k.file)},
        {r.name: book.frame(r.file) for r in RELATIONSHIP_TYPES.values() if book.rows.get(r.file)},
    )


def decide(book: Book, deals: list[Deal]) -> None:
    """Set the outcome of each closed deal from what was known the day before it closed."""
    dice = book.dice("outcomes")
    snapshot, settings = snapshot_of(book), Settings()
    for deal in deals:
        closed = deal.row["closed_on"]
        eve = closed - timedelta(days=1)
        known = open_deal(snapshot, deal.id, as_of=eve, settings=settings).model
        # Rounded, so that the last bits of another machine's arithmetic decide nothing.
        lean = round(known.lean or 0.0, 4)
        odds = (lean - MARK) / LUCK + (BONUS if verdict(known).passes else -BONUS)
        won = dice.random() < 1 / (1 + math.exp(-odds))
        deal.row["outcome"] = "won" if won else "lost"
        if won:
            deal.row["contract_reviewed_on"] = closed - timedelta(days=5)
    _debriefs(book, deals)


def _debriefs(book: Book, deals: list[Deal]) -> None:
    """Add what people said after the decision: true, and of no use for a forecast."""
    dice = book.dice("debriefs")
    grouped = {r[end] for r in book.rows["member_of"] for end in ("from", "to")}
    for deal in deals:
        if dice.random() < 0.25 and deal.customer not in grouped:
            decider = next(r["from"] for r in book.rows["plays"] if r["to"] == deal.id)
            stance = "supporter" if deal.row["outcome"] == "won" else "non_supporter"
            book.add(
                "holds",
                start=decider,
                end=deal.id,
                stance=stance,
                confidence=0.95,
                source="复盘 debrief",
                as_of=deal.row["closed_on"] + timedelta(days=7),
            )
