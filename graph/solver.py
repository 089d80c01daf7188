"""scipy's programs, solved by HiGHS without the notes that it prints to standard output."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from scipy import optimize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.optimize import OptimizeResult

STDOUT = 1


def milp(*args: Any, **options: Any) -> OptimizeResult:
    """Solve a mixed-integer program as :func:`scipy.optimize.milp` does, silently."""
    with silent():
        answer: OptimizeResult = optimize.milp(*args, **options)
    return answer


def linprog(*args: Any, **options: Any) -> OptimizeResult:
    """Solve a linear program as :func:`scipy.optimize.linprog` does, silently."""
    with silent():
        answer: OptimizeResult = optimize.linprog(*args, **options)
    return answer


@contextmanager
def silent() -> Iterator[None]:
    """Lead what C code prints to standard output to nowhere.

    Some releases of HiGHS print whatever the options say, and scripts read the answer there.
    """
    _hush.enter()
    try:
        yield
    finally:
        _hush.leave()


class _Hush:
    """Standard output led away while anybody solves; threads may solve at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._kept: int | None = None

    def enter(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._lead_away()

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._kept is not None:
                _write_out_c()
                os.dup2(self._kept, STDOUT)
                os.close(self._kept)
                self._kept = None

    def _lead_away(self) -> None:
        with suppress(OSError, ValueError):  # there is no standard output, or nobody reads it
            if sys.stdout is not None:
                sys.stdout.flush()
            _write_out_c()
            self._kept = os.dup(STDOUT)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, STDOUT)
            os.close(nowhere)


_hush = _Hush()


def _write_out_c() -> None:
    """Let the C library write what it has kept, before it would go astray."""
    if os.name == "posix":
        ctypes.CDLL(None).fflush(None)
