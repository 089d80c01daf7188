"""``linchpin scenario`` and its verbs."""

from __future__ import annotations

import click

from ui.terminal.options import MANY, Group, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

DEAL = speak("OPPORTUNITY", "商机")
NAME = speak("NAME", "名称")


@click.group(
    cls=Group,
    **described(
        "What-ifs of a deal under a name: save, list, show side by side, delete.",
        "以名称保存的商机假设方案：保存、列出、并排比较、删除。",
        "scenario show OPPORTUNITY",
    ),
)
def scenario() -> None:
    """Keep what-ifs."""


@scenario.command(
    **described(
        "Keep a what-if under a name, in place of one of that name.",
        "以名称保存一组假设，同名的将被替换。",
        'scenario save OPPORTUNITY "Fan visits" --what-if meet:SELLER=PERSON',
    )
)
@click.argument("opportunity", metavar=DEAL)
@click.argument("name", metavar=NAME)
@click.option(
    "--what-if",
    multiple=True,
    metavar=speak("CHANGE", "假设"),
    help=speak("As for analyze.", "写法同 analyze。"),
)
@shared()
def save(terminal: Terminal, opportunity: str, name: str, what_if: tuple[str, ...]) -> int:
    """Keep one."""
    from ui.terminal import scenario as verb

    return verb.save(terminal, opportunity, name, what_if)


@scenario.command(
    "list",
    **described(
        "The scenarios of a deal, or of all deals.",
        "某商机或全部商机的方案。",
        "scenario list OPPORTUNITY",
    ),
)
@click.argument("opportunity", required=False, metavar=f"[{DEAL}]")
@shared(*MANY)
def listed(terminal: Terminal, opportunity: str | None) -> int:
    """List them."""
    from ui.terminal import scenario as verb

    return verb.listed(terminal, opportunity)


@scenario.command(
    **described(
        "A deal as it is and with scenarios of it, side by side.",
        "商机现状与各方案并排比较。",
        'scenario show OPPORTUNITY "Fan visits" "CFO leaves"',
    )
)
@click.argument("opportunity", metavar=DEAL)
@click.argument("names", nargs=-1, metavar=f"[{NAME}...]")
@shared(*MANY, clock=True)
def show(terminal: Terminal, opportunity: str, names: tuple[str, ...]) -> int:
    """Compare them."""
    from ui.terminal import scenario as verb

    return verb.show(terminal, opportunity, names)


@scenario.command(
    **described("Delete a scenario.", "删除一个方案。", 'scenario delete OPPORTUNITY "Fan visits"')
)
@click.argument("opportunity", metavar=DEAL)
@click.argument("name", metavar=NAME)
@shared()
def delete(terminal: Terminal, opportunity: str, name: str) -> int:
    """Delete one."""
    from ui.terminal import scenario as verb

    return verb.delete(terminal, opportunity, name)
