"""Who holds what in whom: shares as used, who controls whom, and what a group reaches.

Shares are read from the MEMBER_OF relationships in force. A holding without a share gets an equal
part of what the known shares leave of 1; a company's share in itself is left out; known shares
above 1 are scaled to 1. Control goes set by set: a group controls itself, and a member joins when
the shares held in it by those already in sum to more than a half.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.ownership_rings import owners_first, rings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

# A sum of shares passes one half only by more than this.
HALF = 0.5 + 1e-9
# Known shares that sum to 1 in decimals may pass it by a rounding error.
WHOLE = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Held:
    """The share of one owner as used; ``assumed`` where no share was stated."""

    share: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the stated shares: ``self_ownership`` or ``shares_above_one``.

    ``total`` is the share in oneself, None where none is stated, or the sum of known shares.
    """

    kind: str
    enterprise: int
    total: float | None


@dataclass(frozen=True)
class Ownership:
    """All holdings in force on one day, by position of the enterprise.

    Parameters
    ----------
    owners : list of dict
        For each enterprise its owners with their shares as used.
    owned : list of list
        For each enterprise what it holds shares in, in order of position.
    problems : list of Problem
        Stated shares that could not be used as they stand.

    Examples
    --------
    0 holds .6 of 1; 2 is held half by 0, half by 1:

    >>> owned = Ownership([{}, {0: Held(0.6, False)}, {0: Held(0.5, False), 1: Held(0.5, False)}],
    ...                   [[1, 2], [2], []], [])
    >>> sorted(owned.controlled(0)), owned.controllers(2, {0, 1, 2}), owned.heads()
    ([0, 1, 2], [0, 1], [0, 0, 0])
    """

    owners: list[dict[int, Held]]
    owned: list[list[int]]
    problems: list[Problem]

    def reach(self, group: int) -> dict[int, int]:
        """Return everything reached downwards from ``group`` (itself too) with its depth."""
        depth = {group: 0}
        waiting = deque([group])
        while waiting:
            owner = waiting.popleft()
            for member in self.owned[owner]:
                if member not in depth:
                    depth[member] = depth[owner] + 1
                    waiting.append(member)
        return depth

    def controlled(self, group: int) -> set[int]:
        """Return the enterprises that ``group`` controls, itself included."""
        inside = {group}
        sums: dict[int, float] = {}
        waiting = [group]
        while waiting:
            owner = waiting.pop()
            for member in self.owned[owner]:
                sums[member] = sums.get(member, 0.0) + self.owners[member][owner].share
                if member not in inside and sums[member] > HALF:
                    inside.add(member)
                    waiting.append(member)
        return inside

    def controllers(self, member: int, inside: Collection[int]) -> list[int]:
        """Return the holders in a controlled set that together pass one half of ``member``.

        Empty where they do not.
        """
        held = {o: h.share for o, h in self.owners[member].items() if o in inside and h.share > 0}
        return list(held) if sum(held.values()) > HALF else []

    @cached_property
    def cycles(self) -> list[list[int]]:
        """Companies that own one another: the strongly connected sets of two or more."""
        return [ring for ring in rings(self.owners) if len(ring) > 1]

    @cached_property
    def order(self) -> list[list[int]]:
        """All companies, owners before what they own; those that own one another together.

        Holdings of nothing do not count here.
        """
        held = [[o for o, h in owners.items() if h.share > 0] for owners in self.owners]
        return owners_first(held)

    @cached_property
    def _heads(self) -> list[int]:
        found = [-1] * len(self.owned)
        for ring in self.order:
            for head, inside in self._tops(m for m in ring if found[m] < 0).items():
                for member in inside:
                    found[member] = head
        return found

    def _tops(self, ring: Iterable[int]) -> dict[int, set[int]]:
        """Return who of companies that own one another is controlled by no other, and its set.

        Whoever controls a later one comes before it or takes it in; of equals the first stands.
        """
        tops: dict[int, set[int]] = {}
        for company in ring:
            if not any(company in inside for inside in tops.values()):
                mine = self.controlled(company)
                tops = {t: inside for t, inside in tops.items() if t not in mine} | {company: mine}
        return tops

    def heads(self) -> list[int]:
        """Return the head of every enterprise: who controls it and is controlled by nobody else.

        In a ring of mutual control the head is the one of the smallest position, which is the
        smallest id. There is never a second one: the holders of more than one half of a company
        in two controlled sets would have one in common.
        """
        return self._heads


def ownership(snapshot: Snapshot, day: int) -> Ownership:
    """Return the holdings in force on ``day``, computed once for a snapshot."""
    key = ("cross_sell.ownership", day)
    if key not in snapshot.memo:
        snapshot.memo[key] = _ownership(snapshot, day)
    return snapshot.memo[key]  # type: ignore[no-any-return]


def _ownership(snapshot: Snapshot, day: int) -> Ownership:
    size = len(snapshot.nodes["Enterprise"])
    member, owner, share = _stated(snapshot, day)
    itself = member == owner
    problems = [
        Problem("self_ownership", m, None if np.isnan(s) else s)
        for m, s in zip(member[itself].tolist(), share[itself].tolist(), strict=True)
    ]
    member, owner, share = member[~itself], owner[~itself], share[~itself]
    known = np.bincount(member, np.nan_to_num(share), size).astype(np.float64)
    problems += [
        Problem("shares_above_one", m, float(known[m]))
        for m in np.flatnonzero(known > WHOLE).tolist()
    ]
    used = shares_as_used(member, share, known)
    owners: list[dict[int, Held]] = [{} for _ in range(size)]
    owned: list[list[int]] = [[] for _ in range(size)]
    rows = (member.tolist(), owner.tolist(), used.tolist(), np.isnan(share).tolist())
    for m, o, s, assumed in zip(*rows, strict=True):
        owners[m][o] = Held(s, assumed)
        owned[o].append(m)
    return Ownership(owners, owned, problems)


def _stated(snapshot: Snapshot, day: int) -> tuple[Ints, Ints, Floats]:
    """Return member, owner and stated share of every holding in force, by member and owner.

    Of several holdings of one pair in force the one that began last stands.
    """
    edges = snapshot.edge("MEMBER_OF")
    rows = np.flatnonzero(edges.in_force(day))
    member, owner = edges.source[rows].astype(np.int64), edges.target[rows].astype(np.int64)
    order = np.lexsort((edges.days("since")[rows], owner, member))
    pair = np.stack([member[order], owner[order]])
    last = np.append((pair[:, 1:] != pair[:, :-1]).any(axis=0), np.ones(min(1, len(order)), bool))
    chosen = order[last]
    return member[chosen], owner[chosen], edges.numbers("share")[rows[chosen]]


def shares_as_used(member: Ints, share: Floats, known: Floats) -> Floats:
    """Fill in the shares nobody stated and scale those above 1.

    Parameters
    ----------
    member : array
        Position of the company that is held, one a holding.
    share : array
        What is stated, NaN where nothing is.
    known : array
        Sum of the stated shares, one a company.

    Examples
    --------
    Of the first company .6 is known and two owners share the rest; of the second 1.6 is stated:

    >>> stated = np.array([0.6, np.nan, np.nan, 0.8, 0.8])
    >>> shares_as_used(np.array([0, 0, 0, 1, 1]), stated, np.array([0.6, 1.6])).tolist()
    [0.6, 0.2, 0.2, 0.5, 0.5]
    """
    silent = np.isnan(share)
    count = np.bincount(member[silent], minlength=len(known))
    rest = np.maximum(0.0, 1 - known)[member] / np.maximum(count[member], 1)
    return np.where(silent, rest, share / np.maximum(known, 1.0)[member])
