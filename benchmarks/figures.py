"""What a benchmark answers: figures with their goals, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Sense = Literal["least", "most"]


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Parameters
    ----------
    name : str
        What was measured.
    value : float or None
        The median of the repeats; None where it could not be measured, with ``note`` why.
    unit : str
        As in ``rows/s``; empty for a ratio.
    goal : float or None
        The number to reach, in the direction of ``sense``.
    sense : {"least", "most"}
        Whether the goal is the least or the most that is good.
    note : str
        Sizes, baselines, origins of data.

    Examples
    --------
    >>> Figure("reading", 2e6, "rows/s", 1e6).met, Figure("start", 0.5, "s", 0.4, "most").met
    (True, False)
    """

    name: str
    value: float | None
    unit: str = ""
    goal: float | None = None
    sense: Sense = "least"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one or without a value."""
        if self.goal is None or self.value is None:
            return None
        return self.value >= self.goal if self.sense == "least" else self.value <= self.goal


def shown(value: float | None) -> str:
    """Write a number as people read it.

    Examples
    --------
    >>> shown(1234567.0), shown(12.345), shown(0.98765), shown(None)
    ('1,234,567', '12.3', '0.988', '-')
    """
    if value is None:
        return "-"
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.3f}"


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as an aligned table."""
    rows = [("measured", "value", "goal", "", "note")]
    for f in figures:
        goal = "" if f.goal is None else f"{'>=' if f.sense == 'least' else '<='} {shown(f.goal)}"
        mark = {True: "met", False: "MISSED", None: ""}[f.met]
        rows.append((f.name, f"{shown(f.value)} {f.unit}".strip(), goal, mark, f.note))
    widths = [max(len(r[i]) for r in rows) for i in range(4)]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(r, [*widths, 0], strict=True)) for r in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def write_json(path: Path, results: dict[str, list[Figure]]) -> None:
    """Write the figures with what they were measured on."""
    data = {
        "machine": {
            "python": sys.version.split()[0],
            "system": platform.platform(terse=True),
            "cpus": os.cpu_count(),
        },
        "results": {k: [asdict(f) | {"met": f.met} for f in v] for k, v in results.items()},
    }
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
