from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.theme import Meaning
from app.widgets.numbers_table import NumbersTable
from app.widgets.transfer_list import TransferList
from app.words import limit_words, state_words, summary_words
from ptp_core.direction import Direction
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.replies import PEER_SAYS
from ptp_core.transfer.report import DECLINED
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy
from tests.gui.widgets.samples import SNAPSHOT, TRANSPORT


@pytest.fixture
def transfers(qtbot: QtBot) -> TransferList:
    widget = TransferList()
    qtbot.addWidget(widget)
    widget.resize(1000, 300)
    widget.show()
    return widget


def words_of(transfers: TransferList, transfer_id: int = 1) -> str:
    row = transfers.row(transfer_id)
    assert row is not None
    return row.words()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": TransferState.CONNECTING}, "connecting"),
        ({"state": TransferState.WAITING}, "waiting for the other side to accept"),
        ({"state": TransferState.WAITING, "direction": Direction.RECEIVE}, "waiting for your answer"),
        ({}, "sending"),
        ({"direction": Direction.RECEIVE}, "receiving"),
        ({"stalled_s": 8.2}, "stalled for 8 s: red-laptop answers, but what is sent does not come through"),
        ({"stalled_s": 8.2, "message": "studio-pc: its disk is full."}, "studio-pc: its disk is full."),
        ({"state": TransferState.CONNECTING, "message": "Lost. Trying again."}, "Lost. Trying again."),
        ({"state": TransferState.VERIFYING}, "verifying"),
        ({"state": TransferState.DONE}, "saved and verified"),
        ({"state": TransferState.DONE, "already_there": True}, "verified, nothing was sent"),
        ({"state": TransferState.DECLINED, "message": "red-laptop declined."}, "red-laptop declined."),
        (
            {"state": TransferState.FAILED, "message": "No answer.", "hint": "Try again."},
            "failed: No answer. Try again.",
        ),
    ],
)
def test_every_state_has_its_words(change: dict[str, object], words: str) -> None:
    assert state_words(replace(SNAPSHOT, **change)) == words  # type: ignore[arg-type]


@pytest.mark.parametrize("state", TransferState)
@pytest.mark.parametrize("direction", Direction)
def test_no_state_is_without_words(state: TransferState, direction: Direction) -> None:
    snapshot = replace(SNAPSHOT, state=state, direction=direction)
    assert state_words(snapshot)
    assert limit_words(snapshot).endswith(".")


@pytest.mark.parametrize("limit", LimitedBy)
def test_every_limit_is_a_sentence(limit: LimitedBy) -> None:
    sentence = limit_words(replace(SNAPSHOT, transport=replace(TRANSPORT, limited_by=limit)))
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert limit.value not in sentence or limit in (
        LimitedBy.NOTHING,
        LimitedBy.PATH,
        LimitedBy.WINDOW,
        LimitedBy.CONDITIONER,
    )


def test_rows_show_and_follow_their_transfer(transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    assert words_of(transfers) == "2 min 20 s"
    row = transfers.row(1)
    assert row is not None
    assert row.bar.shares()[1] == pytest.approx(0.61)
    transfers.update_snapshot(replace(SNAPSHOT, time_left_s=None))
    assert words_of(transfers) == "calculating"
    transfers.update_snapshot(replace(SNAPSHOT, stalled_s=8.0))
    assert words_of(transfers).startswith("stalled for 8 s: red-laptop answers")
    assert transfers.list.count() == 1
    assert transfers.snapshots() == [replace(SNAPSHOT, stalled_s=8.0)]


def test_columns_do_not_move_with_their_numbers(transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    transfers.update_snapshot(replace(SNAPSHOT, transfer_id=2, name="x" * 300, peer_name="y" * 300))
    transfers.update_snapshot(replace(SNAPSHOT, transfer_id=3, state=TransferState.WAITING))
    QApplication.processEvents()
    places = {(row.bar.x(), row.bar.width()) for row in map(transfers.row, (1, 2, 3)) if row is not None}
    assert len(places) == 1
    transfers.update_snapshot(replace(SNAPSHOT, goodput_bps=8.0, bytes_acknowledged=0, time_left_s=9e9))
    QApplication.processEvents()
    row = transfers.row(1)
    assert row is not None
    assert {(row.bar.x(), row.bar.width())} == places


def test_a_strangers_name_is_shown_as_plain_text(transfers: TransferList) -> None:
    transfers.update_snapshot(replace(SNAPSHOT, name="<b>x</b>\u202egpj.exe", peer_name="<i>me</i>"))
    row = transfers.row(1)
    assert row is not None
    assert "\u202e" not in row.description()
    assert "<b>x</b>" in row.description()
    for label in row.findChildren(type(row._name)):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "<b>" not in label.toolTip()
        assert "<i>" not in label.toolTip()


def test_the_first_transfer_is_selected_and_arrows_move(qtbot: QtBot, transfers: TransferList) -> None:
    seen: list[int | None] = []
    transfers.selection_changed.connect(seen.append)
    for transfer_id in (1, 2, 3):
        transfers.update_snapshot(replace(SNAPSHOT, transfer_id=transfer_id))
    assert transfers.selected_id() == 1
    QTest.keyClick(transfers.list, Qt.Key.Key_Up)
    assert transfers.selected_id() == 2, "the newest is on top"
    transfers.select(3)
    transfers.select(99)
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Escape])
def test_keys_ask_to_cancel_the_selected_transfer(qtbot: QtBot, transfers: TransferList, key: Qt.Key) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    QTest.keyClick(transfers.list, key)
    assert row.asks
    QTest.keyClick(row.keep_button, Qt.Key.Key_Escape)
    assert not row.asks, "Escape goes on with it"
    QTest.keyClick(transfers.list, key)
    with qtbot.waitSignal(transfers.cancel_requested, timeout=1000, check_params_cb=lambda which: which == 1):
        QTest.keyClick(row.cancel_button, Qt.Key.Key_Space)
    assert transfers.row(1) is not None, "cancelling is the engine's to confirm"


def test_the_x_asks_and_a_second_click_there_goes_on(qtbot: QtBot, transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    QApplication.processEvents()
    assert row.stop_button.accessibleName() == "Cancel holiday.mov"
    there = row.stop_button.mapTo(row, row.stop_button.rect().center())
    with qtbot.assertNotEmitted(transfers.cancel_requested):
        QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert row.asks
        assert row.childAt(there) is row.keep_button
        QTest.mouseClick(row.keep_button, Qt.MouseButton.LeftButton)
    assert not row.asks
    QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(transfers.cancel_requested, timeout=1000):
        QTest.mouseClick(row.cancel_button, Qt.MouseButton.LeftButton)


def test_what_ends_beneath_the_pointer_is_not_put_away_by_the_click_that_was_to_cancel_it(
    qtbot: QtBot, transfers: TransferList
) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    transfers.stop(1)
    transfers.update_snapshot(replace(SNAPSHOT, state=TransferState.DONE))
    assert not row.asks, "there is nothing left to cancel"
    QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(transfers.list, Qt.Key.Key_Delete)
    assert transfers.list.count() == 1
    qtbot.waitUntil(row.stop_button.isEnabled)
    assert row.stop_button.accessibleName() == "Remove holiday.mov from the list"
    with qtbot.waitSignal(transfers.removed, timeout=1000):
        QTest.mouseClick(row.stop_button, Qt.MouseButton.LeftButton)
    assert transfers.list.count() == 0
    assert transfers.selected_id() is None


def test_remove_finished_leaves_what_runs(transfers: TransferList) -> None:
    for transfer_id, state in enumerate(TransferState):
        transfers.update_snapshot(replace(SNAPSHOT, transfer_id=transfer_id, state=state))
    transfers.remove_finished()
    assert [snapshot.state for snapshot in transfers.snapshots()] == [
        state for state in TransferState if not state.over
    ]
    transfers.remove(0)
    assert transfers.row(0) is not None, "a running transfer is not put away"


def test_show_in_folder_appears_with_the_saved_file(qtbot: QtBot, transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    assert not row.folder_button.isVisible()
    saved: TransferSnapshot = replace(SNAPSHOT, state=TransferState.DONE, saved_path=Path("/downloads/holiday.mov"))
    transfers.update_snapshot(saved)
    qtbot.waitUntil(row.folder_button.isEnabled)
    with qtbot.waitSignal(
        transfers.show_in_folder_requested, timeout=1000, check_params_cb=lambda path: path == saved.saved_path
    ):
        QTest.mouseClick(row.folder_button, Qt.MouseButton.LeftButton)


def test_a_failure_says_what_and_what_to_do_in_the_row(transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    height = transfers.list.item(0).sizeHint().height()
    failed = replace(
        SNAPSHOT, state=TransferState.FAILED, message="Not enough space in Downloads.", hint="Choose another folder."
    )
    transfers.update_snapshot(failed)
    said = "to \u2068red-laptop\u2069 · failed · Not enough space in Downloads. Choose another folder."
    assert row.detail.text() == said
    assert transfers.list.item(0).sizeHint().height() == height, "one more line moves nothing"
    transfers.update_snapshot(replace(failed, hint="Choose another folder. " * 12))
    assert transfers.list.item(0).sizeHint().height() > height, "nothing of it is cut"
    spoken = transfers.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "failed: Not enough space in Downloads. Choose another folder." in spoken


def test_a_resumed_transfer_says_where_it_went_on(transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    row = transfers.row(1)
    assert row is not None
    assert row.detail.text() == "to \u2068red-laptop\u2069"
    resumed = replace(SNAPSHOT, resumed_at_bytes=SNAPSHOT.bytes_total * 71 // 100 + 1, bytes_again=40_000)
    transfers.update_snapshot(resumed)
    assert row.detail.text().endswith(" · Resumed at 71 %, 40 kB sent again.")
    assert "Resumed at 71 %, 40 kB sent again." in row.description()
    transfers.update_snapshot(replace(resumed, state=TransferState.DONE, message="Left out: notes/pipe is a pipe."))
    assert row.detail.text().endswith(" · Resumed at 71 %, 40 kB sent again. · Left out: notes/pipe is a pipe.")


def test_the_end_says_how_much_crossed_in_how_long_and_how_fast(transfers: TransferList) -> None:
    done = replace(SNAPSHOT, state=TransferState.DONE, bytes_total=315_000_000, elapsed_s=88.0)
    transfers.update_snapshot(done)
    row = transfers.row(1)
    assert row is not None
    assert row.detail.text() == "to \u2068red-laptop\u2069 · saved and verified · 315 MB in 1 min 28 s, 3.6 MB/s"
    assert summary_words(replace(done, resumed_at_bytes=0)) == "315 MB in 1 min 28 s, 3.6 MB/s"
    assert summary_words(replace(done, elapsed_s=0.03)) == "315 MB in less than 0.1 s"
    assert summary_words(replace(done, already_there=True)) == ""
    assert summary_words(SNAPSHOT) == ""


def test_a_refusal_is_said_once(transfers: TransferList) -> None:
    declined = replace(SNAPSHOT, state=TransferState.DECLINED, message=DECLINED(peer="red-laptop"))
    transfers.update_snapshot(declined)
    row = transfers.row(1)
    assert row is not None
    assert row.detail.text() == "to \u2068red-laptop\u2069 · declined"
    transfers.update_snapshot(replace(declined, hint="Only known computers may send."))
    assert row.detail.text().endswith(" · declined · red-laptop declined. Only known computers may send.")


def test_what_has_not_moved_shows_no_noughts(transfers: TransferList) -> None:
    still = replace(SNAPSHOT, state=TransferState.WAITING, bytes_sent=0, bytes_acknowledged=0, bytes_verified=0)
    transfers.update_snapshot(still)
    row = transfers.row(1)
    assert row is not None
    assert not row.bar.isVisible()
    shown = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    assert not [text for text in shown if text.startswith(("0", "–"))]  # noqa: RUF001


def test_the_newest_is_on_top_and_what_waits_below_what_runs(transfers: TransferList) -> None:
    def order() -> list[int]:
        rows = range(transfers.list.count())
        return [transfers.list.item(place).data(Qt.ItemDataRole.UserRole) for place in rows]

    def tell(number: int, state: TransferState) -> None:
        transfers.update_snapshot(replace(SNAPSHOT, transfer_id=number, state=state))

    for number in (1, 2):
        tell(number, TransferState.TRANSFERRING)
    for number in (3, 4):
        tell(number, TransferState.QUEUED)
    assert order() == [2, 1, 3, 4]
    transfers.arrange((1, 2, 4, 3))
    assert order() == [2, 1, 4, 3], "what runs stays where it is"
    tell(1, TransferState.DONE)
    assert order() == [2, 1, 4, 3], "what ends moves nothing"
    tell(4, TransferState.CONNECTING)
    assert order() == [4, 2, 1, 3], "what begins is not to be found below what has ended"
    tell(5, TransferState.FAILED)
    tell(6, TransferState.CONNECTING)
    assert order() == [6, 4, 2, 1, 3, 5]


def test_a_click_wants_the_details_and_a_selection_alone_does_not(qtbot: QtBot, transfers: TransferList) -> None:
    transfers.update_snapshot(SNAPSHOT)
    with qtbot.assertNotEmitted(transfers.details_requested):
        transfers.select(1)
    place = transfers.list.visualItemRect(transfers.list.item(0)).center()
    with qtbot.waitSignal(transfers.details_requested, timeout=1000):
        QTest.mouseClick(transfers.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_what_was_there_already_is_complete_in_bar_and_figures(transfers: TransferList) -> None:
    there = replace(SNAPSHOT, state=TransferState.DONE, already_there=True)
    transfers.update_snapshot(replace(there, bytes_sent=0, bytes_acknowledged=0, bytes_verified=0, elapsed_s=0.0))
    row = transfers.row(1)
    assert row is not None
    assert row.bar.shares() == (1.0, 1.0, 1.0)
    assert "100 %" in [label.text() for label in row.findChildren(QLabel)]
    numbers = NumbersTable()
    numbers.show_snapshot(row.snapshot)
    assert "Progress, Verified: 4.2 GB" in numbers.text()


def test_row_and_numbers_agree_on_the_speed_of_what_was_resumed(transfers: TransferList) -> None:
    total = 400_000_000
    resumed = replace(SNAPSHOT, state=TransferState.DONE, bytes_total=total, bytes_acknowledged=total, elapsed_s=10.0)
    resumed = replace(resumed, resumed_at_bytes=total * 3 // 4)
    numbers = NumbersTable()
    numbers.show_snapshot(resumed)
    assert summary_words(resumed) == "100 MB in 10 s, 10.0 MB/s"
    assert "Progress, Speed: 10.0 MB/s" in numbers.text()
    numbers.show_snapshot(replace(resumed, elapsed_s=0.03))
    assert "Elapsed" not in numbers.text()
    assert "Speed" not in numbers.text()


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.CANCELLED])
def test_what_failed_does_not_look_done(transfers: TransferList, state: TransferState) -> None:
    total = SNAPSHOT.bytes_total
    across = replace(SNAPSHOT, bytes_sent=total, bytes_acknowledged=total, bytes_verified=total)
    transfers.update_snapshot(replace(across, state=TransferState.DONE))
    row = transfers.row(SNAPSHOT.transfer_id)
    assert row is not None
    green = QColor(Meaning.WRITTEN.value).name()

    def shown() -> tuple[bool, bool]:
        image = row.bar.grab().toImage()
        bar = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
        return green in bar, any(label.text() == "100 %" for label in row.findChildren(QLabel))

    assert shown() == (True, True)
    transfers.update_snapshot(replace(across, state=state))
    assert shown() == (False, False)
    transfers.update_snapshot(replace(across, state=state, bytes_acknowledged=total // 2, bytes_verified=0))
    assert any(label.text() == "50 %" for label in row.findChildren(QLabel)), "how far it came is still to be seen"


def test_a_row_names_the_other_side_once(transfers: TransferList) -> None:
    full = PEER_SAYS(peer=SNAPSHOT.peer_name, words=reasons.DISK_FULL)
    for state, words in (
        (TransferState.TRANSFERRING, "there is no space left on its disk"),
        (TransferState.FAILED, "failed \u00b7 There is no space left on its disk."),
    ):
        transfers.update_snapshot(replace(SNAPSHOT, state=state, message=full))
        row = transfers.row(SNAPSHOT.transfer_id)
        assert row is not None
        assert row.detail.text().endswith(f"\u2069 \u00b7 {words}")
        assert row.detail.text().count(SNAPSHOT.peer_name) == 1
        assert row.description().count(SNAPSHOT.peer_name) == 1
