"""A group of fields that is switched on and off by its title. GUI thread only."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QGroupBox, QStyleOptionGroupBox


class GroupSwitch(QGroupBox):
    """Its square has the outline that all others have: a style sheet with a background puts that background's colour
    where the style finds the outline's, and in the dark the square is gone."""

    def initStyleOption(self, option: QStyleOptionGroupBox) -> None:
        """Draw by the palette of fields with outlines."""
        super().initStyleOption(option)
        # The stubs want bytes, which the method does not take.
        option.palette = QApplication.palette("QGroupBox")  # type: ignore[call-overload]
