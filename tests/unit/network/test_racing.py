"""All addresses of a name are tried, RFC 8305; and one socket listens for both families."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ptp_core.config import TransportSettings
from ptp_core.errors import AddressError, PeerRefused, PeerTimeout, ResetCode, SocketClosed
from ptp_core.network import addresses
from ptp_core.network import socket as ptp_socket
from ptp_core.network.addresses import as_ipv4, local_addresses, mapped_to_ipv6
from ptp_core.network.racing import Place, interleaved
from ptp_core.network.socket import PTPSocket
from ptp_core.network.udp import UdpSocket
from tests.end_to_end.test_socket import receive_all

V4, V6 = int(socket.AF_INET), int(socket.AF_INET6)
HERE = ("127.0.0.1", 0)


def test_families_take_turns_in_the_systems_order() -> None:
    places: list[Place] = [(V6, ("a", 1, 0, 0)), (V6, ("b", 1, 0, 0)), (V6, ("c", 1, 0, 0)), (V4, ("d", 1))]
    assert [address[0] for _, address in interleaved(places)] == ["a", "d", "b", "c"]


@contextlib.contextmanager
def deaf() -> Iterator[tuple[str, int]]:
    """A port that never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(HERE)
        yield sock.getsockname()


@contextlib.contextmanager
def nobody() -> Iterator[tuple[str, int]]:
    """A port where nobody is."""
    with deaf() as address:
        pass
    yield address


@pytest.mark.parametrize(("others", "at_least_s"), [((nobody,), 0.0), ((deaf,), 0.25), ((deaf, nobody), 0.25)])
def test_the_first_that_answers_is_taken(
    monkeypatch: pytest.MonkeyPatch, others: tuple[object, ...], at_least_s: float
) -> None:
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(PTPSocket())
        listener.listen(HERE)
        listener.settimeout(10.0)
        before = [stack.enter_context(other()) for other in others]  # type: ignore[operator]
        places = [(V4, address) for address in (*before, listener.local_address)]
        monkeypatch.setattr(ptp_socket, "resolve", lambda _address: places)
        began_s = time.monotonic()
        client = stack.enter_context(PTPSocket())
        client.connect(("a-name", 1))
        assert at_least_s <= time.monotonic() - began_s < at_least_s + 2.0
        assert client.peer_address == listener.local_address
        client.sendall(b"hello")
        client.close()
        server, _ = listener.accept()
        with server:
            assert receive_all(server) == b"hello"


def test_when_none_answers_the_error_that_tells_most_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    impatient = replace(TransportSettings(), connect_timeout_s=0.6)
    with nobody() as empty, deaf() as silent, PTPSocket(impatient) as sock:
        places = [(V4, silent), (V4, empty), (V4, ("255.255.255.255", 9))]
        monkeypatch.setattr(ptp_socket, "resolve", lambda _address: places)
        with pytest.raises(PeerRefused):
            sock.connect(("a-name", 1))
    with PTPSocket() as sock:
        monkeypatch.setattr(ptp_socket, "resolve", lambda _address: [(V4, ("255.255.255.255", 9))] * 2)
        with pytest.raises(AddressError, match="a-name cannot be reached"):
            sock.connect(("a-name", 1))


def test_the_sockets_own_time_out_bounds_the_whole_race(monkeypatch: pytest.MonkeyPatch) -> None:
    with deaf() as one, deaf() as other, PTPSocket() as sock:
        monkeypatch.setattr(ptp_socket, "resolve", lambda _address: [(V4, one), (V4, other)])
        sock.settimeout(0.5)
        began_s = time.monotonic()
        with pytest.raises(PeerTimeout):
            sock.connect(("a-name", 1))
        assert time.monotonic() - began_s < 1.5


def test_an_abort_ends_connect() -> None:
    with deaf() as silent, PTPSocket() as sock:
        sock.abort(ResetCode.CANCELLED)
        with pytest.raises(SocketClosed):
            sock.connect(silent)


@pytest.mark.parametrize("batching", [True, False], ids=["batches", "plain path"])
def test_one_listener_takes_both_families_and_calls_peers_of_ipv4_by_their_ipv4_address(batching: bool) -> None:
    data = bytes(range(256)) * 2000
    with PTPSocket(batching=batching) as listener:
        listener.listen(("", 0))
        listener.settimeout(10.0)
        port = listener.local_address[1]
        for host in ("127.0.0.1", "::1"):
            with PTPSocket(batching=batching) as client:
                client.connect((host, port))
                client.settimeout(10.0)
                server, address = listener.accept()
                server.settimeout(10.0)
                with server:
                    assert address[0] == server.peer_address[0] == host
                    server.sendall(data)
                    client.sendall(data)
                    client.shutdown()
                    server.shutdown()
                    assert receive_all(client) == data
                    assert receive_all(server) == data


def test_batches_leave_a_socket_of_both_families_too() -> None:
    both, plain = UdpSocket.bound_to_all(0), UdpSocket(socket.AF_INET)
    try:
        assert both.forbids_fragments
        plain.bind(HERE)
        to: tuple[str, int] = ("127.0.0.1", plain.address[1])
        assert both.send(memoryview(bytes(3500)), 1000, to) == 3500
        if both.sends_batches:
            assert [len(batch.data) for batch in plain.receive()] == [3500]
    finally:
        both.close()
        plain.close()


@pytest.mark.parametrize("why", ["no such family", "no such address"])
def test_without_ipv6_it_listens_on_ipv4(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    if why == "no such family":
        monkeypatch.setattr(socket, "has_dualstack_ipv6", lambda: False)
    else:
        make = UdpSocket.__init__

        def refuse(udp: UdpSocket, family: int, *, batching: bool = True, may_fragment: bool = False) -> None:
            if family == socket.AF_INET6:
                raise OSError(97, "Address family not supported by protocol")
            make(udp, family, batching=batching, may_fragment=may_fragment)

        monkeypatch.setattr(UdpSocket, "__init__", refuse)
    with PTPSocket() as listener:
        listener.listen(("", 0))
        assert listener.local_address[0] == "0.0.0.0"


def test_addresses_are_mapped_and_back() -> None:
    assert as_ipv4(("::ffff:192.0.2.1", 5, 0, 0)) == ("192.0.2.1", 5)
    assert as_ipv4(("2001:db8::1", 5, 0, 3)) == ("2001:db8::1", 5, 0, 3)
    assert as_ipv4(("192.0.2.1", 5)) == ("192.0.2.1", 5)
    assert mapped_to_ipv6(("192.0.2.1", 5)) == ("::ffff:192.0.2.1", 5, 0, 0)
    assert mapped_to_ipv6(("2001:db8::1", 5, 0, 3)) == ("2001:db8::1", 5, 0, 3)


def test_global_ipv6_addresses_of_all_interfaces_are_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = tmp_path / "if_inet6"
    table.write_text(
        "00000000000000000000000000000001 01 80 10 80       lo\n"
        "20010db8000000000000000000000007 02 40 00 00     eth0\n"
        "20010db8000000000000000000000008 02 40 00 20     eth0\n"
        "fe800000000000000000000000000001 02 40 20 80     eth0\n"
    )
    monkeypatch.setattr(addresses, "_IF_INET6", table)
    found = local_addresses()
    assert "2001:db8::7" in found
    assert not {"2001:db8::8", "fe80::1", "::1"} & set(found)
    assert found[-1] == "127.0.0.1"
