"""The p of two shares by others: statsmodels, and of few the exact one by enumeration."""

from __future__ import annotations

import numpy as np
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportions_ztest


def p_of(x1: int, n1: int, x0: int, n0: int) -> float:
    """Return the p of others: exact where some cell expects fewer than 5."""
    table = np.array([[x1, n1 - x1], [x0, n0 - x0]])
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / table.sum()
    if expected.min() < 5:
        # Every table with the same margins that is no likelier than this one.
        likely = hypergeom.pmf(np.arange(x1 + x0 + 1), n1 + n0, x1 + x0, n1)
        return float(likely[likely <= likely[x1] * (1 + 1e-7)].sum())
    return float(proportions_ztest([x1, x0], [n1, n0])[1])
