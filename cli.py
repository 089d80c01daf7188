"""The terminal: ``linchpin`` and its commands, in the order in which help lists them."""

from __future__ import annotations

import sys

import click

from ui.terminal.commands.campaigns import campaign
from ui.terminal.commands.deals import analyze
from ui.terminal.commands.export import export
from ui.terminal.commands.groups import cross_sell, group, whitespace
from ui.terminal.commands.load import load
from ui.terminal.commands.look import demo, doctor, schema, serve, settings
from ui.terminal.commands.networks import influence
from ui.terminal.commands.plans import plan
from ui.terminal.commands.portfolio import portfolio
from ui.terminal.commands.probability import probability
from ui.terminal.commands.questions import query
from ui.terminal.commands.reviews import review
from ui.terminal.commands.rules import rules
from ui.terminal.commands.scenarios import scenario
from ui.terminal.commands.store import store
from ui.terminal.commands.tags import tags
from ui.terminal.guard import guarded
from ui.terminal.options import SETTINGS, Group
from ui.terminal.speech import speak

COMMANDS = (
    demo,
    serve,
    load,
    analyze,
    plan,
    portfolio,
    group,
    cross_sell,
    whitespace,
    campaign,
    tags,
    scenario,
    influence,
    query,
    export,
    review,
    probability,
    store,
    settings,
    rules,
    schema,
    doctor,
)


@click.group(
    cls=Group,
    context_settings=SETTINGS,
    help=speak(
        "Who decides at a customer, which link to them is weak, whom to meet next.",
        "客户处谁说了算、哪条关系薄弱、下一步见谁。",
    ),
)
@click.option("--lang", type=click.Choice(["en", "zh"]), help=speak("Language.", "语言。"))
@click.version_option(package_name="linchpin", message="linchpin %(version)s")
@click.pass_context
def linchpin(context: click.Context, lang: str | None) -> None:
    """Keep the language for the verb that follows."""
    context.obj = lang


for _command in COMMANDS:
    linchpin.add_command(_command)


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(guarded(linchpin))


if __name__ == "__main__":
    main()
