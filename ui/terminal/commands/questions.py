"""``linchpin query``: its options."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "Ask the graph: a question of the catalogue, a file of Cypher, or - for standard input.",
        "向图库提问：问题目录中的名称、Cypher 文件，或 - 表示标准输入。",
        "query --list",
        "query deciders -p deal=ID",
        "query my.cypher --format csv",
    ),
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
