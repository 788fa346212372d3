"""A window that has something of everything in it, and what of it can be seen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from app.main_window import MainWindow
from app.nearby import Computer
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.widgets.samples import SNAPSHOT

S = TransferState
NEAR = Computer(name="red-laptop", address="192.0.2.7:7700", near=True, fingerprint=b"k" * 32)
LONG_NAME = "a report that somebody has written about the soil of the garden " * 3 + "final.tiff"


def shown(window: MainWindow, kind: type[QWidget] = QWidget) -> list[QWidget]:
    """What of this kind can be seen, not counting what is scrolled away."""
    return [one for one in window.findChildren(kind) if one.isVisible() and not one.visibleRegion().isEmpty()]


def fill(window: MainWindow) -> None:
    """A list with something of everything."""
    for number, change in enumerate(
        (
            {"state": S.DONE, "name": LONG_NAME, "elapsed_s": 88.0},
            {"state": S.FAILED, "message": "No answer from 192.0.2.7:7700 for 30 s.", "hint": "Is PTP open there?"},
            {},
            {"state": S.QUEUED, "bytes_sent": 0, "bytes_acknowledged": 0, "bytes_verified": 0},
        ),
        start=1,
    ):
        snapshot = replace(SNAPSHOT, transfer_id=number, **change)  # type: ignore[arg-type]
        window.transfers.update_snapshot(snapshot)
        window.details.update_snapshot(snapshot)


def settle(desk: Desk) -> None:
    """Until what was laid out anew is where it stays."""
    for _ in range(3):
        QApplication.processEvents()
