"""Hearing the peer while this side does something else: a person decides, or others come first.

A sender that cancels meanwhile must be noticed at once, and one that speaks out of turn ends its connection. What was
heard too early is not lost: `Hearing.next` hands it out. Used by one thread, which owns the child that reads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Failed, Message
from ptp_core.transfer.conversation.replies import peer_failed

POLL_S = 0.1


class Hearing:
    """Whole messages from one channel. `check_stop` is asked at each wait, and may raise."""

    def __init__(self, channel: MessageChannel, name: str, check_stop: Callable[[], None]) -> None:
        self._channel = channel
        self._name = name
        self._check_stop = check_stop
        self._ear: ReadAhead | None = None

    def start(self) -> None:
        """From now on the peer is heard although it is not its turn; may be called twice."""
        if self._ear is None:
            self._ear = ReadAhead(self._channel, self._name)

    def check_silence(self, peer: str) -> None:
        """Raise what the peer's failure means, or ProtocolViolation when it spoke out of turn."""
        assert self._ear is not None
        message = self._ear.poll(0)
        if isinstance(message, Failed):
            raise peer_failed(message, peer)
        if message is not None:
            raise ProtocolViolation(broken_rules.OUT_OF_TURN)

    def next(self) -> Message:
        """The next message, whenever it came."""
        ear = self._ear
        if ear is None:
            return self._channel.receive()
        while (message := ear.poll(POLL_S)) is None:
            self._check_stop()
        self._ear = None
        return message

    def until_closed(self) -> None:
        """The last word is said: wait until the peer has closed too."""
        if self._ear is None:
            return
        # The child reads already, and one reader is enough: it ends when the peer closes.
        self._channel.socket.shutdown()
        while self._ear.poll(POLL_S) is None:
            self._check_stop()

    def join(self, timeout_s: float) -> None:
        """Wait for the child, whose blocking call the channel's owner has ended."""
        if self._ear is not None:
            self._ear.join(timeout_s)


class ReadAhead:
    """Waits for one message on a child thread, so that its owner can do something else and still hear the peer."""

    def __init__(self, channel: MessageChannel, name: str) -> None:
        self._channel = channel
        self._done = threading.Event()
        self._message: Message | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def poll(self, timeout_s: float) -> Message | None:
        """The message if it came within `timeout_s`; raises what reading it raised."""
        if not self._done.wait(timeout_s):
            return None
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._message

    def join(self, timeout_s: float) -> None:
        """Wait for the thread, whose blocking call the channel's owner has ended."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            self._message = self._channel.receive()
        except Exception as error:
            self._error = error
        finally:
            self._done.set()
