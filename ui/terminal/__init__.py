"""The verbs of the terminal: each asks for an answer and writes it; none computes.

Nothing here is imported before a verb is chosen, so that ``linchpin --help`` is quick.
"""

from __future__ import annotations

import sys
from types import TracebackType


def _quiet(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of a Ctrl-C that comes while the program is still being read in."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet
