"""What every verb is given: language, settings, clock, store, and where the answer goes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from graph.text import Language, Text
from ui.terminal.speech import LANGUAGE_VARIABLE, language_named, language_of_machine
from ui.terminal.tables import harmless

if TYPE_CHECKING:
    from graph.settings import Settings
    from graph.settings_file import Origins
    from graph.store import Store

REDRAW_SECONDS = 0.1


@dataclass
class Terminal:
    """One run of a command.

    Parameters
    ----------
    asked_language, asked_format : str or None
        ``--lang`` and ``--format``.
    out : Path or None
        ``--out``; None is standard output.
    as_of : date or None
        ``--as-of``; None is today.
    """

    asked_language: Language | None = None
    asked_format: str | None = None
    out: Path | None = None
    asked_day: date | None = None
    _drawn: float = field(default=0.0, repr=False)

    @cached_property
    def language(self) -> Language:
        """The reader's language: ``--lang``, ``LINCHPIN_LANG``, the settings file, the locale."""
        stated = self.asked_language or language_named(os.environ.get(LANGUAGE_VARIABLE))
        return stated or self.settings.language or language_of_machine()

    @cached_property
    def _loaded(self) -> tuple[Settings, Origins]:
        from graph.settings_file import load_settings

        return load_settings()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._loaded[0]

    @property
    def origins(self) -> Origins:
        """Where the value of each setting came from."""
        return self._loaded[1]

    @property
    def as_of(self) -> date:
        """The day of the answer: the only place where the terminal looks at the clock."""
        return self.asked_day or date.today()

    def store(self, *, start: bool = True) -> Store:
        """Connect to the store in use; the local server is started where it is needed."""
        with _never_loading("pandas", "pyarrow"):
            from graph.store import connect

        return connect(self.settings, start=start)

    def word(self, en: str, zh: str) -> str:
        """Return the one of two wordings that the reader understands."""
        return zh if self.language == "zh" else en

    def origin(self, where: str) -> str:
        """Return where a setting came from, in the reader's words."""
        return self.word("default", "默认") if where == "default" else where

    def note(self, text: Text) -> None:
        """Say a sentence on standard error."""
        self.clear()
        sys.stderr.write(harmless(text[self.language]) + "\n")
        sys.stderr.flush()

    def progress(self, done: int, total: int, what: Text) -> None:
        """Draw how far something is, in a terminal alone."""
        moment = time.monotonic()
        if not sys.stderr.isatty() or (done < total and moment - self._drawn < REDRAW_SECONDS):
            return
        self._drawn = moment
        share = f" {100 * done // total}%" if total else ""
        sys.stderr.write(f"\r\x1b[K{what[self.language]}{share}")
        if total and done >= total:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the progress line away."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


@contextmanager
def _never_loading(*names: str) -> Iterator[None]:
    """Let an import go on without libraries it would use if they were there.

    The driver loads pandas to convert its types, which nobody here asks for: half a second.
    """
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)
