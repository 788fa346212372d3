"""Recordings that are opened, from the menu or by dropping them, and saved again; broken ones say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.controllers.recordings import RecordingsController, proposed_name
from app.recording_window import RecordingWindow
from app.widgets.drop_area import DropArea
from app.widgets.room import room_for_window
from ptp_core.record.files.opening import open_any, save_any
from ptp_core.record.files.recording_file import save_recording
from ptp_core.record.model.recording import About, Recording
from tests.gui.desk import Desk
from tests.unit.record.recordings import by_hand


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.ptprec"
    save_recording(by_hand(), path)
    return path


@pytest.fixture
def controller(qtbot: QtBot) -> Iterator[RecordingsController]:
    made = RecordingsController()
    yield made
    made.close()


def opened(controller: RecordingsController, qtbot: QtBot, path: Path) -> RecordingWindow:
    controller.open([path])
    window = controller.windows[-1]
    qtbot.waitUntil(lambda: window.recording is not None)
    return window


def test_a_recording_opens_with_all_views_and_goes_without_a_trace(
    controller: RecordingsController, qtbot: QtBot, saved: Path
) -> None:
    window = opened(controller, qtbot, saved)
    assert window.recording is not None
    assert window.recording.about.connection == "hand"
    assert window.size().boundedTo(room_for_window(window.screen())) == window.size()
    tabs = window.page.tabs
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        assert not window.page.picture().grab().isNull()
    window.close()
    assert controller.windows == []


@pytest.mark.parametrize("content", [b"", b"hello", b"PTPREC\r\x01\x07\0\0\0{}", b"\x1e{}\n"])
def test_a_broken_one_says_what_is_wrong(
    content: bytes, controller: RecordingsController, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "broken.ptprec"
    path.write_bytes(content)
    controller.open([path])
    (window,) = controller.windows
    qtbot.waitUntil(lambda: "broken.ptprec is" in window.words() or "it is damaged" in window.words())
    assert window.recording is None
    window.save_as()


def test_it_is_saved_in_each_form(
    controller: RecordingsController, qtbot: QtBot, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(controller, qtbot, saved)
    place = tmp_path
    monkeypatch.setattr(RecordingWindow, "ask_place", classmethod(lambda *_: place))
    for name, written in (
        ("a.ptprec", "a.ptprec"),
        ("a.sqlog", "a-server.sqlog"),
        ("a.html", "a.html"),
        ("a.csv", "a.csv"),
        ("b.samples.csv", "b.samples.csv"),
    ):
        place = tmp_path / name
        window.messages.dismiss()
        window.save_as()
        qtbot.waitUntil(lambda: "saved" in window.messages.text())
        assert (tmp_path / written).stat().st_size
    assert len(open_any(tmp_path / "a-client.sqlog").events) == len(by_hand().events) + 2
    window.page.tabs.setCurrentIndex(1)
    for name in ("a.png", "a.svg"):
        place = tmp_path / name
        window.save_picture()
        assert place.stat().st_size
    ElementTree.parse(tmp_path / "a.svg")
    place = tmp_path / "gone" / "a.png"
    window.save_picture()
    assert "cannot be written" in window.messages.text()


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    target.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_dropped_onto_the_main_window_it_opens_and_other_files_are_still_to_be_sent(
    desk: Desk, qtbot: QtBot, saved: Path, files: list[Path]
) -> None:
    desk.start()
    drop(desk.window, saved)
    windows = desk.session.recordings.windows
    qtbot.waitUntil(lambda: bool(windows) and windows[0].recording is not None)
    drop(desk.window, saved, files[0])
    assert len(windows) == 1
    chosen = desk.window.send_page.findChild(DropArea)
    assert isinstance(chosen, DropArea)
    assert chosen.paths() == [saved, files[0]]


def test_the_menu_opens_what_is_chosen(desk: Desk, qtbot: QtBot, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.start()
    monkeypatch.setattr(RecordingsController, "ask_files", classmethod(lambda *_: [saved]))
    (action,) = (each for each in desk.window.actions() if each.text() == "Open recording…")
    action.trigger()
    windows = desk.session.recordings.windows
    qtbot.waitUntil(lambda: bool(windows) and windows[0].recording is not None)


def test_the_shown_transfers_recording_is_saved(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.start()
    (action,) = (each for each in desk.window.actions() if each.text() == "Save recording…")
    action.trigger()
    assert "Select a transfer" in desk.window.messages.text()
    place = tmp_path / "mine.ptprec"
    asked: list[Path] = []

    def answer(_parent: QWidget, _title: str, start: Path, _filters: str) -> Path:
        asked.append(start)
        return place

    monkeypatch.setattr(RecordingWindow, "ask_place", answer)
    desk.window.details.viewing.show(by_hand())
    action.trigger()
    assert [start.name for start in asked] == [f"{by_hand().about.connection}.ptprec"], "a recording without a clock"
    qtbot.waitUntil(lambda: "mine.ptprec" in desk.window.messages.text())
    assert open_any(place).about == by_hand().about


def test_closing_the_window_ends_what_is_being_opened(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.start()
    paths = save_any(by_hand(), tmp_path / "q.sqlog")
    desk.session.recordings.open(paths)
    desk.session.shut_down()
    assert desk.session.recordings.windows == []


def test_a_recording_is_named_after_its_transfer_and_when_it_began() -> None:
    began_s = datetime(2026, 3, 1, 9, 5, 7).timestamp()
    recording = Recording(About(connection="2655c6cd", began_unix_s=began_s))
    assert proposed_name(recording, "holiday.mov") == "holiday.mov 2026-03-01 09-05-07.ptprec"
    assert proposed_name(recording, "a/b: \u2068c?\u2069").isprintable()
    assert not set('/\\:*?"<>|') & set(proposed_name(recording, 'a/b: c? "d" <e>|*'))
    assert len(proposed_name(recording, "\u6587" * 200).encode()) <= 255
    assert proposed_name(recording, "") == "2026-03-01 09-05-07.ptprec"
