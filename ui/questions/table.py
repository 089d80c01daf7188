"""The answer as a table that people can read: names, glyphs and bars instead of codes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.vocabulary import values
from graph.vocabulary.types import Values
from queries.catalogue import Column
from ui.components.html import Markup, el, icon, join, share_bar
from ui.format import DASH, plain, share, whole
from ui.names import Names
from ui.text import language, say, t, word
from ui.tokens import STANCES

if TYPE_CHECKING:
    from graph.store.results import QueryResult

# So many rows are drawn on a page; all of them are in the downloads.
ROWS = 200
LISTS: dict[str, Values] = {
    "stance": values.STANCES,
    "role": values.ROLES,
    "roles": values.ROLES,
    "stage": values.STAGES,
    "outcome": values.OUTCOMES,
    "procurement": values.PROCUREMENTS,
    "function": values.STEP_FUNCTIONS,
    "dimension": values.TAG_DIMENSIONS,
    "arm": values.ARMS,
    "seller_role": values.SELLER_ROLES,
    "level": values.COVERAGE_LEVELS,
}


@dataclass(frozen=True)
class Shown:
    """A column on the page, with the id column that belongs to it."""

    name: str
    title: str
    about: str
    id_column: str | None
    share: bool


def columns(result: QueryResult, declared: Sequence[Column]) -> list[Shown]:
    """Return the columns to show; ids that have a name beside them go into its tooltip."""
    about = {c.name: say(c.about) for c in declared}
    names = set(result.columns)
    shown = []
    for name in result.columns:
        if name.endswith("_id") and name.removesuffix("_id") in names:
            continue
        id_column = f"{name}_id" if f"{name}_id" in names else None
        shown.append(
            Shown(
                name, _title(name, about), about.get(name, name), id_column, _is_share(result, name)
            )
        )
    return shown


def _title(name: str, about: dict[str, str]) -> str:
    spoken = about.get(name, "")
    if language() == "zh" and 0 < len(spoken) <= 12:
        return spoken.rstrip("。")
    return name.replace("_", " ")


def _is_share(result: QueryResult, name: str) -> bool:
    """Tell whether a column holds fractions of one."""
    found = [row[name] for row in result.rows if isinstance(row.get(name), float)]
    return bool(found) and all(0 <= v <= 1 for v in found) and any(v != int(v) for v in found)


@dataclass(frozen=True)
class Table:
    """The answer of a question, ready to be drawn.

    Parameters
    ----------
    result : QueryResult
    declared : sequence of Column
        What the question's header says of its columns.
    names : Names
        Gives the names of nodes in the reader's language.
    """

    result: QueryResult
    declared: Sequence[Column]
    names: Names

    def draw(self, sort: str, chosen: int | None) -> Markup:
        """Draw the first rows in the order asked for; a row can be chosen by its number."""
        shown = columns(self.result, self.declared)
        order = ordered(self.result, sort)[:ROWS]
        head = [el("th", "num", "#", scope="col"), *(self._head(c, sort) for c in shown)]
        body = [
            el(
                "tr",
                "chosen" if at == chosen else "",
                el("td", "num faint", str(number)),
                *(self._cell(self.result.rows[at], c) for c in shown),
                data_id=str(at),
                data_event="row",
                tabindex="0",
            )
            for number, at in enumerate(order, start=1)
        ]
        parts = (el("thead", "", el("tr", "", *head)), el("tbody", "", *body))
        return el("div", "panel scroll high", el("table", "result", *parts))

    def _head(self, column: Shown, sort: str) -> Markup:
        arrow = icon("arrow_downward" if sort.startswith("-") else "arrow_upward", "tiny")
        button = el(
            "button",
            "",
            column.title,
            arrow if sort.lstrip("-") == column.name else None,
            type="button",
            data_id=column.name,
            data_event="sort",
            data_sort="1",
            tabindex="0",
            title=column.about,
        )
        number = _is_number(self.result, column.name) and not column.share
        return el("th", "num" if number else "", button, scope="col")

    def _cell(self, row: dict[str, Any], column: Shown) -> Markup:
        value = row.get(column.name)
        if value is None:
            return el("td", "faint", t("null"))
        if column.share and isinstance(value, float):
            bar = share_bar(value, "primary")
            return el("td", "nowrap", bar, " ", plain(value), title=share(value, 1))
        if isinstance(value, bool):
            return el("td", "", t("yes") if value else t("no"))
        if isinstance(value, int | float):
            return el("td", "num", whole(value) if float(value).is_integer() else plain(value))
        if column.id_column is not None and isinstance(value, str):
            return self._named(value, str(row.get(column.id_column) or ""), column)
        short = column.name == "stance"
        about = spoken(value, column.name)
        return _text(_words(value, column.name), about, "" if short else "words")

    def _named(self, value: str, id_: str, column: Shown) -> Markup:
        """Show a node by its name in the reader's language, with its id in the tooltip."""
        name = self.name(value, id_, column)
        return _text(name, f"{name} · {id_}")

    def name(self, value: str, id_: str, column: Shown) -> str:
        """Return the name of a node in the reader's language; as the store has it if not known."""
        kind = next((c.kind for c in self.declared if c.name == column.id_column), None)
        name = self.names.of(kind, id_) if kind and id_ else value
        return value if name == id_ else name


def _text(words: Markup | str, about: str, css: str = "words") -> Markup:
    """Return a cell of words: two lines of them, all in the tooltip."""
    return el("td", "", el("span", css, words), title=about)


def ordered(result: QueryResult, sort: str) -> list[int]:
    """Return the row numbers in the order asked for, nulls last; else as the query gave them."""
    name, down = sort.lstrip("-"), sort.startswith("-")
    rows = list(range(len(result.rows)))
    if name not in result.columns:
        return rows
    known = [i for i in rows if result.rows[i].get(name) is not None]
    rest = [i for i in rows if result.rows[i].get(name) is None]
    return sorted(known, key=lambda i: _sortable(result.rows[i][name]), reverse=down) + rest


def _sortable(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool | int | float):
        return 0, value
    return 1, value.isoformat() if isinstance(value, date) else str(value).casefold()


def _is_number(result: QueryResult, name: str) -> bool:
    first = next((r[name] for r in result.rows if r.get(name) is not None), None)
    return isinstance(first, int | float) and not isinstance(first, bool)


def _words(value: Any, name: str) -> Markup | str:
    if name == "stance" and isinstance(value, str) and value in STANCES:
        return join(glyph(value), spoken(value, name))
    return spoken(value, name)


def spoken(value: Any, name: str) -> str:
    """Return a value of the column ``name`` in the reader's words."""
    known = LISTS.get(name)
    if known is not None and isinstance(value, str):
        return word(known, value)
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return ", ".join(word(known, v) if known else v for v in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict) and "_kind" in value:
        english = value.get("name_en") if language() == "en" else None
        return f"({english or value.get('name') or value.get('id')}:{value['_kind']})"
    if isinstance(value, dict) and "_type" in value:
        return f"({value.get('from')})-[:{value['_type']}]->({value.get('to')})"
    return json.dumps(value, ensure_ascii=False, default=str) if value not in ("", []) else DASH


def glyph(stance: str) -> Markup:
    """Draw the small square of a stance."""
    fill, sign, ink = STANCES[stance]
    css = "glyph unknown" if stance == "unknown" else "glyph"
    return el("span", css, sign, style=f"background:{fill};color:{ink}", aria_hidden="true")
