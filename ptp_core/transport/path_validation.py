"""An address that changes is followed only when it has shown that it belongs to the peer (RFC 9000 sections 8.2, 9.3).

A genuine packet, newer than all others, from another address than the peer's is no proof: whoever carries packets can
put any source on them, and a whole flow would turn on a stranger. So the new address is asked: a challenge of eight
unguessable bytes goes there, sealed, and only whoever is there and has the keys can send them back. Until then
everything goes on to the old address, and the new one gets at most three times the bytes that came from it. A NAT's
rebinding costs one round trip. One address is asked at a time, the newest; a late answer counts as well, since the new
path may be much longer than the old one. Called by the connection, under its lock.
"""

from __future__ import annotations

from collections import deque
from hashlib import blake2b

from ptp_core.transport.address import Address
from ptp_core.transport.handshaking import AMPLIFICATION_LIMIT

CHALLENGE_BYTES = 8
TRIES = 3
# Before the second challenge, when nothing is known of the round trip; before each further one twice as long.
LEAST_WAIT_S = 0.05
# After the last one: nothing is known of the new path's round trip (RFC 9000 section 8.2.4).
LEAST_LAST_WAIT_S = 1.0
# An address that speaks on is asked again: this many of its challenges may still be answered.
REMEMBERED = 4 * TRIES


class PathValidation:
    """Which address is asked, and what is to be said where. `secret` makes the challenges unguessable."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._challenges = 0
        self._candidate: Address | None = None
        self._asked: Address | None = None
        self._expected: deque[bytes] = deque(maxlen=REMEMBERED)
        self._heard_bytes = 0
        self._sent_bytes = 0
        self._tries_left = 0
        self._due = False
        self._answers: list[tuple[bytes, Address]] = []
        self.deadline_s: float | None = None

    @property
    def due(self) -> bool:
        """Whether `next_packet` has something to send now."""
        return self._due or bool(self._answers)

    def seen(self, address: Address, size_bytes: int, now_s: float) -> None:
        """The newest genuine packets, so many bytes, came from this address, which is not the peer's."""
        if address != self._candidate:
            self._candidate = address
            if address != self._asked:
                self._asked = address
                self._expected.clear()
            self._heard_bytes = self._sent_bytes = 0
            self._tries_left = TRIES
            self._due = True
            self.deadline_s = now_s
        self._heard_bytes += size_bytes

    def forget(self) -> None:
        """The newest packets come from the peer's address again."""
        self._candidate = None
        self._due = False
        self.deadline_s = None

    def challenged(self, challenge: bytes, address: Address) -> None:
        """The peer asks whether this side is where its packets come from: the answer goes where the question was."""
        if len(challenge) == CHALLENGE_BYTES and not self._answers:
            self._answers.append((challenge, address))

    def answered(self, response: bytes, address: Address) -> bool:
        """Whether this proves that the candidate is the peer's address; the question is settled then."""
        if address != self._candidate or response not in self._expected:
            return False
        self._expected.clear()
        self.forget()
        return True

    def handle_timer(self, now_s: float) -> None:
        """Ask again, or give up and stay with the old address."""
        if self.deadline_s is None or now_s < self.deadline_s or self._due:
            return
        if self._tries_left:
            self._due = True
        else:
            self.forget()

    def next_answer(self) -> tuple[bytes, Address] | None:
        """A response that is owed, and where it goes."""
        return self._answers.pop() if self._answers else None

    def next_challenge(self, packet_bytes: int, rtt_s: float, now_s: float) -> tuple[bytes, Address] | None:
        """A challenge that is due and where it goes, in a packet of so many bytes."""
        if not self._due or self._candidate is None:
            return None
        self._due = False
        wait_s = max(2 * rtt_s, LEAST_WAIT_S) * (1 << TRIES - self._tries_left)
        self._tries_left -= 1
        self.deadline_s = now_s + (wait_s if self._tries_left else max(wait_s, LEAST_LAST_WAIT_S))
        if self._sent_bytes + packet_bytes > AMPLIFICATION_LIMIT * self._heard_bytes:
            return None
        self._sent_bytes += packet_bytes
        self._challenges += 1
        number = self._challenges.to_bytes(8, "big")
        challenge = blake2b(number, key=self._secret, digest_size=CHALLENGE_BYTES).digest()
        self._expected.append(challenge)
        return challenge, self._candidate
