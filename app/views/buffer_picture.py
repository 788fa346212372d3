"""The two buffers as pictures: which bytes are what, and where the edges are. What is drawn, without the drawing."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.figures import format_size
from app.joining import after_one_another, as_sentence
from app.theme import Meaning
from app.views.viewing import round_above
from app.wording import list_words, translate
from ptp_core.formatting import format_count
from ptp_core.record.model.buffers import Ranges, ReceiveBuffer, SendBuffer

# The window goes through so much of the picture before that turns a page.
_WINDOWS_A_PAGE: Final = 2


class Pattern(enum.Enum):
    """What tells parts from one another without colour."""

    PLAIN = "plain"
    STRIPED = "striped"
    CROSSED = "crossed"
    DOTTED = "dotted"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class PartStyle:
    """What bytes can be: how that is called and drawn."""

    words: str
    meaning: Meaning
    pattern: Pattern


def _tr(text: str) -> str:
    return QCoreApplication.translate("BufferPicture", text)


ACKNOWLEDGED: Final = PartStyle("acknowledged", Meaning.ACKNOWLEDGED, Pattern.PLAIN)
IN_FLIGHT: Final = PartStyle("in flight", Meaning.IN_FLIGHT, Pattern.PLAIN)
SENT_AGAIN: Final = PartStyle("sent again", Meaning.FAST_RETRANSMIT, Pattern.STRIPED)
LOST: Final = PartStyle("lost", Meaning.TIMEOUT, Pattern.CROSSED)
WAITING: Final = PartStyle("waiting", Meaning.WAITING, Pattern.DOTTED)
READ: Final = PartStyle("read", Meaning.ACKNOWLEDGED, Pattern.PLAIN)
IN_ORDER: Final = PartStyle("in order", Meaning.WRITTEN, Pattern.PLAIN)
OUT_OF_ORDER: Final = PartStyle("out of order", Meaning.OUT_OF_ORDER, Pattern.STRIPED)
HOLES: Final = PartStyle("holes", Meaning.TIMEOUT, Pattern.EMPTY)

SEND_PARTS: Final = (ACKNOWLEDGED, IN_FLIGHT, SENT_AGAIN, LOST, WAITING)
RECEIVE_PARTS: Final = (READ, IN_ORDER, OUT_OF_ORDER, HOLES)


@dataclass(frozen=True, slots=True)
class Part:
    """What the bytes `[start, stop)` are, counted from the first of all."""

    style: PartStyle
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between two bytes that has a name, in the person's language."""

    words: str
    at: int


@dataclass(frozen=True, slots=True)
class Window:
    """What may be on its way, or may come: the bytes `[start, stop)`; `words` are in the person's language."""

    words: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One buffer. `low` and `high` are the ends of the picture, and stay while the window goes through it."""

    parts: tuple[Part, ...]
    edges: tuple[Edge, ...]
    windows: tuple[Window, ...]
    styles: tuple[PartStyle, ...]
    low: int
    high: int

    def size(self, style: PartStyle) -> int:
        """How many bytes are that; of what is long acknowledged, or read, those in the picture."""
        return sum(part.stop - part.start for part in self.parts if part.style is style)

    def part_at(self, byte: float) -> Part | None:
        """What a byte is."""
        return next((part for part in self.parts if part.start <= byte < part.stop), None)

    def description(self) -> str:
        """All of it in words."""
        sizes = [f"{_tr(style.words)} {format_size(self.size(style))}" for style in self.styles[1:] if self.size(style)]
        edges = [f"{edge.words} {format_count(edge.at)}" for edge in self.edges]
        windows = [f"{window.words} {format_size(window.stop - window.start)}" for window in self.windows]
        parts = [list_words(each) for each in (sizes or [_tr("nothing in it")], edges, windows)]
        return after_one_another([as_sentence(part, translate) for part in parts], translate)


def part_words(style: PartStyle) -> str:
    """What bytes are called that are that."""
    return _tr(style.words)


def send_picture(buffer: SendBuffer, least_bytes: int = 1) -> Picture:
    """The buffer that is sent from; the picture is no smaller than for `least_bytes` on their way."""
    first = buffer.first
    oldest, following = buffer.unacknowledged - first, buffer.next - first
    windows = []
    if buffer.congestion_window_bytes:
        windows.append(Window(_tr("congestion window"), oldest, oldest + buffer.congestion_window_bytes))
    if buffer.window_stop:
        windows.append(Window(_tr("receiver's window"), oldest, max(buffer.window_stop - first, oldest)))
    # A receiver's window, or a buffer, of megabytes would leave nothing to see of what is on its way.
    reach = min(buffer.congestion_window_bytes, 2 * (following - oldest))
    low, high = _page(oldest, max(oldest + max(reach, least_bytes), following))
    parts = [Part(ACKNOWLEDGED, min(low, oldest), oldest)]
    for style, ranges in (
        (ACKNOWLEDGED, buffer.acknowledged),
        (IN_FLIGHT, buffer.in_flight),
        (SENT_AGAIN, buffer.sent_again),
        (LOST, buffer.lost),
        (WAITING, ((buffer.next, buffer.written),)),
    ):
        parts += _parts(style, ranges, first)
    edges = (Edge(_tr("oldest unacknowledged"), oldest), Edge(_tr("next to be sent"), following))
    return Picture(_ordered(parts), edges, tuple(windows), SEND_PARTS, low, high)


def receive_picture(buffer: ReceiveBuffer, least_bytes: int = 1, beside: Picture | None = None) -> Picture:
    """The buffer that is received into; with the ends of the picture `beside` it as far as it fits there."""
    first = buffer.first
    read, expected = buffer.read - first, buffer.next - first
    newest = max([buffer.next, *(stop for _, stop in buffer.out_of_order)]) - first
    windows = []
    if buffer.window_stop:
        windows.append(Window(_tr("receive window"), expected, max(buffer.window_stop - first, expected)))
    low, high = _page(read, max(newest, read + least_bytes))
    if beside is not None and beside.low <= read and newest <= beside.high:
        low, high = beside.low, beside.high
    parts = [Part(READ, min(low, read), read)]
    for style, ranges in (
        (IN_ORDER, ((buffer.read, buffer.next),)),
        (OUT_OF_ORDER, buffer.out_of_order),
        (HOLES, buffer.holes),
    ):
        parts += _parts(style, ranges, first)
    edges = (Edge(_tr("next to be read"), read), Edge(_tr("next expected"), expected))
    return Picture(_ordered(parts), edges, tuple(windows), RECEIVE_PARTS, low, high)


def _page(start: int, stop: int) -> tuple[int, int]:
    """The ends of a picture that has `[start, stop)` in it, and stays as long as it can while both move on."""
    width = round_above(_WINDOWS_A_PAGE * max(stop - start, 1))
    # Pages overlap by half.
    low = math.floor(start / (width / 2)) * (width / 2)
    return int(low), int(low + width)


def _parts(style: PartStyle, ranges: Ranges, first: int) -> list[Part]:
    return [Part(style, start - first, stop - first) for start, stop in ranges if stop > start]


def _ordered(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(sorted((part for part in parts if part.stop > part.start), key=lambda part: part.start))
