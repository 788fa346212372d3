"""What the two sides of a transfer say to one another on the PTP byte stream: bytes to values and back.

    u8 type, u32 length of the payload, payload; all numbers big-endian. Texts are u16 length and UTF-8.

    HELLO     u8 flags (1: I know you, 2: I have a code), text name        both, before anything else
    PAIR      a message of the pairing exchange                             both
    CONFIRM   a key confirmation of the pairing exchange                    both
    OFFER     u16 count, each: text name, u64 size, i64 modified ns         sender
    ACCEPT    nothing                                                       receiver
    WAIT      nothing: yes, but others come first; ACCEPT or DECLINE follows  receiver
    DECLINE   text reason                                                   receiver
    DATA      bytes of the file, in order, at most 1 MiB                    sender
    COMPARE   nothing                                                       receiver, in place of ACCEPT
    END       first half of the digest of the file, 32 bytes                sender
    PROGRESS  u64 bytes written and hashed, or compared                     receiver, and the sender while it compares
    SAVED     text final name, text remark, u64 size, second half, 32 bytes receiver
    FAILED    u8 code, text                                                 both

An offer ends in one of three ways:

    OFFER -> ACCEPT  -> DATA... END -> SAVED | FAILED    what came is on the disk, under a name
    OFFER -> COMPARE ->         END -> SAVED | FAILED    a file of that name and size is there, and is the same
    OFFER -> DECLINE | FAILED

What the two halves are, and why SAVED cannot be said by who does not have the file, stands in `content_digest`.

Parse, don't validate: what comes out of `parse_header` and `parse_payload` is bounded and whole, texts that are only
shown are cleaned; anything else raises ProtocolViolation. Stateless; any thread.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.display_text import clean_text

HEADER = struct.Struct(">BI")
CHUNK_BYTES = 1 << 20
DIGEST_BYTES = 32
MAX_FILE_BYTES = (1 << 63) - 1
MAX_PEER_NAME_BYTES = 256
HELLO_BYTES = 1 + 2 + MAX_PEER_NAME_BYTES
MAX_FILE_NAME_BYTES = 1024
MAX_TEXT_BYTES = 512
MAX_ENTRIES = 1

PEER_NAME_CHARACTERS = 64
TEXT_CHARACTERS = 240

_U16 = struct.Struct(">H")
_U64 = struct.Struct(">Q")
_SIZE_AND_TIME = struct.Struct(">Qq")


class MessageType(enum.IntEnum):
    """The first byte of a message."""

    HELLO = 1
    PAIR = 2
    CONFIRM = 3
    OFFER = 4
    ACCEPT = 5
    DECLINE = 6
    DATA = 7
    END = 8
    PROGRESS = 9
    SAVED = 10
    FAILED = 11
    COMPARE = 12
    WAIT = 13


class FailureCode(enum.IntEnum):
    """What went wrong, for the other side: never a path, never free space."""

    SOURCE = 1
    DESTINATION = 2
    NO_SPACE = 3
    NAME_TAKEN = 4
    DIGEST = 5
    INTERNAL = 6


class MessageHeader(NamedTuple):
    """A header whose length fits its type."""

    type: MessageType
    length: int


@dataclass(frozen=True, slots=True)
class Hello:
    """Who speaks, whether it remembers the other's key, and whether it was given a code phrase. `name` is cleaned."""

    name: str
    knows_peer: bool
    has_code: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One message of the pairing exchange, for the security layer to judge."""

    message: bytes


@dataclass(frozen=True, slots=True)
class Confirm:
    """One key confirmation of the pairing exchange."""

    confirmation: bytes


@dataclass(frozen=True, slots=True)
class OfferEntry:
    """One file: its name as the sender wrote it (not yet fit for any disk), bytes, nanoseconds since 1970."""

    name: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What the sender would like to send; this version offers exactly one file."""

    entries: tuple[OfferEntry, ...]


@dataclass(frozen=True, slots=True)
class Accept:
    """Send it."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A file of that name and size is there already: do not send it, but say its digest."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Yes, but as many files as may cross at a time do so already: this one waits for its turn."""


@dataclass(frozen=True, slots=True)
class Decline:
    """No. `reason` is cleaned and may be empty."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class DataHeader:
    """`length_bytes` bytes of the file follow in the stream."""

    length_bytes: int


@dataclass(frozen=True, slots=True)
class End:
    """The file is complete; `digest` is the half of its digest that the sender tells."""

    digest: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """So many bytes of the file are written and hashed on the receiver, or read by whoever compares."""

    bytes_verified: int


@dataclass(frozen=True, slots=True)
class Saved:
    """The contents are on the receiver's disk, under `name`; `proof` is the half of the digest that the receiver tells.

    Both texts are cleaned.
    """

    name: str
    remark: str
    size_bytes: int
    proof: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """The other side cannot go on. `text` is cleaned."""

    code: FailureCode
    text: str


Message = (
    Hello | Pair | Confirm | Offer | Accept | Compare | Wait | Decline | DataHeader | End | Progress | Saved | Failed
)

_TYPES = {int(kind): kind for kind in MessageType}
_FAILURES = {int(code): code for code in FailureCode}

# The shortest and the longest payload of each type, looked at before a byte of it is read.
_LENGTHS: dict[MessageType, tuple[int, int]] = {
    MessageType.HELLO: (HELLO_BYTES, HELLO_BYTES),
    MessageType.PAIR: (1, 128),
    MessageType.CONFIRM: (1, 128),
    MessageType.OFFER: (21, 2 + MAX_ENTRIES * (18 + MAX_FILE_NAME_BYTES)),
    MessageType.ACCEPT: (0, 0),
    MessageType.COMPARE: (0, 0),
    MessageType.WAIT: (0, 0),
    MessageType.DECLINE: (2, 2 + MAX_TEXT_BYTES),
    MessageType.DATA: (1, CHUNK_BYTES),
    MessageType.END: (DIGEST_BYTES, DIGEST_BYTES),
    MessageType.PROGRESS: (8, 8),
    MessageType.SAVED: (12 + DIGEST_BYTES, 12 + DIGEST_BYTES + MAX_FILE_NAME_BYTES + MAX_TEXT_BYTES),
    MessageType.FAILED: (3, 3 + MAX_TEXT_BYTES),
}


def encode(message: Message) -> bytes:
    """The bytes of `message`; for DATA the header alone, the file's bytes follow it."""
    match message:
        case Hello(name, knows_peer, has_code):
            flags = int(knows_peer) | int(has_code) << 1
            # Always of one length: a longer name must not shift the stream, and with it what a seed makes a link lose.
            payload = bytes([flags]) + _text(name, MAX_PEER_NAME_BYTES)
            return _framed(MessageType.HELLO, payload.ljust(HELLO_BYTES, b"\0"))
        case Pair(payload):
            return _framed(MessageType.PAIR, payload)
        case Confirm(payload):
            return _framed(MessageType.CONFIRM, payload)
        case Offer(entries):
            parts = [_U16.pack(len(entries))]
            for entry in entries:
                parts += [
                    _text(entry.name, MAX_FILE_NAME_BYTES),
                    _SIZE_AND_TIME.pack(entry.size_bytes, entry.modified_ns),
                ]
            return _framed(MessageType.OFFER, b"".join(parts))
        case Accept():
            return _framed(MessageType.ACCEPT, b"")
        case Compare():
            return _framed(MessageType.COMPARE, b"")
        case Wait():
            return _framed(MessageType.WAIT, b"")
        case Decline(reason):
            return _framed(MessageType.DECLINE, _text(reason, MAX_TEXT_BYTES))
        case DataHeader(length_bytes):
            return HEADER.pack(MessageType.DATA, length_bytes)
        case End(digest):
            return _framed(MessageType.END, digest)
        case Progress(bytes_verified):
            return _framed(MessageType.PROGRESS, _U64.pack(bytes_verified))
        case Saved(name, remark, size_bytes, proof):
            texts = _text(name, MAX_FILE_NAME_BYTES) + _text(remark, MAX_TEXT_BYTES)
            return _framed(MessageType.SAVED, texts + _U64.pack(size_bytes) + proof)
        case Failed(code, text):
            return _framed(MessageType.FAILED, bytes([code]) + _text(text, MAX_TEXT_BYTES))


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

    def text(self, limit_bytes: int) -> str:
        (length,) = _U16.unpack(self.take(2))
        if length > limit_bytes:
            raise ProtocolViolation(f"a text in a message of type {self._kind.name} is {length} bytes long")
        try:
            return self.take(length).decode("utf-8")
        except UnicodeDecodeError:
            raise ProtocolViolation(f"a text in a message of type {self._kind.name} is not UTF-8") from None

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


def _parse_offer(reader: _Reader) -> Offer:
    (count,) = _U16.unpack(reader.take(2))
    if not 1 <= count <= MAX_ENTRIES:
        raise ProtocolViolation(f"an offer of {count} files; this version takes one at a time")
    entries = []
    for _ in range(count):
        name = reader.text(MAX_FILE_NAME_BYTES)
        size_bytes, modified_ns = _SIZE_AND_TIME.unpack(reader.take(_SIZE_AND_TIME.size))
        if size_bytes > MAX_FILE_BYTES:
            raise ProtocolViolation("an offered file is larger than any file can be")
        entries.append(OfferEntry(name, size_bytes, modified_ns))
    return Offer(tuple(entries))


def _parse_size(reader: _Reader) -> int:
    (size_bytes,) = _U64.unpack(reader.take(8))
    if size_bytes > MAX_FILE_BYTES:
        raise ProtocolViolation("a size beyond the end of any file")
    return int(size_bytes)


def _parse_saved(reader: _Reader) -> Saved:
    name = clean_text(reader.text(MAX_FILE_NAME_BYTES), limit=TEXT_CHARACTERS)
    remark = clean_text(reader.text(MAX_TEXT_BYTES), limit=TEXT_CHARACTERS)
    return Saved(name, remark, _parse_size(reader), reader.take(DIGEST_BYTES))


def _parse_failed(reader: _Reader) -> Failed:
    code = _FAILURES.get(reader.take(1)[0])
    if code is None:
        raise ProtocolViolation("a failure with an unknown code")
    return Failed(code, clean_text(reader.text(MAX_TEXT_BYTES), limit=TEXT_CHARACTERS))


_PARSERS: dict[MessageType, Callable[[_Reader], Message]] = {
    MessageType.HELLO: _parse_hello,
    MessageType.PAIR: lambda reader: Pair(reader.rest()),
    MessageType.CONFIRM: lambda reader: Confirm(reader.rest()),
    MessageType.OFFER: _parse_offer,
    MessageType.ACCEPT: lambda reader: Accept(),
    MessageType.COMPARE: lambda reader: Compare(),
    MessageType.WAIT: lambda reader: Wait(),
    MessageType.DECLINE: lambda reader: Decline(clean_text(reader.text(MAX_TEXT_BYTES), limit=TEXT_CHARACTERS)),
    MessageType.END: lambda reader: End(reader.take(DIGEST_BYTES)),
    MessageType.PROGRESS: lambda reader: Progress(_parse_size(reader)),
    MessageType.SAVED: _parse_saved,
    MessageType.FAILED: _parse_failed,
}


def _framed(kind: MessageType, payload: bytes) -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


def _text(text: str, limit_bytes: int) -> bytes:
    # "ignore" at the end keeps the cut from leaving half a character.
    encoded = text.encode("utf-8", "replace")[:limit_bytes].decode("utf-8", "ignore").encode("utf-8")
    return _U16.pack(len(encoded)) + encoded
