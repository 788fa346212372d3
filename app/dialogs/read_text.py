"""A text that came, to be read: as plain text and nothing else, with what may be done with it."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.displayed_text import MOST_SHOWN, shown_text
from app.formatting import isolated
from app.joining import after_one_another
from app.text_links import TextLink, links_in
from app.text_words import characters_words
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.icon_button import IconButton
from app.wording import translate
from app.words import peer_words
from ptp_core.direction import Direction
from ptp_core.formatting import format_count
from ptp_core.transfer.snapshot import TransferSnapshot
from ptp_core.transfer.source.text import TEXT_NAME

_LINKS_HEIGHT = 24 * GRID


class ReadTextDialog(QDialog):
    """A sheet beside the work: it comes without taking the keyboard away, and shows one text after the other.

    Signals:
        copied(str): a text went to the clipboard; how long it is, in words.
        link_wanted(str): this link, http or https, is to be opened.
        save_wanted(str, Path): a text is to be saved there.
    """

    copied = Signal(str)
    link_wanted = Signal(str)
    save_wanted = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts: deque[TransferSnapshot] = deque(maxlen=100)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        set_role(self._title, "strong")
        self.box = QPlainTextEdit(self)
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # What is selected can be copied by the keyboard, too.
        self.box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._part = QLabel(self)
        self._part.setWordWrap(True)
        set_role(self._part, "muted")
        self._links = QVBoxLayout()
        self.link_buttons: list[QPushButton] = []
        self.copy_button = IconButton("copy", self.tr("&Copy"), self, with_text=True)
        self.save_button = IconButton("file", self.tr("Save as &file…"), self, with_text=True)
        self.next_button = QPushButton(self)
        self.close_button = QPushButton(self.tr("Close"), self)
        for button in (self.next_button, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self._show_rest()
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save)
        self.next_button.clicked.connect(self._go_on)
        self.close_button.clicked.connect(self.reject)

    def add(self, snapshot: TransferSnapshot) -> None:
        """A text has come: it is shown, behind those that are being read."""
        self._texts.append(snapshot)
        if len(self._texts) == 1:
            self._show_first()
        self._show_rest()
        if not self.isVisible():
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, True)
            self.show()

    def read(self, snapshot: TransferSnapshot) -> None:
        """This one is wanted now."""
        others = [other for other in self._texts if other.transfer_id != snapshot.transfer_id]
        self._texts.clear()
        self._texts.extend([snapshot, *others])
        self._show_first()
        self._show_rest()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.box.setFocus()

    def text(self) -> str:
        """The text that is shown, as it came."""
        shown = self._texts[0].text if self._texts else None
        return shown.content or "" if shown is not None else ""

    def links(self) -> tuple[TextLink, ...]:
        """Its links."""
        return links_in(self.text())

    @Slot()
    def copy(self) -> None:
        """All of it, to the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self.copied.emit(characters_words(len(self.text()), translate))

    @Slot()
    def save(self) -> None:
        """All of it, into a file that the person names."""
        path = self.ask_path(self)
        if path is not None:
            self.save_wanted.emit(self.text(), path)

    @classmethod
    def ask_path(cls, parent: QWidget) -> Path | None:
        """The platform's dialog; None when the person cancels it. Tests replace it."""
        title = translate("ReadTextDialog", "Save the text")
        name, _filter = QFileDialog.getSaveFileName(parent, title, str(Path.home() / TEXT_NAME))
        return Path(name) if name else None

    def done(self, result: int) -> None:
        """It closes, by Escape too. What was not read is still in the list of transfers."""
        self._texts.clear()
        self.box.clear()
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Links take the height that they need."""
        super().resizeEvent(event)
        self._fit_links()

    @Slot()
    def _go_on(self) -> None:
        self._texts.popleft()
        self._show_first()
        self._show_rest()
        self.box.setFocus()

    def _show_rest(self) -> None:
        waiting = max(0, len(self._texts) - 1)
        self.next_button.setVisible(waiting > 0)
        self.next_button.setText(self.tr("&Next text ({0})").format(format_count(waiting)))

    def _show_first(self) -> None:
        snapshot, text = self._texts[0], self.text()
        came = snapshot.direction is Direction.RECEIVE
        pattern = self.tr("Text from {0}, {1}") if came else self.tr("Text to {0}, {1}")
        title = pattern.format(isolated(peer_words(snapshot)), characters_words(len(text), translate))
        self._title.setText(title)
        self.setWindowTitle(title)
        self.box.setAccessibleName(title)
        self.box.setPlainText(shown_text(text))
        cut = len(text) > MOST_SHOWN
        self._part.setVisible(cut)
        words = self.tr("The first {0} characters are shown. Copy and Save take all of it.")
        self._part.setText(words.format(format_count(MOST_SHOWN)))
        self._show_links()

    def _show_links(self) -> None:
        while (item := self._links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        links = self.links()
        self.link_buttons = []
        for link in links:
            self._links.addWidget(self._link(link))
        self._links_area.setVisible(bool(links))
        self._fit_links()

    def _fit_links(self) -> None:
        height = self._links.totalHeightForWidth(self.width() - 5 * GRID)
        self._links_area.setFixedHeight(min(_LINKS_HEIGHT, max(height, self._links.sizeHint().height())))

    def _link(self, link: TextLink) -> QWidget:
        place = QFrame(self._links_place)
        place.setObjectName("fileChip")
        # A link has no blanks to break it at: it may break anywhere.
        url = QLabel("\u200b".join(link.url), place)
        url.setTextFormat(Qt.TextFormat.PlainText)
        url.setAccessibleName(link.url)
        url.setWordWrap(True)
        url.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(url)
        for warning in self._warnings(link):
            label = QLabel(warning, place)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            set_role(label, "error")
            words.addWidget(label)
        button = QPushButton(self.tr("Open link"), place)
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Open {0}").format(link.url))
        button.setAccessibleDescription(after_one_another(self._warnings(link), translate))
        button.clicked.connect(lambda: self.link_wanted.emit(link.url))
        self.link_buttons.append(button)
        line = QHBoxLayout(place)
        line.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        line.setSpacing(GRID)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return place

    def _warnings(self, link: TextLink) -> list[str]:
        warnings = []
        if link.letters:
            pattern = self.tr("It was written {0}. Letters of several alphabets look alike: it leads to {1}.")
            warnings.append(pattern.format(isolated(link.letters), link.host))
        if link.user:
            pattern = self.tr("What stands before the @, {0}, is not where it leads. It leads to {1}.")
            warnings.append(pattern.format(isolated(link.user), link.host))
        return warnings

    def _lay_out(self) -> None:
        self._links_place = QWidget(self)
        self._links_place.setLayout(self._links)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.setSpacing(HALF_GRID)
        self._links_area = QScrollArea(self)
        self._links_area.setWidgetResizable(True)
        self._links_area.setFrameShape(QFrame.Shape.NoFrame)
        self._links_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._links_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._links_area.setWidget(self._links_place)
        self._links_area.viewport().setAutoFillBackground(False)
        self._links_place.setAutoFillBackground(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(int(1.5 * GRID))
        layout.addWidget(self._title)
        layout.addWidget(self.box, 1)
        layout.addWidget(self._part)
        layout.addWidget(self._links_area)
        layout.addLayout(buttons)
        self.resize(72 * GRID, 52 * GRID)
