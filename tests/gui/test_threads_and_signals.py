"""The worker behind the window, and the signals that end it from a terminal."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.background import Background
from app.exit_signals import ExitSignals
from ptp_core.errors import PtpError, SourceError


def _unexpected(value: Any) -> None:
    raise AssertionError(value)


def test_jobs_run_in_order_off_the_gui_thread_and_come_back_on_it(qtbot: QtBot) -> None:
    work = Background("ptp-test-worker")
    results: list[tuple[int, str, bool]] = []

    def told(number: int, name: str) -> None:
        results.append((number, name, threading.current_thread() is threading.main_thread()))

    for number in range(5):
        work.run(
            lambda: threading.current_thread().name,
            lambda name, number=number: told(number, name),  # type: ignore[misc]
            _unexpected,
        )
    qtbot.waitUntil(lambda: len(results) == 5)
    assert results == [(number, "ptp-test-worker", True) for number in range(5)]
    assert work.close()


def test_typed_errors_come_back_as_they_are_and_others_as_a_fault_of_the_program(qtbot: QtBot) -> None:
    work = Background("ptp-test-worker")
    errors: list[PtpError] = []
    expected = SourceError("gone", path=Path("gone"))

    def fail(error: Exception) -> None:
        raise error

    work.run(lambda: fail(expected), _unexpected, errors.append)
    work.run(lambda: fail(KeyError("oh")), _unexpected, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 2)
    assert errors[0] is expected
    assert "KeyError" in errors[1].message
    assert work.close()


def test_nothing_comes_back_once_it_is_closed(qtbot: QtBot) -> None:
    work = Background("ptp-test-worker")
    running, go = threading.Event(), threading.Event()

    def block() -> None:
        running.set()
        go.wait(5)

    work.run(block, _unexpected, _unexpected)
    work.run(lambda: None, _unexpected, _unexpected)
    assert running.wait(5)
    assert not work.close(0)
    go.set()
    assert work.close()
    work.run(lambda: None, _unexpected, _unexpected)
    qtbot.wait(20)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_wakes_the_event_loop(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    signals = ExitSignals()
    try:
        with qtbot.waitSignal(signals.received, timeout=2000) as received:
            os.kill(os.getpid(), number)
        assert received.args == [number]
    finally:
        signals.close()
        signals.close()
    assert signal.getsignal(number) is before
    assert signal.set_wakeup_fd(-1) == -1
