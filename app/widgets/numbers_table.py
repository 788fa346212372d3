"""The numbers of one transfer, in groups side by side, right-aligned."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.figures import format_duration, format_elapsed, format_milliseconds, format_rate, format_size
from app.theme import GRID, HALF_GRID, set_role, tabular
from app.wording import list_words, named
from app.words import SHORTEST_S, crossed_bytes
from ptp_core.formatting import UNKNOWN, format_count
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_Number = tuple[str, Callable[[TransferSnapshot], str]]


class NumbersTable(QWidget):
    """Progress, path and segments, as many groups side by side as there is width for. What is not known has no line,
    and before anything has crossed there is a sentence instead. Each value's accessible name says what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self.empty, "muted")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        self._groups_shown = [_Group(title, numbers, self) for title, numbers in self._groups()]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(int(1.5 * GRID), GRID, GRID, GRID)
        layout.addWidget(self.empty, 1)
        layout.addLayout(self._grid)
        layout.addStretch(0)
        self._arrange()
        self.show_snapshot(None)

    def show_snapshot(self, snapshot: TransferSnapshot | None) -> None:
        """Show these numbers; None empties the table."""
        begun = snapshot is not None and _has_begun(snapshot)
        if snapshot is None or begun:
            self.empty.clear()
        elif snapshot.state.over:
            self.empty.setText(self.tr("No data was sent."))
        else:
            self.empty.setText(self.tr("Nothing has crossed yet. How far it is, and how fast, appears here."))
        self.empty.setVisible(bool(self.empty.text()))
        for group in self._groups_shown:
            group.show_snapshot(snapshot if begun else None)

    def text(self) -> str:
        """The table in lines of words."""
        return "\n".join(filter(None, (self.empty.text(), *(group.text() for group in self._groups_shown))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of columns, perhaps."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One group's width: the others go below it."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._widest() + 4 * GRID), hint.height())

    def _widest(self) -> int:
        return max(group.sizeHint().width() for group in self._groups_shown)

    def _arrange(self) -> None:
        spacing = self._grid.horizontalSpacing()
        fits = (self.width() - 3 * GRID + spacing) // (self._widest() + spacing)
        columns = min(max(1, fits), len(self._groups_shown))
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for index, group in enumerate(self._groups_shown):
            self._grid.addWidget(group, index // columns, index % columns, Qt.AlignmentFlag.AlignTop)
        # What is left over lies on the right, not between a name and its number.
        self._grid.setColumnStretch(columns, 1)

    def _groups(self) -> list[tuple[str, list[_Number]]]:
        return [
            (
                self.tr("Progress"),
                [
                    (self.tr("Files"), _files),
                    (self.tr("Size"), lambda s: format_size(s.bytes_total)),
                    (self.tr("Sent"), lambda s: format_size(s.bytes_sent)),
                    (self.tr("Acknowledged"), lambda s: format_size(s.bytes_acknowledged)),
                    (self.tr("Verified"), lambda s: format_size(_verified(s))),
                    (self.tr("Elapsed"), _elapsed),
                    (self.tr("Speed"), lambda s: format_rate(_speed(s))),
                    (self.tr("Speed in bits"), lambda s: format_rate(_speed(s), bits=True)),
                ],
            ),
            (
                self.tr("Path"),
                [
                    (self.tr("RTT"), lambda s: format_milliseconds(s.transport.rtt_s)),
                    (self.tr("Minimum RTT"), lambda s: format_milliseconds(s.transport.minimum_rtt_s)),
                    (self.tr("RTO"), lambda s: format_milliseconds(s.transport.rto_s)),
                    (self.tr("MSS"), lambda s: f"{format_count(s.transport.mss_bytes)} B"),
                    (self.tr("Congestion window"), lambda s: format_size(s.transport.congestion_window_bytes)),
                    (self.tr("In flight"), lambda s: format_size(s.transport.in_flight_bytes)),
                    (self.tr("Peer's window"), lambda s: format_size(s.transport.peer_window_bytes)),
                    (self.tr("Pacing rate"), lambda s: format_rate(s.transport.pacing_rate_bps, bits=True)),
                ],
            ),
            (
                self.tr("Segments"),
                [
                    (self.tr("Sent"), lambda s: format_count(s.transport.segments_sent)),
                    (self.tr("Sent again"), lambda s: format_count(s.transport.segments_retransmitted)),
                    (self.tr("by time-out"), lambda s: format_count(s.transport.retransmitted_timeout)),
                    (self.tr("by fast retransmit"), lambda s: format_count(s.transport.retransmitted_fast)),
                    (self.tr("for nothing (spurious)"), lambda s: format_count(s.transport.retransmitted_spurious)),
                    (self.tr("Dropped by the conditioner"), lambda s: format_count(s.transport.conditioner_dropped)),
                    (self.tr("Duplicate acknowledgements"), lambda s: format_count(s.transport.duplicate_acks)),
                ],
            ),
            (
                self.tr("Received"),
                [
                    (self.tr("Segments"), lambda s: format_count(s.transport.segments_received)),
                    (self.tr("Received twice"), lambda s: format_count(s.transport.duplicate_segments)),
                    (self.tr("Damaged"), lambda s: format_count(s.transport.damaged_packets)),
                ],
            ),
        ]


def _files(snapshot: TransferSnapshot) -> str:
    total = max(snapshot.files_total, snapshot.files_done)
    return f"{format_count(snapshot.files_done)} / {format_count(total)}" if total else UNKNOWN


def _has_begun(snapshot: TransferSnapshot) -> bool:
    return max(snapshot.bytes_sent, snapshot.bytes_acknowledged, snapshot.bytes_verified) > 0 or (
        snapshot.state is TransferState.DONE
    )


def _verified(snapshot: TransferSnapshot) -> int:
    """Also what the other side had already."""
    return snapshot.bytes_total if snapshot.state is TransferState.DONE else snapshot.bytes_verified


def _elapsed(snapshot: TransferSnapshot) -> str:
    if not snapshot.state.over:
        return format_duration(snapshot.elapsed_s)
    return format_elapsed(snapshot.elapsed_s) if snapshot.elapsed_s >= SHORTEST_S else UNKNOWN


def _speed(snapshot: TransferSnapshot) -> float:
    """While it runs that of now, afterwards that of all that crossed, in bit/s; not known where nothing did, or at
    once."""
    if not snapshot.state.over:
        return snapshot.goodput_bps
    crossed = crossed_bytes(snapshot)
    return crossed * 8 / snapshot.elapsed_s if crossed and snapshot.elapsed_s >= SHORTEST_S else math.nan


class _Group(QWidget):
    """A title, and below it names and numbers."""

    def __init__(self, title: str, numbers: list[_Number], parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self._lines: list[tuple[str, QLabel, QLabel, Callable[[TransferSnapshot], str]]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(HALF_GRID)
        head = QLabel(title, self)
        set_role(head, "strong")
        grid.addWidget(head, 0, 0, 1, 2)
        for line, (name, number) in enumerate(numbers, start=1):
            label = QLabel(name, self)
            set_role(label, "muted")
            value = QLabel(self)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setFont(tabular(self.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(QFontMetrics(value.font()).horizontalAdvance("999.9 Mbit/s"))
            grid.addWidget(label, line, 0)
            grid.addWidget(value, line, 1)
            self._lines.append((name, label, value, number))

    def show_snapshot(self, snapshot: TransferSnapshot | None) -> None:
        """Show its numbers of this; None shows none."""
        known = False
        for name, label, value, number in self._lines:
            text = number(snapshot) if snapshot is not None else UNKNOWN
            text = "" if text == UNKNOWN else text
            known = known or bool(text)
            if value.text() != text:
                value.setText(text)
                value.setAccessibleName(named(name, text) if text else "")
            for part in (label, value):
                part.setVisible(bool(text))
        self.setVisible(known)

    def text(self) -> str:
        """Its lines in words."""
        told = [(name, value.text()) for name, _, value, _ in self._lines if value.text()]
        lines = (named(list_words([self._title, name]), text) for name, text in told)
        return "\n".join(lines)
