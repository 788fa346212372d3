"""Who holds the places for those that are half open, and who has to go: T1, and one address or network alone."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from ptp_core.security.cookie import AddressCookies
from ptp_core.simulation.plain_handshake import PlainHandshake
from ptp_core.transport.address import Address
from ptp_core.transport.connection import Connection
from ptp_core.transport.dispatcher import COOKIE_ABOVE_HALF_OPEN
from ptp_core.transport.half_open import MAXIMUM_HALF_OPEN, MAXIMUM_OF_ADDRESS, MAXIMUM_OF_NETWORK
from ptp_core.wire.packet import PacketType
from tests.unit.transport.door import NOW_S, SMALL, Door, crowd, kind_of, syn


def with_cookie(client: int, address: Address) -> bytes:
    return syn(client, cookie=AddressCookies(b"k" * 32).make(address, NOW_S))


def holders(door: Door) -> list[Address]:
    return [connection.address for connection in door.dispatcher.connections.values()]


def test_one_address_displaces_itself_and_nobody_else() -> None:
    door = Door()
    crowd(door, COOKIE_ABOVE_HALF_OPEN)
    friend, flood = ("203.0.113.5", 40_000), ("192.0.2.1", 5)
    door.knock(with_cookie(7000, friend), friend)
    for client in range(8000, 8600):
        door.knock(with_cookie(client, flood), flood)
    assert holders(door).count(flood) == MAXIMUM_OF_ADDRESS
    assert friend in holders(door)
    assert len(door.dispatcher.connections) == COOKIE_ABOVE_HALF_OPEN + 1 + MAXIMUM_OF_ADDRESS


@pytest.mark.parametrize(
    ("flood", "friend"),
    [
        ("192.0.2.1", "192.0.2.2"),
        ("::ffff:192.0.2.1", "192.0.2.2"),
        ("2001:db8:0:1::%x", "2001:db8:0:2::1"),
    ],
)
def test_a_network_that_floods_from_all_its_ports_keeps_to_its_share(flood: str, friend: str) -> None:
    door = Door()
    door.knock(syn(7000), (friend, 40_000))
    for number in range(1, 10 * MAXIMUM_OF_NETWORK):
        address = (flood % number if "%" in flood else flood, number)
        door.knock(with_cookie(8000 + number, address), address)
    assert (friend, 40_000) in holders(door)
    assert len(holders(door)) == 1 + MAXIMUM_OF_NETWORK
    assert door.bytes_out <= 3 * door.bytes_in


def test_whoever_has_said_a_whole_hello_outlives_a_flood_of_halves_from_its_own_address() -> None:
    door = Door()
    crowd(door, COOKIE_ABOVE_HALF_OPEN)
    friend = ("192.0.2.9", 40_000)
    door.knock(with_cookie(7000, friend), friend)
    door.knock(syn(7000, offset=1000), friend)
    for number in range(1, 600):
        address = ("192.0.2.9", number)
        door.knock(with_cookie(8000 + number, address), address)
    assert friend in holders(door)


def test_a_newcomer_with_a_proved_address_always_gets_a_place_from_the_network_that_holds_most() -> None:
    door = Door()
    lonely = [(f"198.51.100.{number}", number) for number in range(1, 41)]
    for number, address in enumerate(lonely):
        door.knock(with_cookie(6000 + number, address), address)
    crowded = [("192.0.2.9", number) for number in range(1, 40)]
    for number, address in enumerate(crowded):
        door.knock(with_cookie(7000 + number, address), address)
    assert len(holders(door)) == MAXIMUM_HALF_OPEN
    friend = ("203.0.113.5", 40_000)
    door.knock(with_cookie(9000, friend), friend)
    assert {friend, *lonely} <= set(holders(door))
    assert len(holders(door)) == MAXIMUM_HALF_OPEN


def test_the_displaced_are_told_nothing_and_are_forgotten_at_once() -> None:
    door = Door()
    crowd(door, COOKIE_ABOVE_HALF_OPEN)
    flood = ("203.0.113.5", 5)
    for client in range(8000, 8000 + MAXIMUM_OF_ADDRESS):
        door.knock(with_cookie(client, flood), flood)
    (first,) = (known for known in door.dispatcher.connections.values() if known.sealer.remote_id == 8000)
    answers = door.knock(with_cookie(9000, flood), flood)
    assert first.done
    assert first not in door.dispatcher.connections.values()
    assert PacketType.REFUSAL not in map(kind_of, answers)


def test_t1_thousands_of_hellos_with_cookies_keep_a_bounded_memory() -> None:
    door = Door()
    crowd(door, 200)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for client in range(1000, 4000):
        address = (f"198.51.{client % 200}.7", client)
        door.knock(with_cookie(client, address), address)
    peak = tracemalloc.get_traced_memory()[1] - before
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 4_000_000, "the displaced are kept"
    # What was displaced goes with the next collection of the garbage.
    assert peak < 16_000_000
    assert len(door.dispatcher.connections) == MAXIMUM_HALF_OPEN


def test_an_established_connection_holds_no_place_any_more() -> None:
    door = Door()
    address = ("192.0.2.1", 5)
    client = Connection(
        SMALL, PlainHandshake, is_client=True, local_id=4711, initial_sequence=1, address=("198.51.100.1", 7700),
        secret=b"unguessable", fast_aes=True, now_s=NOW_S,
    )  # fmt: skip
    client.connect(NOW_S)
    out = memoryview(bytearray(1 << 16))
    for _ in range(20):
        while (written := client.poll_datagrams(out, door.now_s))[0]:
            for answer in door.knock(bytes(out[: written[0]]), address):
                client.handle_datagrams(memoryview(answer), len(answer), ("198.51.100.1", 7700), door.now_s)
    (server,) = door.dispatcher.connections.values()
    assert client.established
    assert server.established
    for number in range(1, 2 * MAXIMUM_HALF_OPEN):
        other = ("192.0.2.1", number)
        door.knock(with_cookie(8000 + number, other), other)
    assert server in door.dispatcher.connections.values()
    assert len(door.dispatcher.connections) == 1 + MAXIMUM_OF_NETWORK
