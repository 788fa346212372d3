"""Messages: every one survives the round trip, and nonsense raises ProtocolViolation and nothing else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.errors import ProtocolViolation
from ptp_core.sentences import Sentence, code_of, written
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    MAX_FILE_BYTES,
    MAX_ROOTS,
    UNKNOWN_SIZE,
    Accept,
    Again,
    AnswerKind,
    Answers,
    Begin,
    Confirm,
    DataHeader,
    Decline,
    Dropped,
    End,
    Entry,
    EntryKind,
    Failed,
    FailureCode,
    Finished,
    GoOn,
    Have,
    Hello,
    Hold,
    Listed,
    Manifest,
    Message,
    MessageType,
    Offer,
    Over,
    Pair,
    Progress,
    Result,
    ResultKind,
    Results,
    Root,
    Same,
    Wait,
)
from ptp_core.transfer.conversation.parsing import parse_header, parse_payload
from ptp_core.transfer.conversation.wire_format import HEADER, encode

MESSAGES: list[Message] = [
    Hello("red-laptop", True, False),
    Hello("studio", False, True),
    Hello("old", False, True, reads_sentences=False),
    Pair(b"p" * 33),
    Pair(b"p" * 33, 1_500),
    Confirm(b"c" * 32),
    Offer(bytes(range(16)), (Root("holiday.mov", 5 << 32, 1_700_000_000_123_456_789),), 1, 5 << 32),
    Offer(bytes(16), (Root("empty", 0, -1), Root("tree", 0, 0, EntryKind.FOLDER)), 12, 1 << 40, False),
    Offer(bytes(16), (Root("pipe", UNKNOWN_SIZE, 0),), 1, 0, False),
    Offer(bytes(16), (Root("text.txt", 300, 7),), 1, 300, True, True),
    Accept(),
    Accept(answers=True),
    Accept(answers=True, resumed=True),
    Manifest(()),
    Manifest(
        (
            Entry(EntryKind.FOLDER, 0, "tree", 0, 7),
            Entry(EntryKind.FILE, 1, "run.sh", 10, -7, executable=True),
            Entry(EntryKind.LINK, 1, "link", target="run.sh"),
        )
    ),
    Listed(3, 1 << 40),
    Begin(1),
    Same(4 << 20),
    Dropped(FailureCode.SOURCE, "gone"),
    Over(),
    Answers(7),
    Answers(7, ((1, AnswerKind.COMPARE), (2, AnswerKind.REFUSED))),
    Have(3, 5 << 20, (bytes(32), bytes(range(32))), last=False),
    Have(3, 5 << 20, (), last=True),
    Again(3),
    Hold("there is no space left on its disk"),
    GoOn(),
    Finished(),
    Wait(),
    Decline(""),
    Decline("not now"),
    End(bytes(range(32))),
    Progress(MAX_FILE_BYTES),
    Results(()),
    Results((Result(4, ResultKind.SAVED, "Saved as holiday (2).mov.", bytes(range(32, 64))),)),
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


@pytest.mark.parametrize("kind", [0, 12, 255])
def test_unknown_type(kind: int) -> None:
    with pytest.raises(ProtocolViolation, match="unknown type"):
        parse_header(HEADER.pack(kind, 4))


LISTS = {MessageType.OFFER, MessageType.MANIFEST, MessageType.RESULTS, MessageType.ANSWERS, MessageType.HAVE}


@pytest.mark.parametrize("kind", [kind for kind in MessageType if kind is not MessageType.DATA])
def test_no_payload_longer_than_a_few_kilobytes_or_of_a_long_list_is_ever_read(kind: MessageType) -> None:
    with pytest.raises(ProtocolViolation):
        parse_header(HEADER.pack(kind, 5 << 20 if kind in LISTS else 4096))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_every_truncation_and_every_extension_is_refused_or_another_message(message: Message) -> None:
    data = encode(message)
    kind = MessageType(data[0])
    payload = data[HEADER.size :]
    for cut in range(len(payload)):
        # Some are lists without a count of their own.
        if kind in (MessageType.PAIR, MessageType.CONFIRM) or (
            kind is MessageType.HAVE and cut >= 17 and not (cut - 17) % 32
        ):
            continue
        with pytest.raises(ProtocolViolation):
            parse_payload(kind, payload[:cut])
    if kind not in (MessageType.PAIR, MessageType.CONFIRM):
        with pytest.raises(ProtocolViolation):
            parse_payload(kind, payload + b"x")


def offer_payload(count: int, size: int = 1, name: bytes = b"a", kind: int = 1) -> bytes:
    head = bytes(16) + struct.pack(">BQQH", 1, 1, 1, count)
    return head + (bytes([kind]) + struct.pack(">H", len(name)) + name + struct.pack(">Qq", size, 1)) * min(count, 2)


@pytest.mark.parametrize("count", [0, MAX_ROOTS + 1, 65_535])
def test_an_offer_holds_a_bounded_number_of_things(count: int) -> None:
    payload = offer_payload(count) if count else offer_payload(0) + bytes(19)
    with pytest.raises(ProtocolViolation, match="at most"):
        parse_payload(MessageType.OFFER, payload)


@pytest.mark.parametrize("size", [2**63, 2**64 - 2])
def test_offered_size_is_bounded(size: int) -> None:
    with pytest.raises(ProtocolViolation, match="larger than any file"):
        parse_payload(MessageType.OFFER, offer_payload(1, size))


@pytest.mark.parametrize("kind", [0, 3, 4])
def test_only_files_and_folders_can_be_offered(kind: int) -> None:
    with pytest.raises(ProtocolViolation):
        parse_payload(MessageType.OFFER, offer_payload(1, kind=kind))


def test_offered_name_must_be_utf8() -> None:
    with pytest.raises(ProtocolViolation, match="UTF-8"):
        parse_payload(MessageType.OFFER, offer_payload(1, name=b"\xff\xfe"))


@pytest.mark.parametrize(("kind", "depth"), [(0, 0), (4, 0), (1, 257), (2, 10_000)])
def test_t13_an_entry_of_no_kind_or_too_deep_is_refused(kind: int, depth: int) -> None:
    entry = struct.pack(">BHB", kind, depth, 0) + struct.pack(">H", 1) + b"a" + struct.pack(">Qq", 1, 1)
    with pytest.raises(ProtocolViolation):
        parse_payload(MessageType.MANIFEST, struct.pack(">H", 1) + entry)


def test_texts_are_cleaned_of_what_acts_or_hides() -> None:
    message = parse(encode(Decline("no\u202eexe\x1b[2J\u200b\n<img src=x>")))
    assert message == Decline("no\ufffdexe\ufffd[2J\ufffd <img src=x>")


def words_on_the_wire(made_of: str, plain: str = "as it was said") -> Message:
    """A DECLINE by somebody who makes up what its words are made of."""
    text = f"{plain}\0{made_of}".encode()
    return parse_payload(MessageType.DECLINE, struct.pack(">H", len(text)) + text)


@pytest.mark.parametrize(
    "message",
    [
        Decline(reasons.NOBODY_ANSWERED(minutes=10)),
        Hold(reasons.PAUSED),
        Failed(FailureCode.DESTINATION, reasons.NO_LINK(name="a/b")),
        Dropped(FailureCode.SOURCE, reasons.UNREADABLE),
        Results((Result(1, ResultKind.SAVED, reasons.SAVED_AS(name="b (2)"), bytes(32)),)),
    ],
    ids=lambda message: type(message).__name__,
)
def test_a_peer_that_reads_sentences_gets_them_and_another_their_text(message: Message) -> None:
    told = parse(encode(message, sentences=True))
    assert told == message
    assert code_of(words_of(told)) == code_of(words_of(message))
    assert isinstance(words_of(told), Sentence)
    plain = parse(encode(message))
    assert plain == message
    assert b"\0[" not in encode(message)


def words_of(message: Message) -> str:
    if isinstance(message, Results):
        return message.results[0].text
    assert isinstance(message, (Decline, Hold, Failed, Dropped))
    return message.reason if isinstance(message, (Decline, Hold)) else message.text


def test_a_sentence_of_the_peer_is_worded_here_with_its_texts_cleaned() -> None:
    message = words_on_the_wire(written(reasons.SAVED_AS(name="x\u202e\x1b[2J\n" + "y" * 300)))
    assert isinstance(message, Decline)
    assert message.reason.startswith("Saved as x\ufffd\ufffd[2J yyy")
    assert code_of(message.reason) == "saved-as"
    assert len(message.reason) < 300


@pytest.mark.parametrize(
    "made_of",
    [
        "",
        "nonsense",
        '["unknown-code",{}]',
        '["saved-as",{}]',
        '["saved-as",{"name":1.5}]',
        '["saved-as",{"name":"x","more":"x"}]',
        '["saved-as",{"name":["saved-as",{"name":7,"b":[]}]}]',
        "[" * 300,
        '["saved-as",{"name":"x"}]\0',
        # Not for a peer to say.
        '["one-after-another",{"first":"x","then":"y"}]',
        '["saved-as",{"name":["one-after-another",{"first":["saved-as",{"name":"x"}]}]}]',
    ],
)
def test_what_is_no_sentence_of_ours_is_what_the_peer_said(made_of: str) -> None:
    message = words_on_the_wire(made_of, "no\u202eexe")
    assert isinstance(message, Decline)
    assert message.reason == "no\ufffdexe"


def test_words_that_would_be_too_long_go_as_text_alone() -> None:
    message = Decline(reasons.SAVED_AS(name="x" * 500))
    assert len(encode(message, sentences=True)) <= HEADER.size + 2 + 512
    shouted = struct.pack(">H", 2000) + b"x" * 2000
    with pytest.raises(ProtocolViolation):
        parse_payload(MessageType.DECLINE, shouted)


def test_words_that_say_it_all_need_no_more_to_be_known() -> None:
    message = parse(encode(Hold("it is paused there")))
    assert isinstance(message, Hold)
    assert isinstance(message.reason, Sentence)


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
