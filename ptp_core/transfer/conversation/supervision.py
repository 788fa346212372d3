"""Rule R8: a parent thread that watches for the closing signal, and a child thread that does what blocks.

The parent looks at the stop flag, at a time limit and at its own `tick` at least ten times a second. To end the child
it calls `end_work`, which must make the child's blocking call return (a socket is aborted), and joins it with a bound.
Order of an end, always the same: flag, wake, end_work, join child, `finished`, parent ends. Both threads are daemons
as a safety net only.
"""

from __future__ import annotations

import contextlib
import enum
import threading
import time
from collections.abc import Callable, Iterator

from ptp_core.errors import PtpError, SecurityError

TICK_S = 0.1
# For so long after `look_often` the ticks come this often.
OFTEN_S = 2.0
OFTEN_TICK_S = 0.02
# Within the two seconds that everything has to end in, with room for the owner's own join.
CHILD_JOIN_S = 1.4


class StopReason(enum.Enum):
    """Who ended the work from this side."""

    CANCELLED = "cancelled"
    CLOSING = "closing"
    PAUSED = "paused"


class Supervision:
    """One parent, one child.

    `work` runs on the child; `tick`, `end_work(reason)` and `finished` run on the parent; `end_work` may be called
    again. `stop`, `wake`, `join` may be called from any thread.

    Attributes: `stopping` is set once the work is to end; `error` is what `work` raised, once it is done.
    """

    def __init__(
        self,
        name: str,
        *,
        work: Callable[[], None],
        tick: Callable[[], None],
        end_work: Callable[[StopReason], None],
        finished: Callable[[], None],
    ) -> None:
        self.stopping = threading.Event()
        self.error: BaseException | None = None
        self._work = work
        self._tick = tick
        self._end_work = end_work
        self._finished = finished
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._reason: StopReason | None = None
        self._limit: tuple[float, Callable[[], None], PtpError | None] | None = None
        self._limit_error: PtpError | None = None
        self._often_until_s = 0.0
        self._work_done = threading.Event()
        self._parent = threading.Thread(target=self._watch, name=name, daemon=True)
        self._child = threading.Thread(target=self._run, name=f"{name}-worker", daemon=True)

    @property
    def reason(self) -> StopReason | None:
        """Why the work was ended from this side, or None."""
        return self._reason

    def start(self) -> None:
        """Start the parent, which starts the child."""
        self._parent.start()

    def stop(self, reason: StopReason) -> None:
        """Ask the work to end; the first reason counts. Returns at once."""
        with self._lock:
            if self._reason is None:
                self._reason = reason
        self.stopping.set()
        self._wake.set()

    def wake(self) -> None:
        """Let the parent look at once."""
        self._wake.set()

    def look_often(self) -> None:
        """For two seconds from now `tick` is called every fiftieth of a second: what is short is seen too."""
        self._often_until_s = time.monotonic() + OFTEN_S
        self._wake.set()

    def within(self, seconds: float, action: Callable[[], None], error: PtpError | None = None) -> None:
        """From now, the child has `seconds` for what it does next, else the parent calls `action`, which must end the
        child's blocking call, and `error` replaces what that call raises."""
        self._limit = (time.monotonic() + seconds, action, error)

    def without_limit(self) -> None:
        """The limit of `within` is over."""
        self._limit = None

    def join(self, timeout_s: float) -> bool:
        """Wait for the parent; whether it has ended. At once True when called on the parent itself or before start."""
        if self._parent.ident is None or self._parent is threading.current_thread():
            return True
        self._parent.join(timeout_s)
        return not self._parent.is_alive()

    def _watch(self) -> None:
        try:
            self._child.start()
            self._watch_child()
        finally:
            self._finished()

    def _watch_child(self) -> None:
        give_up = float("inf")
        while not self._work_done.is_set():
            self._wake.wait(OFTEN_TICK_S if time.monotonic() < self._often_until_s else TICK_S)
            self._wake.clear()
            now = time.monotonic()
            if self.stopping.is_set():
                give_up = min(give_up, now + CHILD_JOIN_S)
                # At each tick: the child may have had nothing yet that could be ended.
                self._end_work(self._reason or StopReason.CANCELLED)
            self._apply_limit(now)
            self._tick()
            if now > give_up:
                # A disk that never answers: the child is left to the daemon flag, everything else is let go.
                return
        self._child.join(CHILD_JOIN_S)
        if self.stopping.is_set() and self.error is not None:
            # The child saw the flag before the parent did; the peer is still to be told.
            self._end_work(self._reason or StopReason.CANCELLED)

    def _apply_limit(self, now: float) -> None:
        limit = self._limit
        if limit is not None and now > limit[0]:
            self._limit = None
            self._limit_error = limit[2]
            limit[1]()

    def _run(self) -> None:
        try:
            self._work()
        except SecurityError as error:
            # No call that was ended raises this: it was found out before.
            self.error = error
        except BaseException as error:
            self.error = self._limit_error or error
        finally:
            self._work_done.set()
            self._wake.set()


@contextlib.contextmanager
def time_limit(
    supervision: Supervision, seconds: float, action: Callable[[], None], error: PtpError | None = None
) -> Iterator[None]:
    """`Supervision.within` for the length of a block."""
    supervision.within(seconds, action, error)
    try:
        yield
    finally:
        supervision.without_limit()
