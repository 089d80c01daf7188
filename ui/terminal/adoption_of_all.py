"""``linchpin cross-sell --adoption``: what companies and lines of every group take up next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.text import Text
from ui.terminal.emit import chosen_format, emit
from ui.terminal.figures import share
from ui.terminal.options import MANY
from ui.terminal.tables import table, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from graph.cross_sell.learnt.choice import Learnt
    from ui.terminal.terminal import Terminal

SHOWN = 50
STREAMED = ("csv", "parquet")


def run(terminal: Terminal, *, top: int) -> int:
    """Write the best ``top`` cells of each group, of its companies and of its lines each."""
    from graph.cross_sell.learnt.choice import learnt
    from graph.cross_sell.lines import best_adoptions
    from graph.cross_sell.revenue import day_of
    from ui.tags.deciding import customers_of
    from ui.terminal.because import spoken

    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        known = customers_of(store, terminal.as_of, snapshot=snapshot)
        hearing = terminal.settings
        day, chosen = day_of(terminal.as_of), hearing.cross_sell
        model = learnt(snapshot, known.billing, day, chosen, hearing)
        parts = best_adoptions(
            snapshot, known.usage, day, chosen,
            top=top, billing=known.billing, hearing=hearing, progress=terminal.progress,
        )  # fmt: skip
        _write(terminal, (spoken(part, terminal.language) for part in parts), model)
    return 0


def _write(terminal: Terminal, parts: Iterator[pl.DataFrame], model: Learnt) -> None:
    form = chosen_format(terminal, MANY)
    if terminal.out is None or form not in STREAMED:
        _whole(terminal, parts, model)
        return
    from ui.exports.stream import write_stream
    from ui.terminal.files import written_beside

    with written_beside(terminal.out) as beside:
        rows = write_stream(parts, beside, form)
    terminal.note(Text("{n} rows.", "共 {n} 行。").format(n=f"{rows:,}"))


def _whole(terminal: Terminal, parts: Iterator[pl.DataFrame], model: Learnt) -> None:
    import polars as pl

    from graph.cross_sell.learnt.words import why_model

    frame = pl.concat(parts)
    why = why_model(model, terminal.settings.cross_sell.fitted_from)
    emit(
        terminal,
        table=lambda: f"{as_text(frame, terminal)}\n\n{wrap(terminal.word(why.en, why.zh))}",
        data=lambda: as_json(frame, model, why, terminal),
        frame=lambda: frame,
    )


def as_json(frame: pl.DataFrame, model: Learnt, why: Text, terminal: Terminal) -> dict[str, Any]:
    """Return the rows with the model that told them and how it was judged."""
    from graph.cross_sell.results_adoption import Adoptions
    from graph.decision.results import Sentence

    answer = Adoptions(
        as_of=terminal.as_of,
        model=model.model,
        notes=[Sentence.of(why)],
        validation=model.judged.validation,
        calibration=model.judged.calibration,
        adoptions=frame.to_dicts(),
    )
    return answer.to_json(terminal.language)


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
