"""Running a query: by its name in the catalogue, or as Cypher text, with checked parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

from graph.errors import InputError, NotFoundError, UsageError, nearest
from graph.text import Text
from queries.catalogue import Parameter, Query, find, parse

if TYPE_CHECKING:
    from threading import Event

    from graph.store.results import QueryResult

# What does not count as a parameter's place: strings, back-quoted names and comments.
_SILENT = re.compile(
    r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.DOTALL
)
_NAMED = re.compile(r"\$(\w+)")
_YES = {"true": True, "yes": True, "1": True, "是": True}
_NO = {"false": False, "no": False, "0": False, "否": False}


class Reader(Protocol):
    """What a query needs of a store."""

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = 10000,
        stop: Event | None = None,
    ) -> QueryResult:
        """Run a read-only query."""


def run(
    store: Reader,
    name_or_text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int = 10000,
    today: date | None = None,
    stop: Event | None = None,
) -> QueryResult:
    """Run a catalogue query or a Cypher text, read only.

    Parameters
    ----------
    store : Store
    name_or_text : str
        A name of the catalogue, or Cypher (with a header like the catalogue's or without).
    parameters : mapping, optional
        Values, as text or as Python values; text becomes what the parameter's type says.
    limit : int
        How many rows at most; the answer says whether there were more.
    today : date, optional
        What ``today`` means where a date is not given.
    stop : threading.Event, optional
        Ends the query when another thread sets it; it is a QueryError then.

    Raises
    ------
    NotFoundError
        If a single word is no name of the catalogue.
    UsageError
        If a parameter is missing, unknown or not of its type.
    """
    query = query_of(name_or_text)
    values = bind(query, parameters or {}, today or date.today())
    result = store.query(query.text, values, limit=limit, stop=stop)
    # The embedded server names no columns where there are no rows.
    columns = result.columns or [c.name for c in query.columns]
    return replace(result, columns=columns, rows=[_without_nan(row) for row in result.rows])


def _without_nan(value: Any) -> Any:
    """Return an answer's value; what is no number (0.0/0.0, log(0)) is null in every format.

    Examples
    --------
    >>> _without_nan({"a": float("nan"), "b": [float("inf"), 1.5]})
    {'a': None, 'b': [None, 1.5]}
    """
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {name: _without_nan(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(v) for v in value]
    return value


def query_of(name_or_text: str) -> Query:
    """Return the query meant: one of the catalogue by its name, else the text itself."""
    if len(name_or_text.split()) == 1:
        return find(name_or_text.strip())
    try:
        return parse(name_or_text, name="query", theme="deals")
    except (InputError, NotFoundError):
        # A remark on top of somebody's own text need not be a header.
        return Query("query", "deals", Text("query", "查询"), Text("", ""), name_or_text)


def bind(query: Query, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the value of every parameter: as given, else its default.

    Examples
    --------
    >>> asked = query_of("MATCH (n) WHERE n.x > $least RETURN n LIMIT 5")
    >>> bind(asked, {"least": "0.5"}, date(2026, 3, 31))
    {'least': 0.5}
    """
    declared = {p.name: p for p in query.parameters}
    named = list(dict.fromkeys([*declared, *parameters_of(query.text)]))
    for name in given:
        if name not in named:
            raise _unknown(name, named)
    values: dict[str, Any] = {}
    for name in named:
        parameter = declared.get(name)
        if name in given:
            values[name] = _value(parameter, name, given[name], today)
        elif parameter is not None:
            values[name] = _value(parameter, name, parameter.default, today)
        elif name == "as_of":
            values[name] = today
        else:
            raise UsageError(
                Text(f"The query needs ${name}.", f"查询缺少参数 ${name}。"),
                Text(f"Give it with -p {name}=VALUE.", f"请用 -p {name}=值 给出。"),
            )
    return values


def parameters_of(text: str) -> list[str]:
    """Return the parameters that a Cypher text names, in order, each once.

    Examples
    --------
    >>> parameters_of("RETURN $a, '$no', $b // $c")
    ['a', 'b']
    """
    return list(dict.fromkeys(_NAMED.findall(_SILENT.sub(" ", text))))


def _value(parameter: Parameter | None, name: str, given: Any, today: date) -> Any:
    if parameter is None:
        return _guess(given) if isinstance(given, str) else given
    if not isinstance(given, str):
        given = given.isoformat() if isinstance(given, date) else str(given)
    try:
        value = _READ[parameter.type](given, today)
    except (ValueError, KeyError):
        raise _wrong(name, given, _SAYS[parameter.type]) from None
    low, high = parameter.low, parameter.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise _wrong(name, given, Text(f"{low:g} to {high:g}", f"{low:g} 至 {high:g}"))
    return value


def _finite(given: str) -> float:
    value = float(given)
    if not isfinite(value):
        raise ValueError(given)
    return value


_READ: dict[str, Any] = {
    "text": lambda given, _: given,
    "number": lambda given, _: _finite(given),
    "integer": lambda given, _: int(given),
    "yes_no": lambda given, _: (_YES | _NO)[given.casefold()],
    "date": lambda given, today: today if given == "today" else date.fromisoformat(given),
}
_SAYS: dict[str, Text] = {
    "text": Text("text", "文本"),
    "number": Text("a number", "数字"),
    "integer": Text("a whole number", "整数"),
    "yes_no": Text("yes or no", "是或否"),
    "date": Text("a date like 2026-03-31", "日期，如 2026-03-31"),
}


def _guess(given: str) -> Any:
    """Read an undeclared value as it looks; quotes keep it text.

    Examples
    --------
    >>> _guess("5"), _guess("0.5"), _guess("2026-03-31"), _guess("true"), _guess('"5"')
    (5, 0.5, datetime.date(2026, 3, 31), True, '5')
    """
    if len(given) > 1 and given[0] == given[-1] == '"':
        return given[1:-1]
    if given in ("true", "false"):
        return given == "true"
    for read in (int, float, date.fromisoformat):
        try:
            value = read(given)
        except ValueError:
            continue
        # What would not be written so again (007, 1e5, nan) is a name, not a number.
        return value if str(value) == given else given
    return given


def _unknown(name: str, known: list[str]) -> UsageError:
    near = nearest(name, known) or known
    names = ", ".join(near)
    hint = Text(f"Did you mean {names}?", f"是否指 {names}?") if near else None
    return UsageError(Text(f"The query has no ${name}.", f"查询没有参数 ${name}。"), hint)


def _wrong(name: str, found: str, expected: Text) -> UsageError:
    return UsageError(
        Text(
            f"${name}: found '{found}', expected {expected.en}.",
            f"${name}：发现“{found}”，应为{expected.zh}。",
        )
    )
