"""``linchpin whitespace``: what each company of a group has of each product."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import called, money
from ui.terminal.files import write_bytes
from ui.terminal.options import MANY
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from graph.cross_sell.whitespace_results import CellSums, Named, Whitespace
    from ui.terminal.terminal import Terminal


def run(terminal: Terminal, *, group: str) -> int:
    """Write the matrix of one group."""
    answer = matrix_of(terminal, group)
    if chosen_format(terminal, MANY) == "xlsx":
        write_workbook(answer, terminal)
        return 0
    emit(
        terminal,
        table=lambda: as_text(answer, terminal),
        data=lambda: answer.to_json(terminal.language),
        frame=lambda: as_frame(answer),
    )
    return 0


def matrix_of(terminal: Terminal, group: str) -> Whitespace:
    """Compute the matrix, with what the ways in are worth."""
    from graph.cross_sell import cross_sell
    from graph.cross_sell.revenue import revenue
    from graph.cross_sell.whitespace_matrix import whitespace

    as_of, settings = terminal.as_of, terminal.settings
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        billing = store.table("billing")
    ways = cross_sell(snapshot, billing, group, as_of=as_of, settings=settings, top=0)
    return whitespace(
        snapshot,
        group,
        as_of=as_of,
        currency=settings.currency,
        paid=revenue(snapshot, billing, as_of, settings.cross_sell.billed_months),
        expected={(p.member, p.product): p.expected_value for p in ways.paths},
    )


def write_workbook(answer: Whitespace, terminal: Terminal) -> None:
    """Write sheets ``cells`` and ``matrix``; refuse to write them onto a screen."""
    from ui.groups.export import workbook

    if terminal.out is None and sys.stdout.isatty():
        raise UsageError(
            Text("xlsx is not for a terminal.", "xlsx 不能输出到终端。"),
            Text("Name a file with --out.", "请用 --out 指定文件。"),
        )
    write_bytes(workbook(answer, terminal.language), terminal.out)


def as_frame(answer: Whitespace) -> pl.DataFrame:
    """Return a row a cell."""
    import polars as pl

    from ui.groups.cells import CELL_COLUMNS, cell_row

    number = ("monthly_revenue", "expected_value")
    schema = {c: pl.Float64() if c in number else pl.String() for c in CELL_COLUMNS}
    return pl.DataFrame([cell_row(c) for c in answer.cells], schema=schema, orient="row")


def as_text(answer: Whitespace, terminal: Terminal) -> str:
    """Return the sums of companies and of products; the cells are in the files."""
    word = terminal.word
    parts = [
        _sums(word("company", "企业"), answer.members, answer.sums.members, answer, terminal),
        "",
        _sums(word("product", "产品"), answer.products, answer.sums.products, answer, terminal),
        "",
        wrap(
            word("Cell by cell: --format csv, json or xlsx.", "逐格：--format csv、json 或 xlsx。")
        ),
    ]
    return "\n".join(parts + [wrap(note[terminal.language]) for note in answer.notes])


def _sums(
    title: str,
    things: Sequence[Named],
    sums: Mapping[str, CellSums],
    answer: Whitespace,
    terminal: Terminal,
) -> str:
    word = terminal.word
    heads = [
        title,
        word("ours", "我方"),
        word("rival", "对手"),
        word("open", "空白"),
        word("not suitable", "不适用"),
        word("a month", "月收入"),
        word("expected a year", "年期望值"),
    ]
    rows = [
        [
            called(thing, terminal.language),
            *(str(n) for n in (s.ours, s.rival, s.open, s.not_suitable)),
            money(s.monthly_revenue, answer.currency),
            money(s.expected_value, answer.currency),
        ]
        for thing in things
        for s in [sums[thing.id]]
    ]
    return table(heads, rows, numbers=range(1, 7))
