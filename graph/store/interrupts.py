"""Ctrl-C while a statement runs: the driver is never left in the middle of a message.

An interrupt that lands inside the driver leaves it waiting for the rest of an answer that it has
already thrown away. So the first one waits for the end of the statement, and a second one ends the
connection, which the driver does cleanly for the error by which asyncio cancels.
"""

from __future__ import annotations

import signal
import threading
from asyncio import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Interrupts:
    """What Ctrl-C does while a statement runs.

    Parameters
    ----------
    patience : int
        How many interrupts wait for the end of the statement before one ends the connection.
    first : callable or None
        Called at the first one, as a signal calls: it may only set things going.
    """

    def __init__(self, patience: int, first: Callable[[], None] | None) -> None:
        self.patience = patience
        self.first = first
        self.count = 0

    def __call__(self, _number: int, _frame: object) -> None:
        """Take a signal."""
        self.count += 1
        if self.count > self.patience:
            raise CancelledError
        if self.count == 1 and self.first is not None:
            self.first()

    def check(self) -> None:
        """End the connection if an interrupt waits: called between the rows of a long answer."""
        if self.count:
            raise CancelledError


@contextmanager
def held(patience: int = 1, first: Callable[[], None] | None = None) -> Iterator[Interrupts]:
    """Hold Ctrl-C back while the block talks to the server, then raise it as KeyboardInterrupt.

    In a thread, or where somebody else listens to the signal, nothing is held back.

    Examples
    --------
    >>> with held() as interrupts:
    ...     interrupts.check()
    """
    interrupts = Interrupts(patience, first)
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts)
    try:
        yield interrupts
    except CancelledError:
        raise KeyboardInterrupt from None
    except Exception as error:
        if interrupts.count:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if interrupts.count:
        raise KeyboardInterrupt
