"""How likely an enterprise is to take up a product within 12 months.

The base is what the book has seen: the share of the enterprises without the product that took it
up in the last 12 months (smoothed). Three kinds of evidence move it, each as a lift over the
product's usual share, smoothed so that small numbers stay near 1:

- association: companies that use what this one uses, use the product more (or less) often;
- siblings: how many of its group use it;
- similar: how many companies of its industry, size and region use it, counted along the
  meta-paths enterprise - attribute - enterprise.

They overlap, so each counts half (``evidence_weight``) in the logarithm. The factors are divided
by their mean over all that lack the product, so that on average the base rate comes out again.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import scipy.sparse as sp

from graph.cross_sell.shares import Siblings, Similar, families_on
from graph.cross_sell.usage import Usage, Uses, usage_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Enterprises worked out together, so that memory stays small.
TOGETHER = 1000


class Drivers(Protocol):
    """What moves the cells of a fitted model."""

    def of(self, enterprise: Ints, product: Ints) -> list[list[tuple[str, float]]]:
        """Return feature and odds ratio to the average that lacks it, the strongest first.

        A list for each cell; ``enterprise`` and ``product`` are positions, of one length.
        """


class Model(Protocol):
    """A model of adoption for any enterprises of a book."""

    def of(self, who: Ints) -> Adoption:
        """Return how likely each of ``who``, positions, is to take up each product."""


@dataclass(frozen=True)
class Adoption:
    """The adoption model of one day, for the members asked about.

    Parameters
    ----------
    probability : array, members x products
        Probability of taking up the product within 12 months, for cells not in use.
    factor : array, members x products
        How many times as likely as the average of those that lack it.
    base : array, one a product
        The yearly rate of taking it up.
    usual : array, one a product
        Smoothed share of the book that uses it.
    lift : array, products x products
        ``lift[q, p]``: how many times as often users of q use p.
    sibling_share, similar_share : array, members x products
        Smoothed share of the group and of similar companies that use it.
    siblings_using : array, members x products
        How many others of the group use it.
    starts, exposed : array, one a product
        Companies that took it up in the last 12 months, of those that lacked it.
    dated : bool
        False where no start is dated and the base is an assumption.
    drivers : Drivers or None
        What moves a cell in a fitted model; None where the smoothed rules speak. Of a fitted model
        ``base`` is the mean probability of those that lack the product, and ``factor`` how many
        times its hazard a cell has.
    """

    probability: Floats
    factor: Floats
    base: Floats
    usual: Floats
    lift: Floats
    sibling_share: Floats
    siblings_using: Floats
    similar_share: Floats
    starts: Floats
    exposed: Floats
    dated: bool
    drivers: Drivers | None = None


def adoption(
    snapshot: Snapshot,
    group: Sequence[int] | None,
    day: int,
    settings: CrossSellSettings,
    since: npt.NDArray[np.int32] | None = None,
) -> Adoption:
    """Return how likely each enterprise of ``group`` is to take up each product.

    Parameters
    ----------
    snapshot : Snapshot
    group : sequence of int or None
        Positions of the group's enterprises: its members and siblings of one another. None:
        every enterprise, with those as siblings that hang together by MEMBER_OF.
    day : int
        Days since 1970.
    settings : CrossSellSettings
        ``smoothing`` (how many average companies are added to every count),
        ``evidence_weight``, ``years_assumed``.
    since : array of int, optional
        The first day of each row of USES, where more is known than its own ``since``.

    Notes
    -----
    After F. Herlocker-style damped lift and the meta-path counts of Sun et al., PathSim (VLDB
    2011); the three lifts are multiplied as in naive Bayes, dampened because they overlap.
    """
    rules = Rules(Uses(snapshot, since), group, day, settings)
    return rules.of(asked_about(snapshot, group))


def asked_about(snapshot: Snapshot, group: Sequence[int] | None) -> Ints:
    """Return the positions of a group, of every enterprise for None."""
    everybody = range(len(snapshot.nodes["Enterprise"]))
    return np.asarray(everybody if group is None else group, dtype=np.int64)


@dataclass(frozen=True)
class Shares:
    """Smoothed shares of family and similar companies for some enterprises, x products."""

    sibling_share: Floats
    siblings_using: Floats
    similar_share: Floats


class Rules:
    """The smoothed rules of one day, whose parameters are those of :func:`adoption`.

    What is of the whole book is worked out once, what is of enterprises for those asked about.
    """

    def __init__(
        self, uses: Uses, group: Sequence[int] | None, day: int, settings: CrossSellSettings
    ) -> None:
        self.snapshot, self.day, self.settings = uses.snapshot, day, settings
        self.use: Usage = usage_of(uses, day)
        self.usual = usual_share(self.use, settings.smoothing)
        self.base = base_rate(self.use, self.usual, settings)
        self.families = families_on(self.snapshot, group or (), day)

    @cached_property
    def lift(self) -> Floats:
        """How many times as often users of q use p, products x products."""
        now = self.use.now[self.use.active]
        return association_lift(now, self.usual, self.settings.smoothing)

    @cached_property
    def log_lift(self) -> Floats:
        """Its logarithm."""
        return np.asarray(np.log(self.lift))

    @cached_property
    def _siblings(self) -> Siblings:
        return Siblings(self.use, self.families)

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self.snapshot, self.use)

    def asked(self, group: Sequence[int]) -> Rules:
        """Return these rules with a group as siblings of one another; the rest is shared."""
        made = copy(self)
        made.families = self.families.copy()
        made.families[np.asarray(group, dtype=np.int64)] = self.families.max(initial=-1) + 1
        for name in ("_siblings", "_mean"):
            made.__dict__.pop(name, None)
        return made

    def shares(self, who: Ints) -> Shares:
        """Return what family and similar companies of some enterprises use."""
        return Shares(*self.sibling_share(who), self.similar_share(who))

    def sibling_share(self, who: Ints) -> tuple[Floats, Floats]:
        """Return the smoothed share of each one's family that uses each product, and how many."""
        using, others = self._siblings.counts(who)
        return self._smoothed(using, others), using

    def similar_share(self, who: Ints) -> Floats:
        """Return the smoothed share of similar companies that use each product, by paths."""
        return self._smoothed(*self._similar.counts(who))

    def _smoothed(self, using: Floats, others: Floats) -> Floats:
        return smoothed(using, others[:, None], self.usual[None, :], self.settings.smoothing)

    def told(self, who: Ints, shares: Shares) -> tuple[Floats, Floats]:
        """Return probability and factor of some enterprises."""
        factor = self._raised(who, shares) / self._mean
        # As hazards: twice as likely never passes 1, and small rates simply double.
        return 1 - (1 - self.base) ** factor, factor

    def _raised(self, who: Ints, shares: Shares) -> Floats:
        score = associated(self.use.now[who], self.log_lift)
        score += np.log(shares.similar_share / self.usual)
        score += np.log(shares.sibling_share / self.usual)
        return np.asarray(np.exp(self.settings.evidence_weight * score))

    @cached_property
    def _mean(self) -> Floats:
        """The mean factor of all that lack each product, before it is divided by that."""
        size, products = self.use.now.shape
        total, count = np.zeros(products), np.zeros(products)
        for who in blocks(np.arange(size)):
            used = np.asarray(self.use.now[who].todense())
            lacking = (1 - used) * self.use.active[who, None]
            total += (self._raised(who, self.shares(who)) * lacking).sum(axis=0)
            count += lacking.sum(axis=0)
        return np.divide(total, count, where=count > 0, out=np.ones_like(total))

    def of(self, who: Ints) -> Adoption:
        """Return how likely each of ``who``, positions, is to take up each product."""
        return self.adoption(who, self)

    def adoption(self, who: Ints, teller: Teller) -> Adoption:
        """Return the adoption of some enterprises, as ``teller`` has it."""
        shape = (5, len(who), self.usual.size)
        found, start = np.empty(shape), 0
        for some in blocks(who):
            shares, part = self.shares(some), found[:, start : start + len(some)]
            part[0], part[1] = teller.told(some, shares)
            part[2], part[3], part[4] = (
                shares.sibling_share, shares.siblings_using, shares.similar_share,
            )  # fmt: skip
            start += len(some)
        return Adoption(
            probability=found[0],
            factor=found[1],
            base=self.base,
            usual=self.usual,
            lift=self.lift,
            sibling_share=found[2],
            siblings_using=found[3],
            similar_share=found[4],
            starts=self.use.starts,
            exposed=self.use.exposed,
            dated=self.use.dated,
        )


class Teller(Protocol):
    """What gives cells their probability."""

    def told(self, who: Ints, shares: Shares) -> tuple[Floats, Floats]:
        """Return probability and factor of some enterprises, each enterprises x products."""


def blocks(who: Ints) -> Iterator[Ints]:
    """Yield enterprises some at a time."""
    for start in range(0, len(who), TOGETHER):
        yield who[start : start + TOGETHER]


def association_lift(used: sp.csr_array, usual: Floats, smoothing: float) -> Floats:
    """Return ``lift[q, p]``: the smoothed confidence of q -> p over the usual share of p.

    Examples
    --------
    Two of three companies use both products, the third neither:

    >>> both = sp.csr_array(np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]))
    >>> association_lift(both, np.array([2 / 3, 2 / 3]), 0.0)[0, 1].round(6)
    np.float64(1.5)
    """
    together = np.asarray((used.T @ used).todense(), dtype=float)
    users = np.diag(together)[:, None]
    return np.asarray(smoothed(together, users, usual[None, :], smoothing) / usual[None, :])


def smoothed(part: Floats, whole: Floats, usual: Floats, smoothing: float) -> Floats:
    """Return part / whole with ``smoothing`` average companies added; nothing counted: usual."""
    total = np.broadcast_to(whole + smoothing, np.broadcast_shapes(part.shape, whole.shape))
    share = np.divide(part + smoothing * usual, total, where=total > 0, out=part * 0 + usual)
    # Kept off 0 (no smoothing, nobody uses it), for a logarithm is taken of it.
    return np.asarray(np.maximum(share, 1e-6))


def usual_share(use: Usage, smoothing: float) -> Floats:
    """Return the smoothed share of all customers that use each product."""
    users = np.asarray(use.now[use.active].sum(axis=0), dtype=float).ravel()
    companies = float(use.active.sum())
    overall = (users.sum() + 0.5) / (companies * max(1, len(users)) + 1)
    return smoothed(users, np.array(companies), np.array(overall), smoothing)


def base_rate(use: Usage, usual: Floats, settings: CrossSellSettings) -> Floats:
    """Return the yearly rate of taking up each product, smoothed towards that of all."""
    if not use.dated:
        return np.asarray(1 - (1 - np.minimum(usual, 0.99)) ** (1 / settings.years_assumed))
    overall = (use.starts.sum() + 0.5) / (use.exposed.sum() + 1)
    rate = smoothed(use.starts, use.exposed, np.array(overall), settings.smoothing)
    return np.asarray(np.minimum(rate, 0.99))


def associated(now: sp.csr_array, log_lift: Floats) -> Floats:
    """Sum the log lifts of what is used, over the root of their number: they overlap."""
    used = np.asarray(now.sum(axis=1), dtype=float).ravel()
    return np.asarray(now @ log_lift / np.sqrt(np.maximum(used, 1.0))[:, None])
