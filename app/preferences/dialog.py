"""The settings: every row with its editor, filtered by what is looked for. GUI thread only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.joining import after_one_another
from app.preferences.editors import Options, SwitchEditor, editor_of
from app.preferences.rows import CONTEXT, Editor, Group, Preference
from app.theme import GRID, HALF_GRID, set_role
from app.widgets.icon_button import IconButton
from app.widgets.row_fields import declared_words
from app.widgets.scrolling import Scrolling
from app.wording import translate
from ptp_core.declared import Choice

_SIZE: Final = QSize(92 * GRID, 74 * GRID)
# What a dialog leaves free of the window beneath it, so that one sees what it belongs to.
_MARGIN: Final = 3 * GRID
# The editors have one width, for the longest of their words.
_LEAST_EDITOR_WIDTH: Final = 32 * GRID
_MOST_EDITOR_WIDTH: Final = 50 * GRID


def _said(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text) if text else ""


class PreferenceRow(QWidget):
    """One row: its title and words, its editor, and a button back to what it was at first.

    Signals:
        chosen(object): the person wants this value.
    """

    chosen = Signal(object)

    def __init__(self, preference: Preference, options: Options, first: object, parent: QWidget) -> None:
        super().__init__(parent)
        self.preference = preference
        self._first = first
        title = QLabel(_said(preference.title), self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        explained = after_one_another((_said(preference.words), _said(preference.effect.value)), translate)
        self._words = QLabel(explained, self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setVisible(bool(explained))
        set_role(self._words, "muted")
        self.editor = editor_of(preference, options, self)
        self.editor.field.setAccessibleName(_said(preference.title))
        self.editor.field.setAccessibleDescription(explained)
        title.setBuddy(self.editor.field)
        self.reset_button = IconButton("refresh", self.tr("Back to the default: {0}").format(title.text()), self)
        policy = self.reset_button.sizePolicy()
        # The editors stand below one another whether there is a way back or not.
        policy.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(policy)
        self._look_for = self._searched(options)
        self._lay_out(title)
        for field in (*self.findChildren(QComboBox), *self.findChildren(QAbstractSpinBox)):
            # The wheel scrolls the page; it turns a field only where that has the focus.
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)
        self.editor.changed.connect(self._choose)
        self.reset_button.clicked.connect(self._reset)

    def editor_width(self) -> int:
        """How wide the editor wants to be."""
        return self.editor.widget.sizeHint().width()

    def set_editor_width(self, width: int) -> None:
        """As all the others; a switch is as wide as it is."""
        if self.preference.editor is not Editor.SWITCH:
            self.editor.widget.setFixedWidth(width)

    def show_value(self, value: object) -> None:
        """What holds now; asks for nothing."""
        self.editor.show(value)
        self._offer_reset(value)

    def is_found_by(self, text: str) -> bool:
        """Whether each of the words that are looked for is in it."""
        return all(word in self._look_for for word in text.casefold().split())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the row of a switch turns it."""
        if isinstance(self.editor, SwitchEditor) and self.rect().contains(event.position().toPoint()):
            self.editor.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wheels over a field that has not the focus are the page's."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @Slot(object)
    def _choose(self, value: object) -> None:
        self._offer_reset(value)
        self.chosen.emit(value)

    @Slot()
    def _reset(self) -> None:
        # The button goes; who works by keys goes on where the value is.
        self.editor.field.setFocus()
        self.show_value(self._first)
        self.chosen.emit(self._first)

    def _offer_reset(self, value: object) -> None:
        self.reset_button.setVisible(value != self._first)

    def _searched(self, options: Options) -> str:
        preference = self.preference
        texts = [preference.group.value, preference.title, preference.words, preference.keywords]
        said = [*texts, *map(_said, texts), *(words for _value, words in options)]
        if isinstance(preference.row, Choice):
            said += map(declared_words, preference.row.names.values())
        return "\n".join(said).casefold()

    def _lay_out(self, title: QLabel) -> None:
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(title)
        told.addWidget(self._words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, 0, HALF_GRID)
        layout.setSpacing(GRID)
        layout.addLayout(told, 1)
        layout.addWidget(self.editor.widget)
        layout.addWidget(self.reset_button)


class PreferencesDialog(QDialog):
    """A sheet over the window; `open()` it.

    Signals:
        chosen(str, object): the row with that key is to have this value.
    """

    chosen = Signal(str, object)

    def __init__(
        self,
        parent: QWidget,
        *,
        preferences: Sequence[Preference],
        values: Mapping[str, Any],
        firsts: Mapping[str, Any],
        options: Mapping[str, Options],
    ) -> None:
        """By the rows' keys: `values` hold now, `firsts` are the defaults, `options` are the values of lists."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self._problem = QLabel(self)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        set_role(self._problem, "error")
        self._nothing = QLabel(self.tr("No setting has these words."), self)
        set_role(self._nothing, "muted")
        self._page = QWidget(self)
        self._scroll = Scrolling(self._page, self)
        self.rows: dict[str, PreferenceRow] = {}
        self._headings: dict[Group, QLabel] = {}
        self._lay_out(preferences, options, firsts)
        for key, value in values.items():
            self.rows[key].show_value(value)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._go_to_first)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        self._filter("")
        room = parent.window().size().shrunkBy(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.resize(_SIZE.boundedTo(room).expandedTo(self.minimumSizeHint()))
        self.search.setFocus()

    def show_value(self, key: str, value: object) -> None:
        """What holds now."""
        self.rows[key].show_value(value)

    def show_problem(self, words: str) -> None:
        """Why a change did not come about."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def found(self) -> list[str]:
        """The keys of the rows that are shown."""
        return [key for key, row in self.rows.items() if not row.isHidden()]

    def reject(self) -> None:
        """Escape empties the search first. What was typed and not finished counts."""
        if self.search.text() and self.search.hasFocus():
            self.search.clear()
            return
        for row in self.rows.values():
            row.editor.settle()
        super().reject()

    @Slot(str)
    def _filter(self, text: str) -> None:
        groups = set()
        for row in self.rows.values():
            found = row.is_found_by(text)
            row.setVisible(found)
            if found:
                groups.add(row.preference.group)
        for group, heading in self._headings.items():
            heading.setVisible(group in groups)
        self._nothing.setVisible(not groups)

    @Slot()
    def _go_to_first(self) -> None:
        found = self.found()
        if found:
            self.rows[found[0]].editor.field.setFocus()

    @Slot()
    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _lay_out(
        self, preferences: Sequence[Preference], options: Mapping[str, Options], firsts: Mapping[str, Any]
    ) -> None:
        inside = QVBoxLayout(self._page)
        inside.setContentsMargins(0, 0, GRID, 0)
        inside.setSpacing(HALF_GRID)
        for preference in preferences:
            group = preference.group
            if group not in self._headings:
                heading = self._headings[group] = QLabel(_said(group.value), self._page)
                heading.setContentsMargins(0, 2 * GRID if len(self._headings) > 1 else 0, 0, 0)
                set_role(heading, "strong")
                inside.addWidget(heading)
            row = PreferenceRow(
                preference, options.get(preference.key, ()), firsts.get(preference.key), self._page
            )
            row.chosen.connect(lambda value, key=preference.key: self._choose(key, value))
            self.rows[preference.key] = row
            inside.addWidget(row)
        widest = max(row.editor_width() for row in self.rows.values())
        for row in self.rows.values():
            row.set_editor_width(min(max(widest, _LEAST_EDITOR_WIDTH), _MOST_EDITOR_WIDTH))
        inside.addWidget(self._nothing)
        inside.addStretch(1)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumWidth(self._page.minimumSizeHint().width() + 3 * GRID)
        close = QDialogButtonBox(self)
        close.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.search)
        layout.addWidget(self._problem)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(close)

    def _choose(self, key: str, value: object) -> None:
        self.show_problem("")
        self.chosen.emit(key, value)
