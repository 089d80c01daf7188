"""Every offer of a group in numbers: adoption, access, probability and value of each cell."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.adoption import adoption
from graph.cross_sell.allotted import Allotted
from graph.cross_sell.offer import Offer
from graph.cross_sell.routes import Routes
from graph.cross_sell.whitespace import cell_states

if TYPE_CHECKING:
    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.people import Deciders, Opener, People
    from graph.cross_sell.revenue import Revenue
    from graph.cross_sell.routes import Route
    from graph.cross_sell.value import Prices
    from graph.cross_sell.whitespace import CellState

SELLABLE = ("open", "rival")


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
        return adoption(self.snapshot, self.enterprises, self.day, self.settings.cross_sell)

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
    def users(self) -> dict[int, list[int]]:
        """The enterprises of the group that use each product."""
        found: dict[int, list[int]] = {p: [] for p in range(len(self.snapshot.nodes["Product"]))}
        for (enterprise, product), cell in sorted(self.states.items()):
            if cell.state == "ours":
                found[product].append(enterprise)
        return found

    @cached_property
    def ranked(self) -> list[Offer]:
        """All offers to members that are reached, the best first."""
        ids = self.snapshot.nodes["Enterprise"].ids, self.snapshot.nodes["Product"].ids
        offers = [
            self._offer(member, product, route.access)
            for member, route in self.routes.items()
            for product in range(len(ids[1]))
            if self.states[member, product].state in SELLABLE
        ]
        return sorted(offers, key=lambda o: (-o.expected, ids[0][o.member], ids[1][o.product]))

    @cached_property
    def allotted(self) -> Allotted:
        """The offers with their channels, in the order of ``ranked``."""
        return Allotted(self.book, [self.group] * len(self.ranked), self.ranked)

    def hours(self, member: int) -> float:
        """Return what a way to a member takes: hours for each person of its route."""
        each = self.settings.cross_sell.hours_per_person
        return each * len(self.routes[member].people)

    def _offer(self, member: int, product: int, access: float) -> Offer:
        likely = float(self.adoption.probability[self.row[member], product])
        probability = min(1.0, likely * access / (self.mean_access or access))
        value = self.prices.yearly(member, product)
        return Offer(
            member, product, likely, access, probability, value, probability * value.yearly
        )
