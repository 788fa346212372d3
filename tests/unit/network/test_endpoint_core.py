"""A core in a world of the test's own: what it does when there is no room to send, and whose drops it counts."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.network.addresses import SocketAddress
from ptp_core.network.conditioner import Conditioner, Fate
from ptp_core.network.driven_connection import DrivenConnection
from ptp_core.network.endpoint_core import EndpointCore
from ptp_core.network.outgoing import WAITING_LIMIT_BYTES, Outgoing
from ptp_core.network.world import Batch, Unreachable
from ptp_core.simulation.plain_handshake import PlainHandshake
from ptp_core.transport.address import Address
from ptp_core.transport.trace import ObserverFactory

PEER: Address = ("192.0.2.1", 5)
OTHER: Address = ("192.0.2.2", 6)


class NarrowWorld:
    """Its clock moves when somebody waits; it has room for so many datagrams, and `room_comes` decides about more."""

    address: Address = ("192.0.2.9", 9)
    forbids_fragments = True
    receive_buffer_bytes = 0
    socket_drops = 0
    drained = True

    def __init__(self, room: int = 1 << 30) -> None:
        self.sends_batches = True
        self.time_s = 100.0
        self.room = room
        self.sent: list[tuple[bytes, Address]] = []
        self.waits: list[tuple[float, bool]] = []
        self.lies = False

    def now_s(self) -> float:
        return self.time_s

    def send(self, batch: memoryview, datagram_bytes: int, address: Address) -> int:
        at = 0
        while at < len(batch) and self.room:
            self.room -= 1
            self.sent.append((bytes(batch[at : at + datagram_bytes]), address))
            at = min(at + datagram_bytes, len(batch))
        return at

    def receive(self) -> list[Batch]:
        return []

    def wait(self, timeout_s: float, *, for_room: bool) -> tuple[bool, bool]:
        self.waits.append((timeout_s, for_room))
        self.time_s += timeout_s if not (for_room and self.lies) else 0.0
        return False, for_room and (self.room > 0 or self.lies)

    def wake(self) -> None:
        return

    def close(self) -> None:
        return


def core_in(
    world: NarrowWorld,
    conditioner: Conditioner | None = None,
    *,
    observer: ObserverFactory | None = None,
    tells_drops: bool = False,
) -> EndpointCore:
    return EndpointCore(
        world,
        TransportSettings(),
        PlainHandshake,
        random_bits=random.Random(1).getrandbits,
        admit=lambda _address, _now_s: None,
        undelivered=lambda _driven: None,
        fast_aes=True,
        conditioner=conditioner,
        observer=observer,
        tells_drops=tells_drops,
    )


def opening(core: EndpointCore, world: NarrowWorld, address: Address = PEER) -> DrivenConnection:
    driven = core.make(address, is_client=True)
    driven.connection.connect(world.now_s())
    core.add(driven)
    return driven


def live(core: EndpointCore, world: NarrowWorld, seconds: float) -> int:
    """Turns in so much time of the world."""
    ends_s, turns, more = world.time_s + seconds, 0, False
    while world.time_s < ends_s and turns < 10_000:
        more = core.turn(*core.wait(at_once=more))
        turns += 1
    return turns


@pytest.mark.parametrize("lies", [False, True], ids=["no room", "room is told of and there is none"])
def test_without_room_the_loop_waits_and_does_not_spin(lies: bool) -> None:
    world = NarrowWorld(room=0)
    core = core_in(world)
    driven = opening(core, world)
    # Something to send at each moment, as with a pacer whose time has come.
    driven.connection.next_deadline = lambda now_s: now_s - 1.0  # type: ignore[method-assign]
    assert live(core, world, 0.01) < 10
    world.lies = lies
    turns = live(core, world, 1.0)
    assert turns < (1100 if lies else 10)
    assert not world.sent
    if not lies:
        assert all(for_room and timeout_s > 0 for timeout_s, for_room in world.waits[2:])
    world.lies, world.room = False, 1 << 30
    live(core, world, 0.3)
    assert world.sent
    assert not world.waits[-1][1], "room is waited for only while something waits for it"


def test_what_found_no_room_goes_first_and_nothing_is_lost() -> None:
    world = NarrowWorld(room=3)
    out = Outgoing(world, lambda: None)
    batch = b"".join(bytes([number]) * 100 for number in range(8)) + b"end"
    out.send(memoryview(bytearray(batch)), 100, PEER)
    out.send(memoryview(b"an answer"), 9, OTHER)
    out.send(memoryview(b"and another"), 11, OTHER)
    assert out.blocked
    assert not out.flush()
    world.room = 2
    assert out.flush()
    assert out.blocked
    world.room = 100
    assert out.flush()
    assert not out.blocked
    to_peer = [data for data, address in world.sent if address == PEER]
    assert b"".join(to_peer) == batch
    assert [data for data, _ in world.sent[9:]] == [b"an answer", b"and another"]
    assert out.dropped == 0


def test_what_waits_is_bounded_and_what_is_beyond_is_counted() -> None:
    world = NarrowWorld(room=0)
    out = Outgoing(world, lambda: None)
    for _ in range(300):
        out.send(memoryview(bytes(2000)), 1000, PEER)
    world.room = 1 << 30
    out.flush()
    assert len(world.sent) + out.dropped == 600
    assert sum(len(data) for data, _ in world.sent) <= WAITING_LIMIT_BYTES


def test_nobody_there_is_told_and_the_rest_is_let_go() -> None:
    world = NarrowWorld()
    told: list[int] = []
    out = Outgoing(world, lambda: told.append(1))

    def refuse(batch: memoryview, datagram_bytes: int, address: Address) -> int:
        raise Unreachable

    world.send = refuse  # type: ignore[method-assign]
    out.send(memoryview(bytes(2000)), 1000, PEER)
    assert (told, out.blocked) == ([1], False)


def test_the_rest_of_a_batch_and_what_the_conditioner_holds_do_not_push_each_other_out() -> None:
    """Everything that comes due while there is no room leaves later, in order."""
    world = NarrowWorld(room=0)
    conditioner = Conditioner(ConditionerSettings(delay_s=0.001))
    core = core_in(world, conditioner)
    submitted = [bytes([number]) * 50 for number in range(20)]
    for datagram in submitted:
        conditioner.submit(datagram, ("192.0.2.1", 5), world.time_s)
    live(core, world, 0.5)
    for _ in submitted:
        world.room = 1
        live(core, world, 0.3)
    assert [data for data, _ in world.sent] == submitted
    assert core.quiet


def test_drops_are_counted_for_the_connection_whose_datagrams_they_were() -> None:
    world = NarrowWorld()
    lose_for: Callable[[bytes], bool]

    class Picky(Conditioner):
        def submit(
            self, data: bytes, address: SocketAddress, now: float, overrule: Callable[[Fate], Fate] | None = None
        ) -> bool:
            return not lose_for(data) and super().submit(data, address, now, overrule)

    core = core_in(world, Picky(ConditionerSettings()))
    unlucky, lucky = opening(core, world), opening(core, world, OTHER)
    lost_id = unlucky.connection.local_id.to_bytes(6, "big")
    lose_for = lambda data: lost_id in data  # noqa: E731
    live(core, world, 3.0)
    assert unlucky.conditioner_dropped > 1
    assert lucky.conditioner_dropped == 0
    assert {address for _, address in world.sent} == {OTHER}


def test_what_its_socket_had_no_room_for_is_said_to_every_peer_once() -> None:
    world = NarrowWorld()
    core = core_in(world)
    acknowledging = [opening(core, world, peer).connection.receiver.acknowledging for peer in (PEER, OTHER)]
    core.take_in()
    assert not any(each.overflowed for each in acknowledging)
    world.socket_drops = 3
    core.take_in()
    assert all(each.overflowed for each in acknowledging)
    for each in acknowledging:
        each.overflowed = False
    core.take_in()
    assert not any(each.overflowed for each in acknowledging)
