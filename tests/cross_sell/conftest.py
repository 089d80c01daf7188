"""A toy group whose every number can be worked out by hand."""

from datetime import date

import polars as pl
import pytest

from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)


def toy_frames():
    """Group G holds A and B; C is held half by A, half by B. X and Y are strangers.

    Ann (G) supports us and sways Bo, who decides at A; Bo sways Di, the only one known at C.
    Cy decides at B and hears only Ed, whom nobody knows.
    """
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": ["G", "A", "B", "C", "X", "Y"],
                "name": ["集团", "甲公司", "乙公司", "丙公司", "外一", "外二"],
                "name_en": ["Group", "Alpha", "Beta", "Gamma", "Xeno", "Ypsilon"],
                "industry": ["energy", "energy", "energy", "energy", "energy", "bank"],
                "region": ["east"] * 6,
                "employees": [5000, 300, 200, 100, 400, 300],
            }
        ),
        "Product": pl.DataFrame(
            {
                "id": ["line", "mail", "cloud"],
                "name": ["专线", "邮箱", "云桌面"],
                "list_price": [100.0, None, 300.0],
                "complexity": [1, 2, 3],
            }
        ),
        "Person": pl.DataFrame({"id": ["ann", "bo", "cy", "di", "ed"]}),
        "Opportunity": pl.DataFrame(
            {
                "id": ["o1", "o2", "o3"],
                "amount": [100.0, 200.0, 400.0],
                "currency": ["CNY", None, "USD"],
                "outcome": [None, None, None],
            },
            schema_overrides={"outcome": pl.String},
        ),
        "Channel": pl.DataFrame({"id": ["ours", "web"], "kind": ["direct", "electronic"]}),
        "Competitor": pl.DataFrame({"id": ["rival"], "name": ["对手"]}),
        "Seller": pl.DataFrame({"id": ["lin"]}),
    }
    ties = {
        "MEMBER_OF": pl.DataFrame(
            {
                "from": ["A", "B", "C", "C"],
                "to": ["G", "G", "A", "B"],
                "share": [1.0, 0.6, 0.5, 0.5],
            }
        ),
        "WORKS_FOR": pl.DataFrame(
            {
                "from": ["ann", "bo", "cy", "di"],
                "to": ["G", "A", "B", "C"],
                "level": [1, 1, 1, 2],
            }
        ),
        "INFLUENCES": pl.DataFrame(
            {"from": ["ann", "bo", "ed"], "to": ["bo", "di", "cy"], "weight": [0.8, 0.5, 0.9]}
        ),
        "HOLDS": pl.DataFrame(
            {
                "from": ["ann"],
                "to": ["o1"],
                "stance": ["supporter"],
                "source": ["visit"],
                "confidence": [0.8],
                "as_of": [date(2026, 1, 1)],
            }
        ),
        "FOR": pl.DataFrame({"from": ["o1", "o2", "o3"], "to": ["G", "A", "B"]}),
        "PLAYS": pl.DataFrame({"from": ["bo"], "to": ["o2"], "roles": [["decision_maker"]]}),
        "USES": pl.DataFrame(
            {
                "from": ["G", "B", "X", "X", "Y"],
                "to": ["line", "line", "line", "mail", "mail"],
                "since": [
                    date(2025, 6, 1),
                    None,
                    date(2025, 9, 1),
                    date(2024, 1, 1),
                    date(2024, 1, 1),
                ],
                "monthly_revenue": [1000.0, 500.0, 800.0, None, None],
            }
        ),
    }
    return nodes, ties


@pytest.fixture
def toy():
    """Return the frames of the toy group, to be changed and then built."""
    return toy_frames()


def built(nodes, ties):
    """Build a snapshot of frames."""
    return Snapshot.from_frames(nodes, ties)


@pytest.fixture
def build():
    """Return the function that builds a snapshot."""
    return built


@pytest.fixture
def as_of():
    """Return the day looked at."""
    return AS_OF
