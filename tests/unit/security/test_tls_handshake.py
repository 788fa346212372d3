"""The TLS handshake: however it is cut it completes, however it is changed it never agrees."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from OpenSSL import SSL, crypto

from ptp_core.errors import HandshakeFailed
from ptp_core.security.identity import Identity, fingerprint_of
from ptp_core.security.tls_handshake import MAXIMUM_INPUT_BYTES, MAXIMUM_PARAMETERS_BYTES, SECRET_BYTES, TlsHandshake
from tests.unit.security.handshakes import CLIENT, SERVER, Pair, pair, shake, trickle


def framed(parameters: bytes) -> bytes:
    return len(parameters).to_bytes(2, "big") + parameters


def flipped(data: bytes, at: int, mask: int = 1) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


def agrees_in_spite_of(sides: Pair, at: int, flight: str, mask: int = 1) -> bool:
    """Whether both sides would talk on although a bit of a flight was flipped."""
    change = {flight: lambda data: flipped(data, at, mask)}
    try:
        return shake(sides, **change).agrees
    except HandshakeFailed:
        return False


def foreign_context() -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    return context


def run_foreign(client: SSL.Connection, server: TlsHandshake) -> None:
    """Join a client that is made by hand, sending empty parameters, with a server."""
    client.set_connect_state()
    prefix, skip = framed(b""), len(framed(b"server"))
    for _ in range(4):
        with contextlib.suppress(SSL.WantReadError):
            client.do_handshake()
        answer = server.receive(prefix + client.bio_read(16_384))
        if server.complete:
            return
        client.bio_write(answer[skip:])
        prefix, skip = b"", 0


def identity_between(begin: datetime.datetime, end: datetime.datetime) -> Identity:
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PTP")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(begin).not_valid_after(end)
    return Identity("clock", builder.sign(key, None), key)


def test_three_flights_give_both_sides_the_same_secrets() -> None:
    sides = shake(pair())
    assert sides.agrees
    to_server, to_client = sides.client.packet_secrets()
    assert len(to_server) == len(to_client) == SECRET_BYTES
    assert to_server != to_client


def test_each_side_knows_the_others_key_and_parameters() -> None:
    sides = shake(pair())
    assert (sides.client.peer_fingerprint, sides.server.peer_fingerprint) == (SERVER.fingerprint, CLIENT.fingerprint)
    assert (sides.client.peer_parameters, sides.server.peer_parameters) == (b"server parameters", b"client parameters")


def test_the_client_is_complete_one_flight_before_the_server() -> None:
    sides = pair()
    answer = sides.server.receive(sides.client.start())
    assert not sides.client.complete
    finish = sides.client.receive(answer)
    assert finish
    assert sides.client.complete
    assert not sides.server.complete
    sides.server.receive(finish)
    assert sides.server.complete


def test_the_hello_keeps_the_post_quantum_group() -> None:
    # X25519MLKEM768 is named group 0x11EC; its share alone is 1,216 bytes.
    hello = pair().client.start()
    assert b"\x11\xec" in hello
    assert len(hello) > 1216


def test_two_handshakes_of_the_same_sides_share_no_secret() -> None:
    one, other = shake(pair()), shake(pair())
    assert not set(one.client.packet_secrets()) & set(other.client.packet_secrets())


def test_exports_are_equal_at_both_ends_and_differ_by_label_and_parameters() -> None:
    sides = shake(pair())
    exported = sides.client.export(b"EXPORTER-PTP-test", 40)
    assert len(exported) == 40
    assert exported == sides.server.export(b"EXPORTER-PTP-test", 40)
    assert exported != sides.client.export(b"EXPORTER-PTP-other", 40)
    assert exported[:32] not in sides.client.packet_secrets()


def test_nothing_is_exported_before_the_end() -> None:
    sides = pair()
    answer = sides.server.receive(sides.client.start())
    for side in (sides.client, sides.server):
        with pytest.raises(HandshakeFailed, match="not complete"):
            side.packet_secrets()
    sides.client.receive(answer)
    with pytest.raises(HandshakeFailed, match="not complete"):
        sides.server.export(b"EXPORTER-PTP-test", 32)


@pytest.mark.parametrize("size", [0, 1, 255, 256, MAXIMUM_PARAMETERS_BYTES])
def test_parameters_of_any_size_arrive(size: int) -> None:
    sides = shake(pair(client_parameters=b"\0" * size, server_parameters=b"\xff" * size))
    assert sides.agrees
    assert sides.server.peer_parameters == b"\0" * size
    assert sides.client.peer_parameters == b"\xff" * size


@pytest.mark.parametrize("sizes", [[1], [2], [3], [1100], [1, 1100], [5, 1, 4]])
def test_streams_may_be_cut_anywhere(sizes: list[int]) -> None:
    sides = pair()
    answer = trickle(sides.server, sides.client.start(), sizes)
    finish = trickle(sides.client, answer, sizes)
    trickle(sides.server, finish, sizes)
    assert sides.agrees


def test_a_hello_may_be_cut_in_two_at_every_boundary() -> None:
    hello = pair().client.start()
    for at in range(len(hello) + 1):
        server = pair().server
        before = server.receive(hello[:at])
        # Before the whole hello is there, no more than the parameters are answered.
        assert len(before) < 100 or at == len(hello)
        assert len(before + server.receive(hello[at:])) > 1000


@settings(max_examples=20)
@given(st.lists(st.integers(1, 2000), min_size=1, max_size=8))
def test_any_cutting_of_the_streams_completes(sizes: list[int]) -> None:
    sides = pair()
    trickle(sides.server, trickle(sides.client, trickle(sides.server, sides.client.start(), sizes), sizes), sizes)
    assert sides.agrees


@pytest.mark.parametrize("flight", ["hello", "answer"])
def test_any_bit_flipped_in_the_parameters_is_noticed(flight: str) -> None:
    size = len(framed(b"client parameters"))
    for at in range(size):
        for mask in (0x01, 0x80):
            assert not agrees_in_spite_of(pair(), at, flight, mask)


@pytest.mark.parametrize("flight", ["hello", "answer", "finish"])
def test_a_byte_changed_in_the_records_is_noticed(flight: str) -> None:
    lengths = {"hello": 1450, "answer": 1750, "finish": 430}
    # The version field of the outer record of a hello means nothing (RFC 8446 section 5.1), so a prime step passes it.
    for at in range(30, lengths[flight], 37):
        assert not agrees_in_spite_of(pair(), at, flight)


@pytest.mark.parametrize("between", [b"", b"\0", b"\0\x01"])
def test_parameters_cannot_move_from_one_side_to_the_other(between: bytes) -> None:
    """Bytes added to one side's parameters and to the other's would give equal keys if they were merely joined."""
    sides = pair(client_parameters=b"C", server_parameters=b"S")
    shake(
        sides,
        hello=lambda data: framed(b"C" + between + b"X") + data[3:],
        answer=lambda data: framed(b"X" + between + b"S") + data[3:],
    )
    assert sides.complete
    assert not sides.agrees
    assert sides.client.export(b"EXPORTER-PTP-test", 32) != sides.server.export(b"EXPORTER-PTP-test", 32)


def test_parameters_cannot_be_swapped() -> None:
    sides = pair(client_parameters=b"same size A", server_parameters=b"same size B")
    shake(
        sides,
        hello=lambda data: framed(b"same size B") + data[13:],
        answer=lambda data: framed(b"same size A") + data[13:],
    )
    assert sides.complete
    assert not sides.agrees


def test_parameters_that_are_too_long_are_refused() -> None:
    for size in (MAXIMUM_PARAMETERS_BYTES + 1, 0xFFFF):
        with pytest.raises(HandshakeFailed, match="too long"):
            pair().server.receive(size.to_bytes(2, "big"))


def test_input_is_bounded() -> None:
    # A record that never ends, as far as the peer can see.
    endless = framed(b"") + b"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc" + bytes(MAXIMUM_INPUT_BYTES)
    server = pair().server
    assert server.receive(endless[:MAXIMUM_INPUT_BYTES]) == framed(b"server parameters")
    with pytest.raises(HandshakeFailed, match="too long"):
        server.receive(b"\0")
    with pytest.raises(HandshakeFailed, match="too long"):
        pair().server.receive(bytes(50_000_000))


def test_what_comes_after_the_end_is_ignored_and_bounded() -> None:
    sides = pair()
    finish = sides.client.receive(sides.server.receive(sides.client.start()))
    tickets = sides.server.receive(finish)
    secrets = sides.client.packet_secrets()
    assert sides.client.receive(tickets + b"anything") == b""
    assert sides.server.receive(b"anything") == b""
    assert sides.client.packet_secrets() == secrets == sides.server.packet_secrets()
    with pytest.raises(HandshakeFailed, match="too long"):
        sides.client.receive(bytes(MAXIMUM_INPUT_BYTES))


@pytest.mark.parametrize(
    "garbage", [b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 500, bytes(500), b"\x15\x03\x03\x00\x02\x02\x28"]
)
def test_garbage_fails_or_waits_but_never_completes(garbage: bytes) -> None:
    sides = pair()
    sides.client.start()
    for side in (sides.client, sides.server):
        with pytest.raises(HandshakeFailed) as caught:
            side.receive(framed(b"") + garbage)
        assert caught.value.message
        assert not side.complete
        with pytest.raises(HandshakeFailed):
            side.packet_secrets()


@settings(max_examples=100)
@given(st.binary(max_size=600))
def test_any_bytes_raise_our_own_error_or_nothing(data: bytes) -> None:
    sides = pair()
    sides.client.start()
    for side in (sides.client, sides.server):
        with contextlib.suppress(HandshakeFailed):
            side.receive(data)
        assert not side.complete


def test_two_clients_do_not_complete() -> None:
    one, other = pair().client, pair(SERVER).client
    one.start()
    with pytest.raises(HandshakeFailed):
        one.receive(other.start())


def test_a_server_that_is_answered_by_a_server_fails() -> None:
    one, other = pair().server, pair(server=CLIENT).server
    flight = one.receive(pair().client.start())
    with pytest.raises(HandshakeFailed):
        other.receive(flight)


@pytest.mark.parametrize("client_first", [True, False])
def test_a_connection_to_oneself_is_refused_on_both_sides(client_first: bool) -> None:
    sides = pair(CLIENT, CLIENT)
    answer = sides.server.receive(sides.client.start())
    if client_first:
        with pytest.raises(HandshakeFailed, match="same installation") as caught:
            sides.client.receive(answer)
        assert caught.value.hint
        assert not sides.client.complete
    else:
        # A client that does not look: the one of another identity's process, with a copied key file.
        careless = TlsHandshake(CLIENT, is_client=True, parameters=b"")
        server = TlsHandshake(CLIENT, is_client=False, parameters=b"")
        careless._identity = SERVER
        with pytest.raises(HandshakeFailed, match="same installation"):
            server.receive(careless.receive(server.receive(careless.start())))
        assert not server.complete


def test_a_client_without_a_certificate_is_refused() -> None:
    server = TlsHandshake(SERVER, is_client=False, parameters=b"server")
    with pytest.raises(HandshakeFailed):
        run_foreign(SSL.Connection(foreign_context(), None), server)
    assert not server.complete
    with pytest.raises(HandshakeFailed):
        server.packet_secrets()


def test_an_older_tls_is_refused() -> None:
    context = foreign_context()
    context.set_max_proto_version(SSL.TLS1_2_VERSION)
    context.use_privatekey(CLIENT.private_key)
    context.use_certificate(CLIENT.certificate)
    server = TlsHandshake(SERVER, is_client=False, parameters=b"server")
    with pytest.raises(HandshakeFailed):
        run_foreign(SSL.Connection(context, None), server)
    assert not server.complete


@pytest.mark.parametrize(
    ("field", "value"), [(b"\xa0\x03\x02\x01\x02", 5), (b"\xa0\x03\x02\x01\x02\x02\x01\x07", 0xF9)]
)
def test_a_certificate_with_an_odd_version_or_serial_number_raises_nothing_of_its_own(field: bytes, value: int) -> None:
    """The library that others would parse it with refuses the first and warns of the second."""
    identity = identity_between(datetime.datetime(2001, 1, 1), datetime.datetime(2090, 1, 1))
    der = bytearray(identity.certificate.public_bytes(Encoding.DER))
    der[der.index(field) + len(field) - 1] = value
    context = foreign_context()
    context.use_privatekey(identity.private_key)
    with pytest.warns(DeprecationWarning, match="X509"):
        context.use_certificate(crypto.load_certificate(crypto.FILETYPE_ASN1, bytes(der)))
    server = TlsHandshake(SERVER, is_client=False, parameters=b"server")
    run_foreign(SSL.Connection(context, None), server)
    assert server.complete
    assert server.peer_fingerprint == fingerprint_of(bytes(der))


@pytest.mark.parametrize(("begin_year", "end_year"), [(2001, 2002), (2090, 2099)])
def test_a_wrong_clock_does_no_harm(begin_year: int, end_year: int) -> None:
    begin, end = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (begin_year, end_year))
    odd = identity_between(begin, end)
    assert shake(pair(client=odd)).agrees
    assert shake(pair(server=odd)).agrees
