"""The options that every command has, and how a command gets its terminal."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from graph.text import LANGUAGES
from ui.terminal.speech import speak
from ui.terminal.terminal import Terminal

Callback = Callable[..., Any]

MANY = ("table", "csv", "json", "parquet", "xlsx")
FEW = ("table", "json")
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def shared(*formats: str, clock: bool = False) -> Callable[[Callback], Callback]:
    """Add ``--lang``, ``--format``, ``--out`` and, with a ``clock``, ``--as-of``.

    The command is called with its :class:`Terminal` first; the number that it returns is the
    exit code.
    """

    def decorate(callback: Callback) -> Callback:
        @functools.wraps(callback)
        def call(**given: Any) -> int:
            return callback(_terminal(given), **given) or 0

        decorated: Callback = call
        for option in reversed(_options(formats, clock=clock)):
            decorated = option(decorated)
        return decorated

    return decorate


def _terminal(given: dict[str, Any]) -> Terminal:
    """Take the shared options out of what was given."""
    out, day = given.pop("out"), given.pop("as_of", None)
    return Terminal(
        asked_language=given.pop("lang") or click.get_current_context().obj,
        asked_format=given.pop("format", None),
        out=None if out in (None, "-") else Path(out).expanduser(),
        asked_day=day.date() if day else None,
    )


def _options(formats: tuple[str, ...], *, clock: bool) -> list[Callable[[Callback], Callback]]:
    day = click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar=speak("DATE", "日期"),
        help=speak("The day of the answer (today by default).", "分析基准日（默认今天）。"),
    )
    form = click.option(
        "--format",
        type=click.Choice(formats),
        help=speak("Format of the answer.", "结果格式。"),
    )
    out = click.option(
        "--out",
        metavar=speak("FILE", "文件"),
        help=speak("Where the answer goes; - is standard output.", "结果写入的文件;- 为标准输出。"),
    )
    lang = click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        help=speak("Language of the answer and of messages.", "结果和提示的语言。"),
    )
    return [*([day] if clock else []), *([form] if formats else []), out, lang]


class _Spoken:
    """A command whose help has its headings in the reader's language."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        page: str = super().get_help(ctx)  # type: ignore[misc]
        for english, chinese in _HEADINGS.items():
            page = page.replace(english, speak(english, chinese))
        return page


class Command(_Spoken, click.Command):
    """A verb."""


class Group(_Spoken, click.Group):
    """A verb with verbs of its own."""

    command_class = Command
    group_class = type

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands in the order in which they are declared."""
        return list(self.commands)


_HEADINGS = {
    "Usage:": "用法：",
    "\nOptions:": "\n选项：",
    "\nCommands:": "\n命令：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Show this message and exit.": "显示本帮助。",
    "Show the version and exit.": "显示版本。",
    "[default:": "[默认：",
    "[required]": "[必填]",
}


def described(english: str, chinese: str, *examples: str) -> dict[str, Any]:
    """Return the help of a command in the reader's language, with its examples."""
    shown = "\n".join(f"  linchpin {example}" for example in examples)
    return {
        "help": speak(english, chinese),
        "short_help": _first_part(speak(english, chinese)),
        "epilog": f"\b\n{speak('Example:', '示例:')}\n{shown}" if shown else None,
        "context_settings": SETTINGS,
    }


def _first_part(text: str) -> str:
    """Return what a list of commands has room for.

    Examples
    --------
    >>> _first_part("The store: start, stop."), _first_part("Open the screen.")
    ('The store', 'Open the screen')
    """
    return re.split(r"[:;(.。;:(]", text)[0].strip()
