"""``linchpin store`` and its verbs."""

from __future__ import annotations

import click

from ui.terminal.options import FEW, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.group(
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
