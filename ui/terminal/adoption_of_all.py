"""``linchpin cross-sell --adoption``: what companies and lines of every group take up next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import share
from ui.terminal.options import MANY
from ui.terminal.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from ui.terminal.terminal import Terminal

SHOWN = 50
STREAMED = ("csv", "parquet")


def run(terminal: Terminal, *, top: int, others: Mapping[str, object]) -> int:
    """Write the best ``top`` cells of each group, of its companies and of its lines each."""
    named = [name.replace("_", "-") for name, value in others.items() if value is not None]
    if named:
        raise UsageError(
            Text(
                "--adoption is about all groups and plans nothing; leave out {names}.",
                "--adoption 针对全部集团，不做方案；请去掉 {names}。",
            ).format(names=", ".join(named))
        )
    from graph.cross_sell.lines import best_adoptions
    from graph.cross_sell.revenue import day_of
    from ui.tags.deciding import customers_of

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        usage = customers_of(store, terminal.as_of, snapshot=snapshot).usage
        day, chosen = day_of(terminal.as_of), terminal.settings.cross_sell
        parts = best_adoptions(snapshot, usage, day, chosen, top=top, progress=terminal.progress)
        _write(terminal, parts)
    return 0


def _write(terminal: Terminal, parts: Iterator[pl.DataFrame]) -> None:
    form = chosen_format(terminal, MANY)
    if terminal.out is None or form not in STREAMED:
        _whole(terminal, parts)
        return
    from ui.exports.stream import write_stream
    from ui.terminal.files import written_beside

    with written_beside(terminal.out) as beside:
        rows = write_stream(parts, beside, form)
    terminal.note(Text("{n} rows.", "共 {n} 行。").format(n=f"{rows:,}"))


def _whole(terminal: Terminal, parts: Iterator[pl.DataFrame]) -> None:
    import polars as pl

    frame = pl.concat(parts)
    emit(
        terminal,
        table=lambda: as_text(frame, terminal),
        data=lambda: {"as_of": terminal.as_of, "adoptions": frame.to_dicts()},
        frame=lambda: frame,
    )


def as_text(frame: pl.DataFrame, terminal: Terminal) -> str:
    """Return the first rows as people read them."""
    word = terminal.word
    heads = [word("group", "集团"), "#", word("customer", "客户"), word("product", "产品"),
             word("probability", "概率"), word("because", "原因")]  # fmt: skip
    chosen = frame.select("group", "rank", "customer", "product", "probability", "because")
    rows: list[list[Any]] = [
        [g, r, c, p, share(x), b] for g, r, c, p, x, b in chosen.head(SHOWN).iter_rows()
    ]
    text = table(heads, rows, numbers=(1, 4))
    if frame.height <= SHOWN:
        return text
    more = word("{n} more rows; --format csv has them all.", "另有 {n} 行；全部见 --format csv。")
    return f"{text}\n{more.format(n=f'{frame.height - SHOWN:,}')}"
