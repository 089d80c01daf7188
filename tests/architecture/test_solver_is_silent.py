"""What a solver's own code prints never reaches standard output, where scripts read answers."""

import os
import re
from pathlib import Path

from graph.solver import silent

ROOT = Path(__file__).parents[2]
LOUD = re.compile(r"scipy\.optimize import .*\b(milp|linprog)\b|optimize\.(milp|linprog)\(")


def test_what_is_printed_inside_goes_nowhere_and_what_follows_does_not(capfd):
    with silent(), silent():
        os.write(1, b"note of the solver\n")
    os.write(1, b"answer\n")
    assert capfd.readouterr().out == "answer\n"


def test_every_program_is_solved_silently():
    found = [p for p in (ROOT / "graph").rglob("*.py") if LOUD.search(p.read_text("utf-8"))]
    assert found == [ROOT / "graph" / "solver.py"]
