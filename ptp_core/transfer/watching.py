"""How a transfer gets on at the receiver: what has come, whether the sender keeps at it, and a word for it meanwhile.

Used by the thread that watches over the worker.
"""

from __future__ import annotations

import contextlib
import time
from typing import Protocol

from ptp_core.errors import NetworkError, PeerTimeout, ResetCode
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Progress
from ptp_core.transfer.conversation.supervision import Supervision
from ptp_core.transfer.limits import PROGRESS_LIMIT_S, SIGN_OF_LIFE_S
from ptp_core.transfer.meeting.patience import Patience
from ptp_core.transfer.report import Counts
from ptp_core.transport.statistics import TransportStatistics

_SENDS_NOTHING = declare("sends-nothing", "{peer} sent next to nothing of {name} for {seconds} s.")
_ASK_FOR_IT = phrase("Ask for it to be sent again.")


class Watched(Protocol):
    """What takes the files, as far as it is watched."""

    @property
    def waits(self) -> bool:
        """Whether it is the sender's turn."""

    @property
    def progress(self) -> int:
        """Bytes that are written and hashed, or were here."""


class Watching:
    """For one connection, from its first file on."""

    def __init__(self, channel: MessageChannel, supervision: Supervision) -> None:
        self._channel = channel
        self._supervision = supervision
        self._patience: Patience | None = None
        self._spoke_at = 0.0
        self._arrived = 0

    def speak(self, taking: Watched) -> None:
        """Everything has come, and is made safe: tell the sender now and then that this goes on."""
        now = time.monotonic()
        if now - self._spoke_at >= SIGN_OF_LIFE_S:
            self._spoke_at = now
            with contextlib.suppress(NetworkError):
                self._channel.send(Progress(taking.progress))

    def end_if_stuck(self, taking: Watched, *, held: bool, peer: str, name: str) -> None:
        """End it when the sender has not got on for too long. Not while it is `held` here."""
        self._spoke_at = now = time.monotonic()
        if self._patience is None:
            self._patience = Patience(now)
        if not self._patience.over(now, waiting=taking.waits and not held, moved_bytes=self._channel.bytes_read):
            return
        self._patience = None
        stuck = PeerTimeout(
            _SENDS_NOTHING(peer=peer, name=name, seconds=f"{PROGRESS_LIMIT_S:g}"), hint=_ASK_FOR_IT
        )
        self._supervision.within(0, lambda: self._channel.abort(ResetCode.TIMED_OUT, reasons.NOTHING_CAME), stuck)

    def counts(self, taking: Watched, statistics: TransportStatistics, *, total: int) -> Counts:
        """Where the files are at that look at the connection."""
        verified = taking.progress
        # What came and was not looked at yet is nearly all of files; what it is not is told with the next look.
        unread = max(0, statistics.bytes_received - self._channel.bytes_read)
        self._arrived = max(self._arrived, min(total, verified + unread))
        return Counts.of_one_moment(sent=self._arrived, acknowledged=self._arrived, verified=verified)
