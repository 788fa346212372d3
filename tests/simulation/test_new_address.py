"""A peer's address that changes is followed after it has proved itself, and not before (RFC 9000 sections 8.2, 9.3)."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings
from ptp_core.simulation.pair import CLIENT_ADDRESS, SERVER_ADDRESS, Pair
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.path_validation import TRIES
from ptp_core.wire.packet import PacketType, parse_header

NEW_ADDRESS = ("10.0.0.1", 4242)
VICTIM = ("198.51.100.9", 53)
Datagram = tuple[bytes, Address]


def established() -> Pair:
    """Both sides open, nothing on its way."""
    pair = Pair(seed=3)
    pair.client.finish_after_sending = pair.server.finish_after_sending = False
    pair.connect()
    pair.run(lambda: pair.server.connection.established and pair.client.connection.established)
    pair.run(lambda: pair.client.link.next_deadline() is None and pair.server.link.next_deadline() is None)
    return pair


def polled(connection: Connection, now_s: float) -> list[Datagram]:
    """Everything that a connection sends now, one datagram after the other."""
    out = memoryview(bytearray(1 << 17))
    found: list[Datagram] = []
    while (outgoing := connection.poll_datagrams(out, now_s)).size_bytes:
        for at in range(0, outgoing.size_bytes, outgoing.datagram_bytes):
            datagram = bytes(out[at : min(at + outgoing.datagram_bytes, outgoing.size_bytes)])
            found.append((datagram, outgoing.address))
    return found


def deliver(connection: Connection, datagram: bytes, source: Address, now_s: float) -> None:
    connection.handle_datagrams(memoryview(datagram), len(datagram), source, now_s)


def kind_of(datagram: bytes) -> PacketType:
    header = parse_header(datagram)
    assert header is not None
    return header.type


def say(pair: Pair, source: Address) -> list[Datagram]:
    """The client writes a few bytes, which reach the server from `source`; what the server answers."""
    pair.now += 0.001
    pair.client.connection.write(memoryview(b"a few bytes"))
    for datagram, _ in polled(pair.client.connection, pair.now):
        deliver(pair.server.connection, datagram, source, pair.now)
    pair.now += 0.001
    return polled(pair.server.connection, pair.now)


def test_a_rebinding_is_followed_after_one_round_trip() -> None:
    pair = established()
    answers = say(pair, NEW_ADDRESS)
    challenge = next(d for d, address in answers if address == NEW_ADDRESS)
    assert kind_of(challenge) is PacketType.PATH_CHALLENGE
    assert all(address == CLIENT_ADDRESS for d, address in answers if d is not challenge)
    assert pair.server.connection.address == CLIENT_ADDRESS
    deliver(pair.client.connection, challenge, SERVER_ADDRESS, pair.now)
    for datagram, address in polled(pair.client.connection, pair.now):
        assert address == SERVER_ADDRESS
        deliver(pair.server.connection, datagram, NEW_ADDRESS, pair.now)
    assert pair.server.connection.address == NEW_ADDRESS
    assert all(address == NEW_ADDRESS for _, address in say(pair, NEW_ADDRESS))


def test_one_packet_with_a_forged_source_turns_nothing_on_a_stranger() -> None:
    pair = established()
    pair.server.connection.write(memoryview(bytes(500_000)))
    towards_victim = [d for d, address in say(pair, VICTIM) if address == VICTIM]
    heard_bytes = len(b"a few bytes") + 40
    for _ in range(200):
        pair.now += 0.02
        pair.server.connection.handle_timer(pair.now)
        towards_victim += [d for d, address in polled(pair.server.connection, pair.now) if address == VICTIM]
    assert {kind_of(d) for d in towards_victim} == {PacketType.PATH_CHALLENGE}
    assert len(towards_victim) <= TRIES
    assert sum(map(len, towards_victim)) <= 3 * heard_bytes
    assert pair.server.connection.address == CLIENT_ADDRESS


@pytest.mark.parametrize("response", [b"", b"12345678", bytes(8)])
def test_a_response_that_was_not_asked_for_proves_nothing(response: bytes) -> None:
    pair = established()
    say(pair, VICTIM)
    sealer, out = pair.client.connection.sealer, memoryview(bytearray(200))
    size = sealer.seal_one(out, PacketType.PATH_RESPONSE, 0, response)
    deliver(pair.server.connection, bytes(out[:size]), VICTIM, pair.now)
    assert pair.server.connection.address == CLIENT_ADDRESS


def test_the_right_response_from_another_address_proves_nothing() -> None:
    pair = established()
    challenge = next(d for d, address in say(pair, VICTIM) if address == VICTIM)
    deliver(pair.client.connection, challenge, SERVER_ADDRESS, pair.now)
    for datagram, _ in polled(pair.client.connection, pair.now):
        deliver(pair.server.connection, datagram, CLIENT_ADDRESS, pair.now)
    assert pair.server.connection.address == CLIENT_ADDRESS


def test_an_address_that_does_not_answer_is_given_up_and_the_old_one_stays() -> None:
    pair = established()
    say(pair, NEW_ADDRESS)
    for _ in range(50):
        pair.now += 0.1
        pair.server.connection.handle_timer(pair.now)
        polled(pair.server.connection, pair.now)
    assert all(address == CLIENT_ADDRESS for _, address in say(pair, CLIENT_ADDRESS))
    assert pair.server.connection.established


def test_old_packets_from_elsewhere_are_not_asked_about() -> None:
    pair = established()
    pair.client.connection.write(memoryview(b"first"))
    ((old, _),) = polled(pair.client.connection, pair.now)
    say(pair, CLIENT_ADDRESS)
    deliver(pair.server.connection, old, NEW_ADDRESS, pair.now)
    assert all(address == CLIENT_ADDRESS for _, address in polled(pair.server.connection, pair.now))


@pytest.mark.parametrize("idle_ms", [900, 30_000])
def test_keep_alives_follow_the_idle_time_out_that_both_sides_agreed_on(idle_ms: int) -> None:
    pair = established()
    liveness = pair.client.connection._liveness
    liveness.agree(idle_ms / 1000)
    assert liveness.keep_alive_at_s - max(liveness.last_heard_s, liveness.last_sent_s) <= idle_ms / 1000 / 3


def test_an_answer_that_comes_late_behind_a_long_queue_still_proves_the_address() -> None:
    pair = established()
    challenge = next(d for d, address in say(pair, NEW_ADDRESS) if address == NEW_ADDRESS)
    for _ in range(30):
        pair.now += 0.1
        pair.server.connection.handle_timer(pair.now)
        polled(pair.server.connection, pair.now)
    # Meanwhile it was given up, and is asked again for what came behind.
    say(pair, NEW_ADDRESS)
    deliver(pair.client.connection, challenge, SERVER_ADDRESS, pair.now)
    for datagram, _ in polled(pair.client.connection, pair.now):
        deliver(pair.server.connection, datagram, NEW_ADDRESS, pair.now)
    assert pair.server.connection.address == NEW_ADDRESS


@pytest.mark.parametrize("delay_s", [0.1, 0.5, 1.5])
def test_a_new_path_is_followed_though_its_round_trip_is_much_longer(delay_s: float) -> None:
    """The old one's is all that is known when the new one is asked."""
    pair = established()
    for side in pair.sides:
        side.link.change(ConditionerSettings(delay_s=delay_s))
    pair.network.move(pair.client.world, NEW_ADDRESS)
    pair.client.to_send = memoryview(bytes(200_000))
    pair.run(lambda: pair.server.connection.address == NEW_ADDRESS, limit_s=8 * delay_s + 1)
    pair.run(lambda: len(pair.server.received) == 200_000)
