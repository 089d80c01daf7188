"""The way out of every command: a result, or one sentence and an exit code; never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

import click

from graph.errors import LinchpinError
from graph.text import Text
from ui.terminal.speech import (
    LANGUAGE_VARIABLE,
    language_asked,
    language_named,
    language_of_machine,
)
from ui.terminal.tables import harmless
from ui.terminal.wrong import wrong_usage

STOPPED = 130
_STOPPED = Text("Stopped; nothing was left half-written.", "已停止；没有留下写了一半的文件。")


def guarded(command: click.Command, words: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; whatever goes wrong is said on standard error."""
    words = list(sys.argv[1:] if words is None else words)
    _use_utf8()
    try:
        code = command.main(words, prog_name="linchpin", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        _say(wrong_usage(error)[_language(words)])
        return error.exit_code
    except LinchpinError as error:
        _say(error.say(_language(words)))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say(_STOPPED[_language(words)])
        return STOPPED
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001  (the last place before a user: never a traceback)
        _say(_unexpected(words)[_language(words)])
        return 1


def _language(words: Sequence[str]) -> str:
    """Return the reader's language: as asked, else as set, else the machine's."""
    asked = language_asked(words) or language_named(os.environ.get(LANGUAGE_VARIABLE))
    if asked is None:
        from graph.settings_file import load_settings

        with suppress(LinchpinError):
            asked = load_settings()[0].language
    return asked or language_of_machine()


def _say(sentence: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    sys.stderr.write(harmless(sentence) + "\n")
    sys.stderr.flush()


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def _unexpected(words: Sequence[str]) -> Text:
    trace = traceback.format_exc()
    what = trace.strip().splitlines()[-1]
    try:
        from graph.paths import inside

        log = inside("logs") / "errors.log"
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"linchpin {' '.join(words)}\n{trace}\n")
        log.chmod(0o600)
    except (OSError, LinchpinError):
        return Text(f"Something unexpected happened: {what}", f"发生意外错误：{what}")
    return Text(
        f"Something unexpected happened: {what} Details are in {log}; please report them.",
        f"发生意外错误：{what} 详情见 {log}，请反馈给我们。",
    )
