"""What ``linchpin influence`` says of the ties it read: columns, bad rows, rows without a tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.text import Text

if TYPE_CHECKING:
    import polars as pl

    from loaders.ties import TiePeople, Ties
    from ui.terminal.terminal import Terminal

REJECTS_SHOWN = 5
EXPECTED = {
    "from": Text("a person", "人员"),
    "to": Text("a person", "人员"),
    "weight": Text("a number, 0 or more", "不小于 0 的数字"),
    "confidence": Text("a number, 0 to 1", "0 至 1 的数字"),
    "time": Text("a date or a moment", "日期或时间"),
}
_UNDIRECTED = Text(
    "The ties have no direction: each counts both ways.", "这些关系没有方向：每条按双向计算。"
)


def say_ties(terminal: Terminal, ties: Ties) -> None:
    """Say what was read, on standard error."""
    said = Text("{n}; {taken}.", "{n}；{taken}。")
    terminal.note(said.format(n=_rows(ties.count), taken=_taken(ties)))
    for said in ties.notes:
        terminal.note(said)
    if ties.undirected:
        terminal.note(_UNDIRECTED)
    _say_rejects(terminal, ties)
    _say_idle(terminal, ties.frame)


def _taken(ties: Ties) -> Text:
    """Say which columns were taken for what, or which relation of a network file."""
    if ties.relation is None:
        pairs = ", ".join(f"{part} = {column}" for part, column in ties.columns.items())
        return Text("columns: {pairs}", "列：{pairs}").format(pairs=pairs)
    if len(ties.relations) < 2:
        return Text("relation: {name}", "关系：{name}").format(name=ties.relation)
    return Text(
        "relation: {name}, of {all} (--relation)", "关系：{name}，文件中有 {all}（--relation）"
    ).format(name=ties.relation, all=", ".join(ties.relations))


def merged(people: TiePeople) -> Text | None:
    """Return how many addresses stand for how many people, None where ends are people."""
    if not people.person_of:
        return None
    return Text("{n} addresses stand for {people} people", "{n} 个地址对应 {people} 人").format(
        n=len(people.person_of), people=len(set(people.person_of.values()))
    )


def say_merged(terminal: Terminal, people: TiePeople) -> None:
    """Say whose addresses were put together."""
    said = merged(people)
    if said is not None:
        terminal.note(said + Text(".", "。"))


def _rows(n: int) -> Text:
    return Text(f"{n:,} row" if n == 1 else f"{n:,} rows", f"{n:,} 行")


def _say_rejects(terminal: Terminal, ties: Ties) -> None:
    """Say which rows are bad: the first of them with what was expected."""
    bad = ties.rejects.height
    if not bad:
        return
    were = "was" if bad == 1 else "were"
    terminal.note(
        Text(f"{{n}} {were} left out as bad:", "有 {n}不合格，已略去：").format(n=_rows(bad))
    )
    for said in bad_rows(ties):
        terminal.note(Text("  {said}", "  {said}").format(said=said))
    if bad > REJECTS_SHOWN:
        terminal.note(
            Text("  and {n} more.", "  等共 {all} 行。").format(
                n=f"{bad - REJECTS_SHOWN:,}", all=f"{bad:,}"
            )
        )


def bad_rows(ties: Ties) -> list[Text]:
    """Return what is wrong with the first bad rows: line, column, found, expected."""
    parts = {header: part for part, header in ties.columns.items()}
    told = []
    for row in ties.rejects.head(REJECTS_SHOWN).iter_rows(named=True):
        found = (
            Text("found '{found}'", "发现“{found}”").format(**row)
            if row["found"]
            else Text("the cell is empty", "单元格为空")
        )
        wanted = _wanted(row) or EXPECTED.get(parts.get(row["column"], ""))
        if wanted is not None:
            found += Text(", expected {x}", "，应为{x}").format(x=wanted)
        told.append(
            Text("line {line}, {column}: {what}.", "第 {line} 行，{column}：{what}。").format(
                line=row["line"], column=row["column"], what=found
            )
        )
    return told


def _wanted(row: dict[str, Any]) -> Text | None:
    """Return what a bad row of a log lacks, None for a row of another file."""
    return Text(row["expected"], row["expected_zh"]) if row.get("expected") else None


def _say_idle(terminal: Terminal, ties: pl.DataFrame) -> None:
    """Say which rows are no tie, and where none is left that could tell anybody from another."""
    real = ties["from"] != ties["to"]
    own = ~real
    if "weight" in ties.columns:
        # A whole matrix lists everybody with themself at 0, which claims no tie.
        real &= ties["weight"] > 0
        own &= ties["weight"] > 0
    if own.any():
        terminal.note(
            Text("{n} from somebody to themself: no tie.", "{n}为某人指向自己，不算关系。").format(
                n=_rows(int(own.sum()))
            )
        )
    if ties.height and not real.any():
        terminal.note(
            Text(
                "No tie is left, so that nobody can be told from another: all share alike.",
                "没有任何关系，无法区分人员：人人份额相同。",
            )
        )
