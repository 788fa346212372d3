"""Progress in three tones: verified on the other side's disk, acknowledged, sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures import format_percent, format_size
from app.formatting import tooltip_text
from app.theme import GRID, Meaning, Theme


class ThreeToneProgressBar(QWidget):
    """One bar, three nested parts. Tones differ in pattern too: solid, close stripes, wide stripes. What ended
    without success has one tone, in wide stripes, and nothing of one that is done.

    Painted from Python's own integers, so that files over 2 GiB fit (a QProgressBar counts in 32 bits).
    """

    ACCESSIBLE_ROLE = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.of_application()
        self._total = self._sent = self._acknowledged = self._verified = 0
        self._known = False
        self._broken_off: Meaning | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Progress"))
        self._theme.changed.connect(self.update)
        self._describe()

    def set_progress(self, total: int, sent: int, acknowledged: int, verified: int) -> None:
        """Bytes of the file. Values are clamped so that verified <= acknowledged <= sent <= total."""
        total = max(total, 0)
        sent = min(max(sent, 0), total)
        acknowledged = min(max(acknowledged, 0), sent)
        verified = min(max(verified, 0), acknowledged)
        new = (total, sent, acknowledged, verified)
        if self._known and new == (self._total, self._sent, self._acknowledged, self._verified):
            return
        self._known = True
        self._total, self._sent, self._acknowledged, self._verified = new
        self._describe()
        self.update()

    def show_end(self, broken_off: Meaning | None) -> None:
        """It has ended without success, in this tone; None while it goes on, and once it is done."""
        if broken_off is not self._broken_off:
            self._broken_off = broken_off
            self.update()

    def clear(self) -> None:
        """Nothing is known yet: an empty bar."""
        self.set_progress(0, 0, 0, 0)
        self._known = False
        self._describe()
        self.update()

    def shares(self) -> tuple[float, float, float]:
        """How far sent, acknowledged and verified reach, 0.0 to 1.0 each; an empty file is complete."""
        if not self._known:
            return 0.0, 0.0, 0.0
        if self._total == 0:
            return 1.0, 1.0, 1.0
        return self._sent / self._total, self._acknowledged / self._total, self._verified / self._total

    def sizeHint(self) -> QSize:
        """Wide enough to tell the tones apart, and two grid steps high."""
        return QSize(25 * GRID, 2 * GRID)

    def minimumSizeHint(self) -> QSize:
        """As narrow as still tells anything."""
        return QSize(8 * GRID, 2 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough, then each tone over the one that reaches further."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surfaces = self._theme.surfaces
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(surfaces.outline), 1))
        painter.setBrush(QColor(surfaces.window))
        painter.drawRoundedRect(frame, 3, 3)
        inner = frame.adjusted(1, 1, -1, -1)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for share, meaning, stripes in self._parts():
            width = inner.width() * share
            if width <= 0:
                continue
            left = inner.right() - width if right_to_left else inner.left()
            area = QRectF(left, inner.top(), width, inner.height())
            painter.fillRect(area, QBrush(self._theme.fill(meaning)))
            if stripes:
                self._stripe(painter, area, stripes)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """A new language changes the words."""
        if event.type() is QEvent.Type.LanguageChange:
            self._describe()
        super().changeEvent(event)

    def _parts(self) -> tuple[tuple[float, Meaning, float], ...]:
        """How far each tone reaches, and how far its stripes are apart, 0 for none."""
        sent, acknowledged, verified = self.shares()
        if self._broken_off is not None:
            return ((acknowledged, self._broken_off, 8.0),)
        return (
            (sent, Meaning.IN_FLIGHT, 8.0),
            (acknowledged, Meaning.ACKNOWLEDGED, 4.0),
            (verified, Meaning.WRITTEN, 0.0),
        )

    def _stripe(self, painter: QPainter, area: QRectF, distance: float) -> None:
        painter.save()
        painter.setClipRect(area)
        painter.setPen(QPen(QColor(255, 255, 255, 110), 1.2))
        height = area.height()
        # Counted from the bar's own left, so that stripes stand still while the tone grows.
        x = -height
        while x < self.width():
            if x + height >= area.left() and x <= area.right():
                painter.drawLine(int(x), int(area.bottom()) + 1, int(x + height), int(area.top()))
            x += distance
        painter.restore()

    def _describe(self) -> None:
        if not self._known:
            words = self.tr("Not started.")
        else:
            words = self.tr(
                "Verified on the other side's disk: {0} of {1} ({2}).\nAcknowledged: {3}.\nSent: {4}."
            ).format(
                format_size(self._verified),
                format_size(self._total),
                format_percent(self._verified, self._total),
                format_size(self._acknowledged),
                format_size(self._sent),
            )
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.setToolTip(tooltip_text(words))
