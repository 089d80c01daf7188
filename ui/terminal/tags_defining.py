"""``linchpin tags define``, ``apply`` and ``remove``: what changes tags."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.text import Text, counted
from ui.terminal.emit import emit
from ui.terminal.tables import table
from ui.terminal.tags import write_view

if TYPE_CHECKING:
    import polars as pl

    from graph.customers.tags.results import Applied
    from loaders.customer_lists import CustomerList
    from ui.terminal.terminal import Terminal

SOME_REJECTED = 3
STOPPED = 130
SHOWN = 20
REJECTS_SHOWN = 5
DEFINED = Text(
    "Defined {tag}; linchpin tags apply {tag} gives it to {n} customers.",
    "已定义 {tag}；运行 linchpin tags apply {tag} 将标记 {n} 个客户。",
)
REPLACED = Text("It replaces the definition {text}.", "取代原定义 {text}。")
STATED = (
    Text(
        "{n} customer carries it already as files state it, and does whatever the definition says.",
        "已有 {n} 个客户按文件带有该标签，不受此定义影响。",
    ),
    Text(
        "{n} customers carry it already as files state it, and do whatever the definition says.",
        "已有 {n} 个客户按文件带有该标签，不受此定义影响。",
    ),
)
_STOPPED = Text(
    "Stopped; linchpin tags apply, run again, completes it.",
    "已停止；重新运行 linchpin tags apply 即可完成。",
)
_REMOVED = Text("Removed the definition of {tag}.", "已删除 {tag} 的定义。")


def define(terminal: Terminal, tag: str, asked: dict[str, Any]) -> int:
    """Check and keep a definition; say who would carry the tag."""
    from ui.tags import defining, definitions
    from ui.tags.book import carrying, view_of
    from ui.tags.deciding import customers_of

    wanted = defining.Asked(
        id=tag,
        name=asked["name"],
        dimension=asked["dimension"],
        ways={
            "rule": asked["rule"],
            "threshold": asked["threshold"],
            "model": asked["model"],
            "import": asked["imported"],
        },
        base=asked["base"],
        confidence=asked["confidence"],
        excludes=asked["excludes"],
    )
    # Before the store is opened: a wrong word is said at once.
    defining.check_words(wanted, terminal.settings.model.default_confidence)
    with terminal.store() as store:
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        made = defining.check(store, wanted, terminal.as_of, customers)
        before = definitions.found(store, tag)
        defining.keep(store, made)
        answer = view_of(customers, made.definition, made.outcome, SHOWN)
        carried = 0 if before else carrying(customers, tag).height
    write_view(terminal, answer)
    terminal.note(DEFINED.format(tag=tag, n=f"{answer.carriers:,}"))
    if before is not None:
        terminal.note(REPLACED.format(text=before.text))
    elif carried:
        terminal.note(counted(carried, *STATED))
    return _say_rejects(terminal, made.listed, asked["rejects"], tag)


def _say_rejects(
    terminal: Terminal, listed: CustomerList | None, named: str | None, tag: str
) -> int:
    """Write the bad rows of a list and say where they are."""
    if listed is None or listed.rejects.is_empty():
        return 0
    from graph.paths import home
    from loaders.rejects import write_rejects

    path = Path(named).expanduser() if named else home() / "rejects" / f"tag-{_plain(tag)}.csv"
    write_rejects(listed.rejects, path, terminal.language)
    terminal.note(
        Text(
            "{bad} of {all} rows were rejected; they are in {path}.",
            "{all} 行中有 {bad} 行被拒绝，见 {path}。",
        ).format(bad=listed.rejects.height, all=listed.rows, path=path)
    )
    for row in listed.rejects.head(REJECTS_SHOWN).iter_rows(named=True):
        # A cell beyond the last column stands in none.
        en, zh = (f", {row['column']}", f"，{row['column']}") if row["column"] else ("", "")
        terminal.note(
            Text(
                f"line {row['line']}{en}: found '{row['found']}', "
                f"expected {row['expected']}. {row['hint']}",
                f"第 {row['line']} 行{zh}：发现“{row['found']}”，"
                f"应为{row['expected_zh']}。{row['hint_zh']}",
            )
        )
    return SOME_REJECTED


def _plain(tag: str) -> str:
    """Return an id as a part of a file's name."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in tag)


def apply(terminal: Terminal, ids: tuple[str, ...]) -> int:
    """Apply definitions and write what that changed."""
    from ui.tags.applying import apply as applied

    try:
        with terminal.store() as store:
            done = applied(store, ids, terminal.as_of, terminal.progress)
    except KeyboardInterrupt:
        terminal.note(_STOPPED)
        return STOPPED
    terminal.clear()
    answer = done.answer
    emit(
        terminal,
        table=lambda: _applied(terminal, answer),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: _frame(answer),
    )
    for row in answer.applied:
        for note in done.notes[row.tag]:
            terminal.note(Text(f"{row.tag}: {note.en}", f"{row.tag}：{note.zh}"))
    return 0


def _applied(terminal: Terminal, answer: Applied) -> str:
    if not answer.applied:
        return terminal.word(
            "No tag is defined; define one with linchpin tags define.",
            "尚未定义标签；可用 linchpin tags define 定义。",
        )
    heads = [
        terminal.word("tag", "标签"),
        terminal.word("customers", "客户数"),
        terminal.word("added", "新增"),
        terminal.word("removed", "移除"),
    ]
    rows = [[a.tag, f"{a.carriers:,}", f"{a.added:,}", f"{a.removed:,}"] for a in answer.applied]
    return table(heads, rows, numbers=(1, 2, 3))


def _frame(answer: Applied) -> pl.DataFrame:
    import polars as pl

    schema = {"tag": pl.String(), **dict.fromkeys(("carriers", "added", "removed"), pl.Int64())}
    return pl.DataFrame([a.model_dump() for a in answer.applied], schema=schema)


def remove(terminal: Terminal, tag: str) -> int:
    """Take a definition away."""
    from ui.tags.applying import remove as removed

    with terminal.store() as store:
        removed(store, tag, terminal.progress)
    terminal.clear()
    terminal.note(_REMOVED.format(tag=tag))
    return 0
