"""``linchpin probability``: its options."""

from __future__ import annotations

import click

from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal


@click.command(
    cls=Command,
    **described(
        "The chance to win, where the closed deals prove one; else why the lean is none.",
        "赢单概率：仅在已结束商机能够证明时给出，否则说明倾向为何不是概率。",
        "probability OPPORTUNITY",
        "probability --format csv",
    ),
)
@click.argument("opportunity", required=False, metavar=speak("[OPPORTUNITY]", "[商机]"))
@shared(*MANY, clock=True)
def probability(terminal: Terminal, opportunity: str | None) -> int:
    """Forecast one deal or every open one."""
    from ui.terminal import probability as verb

    return verb.run(terminal, opportunity)
