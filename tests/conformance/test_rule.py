"""The rule of this folder: one expectation for every store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = sorted(p for p in HERE.glob("*.py") if p.name != Path(__file__).name)
# Words by which an expectation could depend on the server.
NAMED = re.compile(r"\.kind\s*==|==\s*['\"](embedded|neo4j)|dialect\.|xfail|if .*\bserver\b")


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.name)
def test_no_case_names_a_server(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if NAMED.search(line)] == []


@pytest.mark.parametrize(
    "path", [p for p in CASES if p.name.startswith("test_")], ids=lambda p: p.name
)
def test_every_case_runs_on_every_store(path):
    text = path.read_text(encoding="utf-8")
    for name, arguments in re.findall(r"^def (test_\w+)\(([^)]*)\)", text, re.MULTILINE):
        names = {a.strip() for a in arguments.split(",")}
        every = names & {"store", "filled", "book_store"} or names >= {
            "embedded_store",
            "neo4j_store",
        }
        assert every, f"{path.name}: {name}"
