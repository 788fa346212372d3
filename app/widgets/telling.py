"""What a widget tells besides its text: a tool tip for who points at it, the same for who hears it. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from app.formatting import tooltip_text


def set_tip(widget: QWidget, text: str) -> None:
    """Any text as a tool tip. Who hears it hears the text itself: a reader would be told the tip's mark-up."""
    widget.setToolTip(tooltip_text(text))
    widget.setAccessibleDescription(text)


def name_choice(box: QComboBox, name: str) -> None:
    """Name a list that has no label: readers call it by what is chosen, and describe it by what it is for."""
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)
