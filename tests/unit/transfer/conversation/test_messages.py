"""Messages: every one survives the round trip, and nonsense raises ProtocolViolation and nothing else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    HEADER,
    MAX_FILE_BYTES,
    Accept,
    Compare,
    Confirm,
    DataHeader,
    Decline,
    End,
    Failed,
    FailureCode,
    Hello,
    Message,
    MessageType,
    Offer,
    OfferEntry,
    Pair,
    Progress,
    Saved,
    Wait,
    encode,
    parse_header,
    parse_payload,
)

MESSAGES: list[Message] = [
    Hello("red-laptop", True, False),
    Hello("studio", False, True),
    Pair(b"p" * 33),
    Confirm(b"c" * 32),
    Offer((OfferEntry("holiday.mov", 5 << 32, 1_700_000_000_123_456_789),)),
    Offer((OfferEntry("empty", 0, -1),)),
    Accept(),
    Wait(),
    Decline(""),
    Decline("not now"),
    End(bytes(range(32))),
    Progress(MAX_FILE_BYTES),
    Compare(),
    Saved("holiday (2).mov", "Saved as holiday (2).mov.", MAX_FILE_BYTES, bytes(range(32, 64))),
    Failed(FailureCode.NO_SPACE, "there is not enough space on its disk"),
]


def parse(data: bytes) -> Message:
    kind, length = parse_header(data)
    assert len(data) == HEADER.size + length
    return parse_payload(kind, data[HEADER.size :])


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_round_trip(message: Message) -> None:
    assert parse(encode(message)) == message


def test_data_is_a_header_and_its_bytes_stay_in_the_stream() -> None:
    data = encode(DataHeader(CHUNK_BYTES))
    assert len(data) == HEADER.size
    assert parse_header(data) == (MessageType.DATA, CHUNK_BYTES)


@pytest.mark.parametrize("length", [0, CHUNK_BYTES + 1, 2**31, 2**32 - 1])
def test_data_length_is_bounded(length: int) -> None:
    with pytest.raises(ProtocolViolation):
        parse_header(HEADER.pack(MessageType.DATA, length))


@pytest.mark.parametrize("kind", [0, 14, 255])
def test_unknown_type(kind: int) -> None:
    with pytest.raises(ProtocolViolation, match="unknown type"):
        parse_header(HEADER.pack(kind, 4))


@pytest.mark.parametrize("kind", [kind for kind in MessageType if kind is not MessageType.DATA])
def test_no_payload_longer_than_a_few_kilobytes_is_ever_read(kind: MessageType) -> None:
    with pytest.raises(ProtocolViolation):
        parse_header(HEADER.pack(kind, 4096))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_every_truncation_and_every_extension_is_refused_or_another_message(message: Message) -> None:
    data = encode(message)
    kind = MessageType(data[0])
    payload = data[HEADER.size :]
    for cut in range(len(payload)):
        if kind in (MessageType.PAIR, MessageType.CONFIRM):
            continue
        with pytest.raises(ProtocolViolation):
            parse_payload(kind, payload[:cut])
    if kind not in (MessageType.PAIR, MessageType.CONFIRM):
        with pytest.raises(ProtocolViolation):
            parse_payload(kind, payload + b"x")


@pytest.mark.parametrize("count", [0, 2, 65_535])
def test_an_offer_holds_exactly_one_file(count: int) -> None:
    entry = struct.pack(">H", 1) + b"a" + struct.pack(">Qq", 1, 1)
    with pytest.raises(ProtocolViolation, match="one at a time"):
        parse_payload(MessageType.OFFER, struct.pack(">H", count) + entry * (2 if count > 1 else 1))


@pytest.mark.parametrize("size", [2**63, 2**64 - 1])
def test_offered_size_is_bounded(size: int) -> None:
    payload = struct.pack(">HH", 1, 1) + b"a" + struct.pack(">Qq", size, 1)
    with pytest.raises(ProtocolViolation):
        parse_payload(MessageType.OFFER, payload)


def test_offered_name_must_be_utf8() -> None:
    payload = struct.pack(">HH", 1, 2) + b"\xff\xfe" + struct.pack(">Qq", 1, 1)
    with pytest.raises(ProtocolViolation, match="UTF-8"):
        parse_payload(MessageType.OFFER, payload)


def test_texts_are_cleaned_of_what_acts_or_hides() -> None:
    message = parse(encode(Decline("no\u202eexe\x1b[2J\u200b\n<img src=x>")))
    assert message == Decline("no\ufffdexe\ufffd[2J\ufffd <img src=x>")


def test_a_name_of_nothing_visible_is_no_name() -> None:
    with pytest.raises(ProtocolViolation, match="no name"):
        parse(encode(Hello(" \n ", True, True)))


def test_texts_are_cut_when_they_are_sent() -> None:
    message = parse(encode(Decline("\N{SNOWMAN}" * 1000)))
    assert isinstance(message, Decline)
    assert len(message.reason) <= 240


@given(st.binary(max_size=64))
def test_any_header_parses_or_is_a_violation(data: bytes) -> None:
    try:
        kind, length = parse_header(data)
    except ProtocolViolation:
        return
    assert length <= CHUNK_BYTES
    assert kind in MessageType


@given(st.sampled_from(list(MessageType)), st.binary(max_size=1200))
def test_any_payload_parses_or_is_a_violation(kind: MessageType, payload: bytes) -> None:
    try:
        message = parse_payload(kind, payload)
    except ProtocolViolation:
        return
    # What parsed is bounded, so that it can be encoded and parsed again.
    assert type(parse(encode(message))) is type(message)
