"""Whether a sender whose connection was lost makes another one, and when.

Pure arithmetic with the time as an argument; for the one thread that sends.
"""

from __future__ import annotations

from ptp_core.errors import AddressError, PeerRefused, PeerReset, PeerTimeout, ResetCode, SocketClosed

# Between tries to reach the receiver again; the last one repeats.
RETRY_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0)
# What a peer says, or a system for it, that has not ended the transfer because somebody wanted that.
_LOST = frozenset(
    {
        ResetCode.CLOSED,
        ResetCode.REFUSED,
        ResetCode.UNKNOWN_CONNECTION,
        ResetCode.TIMED_OUT,
        ResetCode.SHUTTING_DOWN,
        ResetCode.INTERNAL,
    }
)


class Reconnecting:
    """For `for_s` seconds from each loss; 0 for never. `first_too`: also while there has never been a connection on
    which data flowed."""

    def __init__(self, for_s: float, *, first_too: bool) -> None:
        self._for_s = for_s
        self._waits = first_too
        self._flowed = False
        self._lost_at: float | None = None
        self._tries = 0

    def pause_s(self, errors: tuple[BaseException | None, ...], now: float, *, flowed: bool) -> float | None:
        """How long to wait before the next try; None when there is none. `errors` are what was seen of the loss,
        `flowed` tells whether the lost connection had come to sending."""
        if flowed:
            # It went on for a while: the time counts from this loss.
            self._lost_at, self._tries, self._flowed, self._waits = None, 0, True, True
        if not self._waits or not all(self._is_loss(error) for error in errors if error is not None):
            return None
        self._lost_at = now if self._lost_at is None else self._lost_at
        if now - self._lost_at >= self._for_s:
            return None
        self._tries += 1
        return RETRY_AFTER_S[min(self._tries, len(RETRY_AFTER_S)) - 1]

    def _is_loss(self, error: BaseException) -> bool:
        if isinstance(error, PeerReset):
            return error.code in _LOST
        if isinstance(error, AddressError):
            # A name that was found before: it is the network that is away.
            return self._flowed
        return isinstance(error, (PeerTimeout, PeerRefused, SocketClosed))
