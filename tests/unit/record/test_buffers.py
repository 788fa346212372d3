"""The textbook's picture of both buffers, put together from events alone, is what the engine has at that moment."""

from __future__ import annotations

import pytest

from ptp_core.config import CongestionAlgorithm, Profile, Recovery, TransportSettings, transport_settings
from ptp_core.record.model.buffers import Ranges, receive_buffer, send_buffer
from ptp_core.record.model.moments import last_rule, timer_at
from ptp_core.record.side import Side
from ptp_core.transport.ranges import RangeSet
from ptp_core.transport.retransmission_timer import RetransmissionTimer
from tests.unit.record.recordings import LOSSY, Recorded


def shifted(ranges: RangeSet, origin: int, end: int) -> Ranges:
    """Offsets as sequence numbers; FIN, which stands at `end`, is no byte."""
    return tuple((origin + start, origin + min(stop, end)) for start, stop in ranges if start < end)


def classroom(recovery: Recovery) -> TransportSettings:
    window_bytes = None if recovery is Recovery.STOP_AND_WAIT else 20 * 500
    return transport_settings(Profile.CLASSROOM, recovery=recovery, window_bytes=window_bytes, mss_bytes=500)


SETTINGS = {
    "default": TransportSettings(),
    "cubic": TransportSettings(congestion=CongestionAlgorithm.CUBIC),
    **{recovery.value: classroom(recovery) for recovery in Recovery if recovery is not Recovery.SELECTIVE},
}

# A segment a round trip takes its time.
SIZES = {Recovery.STOP_AND_WAIT.value: 20_000}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_picture_from_events_is_what_the_engine_has(name: str) -> None:
    recorded = Recorded(SETTINGS[name], size=SIZES.get(name, 120_000))
    pair, recording = recorded.pair, recorded.recording
    looks = 0

    def watch(time_s: float) -> None:
        nonlocal looks
        sender, receiver = pair.client.connection.sender, pair.server.connection.receiver
        sent, received = send_buffer(recording, time_s), receive_buffer(recording, time_s)
        if sent is not None:
            looks += 1
            origin, board = sender.origin, sender.board
            assert sent.first == origin
            assert sent.unacknowledged == origin + min(sender.unacknowledged, sender.buffer.end)
            assert sent.next == origin + min(sender.next, sender.buffer.end)
            assert sent.written == origin + sender.buffer.end
            assert sent.acknowledged == shifted(board.selective, origin, sender.buffer.end)
            assert sent.window_stop == origin + sender.window.peer_limit
            assert sent.congestion_window_bytes == sender.congestion.window_bytes
            whole = RangeSet()
            for ranges in (sent.acknowledged, sent.in_flight, sent.sent_again, sent.lost):
                for start, stop in ranges:
                    assert whole.add(start, stop) == stop - start, "no byte is in two of the four"
            assert whole.total == sent.next - sent.unacknowledged
        if received is not None:
            buffer, origin = receiver.buffer, receiver.origin
            assert received.next == origin + buffer.next
            assert received.read == origin + buffer.read
            assert received.out_of_order == shifted(buffer.out_of_order, origin, buffer.limit)
            assert received.window_stop == origin + buffer.limit
            holes = buffer.holes(1000)
            assert received.holes == tuple((received.next + start, received.next + stop) for start, stop in holes)

    recorded.watch = watch
    recorded.run()
    assert looks > 5


def test_what_is_lost_is_what_the_sender_means_to_send_again() -> None:
    recorded = Recorded(size=200_000)
    seen = set()

    def watch(time_s: float) -> None:
        sender = recorded.pair.client.connection.sender
        picture = send_buffer(recorded.recording, time_s)
        if picture is not None:
            lost: RangeSet = sender.recovery._lost  # type: ignore[attr-defined]
            assert picture.lost == shifted(lost, sender.origin, sender.buffer.end)
            seen.add(bool(picture.sent_again))

    recorded.watch = watch
    recorded.run()
    assert seen == {False, True}


def test_sliding_back_shows_what_was_there_then() -> None:
    recorded = Recorded()
    pictures: dict[float, object] = {}

    def watch(time_s: float) -> None:
        # At this very time more may happen yet.
        past_s = time_s - 0.005
        pictures[past_s] = send_buffer(recorded.recording, past_s), receive_buffer(recorded.recording, past_s)

    recorded.watch = watch
    recording = recorded.run()
    for time_s, picture in reversed(pictures.items()):
        assert (send_buffer(recording, time_s), receive_buffer(recording, time_s)) == picture
    assert send_buffer(recording, -1.0) is None
    assert receive_buffer(recording, -1.0) is None


@pytest.mark.parametrize("name", SETTINGS)
def test_the_timer_at_a_moment_is_the_engines(name: str) -> None:
    recorded = Recorded(SETTINGS[name], size=30_000)

    def watch(time_s: float) -> None:
        timer: RetransmissionTimer = recorded.pair.client.connection.sender.timer
        state = timer_at(recorded.recording, time_s)
        assert (state.left_s is not None) is timer.running
        if timer.deadline_s is not None:
            assert state.left_s == pytest.approx(timer.deadline_s - recorded.pair.now, abs=1e-9)

    recorded.watch = watch
    recording = recorded.run()
    assert timer_at(recording, recording.stop_s).left_s is None


def test_the_last_rule_is_said_with_its_source() -> None:
    recording = Recorded(classroom(Recovery.OLDEST), LOSSY).run()
    rules = {
        event.rule
        for time_s in range(int(recording.stop_s * 10))
        if (event := last_rule(recording, time_s / 10, Side.SENDER)) is not None
    }
    assert "RULE R6.4, RFC 6298 5.4" in rules
    assert "RULE R6.2, RFC 6298 5.3" in rules
    assert last_rule(recording, -1.0) is None
