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

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from graph.cross_sell.usage import Usage, usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]


class Drivers(Protocol):
    """What moves the cells of a fitted model."""

    def of(self, enterprise: int, product: int) -> list[tuple[str, float]]:
        """Return feature and odds ratio to the average that lacks it, the strongest first."""


# Upper ends of the size classes, in employees.
SIZE_CLASSES = (50, 300, 1000, 5000)


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
    use = usage(snapshot, day, since)
    smooth = settings.smoothing
    usual = usual_share(use, smooth)
    lift = association_lift(use.now[use.active], usual, smooth)
    association = associated(use.now, np.log(lift))
    similar = similar_share(snapshot, use, usual, smooth)
    together, using = sibling_share(use, families_on(snapshot, group or (), day), usual, smooth)
    score = association + np.log(similar / usual) + np.log(together / usual)
    factor = np.exp(settings.evidence_weight * score)
    factor = factor / _mean_of_lacking(factor, use)
    base = base_rate(use, usual, settings)
    everybody = range(len(snapshot.nodes["Enterprise"]))
    rows = np.asarray(everybody if group is None else group, dtype=np.int64)
    # As hazards: twice as likely never passes 1, and small rates simply double.
    probability = 1 - (1 - base) ** factor[rows]
    return Adoption(
        probability=probability,
        factor=factor[rows],
        base=base,
        usual=usual,
        lift=lift,
        sibling_share=together[rows],
        siblings_using=using[rows],
        similar_share=similar[rows],
        starts=use.starts,
        exposed=use.exposed,
        dated=use.dated,
    )


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


def _mean_of_lacking(factor: Floats, use: Usage) -> Floats:
    lacking = (1 - np.asarray(use.now.todense())) * use.active[:, None]
    count = lacking.sum(axis=0)
    total = (factor * lacking).sum(axis=0)
    return np.asarray(np.divide(total, count, where=count > 0, out=np.ones_like(total)))


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


def sibling_share(
    use: Usage, families: Ints, usual: Floats, smoothing: float
) -> tuple[Floats, Floats]:
    """Return the smoothed share of each one's family that uses each product, and how many do."""
    size = len(families)
    place = np.unique(families, return_inverse=True)[1]
    family = sp.csr_array((np.ones(size), (np.arange(size), place)))
    using = np.asarray((family @ (family.T @ use.now) - use.now).todense(), dtype=float)
    others = np.asarray(family @ family.sum(axis=0), dtype=float)[:, None] - 1
    return smoothed(using, others, usual[None, :], smoothing), using


def similar_share(snapshot: Snapshot, use: Usage, usual: Floats, smoothing: float) -> Floats:
    """Return the smoothed share of similar companies that use each product, by paths."""
    using, paths = similar_users(snapshot, use)
    return smoothed(using, paths[:, None], usual[None, :], smoothing)


def similar_users(snapshot: Snapshot, use: Usage) -> tuple[Floats, Floats]:
    """Count the paths enterprise - attribute - enterprise: to users of each product, and to all.

    Companies of the same attributes have the same paths but for those back to themselves, so that
    the sparse products are of kinds of companies and not of companies.
    """
    traits, kind = _traits(snapshot)
    size = len(kind)
    theirs = sp.csr_array(
        (use.active.astype(float), kind, np.arange(size + 1)), shape=(size, traits.shape[0])
    )
    count = np.asarray(theirs.sum(axis=0), dtype=float)
    by_trait = traits.T @ (theirs.T @ use.now)
    own = np.asarray(traits.sum(axis=1), dtype=float)[kind] * use.active
    using = np.asarray((traits @ by_trait).todense(), dtype=float)[kind]
    row = np.repeat(np.arange(size), np.diff(use.now.indptr))
    using[row, use.now.indices] -= own[row]
    return using, np.asarray(traits @ (traits.T @ count), dtype=float)[kind] - own


def _traits(snapshot: Snapshot) -> tuple[sp.csr_array, Ints]:
    """Return the 0/1 matrix of kinds of enterprises and attributes, and the kind of each.

    Industry, size, region, and the pairs industry + size and industry + region: companies that
    agree in two of them are joined by more paths than the sum of both. Companies of a kind agree
    in all.
    """
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
