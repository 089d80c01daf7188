"""The commands about groups of companies: cross-sell."""

from __future__ import annotations

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    "cross-sell",
    cls=Command,
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
