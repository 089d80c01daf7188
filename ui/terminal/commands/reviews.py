"""``linchpin review`` and its verbs."""

from __future__ import annotations

import click

from ui.terminal.options import MANY, Command, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

_DEAL = click.argument("opportunity", metavar=speak("OPPORTUNITY", "商机"))


@click.group(
    cls=Group,
    **described(
        "Reviews of a deal: save how it stands, list them, see what changed and what it did.",
        "商机复盘：保存现状、列出历次复盘、查看变化及其影响。",
        "review save OPPORTUNITY",
        "review diff OPPORTUNITY",
    ),
)
def review() -> None:
    """Look back at a deal."""


@review.command(
    cls=Command,
    **described(
        "Keep the deal as it stands, to compare with later.",
        "保存商机现状，供以后比较。",
        'review save OPPORTUNITY --name "before the tender"',
    ),
)
@_DEAL
@click.option(
    "--name",
    metavar=speak("NAME", "名称"),
    help=speak("Of the review (else the day).", "复盘名称（默认为日期）。"),
)
@shared(*MANY, clock=True)
def save(terminal: Terminal, opportunity: str, name: str | None) -> int:
    """Save a review."""
    from ui.terminal import review as verb

    return verb.save(terminal, opportunity, name)


@review.command(
    "list",
    cls=Command,
    **described(
        "The reviews of a deal and its course: lean, known share, access, worst weak link.",
        "商机的历次复盘及走势：倾向、已知比例、触达、最严重的薄弱环节。",
        "review list OPPORTUNITY --format csv",
    ),
)
@_DEAL
@shared(*MANY, clock=True)
def list_(terminal: Terminal, opportunity: str) -> int:
    """List reviews."""
    from ui.terminal import review as verb

    return verb.listed(terminal, opportunity)


@review.command(
    cls=Command,
    **described(
        "What changed between two looks at a deal, and what each change did to the lean.",
        "两次之间有何变化，每项变化对倾向有何影响。",
        "review diff OPPORTUNITY",
        "review diff OPPORTUNITY --from 2026-01-31 --to now",
    ),
)
@_DEAL
@click.option(
    "--from",
    "start",
    metavar=speak("REVIEW", "复盘"),
    help=speak("The earlier look (else the review before it).", "较早的一次（默认为前一次复盘）。"),
)
@click.option(
    "--to",
    "end",
    metavar=speak("REVIEW|now", "复盘|now"),
    default="now",
    show_default=True,
    help=speak("The later look.", "较晚的一次。"),
)
@shared(*MANY, clock=True)
def diff(terminal: Terminal, opportunity: str, start: str | None, end: str) -> int:
    """Compare two looks."""
    from ui.terminal import review as verb

    return verb.diff(terminal, opportunity, start, end)
