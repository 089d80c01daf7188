"""Which layout a sheet has and which column each header means.

``native`` is the one mapping so far. A mapping of another system's export belongs into
``loaders/mappings/`` and gives the same two answers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.errors import UsageError, nearest
from graph.model import Property, fold
from graph.text import Text
from loaders.layouts import LAYOUTS, Layout
from loaders.numbers import Unit, parse_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

MAPPINGS = ("native",)
# Read by loaders.logs.
LOG_MAPPINGS = ("mail-log", "meeting-log")
# Read by loaders.ownership.
NETWORK_MAPPINGS = ("ownership",)

_BRACKETED = re.compile(r"(.+?)[(\[]([^)\]]*)[)\]]")
_REMARKS = frozenset(("必填", "选填", "required", "optional", "可选"))


@dataclass(frozen=True)
class Column:
    """A header that was recognised: its position, its property, the unit in its brackets."""

    position: int
    header: str
    property: Property
    unit: Unit | None = None


@dataclass(frozen=True)
class Columns:
    """The columns of one sheet: those that are known, and positions of those that are not.

    ``twice`` are columns that mean the same as an earlier one, each after that one.
    """

    known: tuple[Column, ...]
    unknown: tuple[tuple[int, str], ...]
    twice: tuple[tuple[Column, Column], ...] = ()

    def header(self, name: str) -> str:
        """Return the header under which the property ``name`` was written, else the name."""
        return next((c.header for c in self.known if c.property.name == name), name)


def check_mapping(name: str | None) -> None:
    """Refuse a mapping that is not there."""
    if name is None or name in MAPPINGS:
        return
    known = ", ".join((*MAPPINGS, *LOG_MAPPINGS, *NETWORK_MAPPINGS))
    raise UsageError(
        Text("There is no mapping '{name}'.", "没有名为“{name}”的映射。").format(name=name),
        Text("Known mappings: {known}.", "可用的映射：{known}。").format(known=known),
    )


@cache
def _layouts() -> dict[str, Layout]:
    # Earlier ones stand: a sheet called 使用 is the relationship, not the table.
    found: dict[str, Layout] = {}
    for layout in LAYOUTS:
        for name in layout.names:
            found.setdefault(_folded(name), layout)
    return found


def layout_of(name: str) -> Layout | None:
    """Return the layout of a file or sheet of this name, None if nobody knows it.

    Examples
    --------
    >>> layout_of("People").name, layout_of("任职于").name, layout_of("gossip")
    ('Person', 'WORKS_FOR', None)
    """
    return _layouts().get(_folded(name))


def layout_names() -> list[str]:
    """Return the English name of every layout."""
    return [layout.file for layout in LAYOUTS]


def near_layouts(name: str) -> list[str]:
    """Return names of layouts that look like ``name``."""
    return nearest(name, [*layout_names(), *(n for layout in LAYOUTS for n in layout.names)])


def match_columns(headers: Sequence[str], layout: Layout) -> Columns:
    """Match the headers of a sheet with the columns of its layout."""
    words = _words(layout)
    known: dict[str, Column] = {}
    unknown, twice = [], []
    for position, header in enumerate(headers):
        column = _match(position, header, words)
        if column is None:
            unknown.append((position, header.strip()))
        elif column.property.name in known:
            twice.append((known[column.property.name], column))
        else:
            known[column.property.name] = column
    return Columns(tuple(known.values()), tuple(unknown), tuple(twice))


def _words(layout: Layout) -> dict[str, Property]:
    words: dict[str, Property] = {}
    for group in (layout.own, layout.common):
        for spell in (_by_name, _by_label, _by_alias):
            for property_ in group:
                for word in spell(property_):
                    words.setdefault(_folded(word), property_)
    # The stored name always means itself, whoever else may be called that.
    return words | {_folded(p.name): p for p in layout.properties}


def _by_name(property_: Property) -> tuple[str, ...]:
    return (property_.name,)


def _by_label(property_: Property) -> tuple[str, ...]:
    return (property_.zh,)


def _by_alias(property_: Property) -> tuple[str, ...]:
    return property_.headers


def _match(position: int, header: str, words: dict[str, Property]) -> Column | None:
    folded = _folded(header).rstrip("*:")
    if folded in words:
        return Column(position, header.strip(), words[folded])
    bracketed = _BRACKETED.fullmatch(folded)
    if bracketed is None or bracketed[1].strip("_") not in words:
        return None
    property_, remark = words[bracketed[1].strip("_")], bracketed[2].strip("_ ")
    unit = parse_unit(remark)
    if property_.type in ("number", "integer") and unit is not None:
        return Column(position, header.strip(), property_, unit)
    return Column(position, header.strip(), property_) if remark in _REMARKS else None


def _folded(word: str) -> str:
    return fold(unicodedata.normalize("NFKC", word).replace("\ufeff", ""))
