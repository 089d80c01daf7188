"""Who of its family and of the companies like it uses what, for some companies at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from graph.cross_sell.usage import Usage
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Upper ends of the size classes, in employees.
SIZE_CLASSES = (50, 300, 1000, 5000)


def families_on(snapshot: Snapshot, group: Sequence[int], day: int) -> Ints:
    """Label every enterprise with its family: the group asked about, else what hangs together."""
    edges = snapshot.edge("MEMBER_OF")
    held = edges.in_force(day)
    size = len(snapshot.nodes["Enterprise"])
    ties = sp.csr_array(
        (np.ones(held.sum()), (edges.source[held], edges.target[held])), shape=(size, size)
    )
    count, labels = connected_components(ties, directed=False)
    families = labels.astype(np.int64)
    families[np.asarray(group, dtype=np.int64)] = count
    return families


class Siblings:
    """Users among the other companies of a family.

    Parameters
    ----------
    use : Usage
    families : array of int
        The family of each enterprise (:func:`families_on`).
    """

    def __init__(self, use: Usage, families: Ints) -> None:
        self._now = use.now
        self._place = np.unique(families, return_inverse=True)[1]
        self._size = np.bincount(self._place).astype(float)
        ends = (self._place, np.arange(len(families)))
        shape = (len(self._size), len(families))
        self._users = sp.csr_array((np.ones(len(families)), ends), shape=shape) @ use.now

    def counts(self, who: Ints) -> tuple[Floats, Floats]:
        """Return others that use each product, enterprises x products, and how many there are."""
        place = self._place[who]
        using = np.asarray((self._users[place] - self._now[who]).todense(), dtype=float)
        return using, self._size[place] - 1


class Similar:
    """Users among companies alike, by paths enterprise - attribute - enterprise.

    Companies of the same attributes have the same paths but for those back to themselves, so that
    the sparse products are of kinds of companies and not of companies.
    """

    def __init__(self, snapshot: Snapshot, use: Usage) -> None:
        traits, self._kind = traits_of(snapshot)
        self._use, size = use, len(self._kind)
        theirs = sp.csr_array(
            (use.active.astype(float), self._kind, np.arange(size + 1)),
            shape=(size, traits.shape[0]),
        )
        by_trait = traits.T @ (theirs.T @ use.now)
        self._using = np.asarray((traits @ by_trait).todense(), dtype=float)
        count = np.asarray(theirs.sum(axis=0), dtype=float)
        self._paths = np.asarray(traits @ (traits.T @ count), dtype=float)
        self._back = np.asarray(traits.sum(axis=1), dtype=float)

    def counts(self, who: Ints) -> tuple[Floats, Floats]:
        """Return paths to users of each product, enterprises x products, and to all."""
        kind, now = self._kind[who], self._use.now[who]
        back = self._back[kind] * self._use.active[who]
        using = self._using[kind]
        row = np.repeat(np.arange(len(who)), np.diff(now.indptr))
        using[row, now.indices] -= back[row]
        return using, self._paths[kind] - back


def traits_of(snapshot: Snapshot) -> tuple[sp.csr_array, Ints]:
    """Return the 0/1 matrix of kinds of enterprises and attributes, and the kind of each.

    The same ones when they are asked for again: attributes bear no date.

    Industry, size, region, and the pairs industry + size and industry + region: companies that
    agree in two of them are joined by more paths than the sum of both. Companies of a kind agree
    in all.
    """
    if (key := "cross_sell.traits") not in snapshot.memo:
        snapshot.memo[key] = _traits(snapshot)
    return snapshot.memo[key]  # type: ignore[no-any-return]


def _traits(snapshot: Snapshot) -> tuple[sp.csr_array, Ints]:
    table = snapshot.nodes["Enterprise"]
    size = [size_class(n) for n in table.column("employees")]
    seen: dict[tuple[str | None, int | None, str | None], int] = {}
    rows = zip(table.column("industry"), size, table.column("region"), strict=True)
    kind = np.array([seen.setdefault(key, len(seen)) for key in rows], dtype=np.int64)
    names: dict[tuple[str, object], int] = {}
    ends = [
        (at, names.setdefault(trait, len(names)))
        for at, key in enumerate(seen)
        for trait in _attributes(*key)
    ]
    row, column = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    shape = (len(seen), max(1, len(names)))
    return sp.csr_array((np.ones(len(row)), (row, column)), shape=shape), kind


def _attributes(
    industry: str | None, size: int | None, region: str | None
) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("industry", industry)] if industry else []
    found += [("size", size)] if size is not None else []
    found += [("region", region)] if region else []
    found += [("industry, size", (industry, size))] if industry and size is not None else []
    return [*found, *([("industry, region", (industry, region))] if industry and region else [])]


def size_class(employees: float | None) -> int | None:
    """Return the size class of a company, 0 the smallest; None where its size is not known.

    Examples
    --------
    >>> size_class(49), size_class(50), size_class(100_000), size_class(None)
    (0, 1, 4, None)
    """
    if employees is None:
        return None
    return sum(employees >= top for top in SIZE_CLASSES)
