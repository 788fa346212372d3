"""Tells an observer what happens at the sending half: what acknowledgements say, and what they change.

Windows, segment size and phase are looked at after each packet and each deadline, and told when they have changed. Only
there while somebody observes. Called under the connection's lock.
"""

from __future__ import annotations

from ptp_core.transport.congestion.base import CongestionControl
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.path_mtu import PathMtu
from ptp_core.transport.scoreboard import Scoreboard, Settled
from ptp_core.transport.send_window import SendWindow
from ptp_core.transport.told import Told


class SenderTracing:
    """What a sender has told of itself; its parts are read, and nothing is changed."""

    def __init__(
        self, told: Told, board: Scoreboard, window: SendWindow, congestion: CongestionControl, path_mtu: PathMtu
    ) -> None:
        self._told = told
        self._board = board
        self._window = window
        self._congestion = congestion
        self._path_mtu = path_mtu
        self._peer_limit = 0
        self._congestion_window = 0
        self._phase = ""
        self._segment_bytes = 0

    def acknowledged(self, before: int, settled: Settled, *, duplicate: bool) -> None:
        """An acknowledgement was taken in; the cumulative number was `before` until then."""
        board, origin = self._board, self._board.origin
        for train, mask in settled.late:
            for start, stop in train.ranges_of(mask):
                self._told(EventKind.LOSS_WAS_SPURIOUS, origin + start, origin + stop)
        if board.unacknowledged > before:
            self._told(EventKind.ACKNOWLEDGED, origin + before, origin + board.unacknowledged)
        for start, stop in settled.ranges:
            if stop > board.unacknowledged:
                start = max(start, board.unacknowledged)
                self._told(EventKind.SELECTIVELY_ACKNOWLEDGED, origin + start, origin + stop)
        if duplicate:
            self._told(EventKind.DUPLICATE_ACKNOWLEDGEMENT, origin + before, origin + before)

    def look(self) -> None:
        """Tell what has changed since the last look."""
        congestion, segment_bytes = self._congestion, self._path_mtu.segment_bytes
        if self._window.peer_limit != self._peer_limit:
            self._peer_limit = self._window.peer_limit
            origin = self._board.origin
            start = min(self._board.unacknowledged, self._peer_limit)
            self._told(EventKind.PEER_WINDOW_CHANGED, origin + start, origin + self._peer_limit)
        if congestion.window_bytes != self._congestion_window:
            self._congestion_window = congestion.window_bytes
            self._told(EventKind.CONGESTION_WINDOW_CHANGED, value=self._congestion_window)
        if congestion.phase_name != self._phase:
            self._phase = congestion.phase_name
            self._told(EventKind.CONGESTION_PHASE_CHANGED, text=self._phase)
        if segment_bytes != self._segment_bytes:
            self._segment_bytes = segment_bytes
            self._told(EventKind.PATH_MTU_CHANGED, value=segment_bytes)
