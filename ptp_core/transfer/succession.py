"""The same transfer on two connections: one that its sender has left gives way to the one that came later.

A sender that was killed and started again finds the receiver busy with what still lay there from the first: until that
is looked at it is written, and the memory of what is here is in use. Whether the first sender is still there shows by
whether anything comes from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

GIVE_WAY_S = 2.0
# From a sender that is gone nothing has come for so long, and what had come is looked at.
_SILENT_S = 3.0
_POLL_S = 0.1


class Receiving(Protocol):
    """A transfer that comes here, as far as others of the same sender look at it."""

    @property
    def identity(self) -> tuple[bytes, bytes] | None:
        """Whose transfer it is and which; None until that is known."""

    @property
    def takes(self) -> bool:
        """Whether it is under way."""

    @property
    def moved_bytes(self) -> int:
        """How much of it has been looked at."""

    @property
    def heard(self) -> int:
        """Grows with whatever comes from its sender."""

    def give_way(self) -> None:
        """End it; what came stays."""

    def join(self, timeout_s: float) -> bool:
        """Wait for its end."""


def take_over(mine: Receiving, others: Sequence[Receiving], *, check_stop: Callable[[], None]) -> None:
    """Before `mine` begins: wait until what has come of the same transfer on a connection that its sender has left is
    looked at, and end that. One whose sender is still there goes on beside: a person wants the same twice."""
    for other in others:
        if other is not mine and other.identity == mine.identity:
            _wait_for_the_end(other, check_stop)


def _wait_for_the_end(other: Receiving, check_stop: Callable[[], None]) -> None:
    # This connection's offer came later on the same path than all that the other sender sent before it was left.
    heard = other.heard
    moved_bytes, moved_at = other.moved_bytes, time.monotonic()
    while other.takes and other.heard == heard:
        if other.moved_bytes != moved_bytes:
            moved_bytes, moved_at = other.moved_bytes, time.monotonic()
        elif time.monotonic() - moved_at >= _SILENT_S:
            other.give_way()
            other.join(GIVE_WAY_S)
            return
        check_stop()
        other.join(_POLL_S)
