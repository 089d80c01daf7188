"""The groups of a book: all a group reaches, what is controlled, and the sums at every level."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.ownership import ownership
from graph.cross_sell.ownership_interest import Interests
from graph.cross_sell.ownership_problems import problems_of
from graph.cross_sell.ownership_results import (
    Figures,
    GroupMember,
    Groups,
    OwnedGroup,
)
from graph.cross_sell.results import Holding
from graph.cross_sell.revenue import Months, day_of, open_deals, revenue
from graph.cross_sell.tree import places
from graph.cross_sell.words import money
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    import polars as pl

    from graph.cross_sell.ownership import Ownership
    from graph.cross_sell.revenue import Deals, Revenue
    from graph.cross_sell.tree import Place
    from graph.settings import Settings
    from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Tables:
    """The tables beside the graph that the sums need; either may be missing."""

    billing: pl.DataFrame | None = None
    rates: pl.DataFrame | None = None


class Book:
    """The figures of all companies on one day, summed up for any set of them.

    Parameters
    ----------
    snapshot : Snapshot
    tables : Tables
    as_of : date
    settings : Settings
    months : Months or None
        Which billed months count; by default the last of ``cross_sell.billed_months``.
    at_risk : ids of opportunities or None
        Open deals at risk; None: not asked for.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        tables: Tables,
        *,
        as_of: date,
        settings: Settings,
        months: Months | None = None,
        at_risk: Iterable[str] | None = None,
    ) -> None:
        asked = months or Months(count=settings.cross_sell.billed_months)
        self.snapshot, self.as_of, self.currency = snapshot, as_of, settings.currency
        self.day = day_of(as_of)
        self.owned: Ownership = ownership(snapshot, self.day)
        self.paid: Revenue = revenue(snapshot, tables.billing, as_of, asked)
        self.deals: Deals = open_deals(snapshot, as_of, self.currency, tables.rates, at_risk)
        self.table = snapshot.nodes["Enterprise"]
        self.ids = self.table.ids

    @cached_property
    def uses(self) -> dict[int, set[str]]:
        """The products that each enterprise uses."""
        edges, products = self.snapshot.edge("USES"), self.snapshot.nodes["Product"].ids
        found: dict[int, set[str]] = {}
        for row in np.flatnonzero(edges.in_force(self.day)).tolist():
            found.setdefault(int(edges.source[row]), set()).add(products[edges.target[row]])
        return found

    @cached_property
    def interests(self) -> Interests:
        """Who has what interest in whom."""
        return Interests(self.owned)

    def figures(self, enterprises: Collection[int]) -> Figures:
        """Return the sums over several enterprises, nothing counted twice."""
        used = Counter(p for e in enterprises for p in self.uses.get(e, ()))
        risk = self.deals.at_risk
        return Figures(
            revenue=self.paid.rolled_up(enterprises),
            open_amount=self.deals.open.rolled_up(enterprises),
            won_amount=self.deals.won.rolled_up(enterprises),
            at_risk_amount=None if risk is None else risk.rolled_up(enterprises),
            adoption=dict(sorted(used.items())),
        )

    def name(self, enterprise: int) -> str:
        """Return the name of an enterprise as it is called at home."""
        own, english = (self.table.column(c)[enterprise] for c in ("name", "name_en"))
        return str(own or english or self.ids[enterprise])

    def notes(self) -> list[Sentence]:
        """Say what is missing or left out."""
        found = []
        if not self.paid.months:
            found.append(Text("No billing counts: revenue is 0.", "没有计入的账单：收入为 0。"))
        found += [
            Text(
                "Deals of {amount} {currency} are left out: there is no rate for {currency}.",
                "有 {amount} {currency} 的商机未计入：没有 {currency} 的汇率。",
            ).format(amount=money(amount), currency=currency)
            for currency, amount in self.deals.left_out.items()
        ]
        return [Sentence.of(text) for text in found]


def groups(book: Book, chosen: Iterable[str] | None = None) -> Groups:
    """Return the groups asked for, or all.

    Parameters
    ----------
    book : Book
    chosen : ids or None
        Enterprises looked at as groups; None: every head that holds a share in another.

    Raises
    ------
    NotFoundError
        If there is no such enterprise.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> made = Snapshot.from_frames(
    ...     {"Enterprise": pl.DataFrame({"id": ["g", "m"]})},
    ...     {"MEMBER_OF": pl.DataFrame({"from": ["m"], "to": ["g"], "share": [0.6]})})
    >>> held = groups(Book(made, Tables(), as_of=date(2026, 3, 31), settings=Settings()))
    >>> [(m.id, m.interest, m.controlled) for m in held.groups[0].members]
    [('g', 1.0, True), ('m', 0.6, True)]
    """
    if chosen is None:
        at = sorted(_controlled(book))
    else:
        at = [book.table.position(id_) for id_ in dict.fromkeys(chosen)]
    return Groups(
        as_of=book.as_of,
        currency=book.currency,
        months=book.paid.months,
        groups=[_group(book, group) for group in at],
        notes=book.notes(),
    )


def by_stake(book: Book) -> list[str]:
    """Return the ids of all groups, the one with the largest open deals first.

    Summed is what a head controls; between equals the revenue decides, then the id.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> made = Snapshot.from_frames(
    ...     {"Enterprise": pl.DataFrame({"id": ["a", "b", "g", "h"]}),
    ...      "Opportunity": pl.DataFrame({"id": ["d"], "amount": [5.0]})},
    ...     {"MEMBER_OF": pl.DataFrame({"from": ["a", "b"], "to": ["g", "h"]}),
    ...      "FOR": pl.DataFrame({"from": ["d"], "to": ["b"]})})
    >>> billed = pl.DataFrame({"customer": ["a"], "product": ["p"], "month": ["2026-02"],
    ...     "revenue": [9.0]})
    >>> by_stake(Book(made, Tables(billed), as_of=date(2026, 3, 31), settings=Settings()))
    ['h', 'g']
    """
    stakes = {
        head: (-book.deals.open.rolled_up(members), -book.paid.rolled_up(members), head)
        for head, members in _controlled(book).items()
    }
    return [book.ids[head] for head in sorted(stakes, key=stakes.__getitem__)]


def _controlled(book: Book) -> dict[int, list[int]]:
    """Return every head that holds a share in another, with all whom it is the head of."""
    inside: dict[int, list[int]] = {}
    for member, head in enumerate(book.owned.heads()):
        if book.owned.owned[head]:
            inside.setdefault(head, []).append(member)
    return inside


def _group(book: Book, group: int) -> OwnedGroup:
    inside = book.owned.controlled(group)
    interest = book.interests.of(group)
    drawn = places(book.owned, group)
    return OwnedGroup(
        id=book.ids[group],
        name=book.name(group),
        name_en=book.table.column("name_en")[group],
        members=[_member(book, p, interest[p.enterprise], inside) for p in drawn],
        problems=problems_of(book.snapshot, book.owned, interest),
    )


def _member(book: Book, place: Place, interest: float, inside: Collection[int]) -> GroupMember:
    owned, member = book.owned, place.enterprise
    return GroupMember(
        id=book.ids[member],
        name=book.name(member),
        name_en=book.table.column("name_en")[member],
        parent=None if place.parent is None else book.ids[place.parent],
        depth=place.depth,
        direct=[
            Holding(owner=book.ids[o], share=h.share, assumed=h.assumed)
            for o, h in owned.owners[member].items()
        ],
        interest=interest,
        controlled=member in inside,
        controllers=[book.ids[o] for o in owned.controllers(member, inside)],
        own=book.figures([member]),
        consolidated=book.figures(owned.controlled(member)),
        attributed_revenue=attributed(book, member),
    )


def attributed(book: Book, member: int) -> float:
    """Return the sum of a company's interest times own revenue over all it reaches."""
    return float(sum(i * book.paid.own[m] for m, i in book.interests.of(member).items()))


@dataclass(frozen=True, slots=True)
class Headed:
    """An enterprise with its head, the head's interest in it, and who controls it for the head."""

    enterprise: str
    head: str
    interest: float
    controllers: list[str]


def headed(snapshot: Snapshot, as_of: date) -> list[Headed]:
    """Return every enterprise with its head, the head's interest and who controls it for the head.

    A head has controllers only where those that it controls hold more than one half of it.
    """
    owned, ids = ownership(snapshot, day_of(as_of)), snapshot.nodes["Enterprise"].ids
    interests = Interests(owned)
    by_head: dict[int, list[int]] = {}
    for member, head in enumerate(owned.heads()):
        by_head.setdefault(head, []).append(member)
    rows = dict[int, Headed]()
    for head, members in by_head.items():
        interest, inside = interests.of(head), set(members)
        for m in members:
            rows[m] = Headed(
                enterprise=ids[m],
                head=ids[head],
                interest=interest[m],
                controllers=[ids[o] for o in owned.controllers(m, inside)],
            )
    return [rows[m] for m in range(len(ids))]
