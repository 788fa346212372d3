"""What the two sides of a transfer say to one another on the PTP byte stream. How it is written: `wire_format`.

    HELLO     u8 flags (1: I know you, 2: I have a code, 4: I read sentences), text name   both, before anything else
    PAIR      u32 ms since the code was given, a message of the pairing exchange   both
    CONFIRM   a key confirmation of the pairing exchange                     both

    OFFER     16 bytes transfer id, u8 flags (1: the totals are final, 2: it is a text, 4: it is withdrawn), u64 files,
              u64 bytes, u16 count, each root: u8 kind, text name, u64 size, i64 modified ns     sender
    ACCEPT    u8 flags (1: no file before my ANSWERS, 2: a part came before)   receiver
    WAIT      nothing: yes, but others come first; ACCEPT or DECLINE follows receiver
    DECLINE   words: reason                                                   receiver

    MANIFEST  u16 count, each: u8 kind, u16 depth, u8 flags (1: executable), text name, u64 size, i64 modified ns,
              for a link also text target                                    sender
    LISTED    u64 files, u64 bytes: the manifest is complete                 sender
    BEGIN     u64 index: the bytes of this entry follow                      sender
    DATA      bytes of the file, in order, at most 1 MiB                     sender
    SAME      u64 bytes: you have these, as your HAVE says                   sender
    END       first half of the digest of the file, 32 bytes                 sender
    DROPPED   u8 code, words: no more of this file will come                  sender
    OVER      nothing: every file was sent                                   sender

    ANSWERS   u64 stop, u16 count, each: u64 index, u8 what: all entries before `stop` are answered   receiver
    HAVE      u64 index, u64 bytes there, u8 flags (1: last), digests of whole chunks from the first on, 32 bytes each
    PROGRESS  u64 bytes written and hashed, or compared                      receiver, and the sender while it compares
    RESULTS   u16 count, each: u64 index, u8 what, words, second half of the digest, 32 bytes          receiver
    AGAIN     u64 index: this file once more, with regard to the HAVE before it                       receiver
    HOLD      words: nothing can be taken at the moment                       receiver
    GO_ON     nothing: it can again                                          receiver
    FINISHED  nothing: no more RESULTS will come                             receiver
    FAILED    u8 code, words: the whole transfer is over                      both

A transfer has roots (what a person named), and every entry has an index, from 0, in the order of the manifest: each
folder before what is in it, `depth` folders below the roots; a file is never the parent of anything. The manifest runs
ahead of the files by a bounded number of entries, and nobody waits for an answer between two files:

    OFFER -> ACCEPT -> MANIFEST, (BEGIN, DATA..., END)..., MANIFEST, ... LISTED, ... OVER    sender
                       PROGRESS, RESULTS, ...                                   FINISHED    receiver
          -> DECLINE | FAILED
          -> FINISHED                     of one that is withdrawn: nothing of it is here any more

Where the receiver may have something already, it says so in ACCEPT, and answers each entry: COMPARE (there is a file
of that name and size: do not send it, say BEGIN and END), REFUSED (there is another file, and it stays), or HAVE (a
part of it is here from an earlier connection; the sender proves it by reading its own).

A text is one file of UTF-8, to be read and not to be saved. A receiver that does not know the flag saves it as the file
that it is offered as.

Words are a text for a person. To a peer that reads sentences, words that are a sentence of ours (see `sentences`) say
behind a zero what they are made of, and the peer words them in its own language; it does so too with those that are all
there is to them. A peer's words are English otherwise, and shown as they come.

What the two halves of a digest are, and why nobody who does not have the file can say SAVED, stands in
`content_digest`. All values here are bounded and whole, and texts that are only shown are cleaned, when they come
from `wire_format.parse_payload`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

CHUNK_BYTES = 1 << 20
DIGEST_BYTES = 32
TRANSFER_ID_BYTES = 16
MAX_FILE_BYTES = (1 << 63) - 1
UNKNOWN_SIZE = (1 << 64) - 1
"""The size of a file that ends when its source ends, as a pipe does."""
MAX_ROOTS = 4096
MAX_NOTE_BYTES = 1_000_000
"""The longest text that crosses as a text."""
MAX_DEPTH = 256
MAX_BATCH = 1024
MAX_AHEAD = 4096
"""Entries of which the manifest has told and of which the files have not begun."""

PEER_NAME_CHARACTERS = 64
TEXT_CHARACTERS = 240


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
    RESULTS = 10
    FAILED = 11
    WAIT = 13
    MANIFEST = 14
    LISTED = 15
    BEGIN = 16
    SAME = 17
    DROPPED = 18
    OVER = 19
    ANSWERS = 20
    HAVE = 21
    AGAIN = 22
    HOLD = 23
    GO_ON = 24
    FINISHED = 25


class FailureCode(enum.IntEnum):
    """What went wrong, for the other side: never a path, never free space."""

    SOURCE = 1
    DESTINATION = 2
    NO_SPACE = 3
    NAME_TAKEN = 4
    DIGEST = 5
    INTERNAL = 6


class EntryKind(enum.IntEnum):
    """What an entry of a transfer is."""

    FILE = 1
    FOLDER = 2
    LINK = 3


class AnswerKind(enum.IntEnum):
    """What the receiver has of an entry. What is not answered is to be sent."""

    COMPARE = 1
    REFUSED = 2
    CHANGED = 3
    """A part of it was here, but of another version: it starts anew."""


class ResultKind(enum.IntEnum):
    """How a file ended at the receiver."""

    SAVED = 0
    THERE_ALREADY = 1
    FAILED_SOURCE = 2
    FAILED_DESTINATION = 3
    FAILED_NO_SPACE = 4
    NAME_TAKEN = 5
    DAMAGED = 6

    @property
    def good(self) -> bool:
        """Whether the receiver has the contents."""
        return self in (ResultKind.SAVED, ResultKind.THERE_ALREADY)


@dataclass(frozen=True, slots=True)
class Hello:
    """Who speaks, whether it remembers the other's key, and whether it was given a code phrase. `name` is cleaned.
    `reads_sentences`: words may be followed by what they are made of."""

    name: str
    knows_peer: bool
    has_code: bool
    reads_sentences: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """One message of the pairing exchange, for the security layer to judge; `code_age_ms`, the sender's, says how long
    ago it was given the code."""

    message: bytes
    code_age_ms: int = 0


@dataclass(frozen=True, slots=True)
class Confirm:
    """One key confirmation of the pairing exchange."""

    confirmation: bytes


@dataclass(frozen=True, slots=True)
class Root:
    """One thing that a person named: as the sender wrote it (not yet fit for any disk), and what is known of it."""

    name: str
    size_bytes: int
    modified_ns: int
    kind: EntryKind = EntryKind.FILE


@dataclass(frozen=True, slots=True)
class Offer:
    """What the sender would like to send. `files` and `size_bytes` are all that is known now: all of it, if `complete`,
    else at least that much. The same `transfer_id` means the same command on the same computer. `is_text`: the one file
    is a text for a person to read. `withdrawn`: it is not wanted any more, and what came of it may go."""

    transfer_id: bytes
    roots: tuple[Root, ...]
    files: int
    size_bytes: int
    complete: bool = True
    is_text: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Send it; `answers`: but no file before it is answered; `resumed`: a part of it came before."""

    answers: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Yes, but as many transfers as may run at a time do so already: this one waits for its turn."""


@dataclass(frozen=True, slots=True)
class Decline:
    """No. `reason` is cleaned and may be empty."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the manifest. `name` is one component, as the sender wrote it; `target` is a link's."""

    kind: EntryKind
    depth: int
    name: str
    size_bytes: int = 0
    modified_ns: int = 0
    executable: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The next entries."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The manifest is complete: so many files, so many bytes."""

    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Begin:
    """What follows belongs to the file of this index."""

    index: int


@dataclass(frozen=True, slots=True)
class DataHeader:
    """`length_bytes` bytes of the file follow in the stream."""

    length_bytes: int


@dataclass(frozen=True, slots=True)
class Same:
    """The next so many bytes of the file are those that the receiver has."""

    length_bytes: int


@dataclass(frozen=True, slots=True)
class End:
    """The file is complete; `digest` is the half of its digest that the sender tells."""

    digest: bytes


@dataclass(frozen=True, slots=True)
class Dropped:
    """The sender cannot send the rest of this file, or any of it. `text` is cleaned."""

    code: FailureCode
    text: str


@dataclass(frozen=True, slots=True)
class Over:
    """All files were sent."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the receiver has of the entries before `stop`."""

    stop: int
    answers: tuple[tuple[int, AnswerKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Have:
    """A part of the file is at the receiver: `bytes_there`, and the next digests of its whole chunks, as
    `content_digest` has them. `last`: there are no more."""

    index: int
    bytes_there: int
    digests: tuple[bytes, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """So many bytes of the transfer are written and hashed on the receiver, or read by whoever compares."""

    bytes_verified: int


@dataclass(frozen=True, slots=True)
class Result:
    """How one file ended; `text`, cleaned, is a remark or the reason; `proof` is the half of the digest that the
    receiver tells, zeros where there is none."""

    index: int
    kind: ResultKind
    text: str
    proof: bytes


@dataclass(frozen=True, slots=True)
class Results:
    """How some files ended."""

    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """This file is wanted once more."""

    index: int


@dataclass(frozen=True, slots=True)
class Hold:
    """The receiver cannot take anything at the moment. `reason` is cleaned."""

    reason: str


@dataclass(frozen=True, slots=True)
class GoOn:
    """It can again."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The receiver's last word: everything has its result."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The other side cannot go on. `text` is cleaned."""

    code: FailureCode
    text: str


Message = (
    Hello
    | Pair
    | Confirm
    | Offer
    | Accept
    | Wait
    | Decline
    | Manifest
    | Listed
    | Begin
    | DataHeader
    | Same
    | End
    | Dropped
    | Over
    | Answers
    | Have
    | Progress
    | Results
    | Again
    | Hold
    | GoOn
    | Finished
    | Failed
)
