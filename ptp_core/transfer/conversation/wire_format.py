"""How messages of a transfer lie in the stream, and messages to bytes; `parsing` is the way back.

    u8 type, u32 length of the payload, payload; all numbers big-endian. Texts are u16 length and UTF-8. Words are a
    text behind which, after a zero, may stand what `sentences.written` makes of it.

Stateless; any thread.
"""

from __future__ import annotations

import struct

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.sentences import Sentence, written
from ptp_core.transfer.conversation.messages import (
    CHUNK_BYTES,
    DIGEST_BYTES,
    MAX_BATCH,
    MAX_ROOTS,
    TRANSFER_ID_BYTES,
    Accept,
    Again,
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
    Results,
    Same,
    Wait,
)

HEADER = struct.Struct(">BI")
MAX_PEER_NAME_BYTES = 256
HELLO_BYTES = 1 + 2 + MAX_PEER_NAME_BYTES
MAX_FILE_NAME_BYTES = 1024
MAX_TARGET_BYTES = 4096
MAX_TEXT_BYTES = 512
# What a sentence is made of; one with more to it goes as its text alone.
MAX_SENTENCE_BYTES = 400
MAX_WORDS_BYTES = MAX_TEXT_BYTES + 1 + MAX_SENTENCE_BYTES
MAX_CODE_AGE_MS = (1 << 32) - 1
# What is larger than this is cut into several messages.
MANIFEST_BYTES = 48 * 1024
MAX_HAVE_DIGESTS = 1024

U16 = struct.Struct(">H")
U32 = struct.Struct(">I")
U64 = struct.Struct(">Q")
SIZE_AND_TIME = struct.Struct(">Qq")
OFFER = struct.Struct(f">{TRANSFER_ID_BYTES}sBQQH")
ENTRY = struct.Struct(">BHB")
ANSWERS = struct.Struct(">QH")
ANSWER = struct.Struct(">QB")
HAVE = struct.Struct(">QQB")
_TWO = struct.Struct(">QQ")

_BATCH_BYTES = 1 << 20

# The shortest and the longest payload of each type, looked at before a byte of it is read.
_LENGTHS: dict[MessageType, tuple[int, int]] = {
    MessageType.HELLO: (HELLO_BYTES, HELLO_BYTES),
    MessageType.PAIR: (5, 132),
    MessageType.CONFIRM: (1, 128),
    MessageType.OFFER: (OFFER.size + 19, OFFER.size + MAX_ROOTS * (19 + MAX_FILE_NAME_BYTES)),
    MessageType.ACCEPT: (1, 1),
    MessageType.WAIT: (0, 0),
    MessageType.DECLINE: (2, 2 + MAX_WORDS_BYTES),
    MessageType.DATA: (1, CHUNK_BYTES),
    MessageType.END: (DIGEST_BYTES, DIGEST_BYTES),
    MessageType.PROGRESS: (8, 8),
    MessageType.RESULTS: (2, _BATCH_BYTES),
    MessageType.FAILED: (3, 3 + MAX_WORDS_BYTES),
    MessageType.MANIFEST: (2, 2 * MANIFEST_BYTES),
    MessageType.LISTED: (16, 16),
    MessageType.BEGIN: (8, 8),
    MessageType.SAME: (8, 8),
    MessageType.DROPPED: (3, 3 + MAX_WORDS_BYTES),
    MessageType.OVER: (0, 0),
    MessageType.ANSWERS: (ANSWERS.size, ANSWERS.size + MAX_BATCH * ANSWER.size),
    MessageType.HAVE: (HAVE.size, HAVE.size + MAX_HAVE_DIGESTS * DIGEST_BYTES),
    MessageType.AGAIN: (8, 8),
    MessageType.HOLD: (2, 2 + MAX_WORDS_BYTES),
    MessageType.GO_ON: (0, 0),
    MessageType.FINISHED: (0, 0),
}


def encode(message: Message, *, sentences: bool = False) -> bytes:
    """The bytes of `message`; for DATA the header alone, the file follows it. `sentences`: the peer reads those."""
    match message:
        case DataHeader(length_bytes):
            return HEADER.pack(MessageType.DATA, length_bytes)
        case Hello(name, knows_peer, has_code, reads_sentences):
            flags = int(knows_peer) | int(has_code) << 1 | int(reads_sentences) << 2
            # Always of one length: a longer name must not shift the stream, and with it what a seed makes a link lose.
            payload = bytes([flags]) + _text(name, MAX_PEER_NAME_BYTES)
            return _framed(MessageType.HELLO, payload.ljust(HELLO_BYTES, b"\0"))
        case Pair(payload, code_age_ms):
            return _framed(MessageType.PAIR, U32.pack(min(code_age_ms, MAX_CODE_AGE_MS)) + payload)
        case Confirm(payload):
            return _framed(MessageType.CONFIRM, payload)
        case Offer():
            return _framed(MessageType.OFFER, _offer(message))
        case Manifest(entries):
            return _framed(MessageType.MANIFEST, U16.pack(len(entries)) + b"".join(map(encode_entry, entries)))
        case Have(index, bytes_there, digests, last):
            return _framed(MessageType.HAVE, HAVE.pack(index, bytes_there, last) + b"".join(digests))
        case Answers(stop, answers):
            parts = [ANSWERS.pack(stop, len(answers)), *(ANSWER.pack(*answer) for answer in answers)]
            return _framed(MessageType.ANSWERS, b"".join(parts))
        case Results(results):
            parts = [U16.pack(len(results)), *(_result(each, sentences) for each in results)]
            return _framed(MessageType.RESULTS, b"".join(parts))
        case Listed(files, size_bytes):
            return _framed(MessageType.LISTED, _TWO.pack(files, size_bytes))
        case Accept(answers, resumed):
            return _framed(MessageType.ACCEPT, bytes([int(answers) | int(resumed) << 1]))
        case Decline(reason):
            return _framed(MessageType.DECLINE, _words(reason, sentences))
        case Hold(reason):
            return _framed(MessageType.HOLD, _words(reason, sentences))
        case Begin(number):
            return _framed(MessageType.BEGIN, U64.pack(number))
        case Same(number):
            return _framed(MessageType.SAME, U64.pack(number))
        case Again(number):
            return _framed(MessageType.AGAIN, U64.pack(number))
        case Progress(number):
            return _framed(MessageType.PROGRESS, U64.pack(number))
        case End(digest):
            return _framed(MessageType.END, digest)
        case Failed(code, text):
            return _framed(MessageType.FAILED, bytes([code]) + _words(text, sentences))
        case Dropped(code, text):
            return _framed(MessageType.DROPPED, bytes([code]) + _words(text, sentences))
        case Wait() | Over() | GoOn() | Finished():
            return _framed(_EMPTY_TYPES[type(message)], b"")


def encode_entry(entry: Entry) -> bytes:
    """One entry as it stands in MANIFEST."""
    return b"".join(
        (
            ENTRY.pack(entry.kind, entry.depth, entry.executable),
            _text(entry.name, MAX_FILE_NAME_BYTES),
            SIZE_AND_TIME.pack(entry.size_bytes, entry.modified_ns),
            _text(entry.target, MAX_TARGET_BYTES) if entry.kind is EntryKind.LINK else b"",
        )
    )


def check_length(kind: MessageType, length: int) -> None:
    """Raise ProtocolViolation unless a payload of this type can be so long."""
    shortest, longest = _LENGTHS[kind]
    if not shortest <= length <= longest:
        raise ProtocolViolation(broken_rules.WRONG_LENGTH(type=kind.name, length=str(length)))


_EMPTY_TYPES: dict[type[Message], MessageType] = {
    Wait: MessageType.WAIT,
    Over: MessageType.OVER,
    GoOn: MessageType.GO_ON,
    Finished: MessageType.FINISHED,
}


def _offer(offer: Offer) -> bytes:
    flags = int(offer.complete) | int(offer.is_text) << 1 | int(offer.withdrawn) << 2
    parts = [OFFER.pack(offer.transfer_id, flags, offer.files, offer.size_bytes, len(offer.roots))]
    for root in offer.roots:
        parts += [
            bytes([root.kind]),
            _text(root.name, MAX_FILE_NAME_BYTES),
            SIZE_AND_TIME.pack(root.size_bytes, root.modified_ns),
        ]
    return b"".join(parts)


def _result(result: Result, sentences: bool) -> bytes:
    return ANSWER.pack(result.index, result.kind) + _words(result.text, sentences) + result.proof


def _framed(kind: MessageType, payload: bytes) -> bytes:
    return HEADER.pack(kind, len(payload)) + payload


def _words(text: str, sentences: bool) -> bytes:
    """A text for a person, and what it is made of unless the text says it all, or that would be too long."""
    plain = _text(text.replace("\0", " "), MAX_TEXT_BYTES)
    if not sentences or not isinstance(text, Sentence) or not text.parameters:
        return plain
    made_of = written(text).encode("utf-8", "replace")
    if len(made_of) > MAX_SENTENCE_BYTES:
        return plain
    whole = plain[U16.size :] + b"\0" + made_of
    return U16.pack(len(whole)) + whole


def _text(text: str, limit_bytes: int) -> bytes:
    # "ignore" at the end keeps the cut from leaving half a character.
    encoded = text.encode("utf-8", "replace")[:limit_bytes].decode("utf-8", "ignore").encode("utf-8")
    return U16.pack(len(encoded)) + encoded
