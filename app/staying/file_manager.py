"""Shows a folder, or what was saved with it highlighted in its folder, in the file manager that the desktop has.

Where a file can be highlighted: on the session bus by org.freedesktop.FileManager1, by Explorer on Windows, and by
Finder. Elsewhere, and when that does not work, the folder is opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QObject, QProcess, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from app.staying.session_bus import SessionBus

_SERVICE: Final = "org.freedesktop.FileManager1"
_PATH: Final = "/org/freedesktop/FileManager1"

Launch = Callable[[str, list[str]], bool]


def launch(program: str, words: list[str]) -> bool:
    """Start a program that is nobody's afterwards; whether there is one."""
    return bool(QProcess.startDetached(program, words)[0])


class FileManager(QObject):
    """GUI thread only; waits for nothing. `bus` is the session's, None where there is none.

    Signals:
        failed(Path): this folder cannot be opened here.
    """

    failed = Signal(object)

    def __init__(
        self,
        bus: SessionBus | None,
        parent: QObject | None = None,
        *,
        platform: str = sys.platform,
        launch: Launch = launch,
    ) -> None:
        super().__init__(parent)
        self._bus = bus
        self._platform = platform
        self._launch = launch

    @Slot(object)
    def open_folder(self, folder: Path) -> None:
        """Show what is in it."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.failed.emit(folder)

    @Slot(object)
    def show_saved(self, path: Path) -> None:
        """Show a file or folder in the folder that it is in."""
        if not os.path.lexists(path):
            # Moved or removed since: the folder may tell where to.
            self.open_folder(path.parent)
        elif self._bus is not None:
            uri = bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()).decode("ascii")
            self._bus.call(
                _SERVICE,
                _PATH,
                "ShowItems",
                "ass",
                ([uri], ""),
                failed=lambda: self.open_folder(path.parent),
            )
        elif not self._highlight(path):
            self.open_folder(path.parent)

    def _highlight(self, path: Path) -> bool:
        if self._platform == "win32":
            # The path is a word of its own: Explorer does not take quotes around both.
            return self._launch("explorer", ["/select,", QDir.toNativeSeparators(str(path))])
        if self._platform == "darwin":
            return self._launch("open", ["-R", str(path)])
        return False
