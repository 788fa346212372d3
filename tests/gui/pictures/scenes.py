"""Every page as a picture of it is taken: one window, in which one scene after the other is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.main_window import Page
from app.views.live_view import LiveView
from ptp_core.direction import Direction
from ptp_core.history.entry import HistoryEntry, Listed, Result
from tests.gui.desk import Desk
from tests.gui.furnishing import COMPUTERS, run_laboratory, show_transfers
from tests.gui.widgets.samples import OFFER

FOLDER: Final = Path("/home/someone/Downloads")
ENTRIES: Final = (
    HistoryEntry(
        key="1", direction=Direction.SEND, result=Result.DONE, peer_name="red-laptop", ended_unix_s=1_700_000_000.0,
        names=("holiday.mov",), size_bytes=4_200_000_000, seconds=381.0,
    ),
    HistoryEntry(
        key="2", direction=Direction.RECEIVE, result=Result.FAILED, peer_name="studio-pc",
        ended_unix_s=1_699_990_000.0, names=("scan-2024.tiff", "talk.pdf"), files=2, size_bytes=31_000_000,
        message="The connection broke.",
    ),
)  # fmt: skip
# The details' tabs that are a scene each.
TABS: Final = {"overview": 0, "live": 1, "buffers": 2, "space-time": 4}


@dataclass(frozen=True, slots=True)
class Scale:
    """So large is everything, in a window of so many of the person's pixels."""

    percent: int
    window: QSize

    @property
    def factor(self) -> float:
        """What a length grows by."""
        return self.percent / 100


# A screen that is twice as fine has no more room: the window is as small as it may be.
SCALES: Final = (Scale(100, QSize(1060, 700)), Scale(200, QSize(900, 600)))


@contextmanager
def nothing_by_chance() -> Iterator[None]:
    """The same code, name and addresses on every computer.

    What isolates a name is in few fonts, and a line is as high as the one that has it: DejaVu has these marks.
    """
    opening, closing = "\u202a", "\u202c"
    with ExitStack() as patches:
        for target, value in (
            ("ptp_core.security.code_phrase.generate_code", lambda *_: "4-guitar-orbit"),
            ("ptp_core.security.identity.first_name", lambda *_: "blue-desk"),
            ("app.engine.first_name", lambda *_: "blue-desk"),
            ("app.listening.local_addresses", lambda: ["192.0.2.2"]),
            ("app.formatting._FIRST_STRONG_ISOLATE", opening),
            ("app.formatting._POP_ISOLATE", closing),
            ("app.formatting._STAND_INS", {opening: "\ue068", closing: "\ue069"}),
        ):
            patches.enter_context(patch(target, value))
        yield


def scenes(desk: Desk, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """The name of each scene, and what is to be seen of it."""
    window = desk.window
    window.send_page.nearby.show_switch(True)
    window.send_page.nearby.show_computers(COMPUTERS)
    yield "send", window
    window.offers.add_offer(OFFER)
    window.messages.show_error("talk.pdf cannot be read.", "Check who may open it.")
    yield "offer", window
    window.offers.withdraw(OFFER.transfer_id)
    window.messages.dismiss()
    for name in ("holiday.mov", "notes.txt"):
        (folder / name).write_text(name)
        window.send_page.add_files([folder / name])
    window.send_page.set_address("192.0.2.7:7700")
    show_transfers(desk)
    yield "transfers", window
    window.send_page.clear_files()
    window.show_details()
    for name, tab in TABS.items():
        window.details.tabs.setCurrentIndex(tab)
        yield f"details-{name}", window
    window.show_details(False)
    window.show_page(Page.RECEIVE)
    yield "receive", window
    window.show_page(Page.LABORATORY)
    yield "laboratory", window
    run_laboratory(desk)
    yield "compared", window
    window.laboratory.show_for_real()
    yield "for-real", window
    window.show_page(Page.SEND)
    for name, wanted in (("settings", window.settings_wanted), ("history", window.history_wanted)):
        wanted.emit()
        dialog = the_dialog(window)
        if name == "history":
            dialog.model.show_first([Listed(at, entry) for at, entry in enumerate(ENTRIES)])  # type: ignore[attr-defined]
        yield name, dialog
        dialog.reject()
        QApplication.processEvents()
    (keys,) = [action for action in window.actions() if action.shortcut().toString() == "Ctrl+?"]
    keys.trigger()
    yield "keys", the_dialog(window)
    the_dialog(window).reject()


def the_dialog(window: QWidget) -> QDialog:
    """The one that is open."""
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    return dialog


def picture(shown: QWidget, scale: Scale) -> QImage:
    """What is to be seen, at a scale; of a larger one, as many pixels as of the first."""
    window = shown.window()
    parent = window.parentWidget()
    main = parent.window() if parent is not None else window
    main.resize(scale.window)
    if window is not main:
        window.resize(window.size().boundedTo(scale.window - QSize(40, 40)))
    come_to_rest(window)
    image = QImage(shown.size() * scale.factor, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale.factor)
    painter = QPainter(image)
    shown.render(painter, shown.rect().topLeft())
    painter.end()
    return image.scaled(shown.size(), mode=Qt.TransformationMode.SmoothTransformation)


def come_to_rest(window: QWidget) -> None:
    """Everything has its place, and every curve is drawn."""
    for _ in range(3):
        QApplication.processEvents()
        for view in window.findChildren(LiveView):
            if view.isVisible():
                view.draw()
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()
