"""``linchpin export`` and what it writes."""

from __future__ import annotations

import click

from ui.terminal.options import Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.group(
    cls=Group,
    **described(
        "Write the map of a deal, the graph, or the tables to files.",
        "把商机地图、图或数据表写成文件。",
        "export map OPPORTUNITY --out deal.png",
    ),
)
def export() -> None:
    """Write files for other programs."""


@export.command(
    "map",
    **described(
        "The decision map of a deal: svg, png, pdf, pptx or html.",
        "商机的决策地图: svg、png、pdf、pptx 或 html。",
        "export map OPPORTUNITY --out deal.pptx",
    ),
)
@click.argument("opportunity", metavar=speak("OPPORTUNITY", "商机"))
@shared("svg", "png", "pdf", "pptx", "html", clock=True)
def export_map(terminal: Terminal, opportunity: str) -> int:
    """Write the picture of a deal."""
    from ui.terminal import export as verb

    return verb.map_of(terminal, opportunity)


@export.command(
    "graph",
    **described(
        "The graph, or one deal's: graphml, gexf, json, or a folder of csv in the native format.",
        "整个图或某个商机的图: graphml、gexf、json，或原生格式的 csv 文件夹。",
        "export graph --format gexf --out book.gexf",
        "export graph --deal OPPORTUNITY --out deal.graphml",
        "export graph --format csv --out book/",
    ),
)
@click.option("--deal", metavar="ID", help=speak("One deal's graph alone.", "只导出一个商机的图。"))
@shared("graphml", "gexf", "json", "csv")
def export_graph(terminal: Terminal, deal: str | None) -> int:
    """Write the graph."""
    from ui.terminal import export as verb

    return verb.graph(terminal, deal)


@export.command(
    "tables",
    **described(
        "Tables beside the graph (billing, usage ...) and deals, people, findings: one Excel "
        "file, or a folder of csv or parquet.",
        "图旁的数据表（账单、使用等）及商机、人员、发现：一个 Excel 文件，或 csv、parquet 文件夹。",
        "export tables --out book.xlsx",
        "export tables billing --format parquet --out billing.parquet",
    ),
)
@click.argument("names", nargs=-1, metavar=speak("[NAME...]", "[名称...]"))
@shared("xlsx", "csv", "parquet", clock=True)
def export_tables(terminal: Terminal, names: tuple[str, ...]) -> int:
    """Write tables."""
    from ui.terminal import export as verb

    return verb.tables(terminal, names)
