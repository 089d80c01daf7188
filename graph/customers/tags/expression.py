"""Expressions over what is known of customers: ``employees >= 500 and billing.revenue[6] < 100``.

What they are made of; :mod:`graph.customers.tags.reading` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Value = float | str | bool | date

# Whether the value is known at all; its value is a yes or no.
KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in parts, how many months it is a mean of, where it stands."""

    parts: tuple[str, ...]
    months: int | None
    at: int

    @property
    def name(self) -> str:
        """The name as it is written.

        Examples
        --------
        >>> Column(("billing", "revenue"), 6, 1).name
        'billing.revenue[6]'
        """
        months = "" if self.months is None else f"[{self.months}]"
        return ".".join(self.parts) + months


@dataclass(frozen=True, slots=True)
class Comparison:
    """A column held against values; ``in`` and ``=`` are met by any of them."""

    column: Column
    sign: str
    values: tuple[Value, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """What holds where the inner part is known not to hold."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """All parts hold (``and``), or any of them (``or``)."""

    word: str
    parts: tuple[Node, ...]


Node = Comparison | Not | Joined


def comparisons(node: Node) -> Iterator[Comparison]:
    """Return every test of an expression, from left to right."""
    if isinstance(node, Comparison):
        yield node
    elif isinstance(node, Not):
        yield from comparisons(node.inner)
    else:
        for part in node.parts:
            yield from comparisons(part)
