"""Packetization-layer path MTU discovery (RFC 8899): how large a segment the path carries.

A connection starts with 1,200-byte datagrams, which every path carries. Then each larger size that is in use
somewhere is probed by a padded packet: one probe for each size a round, up to three rounds. An acknowledged probe
raises the segment size at once; a lost one says nothing of congestion and is not counted as such (section 3,
requirement 7). When time-outs follow one another in silence, the path may have become a black hole for large
packets, or only lost a burst: back to the base, and search again as soon as anything is acknowledged, so that a
burst costs a round trip of small segments and no more.
"""

from __future__ import annotations

from ptp_core.wire.packet import MINIMUM_PATH_MTU_BYTES, OVERHEAD_BYTES

BASE_SEGMENT_BYTES = MINIMUM_PATH_MTU_BYTES - OVERHEAD_BYTES
# UDP payloads of loopback, of 16 KiB and 9,000-byte frames, of 1,500 bytes under IPv4 and IPv6, of PPPoE, of tunnels.
PROBED_DATAGRAM_BYTES = (65_507, 16_356, 8_972, 1_472, 1_452, 1_444, 1_392, 1_320)
MAXIMUM_TRIES = 3
PROBE_INTERVAL_S = 0.1
BLACK_HOLE_TIME_OUTS = 2
# RFC 8899 section 5.1.1, PMTU_RAISE_TIMER.
SEARCH_AGAIN_AFTER_S = 600.0


class PathMtu:
    """The segment size in use, and which probe to send next. `limit_bytes` bounds the segment size.

    One that does not discover uses the limit from the first segment on, whatever the path makes of it.
    """

    def __init__(self, limit_bytes: int, *, discovers: bool = True) -> None:
        self._discovers = discovers
        self.segment_bytes = min(limit_bytes, BASE_SEGMENT_BYTES) if discovers else limit_bytes
        self.deadline_s: float | None = None
        self._limit_bytes = limit_bytes
        self._tries: dict[int, int] = {}
        self._sent: dict[int, int] = {}
        self._round: list[int] = []
        self._time_outs = 0
        self._suspicious = False
        self._next_round_s: float | None = None

    def start(self, peer_limit_bytes: int, now_s: float) -> None:
        """The connection is open, and the peer takes segments of at most `peer_limit_bytes`."""
        self._limit_bytes = min(self._limit_bytes, peer_limit_bytes)
        self.segment_bytes = min(self.segment_bytes, self._limit_bytes)
        if self._discovers:
            self._search(now_s)

    def handle_timer(self, now_s: float) -> None:
        """Begin the next round of probes when it is time."""
        if self._round or self.deadline_s is None or now_s < self.deadline_s:
            return
        self.deadline_s = None
        # After so long they are lost, and not to be looked for in every acknowledgement.
        self._sent.clear()
        if not self._tries:
            self._search(now_s)
            return
        self._round = [size for size, tries in self._tries.items() if tries < MAXIMUM_TRIES]
        if not self._round:
            self._tries = {}
            self.deadline_s = now_s + SEARCH_AGAIN_AFTER_S

    def next_probe(self) -> int | None:
        """The size of the datagram to probe with now, or None."""
        return self._round[0] if self._round else None

    def probe_sent(self, packet_number: int, rtt_s: float, now_s: float) -> None:
        """The probe that `next_probe` named has left."""
        size = self._round.pop(0)
        self._tries[size] += 1
        self._sent[packet_number] = size
        if not self._round:
            self._next_round_s = now_s + PROBE_INTERVAL_S + 2 * rtt_s

    def acknowledged(self, ranges: list[tuple[int, int]], now_s: float) -> bool:
        """Whether an acknowledgement raised the segment size."""
        self._time_outs = 0
        if self._next_round_s is not None:
            # A round that is followed by silence says nothing of sizes.
            self.deadline_s = max(self._next_round_s, now_s)
            self._next_round_s = None
        if self._suspicious:
            self._suspicious = False
            self._search(now_s)
        raised = False
        for packet_number, size in list(self._sent.items()):
            if any(start <= packet_number < stop for start, stop in ranges):
                del self._sent[packet_number]
                if size - OVERHEAD_BYTES > self.segment_bytes:
                    self.segment_bytes = size - OVERHEAD_BYTES
                    raised = True
        if raised:
            self._tries = {size: tries for size, tries in self._tries.items() if self._is_larger(size)}
            self._round = [size for size in self._round if self._is_larger(size)]
        return raised

    def timed_out(self) -> bool:
        """The retransmission timer expired; whether the segment size fell back to the base."""
        self._time_outs += 1
        if not self._discovers or self._time_outs < BLACK_HOLE_TIME_OUTS or self.segment_bytes <= BASE_SEGMENT_BYTES:
            return False
        self.segment_bytes = BASE_SEGMENT_BYTES
        self._tries, self._round = {}, []
        self._sent.clear()
        self._suspicious = True
        self.deadline_s = None
        return True

    def _search(self, now_s: float) -> None:
        sizes = {*PROBED_DATAGRAM_BYTES, self._limit_bytes + OVERHEAD_BYTES}
        wanted = (size for size in sorted(sizes, reverse=True) if size - OVERHEAD_BYTES <= self._limit_bytes)
        self._tries = {size: 0 for size in wanted if self._is_larger(size)}
        self._round = list(self._tries)
        self._sent.clear()
        self.deadline_s = self._next_round_s = None

    def _is_larger(self, datagram_bytes: int) -> bool:
        return datagram_bytes - OVERHEAD_BYTES > self.segment_bytes
