"""What a plan starts from is what the whitespace says of the same enterprises, one by one."""

from __future__ import annotations

from collections import Counter

import pytest

from data import AS_OF
from graph.cross_sell.whitespace import cell_states
from graph.customers.campaigns.background import background, without
from graph.customers.campaigns.history import history


def _shown(snapshot, records, product: str):
    rows = history(snapshot, records.tables["member_targets"])
    known = background(
        snapshot, [product], usage=records.tables["usage"], targeted=rows, as_of=AS_OF
    )
    return known.products[0]


@pytest.mark.parametrize("product", ["SJZQ", "EW", "ZX"])
def test_rivals_and_industries_agree_with_the_whitespace(records, snapshot, product: str) -> None:
    day = AS_OF.toordinal() - 719163
    nodes = snapshot.nodes["Enterprise"]
    active = [
        i for i, left in enumerate(nodes.column("left_on")) if left is None or left > AS_OF
    ]  # fmt: skip
    at = snapshot.nodes["Product"].position(product)
    states_of = cell_states(snapshot, active, day)
    cells = {i: states_of[i, at] for i in active}
    known = _shown(snapshot, records, product)
    states = Counter(c.state for c in cells.values())
    assert (known.users, known.rival, known.unsuitable, known.open) == tuple(
        states[s] for s in ("ours", "rival", "not_suitable", "open")
    )
    alone = Counter(r.competitor for c in cells.values() if c.state == "rival" for r in c.rivals)
    assert {r.competitor: r.enterprises - r.shared for r in known.rivals} == {
        r.competitor: alone[r.competitor] for r in known.rivals
    }
    could = Counter(
        nodes.column("industry")[i] for i, c in cells.items() if c.state in ("open", "rival")
    )
    assert {i.industry: without(i) for i in known.industries if without(i)} == {
        name: n for name, n in could.most_common() if name in {i.industry for i in known.industries}
    }
    assert [without(i) for i in known.industries] == sorted(
        (without(i) for i in known.industries), reverse=True
    )


def test_the_book_has_a_rival_beside_ours_and_industries_that_cannot_use_it(
    records, snapshot
) -> None:
    known = _shown(snapshot, records, "SJZQ")
    assert (known.rival, [(r.enterprises, r.shared) for r in known.rivals]) == (0, [(1, 1)])
    assert [i.industry.split()[-1] for i in known.industries if without(i)] == ["Finance"]
