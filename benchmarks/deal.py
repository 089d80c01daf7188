"""One deal, model and findings, warm; all that its page shows; and a what-if."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.figures import Figure
from benchmarks.made import DAY, deal
from benchmarks.timing import interleaved, median
from graph.decision import analyze
from graph.decision.analyze import OpenedDeal, analysis_of, open_deal
from graph.decision.plan.committee import committee_of
from graph.decision.plan.contacts import contact_plan
from graph.decision.plan.playbook import playbook
from graph.decision.plan.routes import routes
from graph.decision.plan.win import win_plans
from graph.decision.what_if.compare import compare
from graph.settings import Settings
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.decision.results import Analysis

SIZES = (20, 100, 200)
WHOLE = 200
GOALS = {"20": None, "100": 50.0, "200": None, "plans": None, "page": 150.0, "what-if": 300.0}
HOURS = 20.0
CHANGES = ("stance:P0001=supporter", "meet:S1=P0002", "influence:P0005>P0000=0.6")


def run(scale: float = 1.0, repeats: int = 15) -> list[Figure]:
    """Analyze made deals of several sizes; the goals are for 100 people, and for all of 200."""
    settings = Settings()
    notes: dict[str, str] = {}
    tasks: dict[str, Callable[[], object]] = {}
    for size in SIZES:
        people = max(6, int(size * scale))
        snapshot = made(people)
        answer = _look(snapshot, settings)
        assert len(answer.people) == people
        notes[str(size)] = f"{len(answer.findings)} findings"
        tasks[str(size)] = partial(_look, snapshot, settings)
    tasks |= _whole(made(max(6, int(WHOLE * scale))), settings)
    times = interleaved(tasks, max(1, repeats))
    names = {str(size): f"deal of {size} people, model and findings" for size in SIZES}
    names |= {
        "plans": f"deal of {WHOLE} people, plans, routes, committee and playbook",
        "page": f"deal of {WHOLE} people, everything on the Deal page",
        "what-if": f"deal of {WHOLE} people, what-if compared with what is",
    }
    return [
        Figure(name, 1000 * median(times[key]), "ms", GOALS[key], "most", notes.get(key, ""))
        for key, name in names.items()
    ]


def made(people: int) -> Snapshot:
    """Return the picture of a made deal."""
    records = deal(people)
    return Snapshot.from_frames(records.nodes, records.relationships)


def _look(snapshot: Snapshot, settings: Settings, *changes: str) -> Analysis:
    return analyze(snapshot, "D", as_of=DAY, settings=settings, what_if=changes, explain=True)


def _whole(snapshot: Snapshot, settings: Settings) -> dict[str, Callable[[], object]]:
    """Return the tasks of the Deal page, each view computed once as the page does."""
    before = _look(snapshot, settings)
    targets = [d.id for d in before.deciders]

    def page() -> None:
        opened = open_deal(snapshot, "D", as_of=DAY, settings=settings)
        analysis_of(opened, explain=True)
        plans(opened, targets)

    return {
        "plans": lambda: plans(open_deal(snapshot, "D", as_of=DAY, settings=settings), targets),
        "page": page,
        "what-if": lambda: compare(before, _look(snapshot, settings, *CHANGES), CHANGES),
    }


def plans(opened: OpenedDeal, targets: list[str]) -> None:
    """Compute what the views beside the map and the findings show."""
    model, access = opened.model, opened.access
    contact_plan(model, access, HOURS)
    win_plans(model)
    routes(model, access, targets)
    committee_of(model)
    playbook(model, access)
