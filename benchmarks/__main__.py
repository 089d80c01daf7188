"""``python -m benchmarks NAME [--json FILE]``: one benchmark, or ``all`` of them."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from benchmarks.figures import Figure, table, write_json

NAMES = ("reading", "writing", "snapshot", "deal", "cli", "screen", "validation", "win", "planted",
         "kernels", "book", "tags", "ownership", "group", "cross_sell",
         "adoption", "adoption_scale", "response")  # fmt: skip


def main() -> None:
    """Run what was asked for, print each table, write the JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "all"])
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size")
    parser.add_argument("--repeats", type=int, help="repeats of each task")
    chosen = parser.parse_args()
    more = {} if chosen.repeats is None else {"repeats": chosen.repeats}
    results: dict[str, list[Figure]] = {}
    for name in NAMES if chosen.name == "all" else [chosen.name]:
        module = importlib.import_module(f"benchmarks.{name}")
        results[name] = module.run(scale=chosen.scale, **more)
        print(f"{name}\n{table(results[name])}\n", flush=True)
    if chosen.json:
        write_json(chosen.json, results)


if __name__ == "__main__":
    main()
