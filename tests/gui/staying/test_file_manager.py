"""What was saved is highlighted in its folder where the desktop can do that, and the folder opened where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import ClassInfo, QObject, QUrl, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from app.staying.file_manager import FileManager
from app.staying.session_bus import SessionBus


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were opened."""
    seen: list[str] = []

    def open_url(url: QUrl) -> bool:
        seen.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return seen


@pytest.fixture
def bus(bus_address: str) -> Iterator[SessionBus]:
    made = SessionBus(bus_address)
    yield made
    made.close()


# The stubs know neither the decorator's argument nor types by their names.
@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})  # type: ignore[call-arg]
class PretendManager(QObject):  # type: ignore[operator]
    """A file manager on the bus."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[list[str], str]] = []

    @Slot("QStringList", str)
    def ShowItems(self, uris: list[str], startup_id: str) -> None:
        self.shown.append((uris, startup_id))


def test_a_file_manager_on_the_bus_highlights_it(
    qtbot: QtBot, bus: SessionBus, connection: QDBusConnection, tmp_path: Path, opened: list[str]
) -> None:
    manager = PretendManager()
    options = QDBusConnection.RegisterOption.ExportAllSlots
    assert connection.registerObject("/org/freedesktop/FileManager1", manager, options)
    assert connection.registerService("org.freedesktop.FileManager1")
    saved = tmp_path / "a ü %.txt"
    saved.touch()
    FileManager(bus).show_saved(saved)
    qtbot.waitUntil(lambda: bool(manager.shown))
    connection.unregisterService("org.freedesktop.FileManager1")
    assert manager.shown == [([f"file://{tmp_path}/a%20%C3%BC%20%25.txt"], "")]
    assert opened == []


def test_without_a_file_manager_on_the_bus_the_folder_is_opened(
    qtbot: QtBot, bus: SessionBus, tmp_path: Path, opened: list[str]
) -> None:
    saved = tmp_path / "saved"
    saved.touch()
    FileManager(bus).show_saved(saved)
    qtbot.waitUntil(lambda: opened == [str(tmp_path)])


@pytest.mark.parametrize(
    ("platform", "starts", "words"),
    [
        ("win32", True, ["explorer", "/select,"]),
        ("darwin", True, ["open", "-R"]),
        ("darwin", False, ["open", "-R"]),
        ("linux", True, []),
    ],
)
def test_each_platform_in_its_own_way(
    qtbot: QtBot, tmp_path: Path, opened: list[str], platform: str, starts: bool, words: list[str]
) -> None:
    saved = tmp_path / "with space"
    saved.touch()
    launched: list[str] = []

    def launch(program: str, arguments: list[str]) -> bool:
        launched.extend([program, *arguments])
        return starts

    FileManager(None, platform=platform, launch=launch).show_saved(saved)
    assert launched == ([*words, str(saved)] if words else [])
    assert opened == ([] if words and starts else [str(tmp_path)])


def test_what_is_not_there_any_more_leads_to_where_it_was_and_what_cannot_be_opened_is_told(
    qtbot: QtBot, tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = FileManager(None, platform="darwin", launch=lambda program, words: True)
    manager.show_saved(tmp_path / "gone")
    assert opened == [str(tmp_path)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    with qtbot.waitSignal(manager.failed, check_params_cb=lambda folder: folder == tmp_path):
        manager.open_folder(tmp_path)
