"""Decides whether a query only reads: by Neo4j's own plan, or by the words of the query.

A pattern over the text is fooled by comments, strings, back-quotes and unicode escapes. Neo4j
tells in its EXPLAIN plan what it would really do. The embedded server's reader may only read
records whatever the text says; there the words are looked at as well, cut into tokens as Cypher
cuts them, so that both servers refuse the same queries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import ReadOnlyError
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# Procedures that only describe the graph.
PROCEDURES = frozenset(
    {
        "db.labels",
        "db.relationshiptypes",
        "db.propertykeys",
        "db.schema.visualization",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "dbms.components",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
    }
)
_SHOWS = frozenset({"ShowConstraints", "ShowIndexes", "ShowFunctions", "ShowProcedures"})
_REFUSED = ("LoadCSV", "TransactionForeach", "TransactionApply", "Terminate", "Show")
_OUTSIDE = Text("it reads files or reaches outside the graph", "会读取文件或访问图之外的内容")
_ADMIN = Text("it administers the server", "属于服务器管理操作")
_WRITES = Text("it would change the graph", "会修改图数据")


def refuse(why: Text) -> ReadOnlyError:
    """Word a query that is not for reading."""
    return ReadOnlyError(
        Text("The query is refused: {why}.", "查询被拒绝：{why}。").format(why=why),
        Text(
            "Queries here only read the graph; data come in with linchpin load.",
            "此处的查询只能读取图；数据请用 linchpin load 导入。",
        ),
    )


def check_plan(query_type: str | None, plan: dict[str, Any] | None) -> None:
    """Raise ReadOnlyError unless Neo4j's plan does nothing but read the graph."""
    procedures = []
    for operator, details in _operators(plan):
        name = operator.split("@")[0]
        if name == "ProcedureCall":
            procedures.append(details.split("(")[0].strip().lower())
        elif name == "LoadCSV":
            raise refuse(_OUTSIDE)
        elif name.startswith(_REFUSED) and name not in _SHOWS:
            raise refuse(_ADMIN)
    for name in procedures:
        if name not in PROCEDURES:
            raise refuse(Text("it calls {name}", "调用了 {name}").format(name=name))
    if plan is None or (query_type == "s" and not procedures):
        raise refuse(_ADMIN)
    if query_type not in ("r", "s"):
        raise refuse(_WRITES)


def _operators(plan: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    if plan is None:
        return
    yield plan["operatorType"], str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", []):
        yield from _operators(child)


_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
  | (?P<quoted>`(?:``|[^`])*`)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Cut a query into words and signs without comments: as written, folded, where it starts.

    A string is folded to ``''``, a word to lower case; a quoted name stays as it is.
    """
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind == "text":
            yield value, "''", match.start()
        elif kind != "space":
            yield value, value if kind == "quoted" else value.lower(), match.start()


def tokens(text: str) -> list[str]:
    """Return the folded words and signs of a query.

    Examples
    --------
    >>> tokens("MATCH (`a b`) // LOAD CSV")
    ['match', '(', '`a b`', ')']
    """
    return [folded for _, folded, _ in pieces(text)]


def check_tokens(text: str) -> None:
    """Raise ReadOnlyError for a query whose words do more than read the graph."""
    words = tokens(text)
    if "\\" in words:
        raise refuse(Text("it has an escape outside a string", "字符串之外含有转义符"))
    while words and words[0] in ("explain", "profile", "cypher"):
        words = words[1:]
    if words and words[0] in ("terminate", "use", "alter", "grant", "revoke", "deny", "start"):
        raise refuse(_ADMIN)
    if words[:1] == ["show"] and not {"constraints", "indexes", "functions", "procedures"} & set(
        words[1:4]
    ):
        raise refuse(_ADMIN)
    for i, word in enumerate(words):
        after = words[i + 1 : i + 2]
        if word == "load" and after == ["csv"]:
            raise refuse(_OUTSIDE)
        if word == "}" and after == ["in"] and "transactions" in words[i + 2 : i + 6]:
            raise refuse(_ADMIN)
        if word == "call" and after and after[0] not in ("{", "("):
            _check_procedure(words[i + 1 :])


def _check_procedure(words: list[str]) -> None:
    name = ""
    for word in words:
        if word == "." or (not name or name.endswith(".")):
            name += word.strip("`").lower()
        else:
            break
    if name not in PROCEDURES:
        raise refuse(Text("it calls {name}", "调用了 {name}").format(name=name))
