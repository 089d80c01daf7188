"""The deals as a file: what is shown, in the reader's language, one row a deal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from graph.vocabulary import values
from ui.finding import kind_name
from ui.overview.book import Line
from ui.text import either, named, say, t, word


def frame(lines: Sequence[Line]) -> pd.DataFrame:
    """Return the deals as a table of plain figures."""
    return pd.DataFrame([_record(line) for line in lines])


def _record(line: Line) -> dict[str, object]:
    answer, worst, contact = line.analysis, line.worst, line.analysis.next_contact
    deal = answer.opportunity
    seller = line.seller(contact.seller) if contact else None
    person = line.person(contact.person) if contact else None
    return {
        t("Id"): deal.id,
        t("Customer"): line.customer,
        t("Deal"): line.name,
        t("Stage"): word(values.STAGES, deal.stage),
        t("Region"): deal.region and either(deal.region),
        t("Amount"): deal.amount,
        t("Currency"): deal.currency,
        t("Expected close"): deal.expected_close,
        t("Lean"): answer.lean,
        t("Standard deviation"): answer.lean_sd,
        t("Known share"): answer.known_share,
        t("Passes"): answer.passes,
        t("Blocked by"): ", ".join(answer.blocked_by),
        t("Worst link"): say(worst.title) if worst else None,
        t("Kind"): kind_name(worst.kind) if worst else None,
        t("Severity"): worst.severity if worst else None,
        t("Money at stake"): worst.money if worst else None,
        t("Seller"): named(seller) if seller else None,
        t("Meet"): named(person) if person else None,
    }
