"""Every offer of a group in numbers: adoption, access, probability and value of each cell."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.allotted import Allotted
from graph.cross_sell.offer import Offer, Ranking
from graph.cross_sell.routes import Routes
from graph.cross_sell.whitespace import OPEN, OURS, RIVAL, cell_states, cells

if TYPE_CHECKING:
    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.people import Deciders, Opener, People
    from graph.cross_sell.results import RivalShare
    from graph.cross_sell.revenue import Revenue
    from graph.cross_sell.routes import Route
    from graph.cross_sell.value import Prices
    from graph.cross_sell.whitespace import CellState, Codes

SELLABLE = (OPEN, RIVAL)


class Offers:
    """The offers of one group on the day of the book.

    Parameters
    ----------
    book : SellingBook
    group : int
        Position of the group.
    """

    def __init__(self, book: SellingBook, group: int) -> None:
        self.book, self.group = book, group
        self.snapshot, self.settings = book.snapshot, book.settings
        self.as_of, self.day = book.as_of, book.day
        self.owned = book.owned
        self.enterprises = sorted(self.owned.reach(group))
        self.below = [e for e in self.enterprises if e != group]

    @property
    def paid(self) -> Revenue:
        """Billing of the last billed months."""
        return self.book.paid

    @property
    def prices(self) -> Prices:
        """What products are paid for, by comparable companies."""
        return self.book.prices

    @property
    def people(self) -> People:
        """All people of the book."""
        return self.book.people

    @cached_property
    def states(self) -> dict[tuple[int, int], CellState]:
        """The state of every cell of the matrix."""
        return cell_states(self.snapshot, self.enterprises, self.day)

    @cached_property
    def adoption(self) -> Adoption:
        """The adoption model for the group's enterprises, rows as in ``enterprises``."""
        return self.book.adoption_of(self.enterprises)

    @cached_property
    def openers(self) -> dict[int, Opener]:
        """Who of the group's people can open the door."""
        return self.people.openers(self.enterprises)

    @cached_property
    def deciders(self) -> dict[int, Deciders]:
        """Who decides at each member below the group."""
        return {member: self.people.deciders(member) for member in self.below}

    @cached_property
    def routes(self) -> dict[int, Route]:
        """The best route to each member below the group that can be reached."""
        starts = {person: opener.strength for person, opener in self.openers.items()}
        ways = Routes(self.people.network, starts)
        found = {member: ways.to(d.people) for member, d in self.deciders.items()}
        return {member: route for member, route in found.items() if route is not None}

    @cached_property
    def mean_access(self) -> float | None:
        """Mean access of the members that are reached, None where none is."""
        if not self.routes:
            return None
        return float(np.mean([route.access for route in self.routes.values()]))

    @cached_property
    def row(self) -> dict[int, int]:
        """The row of each enterprise in the adoption model."""
        return {enterprise: row for row, enterprise in enumerate(self.enterprises)}

    @cached_property
    def codes(self) -> Codes:
        """The state of every cell by its code, rows as in ``enterprises``."""
        return cells(self.snapshot, self.day).codes(self.enterprises)

    @cached_property
    def users(self) -> list[list[int]]:
        """The enterprises of the group that use each product."""
        used = (self.codes == OURS).T
        return [[self.enterprises[row] for row in np.flatnonzero(some)] for some in used]

    def rivals(self, member: int, product: int) -> list[RivalShare]:
        """Return who supplies a product to a member."""
        return cells(self.snapshot, self.day).rivals.get((member, product), [])

    @cached_property
    def ranked(self) -> Ranking:
        """All offers to members that are reached, the best first."""
        reached = np.array(sorted(self.routes), dtype=np.int64)
        rows = np.array([self.row[m] for m in reached.tolist()], dtype=np.int64)
        at, product = np.nonzero(np.isin(self.codes[rows], SELLABLE))
        reach = np.array([self.routes[m].access for m in reached.tolist()])
        access = reach[at] if at.size else np.zeros(0)
        likely = self.adoption.probability[rows[at], product] if at.size else np.zeros(0)
        probability = likely
        if not self.book.learnt.holds_access:
            probability = np.minimum(1.0, likely * access / (self.mean_access or 1.0))
        yearly = self.prices.table(reached)[at, product]
        return Ranking.ordered(
            [
                Ranking(
                    np.full(at.size, self.group, dtype=np.int64), reached[at], product, likely,
                    access, probability, yearly, probability * yearly,
                )
            ]
        )  # fmt: skip

    @cached_property
    def allotted(self) -> Allotted:
        """The offers with their channels, in the order of ``ranked``."""
        return Allotted(self.book, self.ranked)

    def offer(self, ranking: Ranking, at: int) -> Offer:
        """Return one offer of a ranking, its value with its range."""
        member, product = int(ranking.member[at]), int(ranking.product[at])
        return Offer(
            member,
            product,
            float(ranking.adoption[at]),
            float(ranking.access[at]),
            float(ranking.probability[at]),
            self.prices.yearly(member, product),
            float(ranking.expected[at]),
        )

    @property
    def ways_in(self) -> dict[tuple[int, int], list[int]]:
        """The people of the route to each member that is reached, by group and member."""
        return {(self.group, member): route.people for member, route in self.routes.items()}

    def hours(self, member: int) -> float:
        """Return what a way to a member takes: hours for each person of its route."""
        return self.settings.cross_sell.hours_per_person * len(self.routes[member].people)
