"""What a time-sequence graph is made of: every mark of a recording, and however many there are, no pixel lost."""

from __future__ import annotations

import numpy as np
import pytest

from ptp_core.record.model.event_table import CHUNK_ROWS
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.segments import SegmentId, seen_at, segment_of
from ptp_core.record.model.time_sequence import Columns, Mark, TimeSequence, runs
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import EventTrace
from tests.unit.record.recordings import Recorded, by_hand


def bars(sequence: TimeSequence, mark: Mark) -> list[tuple[float, int, int]]:
    columns = sequence.of(mark)
    return list(zip(columns.times.tolist(), columns.low.tolist(), columns.high.tolist(), strict=True))


def taken_in(recording: Recording, side: Side) -> TimeSequence:
    sequence = TimeSequence(recording, side)
    sequence.refresh()
    return sequence


def test_at_the_sender_each_mark_has_its_time_and_its_bytes() -> None:
    sequence = taken_in(by_hand(), Side.SENDER)
    assert bars(sequence, Mark.SENT) == [(1.0, 1000, 1500), (1.2, 2000, 3500)]
    assert bars(sequence, Mark.DROPPED) == [(1.1, 1500, 2000)]
    assert bars(sequence, Mark.SENT_AGAIN_TIMEOUT) == [(1.6, 1500, 2000)]
    assert bars(sequence, Mark.SELECTIVE) == [(1.3, 2000, 3500)]
    assert bars(sequence, Mark.ACKNOWLEDGED) == [(1.1, 1500, 1500), (1.7, 3500, 3500)]
    assert bars(sequence, Mark.WINDOW) == [(0.5, 5000, 5000)]
    assert sequence.extent(0.0, 10.0) == (1000, 3500)
    # Where nothing happens, the acknowledgement line is what there is.
    assert sequence.extent(1.4, 1.5) == (1500, 1501)


def test_at_the_receiver_it_is_what_arrived_and_was_acknowledged() -> None:
    sequence = taken_in(by_hand(), Side.RECEIVER)
    assert [low for _, low, _ in bars(sequence, Mark.ARRIVED)] == [1000, 2000, 2500, 3000, 1500]
    assert bars(sequence, Mark.ACKNOWLEDGEMENT_SENT) == [(1.05, 1500, 1500), (1.65, 3500, 3500)]


def test_a_line_keeps_its_first_and_last_height_on_every_pixel() -> None:
    recording = Recorded(size=300_000).run()
    sequence = taken_in(recording, Side.SENDER)
    whole = sequence.of(Mark.ACKNOWLEDGED)
    times, heights = sequence.steps(Mark.ACKNOWLEDGED, 0.0, recording.stop_s, 3)
    assert len(times) <= 2 * 3 + 1 < len(whole.times)
    assert heights[0] == whole.high[0]
    assert heights[-1] == whole.high[-1]
    assert sequence.height(Mark.ACKNOWLEDGED, times[1]) == heights[1]


def test_what_is_recorded_later_is_taken_in_too() -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    sequence = TimeSequence(recording, Side.SENDER)
    for number in range(CHUNK_ROWS + 10):
        recorder.happened(EventTrace(EventKind.ACKNOWLEDGED, 1.0 + number, number, number + 1))
        if number % 1000 == 0:
            sequence.refresh()
    sequence.refresh()
    assert sequence.of(Mark.ACKNOWLEDGED).high.tolist() == list(range(1, CHUNK_ROWS + 11))
    assert sequence.of(Mark.ACKNOWLEDGED).serials.tolist() == list(range(CHUNK_ROWS + 10))


@pytest.mark.parametrize("count", [7, 4000])
def test_runs_touch_exactly_the_pixels_that_bars_touch(count: int) -> None:
    dice = np.random.default_rng(count)
    times = np.sort(dice.uniform(0.0, 10.0, count))
    low = dice.integers(0, 90_000, count)
    columns = Columns(times, low, low + dice.integers(1, 9_000, count), np.arange(count))
    width, height, start_s, stop_s, bottom, top = 40, 30, 2.0, 7.0, 10_000.0, 70_000.0
    wanted = np.zeros((width, height), bool)
    for time_s, first, stop, _ in zip(*columns, strict=True):
        if start_s <= time_s < stop_s:
            x = int((time_s - start_s) / (stop_s - start_s) * width)
            lowest = int(np.floor((first - bottom) / (top - bottom) * height))
            highest = max(int(np.ceil((stop - bottom) / (top - bottom) * height)) - 1, lowest)
            if highest >= 0 and lowest < height:
                wanted[x, max(lowest, 0) : highest + 1] = True
    found = np.zeros_like(wanted)
    for x, lowest, highest in zip(*runs(columns, start_s, stop_s, width, bottom, top, height), strict=True):
        found[x, lowest : highest + 1] = True
    assert (found == wanted).all()


def test_a_segment_is_the_same_wherever_it_was_seen() -> None:
    recording = by_hand()
    train = next(event for event in recording.list_events(kinds=(EventKind.SENT,)) if event.segment_bytes)
    segment = segment_of(train, 5)
    assert segment == SegmentId(Side.SENDER, 5)
    there = seen_at(recording, segment, Side.RECEIVER, train.time_s)
    assert [(event.start, event.stop) for event in there] == [(2500, 3000)]
    assert segment_of(there[0]) == segment
    here = seen_at(recording, segment, Side.SENDER, train.time_s)
    assert [(event.start, event.stop) for event in here] == [(2500, 3000)]
