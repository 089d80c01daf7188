"""The channel of each offer, against the whole linear program and by hand."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment, linprog

from graph.cross_sell import channel_program
from graph.cross_sell.channel import Channels
from graph.cross_sell.channel_program import NONE, place
from graph.cross_sell.offer import Ranking
from graph.settings_cross_sell import ChannelSettings
from graph.snapshot import Snapshot


def channels(rows, complexity=None, served=0, prominence=None, billed=0.0):
    """Return the channels, one product, and as many enterprises as the first channel serves."""
    names = ("id", "kind", "unit_cost", "capacity", "loyalty", "product_knowledge")
    kinds = dict.fromkeys(names[2:], pl.Float64) | {"capacity": pl.Int64}
    count = 20
    nodes = {
        "Channel": pl.DataFrame(
            {c: [r.get(c) for r in rows] for c in names}, schema_overrides=kinds
        ),
        "Enterprise": pl.DataFrame(
            {
                "id": [f"e{i}" for i in range(count)],
                "prominence": [prominence] + [None] * (count - 1),
            },
            schema_overrides={"prominence": pl.Float64},
        ),
        "Product": pl.DataFrame(
            {"id": ["p"], "complexity": pl.Series([complexity], dtype=pl.Int64)}
        ),
    }
    ends = {"from": [f"e{i}" for i in range(served)], "to": [r["id"] for r in rows[:1]] * served}
    ties = {"SERVED_BY": pl.DataFrame(ends)} if served else {}
    own = np.array([billed] + [0.0] * (count - 1))
    return Channels(Snapshot.from_frames(nodes, ties), own, ChannelSettings())


def offers(*expected):
    """Return offers of one member and one product, each with a probability of .1."""
    some = np.array(expected, dtype=float)
    zeros, likely = np.zeros(some.size, dtype=np.int64), np.full(some.size, 0.1)
    return Ranking(zeros, zeros, zeros, likely, likely, likely, 10 * some, some)


def chosen(made, *expected):
    assigned = made.assign(offers(*expected))
    return [assigned.id_of(at) for at in range(len(expected))]


OURS = {"id": "ours", "kind": "direct", "unit_cost": 20.0, "product_knowledge": 0.6}
WEB = {"id": "web", "kind": "electronic", "unit_cost": 1.0}
PARTNER = {"id": "ally", "kind": "partner", "unit_cost": 5.0, "loyalty": 0.9,
           "product_knowledge": 0.9}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "complexity", "expected"),
    [
        ([OURS, WEB, PARTNER], 1, "web"),
        ([OURS, WEB, PARTNER], 2, "ally"),
        ([OURS, WEB, PARTNER], None, "ally"),
        ([OURS, WEB], 3, "ours"),
        ([OURS, PARTNER | {"product_knowledge": 0.1}], 2, "ours"),
        ([OURS, PARTNER | {"loyalty": 0.1}], 2, "ours"),
        ([WEB | {"unit_cost": 9.0}, WEB | {"id": "app", "unit_cost": 2.0}], 1, "app"),
        # Whose cost nobody states counts as the dearest.
        ([WEB, WEB | {"id": "app", "unit_cost": None}, OURS], 1, "web"),
        ([WEB | {"kind": "pigeon"}], 1, None),
        ([], 1, None),
    ],
)
def test_channel_by_product_and_channel(rows, complexity, expected):
    assert chosen(channels(rows, complexity), 1000.0) == [expected]


def test_a_key_customer_is_seen_in_person():
    assert chosen(channels([OURS, WEB], 1), 1000.0) == ["web"]
    assert chosen(channels([OURS, WEB], 1, prominence=0.9), 1000.0) == ["ours"]
    assert chosen(channels([OURS, WEB], 1, billed=5.0), 1000.0) == ["ours"]


def test_what_a_channel_brings_by_hand():
    made = channels([PARTNER], 2, prominence=0.9)
    # suits 1, does not know a tenth of which .4 counts, key customer .8, a tenth not loyal.
    brings = 1000 * 1.0 * (1 - 0.4 * 0.1) * 0.8 * (1 - 0.5 * 0.1) - 0.1 * 12 * 5
    assert made.worth(offers(1000.0))[0, 0] == pytest.approx(brings)


def test_a_full_channel_takes_no_more_and_the_dearer_offer_comes_first():
    rows = [WEB | {"capacity": 2}, OURS]
    assert chosen(channels(rows, 1, served=1), 2000.0, 1000.0) == ["web", "ours"]
    assert chosen(channels(rows, 1, served=2), 2000.0, 1000.0) == ["ours", "ours"]
    assert chosen(channels(rows[:1], 1, served=1), 2000.0, 1000.0) == ["web", None]


def test_no_capacity_takes_nobody():
    made = channels([WEB | {"capacity": 0}], 1)
    assert chosen(made, 1000.0) == [None]
    assert chosen(made) == []


def test_what_loses_everywhere_goes_where_it_loses_least_but_displaces_nobody():
    rows = [WEB | {"capacity": 1, "unit_cost": 50.0}, OURS | {"unit_cost": 900.0}]
    small = 1.0
    assert chosen(channels(rows, 1), small) == ["web"]
    assert chosen(channels(rows, 1), 1000.0, small) == ["web", "ours"]


def whole_program(worth, room):
    """Solve the program as it stands in the books, every variable at once."""
    offers, kinds = worth.shape
    rows = [np.kron(np.eye(offers)[o], np.ones(kinds)) for o in range(offers)]
    rows += [np.kron(np.ones(offers), np.eye(kinds)[c]) for c in range(kinds)]
    limits = np.concatenate([np.ones(offers), room])
    return -linprog(-worth.ravel(), A_ub=np.array(rows), b_ub=limits).fun


@st.composite
def programs(draw):
    offers, kinds = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    number = st.one_of(st.integers(-2, 6).map(float), st.floats(-10, 1e4, allow_nan=False))
    cells = draw(st.lists(number, min_size=offers * kinds, max_size=offers * kinds))
    room = draw(st.lists(st.integers(0, 6).map(float), min_size=kinds, max_size=kinds))
    return np.array(cells).reshape(offers, kinds), np.array(room)


@given(programs(), st.sampled_from([1, channel_program.FIRST]))
@settings(max_examples=40, deadline=None)
def test_the_assignment_is_the_best_and_its_prices_prove_it(made, first):
    worth, room = made
    kept, channel_program.FIRST = channel_program.FIRST, first
    try:
        placed = place(worth, room)
    finally:
        channel_program.FIRST = kept
    near = 1e-6 * max(1.0, worth.max())
    assert placed.worth == pytest.approx(whole_program(worth, room), abs=near)
    used = np.bincount(placed.channel[placed.channel != NONE], minlength=room.size)
    assert (used <= room).all()
    assert (placed.price[used < room] <= near).all()
    # Weak duality made tight: what the prices allow is what was reached.
    allowed = np.maximum(0, (worth - placed.price).max(axis=1)).sum() + placed.price @ room
    assert allowed == pytest.approx(placed.worth, abs=near)


@given(programs())
@settings(max_examples=25, deadline=None)
def test_a_shadow_price_lies_between_one_place_more_and_one_less(made):
    worth, room = made
    placed = place(worth, room)
    near = 1e-6 * max(1.0, worth.max())
    for c in range(room.size):
        more, less = room.copy(), room.copy()
        more[c] += 1
        less[c] = max(0, less[c] - 1)
        assert place(worth, more, placed.price).worth - placed.worth <= placed.price[c] + near
        if room[c]:
            assert placed.price[c] <= placed.worth - place(worth, less).worth + near


def test_many_offers_as_scipy_assigns_them():
    dice = np.random.default_rng(4)
    worth, room = dice.lognormal(3, 1, (400, 4)), np.array([20.0, 35.0, 10.0, 90.0])
    columns = np.repeat(np.arange(4), room.astype(int))
    rows, taken = linear_sum_assignment(worth[:, columns], maximize=True)
    assert place(worth, room).worth == pytest.approx(worth[rows, columns[taken]].sum())
