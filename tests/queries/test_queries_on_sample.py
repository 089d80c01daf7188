"""Every query on the sample book, on both servers, against its recorded answer and plain Python.

``LINCHPIN_RECORD=1`` writes the answers anew; read what changed before you keep it.
"""

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import pytest

from data import AS_OF, BOOK
from loaders import read_paths
from queries import catalogue, run
from tests.queries.oracles import ORACLES
from tests.queries.worlds import World

ANSWERS = Path(__file__).parent / "answers_on_sample.json"
KEPT_ROWS = 3
NAMES = [q.name for q in catalogue()]


@cache
def sample():
    """Return the sample book as plain lists."""
    (records,) = read_paths([BOOK]).records
    return World(records)


@cache
def recorded():
    """Return the recorded answers by query."""
    return json.loads(ANSWERS.read_text(encoding="utf-8"))


def written(value):
    """Write a value so that both servers, and every place of the book, write it alike."""
    if isinstance(value, str):
        return value.replace(str(BOOK), "data/book")
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [written(v) for v in value]
    return value if value is None or isinstance(value, bool | int) else value.isoformat()


def summary(result):
    """Return the number of rows, the first of them, and a digest of all."""
    rows = [[written(row[c]) for c in result.columns] for row in result.rows]
    text = json.dumps(rows, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return {"rows": len(rows), "first": rows[:KEPT_ROWS], "digest": digest}


@pytest.mark.parametrize("name", NAMES)
def test_answer_on_the_sample(book_store, name):
    result = run(book_store, name, {}, today=AS_OF, limit=100_000)
    found = summary(result)
    if os.environ.get("LINCHPIN_RECORD"):
        kept = recorded() if ANSWERS.exists() else {}
        kept[name] = found
        answers = {n: kept[n] for n in NAMES if n in kept}
        lines = [
            f"{json.dumps(n)}: {json.dumps(a, ensure_ascii=False)}" for n, a in answers.items()
        ]
        ANSWERS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert not result.truncated
    assert found == recorded()[name]
    if name in ORACLES:
        columns, oracle = ORACLES[name]
        rows = {tuple(frozen(row[c]) for c in columns) for row in result.rows}
        assert rows == {tuple(frozen(v) for v in row) for row in oracle(sample(), AS_OF)}


def frozen(value):
    """Return a value that can stand in a set, written alike for all."""
    if isinstance(value, list | tuple):
        return tuple(frozen(v) for v in value)
    return written(value)
