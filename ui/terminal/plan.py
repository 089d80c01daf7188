"""``linchpin plan``: routes, contacts, the least that must change, committee and stages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import emit

if TYPE_CHECKING:
    import polars as pl

    from graph.decision.plan.results import Plan
    from graph.snapshot import Snapshot
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, opportunity: str, **asked: Any) -> int:
    """Write the plan of one deal; as csv and Parquet a row a meeting."""
    from graph.decision.plan.assemble import Asked, plan
    from queries.own_checks import with_own_checks
    from ui.terminal.analyze import own_of
    from ui.terminal.plan_text import PlanText

    asked["seller_hours"] = hours_of(asked["seller_hours"])
    asked["avoid_ties"] = tuple(kind.upper() for kind in asked["avoid_ties"])
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        found = plan(
            snapshot,
            opportunity,
            as_of=terminal.as_of,
            settings=terminal.settings,
            asked=Asked(**asked),
        )
        found = with_own_checks(store, snapshot, found, own_of(terminal, snapshot))
    for fault in found.rule_errors:
        terminal.note(Text(fault.en, fault.zh))
    emit(
        terminal,
        table=lambda: PlanText(
            found, names_of(snapshot, terminal.language), terminal.language
        ).text(),
        data=lambda: found.to_json(terminal.language),
        frame=lambda: contacts_frame(found, snapshot, terminal.language),
    )
    return 0


def hours_of(given: Sequence[str]) -> dict[str, float]:
    """Read what sellers have of the hours.

    Parameters
    ----------
    given : sequence of str
        ``SELLER=H`` each.

    Returns
    -------
    dict of seller id to hours

    Raises
    ------
    UsageError
        One that is not so written, or whose hours are no number from 0.

    Examples
    --------
    >>> hours_of(["lin=4", "gu=0.5"])
    {'lin': 4.0, 'gu': 0.5}
    """
    found: dict[str, float] = {}
    for words in given:
        seller, sign, hours = words.rpartition("=")
        number = _number(hours) if sign and seller else None
        if number is None:
            raise UsageError(
                Text(
                    "--seller-hours {words}: a seller and hours, such as lin=4, are expected.",
                    "--seller-hours {words}：应为我方人员与小时数，如 lin=4。",
                ).format(words=words)
            )
        found[seller] = number
    return found


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None


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
