"""What the folders hold that are chosen to be sent: counted beside the window, and no longer than they are chosen."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot

from app.background import Background
from app.pages.send_page import SendPage
from ptp_core.errors import PtpError
from ptp_core.transfer.source.walking import Totals, count, examine

# Of what takes longer, a person is told what was found until then.
_LIMIT_S: Final = 10.0


class CountingController(QObject):
    """GUI thread only. One folder after the other; `close` comes at the end."""

    def __init__(self, page: SendPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        # Most windows are never shown a folder.
        self._work: Background | None = None
        self._chosen: dict[Path, threading.Event] = {}
        page.files_changed.connect(self._follow)

    def close(self, timeout_s: float = 0.5) -> None:
        """Count no more, and wait so long for the thread's end. May be called twice."""
        for unwanted in self._chosen.values():
            unwanted.set()
        if self._work is not None:
            self._work.close(timeout_s)

    @Slot()
    def _follow(self) -> None:
        folders = self._page.folders()
        for path in [path for path in self._chosen if path not in folders]:
            self._chosen.pop(path).set()
        for path in folders:
            if path not in self._chosen:
                self._count(path)

    def _count(self, path: Path) -> None:
        unwanted = self._chosen[path] = threading.Event()
        if self._work is None:
            self._work = Background("ptp-window-counting", self)

        def show(totals: Totals | None) -> None:
            if not unwanted.is_set():
                self._page.show_totals(path, totals)

        def fail(_error: PtpError) -> None:
            # Why it cannot be read is told when it is sent.
            show(None)

        self._work.run(lambda: count(examine([path], str), limit_s=_LIMIT_S, stop=unwanted.is_set), show, fail)
