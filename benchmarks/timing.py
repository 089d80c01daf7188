"""Medians of interleaved repeats: what else the machine does falls on all alike."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Task = "Callable[[], object]"


def seconds(task: Callable[[], object]) -> float:
    """Return how long ``task`` takes, the collector of garbage at rest."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        task()
        return time.perf_counter() - began
    finally:
        gc.enable()


def interleaved(
    tasks: Mapping[str, Callable[[], object]],
    repeats: int,
    before: Callable[[], object] | None = None,
) -> dict[str, list[float]]:
    """Time every task ``repeats`` times, turn by turn, the order turned round each time.

    ``before`` runs, not timed, before every task.
    """
    times: dict[str, list[float]] = {name: [] for name in tasks}
    order = list(tasks)
    for _ in range(repeats):
        for name in order:
            if before is not None:
                before()
            times[name].append(seconds(tasks[name]))
        order.reverse()
    return times


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def ratio(above: list[float], below: list[float]) -> float:
    """Return the median of the ratios, turn by turn."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))
