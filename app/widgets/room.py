"""How large a window may be on its screen. GUI thread only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen

from app.theme import GRID

# A title bar and two edges, which no window knows before it is shown.
_FRAME_HEIGHT: Final = 5 * GRID


def room_for_window(screen: QScreen) -> QSize:
    """What the screen has for a window, without the frame around it: its lower edge would be off the screen."""
    return screen.availableSize() - QSize(0, _FRAME_HEIGHT)
