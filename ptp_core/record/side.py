"""The two sides of a transfer."""

from __future__ import annotations

import enum


class Side(enum.Enum):
    """Which end of a connection: the values are the words of the segment log."""

    SENDER = "sender"
    RECEIVER = "receiver"

    @property
    def other(self) -> Side:
        """The end at the other end."""
        return Side.RECEIVER if self is Side.SENDER else Side.SENDER
