"""Every offer of a group in numbers: adoption, access, probability and value of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.adoption import adoption
from graph.cross_sell.channel import Channels
from graph.cross_sell.ownership import ownership
from graph.cross_sell.people import People
from graph.cross_sell.revenue import day_of, revenue
from graph.cross_sell.routes import Route, Routes
from graph.cross_sell.value import Prices, Value
from graph.cross_sell.whitespace import cell_states

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.people import Deciders, Opener
    from graph.cross_sell.revenue import Revenue
    from graph.cross_sell.whitespace import CellState
    from graph.settings import Settings
    from graph.snapshot import Snapshot

SELLABLE = ("open", "rival")


@dataclass(frozen=True, slots=True)
class Offer:
    """One product for one member, in numbers; ``member`` and ``product`` are positions."""

    member: int
    product: int
    adoption: float
    access: float
    probability: float
    value: Value
    expected: float


class Offers:
    """The offers of one group on one day.

    Parameters
    ----------
    snapshot : Snapshot
    billing : DataFrame or None
    group : int
        Position of the group.
    as_of : date
    settings : Settings
    """

    def __init__(
        self,
        snapshot: Snapshot,
        billing: pl.DataFrame | None,
        group: int,
        as_of: date,
        settings: Settings,
    ) -> None:
        self.snapshot, self.group, self.settings = snapshot, group, settings
        self.as_of, self.day = as_of, day_of(as_of)
        self.owned = ownership(snapshot, self.day)
        self.enterprises = sorted(self.owned.reach(group))
        self.below = [e for e in self.enterprises if e != group]
        self._billing = billing

    @cached_property
    def paid(self) -> Revenue:
        """Billing of the last billed months."""
        months = self.settings.cross_sell.billed_months
        return revenue(self.snapshot, self._billing, self.as_of, months)

    @cached_property
    def states(self) -> dict[tuple[int, int], CellState]:
        """The state of every cell of the matrix."""
        return cell_states(self.snapshot, self.enterprises, self.day)

    @cached_property
    def adoption(self) -> Adoption:
        """The adoption model for the group's enterprises, rows as in ``enterprises``."""
        return adoption(self.snapshot, self.enterprises, self.day, self.settings.cross_sell)

    @cached_property
    def people(self) -> People:
        """All people of the book, computed once for a snapshot, a day and settings."""
        key = ("cross_sell.people", self.day, self.settings.model)
        memo = self.snapshot.memo
        if key not in memo:
            memo[key] = People(self.snapshot, self.day, self.settings)
        return memo[key]  # type: ignore[no-any-return]

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
    def prices(self) -> Prices:
        """What products are paid for, by comparable companies."""
        return Prices(self.snapshot, self.paid, self.day, self.settings.cross_sell)

    @cached_property
    def channels(self) -> Channels:
        """The channels known to the graph."""
        return Channels(self.snapshot)

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

    def _offer(self, member: int, product: int, access: float) -> Offer:
        likely = float(self.adoption.probability[self.row[member], product])
        probability = min(1.0, likely * access / (self.mean_access or access))
        value = self.prices.yearly(member, product)
        return Offer(
            member, product, likely, access, probability, value, probability * value.yearly
        )
