"""The end of a connection that is not graceful: RESET, repeated a few times until the peer has echoed it.

Resets are not acknowledged otherwise, and one datagram may be lost. Whoever only answers a reset sends one for
each that it hears, and stays to do so for a moment.
"""

from __future__ import annotations

from ptp_core.wire.handshake import Reset

# Six copies within a second: at 30 % loss one farewell in a thousand is not heard.
REPEAT_AFTER_S = (0.03, 0.06, 0.12, 0.24, 0.45)
LINGER_S = 0.5
# Of an answer: the peer repeats its reset six times, and whoever replays one longer gets nothing.
MAXIMUM_ANSWERS = 12


class Farewell:
    """Which reset to send, and until when to stay."""

    __slots__ = ("_answers_left", "_due", "_once", "_repeats", "_reset", "deadline_s")

    def __init__(self, reset: Reset | None, now_s: float, *, once: bool) -> None:
        self._reset = reset
        self._once = once
        self._answers_left = MAXIMUM_ANSWERS
        self._repeats = list(REPEAT_AFTER_S)
        self._due = reset is not None
        self.deadline_s: float | None = now_s if reset is not None else None

    def heard(self, now_s: float) -> None:
        """The peer sent a reset: an echo of ours, or its own repeated because it did not hear the echo."""
        if self._once:
            if self._answers_left:
                self._answers_left -= 1
                self._due = True
                self.deadline_s = now_s
        else:
            self._due = False
            self._repeats.clear()
            self.deadline_s = None

    def take(self, now_s: float) -> Reset | None:
        """The reset if it is time to send it; moves the deadline on."""
        if self.deadline_s is None or now_s < self.deadline_s:
            return None
        if not self._due:
            self.deadline_s = None
            return None
        if self._once or not self._repeats:
            self._due = False
            self.deadline_s = now_s + LINGER_S if self._once else None
        else:
            self.deadline_s = now_s + self._repeats.pop(0)
        return self._reset
