"""Books of closed deals whose roles or ties were filled in after the outcome, and honest ones.

In an honest book a deal is won where its decider liked us, and what six others say tells nothing:
without the roles, which have no date, that is hardly seen. In the others outcomes are luck, and won
deals alone have something afterwards.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)
HONEST = "honest"
# One more approver; a strong influence; roles with a date, stated anew; half of the statements
# saved anew; the rival seen anew; the shortlist filled in; old visits noted as about the deal; the
# kind of procurement filled in as it came out.
LEAKS = ("role", "tie", "restated", "card", "rival", "shortlist", "visit", "procurement")
STANCES = ("mentor", "supporter", "non_supporter", "enemy")


def book(kind: str, seed: int = 5, count: int = 240) -> Snapshot:
    """Return a book of ``count`` closed deals.

    Examples
    --------
    >>> len(book("role", count=10).nodes["Opportunity"])
    10
    """
    r = Random(seed)
    deals: list[dict[str, Any]] = []
    plays: list[dict[str, Any]] = []
    holds: list[dict[str, Any]] = []
    sways: list[dict[str, Any]] = []
    bids: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    for i in range(count):
        id_, closed = f"d{i:03}", AS_OF - timedelta(days=1 + 3 * (count - i))
        before, after = closed - timedelta(days=50), closed + timedelta(days=9)
        stances = [r.choice(STANCES) for _ in range(7)]
        likes = stances[0] in STANCES[:2]
        won = r.random() < ((0.6 if likes else 0.05) if kind == HONEST else 0.33)
        deals.append(
            {
                "id": id_,
                "closed_on": closed,
                "outcome": "won" if won else "lost",
                "shortlisted_on": before if kind == "shortlist" and won else None,
                "procurement": _procurement(r, won) if kind == "procurement" else None,
            }
        )
        bids.append(
            {"from": "rival", "to": id_, "first_seen": after if kind == "rival" and won else before}
        )
        if kind == "visit" and won:
            visits.append({"id": f"v{i}", "on": before, "to": id_})
        stated = (after if won else before) if kind == "restated" else None
        for k, stance in enumerate(stances):
            ends = {"from": f"p{i}-{k}", "to": id_}
            roles = ["influencer" if k else "decision_maker"]
            plays.append({**ends, "roles": roles, "as_of": stated})
            again = kind == "card" and won and r.random() < 0.5
            said = after if again else before
            holds.append({**ends, "stance": stance, "as_of": said, "source": "a"})
        if kind == "role" and won:
            new = {"from": f"p{i}-new", "to": id_, "roles": ["approver"], "as_of": None}
            plays.append(new)
        if kind == "tie":
            weight = 0.9 if won else 0.1
            sways.append({"from": f"p{i}-1", "to": f"p{i}-0", "weight": weight})
    nodes = {
        "Opportunity": _frame(deals),
        "Person": pl.DataFrame({"id": sorted({p["from"] for p in plays})}),
        "Competitor": pl.DataFrame({"id": ["rival"]}),
    }
    ties = {"PLAYS": _frame(plays), "HOLDS": _frame(holds), "BIDS_ON": _frame(bids)}
    if sways:
        ties["INFLUENCES"] = _frame(sways)
    if visits:
        held = _frame(visits)
        nodes["Interaction"] = held.select("id", "on")
        ties["ABOUT"] = held.select(pl.col("id").alias("from"), "to")
    return Snapshot.from_frames(nodes, ties)


def _procurement(r: Random, won: bool) -> str:
    return "tender" if won == (r.random() < 0.9) else "negotiation"


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    known = {"as_of": pl.Date(), "shortlisted_on": pl.Date(), "procurement": pl.String()}
    types = {name: type_ for name, type_ in known.items() if name in rows[0]}
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)
