"""Names of the columns that a query returns, read from its last RETURN.

The embedded server names no columns where there is no row; Neo4j does.
"""

from __future__ import annotations

from graph.store.guard import pieces

_OPEN, _CLOSE = "([{", ")]}"
_END = frozenset({"order", "skip", "limit", "offset", "union"})


def returned_columns(text: str) -> list[str]:
    """Return the names in the last RETURN of ``text``; none for ``RETURN *``.

    Examples
    --------
    >>> returned_columns("MATCH (n) RETURN n.id AS id, count(n), [1, 2] ORDER BY id")
    ['id', 'count(n)', '[1, 2]']
    """
    found = list(pieces(text))
    depth, start = 0, None
    for i, (_, word, _) in enumerate(found):
        depth += (word in _OPEN) - (word in _CLOSE)
        if word == "return" and depth == 0:
            start = i + 1
    if start is None:
        return []
    names: list[str] = []
    item: list[tuple[str, str, int]] = []
    depth = 0
    for piece in found[start:]:
        word = piece[1]
        if depth == 0 and word in _END:
            break
        depth += (word in _OPEN) - (word in _CLOSE)
        if depth == 0 and word == ",":
            names += _name(item, text)
            item = []
        else:
            item.append(piece)
    return names + _name(item, text)


def _name(item: list[tuple[str, str, int]], text: str) -> list[str]:
    if item and item[0][1] == "distinct":
        item = item[1:]
    if not item or item[0][1] == "*":
        return []
    if len(item) > 2 and item[-2][1] == "as":
        return [item[-1][0].strip("`")]
    first, last = item[0], item[-1]
    return [text[first[2] : last[2] + len(last[0])].strip("`")]
