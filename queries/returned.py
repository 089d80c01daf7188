"""Which columns a Cypher text returns, as far as the text alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Strings and comments: what stands in them is no Cypher. Names in back quotes stay.
_SILENT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_RETURN = re.compile(r"\bRETURN\b(?:\s+DISTINCT\b)?", re.IGNORECASE)
_END = re.compile(r"\b(?:ORDER\s+BY|SKIP|LIMIT|UNION)\b|;", re.IGNORECASE)
_NAMED = re.compile(r"\bAS\s+(`[^`]+`|\w+)\s*$", re.IGNORECASE)
_PLAIN = re.compile(r"^[\w.]+$")
_OPEN, _CLOSE = "([{", ")]}"


def returned_columns(text: str) -> list[str] | None:
    """Return the columns of the last RETURN; None where the text alone does not tell them.

    Examples
    --------
    >>> returned_columns("MATCH (p) RETURN p.id AS subject, [1, 2] AS `two words` ORDER BY subject")
    ['subject', 'two words']
    >>> returned_columns("MATCH (p) RETURN *"), returned_columns("MATCH (p) RETURN count(p)")
    (None, None)
    """
    outer = _outermost(_SILENT.sub(lambda found: " " if found[0][0] == "/" else "''", text))
    starts = list(_RETURN.finditer(outer))
    if not starts:
        return None
    names = [_name(part) for part in _END.split(outer[starts[-1].end() :])[0].split(",")]
    return None if None in names else [name for name in names if name is not None]


def _outermost(text: str) -> str:
    """Return the text without what stands in brackets: subqueries, lists, maps, arguments."""
    return "".join(_outside(text))


def _outside(text: str) -> Iterator[str]:
    depth = 0
    for character in text:
        depth -= character in _CLOSE
        if depth <= 0:
            yield character
        depth += character in _OPEN


def _name(part: str) -> str | None:
    named = _NAMED.search(part)
    if named is not None:
        return named[1].strip("`")
    return part.strip() if _PLAIN.match(part.strip()) else None
