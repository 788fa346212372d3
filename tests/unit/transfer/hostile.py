"""What hostile peers say and unlucky disks do, by the numbers of the threat model: the same for every way in.

Used by the tests in memory, through PTP sockets, and through the window.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    Begin,
    End,
    Entry,
    EntryKind,
    Finished,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    Root,
)
from ptp_core.transfer.conversation.outbox import Outbox

FILE, FOLDER, LINK = EntryKind.FILE, EntryKind.FOLDER, EntryKind.LINK

# T24, T27: what leads elsewhere on any platform, and what is no text.
REFUSED_NAMES = ["..", "a/../../b", "/x", "//h/s", "C:\\x", "\\\\?\\C:\\x", "..\\x", "a\0b", "", "."]
# T13, T24, T30, T31: below the folder "t" that was accepted with three files and 30 bytes.
LYING_ENTRIES = [
    Entry(FILE, 1, "../x", 1),
    Entry(FOLDER, 1, ".."),
    Entry(FILE, 2, "in nothing", 1),
    Entry(FILE, 0, "not offered", 1),
    Entry(FILE, 1, "huge", (1 << 63) - 1),
    Entry(LINK, 1, "l", target="../x"),
    Entry(LINK, 1, "l", target="/etc"),
    Entry(LINK, 1, "l", target="a/../../x"),
]
# T25, T26, T28, T29, T34: what an honest sender elsewhere may have, and what it is called here.
CLEANED_NAMES = {
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "COM1": "_COM1",
    "COM\u00b9": "_COM\u00b9",
    "LPT0": "_LPT0",
    "CONIN$": "_CONIN$",
    "C:x": "C_x",
    "f:stream": "f_stream",
    "dot.": "dot",
    "space ": "space",
    '<>"|?*': "______",
    "x" * 255: "x" * 255,
    "y" * 256: "y" * 255,
    "cafe\u0301": "caf\u00e9",
    "stra\u00dfe": "stra\u00dfe",
    "\u202egpj.exe": "_gpj.exe",
}
# T33: before the beginning, and after the end.
NONSENSE_TIMES_NS = [-5, -(1 << 63), (1 << 63) - 1]


def folder_offer(number: int = 0) -> Offer:
    """The folder "t", three files and 30 bytes."""
    return Offer(bytes([number] * 16), (Root("t", 0, 0, FOLDER),), 3, 30)


def offer_of_empty(names: Sequence[str], times_ns: Sequence[int] = (0,)) -> Offer:
    """Empty files of such names, with these times in turn."""
    roots = tuple(Root(name, 0, times_ns[number % len(times_ns)]) for number, name in enumerate(names))
    return Offer(b"many names".ljust(16), roots, len(roots), 0)


def send_empty(channel: MessageChannel, offer: Offer) -> list[Message]:
    """Send them after they were accepted; all that is said up to the last word. The connection is closed."""
    entries = [Entry(FILE, 0, root.name, 0, root.modified_ns, executable=True) for root in offer.roots]
    channel.send(Manifest(tuple(entries)))
    channel.send(Listed(len(entries), 0))
    for index in range(len(entries)):
        channel.send(Begin(index))
        channel.send(End(ContentDigest(content_key(channel.socket)).announced()))
    channel.send(Over())
    said: list[Message] = []
    while not isinstance(message := channel.receive(), Finished):
        said.append(message)
    channel.close()
    return said


def change(path: Path) -> None:
    """It has other contents by now."""
    path.write_bytes(b"other")


def vanish(path: Path) -> None:
    """It is gone by now."""
    path.unlink()


def become_a_link(path: Path) -> None:
    """It leads elsewhere by now."""
    path.unlink()
    path.symlink_to("/etc/passwd")


SOURCE_TROUBLES = [change, vanish, become_a_link]


def trouble_before_data(monkeypatch: pytest.MonkeyPatch, victim: Path, trouble: Callable[[Path], None]) -> None:
    """T20: it comes to a source that the manifest has told of by then."""
    put = Outbox.put

    def put_and_trouble(outbox: Outbox, message: Message) -> None:
        if isinstance(message, Begin) and victim.exists() and not victim.is_symlink():
            trouble(victim)
        put(outbox, message)

    monkeypatch.setattr(Outbox, "put", put_and_trouble)


class FullDisk:
    """T21: writes that find no room, and are short before, until there is `room`; to be a PartialFile's `write`."""

    def __init__(self, after_bytes: int) -> None:
        self.room = threading.Event()
        self._left_bytes = after_bytes

    def __call__(self, descriptor: int, data: memoryview) -> int:
        if self._left_bytes <= 0 and not self.room.is_set():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count = os.write(descriptor, data[:1000] if self._left_bytes > 0 else data)
        self._left_bytes -= count
        return count


def failing_at(real: Callable[..., object], which: Callable[..., bool], code: int = errno.EIO) -> Callable[..., object]:
    """T23: `real`, but for the calls that `which` picks by their arguments."""

    def call(*words: object, **options: object) -> object:
        if which(*words):
            raise OSError(code, os.strerror(code))
        return real(*words, **options)

    return call
