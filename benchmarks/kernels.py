"""The compiled kernels beside the best of libraries, and how they grow with the book.

Peers are given each deal as arrays of its own, cut beforehand, which favours them. igraph is no
dependency (GPL): it takes part where it can be imported.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import kernel_jobs as jobs
from benchmarks import kernel_peers as peers
from benchmarks.books import book as made
from benchmarks.figures import Figure
from benchmarks.timing import interleaved, median, ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.kernels.book import Book

SIZES = (1_000, 10_000, 50_000)
# How many deals peers are given: of the slower ones, as many as take some seconds.
FEW, VERY_FEW = 200, 40
IGRAPH = importlib.util.find_spec("igraph") is not None


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Compare with peers, then let the book grow."""
    jobs.timed(made(2))  # compiled before the clock starts
    deals = max(20, int(SIZES[0] * scale))
    figures = [
        *_compared("model", _model_peers(made(deals)), repeats, goal=5.0),
        *_structure(repeats, scale),
        *_compared("chance", _chance_peers(max(5, int(VERY_FEW * scale))), repeats, goal=30.0),
        *_loss(max(5, int(VERY_FEW * scale) // 2), repeats),
    ]
    return [*figures, *_growth([max(20, int(n * scale)) for n in SIZES]), *_two(scale), *_first()]


def _compared(
    job: str, tasks: dict[str, Callable[[], object]], repeats: int, goal: float
) -> list[Figure]:
    """Return how many times faster a job is than the best of its peers, and than each."""
    times = interleaved(tasks, max(1, repeats))
    ours = times.pop("ours")
    ratios = {name: ratio(taken, ours) for name, taken in times.items()}
    others = ", ".join(f"{name} {r:.0f}" for name, r in ratios.items())
    name = f"{job}: times faster than the best of libraries"
    return [Figure(name, min(ratios.values()), "", goal, note=f"times: {others}")]


def _model_peers(book: Book) -> dict[str, Callable[[], object]]:
    deals = peers.deals_of(book)
    tasks: dict[str, Callable[[], object]] = {
        "ours": lambda: jobs.model(book),
        "numpy a deal": lambda: peers.numpy_solves(deals),
        "scipy block-diagonal": lambda: peers.scipy_solve(book),
        "networkx PageRank": lambda: peers.networkx_pagerank(deals),
    }
    if IGRAPH:
        tasks["igraph PageRank"] = lambda: peers.igraph_pagerank(deals)
    return tasks


def _structure(repeats: int, scale: float) -> list[Figure]:
    book = made(max(10, int(FEW * scale)))
    deals = peers.deals_of(book)
    ways = {"networkx": (peers.networkx_structure, 100.0)}
    if IGRAPH:
        ways["igraph"] = (peers.igraph_structure, 10.0)
    found = []
    for name, (way, goal) in ways.items():
        tasks: dict[str, Callable[[], object]] = {
            "ours": partial(jobs.structure, book),
            "theirs": partial(way, deals),
        }
        times = interleaved(tasks, max(1, repeats))
        label = f"structure: times faster than a loop over {name}"
        found.append(Figure(label, ratio(times["theirs"], times["ours"]), "", goal))
    if not IGRAPH:
        label = "structure: times faster than a loop over igraph"
        found.append(Figure(label, None, "", 10.0, note="igraph is not installed here"))
    return found


def _chance_peers(deals: int) -> dict[str, Callable[[], object]]:
    book = made(deals)
    parts = peers.deals_of(book)
    return {
        "ours": lambda: jobs.chance(book),
        "scipy on all worlds, numpy plan": lambda: peers.scipy_worlds(parts, jobs.MEETINGS),
    }


def _loss(deals: int, repeats: int) -> list[Figure]:
    book = made(deals)
    parts = peers.deals_of(book)
    tasks: dict[str, Callable[[], object]] = {
        "ours": lambda: jobs.loss(book),
        "anew": lambda: peers.scipy_losses(parts),
    }
    times = interleaved(tasks, max(1, min(3, repeats)))
    name = "loss: times faster than recomputing each with scipy"
    return [Figure(name, ratio(times["anew"], times["ours"]))]


def _growth(sizes: list[int]) -> list[Figure]:
    """Let each size run in a process of its own; the median of three, of the largest one."""
    found, totals = [], []
    for size in sizes:
        runs = [_process(size) for _ in range(3 if size <= SIZES[1] else 1)]
        each = {name: 1e6 * median([r[name] for r in runs]) / size for name in jobs.JOBS}
        three = sum(each[name] for name in jobs.THREE)
        totals.append(three * size)
        note = ", ".join(f"{name} {each[name]:.0f}" for name in jobs.JOBS)
        label = f"{size:,} enterprises, {runs[0]['people']:,.0f} people: "
        found += [
            Figure(f"{label}model, structure and chance", three, "us each", 320.0, "most", note),
            Figure(f"{label}loss", each["loss"], "us each", 1200.0, "most"),
            Figure(
                f"{label}peak memory of the process",
                max(r["peak"] for r in runs) / 1e9, "GB", 3.0, "most",
            ),
        ]  # fmt: skip
    exponent = math.log(totals[-1] / totals[0]) / math.log(sizes[-1] / sizes[0])
    label = "growth exponent of the three from the smallest book to the largest"
    return [*found, Figure(label, exponent, "", 1.10, "most")]


def _process(*words: object, home: str | None = None) -> dict[str, float]:
    environment = dict(os.environ)
    if home:
        environment["LINCHPIN_HOME"] = home
        environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kernel_jobs", *map(str, words)],
        capture_output=True, check=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _two(scale: float) -> list[Figure]:
    """Compare one process with two at once, each with a book of its own."""
    size = max(20, int(SIZES[1] * scale))
    one, two = [], []
    for _ in range(3):
        one.append(_together([1], size))
        two.append(_together([1, 2], size))
    label = "two processes do as much as so many of one"
    gain = 2 * median(one) / median(two)
    return [Figure(label, gain, "", 1.8, note=f"{size:,} enterprises each")]


def _together(seeds: list[int], size: int) -> float:
    words = [sys.executable, "-m", "benchmarks.kernel_jobs", str(size)]
    started = [
        subprocess.Popen(
            [*words, str(seed), "--wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in seeds
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [json.loads(process.communicate()[0]) for process in started]
    return max(float(a["wall"]) for a in answers)


def _first() -> list[Figure]:
    with tempfile.TemporaryDirectory() as home:
        fresh = _process(2, home=home)["first"]
        again = _process(2, home=home)["first"]
    return [
        Figure("first use of all kernels on a machine: compiling", fresh, "s"),
        Figure("first use in a later process: from the cache", again, "s"),
    ]
