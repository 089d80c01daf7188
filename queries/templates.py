"""Wordings with columns in braces, in both languages: ``{name} holds {impact} of the decision``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from string import Formatter
from typing import Any

from graph.errors import InputError
from graph.text import Text

SHARES = ("exposure", "impact")


@dataclass(frozen=True)
class Template:
    """A wording; ``where`` is its file and line."""

    where: str
    text: Text

    @property
    def fields(self) -> list[str]:
        """The columns that it names, in order, each once."""
        named = [*_fields(self.text.en), *_fields(self.text.zh)]
        return list(dict.fromkeys(named))

    def filled(self, row: Mapping[str, Any], name: Text) -> Text:
        """Return the wording with the values of a row; ``name`` is what the subject is called.

        Raises
        ------
        InputError
            If it names no column of the row, or asks for a form that the value does not have.
        """
        return Text(
            self._filled(self.text.en, row, name.en), self._filled(self.text.zh, row, name.zh)
        )

    def check(self, columns: Sequence[str]) -> None:
        """Raise InputError if it names what is neither one of the columns nor the name."""
        known = [*columns, "name"]
        for column in self.fields:
            if column not in known:
                raise _no_column(self.where, column, known)

    def _filled(self, text: str, row: Mapping[str, Any], name: str) -> str:
        values = {**row, "name": name}
        parts = []
        for literal, column, form, _ in Formatter().parse(text):
            parts.append(literal)
            if column is None:
                continue
            if column not in values:
                raise _no_column(self.where, column, list(values))
            parts.append(self._shown(column, values[column], form or ""))
        return "".join(parts)

    def _shown(self, column: str, value: Any, form: str) -> str:
        if not form:
            return shown(value, share=column in SHARES)
        try:
            return format(value, form)
        except (ValueError, TypeError):
            raise InputError(
                Text(
                    "{where}: {value} of the column {column} cannot be written as '{form}'.",
                    "{where}: 列 {column} 的值 {value} 无法写成“{form}”。",
                ).format(where=self.where, value=repr(value), column=column, form=form)
            ) from None


def template(where: str, wording: str) -> Template:
    """Read ``English | 中文`` with columns in braces; one language alone serves for both.

    Raises
    ------
    InputError
        If a brace is not closed, or what stands in braces is no name of a column.

    Examples
    --------
    >>> made = template("x.cypher:2", "{name}: {n} days | {name}：{n} 天")
    >>> str(made.filled({"n": 3.0}, Text("Li", "李")))
    'Li: 3 days'
    """
    english, _, chinese = wording.partition(" | ")
    made = Template(where, Text(english.strip(), chinese.strip() or english.strip()))
    try:
        wrong = [f for f in made.fields if not f.isidentifier()]
    except ValueError:
        wrong = [wording]
    if wrong:
        raise InputError(
            Text(
                "{where}: found '{found}', expected are columns in braces, as in {{impact}}.",
                "{where}: 发现“{found}”，应为花括号中的列名，如 {{impact}}。",
            ).format(where=where, found=wrong[0])
        )
    return made


def shown(value: Any, *, share: bool = False) -> str:
    """Write a value into a sentence.

    Examples
    --------
    >>> shown(0.5, share=True), shown(0.5), shown(None), shown(float("nan")), shown(["a", "b"])
    ('50%', '0.5', '-', '-', 'a, b')
    """
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return "-"
    if isinstance(value, float):
        return f"{value:.0%}" if share else f"{round(value, 2):g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(shown(v) for v in value)
    return str(value)


def _fields(text: str) -> list[str]:
    return [column for _, column, _, _ in Formatter().parse(text) if column is not None]


def _no_column(where: str, column: str, known: Sequence[str]) -> InputError:
    return InputError(
        Text(
            "{where}: the query returns no column '{column}'; it returns {known}.",
            "{where}: 查询没有返回列“{column}”；返回的有 {known}。",
        ).format(where=where, column=column, known=", ".join(known))
    )
