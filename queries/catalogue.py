"""The catalogue: Cypher files by theme, each with a header that says what it asks and answers.

A header is the comment at the top of the file::

    // question: Who decides in each open deal?
    // 问题: 每个未结商机由谁决策?
    // title: Deciders of open deals | 未结商机的决策者
    // theme: who_decides
    // parameter deal (Opportunity) = "": One deal; empty for all. | 商机编号,留空为全部
    // parameter as_of (date) = today: The day looked at. | 以这一天为准
    // column deal, deal_id (Opportunity): The deal. | 商机

A parameter's type is ``text``, ``number``, ``integer``, ``date``, ``yes_no`` or a node kind, which
means the id of one; a number may have a range, as in ``(number 0..1)``. The kind after a column's
names says what an ``_id`` column refers to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, not_found
from graph.model import NODE_KINDS
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent

THEMES: dict[str, Text] = {
    "who_decides": Text("Who decides", "谁决策"),
    "our_cover": Text("Our cover", "我方覆盖"),
    "rivals": Text("Rivals", "竞争对手"),
    "deals": Text("Deals", "商机"),
    "needs_and_steps": Text("Needs and steps", "需求与环节"),
    "groups": Text("Groups and whitespace", "集团与空白"),
    "products": Text("Products and adoption", "产品与使用"),
    "campaigns_and_tags": Text("Campaigns and tags", "营销与标签"),
    "members": Text("Members", "集团成员"),
    "data_quality": Text("Data quality", "数据质量"),
}
TYPES = ("text", "number", "integer", "date", "yes_no")

_PARAMETER = re.compile(r"(?P<name>\w+) \((?P<type>[^)]+)\) = (?P<default>.*?): (?P<about>.+)")
_COLUMN = re.compile(r"(?P<names>\w+(?:, \w+)*)(?: \((?P<kind>\w+)\))?: (?P<about>.+)")
_RANGE = re.compile(r"(?P<type>number|integer) (?P<low>[-.\d]+)\.\.(?P<high>[-.\d]+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: its type, default and what it means.

    ``kind`` is the node kind where the value is an id; ``default`` is written as in a file
    (``today`` for a date).
    """

    name: str
    type: str
    default: str
    about: Text
    kind: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; ``kind`` is the node kind of an ``_id`` column."""

    name: str
    about: Text
    kind: str | None = None


@dataclass(frozen=True)
class Query:
    """One question of the catalogue with its Cypher text."""

    name: str
    theme: str
    title: Text
    question: Text
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    path: Path | None = field(default=None, compare=False)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the entry of ``linchpin query --list``."""
        return {
            "name": self.name,
            "theme": self.theme,
            "title": self.title[language],
            "question": self.question[language],
            "parameters": [
                {"name": p.name, "default": p.default, "type": p.type, "about": p.about[language]}
                for p in self.parameters
            ],
            "columns": [c.name for c in self.columns],
        }


@cache
def catalogue() -> tuple[Query, ...]:
    """Return every query of the catalogue, by theme and name."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> tuple[Query, ...]:
    """Return the queries of ``folder``: one sub-folder a theme, by theme and name."""
    order = list(THEMES)
    found = [read_query(path) for path in folder.glob("*/*.cypher")]
    return tuple(sorted(found, key=lambda q: (order.index(q.theme), q.name)))


def by_theme(queries: Iterable[Query] | None = None) -> dict[str, list[Query]]:
    """Return the queries under each theme, themes in the order of the catalogue."""
    listed = list(catalogue() if queries is None else queries)
    return {t: found for t in THEMES if (found := [q for q in listed if q.theme == t])}


def listing(theme: str | None = None, language: str = "en") -> list[dict[str, Any]]:
    """Return the answer of ``linchpin query --list``.

    Raises
    ------
    NotFoundError
        If there is no such theme; it names the nearest.
    """
    if theme is not None and theme not in THEMES:
        raise not_found(Text("theme", "主题"), theme, THEMES)
    return [q.to_json(language) for q in catalogue() if theme in (None, q.theme)]


def find(name: str) -> Query:
    """Return the query called ``name`` (or ``theme/name``).

    Raises
    ------
    NotFoundError
        If there is none; it names the nearest.

    Examples
    --------
    >>> find("deciders").theme
    'who_decides'
    """
    wanted = name.removesuffix(".cypher")
    known = {q.name: q for q in catalogue()} | {f"{q.theme}/{q.name}": q for q in catalogue()}
    if wanted not in known:
        raise not_found(Text("query", "查询"), name, [q.name for q in catalogue()])
    return known[wanted]


def read_query(path: Path) -> Query:
    """Read one file of the catalogue.

    Raises
    ------
    InputError
        If its header is not as it must be; it names file, line and what was expected.
    """
    return parse(
        path.read_text(encoding="utf-8"), name=path.stem, theme=path.parent.name, path=path
    )


def parse(text: str, *, name: str, theme: str, path: Path | None = None) -> Query:
    """Read the header of a query; a text without one has no parameters and columns declared."""
    words: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for number, line in enumerate(header_lines(text), start=1):
        where = f"{path or name}:{number}"
        key, _, rest = line.partition(":")
        if line.startswith("parameter "):
            parameters.append(_parameter(line.removeprefix("parameter "), where))
        elif line.startswith("column "):
            columns += _columns(line.removeprefix("column "), where)
        elif key in ("question", "问题", "title", "theme"):
            words[key] = rest.strip()
    if words.get("theme", theme) not in THEMES:
        raise not_found(Text("theme", "主题"), words["theme"], THEMES)
    question = words.get("question", "")
    return Query(
        name=name,
        theme=words.get("theme", theme),
        title=_both(words.get("title", name)),
        question=Text(question, words.get("问题", question)),
        text=text,
        parameters=tuple(parameters),
        columns=tuple(columns),
        path=path,
    )


def header_lines(text: str) -> list[str]:
    """Return the comment lines at the top of a query without their slashes."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        lines.append(line.removeprefix("//").strip())
    return lines


def _parameter(line: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None:
        raise _bad(where, line, "parameter NAME (TYPE) = DEFAULT: English | 中文")
    type_, low, high = match["type"], None, None
    if (span := _RANGE.fullmatch(type_)) is not None:
        type_, low, high = span["type"], float(span["low"]), float(span["high"])
    kind = type_ if type_ in NODE_KINDS else None
    if kind is None and type_ not in TYPES:
        raise _bad(where, type_, ", ".join((*TYPES, "a node kind")))
    return Parameter(
        name=match["name"],
        type="text" if kind else type_,
        default=match["default"].strip('"'),
        about=_both(match["about"]),
        kind=kind,
        low=low,
        high=high,
    )


def _columns(line: str, where: str) -> list[Column]:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise _bad(where, line, "column NAME, NAME_id (Kind): English | 中文")
    kind = match["kind"]
    if kind is not None and kind not in NODE_KINDS:
        raise _bad(where, kind, ", ".join(NODE_KINDS))
    about = _both(match["about"])
    names = match["names"].split(", ")
    return [Column(n, about, kind if n.endswith("_id") else None) for n in names]


def _both(wording: str) -> Text:
    english, _, chinese = wording.partition(" | ")
    return Text(english.strip(), chinese.strip() or english.strip())


def _bad(where: str, found: str, expected: str) -> InputError:
    return InputError(
        Text(
            f"{where}: found '{found}', expected: {expected}.",
            f"{where}：发现“{found}”，应为：{expected}。",
        )
    )
