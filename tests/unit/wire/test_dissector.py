"""The Wireshark dissector and `ptp_core.wire` say the same of every packet, and nothing brings it down."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import ResetCode
from ptp_core.security.packet_protection import PUBLIC_AEAD, DirectionKeys, seal
from ptp_core.wire.acknowledgement import encode_acknowledgement
from ptp_core.wire.handshake import (
    MAX_COOKIE_BYTES,
    MAX_HANDSHAKE_BYTES,
    HandshakeFragment,
    Reset,
    encode_fragment,
    encode_reset,
    encode_versions,
)
from ptp_core.wire.packet import (
    HEADER_BYTES,
    NUMBER_LIMIT,
    OVERHEAD_BYTES,
    TAG_BYTES,
    PacketType,
    encode_header,
    parse_header,
)
from tests.fuzzing import mutate
from tests.tshark import DISSECTOR, Seen, fields, needs_tshark, tshark, write_capture

LUA = DISSECTOR.read_text(encoding="utf-8")
CLIENT, SERVER = 0xC11E_4700_0001, 0x5E7F_E700_0002
CLIENT_ORIGIN, SERVER_ORIGIN = 7_000_000_000, 9_000_000_000
KEYS = DirectionKeys(bytes(32), fast_aes=True)
PUBLIC = {
    PacketType.SYN, PacketType.SYN_ACK, PacketType.HANDSHAKE_ACK, PacketType.VERSION, PacketType.COOKIE,
    PacketType.REFUSAL,
}  # fmt: skip
WITH_ACKNOWLEDGEMENT = {PacketType.HANDSHAKE_ACK, PacketType.ACK}


def packet(kind: PacketType, cid: int, number: int, sequence: int, payload: bytes = b"", flags: int = 0) -> bytes:
    aead = PUBLIC_AEAD if kind in PUBLIC else KEYS.aead
    return seal(aead, encode_header(kind, flags, cid, number, sequence), payload)


def hello(cid: int = CLIENT, number: int = 0, cookie: bytes = b"") -> bytes:
    fragment = HandshakeFragment(cid, 0, 0, 400, bytes(400), cookie)
    return packet(PacketType.SYN, cid, number, CLIENT_ORIGIN, encode_fragment(fragment, padded=True), PROTOCOL_VERSION)


def answer(number: int = 0) -> bytes:
    fragment = HandshakeFragment(SERVER, 400, 0, 700, bytes(700))
    return packet(PacketType.SYN_ACK, CLIENT, number, SERVER_ORIGIN, encode_fragment(fragment, padded=True))


def third(number: int = 1) -> bytes:
    fragment = HandshakeFragment(CLIENT, 700, 400, 600, bytes(200))
    return packet(PacketType.HANDSHAKE_ACK, SERVER, number, SERVER_ORIGIN + 1, encode_fragment(fragment, padded=False))


def data(number: int, at: int, size: int = 100) -> Seen:
    """Bytes `[at, at + size)` of the client's stream."""
    return Seen(packet(PacketType.DATA, SERVER, number, CLIENT_ORIGIN + 1 + at, bytes(size)))


def acknowledgement(number: int, upto: int) -> Seen:
    """All before `upto` of the client's stream has come."""
    payload = encode_acknowledgement(0.001, 1 << 20, [(0, 5)])
    return Seen(packet(PacketType.ACK, CLIENT, number, CLIENT_ORIGIN + 1 + upto, payload), to_server=False)


OPENING = [Seen(hello()), Seen(answer(), to_server=False), Seen(third())]


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    return tmp_path / "capture.pcap"


def lua_table(name: str) -> dict[int, str]:
    body = re.search(rf"local {name} = {{(.*?)\n}}", LUA, re.DOTALL)
    assert body is not None
    return {int(number): word for number, word in re.findall(r'\[(\d+)\] = "(\w+)"', body[1])}


def lua_number(name: str) -> int:
    names, values = next(
        (names.split(", "), values.split(", "))
        for names, values in re.findall(r"^local ([A-Z_, ]+) = ([\d, ]+)$", LUA, re.MULTILINE)
        if name in names.split(", ")
    )
    return int(values[names.index(name)])


def test_the_names_of_types_and_reasons_are_those_of_the_wire() -> None:
    assert lua_table("TYPES") == {kind.value: kind.name for kind in PacketType}
    assert lua_table("REASONS") == {code.value: code.name for code in ResetCode}
    for kind in ("SYN", "SYN_ACK", "HANDSHAKE_ACK", "DATA", "ACK", "FIN", "VERSION", "COOKIE", "REFUSAL"):
        assert lua_number(kind) == PacketType[kind]


def test_the_sizes_and_limits_are_those_of_the_wire() -> None:
    fragment = encode_fragment(HandshakeFragment(1, 0, 0, 0, b""), padded=False)
    assert lua_number("HEADER_BYTES") == HEADER_BYTES
    assert lua_number("TAG_BYTES") == TAG_BYTES
    assert lua_number("FRAGMENT_BYTES") == len(fragment)
    assert lua_number("MAX_COOKIE_BYTES") == MAX_COOKIE_BYTES
    assert lua_number("MAX_HANDSHAKE_BYTES") == MAX_HANDSHAKE_BYTES
    assert f"NUMBER_LIMIT = UInt64(0, 0x{NUMBER_LIMIT >> 32:X})" in LUA


@needs_tshark
def test_every_packet_is_dissected_to_the_values_that_it_was_built_from(capture: Path) -> None:
    rng = random.Random(7)
    packets = [
        packet(
            kind,
            rng.randrange(1, 1 << 48),
            rng.choice([rng.randrange(1 << 20), NUMBER_LIMIT - 1]),
            rng.choice([rng.randrange(1 << 33), NUMBER_LIMIT - 1]),
            encode_fragment(HandshakeFragment(5, 0, 0, 9, bytes(9)), padded=True)
            if kind.value <= PacketType.HANDSHAKE_ACK
            else rng.randbytes(rng.randrange(1, 200)),
            1,
        )
        for kind in PacketType
        for _ in range(4)
    ]
    write_capture(capture, map(Seen, packets))
    names = ("type", "cid", "number", "seq", "ack", "len", "version", "flags", "key_phase", "tag")
    rows = fields(capture, *(f"padawan.{name}" for name in names))
    assert len(rows) == len(packets)
    for built, row in zip(packets, rows, strict=True):
        header = parse_header(built)
        assert header is not None
        sequence = [str(header.sequence)]
        acknowledges = header.type in WITH_ACKNOWLEDGEMENT
        assert row == {
            "padawan.type": [str(int(header.type))],
            "padawan.cid": [f"0x{header.connection_id:016x}"],
            "padawan.number": [str(header.packet_number)],
            "padawan.seq": [] if acknowledges else sequence,
            "padawan.ack": sequence if acknowledges else [],
            "padawan.len": [str(len(built) - OVERHEAD_BYTES)],
            "padawan.version": ["1"] if header.type is PacketType.SYN else [],
            "padawan.flags": [] if header.type is PacketType.SYN else ["0x01"],
            "padawan.key_phase": [] if header.type in PUBLIC else ["1"],
            "padawan.tag": [built[-TAG_BYTES:].hex()],
        }


@needs_tshark
def test_what_is_sealed_with_the_key_that_everybody_knows_is_shown(capture: Path) -> None:
    cookie = bytes(range(200, 216))
    said = encode_reset(Reset(ResetCode.REFUSED, "nobody listens here"))
    write_capture(
        capture,
        [
            Seen(hello(cookie=cookie)),
            Seen(packet(PacketType.COOKIE, CLIENT, 0, CLIENT_ORIGIN, cookie), to_server=False),
            Seen(packet(PacketType.VERSION, CLIENT, 0, CLIENT_ORIGIN, encode_versions((1, 2))), to_server=False),
            Seen(packet(PacketType.REFUSAL, CLIENT, 0, CLIENT_ORIGIN, said), to_server=False),
            Seen(third()),
        ],
    )
    names = ("handshake.cid", "handshake.received", "handshake.offset", "handshake.length", "handshake.total")
    rows = fields(
        capture,
        *(f"padawan.{name}" for name in (*names, "cookie", "spoken_version", "reason", "reason_text", "malformed")),
    )
    told = [{name.removeprefix("padawan."): value for name, value in row.items() if value} for row in rows]
    client = [f"0x{CLIENT:016x}"]
    assert told == [
        {
            "handshake.cid": client, "handshake.received": ["0"], "handshake.offset": ["0"],
            "handshake.length": ["400"], "handshake.total": ["400"], "cookie": [cookie.hex()],
        },
        {"cookie": [cookie.hex()]},
        {"spoken_version": ["1", "2"]},
        {"reason": ["1"], "reason_text": ["nobody listens here"]},
        {
            "handshake.cid": client, "handshake.received": ["700"], "handshake.offset": ["400"],
            "handshake.length": ["200"], "handshake.total": ["600"],
        },
    ]  # fmt: skip


@needs_tshark
def test_numbers_count_from_the_syn_in_both_directions(capture: Path) -> None:
    back = Seen(packet(PacketType.DATA, CLIENT, 9, SERVER_ORIGIN + 1, bytes(50)), to_server=False)
    thanks = Seen(packet(PacketType.ACK, SERVER, 9, SERVER_ORIGIN + 51, bytes(30)))
    write_capture(capture, [*OPENING, data(2, 0), acknowledgement(1, 100), back, thanks])
    rows = fields(capture, "padawan.relative_seq", "padawan.relative_ack")
    sequences, acknowledgements = zip(*(row.values() for row in rows), strict=True)
    assert list(sequences) == [["0"], ["0"], [], ["1"], [], ["1"], []]
    assert list(acknowledgements) == [[], [], ["1"], [], ["101"], [], ["51"]]


@needs_tshark
def test_sent_again_late_copied_and_acknowledged_twice_are_four_things(capture: Path) -> None:
    late = data(5, 200)
    # Its first sending, which had a lower number, was lost on the way to where the capture was made.
    fills_a_hole = data(10, 400)
    seen = [
        *OPENING,
        data(2, 0),
        data(3, 100),
        data(3, 100),
        data(6, 300),
        late,
        acknowledgement(1, 200),
        acknowledgement(2, 200),
        data(7, 200),
        data(8, 0),
        data(9, 500),
        fills_a_hole,
        Seen(packet(PacketType.FIN, SERVER, 11, CLIENT_ORIGIN + 601)),
        Seen(packet(PacketType.FIN, SERVER, 12, CLIENT_ORIGIN + 601)),
        Seen(hello(number=1)),
    ]
    write_capture(capture, seen)
    kinds = ("retransmission", "out_of_order", "copy", "duplicate_ack")
    # Wireshark looks at each packet again and again; what is said of it stays the same.
    rows = fields(capture, *(f"padawan.{kind}" for kind in kinds), "padawan.before", options=("-2",))
    told = [([kind for kind in kinds if row[f"padawan.{kind}"]], row["padawan.before"]) for row in rows[len(OPENING) :]]
    assert told == [
        ([], []),
        ([], []),
        (["copy"], ["5"]),
        ([], []),
        (["out_of_order"], []),
        ([], []),
        (["duplicate_ack"], []),
        (["retransmission"], ["8"]),
        (["retransmission"], ["4"]),
        ([], []),
        (["retransmission"], []),
        ([], []),
        (["retransmission"], ["15"]),
        (["retransmission"], ["1"]),
    ]


@needs_tshark
def test_a_train_that_was_captured_as_one_datagram_is_many_packets(capture: Path) -> None:
    train = b"".join(data(number, 1000 * number, 1000).datagram for number in range(44))
    train += data(45, 44_000, 17).datagram
    write_capture(capture, [Seen(train), Seen(train, cut_at=2000)])
    whole, cut = fields(capture, "padawan.number", "padawan.len", "padawan.malformed")
    assert whole["padawan.number"] == [str(number) for number in (*range(44), 45)]
    assert whole["padawan.len"] == ["1000"] * 44 + ["17"]
    assert cut["padawan.number"] == ["0", "1"]


@needs_tshark
def test_it_is_found_on_other_ports_by_its_look_and_nothing_else_is(capture: Path) -> None:
    def elsewhere(seen: Seen) -> Seen:
        return Seen(seen.datagram, to_server=seen.to_server, server_port=41_000)

    query = bytes.fromhex("010001000001000000000000") + b"\x03www\x07example\x03org\x00\x00\x01\x00\x01" + bytes(20)
    strangers = [query, query, bytes(60), b"\x04" * 100, random.Random(1).randbytes(200)]
    write_capture(capture, [Seen(stranger, server_port=41_001) for stranger in strangers])
    assert [row["padawan.type"] for row in fields(capture, "padawan.type")] == [[]] * len(strangers)
    write_capture(capture, [elsewhere(seen) for seen in (*OPENING, data(2, 0))])
    assert [row["padawan.type"] for row in fields(capture, "padawan.type")] == [["1"], ["2"], ["3"], ["4"]]
    begun_late = [elsewhere(data(number, 100 * number)) for number in range(2, 6)]
    write_capture(capture, begun_late)
    assert [row["padawan.type"] for row in fields(capture, "padawan.type")] == [[], ["4"], ["4"], ["4"]]
    by_hand = fields(capture, "padawan.type", options=("-d", "udp.port==41000,padawan"))
    assert [row["padawan.type"] for row in by_hand] == [["4"]] * 4


@needs_tshark
def test_nothing_that_arrives_raises_an_error_in_the_dissector(capture: Path) -> None:
    rng = random.Random(11)
    payload = encode_acknowledgement(0.01, 1 << 20, [(90, 100), (50, 80)])
    corpus = [
        hello(cookie=b"cookie"), answer(), third(), data(2, 0).datagram, acknowledgement(1, 5).datagram,
        data(3, 100).datagram + data(4, 200).datagram,
        packet(PacketType.FIN, SERVER, 5, CLIENT_ORIGIN + 300, payload),
        *(packet(kind, CLIENT, 3, CLIENT_ORIGIN, rng.randbytes(20)) for kind in PacketType),
    ]  # fmt: skip
    every_cut = [Seen(whole[:size]) for whole in corpus for size in range(0, min(len(whole), 130))]
    kept_little = [Seen(whole, cut_at=size) for whole in corpus for size in range(0, min(len(whole), 130))]
    broken = [Seen(mutate(rng, corpus), server_port=rng.choice([7700, 41_000])) for _ in range(1500)]
    resealed = []
    for _ in range(500):
        # Sealed with the key that everybody has: what is inside is a stranger's too.
        kind = rng.choice(sorted(PUBLIC))
        inside = mutate(rng, [encode_fragment(HandshakeFragment(9, 0, 0, 9, bytes(9), b"c"), padded=False)])
        resealed.append(Seen(packet(kind, rng.randrange(1 << 48), 1, 1, inside)))
    seen = [*every_cut, *kept_little, *broken, *resealed]
    write_capture(capture, seen)
    printed = tshark(capture, "-V", "-2")
    assert printed.count("Padawan Transport Protocol, ") > len(seen) // 2
    assert "Lua Error" not in printed
    assert "Dissector bug" not in printed
