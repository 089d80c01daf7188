"""``linchpin plan``: routes, contacts, the least that must change, committee and stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ui.terminal.emit import emit

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.plan.results import Plan
    from graph.snapshot import Snapshot
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, opportunity: str, **asked: Any) -> int:
    """Write the plan of one deal; as csv and Parquet a row a meeting."""
    from graph.decision.plan.assemble import Asked, plan
    from ui.terminal.plan_text import PlanText

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
    found = plan(
        snapshot,
        opportunity,
        as_of=terminal.as_of,
        settings=terminal.settings,
        asked=Asked(**asked),
    )
    emit(
        terminal,
        table=lambda: PlanText(
            found, names_of(snapshot, terminal.language), terminal.language
        ).text(),
        data=lambda: found.to_json(terminal.language),
        frame=lambda: contacts_frame(found, snapshot, terminal.language),
    )
    return 0


def names_of(snapshot: Snapshot, language: str) -> Callable[[str], str]:
    """Return a function that says what a person or seller is called; the id where nobody knows."""

    def name(id_: str) -> str:
        for kind in ("Person", "Seller"):
            table = snapshot.nodes[kind]
            if id_ in table:
                return table.name(table.position(id_), language)
        return id_

    return name


def contacts_frame(plan: Plan, snapshot: Snapshot, language: str) -> pl.DataFrame:
    """Return a row a meeting, in the order in which to hold them."""
    import polars as pl

    name = names_of(snapshot, language)
    text, number = pl.String(), pl.Float64()
    schema: dict[str, Any] = {
        "opportunity": text,
        "number": pl.Int64(),
        **dict.fromkeys(("seller", "seller_name", "person", "person_name"), text),
        **dict.fromkeys(
            ("hours", "gain_lean", "gain_access", "rank_fit", "coverage_after"), number
        ),
        "because": text,
    }
    rows = [
        {
            "opportunity": plan.opportunity.id,
            "number": place,
            "seller": contact.seller,
            "seller_name": name(contact.seller),
            "person": contact.person,
            "person_name": name(contact.person),
            "hours": contact.hours,
            "gain_lean": contact.gain_lean,
            "gain_access": contact.gain_access,
            "rank_fit": contact.rank_fit,
            "coverage_after": contact.coverage_after,
            "because": contact.because[language],
        }
        for place, contact in enumerate(plan.contacts, start=1)
    ]
    return pl.DataFrame(rows, schema=schema)
