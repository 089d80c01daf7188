"""Made organisations whose ranks are known: four ways in which people turn to each other.

A guard against a rule that fits only the few real networks at hand. Sizes, departments, grades,
how much rank attracts, how alike friends are and how surely a tie is returned are drawn anew for
every organisation from wide ranges; nothing here was fitted to anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.ranked import Ranked

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Organisation:
    """A made organisation: rank (larger is higher), the same in standard units, who is near."""

    rank: Floats
    z: Floats
    near: npt.NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many people there are."""
        return self.rank.size

    @property
    def apart(self) -> Floats:
        """How far each two are apart in rank."""
        return np.abs(self.z[:, None] - self.z[None, :])


def made(kind: str, count: int, seed: int = 0) -> list[Ranked]:
    """Return ``count`` made networks of ``advice``, ``friendship``, ``work`` or ``mail``.

    Examples
    --------
    >>> one, other = made("advice", 2)
    >>> one.ties.columns, len(set(one.level.values())) > 1
    (['from', 'to', 'weight'], True)
    """
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    return [_ranked(kind, *KINDS[kind](rng)) for _ in range(count)]


def _ranked(kind: str, rank: Floats, ties: Floats) -> Ranked:
    asks, asked = np.nonzero(ties)
    frame = pl.DataFrame({"from": asks, "to": asked, "weight": ties[asks, asked]})
    names = pl.col("from", "to").cast(pl.String)
    return Ranked(
        f"made {kind}",
        "made",
        frame.with_columns(names),
        {str(i): int(r) for i, r in enumerate(rank)},
    )


def _organisation(rng: np.random.Generator) -> Organisation:
    n, span = int(rng.integers(20, 160)), rng.uniform(2.5, 7)
    if rng.random() < 0.4:  # a firm of partners and others
        rank = (np.arange(n) < n * rng.uniform(0.3, 0.55)).astype(float)
    else:
        sizes = [1]
        while sum(sizes) < n:
            sizes.append(int(np.ceil(sizes[-1] * span)))
        rank = -np.repeat(np.arange(len(sizes)), sizes)[:n].astype(float)
    department = rng.integers(0, rng.integers(2, 6), n)
    z = (rank - rank.mean()) / max(float(rank.std()), 1e-9)
    return Organisation(rank, z, department[:, None] == department[None, :])


def _advice(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Each turns to those who know, and who are near; few turn back."""
    org = _organisation(rng)
    share = rng.uniform(0.2, 0.8)
    known = share * org.z + np.sqrt(1 - share**2) * rng.normal(size=org.size)
    liking = rng.uniform(0.6, 1.6) * known + rng.uniform(0.5, 2.5) * org.near
    liking = liking - rng.uniform(0, 0.8) * org.apart
    ties = _chosen(rng, liking, rng.uniform(4, 14), _activity(rng, org, 0.3, 0.7))
    return org.rank, _returned(rng, ties, np.full(ties.shape, rng.uniform(0, 0.3)))


def _friendship(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Equals name each other; a tie that is not returned leads upward more often than down."""
    org = _organisation(rng)
    popular = rng.uniform(0, 0.5) * org.z + rng.uniform(0.2, 0.8) * rng.normal(size=org.size)
    liking = popular - rng.uniform(0.3, 1.6) * org.apart + rng.uniform(0.5, 2.0) * org.near
    ties = _chosen(rng, liking, rng.uniform(3, 10), _activity(rng, org, 0.5, 0.9))
    up = np.clip(org.z[None, :] - org.z[:, None], -2, 2)
    back = rng.uniform(0.3, 0.7) * np.exp(rng.uniform(0, 0.8) * up - 0.4 * np.abs(up))
    return org.rank, _returned(rng, ties, back)


def _work(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Teams work together; those of rank stand in more of them."""
    org = _organisation(rng)
    drawn = np.exp(rng.uniform(0, 0.6) * org.z + 0.4 * rng.normal(size=org.size))
    across = rng.uniform(0.05, 0.3)
    ties = np.zeros((org.size, org.size))
    for _ in range(int(org.size * rng.uniform(0.6, 1.5))):
        weight = drawn * np.where(org.near[rng.integers(org.size)], 1, across)
        size = int(rng.integers(2, 6))
        team = rng.choice(org.size, size, replace=False, p=weight / weight.sum())
        named = 0.85 * np.exp(0.15 * (org.z[team][None, :] - org.z[team][:, None]))
        ties[np.ix_(team, team)] += rng.random((size, size)) < named
    np.fill_diagonal(ties, 0)
    return org.rank, np.minimum(1.0, ties)


def _mail(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Mails, answers, and broadcasts to k people that say 1/k to each."""
    org = _organisation(rng)
    noise = 0.5 * rng.normal(size=org.size)[None, :] + 0.7 * rng.gumbel(size=org.near.shape)
    liking = rng.uniform(0, 0.9) * org.z - rng.uniform(0.1, 0.9) * org.apart + noise
    share = np.exp(liking + rng.uniform(0.5, 2.5) * org.near)
    np.fill_diagonal(share, 0)
    share /= share.sum(axis=1, keepdims=True)
    active = _activity(rng, org, 0.5, 1.2)
    mails = rng.poisson(share * active[:, None] * rng.uniform(20, 120)).astype(float)
    mails += rng.poisson(mails.T * rng.uniform(0.2, 0.7))
    for sender in np.repeat(np.arange(org.size), rng.poisson(3 * active)):
        pool = np.setdiff1d(np.flatnonzero(org.near[sender]), [sender])
        k = min(pool.size, int(rng.integers(3, 25)))
        if k > 1:
            mails[sender, rng.choice(pool, k, replace=False)] += 1 / k
    return org.rank, mails


def _activity(rng: np.random.Generator, org: Organisation, by_rank: float, most: float) -> Floats:
    """Return how much each turns to others, whatever the rank or a little by it."""
    spread = rng.uniform(most / 4, most) * rng.normal(size=org.size)
    activity: Floats = np.exp(rng.uniform(-by_rank, by_rank) * org.z + spread)
    return activity


def _chosen(rng: np.random.Generator, liking: Floats, mean: float, active: Floats) -> Floats:
    """Let each name about ``mean`` others, those most liked with some chance in it."""
    n = active.size
    tried = liking + rng.gumbel(size=(n, n))
    np.fill_diagonal(tried, -np.inf)
    ties = np.zeros((n, n))
    many = np.minimum(n - 1, rng.poisson(min(n / 4, mean) * active))
    for person, k in enumerate(many):
        ties[person, np.argsort(-tried[person])[:k]] = 1
    return ties


def _returned(rng: np.random.Generator, ties: Floats, chance: Floats) -> Floats:
    back = (ties.T > 0) & (ties == 0) & (rng.random(ties.shape) < chance)
    return np.where(back, 1.0, ties)


KINDS: dict[str, Callable[[np.random.Generator], tuple[Floats, Floats]]] = {
    "advice": _advice,
    "friendship": _friendship,
    "work": _work,
    "mail": _mail,
}
