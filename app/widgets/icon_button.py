"""A small button with an icon of the theme."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.theme import Theme
from app.widgets.telling import set_tip

# As in "&Copy" and, where no letter of the words is a key, "复制(&C)".
_MARKED_KEY: Final = re.compile(r"\(&[^&]\)|&(?=[^&])")


class IconButton(QToolButton):
    """An icon, a name for the tool tip and for who cannot see it, and, if wished, the name beside the icon, in which &
    marks a key."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, *, with_text: bool = False) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._theme = Theme.of_application()
        self.setAutoRaise(not with_text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(16, 16))
        if with_text:
            self.setText(name)
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.set_name(_MARKED_KEY.sub("", name) if with_text else name)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_name(self, name: str) -> None:
        """What the button does, in words; also its tool tip."""
        self.setAccessibleName(name)
        set_tip(self, name)

    def set_icon(self, icon: str) -> None:
        """Another of the theme's icons."""
        if icon != self._icon_name:
            self._icon_name = icon
            self._restyle()

    def _restyle(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name))
