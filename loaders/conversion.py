"""A whole column of text at once into numbers, dates, yes or no, listed values and lists.

What nearly every cell looks like is converted by the column; only the spellings that are left are
read in Python, each distinct one once. A cell that cannot be converted is marked, not raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.model import fold
from graph.records import POLARS_TYPES
from loaders.dates import FIRST_YEAR, LAST_YEAR, parse_date, parse_month
from loaders.numbers import Number, Unit, currency_code, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.model import Property

# Longer names make no label; longer keys fit in no index of the servers.
NAME_LIMIT, TEXT_LIMIT = 1_000, 100_000
_NAMES = ("id", "from", "to", "name", "name_en", "source", "towards")

_YES_NO = {
    **dict.fromkeys(("是", "true", "1", "1.0", "yes", "y", "t", "有", "对", "√", "✓", "x"), True),
    **dict.fromkeys(
        ("否", "false", "0", "0.0", "no", "n", "f", "无", "没有", "不", "错", "×"), False
    ),
}
_LIST_MARKS = r"\s*[;；、\n]\s*"
_VALUE_MARKS = r"\s*[;；、,，/|+\n]\s*"
_GROUPED = r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_WITH_TIME = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$"


@dataclass(frozen=True)
class Converted:
    """A column in its type, which of its cells are wrong, and what cells said beside the value.

    ``currency`` holds the currency that amounts named, ``words`` the words of lists that are
    neither a listed value nor its label, such as champion for influencer.
    """

    values: pl.Series
    bad: pl.Series
    currency: pl.Series | None = None
    words: pl.Series | None = None


# The property whose texts are codes of ISO 4217.
CURRENCY = "currency"
# Zero-width marks come along when cells are copied from a web page.
_BLANKS = " \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u202f\u2060\u3000\ufeff"


def clean(cells: pl.Series) -> pl.Series:
    """Strip the cells; an empty one is absent."""
    stripped = cells.str.strip_chars(_BLANKS)
    return stripped.set(stripped == "", None) if (stripped == "").any() else stripped


def convert(cells: pl.Series, property_: Property, unit: Unit | None = None) -> Converted:
    """Convert a column of stripped cells to the type of its property, and check its range."""
    if property_.values is not None:
        return _listed(cells, property_)
    makers: dict[str, Callable[[], Converted]] = {
        "text": lambda: _text(cells, property_),
        "texts": lambda: _texts(cells),
        "number": lambda: _number(cells, property_, unit),
        "integer": lambda: _integer(cells, property_, unit),
        "yes_no": lambda: _yes_no(cells),
        "date": lambda: _date(cells),
        "month": lambda: _month(cells),
    }
    return makers[property_.type]()


def limit_of(property_: Property) -> int:
    """Return how many characters a text may have."""
    return NAME_LIMIT if property_.name in _NAMES else TEXT_LIMIT


def _text(cells: pl.Series, property_: Property) -> Converted:
    if property_.name == CURRENCY:
        return _currency(cells)
    limit = limit_of(property_)
    bad = cells.str.len_bytes() > limit
    if bad.any():
        bad = cells.str.len_chars() > limit
    return Converted(cells, bad.fill_null(value=False))


def _currency(cells: pl.Series) -> Converted:
    """Read currencies as codes: 人民币 and CNY are one."""
    codes = {t: currency_code(t) for t in cells.drop_nulls().unique().to_list()}
    values = _mapped(cells, codes, pl.String())
    return Converted(values, cells.is_not_null() & values.is_null())


def holds_nul(cells: pl.Series) -> pl.Series:
    """Say which cells hold a NUL, which no server and no file format keeps."""
    return cells.str.contains("\0", literal=True).fill_null(value=False)


def _texts(cells: pl.Series) -> Converted:
    lists = cells.str.replace_all(_LIST_MARKS, ";").str.split(";")
    kept = lists.list.eval(pl.element().filter(pl.element() != ""))
    return Converted(kept, _none_bad(cells))


def _number(cells: pl.Series, property_: Property, unit: Unit | None) -> Converted:
    values, currency = _numbers(cells, property_, unit)
    return Converted(values, _out_of_range(cells, values, property_), currency)


def _integer(cells: pl.Series, property_: Property, unit: Unit | None) -> Converted:
    whole = (
        cells.cast(pl.Int64, strict=False)
        if unit is None
        else cells.cast(pl.Int64, strict=False).clear(len(cells))
    )
    if whole.null_count() > cells.null_count():
        numbers, _ = _numbers(cells, property_, unit)
        exact = numbers.set((numbers != numbers.round()) | (numbers.abs() >= 2**53), None)
        whole = whole.zip_with(whole.is_not_null(), exact.cast(pl.Int64, strict=False))
    return Converted(whole, _out_of_range(cells, whole, property_))


def _numbers(
    cells: pl.Series, property_: Property, unit: Unit | None
) -> tuple[pl.Series, pl.Series | None]:
    values = cells.cast(pl.Float64, strict=False)
    values = values.set(values.is_nan() | values.is_infinite(), None)
    if values.null_count() > cells.null_count():
        grouped = cells.str.contains(_GROUPED) & values.is_null()
        if grouped.any():
            plain = cells.set(~grouped, None).str.replace_all(",", "", literal=True)
            values = values.zip_with(values.is_not_null(), plain.cast(pl.Float64, strict=False))
    if unit is not None:
        values = values * unit.factor
    currency = (
        pl.Series([unit.currency] * len(cells), dtype=pl.String) if unit and unit.currency else None
    )
    left = cells.set(values.is_not_null(), None)
    if left.null_count() == len(left):
        return values, currency
    read = {
        t: _fitting(parse_number(t), property_, unit) for t in left.drop_nulls().unique().to_list()
    }
    values = values.zip_with(
        values.is_not_null(),
        _mapped(left, {t: n and n.value for t, n in read.items()}, pl.Float64()),
    )
    named = {t: n.currency for t, n in read.items() if n and n.currency}
    if named:
        cell_currency = _mapped(left, named, pl.String())
        currency = cell_currency if currency is None else cell_currency.fill_null(currency)
    return values, currency


def _fitting(number: Number | None, property_: Property, unit: Unit | None) -> Number | None:
    """Apply the header's unit; refuse a percentage of money and money where none is meant."""
    if number is None:
        return None
    money = (property_.unit or "").startswith("currency")
    if (number.percent and money) or (number.currency and not money):
        return None
    if unit is None or number.scaled:
        return number
    return number._replace(value=number.value * unit.factor)


def _out_of_range(cells: pl.Series, values: pl.Series, property_: Property) -> pl.Series:
    bad = values.is_null() & cells.is_not_null()
    if property_.low is not None:
        bad = bad | (values < property_.low).fill_null(value=False)
    if property_.high is not None:
        bad = bad | (values > property_.high).fill_null(value=False)
    return bad


def _yes_no(cells: pl.Series) -> Converted:
    return _by_spelling(cells, lambda text: _YES_NO.get(fold(text)), pl.Boolean())


def _month(cells: pl.Series) -> Converted:
    return _by_spelling(cells, parse_month, pl.String())


def _date(cells: pl.Series) -> Converted:
    days = cells.str.to_date("%Y-%m-%d", strict=False)
    if days.null_count() > cells.null_count():
        timed = cells.set(~cells.str.contains(_WITH_TIME) | days.is_not_null(), None)
        days = days.zip_with(
            days.is_not_null(), timed.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        )
    years = days.dt.year()
    days = days.set((years < FIRST_YEAR) | (years > LAST_YEAR), None)
    left = cells.set(days.is_not_null(), None)
    if left.null_count() < len(left):
        read = {t: parse_date(t) for t in left.drop_nulls().unique().to_list()}
        days = days.zip_with(days.is_not_null(), _mapped(left, read, pl.Date()))
    return Converted(days, days.is_null() & cells.is_not_null())


def _listed(cells: pl.Series, property_: Property) -> Converted:
    assert property_.values is not None  # noqa: S101 - convert() asks first
    spelled = property_.values.spellings()
    plain = {fold(w) for v in property_.values.values for w in (v.value, v.en, v.zh)}
    if property_.type != "texts":
        return _by_spelling(cells, lambda text: spelled.get(fold(text)), pl.String())
    unique = cells.drop_nulls().unique().to_frame("text")
    parts = (
        unique["text"]
        .str.replace_all(_VALUE_MARKS, ";")
        .str.strip_chars(";")
        .str.split(";")
        .to_list()
    )
    read: dict[str, list[str] | None] = {}
    kept: dict[str, list[str]] = {}
    for text, words_ in zip(unique["text"].to_list(), parts, strict=True):
        values = [spelled.get(fold(w)) for w in words_]
        read[text] = None if None in values else list(dict.fromkeys(v for v in values if v))
        kept[text] = [w for w in words_ if fold(w) not in plain]
    lists = _joined(cells, read)
    said = _joined(cells, {t: w for t, w in kept.items() if w})
    return Converted(lists, lists.is_null() & cells.is_not_null(), words=said)


def _by_spelling(cells: pl.Series, read: Callable[[str], Any], type_: pl.DataType) -> Converted:
    values = _mapped(cells, {t: read(t) for t in cells.drop_nulls().unique().to_list()}, type_)
    return Converted(values, values.is_null() & cells.is_not_null())


def _mapped(cells: pl.Series, table: dict[str, Any], type_: pl.DataType) -> pl.Series:
    if not table:
        return pl.Series(cells.name, [None] * len(cells), dtype=type_)
    new = pl.Series(list(table.values()), dtype=type_)
    return cells.replace_strict(
        pl.Series(list(table), dtype=pl.String), new, default=None, return_dtype=type_
    )


def _joined(cells: pl.Series, table: dict[str, Any]) -> pl.Series:
    type_ = POLARS_TYPES["texts"]
    lookup = pl.DataFrame(
        {"text": list(table), "values": list(table.values())},
        schema={"text": pl.String(), "values": type_},
    )
    return cells.to_frame("text").join(lookup, on="text", how="left", maintain_order="left")[
        "values"
    ]


def _none_bad(cells: pl.Series) -> pl.Series:
    return pl.repeat(value=False, n=len(cells), dtype=pl.Boolean, eager=True)
