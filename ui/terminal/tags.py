"""``linchpin tags list``, ``preview`` and ``show``: what tags there are, and who carries one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.customers.tags.counted import counted
from graph.model import values
from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.figures import called, day, share
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    import polars as pl

    from graph.customers.tags.results import TagList, TagRow, TagView
    from ui.terminal.terminal import Terminal

NUMBERS = (4, 5, 7)


def listed(terminal: Terminal) -> int:
    """Write a row a tag."""
    from ui.tags import definitions
    from ui.tags.book import base_tags_said, tags_of
    from ui.tags.deciding import customers_of

    with terminal.store() as store:
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        answer = tags_of(customers, definitions.listed(store))
    emit(
        terminal,
        table=lambda: _table(terminal, answer),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: list_frame(answer),
    )
    said = base_tags_said(answer.tags)
    if said is not None:
        terminal.note(said)
    return 0


def _table(terminal: Terminal, answer: TagList) -> str:
    if not answer.tags:
        return terminal.word(
            "There are no tags yet; define one with linchpin tags define.",
            "尚无标签；可用 linchpin tags define 定义。",
        )
    word = terminal.word
    heads = [
        word("tag", "标签"),
        word("name", "名称"),
        word("dimension", "维度"),
        word("how", "获取方式"),
        word("carried by", "客户数"),
        word("coverage", "覆盖率"),
        word("of", "统计范围"),
        word("sure", "置信度"),
        word("applied", "应用于"),
    ]
    return table(heads, [_cells(terminal, row) for row in answer.tags], numbers=NUMBERS, widest=34)


def _cells(terminal: Terminal, row: TagRow) -> list[str]:
    english = terminal.language == "en" and row.name_en
    base = terminal.word(" (base)", "（基础）") if row.base else ""
    dimension = row.dimension
    return [
        row.id,
        (row.name_en if english else row.name) or row.id,
        (values.TAG_DIMENSIONS.label(dimension, terminal.language) if dimension else "–") + base,
        how_named(terminal, row.how),
        f"{row.carriers:,}",
        share(row.coverage),
        counted(row.eligible, row.kinds)[terminal.language],
        share(row.confidence),
        day(row.applied_on, terminal.language),
    ]


def how_named(terminal: Terminal, how: str) -> str:
    """Return how a tag is obtained in the reader's language."""
    words = {
        "rule": ("rule", "规则"),
        "threshold": ("threshold", "阈值"),
        "model": ("model", "模型"),
        "import": ("list", "名单"),
        "stated": ("stated", "已导入"),
    }
    return terminal.word(*words[how])


def list_frame(answer: TagList) -> pl.DataFrame:
    """Return a flat row a tag."""
    import polars as pl

    text, number = pl.String(), pl.Float64()
    schema = {
        **dict.fromkeys(("id", "name", "dimension"), text),
        "base": pl.Boolean(),
        "how": text,
        **dict.fromkeys(("carriers", "eligible"), pl.Int64()),
        "coverage": number,
        "source": text,
        "confidence": number,
        "applied_on": pl.Date(),
        "products": pl.Int64(),
        "definition": text,
        "name_en": text,
    }
    return pl.DataFrame([row.model_dump() for row in answer.tags], schema=schema)


def preview(terminal: Terminal, tag: str, top: int) -> int:
    """Write who would carry a tag."""
    from ui.tags import definitions
    from ui.tags.book import view_of
    from ui.tags.deciding import customers_of, outcome_of

    with terminal.store() as store:
        definition = definitions.load(store, tag)
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        outcome = outcome_of(store, customers, definition)
        answer = view_of(customers, definition, outcome, top)
    return write_view(terminal, answer)


def show(terminal: Terminal, tag: str, top: int) -> int:
    """Write who carries a tag."""
    from ui.tags.book import shown
    from ui.tags.deciding import customers_of

    with terminal.store() as store:
        customers = customers_of(store, terminal.as_of, progress=terminal.progress)
        answer = shown(store, customers, tag, top)
    return write_view(terminal, answer)


def write_view(terminal: Terminal, answer: TagView) -> int:
    """Write who carries a tag, or would, and say what the reader should know."""
    emit(
        terminal,
        table=lambda: _view(terminal, answer),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: _ids(answer),
    )
    for note in answer.notes:
        terminal.note(Text(note.en, note.zh))
    return 0


def _ids(answer: TagView) -> pl.DataFrame:
    import polars as pl

    frame = pl.DataFrame({"id": answer.ids}, schema={"id": pl.String()})
    return frame.with_columns(pl.lit(answer.tag).alias("tag"))


def _view(terminal: Terminal, answer: TagView) -> str:
    word = terminal.word
    name = called(answer, terminal.language)
    head = f"{name} ({answer.tag})" if name != answer.tag else name
    said = word("{n} of {all} carry it ({share})", "{all}中有 {n} 个带有此标签（{share}）")
    lines = [
        head,
        said.format(
            n=f"{answer.carriers:,}",
            all=counted(answer.eligible, answer.kinds)[terminal.language],
            share=share(answer.coverage),
        ),
    ]
    if answer.definition:
        colon = terminal.word(": ", "：")
        lines.append(wrap(f"{how_named(terminal, answer.how)}{colon}{answer.definition}"))
    if answer.undecided:
        said = word("of {n} too little is known to say", "其中 {n} 个客户资料不足，无法判定")
        lines.append(said.format(n=f"{answer.undecided:,}"))
    if answer.ids:
        more = answer.carriers - len(answer.ids)
        rest = word(" and {n} more", " 等，另有 {n} 个").format(n=f"{more:,}") if more > 0 else ""
        lines.append(wrap(", ".join(answer.ids) + rest))
    for entry in answer.history:
        said = word("{day}: {a:,} added, {r:,} removed", "{day}：新增 {a:,}，移除 {r:,}")
        lines.append(
            said.format(
                day=day(entry.applied_on, terminal.language), a=entry.added, r=entry.removed
            )
        )
    return "\n".join(lines)
