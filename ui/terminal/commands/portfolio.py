"""``linchpin portfolio``: its options."""

from __future__ import annotations

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "The whole book: on whom revenue hangs, and the meetings of each seller's week.",
        "全部业务：收入系于何人，以及每位销售本周的会面。",
        "portfolio",
        "portfolio --group GROUP --format csv --out week.csv",
    ),
)
@click.option(
    "--group", metavar="ID", help=speak("The deals of one group alone.", "只看一个集团的商机。")
)
@shared(*MANY, clock=True)
def portfolio(terminal: Terminal, group: str | None) -> int:
    """Answer for the whole book, or a group."""
    from ui.terminal import portfolio as verb

    return verb.run(terminal, group=group)
