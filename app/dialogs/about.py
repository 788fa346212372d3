"""What PTP is, and which version this is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.theme import GRID, Theme, emphasised
from app.version import version


class AboutDialog(QDialog):
    """A sheet over the window; `open()` it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About PTP"))
        icon = QLabel(self)
        icon.setPixmap(Theme.of_application().icon("ptp").pixmap(QSize(64, 64)))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        name = QLabel(f"PTP {version()}", self)
        name.setFont(emphasised(self.font(), scale=1.5))
        words = QLabel(
            self.tr(
                "PTP, the Padawan Transport Protocol, sends files over its own reliable, encrypted transport on UDP, "
                "and shows how it does it.\n\n"
                "It grew from a networking course, in which students build a small TCP to learn how reliability works."
            ),
            self,
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setFixedWidth(45 * GRID)
        words.ensurePolished()
        # Qt measures a dialog by its hints, in which wrapped words have less room than they need.
        words.setFixedHeight(words.heightForWidth(45 * GRID))
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        text = QVBoxLayout()
        text.setSpacing(GRID)
        text.addWidget(name)
        text.addWidget(words)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(icon)
        top.addLayout(text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(top)
        layout.addWidget(buttons)
