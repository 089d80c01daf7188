"""The models of the blend: what each sees, how far back it is fitted, how it is fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Literal

import numpy as np

from graph.customers.response.blocks import Block, Memory
from graph.customers.response.columns import Column, linear_features
from graph.customers.response.logistic import FURTHEST, Bools, Floats, fit
from graph.customers.response.rates import recent_rates
from graph.text import Text

Forecast = Callable[[Floats], Floats]
View = Literal["rates", "raw", "mixed", "linear"]

LEAST = 5
HALF_LIFE, RIDGE_OF_RATES, RIDGE = 3_000.0, 30.0, 3.0


@dataclass(frozen=True)
class Member:
    """One model of the blend.

    Parameters
    ----------
    name : Text
        What it is called.
    view : str
        The features it sees.
    rows : int
        It is fitted on the last so many rows.
    pause : int
        It is fitted anew every so many blocks.
    make : callable
        From features and outcomes to a function from features to log-odds.
    whole : bool
        Whether it looks at everything rather than at what is recent.
    """

    name: Text
    view: View
    rows: int
    pause: int
    make: Callable[[Floats, Bools], Forecast]
    whole: bool = False


def members(back: Memory) -> list[Member]:
    """Return the models of the blend."""
    return [
        Member(Text("recent rates", "近期响应率"), "rates", back.rates, 1, _rates),
        Member(Text("recent trees", "近期树模型"), "raw", back.recent, 1, _small_trees),
        Member(Text("trees on rates", "响应率树模型"), "mixed", back.mixed, 1, _small_trees),
        Member(
            Text("trees on all", "全期树模型"), "raw", back.every, back.pause, _trees, whole=True
        ),
        Member(
            Text("logistic on all", "全期逻辑回归"),
            "linear",
            back.every,
            back.pause,
            _linear,
            whole=True,
        ),
    ]


class Features:
    """What the members see of each row; columns can be taken out by their position.

    Parameters
    ----------
    columns : list of Column
        The columns of the history.
    responded : (n,) array of bool
        Outcomes; a row's features hold those of earlier blocks alone.
    blocks, learnt, back
        The blocks, how many rows come before the first scored one, and how far to look back.
    """

    def __init__(
        self,
        columns: list[Column],
        responded: Bools,
        blocks: list[Block],
        learnt: int,
        back: Memory,
    ) -> None:
        rows, own = len(responded), np.arange(len(columns))
        codes = [c.codes for c in columns]
        table = np.column_stack(codes) if codes else np.empty((rows, 0), dtype=np.int64)
        raw = [c.numbers for c in columns]
        numbers = np.column_stack(raw) if raw else np.empty((rows, 0))
        rates = recent_rates(table, responded, blocks, back)
        free = np.full(len(back.trailing), -1)
        linear, owners = linear_features(columns, learnt)
        self._views: dict[View, tuple[Floats, np.typing.NDArray[np.int64]]] = {
            "rates": (rates, np.concatenate([free, own])),
            "raw": (numbers, own),
            "mixed": (np.column_stack([numbers, rates]), np.concatenate([own, free, own])),
            "linear": (linear.reshape(rows, -1), owners),
        }

    def rows(self, view: View, start: int, end: int, used: Bools) -> Floats:
        """Return features of rows; ``used`` says which columns may be."""
        table, owners = self._views[view]
        # Position -1 (belongs to no column) is always there.
        return table[start:end, np.append(used, True)[owners]]


def fitted(member: Member, x: Floats, responded: Bools) -> Forecast:
    """Fit a member; where hardly anybody responded or did not, its forecast is the rate."""
    yes = int(responded.sum())
    if min(yes, len(responded) - yes) < LEAST or not x.shape[1]:
        constant = float(np.log((yes + 0.5) / (len(responded) - yes + 0.5)))
        return lambda rows: np.full(len(rows), np.clip(constant, -FURTHEST, FURTHEST))
    return member.make(x, responded)


def _rates(x: Floats, responded: Bools) -> Forecast:
    return fit(x, responded, half_life=HALF_LIFE, ridge=RIDGE_OF_RATES).log_odds


def _linear(x: Floats, responded: Bools) -> Forecast:
    return fit(x, responded, half_life=None, ridge=RIDGE).log_odds


def _small_trees(x: Floats, responded: Bools) -> Forecast:
    return _boosted(x, responded, leaves=8, steps=60)


def _trees(x: Floats, responded: Bools) -> Forecast:
    return _boosted(x, responded, leaves=15, steps=100)


def _boosted(x: Floats, responded: Bools, *, leaves: int, steps: int) -> Forecast:
    model = _classifier()(
        max_iter=steps,
        learning_rate=0.06,
        max_leaf_nodes=leaves,
        min_samples_leaf=30,
        early_stopping=False,
        random_state=0,
    ).fit(x, responded)
    return lambda rows: np.clip(model.decision_function(rows), -FURTHEST, FURTHEST)


@cache
def _classifier() -> Any:
    """Return boosted trees that several threads may fit at once.

    While it bins columns, scikit-learn sets the warning filters of the whole process aside; of two
    threads that do so together one may put the other's empty ones back for good.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    alone = Lock()

    class OneBinsAtATime(HistGradientBoostingClassifier):  # type: ignore[misc, unused-ignore]
        def _bin_data(self, *args: Any, **named: Any) -> Any:
            with alone:
                return super()._bin_data(*args, **named)

    return OneBinsAtATime
