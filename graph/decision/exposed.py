"""Revenue exposed by person: what leaves with somebody over many deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from graph.decision.results import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.decision.results import Analysis, Loss


class Exposed(Answer):
    """Money that hangs on one person or seller: of each currency the sum of loss x amount.

    ``deals`` are those in which the leaving costs anything, the largest loss of access first;
    ``unpriced`` those of them without an amount, which no sum contains.
    """

    kind: str
    id: str
    name: str
    name_en: str | None = None
    money: dict[str, float] = Field(default_factory=dict)
    deals: list[str] = Field(default_factory=list)
    unpriced: list[str] = Field(default_factory=list)


def exposed_revenue(analyses: Iterable[Analysis]) -> list[Exposed]:
    """Return what is exposed by each person and seller over some deals, the most first.

    Sums of different currencies are never added: rows are ordered by their largest sum.

    Examples
    --------
    >>> exposed_revenue([])
    []
    """
    told: dict[tuple[str, str], list[tuple[Analysis, Loss]]] = {}
    for found in analyses:
        for loss in found.losses:
            told.setdefault((loss.kind, loss.id), []).append((found, loss))
    rows = [_row(kind, id_, parts) for (kind, id_), parts in told.items()]
    return sorted(rows, key=lambda r: (-max(r.money.values(), default=0.0), r.kind, r.id))


def _row(kind: str, id_: str, parts: list[tuple[Analysis, Loss]]) -> Exposed:
    ordered = sorted(parts, key=lambda part: (-part[1].loss, part[0].opportunity.id))
    money: dict[str, float] = {}
    for found, loss in ordered:
        deal = found.opportunity
        if deal.amount is not None:
            currency = deal.currency or ""
            money[currency] = money.get(currency, 0.0) + loss.loss * deal.amount
    own, english = _name(kind, id_, ordered[0][0])
    return Exposed(
        kind=kind,
        id=id_,
        name=own,
        name_en=english,
        money=money,
        deals=[found.opportunity.id for found, _ in ordered],
        unpriced=[f.opportunity.id for f, _ in ordered if f.opportunity.amount is None],
    )


def _name(kind: str, id_: str, found: Analysis) -> tuple[str, str | None]:
    among = found.people if kind == "person" else found.team
    return next(((one.name, one.name_en) for one in among if one.id == id_), (id_, None))
