"""The same transfer on two connections: one that does not get on any more gives way to the one that came later."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

GIVE_WAY_S = 2.0
# A connection on which nothing has come for so long may be one that the sender has given up.
_SILENT_S = 3.0
# One on which something comes for so long is alive: the same is sent twice, by a person who wants that.
_DRAIN_S = 15.0
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
        """How much of it has come."""

    def give_way(self) -> None:
        """End it; what came stays."""

    def join(self, timeout_s: float) -> bool:
        """Wait for its end."""


def take_over(mine: Receiving, others: Sequence[Receiving], *, check_stop: Callable[[], None]) -> None:
    """The same transfer on a connection that does not get on any more gives way to `mine`.

    Not before all that came on it is looked at: until then it writes, and has the memory of what is here."""
    for other in others:
        if other is mine or other.identity != mine.identity:
            continue
        ends_at = time.monotonic() + _DRAIN_S
        while other.takes and time.monotonic() < ends_at:
            if _stands_still(other, check_stop):
                other.give_way()
                other.join(GIVE_WAY_S)
                break


def _stands_still(other: Receiving, check_stop: Callable[[], None]) -> bool:
    """Whether nothing comes to it for a while."""
    before, ends_at = other.moved_bytes, time.monotonic() + _SILENT_S
    while other.takes and other.moved_bytes == before and time.monotonic() < ends_at:
        check_stop()
        other.join(_POLL_S)
    return other.takes and other.moved_bytes == before
