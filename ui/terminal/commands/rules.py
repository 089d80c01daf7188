"""``linchpin rules`` and its verbs."""

from __future__ import annotations

import click

from ui.terminal.options import Group, described, shared
from ui.terminal.terminal import Terminal


@click.group(
    cls=Group,
    **described(
        "The rules that find weak links, those of the library and your own.",
        "发现薄弱环节的规则：规则库中的与自有的。",
        "rules list",
    ),
)
def rules() -> None:
    """Look at the rules."""


@rules.command(
    "list",
    **described(
        "Every rule: whether it is on, its thresholds, where they come from, what it means. Ends "
        "with 1 where a rule of your own cannot be read.",
        "全部规则：是否启用、阈值、来源与含义。自有规则无法读取时以 1 结束。",
        "rules list",
        "rules list --format json",
    ),
)
@shared("table", "csv", "json")
def list_rules(terminal: Terminal) -> int:
    """List the rules."""
    from ui.terminal import rules as verb

    return verb.run(terminal)
