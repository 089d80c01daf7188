"""What a deal costs beyond the kernels: reading, assembling, the analysis with its words, writing.

On the sample book, whose deals have about ten people each; every part is given in time a deal.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.timing import interleaved, median
from data import AS_OF, BOOK
from graph.decision import analyze
from graph.decision.book import book_of, figures, models
from graph.decision.results import Analysis
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths
from ui.terminal.deals import deals_frame


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Time each part over all deals of the book, turn by turn."""
    from benchmarks import kernel_jobs as jobs

    settings = Settings()
    snapshot = _snapshot()
    ids = list(snapshot.nodes["Opportunity"].ids)
    ids = ids[: max(2, int(len(ids) * scale))]
    assembled = models(snapshot, ids, as_of=AS_OF, settings=settings)
    book = book_of(assembled)
    jobs.timed(book)  # compiled before the clock starts
    answers = [analyze(snapshot, i, as_of=AS_OF, settings=settings) for i in ids]
    tasks = {
        "reading and checking its share of the files": _snapshot,
        "assembling its model": lambda: models(snapshot, ids, as_of=AS_OF, settings=settings),
        "kernels: model, structure, chance": lambda: jobs.timed(book, jobs.THREE),
        "kernels: loss": lambda: jobs.loss(book),
        "analyze --all --figures": lambda: figures(snapshot, ids, as_of=AS_OF, settings=settings),
        "the whole analysis, rules and sentences": lambda: [
            analyze(snapshot, i, as_of=AS_OF, settings=settings) for i in ids
        ],
        "writing the answer as JSON": lambda: _json(answers),
        "writing a flat row as Parquet": lambda: _parquet(answers),
    }
    times = interleaved(tasks, max(1, repeats))
    people = f"{len(ids)} deals, {book.people:,} people"
    return [
        Figure(f"a deal: {name}", 1e6 * median(times[name]) / len(ids), "us", note=people)
        for name in tasks
    ]


def _snapshot() -> Snapshot:
    (records,) = read_paths([BOOK]).records
    return Snapshot.from_frames(records.nodes, records.relationships)


def _json(answers: list[Analysis]) -> str:
    return json.dumps([a.to_json("en") for a in answers], ensure_ascii=False)


def _parquet(answers: list[Analysis]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        deals_frame(answers).write_parquet(Path(folder) / "deals.parquet")
