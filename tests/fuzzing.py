"""Feeds broken bytes to everything that parses what a peer sent, for a number of cases or a time.

    python -m tests.fuzzing --seconds 60 [--seed N]          (make fuzz)

Each case takes a valid encoding of a corpus, or noise, and breaks it: bits flipped, cut, doubled, spliced, numbers
set to their extremes. A target may refuse with one of our own errors and nothing else. The seed and the number of a
case repeat it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ptp_core.config import ConditionerSettings
from ptp_core.errors import HandshakeFailed, ProtocolViolation, ResetCode, WrongCode
from ptp_core.security.cookie import AddressCookies
from ptp_core.security.identity import Identity
from ptp_core.security.packet_protection import PUBLIC_AEAD, seal
from ptp_core.security.pairing import PairingExchange, PairingRole
from ptp_core.security.tls_handshake import TlsHandshake
from ptp_core.simulation.pair import SERVER_ADDRESS, Pair
from ptp_core.transfer.conversation import messages, parsing, reasons, wire_format
from ptp_core.transport.dispatcher import Dispatcher
from ptp_core.wire.acknowledgement import encode_acknowledgement, encode_fin, parse_acknowledgement, parse_fin
from ptp_core.wire.handshake import (
    HandshakeFragment,
    Reset,
    encode_fragment,
    encode_reset,
    parse_fragment,
    parse_reset,
    parse_versions,
)
from ptp_core.wire.packet import HEADER, PacketType, first_word, parse_header
from ptp_core.wire.parameters import TransportParameters, encode_parameters, parse_parameters

OWN_ERRORS = (ProtocolViolation, HandshakeFailed, WrongCode)
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF)


@dataclass(frozen=True)
class Target:
    """A parser and valid inputs for it."""

    name: str
    feed: Callable[[bytes], object]
    corpus: Sequence[bytes]


def mutate(rng: random.Random, corpus: Sequence[bytes]) -> bytes:
    """A broken relative of one of the corpus, or noise."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.choice([0, 1, 23, 24, 39, 40, 41, 200, 1200]))
    data = bytearray(rng.choice(corpus))
    for _ in range(rng.randrange(1, 6)):
        kind = rng.randrange(6)
        at = rng.randrange(len(data) + 1)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[at:]
        elif kind == 2:
            data[at:at] = rng.randbytes(rng.randrange(1, 9))
        elif kind == 3 and at < len(data):
            size = rng.choice([1, 2, 4, 8])
            data[at : at + size] = bytes([rng.choice(EXTREMES)]) * len(data[at : at + size])
        elif kind == 4:
            data[at:at] = data[at : at + rng.randrange(1, 40)]
        elif kind == 5:
            data[at:] = rng.choice(corpus)[at:]
    return bytes(data)


def targets() -> list[Target]:
    """Everything that reads bytes of a peer."""
    acknowledgement = encode_acknowledgement(0.01, 1 << 20, [(90, 100), (50, 80), (0, 10)])
    parameters = encode_parameters(
        TransportParameters(
            version=1, versions=(1,), initial_sequence=7, window_bytes=1 << 24, mss_bytes=1160, idle_timeout_ms=30_000,
            socket_buffer_bytes=425_984, fast_aes=True,
        )
    )  # fmt: skip
    fragment = encode_fragment(HandshakeFragment(9, 0, 0, 1000, b"h" * 1000, b"cookie"), padded=True)
    header = HEADER.pack(first_word(PacketType.DATA, 0, 5), 1, 2) + bytes(16)
    said = [wire_format.encode(message, sentences=True) for message in _messages()]
    return [
        Target("packet header", parse_header, [header]),
        Target("acknowledgement", parse_acknowledgement, [acknowledgement]),
        Target("FIN", parse_fin, [encode_fin(5, acknowledgement)]),
        Target("handshake fragment", parse_fragment, [fragment]),
        Target("transport parameters", parse_parameters, [parameters]),
        Target("reset", parse_reset, [encode_reset(Reset(ResetCode.DECLINED, "no"))]),
        Target("versions", parse_versions, [bytes([1, 2])]),
        Target("message", _feed_message, said),
        Target("pairing message", _feed_pairing, [_exchange(PairingRole.RECEIVER).message]),
        Target("client's TLS", _feed_server, [_hello()]),
        Target("datagrams of a stranger", _feed_dispatcher, [_public(fragment), header]),
        Target("open connection", _OpenConnection().feed, [acknowledgement, encode_fin(5, acknowledgement), b"data"]),
    ]


def run(target: Target, seed: int, case: int) -> None:
    """One case; raises AssertionError when the target answers with anything but a value or one of our own errors."""
    data = mutate(random.Random(f"{seed} {target.name} {case}"), target.corpus)
    try:
        target.feed(data)
    except OWN_ERRORS:
        return
    except Exception as error:
        raise AssertionError(f"{target.name}, seed {seed}, case {case}: {error!r} for {data.hex()}") from error


def _messages() -> list[messages.Message]:
    return [
        messages.Hello("red-laptop", True, False),
        messages.Pair(bytes(33)),
        messages.Confirm(bytes(32)),
        messages.Offer(bytes(16), (messages.Root("holiday.mov", 1 << 33, 1_700_000_000_000_000_000),), 1, 1 << 33),
        messages.Manifest((messages.Entry(messages.EntryKind.LINK, 3, "a", target="../b"),)),
        messages.Listed(3, 1 << 33),
        messages.Begin(7),
        messages.Same(1 << 22),
        messages.Dropped(messages.FailureCode.SOURCE, "gone"),
        messages.Over(),
        messages.Answers(9, ((7, messages.AnswerKind.COMPARE),)),
        messages.Have(7, 1 << 23, (bytes(32), bytes(32)), True),
        messages.Again(7),
        messages.Hold("no space"),
        messages.GoOn(),
        messages.Finished(),
        messages.Accept(),
        messages.Wait(),
        messages.Decline("no room"),
        messages.DataHeader(1000),
        messages.End(bytes(32)),
        messages.Progress(12345),
        messages.Results((messages.Result(7, messages.ResultKind.SAVED, "renamed", bytes(32)),)),
        messages.Decline(reasons.NOBODY_ANSWERED(minutes=10)),
        messages.Failed(messages.FailureCode.DESTINATION, reasons.NO_LINK(name="a/b")),
        messages.Results((messages.Result(7, messages.ResultKind.SAVED, reasons.SAVED_AS(name="b"), bytes(32)),)),
    ]


def _feed_message(data: bytes) -> None:
    if len(data) < wire_format.HEADER.size:
        return
    kind, length = parsing.parse_header(data)
    if kind is not messages.MessageType.DATA:
        parsing.parse_payload(kind, data[wire_format.HEADER.size :][:length])


def _exchange(role: PairingRole) -> PairingExchange:
    return PairingExchange(role, "4-guitar-orbit", b"e" * 32, b"s" * 32, b"r" * 32)


def _feed_pairing(data: bytes) -> None:
    exchange = _exchange(PairingRole.SENDER)
    exchange.finish(data)
    assert not exchange.confirms(data), "a broken message confirmed itself"


def _hello() -> bytes:
    return TlsHandshake(_CLIENT, is_client=True, parameters=b"p" * 40).start()


def _feed_server(data: bytes) -> None:
    server = TlsHandshake(_SERVER, is_client=False, parameters=b"q" * 40)
    server.receive(data)
    assert not server.complete, "a broken hello completed a handshake"


def _public(payload: bytes) -> bytes:
    return seal(PUBLIC_AEAD, HEADER.pack(first_word(PacketType.SYN, 1, 9), 0, 7), payload)


def _feed_dispatcher(data: bytes) -> None:
    dispatcher = Dispatcher(lambda address, now_s: None, AddressCookies(bytes(32)))
    for _ in dispatcher.route(memoryview(data), max(len(data), 1), ("192.0.2.1", 5), 1.0):
        raise AssertionError("a stranger reached a connection")
    assert sum(len(answer) for answer, _ in dispatcher.answers) <= 3 * len(data)


class _OpenConnection:
    """Sealed packets with broken insides: what a peer could send that has the keys and means harm."""

    def __init__(self) -> None:
        self._case = 0
        self._pair = self._connect()

    def feed(self, data: bytes) -> None:
        pair = self._pair
        client, server = pair.client.connection, pair.server.connection
        self._case += 1
        rng = random.Random(data)
        for _ in range(2):
            kind = rng.choice([PacketType.DATA, *PacketType])
            packet = self._sealed(kind, self._number(rng, client.sealer.next_packet), rng, data[:1100])
            client.sealer.next_packet += 1
            server.handle_datagrams(memoryview(packet), len(packet), SERVER_ADDRESS, pair.now)
        server.handle_datagrams(memoryview(data), max(len(data), 1), SERVER_ADDRESS, pair.now)
        out = memoryview(bytearray(1 << 16))
        while server.poll_datagrams(out, pair.now).size_bytes:
            pass
        assert server.receiver.buffer.used_bytes <= server.receiver.buffer.capacity_bytes
        if not server.established:
            self._pair = self._connect()

    def _sealed(self, kind: PacketType, number: int, rng: random.Random, payload: bytes) -> bytes:
        """A genuine packet with any number, and a sequence number that is right or hostile."""
        client = self._pair.client.connection
        keys = client.sealer._keys
        assert keys is not None
        receiver = self._pair.server.connection.receiver
        sequence = self._number(rng, receiver.origin + receiver.buffer.highest)
        header = HEADER.pack(first_word(kind, client.sealer.phase, client.sealer.remote_id), number, sequence)
        return seal(keys.aead, header, payload)

    @staticmethod
    def _number(rng: random.Random, right: int) -> int:
        if rng.random() < 0.6:
            return right
        power = rng.choice([1 << rng.randrange(65), 1 << 64])
        return (rng.choice([0, right]) + power + rng.randrange(-2, 3)) % (1 << 64)

    def _connect(self) -> Pair:
        pair = Pair(link=ConditionerSettings(), seed=self._case)
        pair.client.finish_after_sending = False
        pair.connect()
        pair.run(lambda: pair.server.connection.established and pair.client.connection.established)
        return pair


def main() -> int:
    """Fuzz for a time; the exit status."""
    parser = argparse.ArgumentParser(description="Fuzz everything that parses what a peer sent.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    everything = targets()
    ends_s = time.monotonic() + arguments.seconds
    cases = 0
    while time.monotonic() < ends_s:
        for target in everything:
            run(target, arguments.seed, cases)
        cases += 1
    print(f"{cases} cases for each of {len(everything)} targets with seed {arguments.seed}, no fault")
    return 0


_CLIENT = Identity.create("client")
_SERVER = Identity.create("server")

if __name__ == "__main__":
    sys.exit(main())
