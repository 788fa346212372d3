"""A computer at one end of a simulated link: a thread that is not always there, and a socket whose buffer waits for it.

The thread works in turns, as the endpoint's does: it takes in what the socket holds, then the connection acts and
sends. Waking up takes time, a turn takes time with each datagram, and now and then the system runs something else.
What arrives meanwhile waits in the socket's buffer, and is lost when that is full.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

from ptp_core.network.gathering import CHARGED_BYTES, Gathering

# What Linux charges a socket for a short datagram (its `truesize`).
CHARGED_SHORT_BYTES = 768
SHORT_DATAGRAM_BYTES = 600
UNBOUNDED_BYTES = 1 << 62
# SO_RCVBUF is doubled by Linux before anything is charged to it (socket(7)).
ORDINARY_SOCKET_BYTES = 2 * 212_992
LARGE_SOCKET_BYTES = 2 * 4 * 1024 * 1024
DATAGRAMS_A_TURN = 256


@dataclass(frozen=True, slots=True)
class HostSettings:
    """Seconds, and bytes as the kernel counts them. As it stands: a computer that does everything at once.

    A pause comes `pauses_per_s` times a second on average; the logarithm of its length is uniform between the bounds.
    `gathers` lets datagrams gather as the endpoint does; with `joins` the system hands on joined what comes, as over
    loopback.
    """

    wake_s: float = 0.0
    turn_s: float = 0.0
    datagram_s: float = 0.0
    pauses_per_s: float = 0.0
    shortest_pause_s: float = 0.0001
    longest_pause_s: float = 0.005
    socket_bytes: int = UNBOUNDED_BYTES
    gathers: bool = False
    joins: bool = False


def ordinary_host(socket_bytes: int) -> HostSettings:
    """A desktop: some 50 µs to wake up and to look round, 4 µs a datagram, ten pauses of 0.1 to 5 ms a second."""
    return HostSettings(
        wake_s=0.000_05, turn_s=0.000_03, datagram_s=0.000_004, pauses_per_s=10.0, socket_bytes=socket_bytes,
        gathers=True,
    )  # fmt: skip


class Host:
    """One end. Times are those of the virtual clock; `overflowed` counts what the socket's buffer had no room for."""

    def __init__(self, settings: HostSettings, seed: int) -> None:
        self._settings = settings
        self._random = random.Random(seed)
        self._gathering = Gathering(settings.socket_bytes)
        self._waiting: deque[bytes] = deque()
        self._charged_bytes = 0
        self._ready_s = 0.0
        self._pause_at_s: float | None = None
        self.overflowed = 0

    @property
    def granted_bytes(self) -> int:
        """What a program here is told of its socket's buffer; 0 where it has no bound."""
        return self._settings.socket_bytes if self._settings.socket_bytes < UNBOUNDED_BYTES else 0

    def arrive(self, datagram: bytes) -> None:
        """The network card hands in a datagram."""
        charge_bytes = _charge(datagram)
        if self._charged_bytes + charge_bytes > self._settings.socket_bytes:
            self.overflowed += 1
            return
        self._charged_bytes += charge_bytes
        self._waiting.append(datagram)

    def turn_at(self, wanted_s: float | None, now_s: float, arrival_s: float | None = None) -> float | None:
        """When the thread next has something to do and is there.

        `wanted_s` is the connection's own deadline, `arrival_s` when something will reach the socket.
        """
        if self._waiting:
            return max(self._ready_s, now_s)
        causes = [at_s for at_s in (wanted_s, arrival_s) if at_s is not None]
        if not causes:
            return None
        return max(self._ready_s, min(causes) + self._wake_after(min(causes)))

    def _wake_after(self, cause_s: float) -> float:
        """A thread that is busy when the cause comes does not have to wake up."""
        return self._settings.wake_s if cause_s > self._ready_s else 0.0

    def take(self) -> list[bytes]:
        """What the socket holds, as far as one turn goes."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), DATAGRAMS_A_TURN))]
        self._charged_bytes -= sum(map(_charge, taken))
        return taken

    def turn_ends(self, received: int, sent: int, deadline_s: float | None, now_s: float) -> None:
        """A turn has taken in and sent so many datagrams; the connection waits until `deadline_s`."""
        settings = self._settings
        gathers_s = pause_s = 0.0
        if settings.gathers:
            self._gathering.received(received, now_s, joined=settings.joins)
            due_s = float("inf") if deadline_s is None else max(deadline_s - now_s, 0.0)
            gathers_s = self._gathering.pause_s(due_s, now_s)
        if settings.pauses_per_s:
            if self._pause_at_s is None:
                self._pause_at_s = now_s + self._random.expovariate(settings.pauses_per_s)
            if now_s >= self._pause_at_s:
                reach = settings.longest_pause_s / settings.shortest_pause_s
                pause_s = settings.shortest_pause_s * reach ** self._random.random()
                self._pause_at_s = now_s + self._random.expovariate(settings.pauses_per_s)
        # Counted from the look at the socket: what the turn takes is part of what is waited for.
        busy_s = settings.turn_s + settings.datagram_s * (received + sent)
        self._ready_s = now_s + max(busy_s, gathers_s) + pause_s


def _charge(datagram: bytes) -> int:
    return CHARGED_SHORT_BYTES if len(datagram) < SHORT_DATAGRAM_BYTES else CHARGED_BYTES
