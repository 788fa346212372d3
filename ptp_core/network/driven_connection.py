"""A connection together with the lock and the condition that join the endpoint thread and the application.

The lock guards the connection and everything in it, both buffers included (R4, R5, R7). It is held for
computing only: the endpoint seals and opens packets under it, and never sends, receives or waits with it;
application threads copy bytes under it, and wait on the condition in bounded steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from ptp_core.errors import PtpError
from ptp_core.transport.connection import Connection
from ptp_core.transport.events import Event, Terminated

# A writer that waits for room is woken when this share of the buffer is free, not for each acknowledgement.
WRITER_WOKEN_AT_SHARE = 4


class DrivenConnection:
    """What the endpoint drives and a socket uses."""

    def __init__(self, connection: Connection, wake: Callable[[], None]) -> None:
        self.connection = connection
        self.wake = wake
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.waiting_readers = 0
        self.waiting_writers = 0
        self.waiting_others = 0
        self.established = False
        self.ended = False
        self.error: PtpError | None = None

    def take_event(self, event: Event) -> None:
        """Remember what the connection told. The lock is held."""
        self.established = True if not isinstance(event, Terminated) else self.established
        if isinstance(event, Terminated):
            self.ended = True
            self.error = event.error
        self.changed.notify_all()

    def notify(self) -> None:
        """Wake application threads for which something has changed. The lock is held."""
        connection = self.connection
        buffer = connection.sender.buffer
        if (self.waiting_readers and (connection.readable_bytes or connection.peer_finished)) or (
            self.waiting_writers and buffer.free_bytes * WRITER_WOKEN_AT_SHARE >= buffer.capacity_bytes
        ) or (self.waiting_others and (not buffer.used_bytes)):
            self.changed.notify_all()
