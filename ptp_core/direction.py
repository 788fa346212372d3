"""Which way a transfer goes: a word that transfers, the queue and the history share. No imports of ours."""

from __future__ import annotations

import enum


class Direction(enum.Enum):
    """Seen from this computer."""

    SEND = "send"
    RECEIVE = "receive"
