"""The commands about groups of companies: group, cross-sell, whitespace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import click

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.commands.plans import Hours
from ui.terminal.options import MANY, Command, described, shared
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

_COLUMN = speak("COL", "列名")


def _named(english: str, chinese: str) -> str:
    return speak(
        f"With --usage: the column of the {english} (found by itself).",
        f"配合 --usage：{chinese}所在列（默认自动识别）。",
    )


DAYS_AHEAD = 90
_OF_A_FILE = Text(
    "--usage is about a file alone; leave out {names}.", "--usage 仅针对文件；请去掉 {names}。"
)
_ONLY_OF_A_FILE = Text("{names} only goes with --usage FILE.", "{names} 仅配合 --usage 文件 使用。")
_OF_ALL_GROUPS = Text(
    "--adoption is about all groups and plans nothing; leave out {names}.",
    "--adoption 针对全部集团，不做方案；请去掉 {names}。",
)


@click.command(
    "cross-sell",
    cls=Command,
    **described(
        "Which member company could buy what, through whom.",
        "哪家成员企业可以买什么、经由谁。",
        "cross-sell GROUP --top 10",
        "cross-sell GROUP --hours 40 --money 20000 --per-person 2",
        "cross-sell --format parquet --out paths.parquet",
        "cross-sell --adoption --top 100 --out adoption.parquet",
        "cross-sell --usage purchases.csv --as-of 2026-01-01 --top 10 --format csv",
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
@click.option(
    "--hours",
    type=Hours(min=0),
    metavar="H",
    help=speak("Plan: hours that may be spent.", "方案：可用的小时数。"),
)
@click.option(
    "--money",
    type=Hours(min=0),
    metavar="M",
    help=speak("Plan: what channels may cost.", "方案：渠道费用上限。"),
)
@click.option(
    "--per-person",
    type=click.IntRange(min=0),
    metavar="K",
    help=speak(
        "Plan: paths on which one person may stand (a setting by default).",
        "方案：同一人最多出现在几条路径中（默认见设置）。",
    ),
)
@click.option(
    "--usage",
    metavar=speak("FILE", "文件"),
    help=speak(
        "A purchase history: the products each customer will take up next.",
        "购买历史文件：预测每个客户接下来会采用的产品。",
    ),
)
@click.option(
    "--horizon",
    type=click.IntRange(1, 3660),
    show_default="90",
    metavar=speak("DAYS", "天数"),
    help=speak("With --usage: days looked ahead.", "配合 --usage：向前预测的天数。"),
)
@click.option("--customer", metavar=_COLUMN, help=_named("customers", "客户"))
@click.option("--product", metavar=_COLUMN, help=_named("products", "产品"))
@click.option("--date", metavar=_COLUMN, help=_named("days", "日期"))
@click.option(
    "--adoption",
    is_flag=True,
    help=speak(
        "Every company and individual line: the likeliest adoptions of each group, without paths.",
        "所有企业与个人成员：每个集团最可能的采用，不含路径。",
    ),
)
@shared(*MANY, clock=True)
def cross_sell(terminal: Terminal, group: str | None, top: int, **more: Any) -> int:
    """Rank the ways into a group's companies, or the next products of a history's customers."""
    columns = {name: more.pop(name) for name in ("customer", "product", "date")}
    usage, horizon, adoption = (more.pop(name) for name in ("usage", "horizon", "adoption"))
    if usage is not None:
        from ui.terminal import usage_file

        _leave_out(_OF_A_FILE, {"GROUP": group, "adoption": adoption or None, **more})
        days = DAYS_AHEAD if horizon is None else horizon
        return usage_file.run(terminal, usage, top=top, horizon=days, columns=columns)
    _leave_out(_ONLY_OF_A_FILE, {"horizon": horizon, **columns})
    if adoption:
        from ui.terminal import adoption_of_all

        _leave_out(_OF_ALL_GROUPS, {"GROUP": group, **more})
        return adoption_of_all.run(terminal, top=top)
    from ui.terminal import cross_sell as verb

    return verb.run(terminal, group=group, top=top, **more)


def _leave_out(why: Text, others: Mapping[str, object]) -> None:
    """Refuse what was asked for and would be passed over."""
    named = [
        name if name.isupper() else f"--{name.replace('_', '-')}"
        for name, value in others.items()
        if value is not None
    ]
    if named:
        raise UsageError(why.format(names=", ".join(named)))


def month(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return a month as 2026-03; refuse what is none."""
    if value is None or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return value
    said = speak("'{}' is no month; write it as 2026-03.", "“{}”不是月份，请写成 2026-03。")
    raise click.BadParameter(said.format(value), ctx, param)


@click.command(
    "group",
    cls=Command,
    **described(
        "Who holds, controls and earns what in a group; revenue and deals rolled up.",
        "集团的持股、控制与权益；收入和商机逐级合并。",
        "group GROUP",
        "group --all --format csv --out heads.csv",
    ),
)
@click.argument("ids", nargs=-1, metavar=speak("[GROUP]...", "[集团]..."))
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=speak(
        "All groups; as csv a row an enterprise with its head.",
        "全部集团；csv 为每家企业一行及其集团。",
    ),
)
@click.option(
    "--from",
    "first",
    callback=month,
    metavar=speak("MONTH", "月份"),
    help=speak("First billed month (the last 12 by default).", "起始账期（默认最近 12 个）。"),
)
@click.option(
    "--to",
    "last",
    callback=month,
    metavar=speak("MONTH", "月份"),
    help=speak("Last billed month.", "截止账期。"),
)
@shared(*MANY, clock=True)
def group(
    terminal: Terminal, ids: tuple[str, ...], everything: bool, first: str | None, last: str | None
) -> int:
    """Show groups of companies."""
    from ui.terminal import group as verb

    return verb.run(terminal, ids=ids, everything=everything, first=first, last=last)


@click.command(
    "whitespace",
    cls=Command,
    **described(
        "What each company of a group has of each product: ours, a rival's, open, not suitable.",
        "集团各企业的各产品状态：我方、对手、空白、不适用。",
        "whitespace GROUP --format xlsx --out whitespace.xlsx",
    ),
)
@click.argument("group", metavar=speak("GROUP", "集团"))
@shared(*MANY, clock=True)
def whitespace(terminal: Terminal, group: str) -> int:
    """Show the whitespace of a group."""
    from ui.terminal import whitespace as verb

    return verb.run(terminal, group=group)
