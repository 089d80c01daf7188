"""What speaks for a product to a line beyond what it uses: the same for all lines alike.

Lines of one company and one segment share everything but their own use, so this is worked out once
for each such kind of line, not for each line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graph.cross_sell.usage import used_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from graph.cross_sell.lines.use import Lines
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Singles = npt.NDArray[np.float32]
    Ints = npt.NDArray[np.int64]

KINDS = ("siblings", "similar", "company")


@dataclass(frozen=True)
class Evidence:
    """Log lifts of every kind of line.

    Parameters
    ----------
    of : array, one a line
        The kind of the line.
    lifts : dict of arrays, kinds x products
        By ``KINDS``: other lines of the company; lines that agree in segment, industry and region
        (paths line - attribute - line); whether the company itself uses the product.
    """

    of: Ints
    lifts: dict[str, Singles]

    @property
    def total(self) -> Singles:
        """Their sum, kinds x products."""
        return np.asarray(np.sum(list(self.lifts.values()), axis=0, dtype=np.float32))


def evidence(
    snapshot: Snapshot, lines: Lines, usual: Floats, smoothing: float, day: int
) -> Evidence:
    """Return what speaks for each product to each kind of line, where the line lacks it."""
    segments = int(lines.segment.max(initial=0)) + 1
    keys, of = np.unique(lines.company * segments + lines.segment, return_inverse=True)
    company, segment = keys // segments, keys % segments
    count = np.bincount(of, minlength=len(keys)).astype(float)
    # Lines of each kind that use each product; open cells have no part in it.
    belongs = sp.csr_array(
        (np.ones(len(of), dtype=np.float32), of, np.arange(len(of) + 1)), shape=(len(of), len(keys))
    )
    using = np.asarray((belongs.T @ lines.use.now).todense(), dtype=np.float32)
    alike = list(_traits(snapshot, company, segment))
    own = np.asarray(used_on(snapshot, day)[company].todense(), dtype=bool)
    counted = {
        "siblings": _agreeing([company], using, count),
        "similar": _agreeing(alike, using, count),
        "company": _by_company(own, using, count),
    }
    return Evidence(of, {k: _log_lift(*c, usual, smoothing) for k, c in counted.items()})


def _log_lift(part: Singles, whole: Singles, usual: Floats, smoothing: float) -> Singles:
    """Return the logarithm of the smoothed share over the usual one, in place of ``part``."""
    u = usual.astype(np.float32)[None, :]
    total = whole + np.float32(smoothing)
    part += np.float32(smoothing) * u
    part /= np.where(total > 0, total, 1) * u
    np.maximum(part, 1e-6 / u, out=part)
    part[np.broadcast_to(total <= 0, part.shape)] = 1.0
    return np.log(part, out=part)


def _agreeing(traits: list[Ints], using: Singles, count: Floats) -> tuple[Singles, Singles]:
    """Count users among the other lines, and these, once for each trait they share."""
    part, whole = np.zeros_like(using), np.zeros((len(count), 1), dtype=np.float32)
    for trait in traits:
        values, place = np.unique(trait, return_inverse=True)
        sums = _sums(place, using)
        others = np.bincount(place, count) - 1
        # Who does not know it shares it with nobody.
        sums[values < 0], others[values < 0] = 0.0, 0.0
        part += sums[place]
        whole[:, 0] += others[place]
    return part, whole


def _sums(place: Ints, rows: Singles) -> Singles:
    shape = (int(place.max(initial=-1)) + 1, len(place))
    ones = np.ones(len(place), dtype=np.float32)
    return np.asarray(sp.csr_array((ones, (place, np.arange(len(place)))), shape=shape) @ rows)


def _traits(snapshot: Snapshot, company: Ints, segment: Ints) -> Iterable[Ints]:
    """Yield a number for each value of a trait, -1 where it is not known."""
    table = snapshot.nodes["Enterprise"]
    segment = np.where(segment > 0, segment, -1)
    industry, region = (_codes(table.column(name))[company] for name in ("industry", "region"))
    yield from (segment, industry, region)
    width = int(segment.max(initial=0)) + 1
    for other in (industry, region):
        yield np.where((segment >= 0) & (other >= 0), other * width + segment, -1)


def _codes(values: list[str | None]) -> Ints:
    names: dict[str, int] = {}
    return np.array([names.setdefault(v, len(names)) if v else -1 for v in values], dtype=np.int64)


def _by_company(
    own: npt.NDArray[np.bool_], using: Singles, count: Floats
) -> tuple[Singles, Singles]:
    """Count users among the other lines of companies that use it too, or that do not, and these."""
    among = np.where(own, using, 0).sum(axis=0)
    inside = (count @ own).astype(np.float32)
    part = np.where(own, among, using.sum(axis=0) - among)
    return part, np.where(own, inside, np.float32(count.sum()) - inside) - 1
