"""The jobs of the kernels on a book, from edge arrays to result arrays; also as a process.

``python -m benchmarks.kernel_jobs DEALS [SEED]`` prints what the jobs took and the memory of the
process, as JSON; with ``--wait`` it says when it is ready and starts at a line on standard input.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.books import book as made

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.kernels.book import Book
    from graph.kernels.chance import Chance
    from graph.kernels.loss import Loss
    from graph.kernels.settling import Settled
    from graph.kernels.structure import Structure

# What a meeting moves of a stance, and how many meetings are planned.
STANCE_GAIN, MEETINGS = 0.2, 5


def model(book: Book) -> Settled:
    """Influence, settled opinions and contributions of every deal."""
    from graph.kernels.blocks import listening
    from graph.kernels.settling import settle

    return settle(listening(book))


def structure(book: Book) -> Structure:
    """Cut points, threads with separators, and whom everybody's leaving cuts off."""
    from graph.kernels.blocks import access
    from graph.kernels.structure import structure as look

    return look(access(book))


def chance(book: Book) -> Chance:
    """Decision-weighted reliability over 1,024 worlds and the plan of five meetings.

    The plan weighs the gain in lean by influence, which is what :func:`model` gives; here it
    stands for itself, and so does without.
    """
    from graph.kernels.blocks import access
    from graph.kernels.chance import chance as sample

    return sample(access(book), book.decision, STANCE_GAIN, MEETINGS)


def loss(book: Book) -> Loss:
    """What leaves with every person and seller, in the same worlds."""
    from graph.kernels.blocks import access
    from graph.kernels.loss import loss as leave

    return leave(access(book))


JOBS: dict[str, Callable[[Book], object]] = {
    "model": model,
    "structure": structure,
    "chance": chance,
    "loss": loss,
}
THREE = ("model", "structure", "chance")


def timed(book: Book, names: tuple[str, ...] = tuple(JOBS)) -> dict[str, float]:
    """Return the seconds of each job."""
    found = {}
    for name in names:
        began = time.perf_counter()
        JOBS[name](book)
        found[name] = time.perf_counter() - began
    return found


def main(words: list[str]) -> None:
    """Run the jobs on a made book and write what they took."""
    began = time.perf_counter()
    timed(made(2))
    first = time.perf_counter() - began
    deals, seed = int(words[0]), int(words[1]) if len(words) > 1 and words[1] != "--wait" else 1
    book = made(deals, seed)
    if "--wait" in words:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    began = time.perf_counter()
    found = timed(book, THREE if "--wait" in words else tuple(JOBS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    whole = {"wall": time.perf_counter() - began, "first": first, "peak": peak}
    sys.stdout.write(json.dumps(found | whole | {"people": book.people}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
