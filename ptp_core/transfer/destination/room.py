"""A disk that is full: both sides are told, and whoever writes waits until it is worth another try.

Used by the thread that receives and the one that saves, at the same time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from ptp_core.errors import Cancelled
from ptp_core.sentences import declare
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.messages import GoOn, Hold, Message

FULL = declare("disk-full", "There is no space left in {folder}. Make room there, and it goes on.")
_ENDED = declare("ended-while-full", "The transfer ended while the disk was full.")()

_FULL_WAIT_S = 0.5


class Room:
    """The room in one folder, for one transfer. `send` tells the sender, `tell` the person here, with "" when it is
    over; `pause` waits for so many seconds, or until the transfer is to end."""

    def __init__(
        self,
        directory: Path,
        *,
        send: Callable[[Message], None],
        tell: Callable[[str], None],
        pause: Callable[[float], bool],
        sign_of_life: Callable[[], None],
        check_stop: Callable[[], None],
    ) -> None:
        self._directory = directory
        self._send = send
        self._tell = tell
        self._pause = pause
        self._sign_of_life = sign_of_life
        self._check_stop = check_stop
        self._lock = threading.Lock()
        self._held = False
        self._closed = False

    def wait(self, full: bool) -> None:
        """The disk is full: say so, and come back when it is worth another try. Or it is not any more. Raises what
        `check_stop` raises, and Cancelled once it is closed."""
        with self._lock:
            changed, self._held = self._held is not full, full
        if changed:
            self._send(Hold(reasons.DISK_FULL) if full else GoOn())
            self._tell(FULL(folder=self._directory) if full else "")
        if full:
            self._pause(_FULL_WAIT_S)
            self._check_stop()
            if self._closed:
                raise Cancelled(_ENDED, by_peer=False)
            self._sign_of_life()

    def close(self) -> None:
        """Whoever waits gives up."""
        self._closed = True
