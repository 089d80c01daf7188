"""Reading and validating files: rows a second and peak memory, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.made import people, ties
from benchmarks.timing import median

ROWS = 1_000_000
_CHILD = """
import json, resource, sys, time
from pathlib import Path
from loaders import read_paths
began = time.perf_counter()
result = read_paths([Path(sys.argv[1])])
took = time.perf_counter() - began
rows = sum(r.node_count + r.relationship_count for r in result.records)
unit = 1e9 if sys.platform == "darwin" else 1e6
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(json.dumps({"rows": rows, "seconds": took, "peak": peak, "rejects": result.rejects.height}))
"""


def run(scale: float = 1.0, repeats: int = 3) -> list[Figure]:
    """Read a CSV folder of 1M nodes and 1M relationships."""
    rows = max(100, int(ROWS * scale))
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as name:
        folder = Path(name)
        people(rows).write_csv(folder / "people.csv")
        ties(rows, rows).write_csv(folder / "influences.csv")
        size = sum(f.stat().st_size for f in folder.iterdir()) / 1e6
        runs = [_once(folder) for _ in range(repeats)]
    wrong = [r for r in runs if r["rows"] != 2 * rows or r["rejects"]]
    if wrong:
        raise AssertionError(wrong)
    note = f"{rows:,} nodes + {rows:,} relationships, CSV of {size:,.0f} MB"
    speed = median([r["rows"] / r["seconds"] for r in runs])
    peak = median([r["peak"] for r in runs])
    return [
        Figure("read and validated", speed, "rows/s", 1e6, note=note),
        Figure("peak memory of the process", peak, "GB", 1.2, "most"),
    ]


def _once(folder: Path) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder)], check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found
