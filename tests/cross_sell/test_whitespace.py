"""The state of every cell, and the reasons."""

from datetime import date

import polars as pl
import pytest

from graph.cross_sell.results import RivalShare
from graph.cross_sell.revenue import day_of
from graph.cross_sell.whitespace import cell_states
from graph.snapshot import Snapshot

AS_OF = date(2026, 3, 31)


def states(product=None, uses=(), supplies=(), enterprise=None):
    """Return the one cell of a world of one company and one product."""
    company = {"id": ["e"]} | {k: [v] for k, v in (enterprise or {}).items()}
    offered = {"id": ["p"]} | {k: [v] for k, v in (product or {}).items()}
    nodes = {
        "Enterprise": pl.DataFrame(company),
        "Product": pl.DataFrame(offered),
        "Competitor": pl.DataFrame({"id": ["k", "l"]}),
    }
    ties = {}
    if uses:
        ties["USES"] = pl.DataFrame([{"from": "e", "to": "p"} | u for u in uses])
    if supplies:
        ties["SUPPLIES"] = pl.DataFrame([{"from": "k", "to": "e"} | s for s in supplies])
    made = Snapshot.from_frames(nodes, ties)
    return cell_states(made, [0], day_of(AS_OF))[0, 0]


SUPPLY = {"product": "p", "share": 0.4, "until": date(2026, 9, 1)}
RIVAL = RivalShare(competitor="k", share=0.4, until=date(2026, 9, 1))


def test_ours_still_lists_rivals():
    cell = states(uses=[{"since": date(2026, 3, 31)}], supplies=[SUPPLY])
    assert (cell.state, cell.rivals) == ("ours", [RIVAL])


@pytest.mark.parametrize(
    "span", [{"since": date(2026, 4, 1)}, {"until": date(2026, 3, 31)}], ids=["not yet", "ended"]
)
def test_use_that_is_not_in_force_leaves_the_cell_open(span):
    assert states(uses=[span]).state == "open"


def test_a_rival_comes_before_not_suitable():
    cell = states({"min_employees": 50}, supplies=[SUPPLY], enterprise={"employees": 10})
    assert (cell.state, cell.rivals, cell.why) == ("rival", [RIVAL], None)


@pytest.mark.parametrize(
    "supply", [SUPPLY | {"until": date(2026, 3, 1)}, SUPPLY | {"product": "x"}]
)
def test_a_supply_that_ended_or_is_of_something_else_does_not_count(supply):
    assert states(supplies=[supply]).state == "open"


@pytest.mark.parametrize(
    ("product", "enterprise", "why"),
    [
        ({"min_employees": 50}, {"employees": 49}, "min_employees"),
        ({"min_employees": 50}, {"employees": 50}, None),
        ({"max_employees": 50}, {"employees": 51}, "max_employees"),
        ({"max_employees": 50}, {"employees": 50}, None),
        ({"min_employees": 50}, {}, None),
        ({"industries": ["Bank", "insurance"]}, {"industry": "bank "}, None),
        ({"industries": ["bank"]}, {"industry": "energy"}, "industries"),
        ({"industries": ["bank"]}, {}, None),
        ({"industries": []}, {"industry": "energy"}, None),
        ({"regions": ["东区"]}, {"region": "西区"}, "regions"),
        ({"regions": ["东区"]}, {"region": "东区"}, None),
    ],
)
def test_only_a_known_value_rules_a_product_out(product, enterprise, why):
    cell = states(product, enterprise=enterprise)
    assert (cell.state, cell.why) == (("open" if why is None else "not_suitable"), why)
