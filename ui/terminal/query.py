"""``linchpin query``: a question of the catalogue, a file, or standard input; read only."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, UsageError
from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.store.results import QueryResult
    from ui.terminal.terminal import Terminal

FILE_ENDINGS = (".cypher", ".cyp", ".cql", ".txt")
LONGEST_FILE = 1_000_000


_MEMBERS = Text(
    "Individual members stand in a table beside the graph, which no query sees: "
    "see linchpin campaign evaluate ID and linchpin tags list.",
    "个人成员保存在图旁的表中，查询看不到：请用 linchpin campaign evaluate 编号 和 "
    "linchpin tags list。",
)


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    parameters: tuple[str, ...]
    listing: bool
    theme: str | None
    limit: int


def run(terminal: Terminal, question: str | None, asked: Asked) -> int:
    """Write the answer to a question, or the list of questions."""
    if asked.listing or (question is None and asked.theme):
        return _list(terminal, asked.theme)
    if question is None:
        raise UsageError(
            Text("Name a question, a file, or -.", "请给出问题名称、文件或 -。"),
            Text(
                "linchpin query --list shows the catalogue.", "linchpin query --list 列出问题目录。"
            ),
        )
    from queries import run as ask

    text, values = _text(question), _parameters(asked.parameters)
    with terminal.store() as store:
        result = ask(store, text, values, limit=asked.limit, today=terminal.as_of)
    _write(terminal, result)
    if not result.rows and _about_customers(text):
        terminal.note(_MEMBERS)
    return 0


def _about_customers(text: str) -> bool:
    from queries import catalogue

    return any(q.name == text and q.theme == "campaigns_and_tags" for q in catalogue())


def _list(terminal: Terminal, theme: str | None) -> int:
    from queries import listing

    rows = listing(theme, terminal.language)
    emit(
        terminal,
        table=lambda: _listed(rows, terminal.language),
        data=lambda: rows,
        frame=lambda: rows_frame(list(rows[0]) if rows else [], rows),
    )
    return 0


def _listed(rows: list[dict[str, Any]], language: str) -> str:
    from queries.catalogue import THEMES

    lines: list[str] = []
    for theme, asked in groupby(rows, key=lambda row: str(row["theme"])):
        lines.append(("\n" if lines else "") + f"{THEMES[theme][language]} (--theme {theme})")
        for row in asked:
            given = " ".join(f"-p {p['name']}={p['default']}" for p in row["parameters"])
            lines.append(f"  {row['name']}  {given}".rstrip())
            lines.append(wrap(row["question"], indent=6))
    return "\n".join(lines)


def _text(question: str) -> str:
    """Return the Cypher of a file or of standard input, else the name of a question."""
    if question == "-":
        return _not_empty(sys.stdin.read(LONGEST_FILE), "-")
    path = Path(question).expanduser()
    if path.suffix.lower() not in FILE_ENDINGS and not path.is_file():
        return question
    try:
        with path.open(encoding="utf-8-sig") as file:
            return _not_empty(file.read(LONGEST_FILE), question)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "UTF-8?"
        raise InputError(
            Text("{path} cannot be read ({why}).", "无法读取 {path}（{why}）。").format(
                path=question, why=why
            ),
            Text("Give a text file with one Cypher query.", "请给出含一条 Cypher 查询的文本文件。"),
        ) from error


def _not_empty(text: str, where: str) -> str:
    if not text.strip():
        raise InputError(
            Text("There is no query in {where}.", "{where} 中没有查询。").format(where=where)
        )
    return text + "\n"


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for words in given:
        key, sign, value = words.partition("=")
        if not sign or not key:
            raise UsageError(
                Text("-p {words}: KEY=VALUE is expected.", "-p {words}: 应为 名称=值。").format(
                    words=words
                )
            )
        values[key.strip().removeprefix("$")] = value
    return values


def _write(terminal: Terminal, result: QueryResult) -> None:
    emit(
        terminal,
        table=lambda: _table(result, terminal),
        data=lambda: {
            "columns": result.columns,
            "rows": result.rows,
            "truncated": result.truncated,
        },
        frame=lambda: rows_frame(result.columns, result.rows),
    )
    if result.truncated:
        terminal.note(
            Text(
                "Only the first {n} rows are shown; --limit shows more.",
                "仅显示前 {n} 行；用 --limit 显示更多。",
            ).format(n=len(result.rows))
        )


def _table(result: QueryResult, terminal: Terminal) -> str:
    if not result.rows:
        return terminal.word("No rows.", "没有结果。")
    numbers = [
        i
        for i, name in enumerate(result.columns)
        if all(isinstance(row[name], int | float | None) for row in result.rows)
    ]
    lines = [[_cell(row[name]) for name in result.columns] for row in result.rows]
    return table(result.columns, lines, numbers=numbers, widest=48)


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        if "_kind" in value:
            return f"{value.get('name') or value.get('id')} ({value['_kind']})"
        if "_type" in value:
            return f"{value.get('from')} -{value['_type']}-> {value.get('to')}"
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join("–" if v is None else str(_cell(v)) for v in value)
    return value


def rows_frame(columns: list[str], rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame; nodes and relationships as JSON, lists of words as they are.

    A column that mixes kinds becomes text.
    """
    import polars as pl

    return pl.DataFrame([_series(name, [row[name] for row in rows]) for name in columns])


def _series(name: str, values: list[Any]) -> pl.Series:
    import polars as pl

    plain = [_flat(value) for value in values]
    kinds = {type(value) for value in plain if value is not None}
    if not kinds:
        return pl.Series(name, plain, dtype=pl.String)
    if kinds <= {int, float} and len(kinds) > 1:
        return pl.Series(name, [None if v is None else float(v) for v in plain], dtype=pl.Float64)
    if len(kinds) > 1:
        return pl.Series(name, [None if v is None else str(v) for v in plain], dtype=pl.String)
    return pl.Series(name, plain)


def _flat(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, list | tuple):
        if all(isinstance(v, str) for v in value):
            return ";".join(value)
        return json.dumps(value, ensure_ascii=False, default=str)
    return value
