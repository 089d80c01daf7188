"""The evidence of a day for every cell: named columns, all from what was known then."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graph.cross_sell.adoption import Rules, associated, smoothed
from graph.cross_sell.history.scorers import cosines
from graph.cross_sell.learnt.reach import Reach
from graph.cross_sell.shares import Siblings, Similar
from graph.cross_sell.usage import YEAR
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from graph.cross_sell.learnt.logistic import Logistic
    from graph.cross_sell.learnt.sequence import Followed
    from graph.cross_sell.usage import Usage
    from graph.settings import Settings
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# Added under a logarithm, so that nothing in common is a small sum and not minus infinity.
LEAST = 0.01
ACCESS = "access"
# Owners above owners that are looked at.
DEEPEST = 12


class Evidence:
    """What speaks for each cell on one day.

    Companies that hang together by MEMBER_OF are siblings; :meth:`asked` makes those of a group so.

    Parameters
    ----------
    followed : Followed
        The use of the book and what followed what in it.
    day : int
        Days since 1970; nothing later counts.
    settings : CrossSellSettings
    hearing : Settings, optional
        How people are heard; without it access is no column.
    """

    def __init__(
        self,
        followed: Followed,
        day: int,
        settings: CrossSellSettings,
        hearing: Settings | None = None,
    ) -> None:
        self.uses, self._followed = followed.uses, followed
        self.snapshot, self.day = self.uses.snapshot, day
        self.smoothing = settings.smoothing
        self.rules = Rules(self.uses, None, day, settings)
        self.use: Usage = self.rules.use
        # Of the families of that day, whichever group is asked about.
        self.reach: Reach | None = None
        if hearing is not None:
            self.reach = Reach(self.snapshot, self.rules.families, day, hearing)

    def asked(self, group: Sequence[int] | None) -> Evidence:
        """Return the evidence with a group as siblings of one another; the rest is shared."""
        if group is None:
            return self
        made = copy(self)
        made.rules = self.rules.asked(group)
        made.__dict__.pop("_kin", None)
        return made

    def columns(self, who: Ints) -> Floats:
        """Return the columns of some enterprises: an array columns x enterprises x products."""
        names = NAMES if self.reach is None else ALL
        return np.stack([self.column(name, who) for name in names])

    def column(self, name: str, who: Ints) -> Floats:
        """Return one column of some enterprises, enterprises x products."""
        return np.broadcast_to(_COLUMNS[name](self, who), (len(who), self.rules.usual.size))

    def log_odds(self, weights: Logistic, who: Ints) -> Floats:
        """Return the log-odds of some enterprises, a column at a time so that none is kept."""
        found = np.full((len(who), self.rules.usual.size), weights.constant)
        for place, weight in zip(weights.places.tolist(), weights.weights.tolist(), strict=True):
            found += weight * self.column(ALL[place], who)
        return found

    @cached_property
    def _cosine(self) -> Floats:
        used = self.use.now[self.use.active]
        return cosines(np.asarray((used.T @ used).todense(), dtype=float))

    @cached_property
    def _steps(self) -> Floats:
        """From a product to who uses it, and to what these use."""
        used = self.use.now[self.use.active]
        return np.asarray((_shares(sp.csr_array(used.T)) @ _shares(used)).todense(), dtype=float)

    @cached_property
    def _new(self) -> sp.csr_array:
        """What each took up within the last year and still uses."""
        fresh = self.uses.taken_up(self.day - YEAR, self.day)
        return sp.csr_array(fresh.multiply(self.use.now))

    @cached_property
    def _follows(self) -> Floats:
        """The log lift of taking up p within a year after q was taken up."""
        return self._followed.lift(self.day, self.rules.base, self.smoothing)

    @cached_property
    def _lately(self) -> Floats:
        """How long ago the last product was taken up: 1 today, 1/e a year ago, 0 never."""
        since, source = self.uses.since, self.snapshot.edge("USES").source
        known = (since != NO_DAY) & (since <= self.day)
        last = np.full(len(self.snapshot.nodes["Enterprise"]), -np.inf)
        np.maximum.at(last, source[known], since[known].astype(float))
        return np.asarray(np.exp((last - self.day) / YEAR))

    @cached_property
    def _base(self) -> Floats:
        return np.maximum(self.rules.base, 1e-6)

    @cached_property
    def _recent(self) -> Usage:
        return replace(self.use, now=self._new)

    @cached_property
    def _kin(self) -> Siblings:
        return Siblings(self._recent, self.rules.families)

    @cached_property
    def _alike(self) -> Similar:
        return Similar(self.snapshot, self._recent)

    def _lately_of(self, counts: tuple[Floats, Floats]) -> Floats:
        """The log of a smoothed share that took it up lately, over the yearly rate."""
        using, others = counts
        share = smoothed(using, others[:, None], self._base[None, :], self.smoothing)
        return np.asarray(np.log(share / self._base))

    @cached_property
    def _owners(self) -> sp.csr_array:
        """Who holds a share in whom, directly: 0/1, held x owner."""
        edges = self.snapshot.edge("MEMBER_OF")
        held = edges.in_force(self.day) & (edges.source != edges.target)
        size = len(self.snapshot.nodes["Enterprise"])
        ends = (edges.source[held], edges.target[held])
        return sp.csr_array((np.ones(ends[0].size), ends), shape=(size, size))

    def _above(self, who: Ints) -> Floats:
        """Whether anybody above, at any depth, uses it."""
        at = self._owners[who]
        above = at
        for _ in range(DEEPEST - 1):
            at = at @ self._owners
            if not at.nnz:
                break
            at.data[:] = 1.0
            above = above + at
        return (np.asarray((above @ self.use.now).todense()) > 0).astype(float)

    @cached_property
    def _carried(self) -> sp.csr_array:
        """Who carries which tag: only statements dated by then, or a tag could know what came."""
        edges = self.snapshot.edge("HAS_TAG", "Enterprise")
        stated = edges.days("as_of")
        known = (stated != NO_DAY) & (stated <= self.day)
        shape = (len(self.snapshot.nodes["Enterprise"]), len(self.snapshot.nodes["Tag"]))
        ends = (edges.source[known], edges.target[known])
        return sp.csr_array((np.ones(ends[0].size), ends), shape=shape)

    @cached_property
    def _of_tag(self) -> tuple[sp.csr_array, Floats]:
        """How many that carry each tag use each product, and how many there are."""
        carrying = self._carried.T
        return sp.csr_array(carrying @ self.use.now), carrying @ self.use.active.astype(float)

    def _tagged(self, who: Ints) -> Floats:
        """The share of companies with a tag in common that use it, once for each such tag."""
        mine, (using, carriers) = self._carried[who], self._of_tag
        others = mine @ carriers - _counts(mine) * self.use.active[who]
        used = np.asarray((mine @ using).todense(), dtype=float)
        return smoothed(used, others[:, None], self.rules.usual[None, :], self.smoothing)

    def _access(self, who: Ints) -> Floats:
        """The log of access to the decider; where no route leads there, that of ``LEAST``."""
        reached = np.zeros(len(who)) if self.reach is None else self.reach.of(who)
        return np.asarray(np.log(LEAST + reached))

    @cached_property
    def _had(self) -> sp.csr_array:
        """What was used once and is not now."""
        return self.uses.ended(self.day)


_COLUMNS: dict[str, Callable[[Evidence, Ints], Floats]] = {
    "rate": lambda e, _: np.log(e._base / (1 - e._base))[None, :],
    "share": lambda e, _: np.log(e.rules.usual)[None, :],
    "association": lambda e, who: associated(e.use.now[who], e.rules.log_lift),
    "item_knn": lambda e, who: np.log(LEAST + e.use.now[who] @ e._cosine),
    "walk": lambda e, who: np.log(LEAST + _shares(e.use.now[who]) @ e._steps),
    "sequence": lambda e, who: associated(e._new[who], e._follows),
    "lately": lambda e, who: e._lately[who, None],
    "breadth": lambda e, who: np.log1p(_counts(e.use.now[who]))[:, None],
    "siblings": lambda e, who: np.log(e.rules.sibling_share(who)[0] / e.rules.usual),
    "siblings_lately": lambda e, who: e._lately_of(e._kin.counts(who)),
    "similar": lambda e, who: np.log(e.rules.similar_share(who) / e.rules.usual),
    "similar_lately": lambda e, who: e._lately_of(e._alike.counts(who)),
    "head_office": lambda e, who: e._above(who),
    "tags": lambda e, who: np.log(e._tagged(who) / e.rules.usual),
    "before": lambda e, who: np.asarray(e._had[who].todense(), dtype=float),
    ACCESS: lambda e, who: e._access(who)[:, None],
}
# The columns in their order; docs/cross-sell.md says what each is. Access is the last: not every
# book has the dates for it.
ALL = tuple(_COLUMNS)
NAMES = ALL[:-1]


def _counts(matrix: sp.csr_array) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _shares(matrix: sp.csr_array) -> sp.csr_array:
    """Divide each row by its sum."""
    return sp.csr_array(sp.diags_array(1 / np.maximum(_counts(matrix), 1.0)) @ matrix)


def exists(snapshot: Snapshot, day: int) -> npt.NDArray[np.bool_]:
    """Return which enterprises were customers on ``day``: signed on by then, not yet left."""
    table = snapshot.nodes["Enterprise"]
    signed, left = table.days("signed_on"), table.days("left_on")
    return np.asarray((signed <= day) & ((left == NO_DAY) | (left > day)))
