"""How a thread of the application waits for a connection: in steps, never without a bound, and told why it was in vain.

Everything here is called with the connection's lock held; a wait gives it back meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ptp_core.errors import PeerReset, PeerTimeout, PtpError, SocketClosed
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.sentences import declare

NOT_IN_TIME = declare("not-in-time", "The other side did not answer in time.")()
CONNECTION_CLOSED = declare("connection-closed", "The connection is closed.")()
_FINISHED = declare("already-finished", "This side has already finished sending.")()

# Every wait is cut into steps of this length, so that nothing waits without a bound.
WAIT_STEP_S = 0.1

Check = Callable[[], None]
"""Raises when nobody wants to wait any more."""


def wait_for_room(driven: DrivenConnection, check: Check, timeout_s: float | None) -> None:
    """Until the send buffer takes a byte. Raises what ended the connection, PeerTimeout, SocketClosed once this side
    has finished sending, and what `check` raises."""
    connection = driven.connection

    def ready() -> bool:
        if not driven.ended and not connection.writable:
            raise SocketClosed(_FINISHED)
        return connection.send_room_bytes > 0

    driven.waiting_writers += 1
    try:
        _wait(driven, ready, check, timeout_s)
    finally:
        driven.waiting_writers -= 1
    if driven.ended:
        raise _end_of(driven)


def wait_for_bytes(driven: DrivenConnection, check: Check, timeout_s: float | None) -> None:
    """Until there is a byte to read, or the peer has finished. Raises what ended the connection, PeerTimeout, and what
    `check` raises."""
    connection = driven.connection
    driven.waiting_readers += 1
    try:
        _wait(driven, lambda: connection.readable_bytes > 0 or connection.peer_finished, check, timeout_s)
    finally:
        driven.waiting_readers -= 1


def wait_for_delivery(driven: DrivenConnection, timeout_s: float) -> None:
    """Until the peer has everything, the connection is over or the time is."""
    ends_s = time.monotonic() + timeout_s
    driven.waiting_others += 1
    try:
        while not (driven.ended or driven.connection.all_acknowledged) and time.monotonic() < ends_s:
            driven.changed.wait(min(WAIT_STEP_S, max(0.0, ends_s - time.monotonic())))
    finally:
        driven.waiting_others -= 1


def _wait(driven: DrivenConnection, ready: Callable[[], bool], check: Check, timeout_s: float | None) -> None:
    ends_s = None if timeout_s is None else time.monotonic() + timeout_s
    while not ready():
        check()
        if driven.ended:
            raise _end_of(driven)
        if ends_s is not None and time.monotonic() >= ends_s:
            raise PeerTimeout(NOT_IN_TIME)
        driven.changed.wait(WAIT_STEP_S)


def _end_of(driven: DrivenConnection) -> PtpError:
    error = driven.error
    if isinstance(error, PeerReset):
        return PeerReset(error.message, code=error.code, hint=error.hint)
    if error is not None:
        return error
    return SocketClosed(CONNECTION_CLOSED)
