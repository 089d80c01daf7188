"""What a rule and a check of one's own have in common: their file, and how its query is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, LinchpinError, QueryError, ReadOnlyError, UsageError
from graph.store.guard import pieces
from graph.text import Text
from queries.catalogue import Query, header_lines
from queries.own_findings import Sheet
from queries.runner import bind, parameters_of
from queries.templates import Template

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from queries.runner import Reader

# Rows of one file in one deal; a rule that finds more says nothing about weakness.
MOST = 200
# Clauses that a file may not hold: servers do not say on which line they refuse.
WRITING = frozenset(
    ("create", "merge", "set", "delete", "detach", "remove", "drop", "foreach", "load", "call")
)
_LINE = re.compile(r"\bline (\d+)")


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """A file of one's own: its name is the ``kind`` of what it says."""

    kind: str
    query: Query
    path: Path
    title: Template
    sentence: Template
    enabled: bool = True
    regions: tuple[str, ...] = ()

    @property
    def header(self) -> int:
        """How many lines stand above the query."""
        return len(header_lines(self.query.text))

    def counted(self, line: re.Match[str]) -> str:
        """Return ``line 2`` of the query as it is in the file."""
        return f"line {int(line[1]) + self.header}"

    @property
    def body(self) -> str:
        """The query without its header: servers differ in whether its lines count."""
        return "\n".join(self.query.text.splitlines()[self.header :])

    def applies(self, region: str | None) -> bool:
        """Say whether it is on for the deals of a region."""
        return self.enabled and (not self.regions or region in self.regions)


def ask(store: Reader, file: OwnFile, deal: str, as_of: date) -> Sheet:
    """Ask the query of a file about one deal.

    Raises
    ------
    InputError
        A parameter that is not declared, or more than :data:`MOST` rows.
    QueryError
        With file and line, what the server refused.
    """
    asked = {"deal": deal, "as_of": as_of}
    given = {name: value for name, value in asked.items() if f"${name}" in file.query.text}
    try:
        values = bind(file.query, given, as_of)
    except UsageError as error:
        raise _undeclared(file, given, error) from None
    try:
        answer = store.query(file.body, values, limit=MOST)
    except QueryError as error:
        raise QueryError(_placed(file, error)) from None
    if answer.truncated:
        raise InputError(
            Text(
                "{path}: more than {n} findings in one deal; none of them was taken.",
                "{path}: 一个商机中的发现超过 {n} 项，均未采用。",
            ).format(path=file.path, n=MOST)
        )
    return Sheet(file.path, file.query.text, tuple(answer.columns), answer.rows)


def said(error: LinchpinError) -> Text:
    """Return what an error says, and what to do, in both languages."""
    return Text(error.say("en"), error.say("zh"))


def _placed(file: OwnFile, error: QueryError) -> Text:
    """Put file and line before what the server says, its lines counted from the file's first."""
    words = said(error)
    named = _LINE.search(words.en)
    at = (
        int(named[1])
        if named
        else _refused_at(file.body)
        if isinstance(error, ReadOnlyError)
        else None
    )
    line = "" if at is None else f":{at + file.header}"
    whole = Text(f"{file.path}{line}: ", f"{file.path}{line}: ") + words
    return Text(_LINE.sub(file.counted, whole.en), _LINE.sub(file.counted, whole.zh))


def _refused_at(text: str) -> int | None:
    """Return the line of the first clause that does more than read, None where none is seen."""
    before = ""
    for _, word, start in pieces(text):
        if word in WRITING and before not in (".", ":", "$"):
            return text.count("\n", 0, start) + 1
        before = word
    return None


def _undeclared(file: OwnFile, given: Collection[str], error: UsageError) -> InputError:
    known = {*given, *(p.name for p in file.query.parameters)}
    name = next((n for n in parameters_of(file.body) if n not in known), None)
    at = -1 if name is None else file.body.find(f"${name}")
    line = "" if at < 0 else f":{file.body.count(chr(10), 0, at) + 1 + file.header}"
    return InputError(
        Text(f"{file.path}{line}: ", f"{file.path}{line}: ") + error.message,
        Text(
            "A rule is given $deal and $as_of; declare others with their default in its header.",
            "规则可用 $deal 与 $as_of；其他参数请在文件头声明并给出默认值。",
        ),
    )
