"""The evidence of a day for every cell: fifteen named columns, all from what was known then."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from graph.cross_sell.adoption import (
    adoption,
    associated,
    families_on,
    sibling_share,
    similar_share,
    smoothed,
)
from graph.cross_sell.learnt.sequence import sequence_lift
from graph.cross_sell.usage import YEAR, taken_up, usage
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from graph.cross_sell.adoption import Adoption
    from graph.cross_sell.usage import Usage
    from graph.settings_cross_sell import CrossSellSettings
    from graph.snapshot import Snapshot

    Days = npt.NDArray[np.int32]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

# The columns in their order; docs/adoption.md says what each is.
NAMES = (
    "rate", "share", "association", "item_knn", "walk", "sequence", "lately", "breadth",
    "siblings", "siblings_lately", "similar", "similar_lately", "head_office", "tags", "before",
)  # fmt: skip
# Added under a logarithm, so that nothing in common is a small sum and not minus infinity.
LEAST = 0.01
# Owners above owners that are looked at.
DEEPEST = 12


class Evidence:
    """What speaks for each cell on one day.

    Parameters
    ----------
    snapshot : Snapshot
    group : sequence of int or None
        Enterprises that are asked about, siblings of one another; None: all.
    day : int
        Days since 1970; nothing later counts.
    settings : CrossSellSettings
    since : array of int
        The first day of each row of USES (:func:`graph.cross_sell.learnt.dates.first_days`).
    """

    def __init__(
        self,
        snapshot: Snapshot,
        group: Sequence[int] | None,
        day: int,
        settings: CrossSellSettings,
        since: Days,
    ) -> None:
        self.snapshot, self.day, self.since = snapshot, day, since
        self.smoothing = settings.smoothing
        self.use: Usage = usage(snapshot, day, since)
        self.rules: Adoption = adoption(snapshot, group, day, settings, since)
        everybody = range(len(snapshot.nodes["Enterprise"]))
        self.who = np.asarray(everybody if group is None else group, dtype=np.int64)
        self.row = {enterprise: row for row, enterprise in enumerate(self.who.tolist())}
        self.families = families_on(snapshot, group or (), day)

    def columns(self, rows: Ints) -> Floats:
        """Return the columns of some rows of ``who``: an array columns x rows x products."""
        shape = (rows.size, self.rules.usual.size)
        return np.stack([np.broadcast_to(self._made[name](rows), shape) for name in NAMES])

    @cached_property
    def _made(self) -> dict[str, Callable[[Ints], Floats]]:
        rules = self.rules
        base = np.maximum(rules.base, 1e-6)
        log_lift = np.log(rules.lift)
        cosine, steps, follows = self._cosine, self._steps, self._follows
        return {
            "rate": lambda _: np.log(base / (1 - base))[None, :],
            "share": lambda _: np.log(rules.usual)[None, :],
            "association": lambda rows: associated(self._now(rows), log_lift),
            "item_knn": lambda rows: np.log(LEAST + self._now(rows) @ cosine),
            "walk": lambda rows: np.log(LEAST + _shares(self._now(rows)) @ steps),
            "sequence": lambda rows: associated(self._new[self.who[rows]], follows),
            "lately": lambda rows: self._lately[self.who[rows], None],
            "breadth": lambda rows: np.log1p(_counts(self._now(rows)))[:, None],
            "siblings": lambda rows: np.log(rules.sibling_share[rows] / rules.usual),
            "siblings_lately": lambda rows: np.log(self._kin[self.who[rows]] / base),
            "similar": lambda rows: np.log(rules.similar_share[rows] / rules.usual),
            "similar_lately": lambda rows: np.log(self._alike[self.who[rows]] / base),
            "head_office": lambda rows: self._above(rows),
            "tags": lambda rows: np.log(self._tagged(rows) / rules.usual),
            "before": lambda rows: np.asarray(self._had[self.who[rows]].todense(), dtype=float),
        }

    def _now(self, rows: Ints) -> sp.csr_array:
        return self.use.now[self.who[rows]]

    @cached_property
    def _cosine(self) -> Floats:
        used = self.use.now[self.use.active]
        together = np.asarray((used.T @ used).todense(), dtype=float)
        size = np.sqrt(np.maximum(np.diag(together), 1.0))
        np.fill_diagonal(together, 0.0)
        return np.asarray(together / size[:, None] / size[None, :])

    @cached_property
    def _steps(self) -> Floats:
        """From a product to who uses it, and to what these use."""
        used = self.use.now[self.use.active]
        return np.asarray((_shares(sp.csr_array(used.T)) @ _shares(used)).todense(), dtype=float)

    @cached_property
    def _new(self) -> sp.csr_array:
        """What each took up within the last year and still uses."""
        fresh = taken_up(self.snapshot, self.day - YEAR, self.day, self.since)
        return sp.csr_array(fresh.multiply(self.use.now))

    @cached_property
    def _follows(self) -> Floats:
        """The log lift of taking up p within a year after q was taken up."""
        return sequence_lift(self.snapshot, self.day, self.since, self.rules.base, self.smoothing)

    @cached_property
    def _lately(self) -> Floats:
        """How long ago the last product was taken up: 1 today, 1/e a year ago, 0 never."""
        edges = self.snapshot.edge("USES")
        known = (self.since != NO_DAY) & (self.since <= self.day)
        last = np.full(len(self.snapshot.nodes["Enterprise"]), -np.inf)
        np.maximum.at(last, edges.source[known], self.since[known].astype(float))
        return np.asarray(np.exp((last - self.day) / YEAR))

    @cached_property
    def _recent(self) -> Usage:
        return replace(self.use, now=self._new)

    @cached_property
    def _kin(self) -> Floats:
        base = np.maximum(self.rules.base, 1e-6)
        return sibling_share(self._recent, self.families, base, self.smoothing)[0]

    @cached_property
    def _alike(self) -> Floats:
        base = np.maximum(self.rules.base, 1e-6)
        return similar_share(self.snapshot, self._recent, base, self.smoothing)

    @cached_property
    def _owners(self) -> sp.csr_array:
        """Who holds a share in whom, directly: 0/1, held x owner."""
        edges = self.snapshot.edge("MEMBER_OF")
        held = edges.in_force(self.day) & (edges.source != edges.target)
        size = len(self.snapshot.nodes["Enterprise"])
        ends = (edges.source[held], edges.target[held])
        return sp.csr_array((np.ones(ends[0].size), ends), shape=(size, size))

    def _above(self, rows: Ints) -> Floats:
        """Whether anybody above, at any depth, uses it."""
        at = sp.csr_array(
            (np.ones(rows.size), (np.arange(rows.size), self.who[rows])),
            shape=(rows.size, self._owners.shape[0]),
        )
        found = np.zeros((rows.size, self.rules.usual.size))
        for _ in range(DEEPEST):
            at = at @ self._owners
            at.data[:] = 1.0
            if not at.nnz:
                break
            found = np.maximum(found, np.asarray((at @ self.use.now).todense()) > 0)
        return found

    @cached_property
    def _carried(self) -> sp.csr_array:
        """Who carries which tag: only statements dated by then, or a tag could know what came."""
        edges = self.snapshot.edge("HAS_TAG", "Enterprise")
        stated = edges.days("as_of")
        known = (stated != NO_DAY) & (stated <= self.day)
        shape = (len(self.snapshot.nodes["Enterprise"]), len(self.snapshot.nodes["Tag"]))
        ends = (edges.source[known], edges.target[known])
        return sp.csr_array((np.ones(ends[0].size), ends), shape=shape)

    def _tagged(self, rows: Ints) -> Floats:
        """The share of companies with a tag in common that use it, once for each such tag."""
        mine, active = self._carried[self.who[rows]], self.use.active.astype(float)
        using = np.asarray((mine @ (self._carried.T @ self.use.now)).todense(), dtype=float)
        others = mine @ (self._carried.T @ active) - _counts(mine) * active[self.who[rows]]
        return smoothed(using, others[:, None], self.rules.usual[None, :], self.smoothing)

    @cached_property
    def _had(self) -> sp.csr_array:
        """What was used once and is not now."""
        edges = self.snapshot.edge("USES")
        ended = (edges.days("until") != NO_DAY) & (edges.days("until") <= self.day)
        shape = self.use.now.shape
        ends = (edges.source[ended], edges.target[ended])
        had = sp.csr_array((np.ones(ends[0].size), ends), shape=shape)
        had.sum_duplicates()
        had.data[:] = 1.0
        return sp.csr_array(had - had.multiply(self.use.now))


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
