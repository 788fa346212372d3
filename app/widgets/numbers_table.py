"""The numbers of one transfer, in groups side by side, right-aligned."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.figures import format_duration, format_milliseconds, format_rate, format_size
from app.theme import GRID, HALF_GRID, set_role, tabular
from app.wording import list_words, named
from ptp_core.formatting import UNKNOWN, format_count
from ptp_core.transfer.snapshot import TransferSnapshot

_Number = tuple[str, Callable[[TransferSnapshot], str]]


class NumbersTable(QWidget):
    """Progress, path and segments. Each value's accessible name says what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GRID, GRID, GRID, GRID)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(HALF_GRID)
        self._numbers: list[tuple[str, QLabel, Callable[[TransferSnapshot], str]]] = []
        for index, (title, numbers) in enumerate(self._groups()):
            self._add_group(index, title, numbers)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def show_snapshot(self, snapshot: TransferSnapshot | None) -> None:
        """Show these numbers; None empties the table."""
        for name, label, value in self._numbers:
            text = value(snapshot) if snapshot is not None else UNKNOWN
            if label.text() != text:
                label.setText(text)
                label.setAccessibleName(named(name, text))

    def text(self) -> str:
        """The table in lines of words."""
        return "\n".join(named(name, label.text()) for name, label, _value in self._numbers)

    def _add_group(self, index: int, title: str, numbers: list[_Number]) -> None:
        left = index * 3
        head = QLabel(title, self)
        set_role(head, "strong")
        self._grid.addWidget(head, 0, left, 1, 2)
        for line, (name, number) in enumerate(numbers, start=1):
            label = QLabel(name, self)
            set_role(label, "muted")
            value = QLabel(UNKNOWN, self)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setFont(tabular(self.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(QFontMetrics(value.font()).horizontalAdvance("999.9 Mbit/s"))
            self._numbers.append((list_words([title, name]), value, number))
            self._grid.addWidget(label, line, left)
            self._grid.addWidget(value, line, left + 1)
        self._grid.setColumnMinimumWidth(left + 2, 3 * GRID)
        self._grid.setColumnStretch(left + 2, 1)

    def _groups(self) -> list[tuple[str, list[_Number]]]:
        return [
            (
                self.tr("Progress"),
                [
                    (self.tr("Files"), _files),
                    (self.tr("Size"), lambda s: format_size(s.bytes_total)),
                    (self.tr("Sent"), lambda s: format_size(s.bytes_sent)),
                    (self.tr("Acknowledged"), lambda s: format_size(s.bytes_acknowledged)),
                    (self.tr("Verified"), lambda s: format_size(s.bytes_verified)),
                    (self.tr("Elapsed"), lambda s: format_duration(s.elapsed_s)),
                    (self.tr("Speed"), lambda s: format_rate(s.goodput_bps)),
                    (self.tr("Speed in bits"), lambda s: format_rate(s.goodput_bps, bits=True)),
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
                    (self.tr("Duplicate acknowledgements"), lambda s: format_count(s.transport.duplicate_acks)),
                ],
            ),
            (
                self.tr("Received"),
                [
                    (self.tr("Segments"), lambda s: format_count(s.transport.segments_received)),
                    (self.tr("Received twice"), lambda s: format_count(s.transport.duplicate_segments)),
                    (self.tr("Damaged"), lambda s: format_count(s.transport.damaged_packets)),
                    (self.tr("Dropped by the conditioner"), lambda s: format_count(s.transport.conditioner_dropped)),
                ],
            ),
        ]


def _files(snapshot: TransferSnapshot) -> str:
    return f"{format_count(snapshot.files_done)} / {format_count(max(snapshot.files_total, snapshot.files_done))}"
