"""A customer's class as channels need it: key, larger or other. A proxy from what is on record.

Key customers are among the largest tax payers, prominent, or in the tenth of the book that is
billed most; larger ones in the three tenths that are billed most (shares are settings).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.settings_cross_sell import ChannelSettings
    from graph.snapshot import Snapshot

    Floats = npt.NDArray[np.float64]

CustomerClass = Literal["key", "larger", "other"]
CLASSES: tuple[CustomerClass, ...] = ("key", "larger", "other")


def customer_classes(
    snapshot: Snapshot, billed: Floats, settings: ChannelSettings
) -> list[CustomerClass]:
    """Return the class of every enterprise.

    Parameters
    ----------
    snapshot : Snapshot
    billed : array, one an enterprise
        Revenue of the last billed months; 0 ranks nobody.
    settings : ChannelSettings
        ``key_prominence``, ``key_share``, ``larger_share``.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.settings_cross_sell import ChannelSettings
    >>> from graph.snapshot import Snapshot
    >>> made = Snapshot.from_frames(
    ...     {"Enterprise": pl.DataFrame({"id": ["a", "b", "c"], "prominence": [0.9, 0.1, 0.1]})}, {}
    ... )
    >>> customer_classes(made, np.array([0.0, 70.0, 0.0]), ChannelSettings(larger_share=0.4))
    ['key', 'larger', 'other']
    """
    table = snapshot.nodes["Enterprise"]
    place = _place(billed)
    taxed = np.array([bool(t) for t in table.column("tax_top_500")], dtype=bool)
    prominent = np.nan_to_num(table.numbers("prominence")) >= settings.key_prominence
    key = taxed | prominent | (place <= settings.key_share)
    larger = place <= settings.larger_share
    return ["key" if k else "larger" if m else "other" for k, m in zip(key, larger, strict=True)]


def _place(billed: Floats) -> Floats:
    """Return the share of the book that is billed as much or more, 2 for who is not billed."""
    falling = np.sort(-billed)
    ahead = np.searchsorted(falling, -billed, side="right")
    return np.where(billed > 0, ahead / max(1, billed.size), 2.0)
