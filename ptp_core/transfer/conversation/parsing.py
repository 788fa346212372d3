"""Messages of a transfer from bytes; `wire_format` has how they lie there.

Parse, don't validate: what comes out of `parse_header` and `parse_payload` is bounded and whole, texts that are only
shown are cleaned, and words that are known here are our own; anything else raises ProtocolViolation. Stateless; any
thread.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.sentences import read, recognised
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.messages import (
    DIGEST_BYTES,
    MAX_BATCH,
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_NOTE_BYTES,
    MAX_ROOTS,
    PEER_NAME_CHARACTERS,
    TEXT_CHARACTERS,
    UNKNOWN_SIZE,
    Accept,
    Again,
    AnswerKind,
    Answers,
    Begin,
    Confirm,
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
from ptp_core.transfer.conversation.wire_format import (
    ENTRY,
    HAVE,
    HEADER,
    MAX_FILE_NAME_BYTES,
    MAX_PEER_NAME_BYTES,
    MAX_TARGET_BYTES,
    MAX_WORDS_BYTES,
    OFFER,
    SIZE_AND_TIME,
    U16,
    U32,
    U64,
    check_length,
)
from ptp_core.transfer.display_text import clean_text

_TYPES = {int(kind): kind for kind in MessageType}

E = TypeVar("E", bound=enum.IntEnum)


class MessageHeader(NamedTuple):
    """A header whose length fits its type."""

    type: MessageType
    length: int


def parse_header(data: bytes | bytearray | memoryview) -> MessageHeader:
    """The header in the first five bytes. Raises ProtocolViolation for an unknown type or an impossible length."""
    if len(data) < HEADER.size:
        raise ProtocolViolation(broken_rules.HEADER_SHORT)
    number, length = HEADER.unpack_from(data)
    kind = _TYPES.get(number)
    if kind is None:
        raise ProtocolViolation(broken_rules.UNKNOWN_TYPE(number=str(number)))
    check_length(kind, length)
    return MessageHeader(kind, length)


def parse_payload(kind: MessageType, payload: bytes) -> Message:
    """The message of type `kind`. Raises ProtocolViolation unless the payload is exactly one such message."""
    if kind is MessageType.DATA:
        raise ProtocolViolation(broken_rules.DATA_NOT_MESSAGE)
    check_length(kind, len(payload))
    reader = _Reader(kind, payload)
    message = _PARSERS[kind](reader)
    reader.expect_end()
    return message


class _Reader:
    """Takes values off the front of a payload and never reads past its end."""

    def __init__(self, kind: MessageType, payload: bytes) -> None:
        self._kind = kind
        self._payload = payload
        self._offset = 0

    def take(self, count: int) -> bytes:
        stop = self._offset + count
        if stop > len(self._payload):
            raise ProtocolViolation(broken_rules.MESSAGE_SHORT(type=self._kind.name))
        taken = self._payload[self._offset : stop]
        self._offset = stop
        return taken

    def rest(self) -> bytes:
        return self.take(len(self._payload) - self._offset)

    def number(self) -> int:
        (value,) = U64.unpack(self.take(8))
        return int(value)

    def count(self, most: int) -> int:
        (value,) = U16.unpack(self.take(2))
        if value > most:
            raise ProtocolViolation(broken_rules.TOO_MANY_PARTS(type=self._kind.name, count=str(value)))
        return int(value)

    def member(self, kind: type[E]) -> E:
        value = self.take(1)[0]
        try:
            return kind(value)
        except ValueError:
            raise ProtocolViolation(broken_rules.UNKNOWN_CODE(type=self._kind.name)) from None

    def text(self, limit_bytes: int) -> str:
        (length,) = U16.unpack(self.take(2))
        if length > limit_bytes:
            raise ProtocolViolation(broken_rules.TEXT_LONG(type=self._kind.name, length=str(length)))
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise ProtocolViolation(broken_rules.TEXT_NOT_UTF8(type=self._kind.name)) from None

    def words(self) -> str:
        """For a person: a sentence of ours where that is understood, with cleaned parameters, else a cleaned text."""
        plain, _, made_of = self.text(MAX_WORDS_BYTES).partition("\0")
        sentence = read(made_of, _cleaned) if made_of else None
        # What else this program may say is not a peer's to say.
        if sentence is not None and sentence.kind.module == reasons.__name__:
            return sentence
        return recognised(_cleaned(plain))

    def size_and_time(self) -> tuple[int, int]:
        size_bytes, modified_ns = SIZE_AND_TIME.unpack(self.take(SIZE_AND_TIME.size))
        if MAX_FILE_BYTES < size_bytes < UNKNOWN_SIZE:
            raise ProtocolViolation(broken_rules.FILE_TOO_LARGE)
        return size_bytes, modified_ns

    def expect_end(self) -> None:
        if self._offset != len(self._payload):
            raise ProtocolViolation(broken_rules.MESSAGE_LONG(type=self._kind.name))


def _cleaned(text: str) -> str:
    return clean_text(text, limit=TEXT_CHARACTERS)


def _parse_hello(reader: _Reader) -> Hello:
    flags = reader.take(1)[0]
    name = clean_text(reader.text(MAX_PEER_NAME_BYTES), limit=PEER_NAME_CHARACTERS)
    if not name:
        raise ProtocolViolation(broken_rules.NO_NAME)
    if any(reader.rest()):
        raise ProtocolViolation(broken_rules.BEHIND_NAME)
    return Hello(name, bool(flags & 1), bool(flags & 2), bool(flags & 4))


def _parse_pair(reader: _Reader) -> Pair:
    (code_age_ms,) = U32.unpack(reader.take(U32.size))
    return Pair(reader.rest(), code_age_ms)


def _parse_accept(flags: int) -> Accept:
    return Accept(bool(flags & 1), bool(flags & 2))


def _parse_offer(reader: _Reader) -> Offer:
    transfer_id, flags, files, size_bytes, count = OFFER.unpack(reader.take(OFFER.size))
    if not 1 <= count <= MAX_ROOTS:
        raise ProtocolViolation(broken_rules.TOO_MANY_ROOTS(count=str(count), most=str(MAX_ROOTS)))
    if size_bytes > MAX_FILE_BYTES:
        raise ProtocolViolation(broken_rules.OFFER_TOO_LARGE)
    roots = []
    for _ in range(count):
        kind = reader.member(EntryKind)
        if kind is EntryKind.LINK:
            raise ProtocolViolation(broken_rules.LINK_OFFERED)
        name = reader.text(MAX_FILE_NAME_BYTES)
        roots.append(Root(name, *reader.size_and_time(), kind))
    offer = Offer(transfer_id, tuple(roots), files, size_bytes, *(bool(flags & bit) for bit in (1, 2, 4)))
    if offer.is_text:
        _check_text(offer)
    return offer


def _check_text(offer: Offer) -> None:
    first = offer.roots[0]
    if len(offer.roots) != 1 or first.kind is not EntryKind.FILE:
        raise ProtocolViolation(broken_rules.TEXT_OF_FILES)
    if not 1 <= first.size_bytes == offer.size_bytes <= MAX_NOTE_BYTES:
        raise ProtocolViolation(broken_rules.TEXT_SIZE(count=str(first.size_bytes), most=str(MAX_NOTE_BYTES)))


def _parse_manifest(reader: _Reader) -> Manifest:
    entries = []
    for _ in range(reader.count(MAX_BATCH)):
        number, depth, flags = ENTRY.unpack(reader.take(ENTRY.size))
        if number not in (1, 2, 3):
            raise ProtocolViolation(broken_rules.ENTRY_KIND)
        if depth > MAX_DEPTH:
            raise ProtocolViolation(broken_rules.ENTRY_DEPTH(most=str(MAX_DEPTH)))
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
    index, there, flags = HAVE.unpack(reader.take(HAVE.size))
    rest = reader.rest()
    if len(rest) % DIGEST_BYTES:
        raise ProtocolViolation(broken_rules.DIGEST_SHORT)
    digests = tuple(rest[start : start + DIGEST_BYTES] for start in range(0, len(rest), DIGEST_BYTES))
    return Have(index, there, digests, bool(flags & 1))


def _parse_results(reader: _Reader) -> Results:
    results = []
    for _ in range(reader.count(MAX_BATCH)):
        index, kind = reader.number(), reader.member(ResultKind)
        results.append(Result(index, kind, reader.words(), reader.take(DIGEST_BYTES)))
    return Results(tuple(results))


def _parse_size(reader: _Reader) -> int:
    size_bytes = reader.number()
    if size_bytes > MAX_FILE_BYTES:
        raise ProtocolViolation(broken_rules.SIZE_BEYOND)
    return size_bytes


_PARSERS: dict[MessageType, Callable[[_Reader], Message]] = {
    MessageType.HELLO: _parse_hello,
    MessageType.PAIR: _parse_pair,
    MessageType.CONFIRM: lambda reader: Confirm(reader.rest()),
    MessageType.OFFER: _parse_offer,
    MessageType.ACCEPT: lambda reader: _parse_accept(reader.take(1)[0]),
    MessageType.WAIT: lambda reader: Wait(),
    MessageType.DECLINE: lambda reader: Decline(reader.words()),
    MessageType.MANIFEST: _parse_manifest,
    MessageType.LISTED: lambda reader: Listed(_parse_size(reader), _parse_size(reader)),
    MessageType.BEGIN: lambda reader: Begin(reader.number()),
    MessageType.SAME: lambda reader: Same(_parse_size(reader)),
    MessageType.END: lambda reader: End(reader.take(DIGEST_BYTES)),
    MessageType.DROPPED: lambda reader: Dropped(reader.member(FailureCode), reader.words()),
    MessageType.OVER: lambda reader: Over(),
    MessageType.ANSWERS: _parse_answers,
    MessageType.HAVE: _parse_have,
    MessageType.PROGRESS: lambda reader: Progress(_parse_size(reader)),
    MessageType.RESULTS: _parse_results,
    MessageType.AGAIN: lambda reader: Again(reader.number()),
    MessageType.HOLD: lambda reader: Hold(reader.words()),
    MessageType.GO_ON: lambda reader: GoOn(),
    MessageType.FINISHED: lambda reader: Finished(),
    MessageType.FAILED: lambda reader: Failed(reader.member(FailureCode), reader.words()),
}
