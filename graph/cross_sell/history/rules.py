"""Association and succession between products, smoothed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.cross_sell.history.scorers import gram

if TYPE_CHECKING:
    from graph.cross_sell.history.state import Floats, State

SMOOTHING = 5.0


def confidence(state: State) -> tuple[Floats, Floats, Floats]:
    """Return who bought both q and p, the share of q's buyers that did, and its lift.

    Both with ``SMOOTHING`` average customers added to the buyers of q.
    """
    together = gram(state.owned)
    buyers = np.diag(together)
    usual = (buyers + 0.5) / (len(state.present) + 1.0)
    share = (together + SMOOTHING * usual[None, :]) / (buyers[:, None] + SMOOTHING)
    return together, share.astype(np.float32), (share / usual[None, :]).astype(np.float32)


def successions(state: State) -> Floats:
    """Return the log lift with which p is first bought in the step of time after q first was.

    The history before the cut is laid into steps of a horizon that end with the cut.
    """
    step = max(1, state.horizon)
    place = (state.cut - 1 - state.first) // step
    steps = int(place.max(initial=0)) + 1
    together = np.zeros((state.shape[1],) * 2, dtype=np.float32)
    followers, starts = np.zeros(state.shape[1]), np.zeros(state.shape[1])
    for now in range(1, min(steps, 8)):
        before = state.matrix((place == now).astype(np.float32))
        after = state.matrix((place == now - 1).astype(np.float32))
        together += gram(before, after)
        starts += np.asarray(before.sum(axis=0)).ravel()
        followers += np.asarray(after.sum(axis=0)).ravel()
    usual = (followers + 0.5) / max(1.0, float(len(state.present)) * max(1, min(steps, 8) - 1))
    share = (together + SMOOTHING * usual[None, :]) / (starts[:, None] + SMOOTHING)
    lift = np.log(share / usual[None, :])
    np.fill_diagonal(lift, 0.0)
    return np.asarray(lift, dtype=np.float32)
