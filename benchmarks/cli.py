"""The terminal as people start it: each figure is a process from start to end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.servers import own_home
from benchmarks.timing import interleaved, median, seconds
from data import AS_OF

_NOT_OURS = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE", "LINCHPIN_SETTINGS")


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Time ``--help``, ``demo`` (first and second time) and ``analyze`` with the store up."""
    repeats = max(1, int(repeats * min(1.0, scale * 10)))
    with own_home():
        first = seconds(lambda: _linchpin("demo", "--no-serve"))
        tasks = {
            "help": lambda: _linchpin("--help"),
            "demo": lambda: _linchpin("demo", "--no-serve"),
            "analyze": lambda: _linchpin("analyze", "D26-001", "--as-of", AS_OF.isoformat()),
        }
        times = interleaved(tasks, repeats)
    return [
        Figure("linchpin --help", median(times["help"]), "s", 0.4, "most"),
        Figure("linchpin analyze, store up", median(times["analyze"]), "s", 2.5, "most"),
        Figure("linchpin demo, first time", first, "s", note="starts the store, loads the book"),
        Figure("linchpin demo, again", median(times["demo"]), "s", 15.0, "most", "without screen"),
    ]


def command_line() -> list[str]:
    """Return the words that start the installed command."""
    script = Path(sys.executable).parent / "linchpin"
    return [str(script)] if script.exists() else [sys.executable, "-c", "import cli; cli.main()"]


def _linchpin(*words: str) -> str:
    ours = {k: v for k, v in os.environ.items() if k not in _NOT_OURS} | {"LINCHPIN_LANG": "en"}
    answer = subprocess.run(
        [*command_line(), *words], check=True, capture_output=True, text=True, env=ours
    )
    return answer.stdout
