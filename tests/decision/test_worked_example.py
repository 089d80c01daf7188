"""The worked example of docs/decision-model.md: every figure there."""

from __future__ import annotations

import pytest

from tests.decision.toy_graphs import ask, four_people

ORDER = ["chen", "zhao", "qian", "luo"]


@pytest.fixture(scope="module")
def found():
    return ask(four_people())


def column(found, name):
    rows = {p.id: getattr(p, name) for p in found.people}
    return [rows[i] for i in ORDER]


def test_who_is_in_the_model(found):
    assert sorted(p.id for p in found.people) == sorted(ORDER)
    assert {p.id for p in found.people if p.outsider} == {"luo"}


def test_listening(found):
    model = found.model
    w = {(model.people[i], model.people[j]): round(x, 4) for i, j, x in model.listens if x > 1e-12}
    assert w == {
        ("chen", "chen"): 0.45,
        ("chen", "zhao"): 0.25,
        ("chen", "luo"): 0.3,
        ("zhao", "chen"): 0.4545,
        ("zhao", "qian"): 0.5455,
        ("qian", "qian"): 1.0,
        ("luo", "luo"): 1.0,
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("expected_stance", [0, 0.4, 0.8, -0.4]),
        ("variance", [0.3333, 0.1067, 0.2267, 0.1067]),
        ("influence", [0.5692, 0.1281, 0.0466, 0.2561]),
        ("contribution", [0, 0.0512, 0.0373, -0.1025]),
        ("settled_opinion", [-0.014, 0.412, 0.8, -0.4]),
        ("influence_rank", [1, 3, 4, 2]),
        ("formal_rank", [1, 2, 3, None]),
        ("coverage", [0, 0.29, 0.9, 0]),
    ],
)
def test_figures_of_people(found, name, expected):
    assert column(found, name) == pytest.approx(expected, abs=5.1e-5)


def test_figures_of_the_decision(found):
    assert found.model.stubbornness == [
        {"chen": 0.4, "zhao": 0.6, "qian": 0.5, "luo": 0.3}[p] for p in found.model.people
    ]
    assert sum(p.influence for p in found.people) == pytest.approx(1, abs=1e-12)
    assert found.lean == pytest.approx(-0.0140, abs=5.1e-5)
    assert found.lean_sd == pytest.approx(0.3424, abs=5.1e-5)
    assert found.known_share == pytest.approx(0.3446, abs=5.1e-5)
    assert found.next_question.person == "chen"
    assert found.next_question.share_of_variance == pytest.approx(0.921, abs=5.1e-4)
    assert (found.passes, found.presumed, found.blocked_by) == (False, False, [])


def test_access(found):
    (chen,) = found.access
    assert chen.reliability == pytest.approx((1 - 0.71 * 0.46) * 0.25, abs=1e-12)
    assert chen.reliability == pytest.approx(0.1684, abs=5.1e-5)
    assert (chen.standard_error, chen.threads, chen.separators) == (0, 1, ["zhao"])
    assert chen.best_route == ["lin", "qian", "zhao", "chen"]
    assert chen.best_route_steps == pytest.approx([0.9, 0.6, 0.25])
