"""What a race found: the figures, as a table for people and as JSON to draw the picture from without racing again."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run: its `seconds`, or None and the `problem` in a word or two. `details` are for who wants to know more."""

    seconds: float | None
    problem: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """All runs over one link. `capacity_mbits` is None where nothing limits the rate but the machine."""

    title: str
    size_bytes: int
    capacity_mbits: float | None
    outcomes: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)

    def goodput_mbits(self, peer: str) -> float | None:
        """The median goodput; None when the median run did not come to its end."""
        # A run without an end is slower than any with one.
        seconds = [outcome.seconds or float("inf") for outcome in self.outcomes.get(peer, ())]
        median_s = statistics.median(seconds) if seconds else float("inf")
        return self.size_bytes * 8e-6 / median_s if median_s != float("inf") else None

    def cell(self, peer: str) -> str:
        """The goodput as the table shows it, or what was in its way."""
        goodput = self.goodput_mbits(peer)
        if goodput is not None:
            return f"{goodput:.0f}" if goodput >= 100 else f"{goodput:.1f}"
        return next((outcome.problem for outcome in self.outcomes.get(peer, ()) if outcome.problem), "–")  # noqa: RUF001

    @property
    def label(self) -> str:
        """The link and the size of the file."""
        return f"{self.title}, {self.size_bytes / 1e6:g} MB"


@dataclass(frozen=True, slots=True)
class Results:
    """A whole race. `skipped` has for each peer or place that did not take part what would let it."""

    machine: str
    date: str
    repeat: int
    rows: Sequence[RowResult]
    skipped: Mapping[str, str] = field(default_factory=dict)

    @property
    def peers(self) -> list[str]:
        """All who raced, in the order of the first row."""
        return list(dict.fromkeys(peer for row in self.rows for peer in row.outcomes))

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Results:
        """What `to_json` wrote; raises ValueError, KeyError or TypeError when it is something else."""
        values: dict[str, Any] = dict(json.loads(text))
        rows = []
        for row in values.pop("rows"):
            outcomes = {peer: [Outcome(**run) for run in runs] for peer, runs in row.pop("outcomes").items()}
            rows.append(RowResult(**row, outcomes=outcomes))
        return cls(rows=rows, **values)

    def table(self) -> str:
        """Aligned columns of goodput in Mbit/s, one for each peer, and a line for each that was skipped."""
        peers = self.peers
        lines = [["Goodput in Mbit/s", *peers], *([row.label, *map(row.cell, peers)] for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(peers) + 1)]
        text = []
        for label, *cells in lines:
            aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
            text.append(_GAP.join([label.ljust(widths[0]), *aligned]))
        text += [f"Skipped: {what} ({why})" for what, why in self.skipped.items()]
        return "\n".join(text) + "\n"
