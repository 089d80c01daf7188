"""The terminal: ``linchpin``, its commands and their options; what they do is in ui.terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from ui.terminal.guard import guarded
from ui.terminal.options import FEW, MANY, SETTINGS, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

PORT = click.IntRange(1, 65535)


@click.group(
    cls=Group,
    context_settings=SETTINGS,
    help=speak(
        "Who decides at a customer, which link to them is weak, whom to meet next.",
        "客户处谁说了算、哪条关系薄弱、下一步见谁。",
    ),
)
@click.option("--lang", type=click.Choice(["en", "zh"]), help=speak("Language.", "语言。"))
@click.version_option(package_name="linchpin", message="linchpin %(version)s")
@click.pass_context
def linchpin(context: click.Context, lang: str | None) -> None:
    """Keep the language for the verb that follows."""
    context.obj = lang


@linchpin.command(
    **described(
        "Load the sample book, print the answer for its first deal, open the screen.",
        "载入示例数据，打印第一个商机的结论，并打开界面。",
        "demo --no-serve",
    )
)
@click.option(
    "--no-serve",
    is_flag=True,
    envvar="LINCHPIN_NO_SERVE",
    help=speak("Stop after the answer.", "打印结论后结束。"),
)
@click.option(
    "--port", type=PORT, default=8501, show_default=True, help=speak("Of the screen.", "界面端口。")
)
@shared()
def demo(terminal: Terminal, no_serve: bool, port: int) -> int:
    """Show the product on the sample book."""
    from ui.terminal import demo as verb

    return verb.run(terminal, serve=not no_serve, port=port)


@linchpin.command(**described("Open the screen.", "打开界面。", "serve --port 8600"))
@click.option(
    "--port",
    type=PORT,
    default=8501,
    show_default=True,
    help=speak("The next free one if it is taken.", "若被占用则用下一个空闲端口。"),
)
@shared(clock=True)
def serve(terminal: Terminal, port: int) -> int:
    """Run the screen on this machine."""
    from ui.terminal import serve as verb

    return verb.run(terminal, port=port)


@linchpin.command(
    **described(
        "Load files or folders of the native format (CSV, Parquet, Excel) into the store.",
        "把文件或文件夹（CSV、Parquet、Excel）载入图库。",
        "load my-book/ --dry-run",
        "load people.xlsx --rejects bad.csv",
    )
)
@click.argument("paths", nargs=-1, required=True, metavar=speak("PATH...", "路径..."))
@click.option(
    "--mapping",
    metavar=speak("NAME", "名称"),
    help=speak("How columns are read; native is found by itself.", "列的读法；native 会自动识别。"),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=speak("Check and report; write nothing.", "只检查并报告，不写入。"),
)
@click.option(
    "--strict",
    is_flag=True,
    help=speak("Load nothing if a row is bad.", "有一行不合格就全部不载入。"),
)
@click.option(
    "--replace",
    is_flag=True,
    help=speak("What these sources no longer contain goes.", "这些来源中不再出现的内容将被删除。"),
)
@click.option(
    "--rejects",
    metavar=speak("FILE", "文件"),
    help=speak("Where the rejected rows go.", "不合格行写入的文件。"),
)
@click.option(
    "--placeholders",
    is_flag=True,
    help=speak(
        "Make an unknown person where a relationship names an absent one.",
        "关系中提到但不存在的人，建为未知人员。",
    ),
)
@shared(*FEW)
def load(terminal: Terminal, **asked: Any) -> int:
    """Load a book of business."""
    from ui.terminal import load as verb

    return verb.run(terminal, **asked)


@linchpin.command(
    **described(
        "Who decides, which link is weak and what proves it, whom to meet next.",
        "谁说了算、哪条关系薄弱及其证据、下一步见谁。",
        "analyze OPPORTUNITY",
        "analyze --all --format csv --out deals.csv",
        "analyze OPPORTUNITY --what-if stance:PERSON=supporter --what-if meet:SELLER=PERSON",
    )
)
@click.argument("opportunity", required=False, metavar=speak("[OPPORTUNITY]", "[商机]"))
@click.option(
    "--enterprise",
    metavar="ID",
    help=speak("Every open deal of a customer.", "某客户的全部在谈商机。"),
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=speak("Every open deal, a row each.", "全部在谈商机，每个一行。"),
)
@click.option(
    "--what-if",
    multiple=True,
    metavar=speak("CHANGE", "假设"),
    help=speak(
        "stance:PERSON=supporter, remove:PERSON, meet:SELLER=PERSON or influence:A>B=0.6; "
        "nothing is stored.",
        "stance:人员=supporter、remove:人员、meet:我方人员=人员 或 influence:甲>乙=0.6；不会存储。",
    ),
)
@click.option(
    "--explain",
    is_flag=True,
    help=speak("Everything needed to recompute it (json).", "附上复算所需的全部数据（json）。"),
)
@shared(*MANY, clock=True)
def analyze(terminal: Terminal, **asked: Any) -> int:
    """Answer for one deal, a customer, or all."""
    from ui.terminal import analyze as verb

    return verb.run(terminal, **asked)


@linchpin.command(
    "cross-sell",
    **described(
        "Which member company could buy what, through whom.",
        "哪家成员企业可以买什么、经由谁。",
        "cross-sell GROUP --top 10",
    ),
)
@click.argument("group", required=False, metavar=speak("[GROUP]", "[集团]"))
@click.option(
    "--top",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help=speak("Paths to show; 0: all.", "显示的路径数；0 为全部。"),
)
@shared(*MANY, clock=True)
def cross_sell(terminal: Terminal, group: str | None, top: int) -> int:
    """Rank the ways into a group's companies."""
    from ui.terminal import cross_sell as verb

    return verb.run(terminal, group=group, top=top)


@linchpin.command(
    **described(
        "Who holds power in a bare network: ties, or a log of mails or meetings. Each row says "
        "from whom to whom (who asks, sends, defers -> who is asked, receives, is deferred to).",
        "在单纯的关系网（关系、邮件或会议记录）中谁有影响力。每行说明从谁到谁"
        "(询问、发送、服从者 -> 被问、接收、被服从者)。",
        "influence mails.csv --from sender --to recipient --time sent",
    )
)
@click.argument("ties", metavar=speak("TIES", "关系文件"))
@click.option(
    "--from",
    "source",
    metavar=speak("COL", "列"),
    help=speak("Column of who asks.", "发出者所在列。"),
)
@click.option(
    "--to",
    "target",
    metavar=speak("COL", "列"),
    help=speak("Column of who is asked.", "接收者所在列。"),
)
@click.option(
    "--weight",
    metavar=speak("COL", "列"),
    help=speak("Column of the weight; 0: no tie.", "权重列；0 表示无关系。"),
)
@click.option("--time", metavar=speak("COL", "列"), help=speak("Column of the moment.", "时间列。"))
@click.option(
    "--people",
    metavar=speak("FILE", "文件"),
    help=speak("Everybody, with a column id.", "全体人员，含 id 列。"),
)
@shared(*MANY)
def influence(terminal: Terminal, ties: str, **asked: Any) -> int:
    """Rank the people of a bare network."""
    from ui.terminal import influence as verb

    return verb.run(terminal, ties, verb.Columns(**asked))


@linchpin.command(
    **described(
        "Ask the graph: a question of the catalogue, a file of Cypher, or - for standard input.",
        "向图库提问：问题目录中的名称、Cypher 文件，或 - 表示标准输入。",
        "query --list",
        "query deciders -p deal=ID",
        "query my.cypher --format csv",
    )
)
@click.argument("question", required=False, metavar=speak("NAME|FILE|-", "名称|文件|-"))
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help=speak("A parameter of the question.", "问题的参数。"),
)
@click.option(
    "--list", "listing", is_flag=True, help=speak("List the catalogue.", "列出问题目录。")
)
@click.option(
    "--theme",
    metavar=speak("T", "主题"),
    help=speak("Of the list: one theme alone.", "只列一个主题。"),
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    help=speak("Most rows.", "最多行数。"),
)
@shared(*MANY, clock=True)
def query(terminal: Terminal, question: str | None, **asked: Any) -> int:
    """Run a read-only query."""
    from ui.terminal import query as verb

    return verb.run(terminal, question, verb.Asked(**asked))


@linchpin.group(
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


@linchpin.group(
    cls=Group,
    **described(
        "The store: start, stop, status, backup, restore, wipe.",
        "图库：启动、停止、状态、备份、恢复、清空。",
        "store status",
    ),
)
def store() -> None:
    """Look after the store."""


@store.command(**described("Start the local store.", "启动本地图库。", "store start"))
@shared(*FEW)
def start(terminal: Terminal) -> int:
    """Start the server where it does not run."""
    from ui.terminal import store as verb

    return verb.start(terminal)


@store.command(**described("Stop the local store.", "停止本地图库。", "store stop"))
@shared(*FEW)
def stop(terminal: Terminal) -> int:
    """Stop the server where it runs."""
    from ui.terminal import store as verb

    return verb.stop(terminal)


@store.command(**described("What the store holds.", "图库中有什么。", "store status --format json"))
@shared(*FEW)
def status(terminal: Terminal) -> int:
    """Show the state of the store."""
    from ui.terminal import store as verb

    return verb.status(terminal)


@store.command(
    **described(
        "Write the whole store to a file.", "把整个图库备份到文件。", "store backup book.zip"
    )
)
@click.argument("file", metavar=speak("FILE", "文件"))
@shared(*FEW)
def backup(terminal: Terminal, file: str) -> int:
    """Write a backup."""
    from ui.terminal import store as verb

    return verb.backup(terminal, file)


@store.command(
    **described(
        "Put a backup in the place of all that the store holds.",
        "用备份替换图库中的全部内容。",
        "store restore book.zip --yes",
    )
)
@click.argument("file", metavar=speak("FILE", "文件"))
@click.option("--yes", is_flag=True, help=speak("Do it without asking.", "不再询问。"))
@shared(*FEW)
def restore(terminal: Terminal, file: str, yes: bool) -> int:
    """Read a backup."""
    from ui.terminal import store as verb

    return verb.restore(terminal, file, yes=yes)


@store.command(
    **described("Delete all that the store holds.", "删除图库中的全部内容。", "store wipe --yes")
)
@click.option("--yes", is_flag=True, help=speak("Do it without asking.", "不再询问。"))
@shared(*FEW)
def wipe(terminal: Terminal, yes: bool) -> int:
    """Empty the store."""
    from ui.terminal import store as verb

    return verb.wipe(terminal, yes=yes)


@linchpin.command(
    **described(
        "The settings in force and where each value came from.",
        "生效的设置及其来源。",
        "settings --format json",
    )
)
@shared("table", "json", "csv")
def settings(terminal: Terminal) -> int:
    """Show the settings."""
    from ui.terminal import settings as verb

    return verb.run(terminal)


@linchpin.command(
    **described(
        "The JSON schema of an answer; without a name, the list of answers.",
        "某个结果的 JSON schema；不给名称则列出全部。",
        "schema analyze",
    )
)
@click.argument("name", required=False, metavar=speak("[NAME]", "[名称]"))
@shared()
def schema(terminal: Terminal, name: str | None) -> int:
    """Print a JSON schema."""
    from ui.terminal import schema as verb

    return verb.run(terminal, name)


@linchpin.command(
    **described(
        "Check the installation: each line says what to do.",
        "检查安装：每行说明该怎么做。",
        "doctor",
    )
)
@shared(*FEW)
def doctor(terminal: Terminal) -> int:
    """Check what Linchpin needs on this machine."""
    from ui.terminal import doctor as verb

    return verb.run(terminal)


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(guarded(linchpin))


if __name__ == "__main__":
    main()
