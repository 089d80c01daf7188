"""``linchpin campaign score``: its options."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

FILE, COLUMN, ROWS = speak("FILE", "文件"), speak("COL", "列"), speak("ROWS", "行数")


@click.command(
    "score",
    cls=Command,
    **described(
        "Who is likely to respond: the later rows of a campaign history scored block by block, "
        "each by models of the rows before it alone; columns known only after the contact are "
        "found and left out.",
        "谁可能响应：对历史营销记录的后段逐块评分，每块仅用其前的记录建模；接触之后才知道的列会被找出并剔除。",
        "campaign score history.csv --outcome responded --scores scores.csv",
        "campaign score history.csv.gz --outcome y --time contacted_at --known-after note,agent",
    ),
)
@click.argument("file", metavar=FILE)
@click.option(
    "--outcome",
    required=True,
    metavar=COLUMN,
    help=speak("Column that says who responded.", "记录是否响应的列。"),
)
@click.option(
    "--positive",
    metavar=speak("VALUE", "值"),
    help=speak("Its value that is a response.", "表示响应的值。"),
)
@click.option(
    "--time",
    metavar=COLUMN,
    help=speak(
        "Column of the moment of contact (else rows are in time order as they stand).",
        "接触时间所在列（未指定时按文件中的行序）。",
    ),
)
@click.option(
    "--hold-out",
    type=click.FloatRange(0.05, 0.9),
    default=0.4,
    show_default=True,
    metavar=speak("SHARE", "比例"),
    help=speak("Which share of the rows, the last ones, is scored.", "对最后多大比例的行评分。"),
)
@click.option(
    "--window",
    type=click.IntRange(min=1),
    metavar=ROWS,
    help=speak("Never look back further than so many rows.", "最多回看多少行。"),
)
@click.option(
    "--known-after",
    default="",
    metavar=speak("COL,COL", "列,列"),
    help=speak("Columns known only after the contact.", "接触之后才知道的列。"),
)
@click.option(
    "--scores",
    metavar=FILE,
    help=speak("Where score and probability of each row go (csv).", "各行得分与概率写入的文件。"),
)
@click.option(
    "--rejects",
    metavar=FILE,
    help=speak("Where the rows left out go.", "未计入的行写入的文件。"),
)
@shared(*MANY)
def score(terminal: Terminal, file: str, **asked: Any) -> int:
    """Score a history."""
    from ui.terminal import campaign_score as verb

    return verb.run(terminal, file, verb.Options(**asked))
