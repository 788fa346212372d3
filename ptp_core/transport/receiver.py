"""The receiving half of a connection: opens data packets into the receive buffer and owes acknowledgements.

Data packets above all that is held, which nearly all are, cost one pass with no object per packet. Those that a path
has reordered are taken by their numbers, in which even they are a few runs; whatever is out of the ordinary (a
duplicate, the ring's end, another key phase) takes the slower path alone.
Called by the connection, under its lock. Nothing in a header is acted on before its packet proved genuine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from ptp_core import broken_rules
from ptp_core.config import TransportSettings
from ptp_core.errors import ProtocolViolation
from ptp_core.transport.acknowledging import Acknowledging
from ptp_core.transport.packet_sealing import PacketOpener
from ptp_core.transport.receive_buffer import ReceiveBuffer
from ptp_core.transport.window_tuning import WindowTuning
from ptp_core.wire.acknowledgement import encode_fin
from ptp_core.wire.packet import HEADER, NUMBER_LIMIT, OVERHEAD_BYTES, Header, is_data_header, parse_header
from ptp_core.wire.packet_places import PacketPlaces, PacketViews

# A window that opens by this share of the buffer is worth an acknowledgement of its own; by this much in a large
# one, so that a slow reader draws a steady flow and not a burst now and then.
_WINDOW_UPDATE_SHARE = 4
_LARGEST_WINDOW_UPDATE_BYTES = 1024 * 1024
# Separate runs of bytes kept out of order. The largest default window, every second segment of it lost at random,
# has 12,000.
MAXIMUM_ISLANDS = 1 << 14

SegmentSeen = Callable[[int, int, int, bool, int, bool], None]


@dataclass(slots=True)
class ReceiverCounters:
    """Counted since the connection began; segments are data segments and FIN."""

    segments_received: int = 0
    duplicate_segments: int = 0


class Receiver:
    """Receive buffer, acknowledgements and the peer's FIN, put together.

    `seen` is called for each genuine data segment with (packet number, start, stop, duplicate, 0, whether it is
    kept) when a trace is wanted, and on the fast path for each run of them, with the size of one in place of 0.
    """

    def __init__(self, settings: TransportSettings, opener: PacketOpener, seen: SegmentSeen | None) -> None:
        greatest_bytes = settings.receive_buffer_bytes
        self.buffer = ReceiveBuffer(min(settings.initial_receive_buffer_bytes, greatest_bytes))
        self._tuning = WindowTuning(greatest_bytes)
        self.acknowledging = Acknowledging(settings.acknowledgement)
        self._keeps_out_of_order = settings.keeps_out_of_order
        self.counters = ReceiverCounters()
        self.origin = 0
        self.fin_at: int | None = None
        self.advertised_limit = self.buffer.limit
        self.discarding = False
        self._opener = opener
        self._seen = seen

    @property
    def cumulative(self) -> int:
        """The next offset expected, FIN counted."""
        return self.buffer.next + self.finished

    @property
    def newest_packet(self) -> int:
        """The highest packet number received, 0 before there is one."""
        return self.acknowledging.newest_packet

    @property
    def finished(self) -> bool:
        """Whether the peer's FIN and everything before it has come."""
        return self.fin_at is not None and self.buffer.next == self.fin_at

    @property
    def window_bytes(self) -> int:
        """What the peer may send beyond the cumulative number."""
        return self.buffer.limit - self.buffer.next

    def receive_train(
        self, batch: memoryview, at: int, datagram_bytes: int, rtt_s: float, now_s: float, places: PacketPlaces | None
    ) -> int:
        """Take in data packets of this key phase from `batch[at:]`; returns where the first other packet begins.

        `places` are those of the buffer that `batch` is the beginning of, if they are known.
        """
        total = len(batch)
        # Most often it is an acknowledgement, at the side that sends.
        if not self._is_data(batch, at, min(at + datagram_bytes, total)):
            return at
        if places is None:
            places = PacketPlaces(batch, datagram_bytes)
        damaged = self._opener.damaged_packets
        segments = 0
        at_once = False
        while at < total:
            if self._keeps_out_of_order:
                at, taken, hole = self._receive_new(total, at, places, now_s)
                segments += taken
                at_once = at_once or hole
                if at < total and self._seen is None:
                    at, taken, news = self._receive_in_any_order(batch, at, places, now_s)
                    segments += taken
                    at_once = at_once or news
                if at >= total:
                    break
            stop = min(at + datagram_bytes, total)
            if not self._is_data(batch, at, stop):
                break
            taken, urgent = self._receive_one(batch, at, stop, now_s)
            segments += taken
            at_once = at_once or urgent
            at = stop
        if segments:
            self.counters.segments_received += segments
            urgent = at_once or self._opener.damaged_packets != damaged
            self.acknowledging.owe(segments, rtt_s, now_s, at_once=urgent)
        return at

    def _is_data(self, batch: memoryview, at: int, stop: int) -> bool:
        return stop - at > OVERHEAD_BYTES and is_data_header(batch, at, self._opener.data_word)

    def _receive_new(self, total: int, at: int, places: PacketPlaces, now_s: float) -> tuple[int, int, bool]:
        """The fast path: packets of bytes above all that are held, one run or several with holes between.

        It takes whole ones from offset `at` of `total` bytes. Returns where it stopped, how many packets it took, and
        whether there is a new hole.
        """
        buffer, opener = self.buffer, self._opener
        if opener.keys is None or self.fin_at is not None or len(buffer.out_of_order) >= MAXIMUM_ISLANDS:
            return at, 0, False
        decrypt_into = opener.keys.aead.decrypt_into
        word, ring, origin = opener.data_word, buffer.ring, self.origin
        datagram_bytes = places.packet_bytes
        size = datagram_bytes - OVERHEAD_BYTES
        begin, count = at // datagram_bytes, total // datagram_bytes
        if size <= 0:
            return at, 0, False
        views = places.first(count)[begin:count]
        greatest = min(buffer.limit + origin, NUMBER_LIMIT) - size
        expected = run = buffer.highest + origin
        place, last_place = buffer.index(buffer.highest), len(ring) - size
        first_packet = packet = -1
        segments = 0
        hole = False
        for (first, number, sequence), (header, nonce, body) in zip(places.headers(begin, count), views, strict=True):
            if first != word or sequence > greatest:
                break
            if number != packet or sequence != expected:
                if sequence < expected or number >= NUMBER_LIMIT - count:
                    break
                self._keep_run(run, expected, first_packet, packet, size, now_s)
                hole = hole or sequence > expected
                run = expected = sequence
                first_packet = packet = number
                place = buffer.index(sequence - origin)
            if place > last_place:
                break
            try:
                decrypt_into(nonce, body, header, ring[place : place + size])
            except InvalidTag:
                break
            segments += 1
            packet += 1
            expected += size
            place += size
        self._keep_run(run, expected, first_packet, packet, size, now_s)
        return at + segments * datagram_bytes, segments, hole and segments > 0

    def _receive_in_any_order(
        self, batch: memoryview, at: int, places: PacketPlaces, now_s: float
    ) -> tuple[int, int, bool]:
        """Whole packets that did not come as they were sent: in the order of their numbers, in which they are few runs.

        Returns as `_receive_new` does; the last says whether a hole has come or gone.
        """
        packet_bytes, word = places.packet_bytes, self._opener.data_word
        begin, count = at // packet_bytes, len(batch) // packet_bytes
        size = packet_bytes - OVERHEAD_BYTES
        if size <= 0:
            return at, 0, False
        views = places.first(count)
        arrived: list[tuple[int, int, int]] = []
        for index, (first, number, sequence) in enumerate(places.headers(begin, count), begin):
            if first != word or number >= NUMBER_LIMIT or sequence >= NUMBER_LIMIT:
                break
            arrived.append((number, sequence, index))
        arrived.sort()
        islands = len(self.buffer.out_of_order)
        done = run_ends = taken = 0
        news = False
        while done < len(arrived):
            if done == run_ends:
                number, sequence, _ = arrived[done]
                while run_ends < len(arrived) and arrived[run_ends][:2] == (number, sequence):
                    run_ends, number, sequence = run_ends + 1, number + 1, sequence + size
            opened = self._receive_run(arrived[done:run_ends], views, size, now_s)
            done, taken = done + opened, taken + opened
            if done < run_ends:
                at = arrived[done][2] * packet_bytes
                one, urgent = self._receive_one(batch, at, at + packet_bytes, now_s)
                done, taken, news = done + 1, taken + one, news or urgent
        return (begin + len(arrived)) * packet_bytes, taken, news or len(self.buffer.out_of_order) != islands

    def _receive_run(self, run: list[tuple[int, int, int]], views: list[PacketViews], size: int, now_s: float) -> int:
        """Packets that follow one another, each (number, sequence number, place); how many of the first were taken."""
        keys = self._opener.keys
        start = run[0][1] - self.origin
        if keys is None or start < 0 or self.fin_at is not None or self.crowded(start):
            return 0
        room = self.buffer.place(start, start + len(run) * size)
        if room is None:
            return 0
        stop = 0
        for _, _, index in run:
            header, nonce, body = views[index]
            try:
                keys.aead.decrypt_into(nonce, body, header, room[stop : stop + size])
            except InvalidTag:
                break
            stop += size
        self._keep_run(run[0][1], run[0][1] + stop, run[0][0], run[0][0] + stop // size, size, now_s)
        return stop // size

    def _keep_run(
        self, start: int, stop: int, first_packet: int, packet_stop: int, segment_bytes: int, now_s: float
    ) -> None:
        if stop > start:
            if self._seen is not None:
                several = segment_bytes if packet_stop - first_packet > 1 else 0
                self._seen(first_packet, start - self.origin, stop - self.origin, False, several, True)
            self.buffer.commit(start - self.origin, stop - self.origin)
            self.acknowledging.note(first_packet, packet_stop, now_s)

    def _receive_one(self, batch: memoryview, at: int, stop: int, now_s: float) -> tuple[int, bool]:
        """Any data packet of this phase: how many were taken, 0 or 1, and whether it is news for the peer."""
        buffer, opener = self.buffer, self._opener
        _, number, sequence = HEADER.unpack_from(batch, at)
        start = sequence - self.origin
        if self.crowded(start):
            return 0, False
        if self._throws_away(start):
            return self._throw_away(batch, at, stop)
        end = start + stop - at - OVERHEAD_BYTES
        place = buffer.place(start, end) if start >= 0 else None
        if place is None:
            header = parse_header(batch[at:stop])
            assert header is not None
            payload = opener.open(header, batch[at:stop])
            if payload is None:
                return 0, False
            self._accept(header, payload)
            self.acknowledging.note(number, number + 1, now_s)
            return 1, True
        islands = len(buffer.out_of_order)
        if not opener.open_into(batch, at, stop, place):
            return 0, False
        self._check_final_size(end)
        buffer.commit(start, end)
        if self._seen is not None:
            self._seen(number, start, end, False, 0, True)
        self.acknowledging.note(number, number + 1, now_s)
        return 1, len(buffer.out_of_order) != islands

    def crowded(self, start: int) -> bool:
        """Whether a segment that begins at `start` would be one hole too many: it is let go unacknowledged."""
        return len(self.buffer.out_of_order) >= MAXIMUM_ISLANDS and start > self.buffer.next

    def _throws_away(self, start: int) -> bool:
        return not self._keeps_out_of_order and start > self.buffer.next

    def _throw_away(self, batch: memoryview, at: int, stop: int) -> tuple[int, bool]:
        """Go-Back-N: what is out of order is only answered, by an acknowledgement of what is in order."""
        header = parse_header(batch[at:stop])
        if header is None or self._opener.open(header, batch[at:stop]) is None:
            return 0, False
        start = header.sequence - self.origin
        if self._seen is not None:
            self._seen(header.packet_number, start, start + stop - at - OVERHEAD_BYTES, False, 0, False)
        return 1, True

    def accept_payload(self, header: Header, payload: bytes, now_s: float) -> None:
        """Take in a genuine data packet that `receive_train` could not, and owe an acknowledgement."""
        start = header.sequence - self.origin
        if self.crowded(start):
            return
        self.counters.segments_received += 1
        self.acknowledging.owe(1, 0.0, now_s, at_once=True)
        if self._throws_away(start):
            if self._seen is not None:
                self._seen(header.packet_number, start, start + len(payload), False, 0, False)
            return
        self.acknowledging.note(header.packet_number, header.packet_number + 1, now_s)
        self._accept(header, payload)

    def _accept(self, header: Header, payload: bytes) -> None:
        start = header.sequence - self.origin
        stop = start + len(payload)
        if start < 0 or stop > self.buffer.limit:
            raise ProtocolViolation(broken_rules.DATA_BEYOND_WINDOW)
        self._check_final_size(stop)
        before = self.buffer.used_bytes
        known = self.buffer.next
        self.buffer.insert(start, payload)
        duplicate = self.buffer.used_bytes == before and self.buffer.next == known
        self.counters.duplicate_segments += duplicate
        if self._seen is not None:
            self._seen(header.packet_number, start, stop, duplicate, 0, True)

    def accept_fin(self, header: Header, now_s: float) -> bool:
        """Take in a genuine FIN, and owe an acknowledgement; returns whether it was already known."""
        at = header.sequence - self.origin
        known = self.fin_at is not None
        if at < self.buffer.highest or (known and at != self.fin_at):
            raise ProtocolViolation(broken_rules.END_CHANGED)
        if at > self.buffer.limit:
            raise ProtocolViolation(broken_rules.END_BEYOND_WINDOW)
        self.counters.segments_received += 1
        self.acknowledging.owe(1, 0.0, now_s, at_once=True)
        if self._throws_away(at):
            return False
        self.acknowledging.note(header.packet_number, header.packet_number + 1, now_s)
        self.fin_at = at
        self.counters.duplicate_segments += known
        return known

    def window_update_due(self) -> bool:
        """Whether reading has opened the window so far that the peer should hear of it."""
        opened = self.buffer.limit - self.advertised_limit
        low = self.advertised_limit - self.buffer.next < self.buffer.capacity_bytes // 2
        return low and opened >= min(self.buffer.capacity_bytes // _WINDOW_UPDATE_SHARE, _LARGEST_WINDOW_UPDATE_BYTES)

    def acknowledgement(self, rtt_s: float, now_s: float) -> bytes:
        """The payload of the acknowledgement to send now; `rtt_s` is 0 when it has not been measured."""
        self._tuning.tune(self.buffer, rtt_s, now_s)
        self.advertised_limit = self.buffer.limit
        window = max(0, self.buffer.limit - self.cumulative)
        return self.acknowledging.take(window, now_s)

    def fin_payload(self, rtt_s: float, now_s: float) -> bytes:
        """The payload of a FIN to send now, which carries an acknowledgement as in TCP."""
        cumulative = self.origin + self.cumulative
        return encode_fin(cumulative, self.acknowledgement(rtt_s, now_s))

    def _check_final_size(self, stop: int) -> None:
        if self.fin_at is not None and stop > self.fin_at:
            raise ProtocolViolation(broken_rules.DATA_AFTER_END)
