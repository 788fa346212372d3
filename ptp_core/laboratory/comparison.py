"""What came out, in numbers: a row for each of the settings that ran, and the columns of the table declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ptp_core.formatting import format_milliseconds, format_rate, format_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One of the settings. `seconds` is from its beginning to the last byte read, None when that never came.

    Datagrams and bytes on the wire are those of both directions, the latter with all headers; what was sent again, lost
    or too much for the queue is the sender's. The queueing delay is what the sender's datagrams waited at the link.
    None stands for what nobody counts: of a run through sockets `lost` has all that the conditioner dropped.
    `problem` says why the file did not arrive, and is empty when it did.
    """

    name: str
    size_bytes: int
    received_bytes: int
    seconds: float | None
    segments_sent: int
    sent_again_timeout: int
    sent_again_fast: int
    sent_again_needlessly: int
    lost: int
    overflowed: int | None
    too_large: int | None
    wire_bytes: int
    mean_queued_s: float | None
    longest_queued_s: float | None
    problem: str = ""

    @property
    def goodput_bps(self) -> float:
        """The file's bits a second; 0 when it did not arrive."""
        return self.size_bytes * 8 / self.seconds if self.seconds else 0.0

    @property
    def sent_again(self) -> int:
        """For whatever cause."""
        return self.sent_again_timeout + self.sent_again_fast


@dataclass(frozen=True, slots=True)
class Column:
    """One row of the declaration: `name` for scripts, `title` and `words` for people; `say` writes a number."""

    name: str
    title: str
    words: str
    value: Callable[[Result], float | None]
    say: Callable[[float], str]

    def text(self, result: Result) -> str:
        """What the table shows; a dash where there is no number."""
        number = self.value(result)
        return "-" if number is None else self.say(number)


COLUMNS: Final = (
    Column("seconds", "Time", "from the first SYN to the last byte read", lambda row: row.seconds, "{:.3f} s".format),
    Column(
        "goodput_bps",
        "Goodput",
        "the file's bits a second",
        lambda row: row.goodput_bps if row.seconds else None,
        lambda value: format_rate(value, bits=True),
    ),
    Column("segments_sent", "Segments", "data segments that were sent", lambda row: row.segments_sent, "{:.0f}".format),
    Column(
        "sent_again_timeout",
        "Again: time-out",
        "sent again since the timer ran out",
        lambda row: row.sent_again_timeout,
        "{:.0f}".format,
    ),
    Column(
        "sent_again_fast",
        "Again: before it",
        "sent again before the timer ran out",
        lambda row: row.sent_again_fast,
        "{:.0f}".format,
    ),
    Column(
        "sent_again_needlessly",
        "Needlessly",
        "sent again though the first had arrived",
        lambda row: row.sent_again_needlessly,
        "{:.0f}".format,
    ),
    Column("lost", "Lost", "datagrams that the link lost by chance or by hand", lambda row: row.lost, "{:.0f}".format),
    Column(
        "overflowed",
        "Queue full",
        "datagrams that the link's queue had no room for",
        lambda row: row.overflowed,
        "{:.0f}".format,
    ),
    Column(
        "too_large",
        "Too large",
        "datagrams that were larger than the link carries: probes of how much it does",
        lambda row: row.too_large,
        "{:.0f}".format,
    ),
    Column(
        "wire_bytes",
        "On the wire",
        "bytes in both directions, with all headers",
        lambda row: row.wire_bytes,
        format_size,
    ),
    Column(
        "mean_queued_s",
        "Queueing",
        "what a datagram waited at the link on average",
        lambda row: row.mean_queued_s,
        format_milliseconds,
    ),
    Column(
        "longest_queued_s",
        "At most",
        "the longest that one waited there",
        lambda row: row.longest_queued_s,
        format_milliseconds,
    ),
)


def jain(shares: Sequence[float]) -> float:
    """How fair shares are (Jain, Chiu and Hawe 1984): 1 when they are equal, 1/n when one of n has all."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0
