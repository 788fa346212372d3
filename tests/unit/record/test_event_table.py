"""Rows of events: as many as were put in, in their order, bounded, and found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.record.model.event_table import CHUNK_ROWS, RARE_KEPT, ROW, ROW_TYPE, EventTable
from ptp_core.record.model.events import Event, add_event, event_at
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import KINDS, EventKind
from ptp_core.transport.trace import DropCause
from tests.unit.record.recordings import Recorded

numbers = st.integers(0, 1 << 40)


@st.composite
def events(draw: st.DrawFn, most: int = 20) -> list[Event]:
    """Any events, in the order of their times."""
    times = sorted(draw(st.lists(st.floats(0, 100), max_size=most)))
    return [draw(any_event(time_s, serial)) for serial, time_s in enumerate(times)]


def any_event(time_s: float, serial: int) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        serial=st.just(serial),
        time_s=st.just(time_s),
        kind=st.sampled_from(EventKind),
        side=st.sampled_from(Side),
        start=numbers,
        stop=numbers,
        value=st.floats(allow_nan=False),
        text=st.text(max_size=5),
        letters=st.sampled_from(["", "S", "SA", "A", "F", "D", "R", "P"]),
        acknowledgement=numbers,
        packet=numbers,
        cause=st.sampled_from(["", "timeout", "fast", "tail"]),
        drop_cause=st.sampled_from([None, *DropCause]),
        duplicate=st.booleans(),
    )


def recording_of(events: list[Event]) -> Recording:
    recording = Recording(About(connection="x"), event_capacity=None)
    for event in events:
        add_event(recording.events, event)
    return recording


def test_what_is_written_and_what_is_read_are_the_same_bytes() -> None:
    assert ROW.size == ROW_TYPE.itemsize
    assert np.concatenate([np.empty(0, ROW_TYPE)] * 2).dtype == ROW_TYPE


@settings(max_examples=30)
@given(events())
def test_what_goes_in_comes_out(events: list[Event]) -> None:
    recording = recording_of(events)
    assert list(recording.list_events()) == events
    assert [recording.event(event.serial) for event in events] == events
    assert recording.event(len(events)) is None


@settings(max_examples=40)
@given(
    events(),
    st.floats(-1, 101),
    st.floats(-1, 101),
    st.one_of(st.none(), st.sets(st.sampled_from(EventKind))),
    st.one_of(st.none(), st.sampled_from(Side)),
)
def test_queries_give_what_a_naive_search_gives(
    events: list[Event], start_s: float, stop_s: float, kinds: set[EventKind] | None, side: Side | None
) -> None:
    recording = recording_of(events)

    def fits(event: Event) -> bool:
        return (kinds is None or event.kind in kinds) and (side is None or event.side is side)

    within = [event for event in events if start_s <= event.time_s < stop_s and fits(event)]
    assert list(recording.list_events(start_s, stop_s, kinds=kinds, side=side)) == within
    rows, serials = recording.rows(start_s, stop_s, kinds=kinds, side=side)
    assert serials.tolist() == [event.serial for event in within]
    assert rows["start"].tolist() == [event.start for event in within]
    until = [event for event in events if event.time_s <= stop_s and fits(event)]
    assert recording.newest_event(stop_s, kinds, side) == (until[-1] if until else None)
    of_kind = [event for event in events if kinds is None or event.kind in kinds]
    before = [event for event in of_kind if event.time_s < stop_s]
    after = [event for event in of_kind if event.time_s > stop_s]
    assert recording.event_before(stop_s, kinds) == (before[-1] if before else None)
    assert recording.event_after(stop_s, kinds) == (after[0] if after else None)


@settings(max_examples=10)
@given(st.integers(0, 5 * CHUNK_ROWS), st.integers(1, 500))
def test_a_bounded_table_forgets_the_oldest_but_not_what_is_rare(count: int, rare_every: int) -> None:
    table = EventTable(2 * CHUNK_ROWS)
    sent, expired = EventKind.SENT.code, EventKind.TIMER_EXPIRED.code
    for number in range(count):
        table.add(number * 0.001, expired if number % rare_every == 0 else sent, 0, start=number, text=str(number))
    assert table.forgotten + len(table) == count
    assert len(table) <= 3 * CHUNK_ROWS + RARE_KEPT
    found = [event_at(chunk, at) for chunk in table.chunks for at in range(chunk.count)]
    assert [event.serial for event in found] == [event.start for event in found]
    assert all(event.text == str(event.serial) for event in found)
    assert [event.start for event in found if event.kind is EventKind.TIMER_EXPIRED] == list(
        range(0, count, rare_every)
    )
    for event in found[:: max(len(found) // 50, 1)]:
        place = table.find(event.serial)
        assert place is not None
        assert event_at(*place) == event
    missing = set(range(count)) - {event.serial for event in found}
    assert all(table.find(serial) is None for serial in [*list(missing)[:50], count])


def test_rare_events_are_bounded_too() -> None:
    table = EventTable(CHUNK_ROWS)
    for number in range(RARE_KEPT + 8 * CHUNK_ROWS):
        table.add(float(number), EventKind.TIMER_EXPIRED.code, 0)
    assert len(table) <= RARE_KEPT + 3 * CHUNK_ROWS


def test_a_train_is_taken_apart_where_single_segments_are_asked_for() -> None:
    recording = Recorded().run()
    rows, serials = recording.segments(0.0, recording.stop_s + 1)
    trains = [event for event in recording.list_events() if event.kind.is_segment]
    apart = [each for train in trains for each in train.apart()]
    assert len(apart) > len(trains)
    for field in ("start", "stop", "packet", "acknowledgement", "time_s"):
        assert rows[field].tolist() == [getattr(event, field) for event in apart]
    assert serials.tolist() == [event.serial for event in apart]
    for train in trains:
        traces = train.as_segments()
        assert traces is not None
        assert [trace.packet_number for trace in traces.each()] == [each.packet for each in train.apart()]


@pytest.mark.parametrize("kind", EventKind, ids=lambda kind: kind.value.name)
def test_each_kind_has_a_sentence_of_its_own(kind: EventKind) -> None:
    event = Event(
        serial=0, time_s=0.0, kind=kind, side=Side.SENDER, start=5, stop=9, value=2.5, text="words", letters="A",
        drop_cause=DropCause.BURST,
    )  # fmt: skip
    assert "{" not in event.sentence()
    assert event.sentence()
    assert KINDS[kind.code] is kind
    assert (", " in event.rule) is bool(kind.value.rule and kind.value.source)


def test_names_of_kinds_are_unique() -> None:
    assert len({kind.value.name for kind in EventKind}) == len(KINDS)
