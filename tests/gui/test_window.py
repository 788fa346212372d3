"""The window as a whole, with a fake engine: closing, keys, names, sizes, sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.dialogs.computer import ComputerDialog
from app.dialogs.questions import CloseQuestion
from app.laboratory_values import LaboratoryValues
from app.main_window import Page
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import TransportStatistics
from tests.gui.desk import Desk
from tests.gui.dragging import drop, mime_of


def test_a_banner_says_that_the_conditioner_is_on(desk: Desk) -> None:
    desk.start()
    assert desk.window.conditioner_words() == ""
    values = LaboratoryValues(conditioner_on=True, faults=ConditionerSettings(drop=0.05, delay_s=0.02, rate_bps=24e6))
    desk.window.laboratory_page.values_changed.emit(values)
    assert desk.window.conditioner_words() == "Conditioner on: 5 % loss, 20 ms delay, 24.0 Mbit/s"
    desk.window.laboratory_page.values_changed.emit(LaboratoryValues())
    assert desk.window.conditioner_words() == ""
    desk.qtbot.waitUntil(lambda: bool(desk.window.receive_page.address_texts()))


def test_the_banner_stays_for_a_transfer_that_still_has_the_conditioner(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    conditioned = TransportStatistics(conditioner=ConditionerSettings(drop=0.05))
    transfer.tell(TransferState.TRANSFERRING, transport=conditioned)
    still = f"Conditioner still on for {files[0].name}: 5 % loss"
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words() == still)
    other = LaboratoryValues(conditioner_on=True, faults=ConditionerSettings(delay_s=0.02))
    desk.window.laboratory_page.values_changed.emit(other)
    assert desk.window.conditioner_words() == "Conditioner on: 20 ms delay"
    transfer.tell(TransferState.TRANSFERRING, transport=conditioned)
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words() == f"Conditioner on: 20 ms delay\n{still}")
    same = LaboratoryValues(conditioner_on=True, faults=ConditionerSettings(drop=0.05))
    desk.window.laboratory_page.values_changed.emit(same)
    assert desk.window.conditioner_words() == "Conditioner on: 5 % loss"
    desk.window.laboratory_page.values_changed.emit(LaboratoryValues())
    transfer.tell(TransferState.TRANSFERRING, transport=conditioned)
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words() == still)
    transfer.tell(TransferState.DONE)
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words() == "")


def test_a_conditioner_at_the_other_side_has_the_banner_too(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    transfer.tell(TransferState.TRANSFERRING, transport=TransportStatistics(peer_conditioned=True))
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words().startswith("Conditioner on at "))


def test_the_banner_of_a_class_stays_small(desk: Desk) -> None:
    server = desk.start()
    server.offer()
    desk.qtbot.waitUntil(lambda: not desk.window.panel.is_empty())
    for number in range(6):
        transfer, _ = server.offer(peer=f"the computer of student {number}")
        transfer.tell(TransferState.TRANSFERRING, transport=TransportStatistics(peer_conditioned=True))
    desk.qtbot.waitUntil(lambda: desk.window.conditioner_words().endswith("\n4 more"))
    assert desk.window.conditioner_words().startswith("Conditioner on at the computer of student 0, for what comes")
    assert desk.window.minimumSizeHint().width() <= 600


def test_closing_in_mid_transfer_asks_and_staying_stays(
    desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[TransferSnapshot]] = []

    def stay(_parent: QWidget, running: list[TransferSnapshot]) -> bool:
        asked.append(running)
        return False

    monkeypatch.setattr(CloseQuestion, "ask", stay)
    desk.start()
    transfer = desk.send(files[0])
    desk.window.close()
    assert len(asked) == 1
    assert [snapshot.transfer_id for snapshot in asked[0]] == [transfer.transfer_id]
    assert desk.window.isVisible()
    assert not transfer.closed
    monkeypatch.setattr(CloseQuestion, "ask", lambda _parent, _running: True)
    desk.window.close()
    desk.qtbot.waitUntil(lambda: desk.closed)
    assert transfer.closed
    assert desk.parts.servers[0].closed


def test_closing_at_rest_asks_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CloseQuestion, "ask", _never)
    server = desk.start()
    desk.window.close()
    desk.qtbot.waitUntil(lambda: desk.closed)
    assert server.closed


def test_staying_is_the_default_of_the_question(desk: Desk, files: list[Path]) -> None:
    desk.start()
    desk.send(files[0])
    seen = []

    def press_return() -> None:
        box = desk.window.findChild(QMessageBox)
        assert box is not None
        seen.append(box.text())
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, press_return)
    desk.window.close()
    assert len(seen) == 1
    assert "one.txt" in seen[0]
    assert desk.window.isVisible()


def test_the_end_of_the_program_takes_an_open_question_with_it(desk: Desk, files: list[Path]) -> None:
    desk.start()
    transfer = desk.send(files[0])
    QTimer.singleShot(0, desk.session.shut_down)
    desk.window.close()
    desk.qtbot.waitUntil(lambda: desk.closed)
    assert transfer.closed


def test_the_window_is_remembered(tmp_path: Path, qtbot: QtBot) -> None:
    for size in (None, (700, 640)):
        desk = Desk(tmp_path, qtbot)
        desk.start()
        if size is None:
            desk.window.resize(700, 640)
        else:
            assert (desk.window.width(), desk.window.height()) == size
        desk.end()


def test_keys_lead_everywhere(desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    desk.start()
    window = desk.window
    window.activateWindow()
    qtbot = desk.qtbot
    qtbot.waitUntil(window.isActiveWindow)
    for key, page in ((Qt.Key.Key_2, Page.RECEIVE), (Qt.Key.Key_3, Page.LABORATORY), (Qt.Key.Key_1, Page.SEND)):
        QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda page=page: window.page() is page)  # type: ignore[misc]
    window.show_page(Page.RECEIVE)
    chosen = []
    monkeypatch.setattr(window.send_page, "choose_files", lambda: chosen.append(window.page()))
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [Page.SEND]
    desk.fill_in(files[0])
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.sent(0).paths == (files[0],)
    desk.fill_in(files[1], code="")
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.sent(1).paths == (files[1],)


def test_files_may_be_dropped_and_pasted_anywhere(desk: Desk, files: list[Path]) -> None:
    desk.start()
    window = desk.window
    window.show_page(Page.RECEIVE)
    drop(window, mime_of(files[0]))
    assert window.page() is Page.SEND
    window.show_page(Page.RECEIVE)
    QApplication.clipboard().setMimeData(mime_of(files[1]))
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    window.transfers.setFocus()
    QTest.keyClick(window.transfers.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.page() is Page.SEND
    window.send_page.set_address("192.0.2.7")
    request = window.send_page.request()
    assert request is not None
    assert request.paths == tuple(files[:2])


def test_every_control_has_an_accessible_name_or_a_text(desk: Desk) -> None:
    desk.start()
    nameless = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
        for widget in desk.window.findChildren(kind)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not _name_of(widget)
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(1280, 720), (640, 400)])
def test_every_page_fits_or_scrolls(desk: Desk, size: tuple[int, int]) -> None:
    desk.start()
    desk.window.resize(*size)
    for page in Page:
        desk.window.show_page(page)
        desk.qtbot.wait(1)
        assert (desk.window.width(), desk.window.height()) == size
    if size[0] == 1280:
        page_widget = desk.window.receive_page
        assert page_widget.mapTo(desk.window, QPoint(page_widget.width(), 0)).x() <= 1280


def test_the_sheet_of_known_computers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.start()
    engine = desk.session.engine
    peers = engine.known_peers()
    peers.remember(b"1" * 32, "red-laptop", 1_700_000_000.0)
    peers.remember(b"2" * 32, "studio-pc", 1_700_000_000.0)
    desk.window.computer_wanted.emit()
    dialog = desk.window.findChild(ComputerDialog)
    assert isinstance(dialog, ComputerDialog)
    desk.qtbot.waitUntil(lambda: dialog.names() == ["red-laptop", "studio-pc"])
    monkeypatch.setattr(ComputerDialog, "ask_name", staticmethod(lambda _parent, _name: "blue-laptop"))
    dialog.select(0)
    dialog.rename_button.click()
    desk.qtbot.waitUntil(lambda: dialog.names() == ["blue-laptop", "studio-pc"])
    dialog.trust_box.click()
    desk.qtbot.waitUntil(lambda: engine.peers()[0].accept_always)
    dialog.select(1)
    dialog.forget_button.click()
    desk.qtbot.waitUntil(lambda: dialog.names() == ["blue-laptop"])
    dialog.name_field.setText("my-desk")
    dialog.name_field.editingFinished.emit()
    desk.qtbot.waitUntil(lambda: engine.name == "my-desk")
    dialog.reject()


def test_about_opens_and_closes(desk: Desk) -> None:
    desk.start()
    desk.window.about_wanted.emit()
    dialog = desk.window.findChild(QDialog)
    assert dialog is not None
    desk.qtbot.waitUntil(dialog.isVisible)
    dialog.reject()
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(QDialog))


def _never(*_arguments: object) -> bool:
    raise AssertionError("nothing was to be asked")


def _name_of(widget: QWidget) -> str:
    """What a screen reader says: the name, the text, or the label that leads here."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    labels = [label for label in widget.window().findChildren(QLabel) if label.buddy() is widget]
    parent = widget.parentWidget()
    if isinstance(widget, QLineEdit) and isinstance(parent, (QComboBox, QAbstractSpinBox)):
        return widget.accessibleName() or _name_of(parent)
    return widget.accessibleName() or text or ("label" if labels else "")
