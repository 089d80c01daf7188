"""``linchpin load``: its options."""

from __future__ import annotations

from typing import Any

import click

from ui.terminal.options import FEW, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "Load files or folders of the native format (CSV, Parquet, Excel) into the store.",
        "把文件或文件夹（CSV、Parquet、Excel）载入图库。",
        "load my-book/ --dry-run",
        "load people.xlsx --rejects bad.csv",
        "load mails.csv --mapping mail-log --placeholders",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar=speak("PATH...", "路径..."))
@click.option(
    "--mapping",
    metavar=speak("NAME", "名称"),
    help=speak(
        "How it is read: native, mail-log, meeting-log (found by itself), ownership (a network).",
        "读法：native、mail-log、meeting-log（自动识别）；ownership（持股网络）。",
    ),
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
@shared(*FEW, clock=True)
def load(terminal: Terminal, **asked: Any) -> int:
    """Load a book of business."""
    from ui.terminal import load as verb

    return verb.run(terminal, **asked)
