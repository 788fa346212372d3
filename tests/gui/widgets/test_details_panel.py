from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.details_panel import DetailsPanel
from app.widgets.recorded_page import RecordedPage
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transfer.conversation.tally import Trouble
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transport.statistics import LimitedBy
from tests.gui.widgets.samples import SNAPSHOT, TRANSPORT, at


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[DetailsPanel]:
    widget = DetailsPanel()
    qtbot.addWidget(widget)
    widget.resize(1200, 320)
    widget.show()
    yield widget
    widget.close_views()


def test_without_a_transfer_it_says_how_to_get_one(panel: DetailsPanel) -> None:
    assert "No transfer is selected" in panel.description()
    assert panel.shown_id() is None


def test_the_tabs_are_those_that_have_content(panel: DetailsPanel) -> None:
    names = [panel.tabs.tabText(index).replace("&", "") for index in range(panel.tabs.count())]
    assert names == ["Overview", "Live", "Buffers", "Sequence", "Space-time", "Events", "Files"]


def test_where_nothing_is_recorded_it_says_so_and_how_to_change_it(panel: DetailsPanel, qtbot: QtBot) -> None:
    panel.show_recording(False)
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    for name in ("live", "buffers", "sequence", "space-time", "events"):
        panel.show_tab(name)
        page = panel.tabs.currentWidget()
        assert isinstance(page, RecordedPage)
        assert page.words.text().startswith("Recording is switched off")
        with qtbot.waitSignal(panel.record_wanted, timeout=1000):
            page.button.click()
    # What ran before stays without a recording, what runs from now on will have one.
    panel.show_recording(True)
    page = panel.tabs.currentWidget()
    assert isinstance(page, RecordedPage)
    assert page.words.text() == "This transfer ran while recording was switched off."
    assert page.button.isHidden()
    panel.show_transfer(2)
    panel.update_snapshot(replace(SNAPSHOT, transfer_id=2))
    assert panel.events.isVisible()


def test_what_waits_while_nothing_is_recorded_is_recorded_once_it_runs(panel: DetailsPanel) -> None:
    panel.show_recording(False)
    panel.show_transfer(1)
    panel.show_tab("events")
    panel.update_snapshot(replace(SNAPSHOT, state=TransferState.QUEUED))
    assert not panel.events.isVisible()
    panel.show_recording(True)
    assert panel.events.isVisible()


def test_one_sentence_says_what_limits_the_transfer(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    assert panel.limit.text() == "Limited by the path: 1.1 % sent again, 52 ms."
    full = replace(SNAPSHOT, transport=replace(TRANSPORT, limited_by=LimitedBy.RECEIVER_BUFFER))
    panel.update_snapshot(full)
    assert panel.limit.text() == "Limited by the receiver's buffer: all that it has room for is on its way."
    panel.update_snapshot(replace(full, stalled_s=8.0))
    assert panel.limit.text() == "Stalled for 8 s: red-laptop takes nothing more, its buffer is full."
    panel.update_snapshot(replace(full, state=TransferState.DONE))
    assert panel.limit.text() == "Saved and verified."


def test_the_last_rule_and_the_timer_are_said_in_words(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    assert panel.rule.text() == "Nothing has been sent again. The timer: off."
    rule = "time-out, 200 ms after the timer was started: 3001 sent again"
    transport = replace(TRANSPORT, last_rule=rule, timer_since_s=0.12, timer_left_s=0.08)
    panel.update_snapshot(replace(SNAPSHOT, transport=transport))
    said = (
        "Time-out, 200 ms after the timer was started: 3001 sent again. "
        "The timer: running for 0.12 s, runs out in 0.08 s."
    )
    assert panel.rule.text() == said
    assert said in panel.description()
    # Late by what the computer was busy with.
    panel.update_snapshot(replace(SNAPSHOT, transport=replace(transport, timer_left_s=-0.001)))
    assert panel.rule.text().endswith("runs out in 0.00 s.")
    panel.show_transfer(None)
    assert panel.rule.text() == ""


def test_files_that_are_not_across_are_listed_with_their_reason(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(replace(SNAPSHOT, files_total=312, files_done=20, files_there=4))
    assert panel.files.description() == "20 of 312 files are saved and verified, 4 of them were there already."
    panel.tabs.setCurrentWidget(panel.files)
    assert not panel.files.list.isVisible()
    troubled = replace(
        SNAPSHOT,
        files_total=312,
        files_done=210,
        files_failed=102,
        failures=(Trouble("notes/<b>a</b>\u202e.txt", "It cannot be read."),),
        left_out=(Trouble("notes/pipe", "is a pipe"),),
        changed=("notes/log.txt",),
    )
    panel.update_snapshot(troubled)
    assert panel.files.list.isVisible()
    assert panel.files.description().splitlines() == [
        "210 of 312 files are saved and verified, 102 are not across.",
        "notes/<b>a</b>\ufffd.txt, not across: It cannot be read.",
        "and 101 more, not across",
        "notes/pipe, left out: is a pipe",
        "notes/log.txt, began anew: it had changed at the sender",
    ]
    assert panel.files.description() in panel.description()
    first = panel.files.list.topLevelItem(0)
    assert first is not None
    assert "<b>" not in first.toolTip(0)
    panel.show_transfer(None)
    assert panel.files.description() == ""


def test_numbers_and_gauges_follow(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    numbers = panel.numbers.text()
    for line in ("RTT: 52 ms", "RTO: 250 ms", "MSS: 1\u202f160 B", "by time-out: 10", "by fast retransmit: 100"):
        assert line in numbers
    assert "75 % full" in panel.gauges.send.accessibleDescription()
    assert "35 % full" in panel.gauges.peer.accessibleDescription()


@pytest.mark.parametrize("state", [TransferState.CANCELLED, TransferState.FAILED, TransferState.PAUSED])
def test_nothing_lies_in_the_buffers_of_what_has_ended(panel: DetailsPanel, state: TransferState) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    panel.update_snapshot(replace(SNAPSHOT, state=state))
    for gauge in (panel.gauges.send, panel.gauges.receive, panel.gauges.peer):
        assert gauge.text() == "not in use"


def test_what_the_conditioner_drops_is_counted_where_this_side_sends(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(replace(SNAPSHOT, transport=replace(TRANSPORT, conditioner_dropped=17)))
    assert "Segments, Dropped by the conditioner: 17" in panel.numbers.text()
    assert "Received, Dropped" not in panel.numbers.text()


def test_only_the_selected_transfer_is_shown_and_others_keep_their_past(panel: DetailsPanel) -> None:
    panel.tabs.setCurrentIndex(1)
    panel.show_transfer(1)
    for step in range(20):
        panel.update_snapshot(at(step))
        panel.update_snapshot(replace(at(step), transfer_id=2, name="other.bin"))
    assert "holiday.mov" in panel.description()
    panel.show_transfer(2)
    assert "other.bin" in panel.description()
    panel.forget(2)
    assert "No transfer is selected" in panel.description()


def test_a_transfer_selected_before_its_first_numbers_is_shown_once_they_come(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT)
    panel.update_snapshot(SNAPSHOT)
    assert "holiday.mov" in panel.description()


def test_memory_is_bounded_over_many_transfers(panel: DetailsPanel) -> None:
    panel.show_transfer(0)
    for transfer_id in range(100):
        panel.update_snapshot(replace(SNAPSHOT, transfer_id=transfer_id))
    assert len(panel._snapshots) == 32
    assert 0 in panel._snapshots, "the one shown is kept"


def test_the_recording_of_the_selected_transfer_is_shown_and_those_of_a_few_others_kept(panel: DetailsPanel) -> None:
    recordings = [Recording(About(connection=str(number))) for number in range(12)]
    panel.show_transfer(0)
    for number, recording in enumerate(recordings):
        panel.update_snapshot(replace(SNAPSHOT, transfer_id=number), recording)
    assert panel.viewing.recording is recordings[0], "the one shown is kept"
    panel.show_transfer(11)
    assert panel.viewing.recording is recordings[11]
    panel.show_transfer(1)
    assert panel.viewing.recording is None, "memory is bounded"
    panel.show_transfer(11)
    panel.forget(11)
    assert panel.viewing.recording is None


def test_the_player_stands_below_the_views_alone_and_takes_their_keys(panel: DetailsPanel) -> None:
    recording = Recording(About(connection="c"))
    recorder = Recorder(recording, Side.SENDER)
    recorder.note(0.0, "one")
    recorder.note(2.0, "two")
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT, recording)
    assert panel.player.isHidden()
    panel.tabs.setCurrentIndex(1)
    assert panel.player.isVisible()
    assert panel.viewing.player is not None
    QTest.keyClick(panel.live, Qt.Key.Key_Space)
    assert not panel.viewing.player.is_live
    QTest.keyClick(panel.live, Qt.Key.Key_Left)
    assert panel.viewing.time_s == 0.0
    QTest.keyClick(panel.live, Qt.Key.Key_End)
    assert panel.viewing.player.is_live


def test_list_and_gauges_stand_beside_the_views_only_where_there_is_room(panel: DetailsPanel) -> None:
    panel.tabs.setCurrentIndex(1)
    QApplication.processEvents()
    assert not panel.beside.isVisible(), "without a recording there is nothing to tell"
    panel.show_transfer(1)
    panel.update_snapshot(SNAPSHOT, Recording(About(connection="c")))
    QApplication.processEvents()
    assert panel.beside.isVisible()
    panel.resize(700, 320)
    QApplication.processEvents()
    assert not panel.beside.isVisible()


def test_a_transfer_that_is_over_promises_nothing_where_no_data_was_sent(panel: DetailsPanel) -> None:
    panel.show_transfer(1)
    panel.update_snapshot(replace(SNAPSHOT, state=TransferState.WAITING))
    assert not panel.viewing.over
    drawn = {}
    for over in (False, True):
        if over:
            panel.update_snapshot(replace(SNAPSHOT, state=TransferState.DECLINED, files_total=0))
        for name in ("sequence", "space-time", "buffers"):
            panel.show_tab(name)
            QApplication.processEvents()
            drawn[name, over] = panel.tabs.currentWidget().grab().toImage()
    assert panel.viewing.over
    assert panel.live.empty.text() == "No data was sent."
    assert panel.files.description() == "No file is across."
    assert all(drawn[name, True] != drawn[name, False] for name in ("sequence", "space-time", "buffers"))
    moved = [one for one in panel.sequence.findChildren(QPushButton) if one.isVisibleTo(panel.sequence)]
    assert moved == [], "there is nothing to show all of"
