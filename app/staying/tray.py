"""The icon in the tray, its menu, and what is drawn on it. GUI thread only."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, SignalInstance, Slot
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.theme import Meaning, Theme

_SIZES: Final = (16, 22, 24, 32, 48, 64)
# How finely progress is drawn: each step sends pictures to the desktop.
STEPS: Final = 20
# The system's own bar shows through behind the icon: on most desktops it is dark, whatever the windows are.
_BACK: Final = QColor("#0072b2")
_FRONT: Final = QColor("#ffffff")
_TRACK: Final = QColor(0, 0, 0, 150)
_MESSAGE_MS: Final = 10_000


class Tray(Protocol):
    """A place on the desktop that is there while the window is not.

    Signals:
        show_wanted(), send_wanted(), pause_wanted(), resume_wanted(), quit_wanted(): what the person chose.
    """

    @property
    def show_wanted(self) -> SignalInstance: ...
    @property
    def send_wanted(self) -> SignalInstance: ...
    @property
    def pause_wanted(self) -> SignalInstance: ...
    @property
    def resume_wanted(self) -> SignalInstance: ...
    @property
    def quit_wanted(self) -> SignalInstance: ...

    def is_there(self) -> bool:
        """Whether a person finds the program there. A desktop's tray may come after its programs, and go."""

    def show_state(self, words: str, share: float | None, asks: bool) -> None:
        """Say `words`, draw progress from 0 to 1, and a dot when a question waits."""

    def offer(self, *, pause: bool, resume: bool) -> None:
        """Which of the menu's choices make sense now."""

    def show_message(self, title: str, body: str, *, urgent: bool) -> None:
        """A message for a while, in plain text; clicking it shows the window."""

    def close(self) -> None:
        """Take it away. May be called twice."""


class SystemTray(QObject):
    """The Tray of the desktop, by Qt."""

    show_wanted = QtSignal()
    send_wanted = QtSignal()
    pause_wanted = QtSignal()
    resume_wanted = QtSignal()
    quit_wanted = QtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._drawn: tuple[int | None, bool] | None = None
        self._menu = QMenu()
        self._show = self._add(self.tr("Show PTP"), self.show_wanted)
        self._add(self.tr("Send files…"), self.send_wanted)
        self._menu.addSeparator()
        self._pause = self._add(self.tr("Pause all"), self.pause_wanted)
        self._resume = self._add(self.tr("Resume all"), self.resume_wanted)
        self._menu.addSeparator()
        self._add(self.tr("Quit"), self.quit_wanted)
        self._menu.setDefaultAction(self._show)
        self._icon = QSystemTrayIcon()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.show_wanted)
        self.show_state(self.tr("PTP"), None, False)
        self.offer(pause=False, resume=False)
        # Where the tray comes later, Qt shows it then.
        self._icon.show()

    def is_there(self) -> bool:
        """Asked of the desktop each time."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self._icon.isVisible()

    def show_state(self, words: str, share: float | None, asks: bool) -> None:
        """The picture is drawn anew only where it changes."""
        if words != self._icon.toolTip():
            self._icon.setToolTip(words)
        step = None if share is None else round(share * STEPS)
        if (step, asks) != self._drawn:
            self._drawn = step, asks
            self._icon.setIcon(tray_icon(None if step is None else step / STEPS, asks))

    def offer(self, *, pause: bool, resume: bool) -> None:
        """One of the two is always there, so that the menu keeps its shape."""
        self._pause.setEnabled(pause)
        self._pause.setVisible(pause or not resume)
        self._resume.setVisible(resume)

    def show_message(self, title: str, body: str, *, urgent: bool) -> None:
        """By the desktop, or as Qt's own balloon."""
        kind = QSystemTrayIcon.MessageIcon.Warning if urgent else QSystemTrayIcon.MessageIcon.Information
        self._icon.showMessage(title, body, kind, _MESSAGE_MS)

    def close(self) -> None:
        """The menu goes too: it is no window's child."""
        self._icon.hide()
        self._icon.setContextMenu(None)  # type: ignore[arg-type]
        self._menu.deleteLater()
        self._icon.deleteLater()

    @Slot(object)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.show_wanted.emit()

    def _add(self, text: str, signal: SignalInstance) -> QAction:
        action = QAction(text, self._menu)
        action.triggered.connect(lambda: signal.emit())
        self._menu.addAction(action)
        return action


def tray_icon(share: float | None, asks: bool) -> QIcon:
    """PTP's mark, with a bar of progress below and a dot for a question above."""
    mark = Theme.of_application().icon("ptp", _FRONT)
    icon = QIcon()
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, size, mark, share, asks)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _paint(painter: QPainter, size: int, mark: QIcon, share: float | None, asks: bool) -> None:
    unit = size / 16
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BACK)
    painter.drawRoundedRect(QRectF(0, 0, size, size), 3 * unit, 3 * unit)
    # The bar takes the lowest quarter: the mark moves up to make room.
    height = 12 * unit if share is not None else 14 * unit
    side = round(height)
    painter.drawPixmap(round((size - side) / 2), round(0.5 * unit if share is not None else unit), _sized(mark, side))
    if share is not None:
        track = QRectF(1.5 * unit, 11.5 * unit, 13 * unit, 3 * unit)
        painter.setBrush(_TRACK)
        painter.drawRoundedRect(track, unit, unit)
        painter.setBrush(_FRONT)
        # What has just begun is to be seen as well.
        track.setWidth(max(2 * unit, track.width() * share))
        painter.drawRoundedRect(track, unit, unit)
    if asks:
        dot = QRectF(9.5 * unit, 0, 6.5 * unit, 6.5 * unit)
        painter.setBrush(_FRONT)
        painter.drawEllipse(dot)
        painter.setBrush(Theme.of_application().fill(Meaning.TIMEOUT))
        painter.drawEllipse(dot.adjusted(unit, unit, -unit, -unit))


def _sized(icon: QIcon, side: int) -> QPixmap:
    return icon.pixmap(QSize(side, side), 1.0)
