"""The buffers of one transfer, one gauge each."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import GRID
from app.widgets.buffer_gauge import BufferGauge
from ptp_core.transport.statistics import TransportStatistics


class BufferGauges(QWidget):
    """This side's send and receive buffer, and how much of the peer's window is taken by what is in flight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.send = BufferGauge(self.tr("Send buffer"), self)
        self.receive = BufferGauge(self.tr("Receive buffer"), self)
        self.peer = BufferGauge(self.tr("Peer's window"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for gauge in (self.send, self.receive, self.peer):
            layout.addWidget(gauge)
        layout.addStretch(1)

    def show_statistics(self, transport: TransportStatistics) -> None:
        """Show the newest fill."""
        self.send.set_level(transport.send_buffer_bytes, transport.send_buffer_capacity_bytes)
        self.receive.set_level(
            transport.receive_buffer_bytes,
            transport.receive_buffer_capacity_bytes,
            out_of_order_bytes=transport.receive_buffer_out_of_order_bytes,
            holes=transport.receive_buffer_holes,
        )
        # What is in flight comes out of the window that the peer granted with its newest acknowledgement.
        self.peer.set_level(transport.in_flight_bytes, transport.peer_window_bytes)

    def clear(self) -> None:
        """Nothing is known."""
        self.show_statistics(TransportStatistics())
