"""How a part of a connection says that something has happened."""

from __future__ import annotations

from typing import Protocol

from ptp_core.transport.event_kinds import EventKind


class Told(Protocol):
    """Called under the connection's lock. The numbers are those of the kind; sequence numbers as on the wire."""

    def __call__(self, kind: EventKind, start: int = 0, stop: int = 0, value: float = 0.0, text: str = "") -> None: ...
