"""Ctrl-C while a statement runs: held back until it is over, then one KeyboardInterrupt."""

from __future__ import annotations

import os
import signal
import threading
from asyncio import CancelledError

import pytest

from graph.store.interrupts import held


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def interrupted(statement) -> list[object]:
    """Run a statement that notes its steps, hold the interrupt, and return the steps."""
    steps: list[object] = []

    def talk() -> None:
        with held() as interrupts:
            statement(steps, interrupts)

    with pytest.raises(KeyboardInterrupt):
        talk()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    return steps


def test_the_first_interrupt_waits_for_the_end_of_the_statement():
    def statement(steps, _interrupts):
        press()
        steps.append("on")

    assert interrupted(statement) == ["on"]


def test_the_second_ends_the_connection_as_the_driver_ends_it():
    def statement(steps, _interrupts):
        press()
        try:
            press()
        except CancelledError:
            steps.append("cancelled")
            raise

    assert interrupted(statement) == ["cancelled"]


def test_a_long_answer_is_left_between_two_rows():
    def statement(steps, interrupts):
        for row in range(100):
            interrupts.check()
            steps.append(row)
            if row == 2:
                press()

    assert interrupted(statement) == [0, 1, 2]


def test_an_error_that_an_interrupt_brings_about_is_the_interrupt():
    def statement(_steps, _interrupts):
        press()
        raise ValueError

    assert interrupted(statement) == []
    with pytest.raises(ValueError, match="own"), held():
        raise ValueError("own")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_within_another_and_in_a_thread_nothing_is_taken_over():
    seen = []

    def look() -> None:
        with held():
            seen.append(signal.getsignal(signal.SIGINT))

    with held():
        outer = signal.getsignal(signal.SIGINT)
        look()
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [outer, outer]
