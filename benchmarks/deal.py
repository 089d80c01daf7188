"""One deal, model and findings, warm."""

from __future__ import annotations

from benchmarks.figures import Figure
from benchmarks.made import DAY, deal
from benchmarks.timing import interleaved, median
from graph.decision import analyze
from graph.settings import Settings
from graph.snapshot import Snapshot

SIZES = (20, 100, 200)


def run(scale: float = 1.0, repeats: int = 15) -> list[Figure]:
    """Analyze made deals of several sizes; the goal is for 100 people."""
    settings = Settings()
    found: dict[str, int] = {}
    tasks = {}
    for size in SIZES:
        people = max(6, int(size * scale))
        made = deal(people)
        snapshot = Snapshot.from_frames(made.nodes, made.relationships)
        answer = analyze(snapshot, "D", as_of=DAY, settings=settings)
        assert len(answer.people) == people
        found[str(size)] = len(answer.findings)
        tasks[str(size)] = lambda s=snapshot: analyze(s, "D", as_of=DAY, settings=settings)
    times = interleaved(tasks, max(1, repeats))
    return [
        Figure(
            f"deal of {size} people, model and findings", 1000 * median(times[str(size)]), "ms",
            50.0 if size == 100 else None, "most", f"{found[str(size)]} findings",
        )
        for size in SIZES
    ]  # fmt: skip
