"""The list of a recording's events: lazily, also of a million, and what is chosen in it is chosen everywhere."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.views.event_list import NOTABLE, EventList
from app.views.event_model import Column, EventModel
from app.views.viewing import Chosen, Viewing
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind, Group


@pytest.fixture
def listing(qtbot: QtBot, viewing: Viewing) -> EventList:
    widget = EventList(viewing)
    qtbot.addWidget(widget)
    widget.resize(900, 300)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def checked(model: EventModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def cell(model: EventModel, row: int, column: Column) -> str:
    return str(model.index(row, column).data())


def shown_kinds(listing: EventList) -> set[EventKind]:
    events = (listing.model.event_in(row) for row in range(listing.model.rowCount()))
    return {event.kind for event in events if event is not None}


def test_rows_say_time_side_sentence_and_rule(listing: EventList, viewing: Viewing, lesson: Recording) -> None:
    tester = checked(listing.model)
    viewing.show(lesson)
    model = listing.model
    expired = next(lesson.list_events(kinds=(EventKind.TIMER_EXPIRED,)))
    row = model.row_of(expired.serial)
    assert row is not None
    assert cell(model, row, Column.TIME) == f"{expired.time_s:.4f}"
    assert cell(model, row, Column.SIDE) == "sender"
    assert cell(model, row, Column.SENTENCE) == "The timer has run out without news: the oldest segment goes again."
    assert cell(model, row, Column.RULE) == "RULE R6.4, RFC 6298 5.4"
    listing.resize(400, 300)
    assert "[RULE R6.4, RFC 6298 5.4]" in cell(model, row, Column.SENTENCE), (
        "in a narrow list the sentence has the rule"
    )
    assert tester.model() is model


def test_bytes_are_counted_as_in_every_view(listing: EventList, viewing: Viewing, lossy: Recording) -> None:
    viewing.show(lossy)
    listing.kinds.setCurrentText("Segments")
    model, origin = listing.model, lossy.origin(Side.SENDER)
    assert origin > 0
    first = next(lossy.list_events(kinds=(EventKind.SENT,)))
    assert first.start == origin
    row = model.row_of(first.serial)
    assert row is not None
    size = first.stop - first.start
    assert cell(model, row, Column.SENTENCE) == f"Sent for the first time: {size} bytes from 0."
    tip = str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert f"{size} bytes from {origin}." in tip
    answers = lossy.list_events(kinds=(EventKind.CONTROL_ARRIVED,))
    answer = [event for event in answers if event.side is Side.SENDER][-1]
    assert answer.counted(lossy.origin).acknowledgement == answer.acknowledgement - origin
    viewing.go_to(first)
    assert listing.description().endswith(f"{size} bytes from 0. [{first.rule}]" if first.rule else "bytes from 0.")


def test_kinds_and_words_choose_what_is_listed(
    listing: EventList, viewing: Viewing, lossy: Recording, qtbot: QtBot
) -> None:
    viewing.show(lossy)
    assert shown_kinds(listing) <= NOTABLE
    listing.kinds.setCurrentText("All events")
    assert listing.model.rowCount() == len(lossy.events)
    for number in range(2, listing.kinds.count()):
        listing.kinds.setCurrentIndex(number)
        assert len({kind.value.group for kind in shown_kinds(listing)}) == 1, listing.kinds.currentText()
    listing.kinds.setCurrentText("All events")
    listing.text.setText("tiMER starts anew")
    qtbot.waitUntil(lambda: not listing.model.searching)
    assert shown_kinds(listing) == {EventKind.TIMER_RESTARTED}
    assert listing.model.rowCount() == len(list(lossy.list_events(kinds=(EventKind.TIMER_RESTARTED,))))
    listing.text.setText("no such words")
    qtbot.waitUntil(lambda: not listing.model.searching)
    assert listing.model.rowCount() == 0


def test_what_is_chosen_here_is_chosen_everywhere_and_the_other_way_round(
    listing: EventList, viewing: Viewing, lossy: Recording
) -> None:
    viewing.show(lossy)
    listing.table.selectRow(3)
    event = listing.model.event_in(3)
    assert event is not None
    assert viewing.chosen is not None
    assert (viewing.chosen.serial, viewing.time_s) == (event.serial, event.time_s)
    assert event.counted(lossy.origin).sentence() in listing.description()
    other = listing.model.event_in(10)
    assert other is not None
    viewing.go_to(other)
    assert listing.table.currentIndex().row() == 10
    unlisted = next(lossy.list_events(kinds=(EventKind.ACKNOWLEDGED,)))
    viewing.choose(Chosen(unlisted.serial, unlisted.side))
    assert not listing.table.selectionModel().hasSelection()
    assert unlisted.counted(lossy.origin).sentence() in listing.description(), "it is told though it is not listed"


def test_a_running_recording_grows_below_unless_one_looks_at_something(listing: EventList, viewing: Viewing) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    tester = checked(listing.model)
    recorder.note(0.0, "first")
    viewing.show(recording)
    for number in range(100):
        recorder.note(1.0 + number, f"number {number}")
        viewing.moved()
    assert listing.model.rowCount() == 101
    bar = listing.table.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    recorder.note(200.0, "last")
    viewing.moved()
    assert bar.value() == 10
    assert cell(listing.model, 101, Column.SENTENCE) == "last"
    listing.text.setText("number 7")
    while listing.model.searching:
        listing.model.search()
    recorder.note(201.0, "number 7, again")
    viewing.moved()
    while listing.model.searching:
        listing.model.search()
    assert listing.model.rowCount() == 12
    assert tester.model() is listing.model


def test_a_million_events_are_listed_at_once(listing: EventList, viewing: Viewing) -> None:
    recording = Recording(About(connection="c"), event_capacity=None)
    table, code = recording.events, EventKind.ACKNOWLEDGED.code
    for number in range(4096):
        table.add(number / 1000, code, 0, number, number + 1)
    rows = recording.rows()[0]
    several = rows.repeat(250)
    whole = Recording(About(connection="c"), event_capacity=None)
    whole.events.take_over(several, [""])
    whole.finish_reading()
    # What else the machine does counts for nothing.
    began_s = time.thread_time()
    listing.kinds.setCurrentText("All events")
    viewing.show(whole)
    listing.table.scrollToBottom()
    listing.grab()
    assert listing.model.rowCount() == 1_024_000
    assert time.thread_time() - began_s < 3.0
    assert listing.model.row_at(2.0) is not None
    index = listing.model.index(1_023_999, Column.SENTENCE)
    assert "Everything before 4096 is acknowledged" in index.data()
    assert index.data(Qt.ItemDataRole.ToolTipRole)


def test_events_that_were_let_go_leave_empty_rows_and_no_fault(viewing: Viewing) -> None:
    recording = Recording(About(connection="c"), event_capacity=5000)
    model = EventModel()
    for number in range(4000):
        recording.events.add(number / 1000, EventKind.ACKNOWLEDGED.code, 0, number, number + 1)
    model.reset(recording, None, "")
    for number in range(4000, 20_000):
        recording.events.add(number / 1000, EventKind.ACKNOWLEDGED.code, 0, number, number + 1)
    model.grow()
    assert model.index(0, Column.SENTENCE).data() is None
    model.reset(recording, None, "")
    assert model.rowCount() == len(recording.events)
    assert model.index(0, Column.SENTENCE).data()


def test_groups_of_the_filter_are_all_groups(listing: EventList) -> None:
    kinds = [listing.kinds.itemData(number) for number in range(2, listing.kinds.count())]
    assert {kind for each in kinds for kind in each} == set(EventKind)
    assert len(kinds) == len(Group)
