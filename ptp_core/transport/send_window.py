"""How much may be sent now, and what keeps it from being more. Called by the sending half, under the lock.

Four bounds: what the peer has room for beyond its cumulative acknowledgement, the congestion window, a fixed window
where the settings have one (counted as they say), and what there is to send. Sizes in bytes of the stream.
"""

from __future__ import annotations

from ptp_core.config import Recovery, TransportSettings, WindowCount
from ptp_core.transport.scoreboard import Scoreboard
from ptp_core.transport.statistics import LimitedBy
from ptp_core.transport.window_probe import WindowProbe


class SendWindow:
    """The bounds, and the probe of a peer's window that is closed."""

    def __init__(self, settings: TransportSettings, board: Scoreboard) -> None:
        self.probe = WindowProbe()
        self.peer_limit = 0
        self._board = board
        fixed_bytes = settings.window_bytes
        counted = settings.window_count
        self._most_in_flight = fixed_bytes if counted is WindowCount.IN_FLIGHT else None
        self._most_unacknowledged = fixed_bytes if counted is WindowCount.UNACKNOWLEDGED else None
        # Whatever its size: the path may carry less than the MSS that was asked for, and FIN is one too.
        self._one_segment = settings.recovery is Recovery.STOP_AND_WAIT
        self._window_packet = -1
        self._largest_peer_window_bytes = 0
        self._peer_reads = True

    @property
    def peer_window_bytes(self) -> int:
        """What the peer has room for beyond what it has acknowledged."""
        return max(0, self.peer_limit - self._board.unacknowledged)

    def open(self, peer_window_bytes: int) -> None:
        """The handshake is complete, and this is the peer's first window."""
        self.peer_limit = self._largest_peer_window_bytes = peer_window_bytes

    def take(self, cumulative: int, window_bytes: int, packet: int) -> bool:
        """The peer's window from its packet of that number; False when a newer packet has told already."""
        if packet < self._window_packet:
            # Acknowledgements overtake one another: only a newer packet may move the window.
            return False
        self._window_packet = packet
        self.peer_limit = max(self.peer_limit, cumulative + window_bytes)
        # A window that is mostly taken by bytes in order belongs to an application that does not keep up reading.
        self._largest_peer_window_bytes = max(self._largest_peer_window_bytes, window_bytes)
        self._peer_reads = 2 * window_bytes >= self._largest_peer_window_bytes
        if self.peer_limit > self._board.next:
            self.probe.window_open()
        return True

    def for_repeats(self, wanted_bytes: int, mss_bytes: int, congestion_window_bytes: int) -> int:
        """How much of `wanted_bytes` may be sent again now."""
        window_bytes = congestion_window_bytes
        if self._most_in_flight is not None:
            window_bytes = min(window_bytes, self._most_in_flight)
        in_flight_bytes = self._board.sent.in_flight_bytes
        window_bytes -= in_flight_bytes
        if window_bytes < min(wanted_bytes, mss_bytes) and in_flight_bytes:
            return 0
        # A window smaller than one segment must not stop the connection for ever.
        return max(min(wanted_bytes, window_bytes), min(wanted_bytes, mss_bytes))

    def for_new_data(
        self, wanted_bytes: int, mss_bytes: int, congestion_window_bytes: int, *, only_fin: bool
    ) -> tuple[int, LimitedBy]:
        """How much of `wanted_bytes`, which are more than none, may be sent for the first time, and what bounds it."""
        board = self._board
        in_flight_bytes = board.sent.in_flight_bytes
        room = 1 if only_fin else self.peer_limit - board.next
        if room <= 0 or (room < mss_bytes and room < wanted_bytes and in_flight_bytes):
            return 0, LimitedBy.RECEIVER_BUFFER if self._peer_reads else LimitedBy.RECEIVER_DISK
        wanted_bytes = min(wanted_bytes, room)
        if self._one_segment:
            if board.outstanding:
                return 0, LimitedBy.WINDOW
            wanted_bytes = min(wanted_bytes, mss_bytes)
        if self._most_unacknowledged is not None:
            room = self._most_unacknowledged - (board.next - board.unacknowledged)
            if room < min(wanted_bytes, mss_bytes):
                return 0, LimitedBy.WINDOW
            wanted_bytes = min(wanted_bytes, room)
        allowed = self.for_repeats(wanted_bytes, mss_bytes, congestion_window_bytes)
        if allowed or self._most_in_flight is None or self._most_in_flight > congestion_window_bytes:
            return allowed, LimitedBy.PATH
        return allowed, LimitedBy.WINDOW
