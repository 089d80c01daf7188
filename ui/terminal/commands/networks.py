"""``linchpin influence``: its options."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "Who holds power in a bare network: ties, or a log of mails or meetings. Each row says "
        "from whom to whom (who asks, sends, defers -> who is asked, receives, is deferred to).",
        "在单纯的关系网（关系、邮件或会议记录）中谁有影响力。每行说明从谁到谁"
        "(询问、发送、服从者 -> 被问、接收、被服从者)。",
        "influence mails.csv --from sender --to recipient --time sent",
        "influence strike.paj --stability 200",
    ),
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
@click.option(
    "--confidence",
    metavar=speak("COL", "列"),
    help=speak("Column of how sure a tie is, 0 to 1.", "置信度列，0 到 1。"),
)
@click.option("--time", metavar=speak("COL", "列"), help=speak("Column of the moment.", "时间列。"))
@click.option(
    "--people",
    metavar=speak("FILE", "文件"),
    help=speak(
        "Everybody: a column id or person and, where ends of ties are addresses, a column of them.",
        "全体人员：含 id 或 person 列；若关系两端是地址，另含地址列。",
    ),
)
@click.option(
    "--relation",
    metavar=speak("NAME", "名称"),
    help=speak(
        "Which relation of a network file with several.", "网络文件含多种关系时选用哪一种。"
    ),
)
@click.option(
    "--undirected", is_flag=True, help=speak("Each tie counts both ways.", "每条关系按双向计算。")
)
@click.option(
    "--stability",
    type=click.IntRange(0, 10_000),
    default=0,
    metavar=speak("N", "次数"),
    help=speak(
        "Draw the ties N times, each with its confidence: who stays first?",
        "按置信度重抽关系 N 次，看谁始终居首。",
    ),
)
@click.option(
    "--explain",
    metavar=speak("PERSON", "人员"),
    help=speak("What this person's influence is made of.", "说明此人的影响力由何构成。"),
)
@shared(*MANY, clock=True)
def influence(terminal: Terminal, ties: str, **asked: Any) -> int:
    """Rank the people of a bare network."""
    from ui.terminal import influence as verb

    return verb.run(terminal, ties, verb.Columns(**asked))
