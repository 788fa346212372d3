"""Simulated rounds: one connection between two endpoints on a virtual clock, and whatever its seed does to it.

Half of the rounds are bearable: links that change, short holes, addresses that change, packets that were recorded or
made up. There both sides must have everything. In the others somebody closes, aborts or vanishes at any moment, and
the promise is that nothing is lost without a word and nothing lasts for ever.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable

from ptp_core.config import ConditionerSettings
from ptp_core.errors import ResetCode
from ptp_core.simulation.pair import CLIENT_ADDRESS, Pair, Side
from ptp_core.transport.states import State
from tests.soak import draws
from tests.soak.promises import Promise, Tally

# Slower than this is no link that is drawn, whatever happens on it.
ENDS_WITHIN_S = 4000.0
STEPS = 3_000_000
LARGEST_BYTES = 1_500_000
# For one segment at a time, or all again after each loss.
LARGEST_SLOW_BYTES = 60_000
RECORDED = 200
FASTEST_BPS = 3e8
FASTEST_INTERRUPTED_BPS = 5e6
MOMENTS_S = (0.1, 0.5, 2.0, 30.0)


class SimulatedRound:
    """Draws everything at the beginning; `run` raises Broken."""

    def __init__(self, seed: int, tally: Tally) -> None:
        self._rng = rng = random.Random(seed)
        self._tally = tally
        self._bearable = rng.random() < 0.5
        settings = draws.settings(rng)
        other = draws.settings(rng) if rng.random() < 0.2 else settings
        self._pair = Pair(client=settings, server=other, link=self._link(), back=self._link(), seed=seed)
        fast = {settings.keeps_out_of_order, other.keeps_out_of_order} == {True} and settings.discovers_path_mtu
        most_bytes = LARGEST_BYTES if fast and other.discovers_path_mtu else LARGEST_SLOW_BYTES
        self._sources = {side: rng.randbytes(draws.size_up_to(rng, most_bytes)) for side in self._pair.sides}
        if rng.random() < 0.5:
            self._sources[self._pair.server] = b""
        for side, source in self._sources.items():
            side.to_send = memoryview(source)
        self._left: set[Side] = set()
        self._aborted: set[Side] = set()
        self._begun: set[Side] = set()
        self._moved = False
        self._recorded: list[tuple[bytes, Side]] = []
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._plan()

    def run(self) -> None:
        """Until both are over, and then what was promised."""
        pair = self._pair
        pair.rewrite = self._record
        pair.after_turn = self._after_turn
        pair.connect()
        try:
            pair.run(self._over, limit_s=ENDS_WITHIN_S, limit_steps=STEPS)
        except AssertionError as error:
            self._tally.hold(Promise.BOUNDED, False, str(error))
        self._tally.hold(Promise.BOUNDED, all(side.ended for side in self._begun), "An end was not told.")
        for side in pair.sides:
            side.blocked = False
            side.read_bytes_per_turn = 1 << 30
            side.act(pair.now)
        self._check_direction(pair.client, pair.server)
        self._check_direction(pair.server, pair.client)
        self._check_endings()
        self._check_nothing_is_left()

    # Below, what may happen.

    def _plan(self) -> None:
        rng, pair = self._rng, self._pair
        for _ in range(rng.choice((0, 1, 2, 5, 12))):
            self._at(rng.choice((self._change_a_link, self._dig_a_hole, self._move, self._replay, self._pause_reading)))
        if self._bearable:
            return
        for _ in range(rng.choice((1, 1, 2))):
            side = rng.choice(pair.sides)
            what = rng.choice((self._release, self._abort, self._vanish, self._finish_all, self._abort_all))
            self._at(lambda what=what, side=side: what(side))  # type: ignore[misc]

    def _at(self, action: Callable[[], None], after_s: float | None = None) -> None:
        if after_s is None:
            after_s = self._rng.uniform(0.0, self._rng.choice(MOMENTS_S))
        heapq.heappush(self._due, (self._pair.now + after_s, len(self._due) + self._rng.getrandbits(40), action))

    def _after_turn(self) -> None:
        self._begun.update(side for side in self._pair.sides if side.core.connections)
        while self._due and self._due[0][0] <= self._pair.now:
            heapq.heappop(self._due)[2]()

    def _change_a_link(self) -> None:
        self._rng.choice(self._pair.sides).link.change(self._link())

    def _dig_a_hole(self) -> None:
        side = self._rng.choice(self._pair.sides)
        if side.blocked:
            return
        side.blocked = True

        def fill() -> None:
            side.blocked = False

        self._at(fill, self._rng.uniform(0.0, 3.0 if self._bearable else 50.0))

    def _move(self) -> None:
        """A NAT forgets the client, and gives it another port."""
        if self._pair.client.connection.established:
            self._moved = True
            world = self._pair.client.world
            self._pair.network.move(world, (CLIENT_ADDRESS[0], self._rng.randrange(1024, 65_536)))

    def _replay(self) -> None:
        """Somebody on the path sends what he has seen, as it was or changed, from anywhere."""
        rng = self._rng
        if len(self._begun) < 2 or not self._recorded:
            return
        for _ in range(rng.choice((1, 10, 100))):
            datagram, sender = rng.choice(self._recorded)
            target = self._pair.server if sender is self._pair.client else self._pair.client
            if rng.random() < 0.5:
                changed = bytearray(datagram)
                changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
                datagram = bytes(changed[: rng.choice((len(changed), rng.randrange(len(changed) + 1)))])
            source = sender.world.address if rng.random() < 0.5 else ("198.51.100.9", rng.randrange(1, 65_536))
            self._pair.network.deliver(datagram, source, target.world.address)

    def _pause_reading(self) -> None:
        side = self._rng.choice(self._pair.sides)
        usual = side.read_bytes_per_turn
        side.read_bytes_per_turn = self._rng.choice((0, 100))

        def go_on() -> None:
            side.read_bytes_per_turn = max(usual, 10_000)

        self._at(go_on, self._rng.uniform(0.0, 10.0 if self._bearable else 90.0))

    def _release(self, side: Side) -> None:
        if side in self._begun:
            self._left.add(side)
            side.release(self._pair.now)

    def _abort(self, side: Side) -> None:
        if side in self._begun and not side.ended:
            self._aborted.add(side)
            with side.driven.lock:
                side.connection.abort(ResetCode.CANCELLED, "soak", self._pair.now)

    def _vanish(self, side: Side) -> None:
        side.blocked = True

    def _finish_all(self, side: Side) -> None:
        self._left.update({side} & self._begun)
        side.core.finish_all()

    def _abort_all(self, side: Side) -> None:
        if side in self._begun and side.connection.state is not State.TIME_WAIT and not side.ended:
            self._aborted.add(side)
        side.core.abort_all()

    def _link(self) -> ConditionerSettings:
        # What is to be interrupted has to last.
        fastest_bps = FASTEST_BPS if self._bearable else FASTEST_INTERRUPTED_BPS
        return draws.link(self._rng, bearable=self._bearable, fastest_bps=fastest_bps)

    def _record(self, side: Side, datagram: bytes) -> bytes:
        if len(self._recorded) < RECORDED:
            self._recorded.append((datagram, side))
        elif self._rng.random() < 0.02:
            self._recorded[self._rng.randrange(RECORDED)] = (datagram, side)
        return datagram

    # Below, what must hold.

    def _over(self) -> bool:
        return not any(side.core.connections for side in self._pair.sides)

    def _check_direction(self, sender: Side, receiver: Side) -> None:
        accepted = self._accepted(sender)
        received = bytes(receiver.received)
        seen = f"{len(received)} of {len(accepted)} bytes; {self._story()}"
        self._tally.hold(Promise.PREFIX, accepted.startswith(received), seen)
        if receiver in self._left:
            return
        whole = received == accepted
        if receiver.connection.peer_finished and not receiver.connection.readable_bytes:
            self._tally.hold(Promise.WHOLE, whole, seen)
        if receiver in self._aborted:
            return
        if not whole:
            # Once its socket is closed nobody sees an error any more: there the warning has to say it.
            heard_error = sender.error is not None and sender.driven.lingering is None
            sender_told = heard_error or sender.undelivered or sender in self._aborted
            self._tally.hold(Promise.TOLD, sender_told and receiver.error is not None, seen)
        if sender.error is None and receiver.error is None and sender not in self._aborted:
            self._tally.hold(Promise.WHOLE, whole, seen)

    def _check_endings(self) -> None:
        if self._bearable:
            client, server = self._pair.sides
            both_have_all = all(
                bytes(receiver.received) == self._accepted(sender)
                for sender, receiver in ((client, server), (server, client))
            )
            # Whoever moves with the last word, and is gone when it has been lost, cannot be asked for it again.
            if self._moved and both_have_all:
                return
            for side in self._pair.sides:
                self._tally.hold(Promise.UNDISTURBED, side.error is None and not side.undelivered, self._story())

    def _check_nothing_is_left(self) -> None:
        for side in self._pair.sides:
            dispatcher = side.core._dispatcher
            left = len(dispatcher._by_client) + len(dispatcher._client_of) + len(dispatcher._half_open)
            self._tally.hold(Promise.FORGOTTEN, left == 0, f"{left} entries are left; {self._story()}")
            self._tally.hold(Promise.NO_ACCIDENT, side.core.stranger_error is None, repr(side.core.stranger_error))

    def _accepted(self, side: Side) -> bytes:
        source = self._sources[side]
        return source[: len(source) - len(side.to_send)]

    def _story(self) -> str:
        ends = []
        for name, side in zip(("client", "server"), self._pair.sides, strict=True):
            words = [name, *(word for word, sides in self._marks() if side in sides), repr(side.error)]
            ends.append(" ".join([*words, "undelivered"] if side.undelivered else words))
        return f"{', '.join(ends)}{', on bearable links' if self._bearable else ''}"

    def _marks(self) -> tuple[tuple[str, set[Side]], ...]:
        return ("began", self._begun), ("closed", self._left), ("aborted", self._aborted)
