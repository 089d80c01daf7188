"""Parameters: defaults, types, ranges, and what is said when they do not fit."""

from datetime import date

import pytest

from graph.errors import NotFoundError, UsageError
from graph.store.results import QueryResult
from queries import run
from queries.runner import bind, parameters_of, query_of

TODAY = date(2026, 3, 31)
HEADED = """// question: What?
// parameter deal (Opportunity) = "": One deal. | 商机
// parameter least (number 0..1) = 0.3: Least. | 最小
// parameter days (integer 1..3650) = 90: Days. | 天数
// parameter own (yes_no) = no: Ours. | 我方
// parameter as_of (date) = today: Day. | 日期
RETURN $deal AS deal, $least AS least, $days AS days, $own AS own, $as_of AS as_of
"""


class Spy:
    """A store that keeps what it was asked."""

    def query(self, text, parameters=None, *, limit=10000, stop=None):
        self.asked = (text, parameters, limit)
        return QueryResult([], [])


def bound(text=HEADED, **given):
    return bind(query_of(text), given, TODAY)


def test_defaults():
    assert bound() == {"deal": "", "least": 0.3, "days": 90, "own": False, "as_of": TODAY}


def test_text_becomes_what_the_type_says():
    given = {"deal": "7", "least": "1", "days": "30", "own": "是", "as_of": "2026-01-02"}
    assert bound(**given) == {
        "deal": "7", "least": 1.0, "days": 30, "own": True, "as_of": date(2026, 1, 2)
    }  # fmt: skip


def test_python_values_are_taken_too():
    assert bound(days=30, own=True, as_of=date(2026, 1, 2), least=0.5) == {
        "deal": "", "least": 0.5, "days": 30, "own": True, "as_of": date(2026, 1, 2)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("days", "many", "expected a whole number"),
        ("days", "1.5", "expected a whole number"),
        ("days", "0", "expected 1 to 3650"),
        ("least", "nan", "expected"),
        ("least", "1.2", "expected 0 to 1"),
        ("own", "perhaps", "expected yes or no"),
        ("as_of", "31.3.2026", "expected a date like"),
    ],
)
def test_a_value_of_another_type_is_refused(name, value, expected):
    with pytest.raises(UsageError, match=expected) as caught:
        bound(**{name: value})
    assert f"${name}" in caught.value.say("zh")
    assert caught.value.exit_code == 2


def test_an_unknown_parameter_names_the_near_one():
    with pytest.raises(UsageError, match="Did you mean days"):
        bound(day="3")
    with pytest.raises(UsageError, match=r"The query has no \$x."):
        bound("RETURN 1 AS one", x="1")


def test_a_missing_parameter_says_how_to_give_it():
    with pytest.raises(UsageError, match="-p name=VALUE"):
        bound("MATCH (p:Person) WHERE p.name = $name RETURN p")


def test_a_text_without_header():
    text = "RETURN $a AS a, $b AS b, $c AS c, $d AS d, $as_of AS t, '$x' AS s // $y"
    assert parameters_of(text) == ["a", "b", "c", "d", "as_of"]
    assert bound(text, a="5", b="007", c='"5"', d="x y") == {
        "a": 5, "b": "007", "c": "5", "d": "x y", "as_of": TODAY
    }  # fmt: skip


def test_a_remark_that_is_no_header_does_not_stop_a_query():
    assert bound("// parameter of mine\n// theme: whatever\nRETURN $n AS n", n="3") == {"n": 3}


def test_a_catalogue_query_is_run_by_its_name():
    spy = Spy()
    result = run(spy, "quiet_ties", {"days": "30"}, limit=7, today=TODAY)
    text, parameters, limit = spy.asked
    assert text.startswith("// question: Which of our ties")
    assert parameters == {"days": 30, "as_of": TODAY}
    assert limit == 7
    # A server that names no columns where there are no rows is helped out.
    assert result.columns[:2] == ["seller", "seller_id"]


def test_an_unknown_name_names_the_near_one():
    with pytest.raises(NotFoundError, match="quiet_ties"):
        run(Spy(), "quiet_tie")


def test_what_is_no_number_is_null(monkeypatch):
    odd = {"a": float("nan"), "b": [float("-inf"), 2.0], "c": {"d": float("inf")}, "e": 1.5}
    spy = Spy()
    monkeypatch.setattr(spy, "query", lambda *_, **__: QueryResult(list(odd), [odd]))
    assert run(spy, "RETURN 1 AS a, 2 AS b").rows == [
        {"a": None, "b": [None, 2.0], "c": {"d": None}, "e": 1.5}
    ]
