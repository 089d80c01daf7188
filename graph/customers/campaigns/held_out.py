"""Rows that had no part in finding a condition, and conditions put to the test on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from graph.customers.campaigns import intervals
from graph.customers.campaigns.conditions import Condition, joined, mask_of, rule_of
from graph.customers.campaigns.evaluate import difference
from graph.customers.campaigns.intervals import Count, holm
from graph.customers.campaigns.results import Feature, HeldOut

ALPHA = 0.05
Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class Rows:
    """Features as they are searched, and who accepted."""

    frame: pl.DataFrame
    accepted: pl.Series

    def only(self, mask: pl.Series) -> Rows:
        """Return the rows of a mask."""
        # A frame without columns has no rows that a mask could choose from.
        frame = self.frame.filter(mask) if self.frame.width else self.frame
        return Rows(frame, self.accepted.filter(mask))

    def count(self) -> Count:
        """Return how many accepted."""
        return Count(int(self.accepted.sum()), len(self.accepted))

    def split(self, conditions: Conditions) -> tuple[Count, Count]:
        """Return how many accepted of those who meet all conditions, and of the others."""
        mask = mask_of(conditions, self.frame)
        return self.only(mask).count(), self.only(~mask).count()


def held_out(chosen: pl.DataFrame, share: float, seed: int) -> pl.Series:
    """Draw the held-out rows within each outcome; with ids, the order of rows does not matter.

    Parameters
    ----------
    chosen : frame
        ``customer`` and ``accepted``.
    share : float
        Of each outcome.
    seed : int
        Of the draw (PCG64).

    Examples
    --------
    >>> frame = pl.DataFrame({"customer": list("abcdef"), "accepted": [True] * 3 + [False] * 3})
    >>> int(held_out(frame, 1 / 3, 0).sum())
    2
    """
    order = chosen.select("customer", "accepted").with_row_index("place")
    draws = np.random.default_rng(seed).random(chosen.height)
    ranked = order.sort("customer", maintain_order=True).with_columns(draw=pl.Series(draws))
    rank = pl.col("draw").rank("ordinal").over("accepted")
    held = ranked.with_columns(held=rank <= (pl.len().over("accepted") * share).round())
    return held.sort("place")["held"]


@dataclass(frozen=True)
class Tested:
    """Conditions with what held-out rows say of them; ``raises``: what training rows said."""

    conditions: Conditions
    raises: bool
    held: HeldOut

    @property
    def stands(self) -> bool:
        """Whether held-out rows say the same as training rows, and surely enough."""
        p, gap = self.held.p_adjusted, self.held.difference.value
        return p is not None and p < ALPHA and gap is not None and (gap > 0) == self.raises

    @property
    def order(self) -> tuple[float, str]:
        """The surest first."""
        return (2.0 if self.held.p is None else self.held.p, joined(self.conditions))

    def row(self) -> Feature:
        """Return it as it is told."""
        return Feature(
            feature=" and ".join(dict.fromkeys(c.column for c in self.conditions)),
            condition=joined(self.conditions),
            rule=rule_of(self.conditions),
            held_out=self.held,
            kept=self.stands,
        )


def put_to_test(every: Iterable[tuple[Conditions, bool]], test: Rows) -> list[Tested]:
    """Test conditions on held-out rows, with Holm's correction over all of them.

    Parameters
    ----------
    every : iterable of (conditions, whether they raise the rate on training rows)
        Each is tested once.
    test : Rows
        The held-out rows.
    """
    tested = [Tested(c, raises, _test(c, test)) for c, raises in dict(every).items()]
    adjusted = holm([t.held.p for t in tested])
    return [
        replace(t, held=t.held.model_copy(update={"p_adjusted": p}))
        for t, p in zip(tested, adjusted, strict=True)
    ]


def _test(conditions: Conditions, test: Rows) -> HeldOut:
    inside, outside = test.split(conditions)
    return HeldOut(
        n_in=inside.n,
        n_out=outside.n,
        rate_in=inside.rate,
        rate_out=outside.rate,
        difference=difference(inside, outside),
        p=intervals.p_held_out(inside, outside),
        p_adjusted=None,
    )


def adds(shorter: Sequence[Condition], longer: Conditions, test: Rows) -> bool:
    """Whether, on held-out rows, the longer rule does better than what it leaves out of the other.

    One-sided, at ``ALPHA``.
    """
    within = test.only(mask_of(shorter, test.frame))
    p = intervals.p_above(*within.split(longer))
    return p is not None and p < ALPHA
