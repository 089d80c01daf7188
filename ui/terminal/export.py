"""``linchpin export``: the map of a deal, the graph, the tables, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import LinchpinError, UsageError, not_found
from graph.model import TABLES_BY_NAME
from graph.text import Text
from ui.terminal.emit import SUFFIXES, to_json, write_frame
from ui.terminal.files import write_bytes, write_text, written_beside

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from graph.decision.results import Analysis
    from graph.store import Store
    from ui.terminal.terminal import Terminal

MAPS = ("svg", "png", "pdf", "pptx", "html")
GRAPHS = ("graphml", "gexf", "json", "csv")
TEXTS = ("svg", "html", "json")
DERIVED = ("deals", "people", "findings")


def map_of(terminal: Terminal, opportunity: str) -> int:
    """Write the decision map of a deal."""
    from graph.decision import analyze
    from ui.diagram.export import export_map

    form: Any = _format(terminal, MAPS)
    _not_on_screen(terminal, form, TEXTS)
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
    answer = analyze(snapshot, opportunity, as_of=terminal.as_of, settings=terminal.settings)
    write_bytes(export_map(answer, form, language=terminal.language), terminal.out)
    return 0


def graph(terminal: Terminal, deal: str | None) -> int:
    """Write the graph, or that of one deal."""
    from ui.exports import network

    form = _format(terminal, GRAPHS)
    if form == "csv" and terminal.out is None:
        raise UsageError(
            Text("The csv files need a folder.", "csv 需要一个文件夹。"),
            Text("Name it with --out.", "请用 --out 指定。"),
        )
    with terminal.store() as store:
        snapshot = store.snapshot(progress=terminal.progress)
        tables = {} if deal else _stored_tables(store, TABLES_BY_NAME)
    whole = snapshot.to_networkx(deal)
    if form == "csv" and terminal.out is not None:
        from ui.exports.native import frames_of, write_folder

        whole_graph = frames_of(snapshot, set(whole) if deal else None) | tables
        write_folder(whole_graph, terminal.out, reload=True)
        return 0
    if form == "json":
        write_text(to_json(network.to_json(whole)), terminal.out)
    elif terminal.out is None:
        network.WRITERS[form](whole, Path("/dev/stdout"), terminal.language)
    else:
        with written_beside(terminal.out) as part:
            network.WRITERS[form](whole, part, terminal.language)
    return 0


def tables(terminal: Terminal, names: tuple[str, ...]) -> int:
    """Write tables: one file, or a folder of several."""
    known = [*DERIVED, *TABLES_BY_NAME]
    for name in names:
        if name not in known:
            raise not_found(Text("table", "数据表"), name, known)
    form = _format(terminal, ("xlsx", "csv", "parquet"))
    frames = _frames(terminal, names)
    if not frames:
        raise LinchpinError(Text("There is no table with rows.", "没有含数据的表。"))
    if form != "xlsx" and len(names) == 1:
        write_frame(frames[names[0]], form, terminal)
        return 0
    if terminal.out is None:
        raise UsageError(
            Text("Several tables need a place.", "多个数据表需要指定位置。"),
            Text("Name it with --out.", "请用 --out 指定。"),
        )
    if form == "xlsx":
        from ui.exports.tables import to_xlsx

        write_bytes(to_xlsx(frames), terminal.out)
    else:
        from ui.exports.native import write_folder

        write_folder(frames, terminal.out, form)
    return 0


def _frames(terminal: Terminal, names: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """Return the named tables; without names all that have rows."""
    from ui.terminal.analyze import analyses, own_rules

    with terminal.store() as store:
        stored = _stored_tables(store, names or TABLES_BY_NAME, empty=bool(names))
        derived = [name for name in DERIVED if not names or name in names]
        if not derived:
            return stored
        snapshot = store.snapshot(progress=terminal.progress)
        own = own_rules(terminal, store, snapshot)
        answers = [own(answer) for answer in analyses(terminal, snapshot, None)]
    made = {name: _derived(name, answers, terminal.language) for name in derived}
    return {n: f for n, f in made.items() if f.height or names} | stored


def _stored_tables(
    store: Store, names: Iterable[str], *, empty: bool = False
) -> dict[str, pl.DataFrame]:
    found = {name: store.table(name) for name in names if name in TABLES_BY_NAME}
    return {
        name: frame.drop("source", "sources", strict=False)
        for name, frame in found.items()
        if frame.height or empty
    }


def _derived(name: str, answers: list[Analysis], language: str) -> pl.DataFrame:
    import polars as pl

    from ui.terminal.deals import deals_frame, findings_frame, people_frame

    if name == "deals":
        return deals_frame(answers)
    if name == "findings":
        return findings_frame(answers, language)
    parts = [people_frame(a).with_columns(opportunity=pl.lit(a.opportunity.id)) for a in answers]
    return pl.concat(parts) if parts else pl.DataFrame()


def _format(terminal: Terminal, offered: tuple[str, ...]) -> str:
    """Return ``--format``, else what the ending of ``--out`` says, else the first on offer."""
    if terminal.asked_format:
        return terminal.asked_format
    ending = terminal.out.suffix.lower() if terminal.out else ""
    known = {f".{name}": name for name in offered} | SUFFIXES
    if not ending:
        return offered[0]
    if known.get(ending) not in offered:
        raise UsageError(
            Text("{ending} is no format of this export.", "此导出没有 {ending} 格式。").format(
                ending=ending
            ),
            Text("Known formats: {known}.", "可用的格式：{known}。").format(
                known=", ".join(offered)
            ),
        )
    return known[ending]


def _not_on_screen(terminal: Terminal, form: str, texts: tuple[str, ...]) -> None:
    import sys

    if terminal.out is None and form not in texts and sys.stdout.isatty():
        raise UsageError(
            Text("{form} is not for a terminal.", "{form} 不能输出到终端。").format(form=form),
            Text("Name a file with --out.", "请用 --out 指定文件。"),
        )
