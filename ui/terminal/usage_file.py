"""``linchpin cross-sell --usage FILE``: what each customer of a history will take up next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.text import Text, counted
from ui.terminal.because import spoken
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import share
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from graph.cross_sell.history.events import History
    from graph.cross_sell.history.recommend import Recommender
    from loaders.purchases import HistoryFile
    from ui.terminal.terminal import Terminal

SOME_REJECTED = 3
SHOWN = 50


def run(
    terminal: Terminal, usage: str, *, top: int, horizon: int, columns: dict[str, str | None]
) -> int:
    """Write the products that each customer is likely to take up, the likeliest first."""
    from graph.cross_sell.history.events import history_of
    from graph.cross_sell.history.recommend import Recommender
    from loaders.purchases import read_history

    offered = ("table", "csv", "json", "parquet", "xlsx")
    chosen_format(terminal, offered)
    read = read_history(Path(usage).expanduser(), columns)
    until = (terminal.as_of - date(1970, 1, 1)).days
    history = history_of(read.frame, until)
    if not history.customers:
        raise _nothing_before(terminal.as_of, read)
    _say(terminal, read)
    model = Recommender(history, horizon, top or len(history.products), terminal.progress)
    terminal.note(model.chosen.why)
    _say_complete(terminal, history)
    emit(
        terminal,
        table=lambda: as_text(model, terminal),
        data=lambda: model.answer().to_json(terminal.language),
        frame=lambda: spoken(model.frame(), terminal.language),
    )
    return _rejects(terminal, read)


def _say(terminal: Terminal, read: HistoryFile) -> None:
    found = ", ".join(f"{name} = {column}" for name, column in read.columns.items())
    terminal.note(
        Text("Columns: {found}. {n} rows.", "列：{found}。共 {n} 行。").format(
            found=found, n=f"{read.rows:,}"
        )
    )


def _say_complete(terminal: Terminal, history: History) -> None:
    """Say how many customers have everything, as they have no line in the answer."""
    import numpy as np

    pairs = np.unique(history.customer * len(history.products) + history.product)
    owns = np.bincount(pairs // len(history.products))
    complete = int((owns == len(history.products)).sum())
    if complete:
        terminal.note(counted(complete, *_COMPLETE))


_COMPLETE = (
    Text(
        "{n} customer has every product that was sold by then: nothing is left to offer.",
        "{n} 个客户已拥有届时售出的全部产品：没有可推荐的产品。",
    ),
    Text(
        "{n} customers have every product that was sold by then: nothing is left to offer.",
        "{n} 个客户已拥有届时售出的全部产品：没有可推荐的产品。",
    ),
)


def _nothing_before(day: date, read: HistoryFile) -> InputError:
    first = read.frame["day"].min()
    if first is None:
        return InputError(
            Text("{file} has no row that can be used.", "{file} 没有可用的行。").format(
                file=read.label
            )
        )
    begins = date.fromordinal(date(1970, 1, 1).toordinal() + int(first))  # type: ignore[arg-type]
    return InputError(
        Text(
            "No purchase of {file} is before {day}; the first is of {begins}.",
            "{file} 中没有早于 {day} 的购买记录；最早为 {begins}。",
        ).format(file=read.label, day=day, begins=begins),
        Text("Give a later --as-of.", "请指定更晚的 --as-of。"),
    )


def _rejects(terminal: Terminal, read: HistoryFile) -> int:
    from graph.paths import inside
    from loaders.rejects import write_rejects
    from ui.terminal.campaign_files import rows_left_out

    if read.rejects.is_empty():
        return 0
    path = inside("rejects") / f"usage-{Path(read.label).stem}.csv"
    write_rejects(read.rejects, path, terminal.language)
    terminal.note(rows_left_out(read.rejects["line"].n_unique(), path))
    return SOME_REJECTED


def as_text(model: Recommender, terminal: Terminal) -> str:
    """Return how the models were judged, and the first recommendations."""
    word, chosen = terminal.word, model.chosen
    parts = [wrap(chosen.why[terminal.language])]
    if chosen.judged:
        heads = [word("model", "模型"), word("precision at 10", "前 10 命中率"), "NDCG@10"]
        rows: list[list[Any]] = [[n, f"{p:.4f}", f"{g:.4f}"] for n, (p, g) in chosen.judged.items()]
        parts.append(table(heads, rows, numbers=(1, 2)))
    if chosen.bins:
        heads = [word("predicted", "预测"), word("observed", "实际"), word("cells", "单元数")]
        rows = [[share(p), share(o), f"{n:,}"] for p, o, n in chosen.bins]
        parts.append(table(heads, rows, numbers=(0, 1, 2)))
    frame = spoken(model.frame(), terminal.language)
    heads = [word("customer", "客户"), "#", word("product", "产品"), word("probability", "概率"),
             word("because", "原因")]  # fmt: skip
    rows = [[c, r, p, share(x), b] for c, r, p, x, b in frame.head(SHOWN).iter_rows()]
    parts.append(table(heads, rows, numbers=(1, 3)))
    if frame.height > SHOWN:
        more = word(
            "{n} more rows; --format csv has them all.", "另有 {n} 行；全部见 --format csv。"
        )
        parts.append(more.format(n=f"{frame.height - SHOWN:,}"))
    return "\n\n".join(parts)
