"""Sequence numbers as a log writes them, absolute or relative, beside offsets in the stream.

The first byte of data has offset 0: SYN takes one number before it (RFC 9293 section 3.4). Numbers of 32 bits that
begin anew are followed once around.
"""

from __future__ import annotations

from dataclasses import dataclass

from ptp_core.record.marker.log_reading import SegmentLogText

_WRAP = 1 << 32
_HALF = 1 << 31


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one direction: `first` is that of the first byte of data, `wraps` says that they begin anew."""

    first: int
    wraps: bool = False

    def offset(self, number: int) -> int:
        """The offset that a number of the log means; -1 is SYN's own."""
        offset = number - self.first
        return offset + _WRAP if offset < -_HALF else offset

    def number(self, offset: int) -> int:
        """The number that the log would write for an offset."""
        number = self.first + offset
        return number - _WRAP if self.wraps and number >= _WRAP else number


@dataclass(frozen=True, slots=True)
class BothNumberings:
    """Those of the side that wrote the log, and of its peer."""

    own: Numbering
    peer: Numbering


def numberings_of(log: SegmentLogText) -> BothNumberings:
    """From the SYN of each side; without one, from its first data or what the other side acknowledged first."""
    return BothNumberings(_numbering(log, own=True), _numbering(log, own=False))


def _numbering(log: SegmentLogText, *, own: bool) -> Numbering:
    mine = [each for each in log.segments if each.is_own is own]
    syn = next((each for each in mine if "S" in each.kind), None)
    if syn is not None:
        wraps = any(each.sequence - syn.sequence < -_HALF for each in mine)
        return Numbering(syn.sequence + 1, wraps)
    others = (each for each in log.segments if each.is_own is not own and "A" in each.kind)
    candidates = [each.sequence for each in mine if each.is_data][:1] + [each.acknowledgement for each in others][:1]
    return Numbering(min(candidates, default=0))
