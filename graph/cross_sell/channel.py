"""Which channel takes each offer: what it brings home there, under the room that channels have.

A channel brings ``expected x suits x serves x knows x stays - probability x cost``: how well its
kind suits the product's complexity and the customer's class, what it knows of products, how loyal
it is, and what it costs to serve the customer for a year if the sale comes about. The sum over all
offers is made as large as the room allows (:mod:`graph.cross_sell.channel_program`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.channel_program import NONE, place
from graph.cross_sell.customer_class import CLASSES, customer_classes

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.cross_sell.channel_program import Placed
    from graph.cross_sell.customer_class import CustomerClass
    from graph.cross_sell.offer import Ranking
    from graph.settings_cross_sell import ByComplexity, ChannelSettings
    from graph.snapshot import NodeTable, Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

KINDS = ("direct", "electronic", "partner")
COMPLEXITIES = ("simple", "middling", "complex")
# Where a product's complexity is not known.
MIDDLING = 1


class Channels:
    """The channels of the graph that are of a known kind.

    Parameters
    ----------
    snapshot : Snapshot
    billed : array, one an enterprise
        Revenue of the last billed months, for the customers' classes.
    settings : ChannelSettings
    """

    def __init__(self, snapshot: Snapshot, billed: Floats, settings: ChannelSettings) -> None:
        table = snapshot.nodes["Channel"]
        self._snapshot, self._settings, self._billed = snapshot, settings, billed
        self.rows = [i for i, kind in enumerate(table.column("kind")) if kind in KINDS]
        self.kind = [str(table.column("kind")[i]) for i in self.rows]
        self.ids = [table.ids[i] for i in self.rows]
        capacity = table.numbers("capacity")[self.rows]
        self.capacity = np.where(np.isnan(capacity), np.inf, capacity)
        edges = snapshot.edge("SERVED_BY")
        self.served = np.array([np.unique(edges.source[edges.into(i)]).size for i in self.rows])
        self.room = np.maximum(0.0, self.capacity - self.served)
        self.cost = _costs(table, self.rows)
        self.action_cost = settings.cost_months * self.cost
        self.known_cost = ~np.isnan(table.numbers("unit_cost")[self.rows])

    @cached_property
    def classes(self) -> list[CustomerClass]:
        """The class of every enterprise."""
        return customer_classes(self._snapshot, self._billed, self._settings)

    @cached_property
    def complexity(self) -> Ints:
        """The complexity of every product, 0 simple to 2 complex."""
        stated = self._snapshot.nodes["Product"].numbers("complexity")
        known = np.where(np.isnan(stated), MIDDLING + 1, stated)
        return np.clip(known, 1, len(COMPLEXITIES)).astype(np.int64) - 1

    @cached_property
    def brings(self) -> Floats:
        """The share of an offer's worth brought home: complexity x class x channel."""
        chosen, table = self._settings, self._snapshot.nodes["Channel"]
        unknown = [chosen.unknown_loyalty if k == "partner" else 1.0 for k in self.kind]
        knows = _known(table.numbers("product_knowledge")[self.rows], chosen.unknown_knowledge)
        loyal = _known(table.numbers("loyalty")[self.rows], unknown)
        suits = _table(chosen.suits, self.kind)
        serves = _table(chosen.serves, self.kind)
        lost = np.array(_three(chosen.knowledge))[:, None] * (1 - knows)
        stays = 1 - chosen.loyalty_risk * (1 - loyal)
        return np.asarray((suits * (1 - lost))[:, None, :] * (serves * stays)[None, :, :])

    def worth(self, offers: Ranking) -> Floats:
        """Return what each channel brings of each offer, after what serving costs."""
        whom = np.array([CLASSES.index(c) for c in self.classes], dtype=np.int64)
        brings = self.brings[self.complexity[offers.product], whom[offers.member]]
        costs = self._settings.served_months * offers.probability[:, None] * self.cost
        return np.asarray(offers.expected[:, None] * brings - costs)

    def assign(self, offers: Ranking) -> Assignment:
        """Return the best channel for each offer."""
        worth = self.worth(offers)
        return Assignment(self, worth, place(worth, self.room))


@dataclass
class Assignment:
    """Offers on channels.

    Parameters
    ----------
    channels : Channels
    worth : array, offers x channels
        What each channel brings of each offer, after what serving costs.
    placed : Placed
        The best assignment of the offers that a channel brings something of.
    """

    channels: Channels
    worth: Floats
    placed: Placed

    @cached_property
    def channel(self) -> Ints:
        """The channel of each offer, ``NONE`` where all are full.

        What no channel brings anything of goes, with the room that is left, where it loses least.
        """
        found = self.placed.channel.copy()
        if not self.channels.ids:
            return found
        left = self.channels.room - np.bincount(found[found != NONE], minlength=self.room.size)
        for offer in np.flatnonzero((found == NONE) & (self.worth.max(axis=1) <= 0)):
            least = int(np.where(left >= 1, self.worth[offer], -np.inf).argmax())
            if left[least] >= 1:
                found[offer] = least
                left[least] -= 1
        return found

    @property
    def room(self) -> Floats:
        """Places left in each channel before this assignment."""
        room: Floats = self.channels.room
        return room

    @cached_property
    def used(self) -> Ints:
        """How many offers each channel takes."""
        return np.bincount(self.channel[self.channel != NONE], minlength=self.room.size)

    def id_of(self, offer: int) -> str | None:
        """Return the id of an offer's channel."""
        channel = int(self.channel[offer])
        return None if channel == NONE else self.channels.ids[channel]

    @cached_property
    def costs(self) -> Floats:
        """What an action through each offer's channel costs, 0 where none is or nobody says."""
        known = np.where(self.channels.known_cost, self.channels.action_cost, 0.0)
        return np.append(known, 0.0)[self.channel]

    @property
    def unpriced(self) -> int:
        """How many offers have no channel whose cost is stated."""
        return int((~np.append(self.channels.known_cost, False)[self.channel]).sum())

    def fuller(self, offer: int) -> int | None:
        """Return the channel that would bring more than the one chosen but is full, if any."""
        own = int(self.channel[offer])
        best = int(self.worth[offer].argmax()) if self.channels.ids else own
        kept = 0.0 if own == NONE else float(self.worth[offer, own])
        return best if best != own and self.worth[offer, best] > kept else None

    def grown(self, channel: int) -> Placed:
        """Return the best assignment with one more place in a channel."""
        room = self.room.copy()
        room[channel] += 1
        return place(self.worth, room, self.placed.price)


def _costs(table: NodeTable, rows: list[int]) -> Floats:
    """Return the cost of serving a customer for a month; not known: that of the dearest."""
    cost = table.numbers("unit_cost")[rows]
    return _known(cost, np.nanmax(cost) if np.isfinite(cost).any() else 0.0)


def _known(stated: Floats, otherwise: float | list[float]) -> Floats:
    return np.asarray(np.where(np.isnan(stated), otherwise, stated), dtype=np.float64)


def _three(shares: ByComplexity) -> tuple[float, float, float]:
    return shares.simple, shares.middling, shares.complex


def _table(section: object, kinds: list[str]) -> Floats:
    """Return a section of the settings as a table: its three shares x channels."""
    rows = [list(getattr(section, kind).model_dump().values()) for kind in kinds]
    return np.array(rows, dtype=np.float64).reshape(len(kinds), 3).T
