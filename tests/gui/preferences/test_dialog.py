"""The settings' dialog: made from its rows, searched, and worked by keys alone."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.language import speak
from app.preferences.dialog import PreferencesDialog
from app.preferences.editors import FolderEditor
from app.preferences.rows import PREFERENCES, Editor
from app.settings import Settings
from app.theme import Theme
from app.translations.catalogue import ENGLISH
from ptp_core.declared import Choice, Number
from tests.gui.languages.reading import clipped

OPTIONS = {"language": [("system", "Like the desktop"), ("zh_CN", "简体中文")]}
FIRSTS: dict[str, Any] = {
    "name": "here",
    "limit": 0.0,
    "language": "system",
    "login": False,
    **{
        row.key: Settings.first(row.key)
        for row in PREFERENCES
        if row.key not in ("name", "limit", "language", "login")
    },
}


class Hands:
    """A dialog over a window, and what it asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.window.resize(900, 600)
        self.dialog = PreferencesDialog(
            self.window, preferences=PREFERENCES, values=FIRSTS, firsts=FIRSTS, options=OPTIONS
        )
        self.chosen: list[tuple[str, object]] = []
        self.dialog.chosen.connect(lambda key, value: self.chosen.append((key, value)))
        self.dialog.show()
        self.dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.dialog)

    def field(self, key: str) -> QWidget:
        return self.dialog.rows[key].editor.field

    def end(self) -> None:
        if isValid(self.dialog):
            self.dialog.close()
        self.window.deleteLater()


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    made = Hands(qtbot)
    yield made
    made.end()


def test_every_row_is_declared_whole() -> None:
    assert len({row.key for row in PREFERENCES}) == len(PREFERENCES)
    for row in PREFERENCES:
        kinds = {Editor.CHOICE: Choice, Editor.NUMBER: Number}
        assert isinstance(row.row, kinds.get(row.editor, type(None))), row.key
    groups = [row.group for row in PREFERENCES]
    assert [group for at, group in enumerate(groups) if group not in groups[:at]] == [
        group for at, group in enumerate(groups) if at == 0 or groups[at - 1] is not group
    ], "a group stands together"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("FOLDER", ["folder", "folder_per_peer"]),
        ("port fire", ["port"]),
        ("dark", ["look"]),
        ("简体", ["language"]),
        ("replace", ["on_conflict"]),
        ("tray notices", ["notifications", "closing", "login"]),
        ("no such thing", []),
    ],
)
def test_what_is_looked_for_is_found_and_nothing_else(hands: Hands, text: str, keys: list[str]) -> None:
    hands.dialog.search.setText(text)
    assert hands.dialog.found() == keys
    assert hands.dialog._nothing.isVisible() is not bool(keys)
    hands.dialog.search.clear()
    assert len(hands.dialog.found()) == len(PREFERENCES)


def test_by_keys_alone(hands: Hands) -> None:
    dialog = hands.dialog
    assert dialog.search.hasFocus()
    QTest.keyClicks(dialog.search, "port fire")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    port = hands.field("port")
    assert port.hasFocus()
    QTest.keyClick(port, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(port, "7701")
    QTest.keyClick(port, Qt.Key.Key_Return)
    assert hands.chosen == [("port", 7701)], "once, and not at each digit"
    QTest.keyClick(port, Qt.Key.Key_Tab)
    reset = dialog.rows["port"].reset_button
    assert reset.hasFocus()
    QTest.keyClick(reset, Qt.Key.Key_Space)
    assert hands.chosen[1:] == [("port", 7700)]
    assert port.hasFocus()
    assert not reset.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.search.hasFocus()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.search.text() == ""
    assert dialog.isVisible()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_every_row_is_reached_by_tab_and_has_a_name(hands: Hands) -> None:
    for row in hands.dialog.rows.values():
        assert row.editor.field.accessibleName(), row.preference.key
        assert row.reset_button.accessibleName(), row.preference.key
    reached = []
    for _ in range(4 * len(PREFERENCES)):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached += [key for key in hands.dialog.rows if hands.field(key) is focus]
        if hands.dialog.search.hasFocus():
            break
    assert reached == [row.key for row in PREFERENCES], "in their order, and none twice"


def test_a_switch_turns_wherever_its_row_is_clicked(hands: Hands) -> None:
    row = hands.dialog.rows["announced"]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(20, row.height() // 2))
    QTest.mouseClick(hands.field("announced"), Qt.MouseButton.LeftButton)
    assert hands.chosen == [("announced", False), ("announced", True)]


def test_the_wheel_scrolls_and_changes_nothing_in_passing(hands: Hands) -> None:
    box = hands.field("accept")
    assert isinstance(box, QComboBox)
    before = box.currentIndex()
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert box.currentIndex() == before
    assert hands.chosen == []


def test_choices_names_and_folders_are_told_as_values(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for key, text in (("look", "Dark"), ("language", "简体中文")):
        box = hands.field(key)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findText(text))
        box.activated.emit(box.currentIndex())
    name = hands.field("name")
    assert isinstance(name, QLineEdit)
    name.setText("  desk ")
    name.editingFinished.emit()
    name.editingFinished.emit()
    name.setText(" ")
    name.editingFinished.emit()
    assert name.text() == "desk"
    answers: list[Path | None] = [tmp_path, None]
    monkeypatch.setattr(FolderEditor, "ask", lambda *_: answers.pop())
    editor = hands.dialog.rows["folder"].editor
    assert isinstance(editor, FolderEditor)
    editor.button.click()
    editor.button.click()
    told = [value.value if isinstance(value, enum.Enum) else value for _key, value in hands.chosen]
    assert told == ["dark", "zh_CN", "desk", tmp_path]


def test_what_was_typed_counts_when_the_dialog_is_closed(hands: Hands) -> None:
    port = hands.field("port")
    assert isinstance(port, QSpinBox)
    port.setValue(7702)
    hands.dialog.reject()
    assert hands.chosen == [("port", 7702)]


@pytest.fixture
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """What is spoken. Dressed as the program is."""
    Theme.of_application().apply()
    speak(qapp, request.param)
    yield request.param
    speak(qapp, ENGLISH)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("language", ["zh_CN", "en"], indirect=True)
def test_nothing_is_cut_in_a_small_window(language: str, qtbot: QtBot) -> None:
    hands = Hands(qtbot)
    dialog = hands.dialog
    assert dialog.width() <= 900
    assert dialog.height() <= 600
    assert list(clipped(dialog)) == []
    assert not [label.text() for label in dialog.findChildren(QLabel) if "。 " in label.text()]
    assert (dialog.windowTitle() == "Settings") == (language == "en")
    hands.end()
