"""How strong a tie is whose strength nobody stated: its level, refined by how the contact goes.

Log-odds of the level's value rise with the contacts of the last 90 days, the less the further the
ranks are apart, and with whether they contact us too::

    logit s = logit(level) + frequency x n / (n + usual) x (1 - seniority x (1 - rank fit))
                           + two_way x (+1 they contact us too, -1 they do not)

What is not known adds nothing, so a tie with a level alone has the level's value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from graph.settings import Settings

Floats = npt.NDArray[np.float64]


def rank_fit(ours: npt.ArrayLike, theirs: npt.ArrayLike, settings: Settings) -> Floats:
    """Return how well a seller's level fits a person's: 1 alike or unknown, 0 far apart.

    Examples
    --------
    >>> from graph.settings import Settings
    >>> rank_fit([1, 1, float("nan")], [2, 9, 4], Settings()).tolist()
    [0.8, 0.0, 1.0]
    """
    gap = np.abs(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64))
    fit: Floats = np.maximum(0.0, 1.0 - np.where(np.isnan(gap), 0.0, gap) / settings.plan.rank_span)
    return fit


def refined(
    level: Floats, contacts: Floats, two_way: Floats, fit: Floats, settings: Settings
) -> Floats:
    """Return the strength of ties from their level and what is known of the contact.

    Parameters
    ----------
    level : array
        The level's value, 0..1; 0 and 1 stay what they are.
    contacts : array
        Contacts in the last 90 days, NaN where not known.
    two_way : array
        1 they contact us too, 0 they do not, NaN where not known.
    fit : array
        Rank fit of seller and person, 0..1, as :func:`rank_fit` says.

    Examples
    --------
    A tie of .6: nothing more known; met six times by an equal; and by somebody five ranks off.

    >>> from graph.settings import Settings
    >>> n, unsaid = np.array([np.nan, 6.0, 6.0]), np.full(3, np.nan)
    >>> fit = np.array([1.0, 1.0, 0.0])
    >>> refined(np.full(3, 0.6), n, unsaid, fit, Settings()).round(3).tolist()
    [0.6, 0.712, 0.6]
    """
    frequency, mutual = features(contacts, two_way, settings)
    weights = settings.access
    worth = 1.0 - weights.seniority * (1.0 - fit)
    lift = weights.frequency * frequency * worth + weights.two_way * mutual
    moves = (lift != 0) & (level > 0) & (level < 1)
    odds = np.log(level[moves] / (1 - level[moves])) + lift[moves]
    strength = level.copy()
    strength[moves] = 1.0 / (1.0 + np.exp(-odds))
    return strength


def features(contacts: Floats, two_way: Floats, settings: Settings) -> tuple[Floats, Floats]:
    """Return frequency in 0..1 and two-way as -1 or 1, each 0 where not known."""
    n = np.where(np.isnan(contacts), 0.0, np.maximum(contacts, 0.0))
    frequency: Floats = n / (n + settings.access.usual_contacts)
    return frequency, np.where(np.isnan(two_way), 0.0, 2.0 * two_way - 1.0)
