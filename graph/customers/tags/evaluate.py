"""Who meets an expression: one lazy plan of polars a kind of customers, run once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.columns import values_of
from graph.customers.tags.customers import CUSTOMERS
from graph.customers.tags.expression import KNOWN, Comparison, Not, comparisons
from graph.errors import UsageError, nearest
from graph.text import Text

if TYPE_CHECKING:
    from graph.customers.tags.columns import Values
    from graph.customers.tags.customers import Customers
    from graph.customers.tags.expression import Node, Value

WHO: dict[str, pl.DataType] = {"kind": pl.String(), "id": pl.String()}
_NOBODY_HAS = Text("Of nobody '{name}' is known.", "没有任何客户有“{name}”的取值。")
_NO_SUCH_VALUE = Text(
    "No customer has {name} = '{value}'{near}", "没有客户的 {name} 为“{value}”{near}"
)


@dataclass(frozen=True)
class Outcome:
    """Who meets a definition.

    Parameters
    ----------
    who : DataFrame
        ``kind`` and ``id``, and where the definition says them ``value`` and ``confidence``;
        by kind and id.
    kinds : tuple of str
        The kinds of things that the definition is about.
    undecided : int
        Those of these kinds of whom too little is known to say.
    notes : list of Text
        What the reader should know.
    """

    who: pl.DataFrame
    kinds: tuple[str, ...]
    undecided: int = 0
    notes: list[Text] = field(default_factory=list)


def evaluate(node: Node, customers: Customers) -> Outcome:
    """Return the customers of whom an expression is known to hold.

    It is about the kinds of customers of whom any of its columns is known; where no column is
    known of anybody, about all. Of a customer of whom a value is not known, the rest of the
    expression decides (Kleene): ``or`` with a part that holds, holds.

    Raises
    ------
    NotFoundError
        A name that is no column.
    UsageError
        Months missing or too much, or a value that a column cannot be held against.
    """
    tests = list(comparisons(node))
    found = {test.column.name: values_of(test.column, customers) for test in tests}
    for test in tests:
        for values in found[test.column.name].values():
            _check(test, values)
    notes = [_NOBODY_HAS.format(name=name) for name, by in found.items() if not by]
    notes += [n for t in tests for n in _strange_values(t, found[t.column.name], customers)]
    kinds = tuple(k for k in CUSTOMERS if any(k in by for by in found.values())) or CUSTOMERS
    parts = [_decided(node, found, kind, customers) for kind in kinds]
    whole = pl.concat(pl.collect_all(parts))
    # Nodes stand by id, and the kinds are in order: so do these.
    who = whole.filter("meets").select("kind", "id")
    return Outcome(who, kinds, int(whole["meets"].null_count()), notes)


def _decided(
    node: Node, found: dict[str, dict[str, Values]], kind: str, customers: Customers
) -> pl.LazyFrame:
    """Return ``kind``, ``id`` and ``meets`` (null: not known) of every customer of a kind."""
    mine = {name: by[kind] for name, by in found.items() if kind in by}
    own = {v.name for v in mine.values() if v.frame is None} - {"id"}
    frame = customers.frame(kind).lazy().select("id", *sorted(own))
    places: dict[str, pl.Expr] = {}
    for i, (name, values) in enumerate(mine.items()):
        if values.frame is None:
            places[name] = pl.col(values.name)
            continue
        joined = values.frame.rename({"value": f" {i}"})
        frame = frame.join(joined, on="id", how="left", maintain_order="left")
        places[name] = pl.col(f" {i}")
    meets = _expression(node, places)
    return frame.select(pl.lit(kind).alias("kind"), "id", meets.alias("meets"))


def _expression(node: Node, places: dict[str, pl.Expr]) -> pl.Expr:
    """Return an expression as polars runs it; both follow Kleene where a value is null."""
    if isinstance(node, Comparison):
        place = places.get(node.column.name)
        if place is None:
            return pl.lit(None, pl.Boolean)
        return _tested(node, place)
    if isinstance(node, Not):
        return ~_expression(node.inner, places)
    parts = [_expression(part, places) for part in node.parts]
    return reduce(and_ if node.word == "and" else or_, parts)


def _tested(test: Comparison, place: pl.Expr) -> pl.Expr:
    first = test.values[0]
    if test.sign == KNOWN:
        return place.is_not_null() if first else place.is_null()
    if len(test.values) > 1:
        return reduce(or_, [place == pl.lit(v) for v in test.values])
    ways = {
        "=": place.__eq__,
        "!=": place.__ne__,
        "<": place.__lt__,
        "<=": place.__le__,
        ">": place.__gt__,
        ">=": place.__ge__,
    }
    return ways[test.sign](pl.lit(first))


def _check(test: Comparison, values: Values) -> None:
    """Refuse a test that means nothing for a column of this type."""
    type_ = values.type
    if test.sign == KNOWN:
        return
    if any(not _fits(type_, v) for v in test.values):
        raise _unfit(test, _wanted(type_))
    ordered = type_.is_numeric() or type_ == pl.Date()
    if not ordered and test.sign not in ("=", "!="):
        raise _unfit(test, Text("= or !=", "= 或 !="))


def _fits(type_: pl.DataType, value: Value) -> bool:
    if type_ == pl.Boolean():
        return isinstance(value, bool)
    if type_.is_numeric():
        return isinstance(value, float)
    if type_ == pl.Date():
        return isinstance(value, date)
    return isinstance(value, str)


def _wanted(type_: pl.DataType) -> Text:
    if type_ == pl.Boolean():
        return Text("yes or no", "yes 或 no")
    if type_.is_numeric():
        return Text("a number", "数字")
    if type_ == pl.Date():
        return Text("a date like 2026-03-31", "日期，如 2026-03-31")
    return Text("a text in quotes", "引号中的文本")


def _unfit(test: Comparison, wanted: Text) -> UsageError:
    return UsageError(
        Text(
            "At character {at}: '{name}' is to be compared with {wanted}.",
            "第 {at} 个字符处：“{name}”应与{wanted}比较。",
        ).format(at=test.at, name=test.column.name, wanted=wanted)
    )


def _strange_values(test: Comparison, by: dict[str, Values], customers: Customers) -> list[Text]:
    """Return what to say of a text that no customer has."""
    asked = [v for v in test.values if isinstance(v, str)]
    names = {(kind, v.name) for kind, v in by.items() if v.frame is None and v.name != "id"}
    if not asked or not names or test.sign != "=":
        return []
    known: set[str] = set()
    for kind, name in names:
        known |= set(customers.frame(kind)[name].drop_nulls().unique().to_list())
    return [_no_such(test.column.name, value, known) for value in asked if value not in known]


def _no_such(name: str, value: str, known: set[str]) -> Text:
    begins = sorted(k for k in known if k.startswith(value))
    near = (begins or nearest(value, known))[:3]
    names = ", ".join(f"'{n}'" for n in near)
    hint = Text(f"; did you mean {names}?", f"；是否指 {names}？") if near else Text(".", "。")
    return _NO_SUCH_VALUE.format(name=name, value=value, near=hint)
