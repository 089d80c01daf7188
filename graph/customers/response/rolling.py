"""A history is scored block by block, each by models that saw the rows before it alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from warnings import catch_warnings

import numpy as np

from graph.customers.response.blend import Blended, blend
from graph.customers.response.blocks import STEP, Block, Layout, Memory
from graph.customers.response.columns import Column
from graph.customers.response.leaks import Leak, find_leak
from graph.customers.response.logistic import Bools, Floats
from graph.customers.response.members import Features, Member, fitted, members
from graph.text import Text

Progress = Callable[[int, int, Text], None]
SCORING = Text("scoring block by block", "逐块评分")
WORKERS = 2


@dataclass(frozen=True)
class Rolled:
    """What came of it: scores, weights, the leaks with the first block without the column.

    ``used`` says for each forecast block which columns it could use.
    """

    blended: Blended
    members: list[Member]
    blocks: list[Block]
    leaks: list[tuple[Leak, int]]
    features: Features
    used: dict[int, Bools]


def roll(
    columns: list[Column],
    responded: Bools,
    plan: Layout,
    back: Memory,
    progress: Progress | None = None,
) -> Rolled:
    """Forecast every block from the rehearsed ones on.

    Parameters
    ----------
    columns : list of Column
        What was known before the contact, as far as names tell.
    responded : (n,) array of bool
        Outcomes in the order of time.
    plan : Layout
        The blocks.
    back : Memory
        How far to look back.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.
    """
    used, leaks = _usable(columns, responded, plan)
    features = Features(columns, responded, plan.blocks, plan.learnt, back)
    models = members(back)
    job = _Job(features, responded, plan, used)
    forecasts = _forecasts(job, models, progress)
    blocks = plan.blocks[plan.rehearsed_from :]
    return Rolled(
        blend(forecasts, responded, blocks, back.choice), models, blocks, leaks, features, used
    )


def _usable(
    columns: list[Column], responded: Bools, plan: Layout
) -> tuple[dict[int, Bools], list[tuple[Leak, int]]]:
    """Return for each forecast block which columns may be used, and the leaks in order."""
    now = np.ones(len(columns), dtype=bool)
    used: dict[int, Bools] = {}
    leaks: list[tuple[Leak, int]] = []
    for number in range(plan.rehearsed_from, len(plan.blocks)):
        if (number - plan.rehearsed_from) % STEP == 0:
            start = plan.blocks[number].start
            for at in np.flatnonzero(now):
                leak = find_leak(columns[at], responded[:start])
                if leak is not None:
                    now = now.copy()
                    now[at] = False
                    leaks.append((leak, max(number, plan.first)))
        used[number] = now
    return used, leaks


@dataclass(frozen=True)
class _Job:
    """What the forecasts of all blocks share."""

    features: Features
    responded: Bools
    plan: Layout
    used: dict[int, Bools]

    def stretch(self, member: Member, first: int, last: int) -> Floats:
        """Fit a member on the rows before a block, and forecast that block up to ``last``."""
        start = self.plan.blocks[first].start
        since, end = max(0, start - member.rows), self.plan.blocks[last].end
        x = self.features.rows(member.view, since, start, self.used[first])
        model = fitted(member, x, self.responded[since:start])
        return model(self.features.rows(member.view, start, end, self.used[first]))


def _forecasts(job: _Job, models: list[Member], progress: Progress | None) -> Floats:
    # What is not loaded yet would not keep to the limit.
    import sklearn.ensemble  # noqa: F401
    from threadpoolctl import threadpool_limits

    found = np.full((len(job.responded), len(models)), np.nan)
    tasks = [
        (at, first, min(first + member.pause, len(job.plan.blocks)) - 1)
        for at, member in enumerate(models)
        for first in range(job.plan.rehearsed_from, len(job.plan.blocks), member.pause)
    ]
    tasks.sort(key=lambda task: (task[1], task[0]))
    # One thread a fit: sums of several threads need not be the same to the last digit. Fits that
    # run together may leave warning filters of theirs behind: those of before come back.
    with catch_warnings(), threadpool_limits(1), ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(job.stretch, models[at], a, b) for at, a, b in tasks]
        try:
            _gather(found, job.plan, list(zip(tasks, running, strict=True)), progress)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return found


def _gather(
    found: Floats,
    plan: Layout,
    running: list[tuple[tuple[int, int, int], Future[Floats]]],
    progress: Progress | None,
) -> None:
    for done, ((at, first, last), future) in enumerate(running, 1):
        found[plan.blocks[first].start : plan.blocks[last].end, at] = future.result()
        if progress is not None:
            progress(done, len(running), SCORING)
