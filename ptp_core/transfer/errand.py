"""Calls that may block without bound, on a child thread, so that their owner can watch for the signal to end (R8).

For what no `poll` tells about: pipes on Windows. A child that is blocked when its owner goes cannot be ended by
anybody; it is a daemon, and holds nothing that another needs.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

LOOK_EVERY_S = 0.1
T = TypeVar("T")


class _Call(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.done = threading.Event()
        self.result: T
        self.error: Exception | None = None

    def make(self) -> None:
        try:
            self.result = self._work()
        except Exception as error:
            self.error = error
        finally:
            self.done.set()


class Errand:
    """One call after the other. Used by one thread, its owner, who closes it."""

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[_Call[object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._blocked = False

    def run(self, work: Callable[[], T], waiting: Callable[[float], None]) -> T:
        """What `work` returns, or raises; `waiting` hears every tenth of a second for how long it has blocked, and may
        raise, which leaves the call to itself."""
        call: _Call[T] = _Call(work)
        self._calls.put(call)  # type: ignore[arg-type]
        if self._thread.ident is None:
            self._thread.start()
        self._blocked = True
        tenths = 0
        while not call.done.wait(LOOK_EVERY_S):
            tenths += 1
            waiting(tenths * LOOK_EVERY_S)
        self._blocked = False
        if call.error is not None:
            raise call.error
        return call.result

    def close(self) -> None:
        """End the thread, unless a call still blocks it; may be called twice."""
        self._calls.put(None)
        if self._thread.ident is not None and not self._blocked:
            self._thread.join(1.0)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            call.make()
