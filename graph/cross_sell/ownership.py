"""Who holds what in whom: shares as used, who controls whom, and what a group reaches.

Shares are read from the MEMBER_OF relationships in force. A holding without a share gets an equal
part of what the known shares leave of 1; a company's share in itself is left out; known shares
above 1 are scaled to 1. Control goes set by set: a group controls itself, and a member joins when
the shares held in it by those already in sum to more than a half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

# A sum of shares passes one half only by more than this.
HALF = 0.5 + 1e-9


@dataclass(frozen=True, slots=True)
class Held:
    """The share of one owner as used; ``assumed`` where no share was stated."""

    share: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the stated shares: ``self_ownership`` or ``shares_above_one``."""

    kind: str
    enterprise: int
    total: float


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
    """

    owners: list[dict[int, Held]]
    owned: list[list[int]]
    problems: list[Problem]

    def reach(self, group: int) -> dict[int, int]:
        """Return everything reached downwards from ``group`` (itself too) with its depth."""
        depth = {group: 0}
        level = [group]
        while level:
            following = sorted({m for owner in level for m in self.owned[owner]} - depth.keys())
            depth |= dict.fromkeys(following, depth[level[0]] + 1)
            level = following
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

    def heads(self) -> list[int]:
        """Return the head of every enterprise: who controls it and is controlled by nobody else.

        In a ring of mutual control the head is the one of the smallest position, which is the
        smallest id.
        """
        controls = {g: self.controlled(g) for g in range(len(self.owned)) if self.owned[g]}
        by: list[set[int]] = [{m} for m in range(len(self.owned))]
        for g, members in controls.items():
            for m in members:
                by[m].add(g)
        return [
            min(g for g in by[m] if all(g in by[other] for other in by[g])) for m in range(len(by))
        ]


def ownership(snapshot: Snapshot, day: int) -> Ownership:
    """Return the holdings in force on ``day``, computed once for a snapshot."""
    key = ("cross_sell.ownership", day)
    if key not in snapshot.memo:
        snapshot.memo[key] = _ownership(snapshot, day)
    return snapshot.memo[key]  # type: ignore[no-any-return]


def _ownership(snapshot: Snapshot, day: int) -> Ownership:
    size = len(snapshot.nodes["Enterprise"])
    stated: list[dict[int, float]] = [{} for _ in range(size)]
    edges = snapshot.edge("MEMBER_OF")
    shares = edges.numbers("share")
    problems: list[Problem] = []
    # Rows of a pair come by `since`: the latest one in force stands.
    for row in np.flatnonzero(edges.in_force(day)):
        member, owner = int(edges.source[row]), int(edges.target[row])
        if member == owner:
            problems.append(Problem("self_ownership", member, float(shares[row])))
        else:
            stated[member][owner] = float(shares[row])
    owners = [_as_used(held) for held in stated]
    for member, held in enumerate(stated):
        total = sum(s for s in held.values() if not np.isnan(s))
        if total > 1 + 1e-9:
            problems.append(Problem("shares_above_one", member, total))
    owned: list[list[int]] = [[] for _ in range(size)]
    for member, using in enumerate(owners):
        for owner in using:
            owned[owner].append(member)
    return Ownership(owners, owned, problems)


def _as_used(stated: dict[int, float]) -> dict[int, Held]:
    """Fill in the shares nobody stated and scale those above 1.

    Examples
    --------
    >>> _as_used({1: 0.6, 2: float("nan"), 3: float("nan")})[2]
    Held(share=0.2, assumed=True)
    """
    known = sum(s for s in stated.values() if not np.isnan(s))
    unknown = sum(1 for s in stated.values() if np.isnan(s))
    scale = 1 / known if known > 1 else 1.0
    rest = max(0.0, 1 - known) / unknown if unknown else 0.0
    return {
        owner: Held(rest, assumed=True) if np.isnan(s) else Held(s * scale, assumed=False)
        for owner, s in sorted(stated.items())
    }
