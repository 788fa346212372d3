"""The declared shortcuts as Qt has them: actions with their keys, the parts of a menu, and which row a key press is.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.shortcuts import CONTEXT, Place, Shortcut, in_place, named
from app.widgets.tabs import Tabs
from app.wording import list_words


def shortcut_words(text: str) -> str:
    """A row's words, or a place's, in the person's language."""
    return QCoreApplication.translate(CONTEXT, text)


def told_key(row: Shortcut) -> str:
    """The key that is told, as the platform writes it; empty for a row without one."""
    return _native(row.keys[0]) if row.keys else ""


def with_key(text: str, row: Shortcut) -> str:
    """A tool tip that tells the key: "Send (Alt+1)"."""
    key = told_key(row)
    return f"{text} ({key})" if key else text


def key_words(row: Shortcut) -> str:
    """All its keys: "Ctrl+S, Ctrl+Return"; "Ctrl+1 … Ctrl+7"."""
    if row.each:
        return f"{_native(row.keys[0])} … {_native(row.keys[-1])}"
    # In some languages Return and Enter are one word.
    return list_words(list(dict.fromkeys(map(_native, row.keys))))


def add_actions(owner: QWidget, place: Place, acts: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Give `owner` an action for each row of `place` for which `acts` has something to do. Raises KeyError for an act
    that no row declares."""
    rows = {row.name: row for row in in_place(place)}
    context = Qt.ShortcutContext.WindowShortcut if place.is_window else Qt.ShortcutContext.WidgetShortcut
    actions = {}
    for name, act in acts.items():
        action = QAction(shortcut_words(rows[name].words), owner)
        action.setShortcuts([QKeySequence(key) for key in rows[name].keys])
        action.setShortcutContext(context)
        # What is triggered tells whether it is checked, which nobody asked.
        action.triggered.connect(lambda _checked=False, act=act: act())
        owner.addAction(action)
        actions[name] = action
    return actions


def fill_menu(menu: QMenu, place: Place, actions: Mapping[str, QAction]) -> None:
    """Put the actions into the menu, in their sections."""
    rows = sorted((row for row in in_place(place) if row.section), key=lambda row: row.section)
    for section, members in groupby(rows, key=lambda row: row.section):
        if section > 1:
            menu.addSeparator()
        for row in members:
            menu.addAction(actions[row.name])


def pressed(event: QKeyEvent, place: Place) -> str:
    """The name of the row of `place` whose key this is; empty for none."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(QKeyCombination(plain, Qt.Key(event.key())))
    return next(
        (row.name for row in in_place(place) if any(QKeySequence(key) == sequence for key in row.keys)),
        "",
    )


def add_tab_keys(owner: QWidget, place: Place, which: Callable[[], Tabs]) -> None:
    """Open a tab by its number, and lead the focus there; `which` says of which row of tabs, at each press."""

    def go(at: int) -> None:
        tabs = which()
        if tabs.isVisible() and at < tabs.count():
            tabs.setCurrentIndex(at)
            tabs.take_focus()

    for at, key in enumerate(named("tab", place).keys):
        shortcut = QShortcut(QKeySequence(key), owner, context=Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(partial(go, at))


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
