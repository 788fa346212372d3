"""Messages of a transfer to bytes and back.

    u8 type, u32 length of the payload, payload; all numbers big-endian. Texts are u16 length and UTF-8.

Parse, don't validate: what comes out of `parse_header` and `parse_payload` is bounded and whole, texts that are only
shown are cleaned; anything else raises ProtocolViolation. Stateless; any thread.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable
from typing import TypeVar

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    DIGEST_BYTES,
    MAX_BATCH,
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_ROOTS,
    PEER_NAME_CHARACTERS,
    TEXT_CHARACTERS,
    TRANSFER_ID_BYTES,
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
    MessageHeader,
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
from ptp_core.transfer.display_text import clean_text

HEADER = struct.Struct(">BI")
MAX_PEER_NAME_BYTES = 256
HELLO_BYTES = 1 + 2 + MAX_PEER_NAME_BYTES
MAX_FILE_NAME_BYTES = 1024
MAX_TARGET_BYTES = 4096
MAX_TEXT_BYTES = 512
MAX_CODE_AGE_MS = (1 << 32) - 1
# What is larger than this is cut into several messages.
MANIFEST_BYTES = 48 * 1024
MAX_HAVE_DIGESTS = 1024

_U16 = struct.Struct(">H")
_U32 = struct.Struct(">I")
_U64 = struct.Struct(">Q")
_SIZE_AND_TIME = struct.Struct(">Qq")
_OFFER = struct.Struct(f">{TRANSFER_ID_BYTES}sBQQH")
_ENTRY = struct.Struct(">BHB")
_ANSWERS = struct.Struct(">QH")
_ANSWER = struct.Struct(">QB")
_HAVE = struct.Struct(">QQB")
_TWO = struct.Struct(">QQ")

_TYPES = {int(kind): kind for kind in MessageType}
_BATCH_BYTES = 1 << 20

# The shortest and the longest payload of each type, looked at before a byte of it is read.
_LENGTHS: dict[MessageType, tuple[int, int]] = {
    MessageType.HELLO: (HELLO_BYTES, HELLO_BYTES),
    MessageType.PAIR: (5, 132),
    MessageType.CONFIRM: (1, 128),
    MessageType.OFFER: (_OFFER.size + 19, _OFFER.size + MAX_ROOTS * (19 + MAX_FILE_NAME_BYTES)),
    MessageType.ACCEPT: (1, 1),
    MessageType.WAIT: (0, 0),
    MessageType.DECLINE: (2, 2 + MAX_TEXT_BYTES),
    MessageType.DATA: (1, CHUNK_BYTES),
    MessageType.END: (DIGEST_BYTES, DIGEST_BYTES),
    MessageType.PROGRESS: (8, 8),
    MessageType.RESULTS: (2, _BATCH_BYTES),
    MessageType.FAILED: (3, 3 + MAX_TEXT_BYTES),
    MessageType.MANIFEST: (2, 2 * MANIFEST_BYTES),
    MessageType.LISTED: (16, 16),
    MessageType.BEGIN: (8, 8),
    MessageType.SAME: (8, 8),
    MessageType.DROPPED: (3, 3 + MAX_TEXT_BYTES),
    MessageType.OVER: (0, 0),
    MessageType.ANSWERS: (_ANSWERS.size, _ANSWERS.size + MAX_BATCH * _ANSWER.size),
    MessageType.HAVE: (_HAVE.size, _HAVE.size + MAX_HAVE_DIGESTS * DIGEST_BYTES),
    MessageType.AGAIN: (8, 8),
    MessageType.HOLD: (2, 2 + MAX_TEXT_BYTES),
    MessageType.GO_ON: (0, 0),
    MessageType.FINISHED: (0, 0),
}

E = TypeVar("E", bound=enum.IntEnum)


def encode(message: Message) -> bytes:
    """The bytes of `message`; for DATA the header alone, the file's bytes follow it."""
    match message:
        case DataHeader(length_bytes):
            return HEADER.pack(MessageType.DATA, length_bytes)
        case Hello(name, knows_peer, has_code):
            flags = int(knows_peer) | int(has_code) << 1
            # Always of one length: a longer name must not shift the stream, and with it what a seed makes a link lose.
            payload = bytes([flags]) + _text(name, MAX_PEER_NAME_BYTES)
            return _framed(MessageType.HELLO, payload.ljust(HELLO_BYTES, b"\0"))
        case Pair(payload, code_age_ms):
            return _framed(MessageType.PAIR, _U32.pack(min(code_age_ms, MAX_CODE_AGE_MS)) + payload)
        case Confirm(payload):
            return _framed(MessageType.CONFIRM, payload)
        case Offer():
            return _framed(MessageType.OFFER, _offer(message))
        case Manifest(entries):
            return _framed(MessageType.MANIFEST, _U16.pack(len(entries)) + b"".join(map(encode_entry, entries)))
        case Have(index, bytes_there, digests, last):
            return _framed(MessageType.HAVE, _HAVE.pack(index, bytes_there, last) + b"".join(digests))
        case Answers(stop, answers):
            parts = [_ANSWERS.pack(stop, len(answers)), *(_ANSWER.pack(*answer) for answer in answers)]
            return _framed(MessageType.ANSWERS, b"".join(parts))
        case Results(results):
            return _framed(MessageType.RESULTS, _U16.pack(len(results)) + b"".join(map(_result, results)))
        case Listed(files, size_bytes):
            return _framed(MessageType.LISTED, _TWO.pack(files, size_bytes))
        case Accept(answers, resumed):
            return _framed(MessageType.ACCEPT, bytes([int(answers) | int(resumed) << 1]))
        case Decline(reason):
            return _framed(MessageType.DECLINE, _text(reason, MAX_TEXT_BYTES))
        case Hold(reason):
            return _framed(MessageType.HOLD, _text(reason, MAX_TEXT_BYTES))
        case Begin(number):
            return _framed(MessageType.BEGIN, _U64.pack(number))
        case Same(number):
            return _framed(MessageType.SAME, _U64.pack(number))
        case Again(number):
            return _framed(MessageType.AGAIN, _U64.pack(number))
        case Progress(number):
            return _framed(MessageType.PROGRESS, _U64.pack(number))
        case End(digest):
            return _framed(MessageType.END, digest)
        case Failed(code, text):
            return _framed(MessageType.FAILED, bytes([code]) + _text(text, MAX_TEXT_BYTES))
        case Dropped(code, text):
            return _framed(MessageType.DROPPED, bytes([code]) + _text(text, MAX_TEXT_BYTES))
        case Wait() | Over() | GoOn() | Finished():
            return _framed(_EMPTY_TYPES[type(message)], b"")


def encode_entry(entry: Entry) -> bytes:
    """One entry as it stands in MANIFEST."""
    return b"".join(
        (
            _ENTRY.pack(entry.kind, entry.depth, entry.executable),
            _text(entry.name, MAX_FILE_NAME_BYTES),
            _SIZE_AND_TIME.pack(entry.size_bytes, entry.modified_ns),
            _text(entry.target, MAX_TARGET_BYTES) if entry.kind is EntryKind.LINK else b"",
        )
    )


def parse_header(data: bytes | bytearray | memoryview) -> MessageHeader:
    """The header in the first five bytes. Raises ProtocolViolation for an unknown type or an impossible length."""
    if len(data) < HEADER.size:
        raise ProtocolViolation("a message's header is cut short")
    number, length = HEADER.unpack_from(data)
    kind = _TYPES.get(number)
    if kind is None:
        raise ProtocolViolation(f"a message has the unknown type {number}")
    _check_length(kind, length)
    return MessageHeader(kind, length)


def parse_payload(kind: MessageType, payload: bytes) -> Message:
    """The message of type `kind`. Raises ProtocolViolation unless the payload is exactly one such message."""
    if kind is MessageType.DATA:
        raise ProtocolViolation("file data where a message was due")
    _check_length(kind, len(payload))
    reader = _Reader(kind, payload)
    message = _PARSERS[kind](reader)
    reader.expect_end()
    return message


def _check_length(kind: MessageType, length: int) -> None:
    shortest, longest = _LENGTHS[kind]
    if not shortest <= length <= longest:
        raise ProtocolViolation(f"a message of type {kind.name} cannot be {length} bytes long")


class _Reader:
    """Takes values off the front of a payload and never reads past its end."""

    def __init__(self, kind: MessageType, payload: bytes) -> None:
        self._kind = kind
        self._payload = payload
        self._offset = 0

    def take(self, count: int) -> bytes:
        stop = self._offset + count
        if stop > len(self._payload):
            raise ProtocolViolation(f"a message of type {self._kind.name} is cut short")
        taken = self._payload[self._offset : stop]
        self._offset = stop
        return taken

    def rest(self) -> bytes:
        return self.take(len(self._payload) - self._offset)

    def number(self) -> int:
        (value,) = _U64.unpack(self.take(8))
        return int(value)

    def count(self, most: int) -> int:
        (value,) = _U16.unpack(self.take(2))
        if value > most:
            raise ProtocolViolation(f"a message of type {self._kind.name} with {value} parts")
        return int(value)

    def member(self, kind: type[E]) -> E:
        value = self.take(1)[0]
        try:
            return kind(value)
        except ValueError:
            raise ProtocolViolation(f"a message of type {self._kind.name} with an unknown code") from None

    def text(self, limit_bytes: int) -> str:
        (length,) = _U16.unpack(self.take(2))
        if length > limit_bytes:
            raise ProtocolViolation(f"a text in a message of type {self._kind.name} is {length} bytes long")
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise ProtocolViolation(f"a text in a message of type {self._kind.name} is not UTF-8") from None

    def shown_text(self) -> str:
        return clean_text(self.text(MAX_TEXT_BYTES), limit=TEXT_CHARACTERS)

    def size_and_time(self) -> tuple[int, int]:
        size_bytes, modified_ns = _SIZE_AND_TIME.unpack(self.take(_SIZE_AND_TIME.size))
        if MAX_FILE_BYTES < size_bytes < UNKNOWN_SIZE:
            raise ProtocolViolation("an offered file is larger than any file can be")
        return size_bytes, modified_ns

    def expect_end(self) -> None:
        if self._offset != len(self._payload):
            raise ProtocolViolation(f"a message of type {self._kind.name} is longer than what it says")


def _parse_hello(reader: _Reader) -> Hello:
    flags = reader.take(1)[0]
    name = clean_text(reader.text(MAX_PEER_NAME_BYTES), limit=PEER_NAME_CHARACTERS)
    if not name:
        raise ProtocolViolation("the peer gave no name")
    if any(reader.rest()):
        raise ProtocolViolation("the peer's name has something behind it")
    return Hello(name, bool(flags & 1), bool(flags & 2))


def _parse_pair(reader: _Reader) -> Pair:
    (code_age_ms,) = _U32.unpack(reader.take(_U32.size))
    return Pair(reader.rest(), code_age_ms)


def _parse_accept(flags: int) -> Accept:
    return Accept(bool(flags & 1), bool(flags & 2))


def _parse_offer(reader: _Reader) -> Offer:
    transfer_id, flags, files, size_bytes, count = _OFFER.unpack(reader.take(_OFFER.size))
    if not 1 <= count <= MAX_ROOTS:
        raise ProtocolViolation(f"an offer of {count} things; at most {MAX_ROOTS} may be named")
    if size_bytes > MAX_FILE_BYTES:
        raise ProtocolViolation("an offer that is larger than any disk can be")
    roots = []
    for _ in range(count):
        kind = reader.member(EntryKind)
        if kind is EntryKind.LINK:
            raise ProtocolViolation("a link is offered as such")
        name = reader.text(MAX_FILE_NAME_BYTES)
        roots.append(Root(name, *reader.size_and_time(), kind))
    return Offer(transfer_id, tuple(roots), files, size_bytes, bool(flags & 1))


def _parse_manifest(reader: _Reader) -> Manifest:
    entries = []
    for _ in range(reader.count(MAX_BATCH)):
        number, depth, flags = _ENTRY.unpack(reader.take(_ENTRY.size))
        if number not in (1, 2, 3):
            raise ProtocolViolation("an entry of an unknown kind")
        if depth > MAX_DEPTH:
            raise ProtocolViolation(f"an entry more than {MAX_DEPTH} folders deep")
        name = reader.text(MAX_FILE_NAME_BYTES)
        size_bytes, modified_ns = reader.size_and_time()
        kind = EntryKind(number)
        target = reader.text(MAX_TARGET_BYTES) if kind is EntryKind.LINK else ""
        entries.append(Entry(kind, depth, name, size_bytes, modified_ns, bool(flags & 1), target))
    return Manifest(tuple(entries))


def _parse_answers(reader: _Reader) -> Answers:
    stop = reader.number()
    return Answers(stop, tuple((reader.number(), reader.member(AnswerKind)) for _ in range(reader.count(MAX_BATCH))))


def _parse_have(reader: _Reader) -> Have:
    index, there, flags = _HAVE.unpack(reader.take(_HAVE.size))
    rest = reader.rest()
    if len(rest) % DIGEST_BYTES:
        raise ProtocolViolation("a digest is cut short")
    digests = tuple(rest[start : start + DIGEST_BYTES] for start in range(0, len(rest), DIGEST_BYTES))
    return Have(index, there, digests, bool(flags & 1))


def _parse_results(reader: _Reader) -> Results:
    results = []
    for _ in range(reader.count(MAX_BATCH)):
        index, kind = reader.number(), reader.member(ResultKind)
        results.append(Result(index, kind, reader.shown_text(), reader.take(DIGEST_BYTES)))
    return Results(tuple(results))


def _parse_size(reader: _Reader) -> int:
    size_bytes = reader.number()
    if size_bytes > MAX_FILE_BYTES:
        raise ProtocolViolation("a size beyond the end of any file")
    return size_bytes


_PARSERS: dict[MessageType, Callable[[_Reader], Message]] = {
    MessageType.HELLO: _parse_hello,
    MessageType.PAIR: _parse_pair,
    MessageType.CONFIRM: lambda reader: Confirm(reader.rest()),
    MessageType.OFFER: _parse_offer,
    MessageType.ACCEPT: lambda reader: _parse_accept(reader.take(1)[0]),
    MessageType.WAIT: lambda reader: Wait(),
    MessageType.DECLINE: lambda reader: Decline(reader.shown_text()),
    MessageType.MANIFEST: _parse_manifest,
    MessageType.LISTED: lambda reader: Listed(_parse_size(reader), _parse_size(reader)),
    MessageType.BEGIN: lambda reader: Begin(reader.number()),
    MessageType.SAME: lambda reader: Same(_parse_size(reader)),
    MessageType.END: lambda reader: End(reader.take(DIGEST_BYTES)),
    MessageType.DROPPED: lambda reader: Dropped(reader.member(FailureCode), reader.shown_text()),
    MessageType.OVER: lambda reader: Over(),
    MessageType.ANSWERS: _parse_answers,
    MessageType.HAVE: _parse_have,
    MessageType.PROGRESS: lambda reader: Progress(_parse_size(reader)),
    MessageType.RESULTS: _parse_results,
    MessageType.AGAIN: lambda reader: Again(reader.number()),
    MessageType.HOLD: lambda reader: Hold(reader.shown_text()),
    MessageType.GO_ON: lambda reader: GoOn(),
    MessageType.FINISHED: lambda reader: Finished(),
    MessageType.FAILED: lambda reader: Failed(reader.member(FailureCode), reader.shown_text()),
}

_EMPTY_TYPES: dict[type[Message], MessageType] = {
    Wait: MessageType.WAIT,
    Over: MessageType.OVER,
    GoOn: MessageType.GO_ON,
    Finished: MessageType.FINISHED,
}


def _offer(offer: Offer) -> bytes:
    parts = [_OFFER.pack(offer.transfer_id, offer.complete, offer.files, offer.size_bytes, len(offer.roots))]
    for root in offer.roots:
        parts += [
            bytes([root.kind]),
            _text(root.name, MAX_FILE_NAME_BYTES),
            _SIZE_AND_TIME.pack(root.size_bytes, root.modified_ns),
        ]
    return b"".join(parts)


def _result(result: Result) -> bytes:
    return _ANSWER.pack(result.index, result.kind) + _text(result.text, MAX_TEXT_BYTES) + result.proof


def _framed(kind: MessageType, payload: bytes) -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


def _text(text: str, limit_bytes: int) -> bytes:
    # "ignore" at the end keeps the cut from leaving half a character.
    encoded = text.encode("utf-8", "replace")[:limit_bytes].decode("utf-8", "ignore").encode("utf-8")
    return _U16.pack(len(encoded)) + encoded
