"""Stance with evidence: what the statements of all sources say together, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.decision.columns import texts
from graph.model import STANCE_NUMBER

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stances:
    """What is known of where each of some people stands towards us.

    Parameters
    ----------
    stated : array
        s on -1..1, NaN where nothing is known.
    confidence : array
        c in 0..1, 0 where nothing is known.
    expected : array
        E = c s + (1-c) mu.
    variance : array
        Var around E.
    """

    stated: Floats
    confidence: Floats
    expected: Floats
    variance: Floats


@dataclass(frozen=True)
class Statements:
    """The statements that stand: of each source its latest, towards us or towards one rival.

    ``row`` is the row in the HOLDS table; ``number`` NaN for a stance given as unknown.
    """

    row: Ints
    person: Ints
    deal: Ints
    number: Floats
    confidence: Floats


def statements(
    snapshot: Snapshot, rows: Ints, day: int, settings: Settings, towards: str = ""
) -> Statements:
    """Keep of some rows of HOLDS the latest of each source about each person and deal, by ``day``.

    A statement without as_of is older than any dated one; on one day the later row stands.
    Statements are about us, or about the competitor whose id ``towards`` is.
    """
    edge = snapshot.edge("HOLDS")
    days = edge.days("as_of")
    rows = rows[days[rows] <= day]
    about = texts(edge, "towards", rows)
    rows = np.sort(rows[np.array([(a or "") == towards for a in about], dtype=bool)])
    ordered = rows[np.argsort(days[rows], kind="stable")]
    latest = {
        key: row
        for *key_, row in zip(
            edge.source[ordered].tolist(),
            edge.target[ordered].tolist(),
            texts(edge, "source", ordered),
            ordered.tolist(),
            strict=True,
        )
        for key in [(key_[0], key_[1], key_[2] or "")]
    }
    kept = np.array(sorted(latest.values()), dtype=np.int32)
    number = [STANCE_NUMBER.get(s or "", np.nan) for s in texts(edge, "stance", kept)]
    sure = edge.numbers("confidence")[kept]
    sure = np.clip(np.where(np.isnan(sure), settings.model.default_confidence, sure), 0.0, 1.0)
    return Statements(
        kept, edge.source[kept], edge.target[kept], np.array(number, dtype=np.float64), sure
    )


def combine(
    group: npt.ArrayLike,
    number: npt.ArrayLike,
    confidence: npt.ArrayLike,
    n: int,
    settings: Settings,
) -> Stances:
    """Combine statements into one stance for each of ``n`` people.

    Parameters
    ----------
    group : array of int
        Whom each statement is about, 0..n-1.
    number : array of float
        The stance stated, -1..1; NaN says nothing.
    confidence : array of float
        How sure its source is, 0..1.

    Examples
    --------
    Two sources agree, and nobody speaks of the second person:

    >>> from graph.settings import Settings
    >>> known = combine([0, 0], [0.5, 0.5], [0.8, 0.5], 2, Settings())
    >>> known.confidence.round(3).tolist(), known.expected.round(3).tolist()
    ([0.9, 0.0], [0.45, 0.0])
    """
    stance = np.asarray(number, dtype=np.float64)
    says = ~np.isnan(stance)
    who, stance = np.asarray(group, dtype=np.int64)[says], stance[says]
    sure = np.asarray(confidence, dtype=np.float64)[says]
    total = np.bincount(who, sure, n)
    known = total > 0
    per = np.where(known, total, 1.0)
    s = np.bincount(who, sure * stance, n) / per
    disagreement = np.bincount(who, sure * np.abs(stance - s[who]), n) / per
    doubt = np.ones(n)
    np.multiply.at(doubt, who, 1 - sure)
    c = np.where(known, np.clip((1 - doubt) * (1 - disagreement), 0.0, 1.0), 0.0)
    return given(np.where(known, s, np.nan), c, settings)


def given(stated: Floats, confidence: Floats, settings: Settings) -> Stances:
    """Return E and Var of stances s (NaN: nothing known) held with confidence c."""
    mean, variance = settings.model.prior_mean, settings.model.prior_variance
    c = np.where(np.isnan(stated), 0.0, confidence)
    s = np.where(np.isnan(stated), mean, stated)
    expected = c * s + (1 - c) * mean
    return Stances(stated, c, expected, (1 - c) * variance + c * (1 - c) * (s - mean) ** 2)


def everywhere(snapshot: Snapshot, day: int, settings: Settings) -> pl.DataFrame:
    """Return the combined stance of every person in every deal in which one is stated.

    Columns ``person`` and ``deal`` (positions), ``stated``, ``confidence``, ``expected``,
    ``variance``; sorted by person and deal. A person whose only statements say "unknown" is
    left out.
    """
    rows = np.arange(len(snapshot.edge("HOLDS")), dtype=np.int32)
    found = statements(snapshot, rows, day, settings)
    pairs, group = np.unique(
        np.column_stack([found.person, found.deal]).reshape(-1, 2), axis=0, return_inverse=True
    )
    stances = combine(group.ravel(), found.number, found.confidence, len(pairs), settings)
    table = pl.DataFrame(
        {
            "person": pairs[:, 0],
            "deal": pairs[:, 1],
            "stated": stances.stated,
            "confidence": stances.confidence,
            "expected": stances.expected,
            "variance": stances.variance,
        }
    )
    return table.filter(pl.col("stated").is_not_nan())
