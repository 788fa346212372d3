"""The events of a recording as rows of one table: in the order in which they happened, bounded, and cheap to add to.

A row is packed into memory that is there already, a microsecond and no object; numpy reads the same memory as columns.
Rows lie in chunks. Beyond `capacity` rows the oldest chunk goes, but for its rare events, of which `RARE_KEPT` stay: an
hour later the time-outs of the first minute are still to be seen. Each row has a serial number that never changes.

One thread adds at a time (whoever does sees to that); any thread may read meanwhile, without a lock: a reader sees
everything up to some row. Nothing that was read changes any more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ptp_core.transport.event_kinds import KINDS

# One struct for writing and one type for reading; they are the same bytes. No gaps: numpy would close them in a copy.
ROW: Final = struct.Struct("<dqqqqdIIBBBBBB2x")
ROW_TYPE: Final = np.dtype(
    [
        ("time_s", "<f8"),
        ("start", "<i8"),
        ("stop", "<i8"),
        ("acknowledgement", "<i8"),
        ("packet", "<i8"),
        ("value", "<f8"),
        ("segment_bytes", "<u4"),
        ("text", "<u4"),
        ("kind", "u1"),
        ("side", "u1"),
        ("letters", "u1"),
        ("cause", "u1"),
        ("drop_cause", "u1"),
        ("duplicate", "u1"),
        ("spare", "<u2"),
    ]
)
CHUNK_ROWS: Final = 4096
# A stranger's connection may never have more.
FIRST_CHUNK_ROWS: Final = 256
LIVE_CAPACITY: Final = 200_000
RARE_KEPT: Final = 20_000

Rows = npt.NDArray[Any]
"""Rows of ROW_TYPE. `text` counts within the chunk; `EventTable.text_of` knows what it means."""

RowValues = tuple[float, int, int, int, int, int, int, float, int, str, int, int, int, bool]
"""What `EventTable.add` is given, in that order."""

_RARE_CODES: Final = np.array([code for code, kind in enumerate(KINDS) if kind.value.is_rare], dtype=np.uint8)


class Chunk:
    """Some rows, and the texts that they name, the first of which is empty.

    `serials` is None where they are consecutive from `first` on.
    """

    __slots__ = ("_codes", "_reach", "count", "first", "memory", "room", "serials", "texts")

    def __init__(self, first: int, memory: bytearray | memoryview, count: int, texts: list[str]) -> None:
        self.first = first
        self.count = count
        self.texts = texts
        self.serials: npt.NDArray[np.int64] | None = None
        self.memory = memory
        self.room = len(memory) // ROW.size
        self._codes = {"": 0}
        self._reach: npt.NDArray[np.int64] | None = None

    @property
    def rows(self) -> Rows:
        """All rows so far."""
        return np.frombuffer(self.memory, ROW_TYPE, self.count)

    def reach(self) -> npt.NDArray[np.int64]:
        """How far its events go: the greatest `stop` for each side and kind, -1 where it has none of them.

        Computed once for a chunk that is full, so that whoever looks for something passes by most chunks.
        """
        if self._reach is not None:
            return self._reach
        rows = self.rows
        reach = np.full((2, len(KINDS)), -1, np.int64)
        np.maximum.at(reach, (rows["side"], rows["kind"]), rows["stop"])
        if len(rows) == self.room:
            self._reach = reach
        return reach

    def code_of(self, text: str) -> int:
        """The number of a text in this chunk; a new one is kept."""
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return code

    def rare_part(self) -> Chunk | None:
        """What is kept of it when the rest goes."""
        rows = self.rows
        chosen = np.flatnonzero(np.isin(rows["kind"], _RARE_CODES))
        if not len(chosen):
            return None
        kept = Chunk(self.first, memoryview(rows[chosen].tobytes()), len(chosen), self.texts)
        kept.serials = self.first + chosen
        return kept


class EventTable:
    """All events of a recording. `capacity` rows at most, None for no bound.

    Attributes: `forgotten` counts rows that had to go.
    """

    def __init__(self, capacity: int | None = LIVE_CAPACITY) -> None:
        self.capacity = capacity
        self.forgotten = 0
        # Replaced as a whole, never changed: a reader keeps what it has. The first `_rare` of them are what is left.
        self._chunks: tuple[Chunk, ...] = (_empty_chunk(0, FIRST_CHUNK_ROWS),)
        self._rare = 0

    def __len__(self) -> int:
        """How many rows there are."""
        return sum(chunk.count for chunk in self.chunks)

    @property
    def stop(self) -> int:
        """One past the newest serial number."""
        newest = self._chunks[-1]
        return newest.first + newest.count

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All chunks, the oldest first."""
        return self._chunks

    def add(
        self,
        time_s: float,
        kind: int,
        side: int,
        start: int = 0,
        stop: int = 0,
        acknowledgement: int = 0,
        packet: int = 0,
        value: float = 0.0,
        segment_bytes: int = 0,
        text: str = "",
        letters: int = 0,
        cause: int = 0,
        drop_cause: int = 0,
        duplicate: bool = False,
    ) -> None:
        """One more row; see Event for what it says. Times do not go back."""
        chunk = self._chunks[-1]
        if chunk.count == chunk.room:
            chunk = self._next_chunk()
        ROW.pack_into(
            chunk.memory, chunk.count * ROW.size,
            time_s, start, stop, acknowledgement, packet, value, segment_bytes, chunk.code_of(text) if text else 0,
            kind, side, letters, cause, drop_cause, duplicate,
        )  # fmt: skip
        # Only now do readers see it.
        chunk.count += 1

    def extend(self, rows: Iterable[RowValues]) -> None:
        """Many more rows, each with the values of `add` in their order: a third of what it costs to add each."""
        pack, size = ROW.pack_into, ROW.size
        chunk = self._chunks[-1]
        count = chunk.count
        for (
            time_s, kind, side, start, stop, acknowledgement, packet, value, segment_bytes, text,
            letters, cause, drop_cause, duplicate,
        ) in rows:  # fmt: skip
            if count == chunk.room:
                chunk.count = count
                chunk = self._next_chunk()
                count = 0
            pack(
                chunk.memory, count * size,
                time_s, start, stop, acknowledgement, packet, value, segment_bytes, chunk.code_of(text) if text else 0,
                kind, side, letters, cause, drop_cause, duplicate,
            )  # fmt: skip
            count += 1
        # Only now do readers see them.
        chunk.count = count

    def take_over(self, rows: Rows, texts: list[str]) -> None:
        """All rows of a file, with the texts that they name, into a table that is empty."""
        memory = memoryview(rows.tobytes())
        pieces = [
            Chunk(
                first,
                memory[first * ROW.size : (first + CHUNK_ROWS) * ROW.size],
                min(CHUNK_ROWS, len(rows) - first),
                texts,
            )
            for first in range(0, len(rows), CHUNK_ROWS)
        ]
        self._chunks = (*pieces, _empty_chunk(len(rows)))

    def rows(self, start_s: float, stop_s: float) -> Iterator[tuple[Chunk, int, int]]:
        """Where the events of the times `[start_s, stop_s)` lie: pieces `[first, stop)` of chunks, in order."""
        for chunk in self.chunks:
            times = chunk.rows["time_s"]
            if not len(times) or times[-1] < start_s:
                continue
            if times[0] >= stop_s:
                return
            first, stop = np.searchsorted(times, (start_s, stop_s))
            if first < stop:
                yield chunk, int(first), int(stop)

    def find(self, serial: int) -> tuple[Chunk, int] | None:
        """Where the row with that number is, or None when it is not there any more, or not yet."""
        for chunk in reversed(self.chunks):
            if serial < chunk.first:
                continue
            if chunk.serials is None:
                at = serial - chunk.first
                return (chunk, at) if at < chunk.count else None
            at = int(np.searchsorted(chunk.serials, serial))
            return (chunk, at) if at < chunk.count and chunk.serials[at] == serial else None
        return None

    def _next_chunk(self) -> Chunk:
        rare, whole = self._chunks[: self._rare], (*self._chunks[self._rare :], _empty_chunk(self.stop))
        if self.capacity is not None and sum(chunk.count for chunk in whole) > self.capacity:
            oldest, *others = whole
            whole = tuple(others)
            kept = oldest.rare_part()
            self.forgotten += oldest.count - (kept.count if kept else 0)
            rare = (*rare, kept) if kept is not None else rare
            while sum(chunk.count for chunk in rare) > RARE_KEPT:
                self.forgotten += rare[0].count
                rare = rare[1:]
        self._rare = len(rare)
        self._chunks = rare + whole
        return whole[-1]


def _empty_chunk(first: int, rows: int = CHUNK_ROWS) -> Chunk:
    return Chunk(first, bytearray(rows * ROW.size), 0, [""])
