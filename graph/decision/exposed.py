"""Revenue exposed by person: what leaves with somebody over many deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from graph.decision.results import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.decision.results import Analysis, Loss


class Exposed(Answer):
    """Money that hangs on one person or seller: of each currency the sum of loss x amount.

    ``deals`` are those in which the leaving costs anything, the largest loss of access first;
    ``unpriced`` those of them without an amount, which no sum contains. ``worth`` is all of it in
    one currency, as far as there are rates; None where nobody told what deals are worth in it.
    """

    kind: str
    id: str
    name: str
    name_en: str | None = None
    money: dict[str, float] = Field(default_factory=dict)
    worth: float | None = None
    deals: list[str] = Field(default_factory=list)
    unpriced: list[str] = Field(default_factory=list)


def exposed_revenue(
    analyses: Iterable[Analysis], amounts: Mapping[str, float] | None = None
) -> list[Exposed]:
    """Return what is exposed by each person and seller over some deals, the most first.

    Sums of different currencies stay apart. Rows are ordered by what they are worth in one
    currency, those without a rate last; without ``amounts`` by their largest sum.

    Parameters
    ----------
    analyses : iterable of Analysis
        The deals.
    amounts : mapping or None
        Their amounts in one currency, of those that have a rate.

    Examples
    --------
    >>> exposed_revenue([])
    []
    """
    told: dict[tuple[str, str], list[tuple[Analysis, Loss]]] = {}
    for found in analyses:
        for loss in found.losses:
            told.setdefault((loss.kind, loss.id), []).append((found, loss))
    rows = [_row(kind, id_, parts, amounts) for (kind, id_), parts in told.items()]
    return sorted(
        rows, key=lambda r: (-(r.worth or 0.0), -max(r.money.values(), default=0.0), r.kind, r.id)
    )


def _row(
    kind: str,
    id_: str,
    parts: list[tuple[Analysis, Loss]],
    amounts: Mapping[str, float] | None,
) -> Exposed:
    ordered = sorted(parts, key=lambda part: (-part[1].loss, part[0].opportunity.id))
    money: dict[str, float] = {}
    for found, loss in ordered:
        deal = found.opportunity
        if deal.amount is not None:
            currency = deal.currency or ""
            money[currency] = money.get(currency, 0.0) + loss.loss * deal.amount
    worth = None
    if amounts is not None:
        worth = sum(loss.loss * amounts.get(found.opportunity.id, 0.0) for found, loss in ordered)
    own, english = _name(kind, id_, ordered[0][0])
    return Exposed(
        kind=kind,
        id=id_,
        name=own,
        name_en=english,
        money=money,
        worth=worth,
        deals=[found.opportunity.id for found, _ in ordered],
        unpriced=[f.opportunity.id for f, _ in ordered if f.opportunity.amount is None],
    )


def _name(kind: str, id_: str, found: Analysis) -> tuple[str, str | None]:
    among = found.people if kind == "person" else found.team
    return next(((one.name, one.name_en) for one in among if one.id == id_), (id_, None))
