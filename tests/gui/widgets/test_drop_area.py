from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.drop_area import DropArea
from app.widgets.icon_button import IconButton
from tests.gui.dragging import drop, mime_of


@pytest.fixture
def area(qtbot: QtBot) -> DropArea:
    widget = DropArea()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.mov"
    path.write_bytes(b"x" * 4200)
    return path


def test_a_dropped_file_is_chosen_and_shown(qtbot: QtBot, area: DropArea, file: Path) -> None:
    with qtbot.waitSignal(area.paths_changed, timeout=1000, check_params_cb=lambda paths: paths == [file]):
        drop(area, mime_of(file))
    assert area.paths() == [file]
    assert area.accessibleDescription() == "Chosen: 1 file"


def test_the_same_file_twice_is_chosen_once(qtbot: QtBot, area: DropArea, file: Path) -> None:
    area.add_paths([file])
    with qtbot.assertNotEmitted(area.paths_changed):
        area.add_paths([file])
    assert area.paths() == [file]


def test_folders_are_taken_beside_files(qtbot: QtBot, area: DropArea, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    drop(area, mime_of(folder, file))
    assert area.paths() == [folder, file]
    assert area.accessibleDescription() == "Chosen: 1 file and 1 folder"
    area.remove_path(folder)
    assert area.words() == "1 file"
    area.clear()
    assert area.accessibleDescription() == "Nothing is chosen."


def test_the_folder_button_asks_for_a_folder(
    qtbot: QtBot, area: DropArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [tmp_path, None]
    monkeypatch.setattr(DropArea, "ask_folder", classmethod(lambda _cls, _parent, _directory: answers.pop(0)))
    QTest.mouseClick(area.choose_folder_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(area.choose_folder_button, Qt.MouseButton.LeftButton)
    assert area.paths() == [tmp_path]
    assert area.words() == "1 folder"


def test_missing_and_special_files_are_refused(qtbot: QtBot, area: DropArea, tmp_path: Path) -> None:
    refusals: list[str] = []
    area.refused.connect(refusals.append)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    area.add_paths([tmp_path / "gone.txt", pipe])
    assert ["is not there" in refusals[0], "is not a file" in refusals[1]] == [True, True]
    assert area.paths() == []


def test_an_unreadable_file_is_refused(area: DropArea, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals: list[str] = []
    area.refused.connect(refusals.append)
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    area.add_paths([file])
    assert "cannot be read" in refusals[0]


def test_links_to_elsewhere_are_not_files(area: DropArea) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/x")])
    drop(area, data)
    assert area.paths() == []


def test_remove_button_lets_go_of_one_file(qtbot: QtBot, area: DropArea, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_bytes(b"")
    area.add_paths([file, other])
    button = next(b for b in area.findChildren(IconButton) if b.accessibleName() == "Remove holiday.mov")
    with qtbot.waitSignal(area.paths_changed, timeout=1000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert area.paths() == [other]


def test_return_asks_for_files(qtbot: QtBot, area: DropArea, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DropArea, "ask_files", classmethod(lambda _cls, _parent, _directory: [file]))
    QTest.keyClick(area, Qt.Key.Key_Return)
    assert area.paths() == [file]


def test_many_files_do_not_grow_the_area_without_bound(area: DropArea, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(60)]
    for path in files:
        path.write_bytes(b"")
    area.add_paths(files)
    assert len(area.paths()) == 60
    assert area.sizeHint().height() < 200
