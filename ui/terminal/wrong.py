"""Wrong usage, said in the reader's language with the nearest right word."""

from __future__ import annotations

import click

from graph.errors import nearest
from graph.text import Text


def wrong_usage(error: click.ClickException) -> Text:
    """Say what is wrong with a command line, and where its help is."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return Text(error.message, error.message)
    path = context.command_path if context else "linchpin"
    hint = Text("See {path} --help.", "用法见 {path} --help。").format(path=path)
    return _sentence(error, context) + Text(" ", "") + hint


def _sentence(error: click.ClickException, context: click.Context | None) -> Text:
    if isinstance(error, click.NoSuchOption):
        options = (
            [o for p in context.command.get_params(context) for o in p.opts] if context else []
        )
        near = nearest(error.option_name, [o for o in options if o.startswith("--")])
        return _unknown(Text("option", "选项"), error.option_name, near)
    if isinstance(error, click.exceptions.NoSuchCommand):
        group = context.command if context else None
        known = group.list_commands(context) if isinstance(group, click.Group) and context else []
        return _unknown(
            Text("command", "命令"), error.command_name, nearest(error.command_name, known)
        )
    if isinstance(error, click.MissingParameter):
        return Text("{name} is missing.", "缺少 {name}。").format(name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return _bad(error)
    english = error.format_message().rstrip(".") + "."
    return Text(english, "用法有误：" + english)


def _unknown(kind: Text, given: str, near: list[str]) -> Text:
    sentence = Text("There is no {kind} '{given}'.", "没有{kind}“{given}”。").format(
        kind=kind, given=given
    )
    if near:
        names = ", ".join(near)
        sentence += Text(f" Did you mean {names}?", f"是否指 {names}？")
    return sentence


def _bad(error: click.BadParameter) -> Text:
    kind = error.param.type if error.param else None
    english = error.message.rstrip(".") + "."
    chinese = english
    if isinstance(kind, click.Choice):
        words = ", ".join(str(c) for c in kind.choices)
        english, chinese = f"one of {words} is expected.", f"应为 {words} 之一。"
    elif isinstance(kind, click.DateTime):
        english, chinese = "a day such as 2026-03-31 is expected.", "应为日期，如 2026-03-31。"
    elif isinstance(kind, click.FloatRange) and kind.max is None:
        english = f"a number, {kind.min or 0:g} or more, is expected."
        chinese = f"应为不小于 {kind.min or 0:g} 的数。"
    elif isinstance(kind, click.FloatRange):
        english = f"a number from {kind.min:g} to {kind.max:g} is expected."
        chinese = f"应为 {kind.min:g} 到 {kind.max:g} 的数。"
    elif isinstance(kind, click.IntRange):
        low, high = kind.min, kind.max
        english = f"a whole number from {low} to {high} is expected."
        chinese = f"应为 {low} 到 {high} 的整数。"
        if high is None:
            english, chinese = (
                f"a whole number, {low} or more, is expected.",
                f"应为不小于 {low} 的整数。",
            )
    name = _name(error.param)
    return Text(f"{name}: {english}", f"{name}: {chinese}")


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name
