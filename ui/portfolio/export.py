"""The portfolio as a workbook: what hangs on whom, and the week of each seller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from graph.decision.exposed import Exposed
from graph.decision.plan.week import WeekAction
from ui.names import Names
from ui.text import named, t


def sheets(
    hanging: Sequence[Exposed],
    actions: Mapping[str, Sequence[WeekAction]],
    names: Names,
    currencies: Mapping[str, str],
) -> dict[str, pd.DataFrame]:
    """Return the sheets in the reader's language, plain figures in them.

    ``currencies`` are those of the deals.
    """
    return {t("At risk"): _at_risk(hanging, currencies), t("Week"): _week(actions, names)}


def _at_risk(hanging: Sequence[Exposed], currencies: Mapping[str, str]) -> pd.DataFrame:
    columns = [t("Id"), t("Name"), t("Kind"), t("Currency"), t("At risk"), t("Deals")]
    records = [
        (
            row.id,
            named(row),
            t("our seller") if row.kind == "seller" else t("customer"),
            currency,
            money,
            ";".join(deals),
        )
        for row in hanging
        for currency, money, deals in _sums(row, currencies)
    ]
    return pd.DataFrame(records, columns=columns)


def _sums(row: Exposed, currencies: Mapping[str, str]) -> list[tuple[str, float | None, list[str]]]:
    """Return the sums by currency, each with its deals; without an amount there is none, not 0."""
    priced = [deal for deal in row.deals if deal not in row.unpriced]
    sums: list[tuple[str, float | None, list[str]]] = [
        (currency, money, [deal for deal in priced if currencies.get(deal, "") == currency])
        for currency, money in sorted(row.money.items())
    ]
    return [*sums, ("", None, row.unpriced)] if row.unpriced else sums


def _week(actions: Mapping[str, Sequence[WeekAction]], names: Names) -> pd.DataFrame:
    columns = [
        t("Seller"),
        t("Person"),
        t("Hours"),
        t("Worth"),
        t("Deals"),
        t("Gain in lean"),
        t("Gain in access"),
    ]
    records = [
        (
            names.of("Seller", seller),
            names.of("Person", a.person),
            a.hours,
            a.worth,
            ";".join(g.deal for g in a.deals),
            sum(g.gain_lean for g in a.deals),
            sum(g.gain_access for g in a.deals),
        )
        for seller, own in actions.items()
        for a in own
    ]
    return pd.DataFrame(records, columns=columns)
