"""Companies that own one another, and an order in which owners come first."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def rings(owners: Sequence[Collection[int]]) -> list[list[int]]:
    """Return the strongly connected sets of companies, most of them of one company alone.

    Parameters
    ----------
    owners : sequence of collections
        For each company the positions of its owners.

    Examples
    --------
    >>> rings([[1], [0], [1]])
    [[0, 1], [2]]
    """
    labels = _labels(owners)
    found: list[list[int]] = [[] for _ in range(max(labels, default=-1) + 1)]
    for member, label in enumerate(labels):
        found[label].append(member)
    return sorted(found)


def owners_first(owners: Sequence[Collection[int]]) -> list[list[int]]:
    """Return the sets of :func:`rings`, each after those that own it.

    Examples
    --------
    >>> owners_first([[1], [0, 2], []])
    [[2], [0, 1]]
    """
    found = rings(owners)
    place = {member: at for at, ring in enumerate(found) for member in ring}
    below: dict[int, list[int]] = {}
    missing = [0] * len(found)
    for at, ring in enumerate(found):
        for owner in {place[o] for member in ring for o in owners[member]} - {at}:
            below.setdefault(owner, []).append(at)
            missing[at] += 1
    ready = [at for at, count in enumerate(missing) if not count]
    for at in ready:  # grows while it is walked
        for owned in below.get(at, ()):
            missing[owned] -= 1
            if not missing[owned]:
                ready.append(owned)
    return [found[at] for at in ready]


def _labels(owners: Sequence[Collection[int]]) -> list[int]:
    size = len(owners)
    count = [len(held) for held in owners]
    owned = np.repeat(np.arange(size), count)
    owner = np.fromiter(chain.from_iterable(owners), dtype=np.int64, count=sum(count))
    arcs = sp.csr_array((np.ones(len(owner)), (owner, owned)), shape=(size, size))
    labels = connected_components(arcs, directed=True, connection="strong")[1]
    return labels.tolist()
