"""A window with something of everything in it, the same each time: for readers, for pictures, for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.nearby import Computer
from ptp_core.direction import Direction
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.model.recording import Recording
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from tests.gui.desk import Desk
from tests.gui.widgets.samples import SNAPSHOT
from tests.unit.record.recordings import Recorded

COMPUTERS = (
    Computer(name="red-laptop", address="192.0.2.7:7700", near=True, fingerprint=b"r" * 32),
    Computer(name="studio-pc", address="192.0.2.9:7700", near=True),
    Computer(name="attic-server", address="192.0.2.20:7700", near=False, fingerprint=b"a" * 32),
)
SCENARIO = Scenario(
    size_bytes=200_000,
    link=link_named("bad-wifi"),
    contenders=tuple(Contender(name=name, choices=CONTENDERS[name]) for name in ("default", "reno")),
)
SHOWN = 1


class Hands:
    """What a Desk needs of pytest-qt, where there is none."""

    def waitUntil(self, callback: Callable[[], Any], timeout: int = 5000) -> None:
        until_s = monotonic() + timeout / 1000
        while not callback():
            assert monotonic() < until_s, "what was waited for did not come"
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def transfers() -> list[TransferSnapshot]:
    """One in each state that a person meets, both ways."""
    received = replace(
        SNAPSHOT, direction=Direction.RECEIVE, name="scan-2024.tiff", peer_name="studio-pc", bytes_total=5_000_000,
        bytes_sent=5_000_000, bytes_acknowledged=5_000_000, bytes_verified=5_000_000,
    )  # fmt: skip
    return [
        replace(SNAPSHOT, transfer_id=SHOWN),
        replace(received, transfer_id=2, state=TransferState.DONE, saved_path=Path("/there/scan-2024.tiff")),
        replace(SNAPSHOT, transfer_id=3, name="notes", state=TransferState.PAUSED, files_total=312),
        replace(
            SNAPSHOT, transfer_id=4, name="talk.pdf", state=TransferState.FAILED, bytes_sent=0, bytes_acknowledged=0,
            bytes_verified=0, message="No answer from 192.0.2.7:7700 for 30 s.",
        ),
        replace(SNAPSHOT, transfer_id=5, name="song.flac", state=TransferState.QUEUED, bytes_sent=0,
                bytes_acknowledged=0, bytes_verified=0, bytes_total=31_000_000),
    ]  # fmt: skip


def recording() -> Recording:
    """Both sides of a transfer over a lossy link, on the virtual clock."""
    return Recorded(size=400_000, sample_s=0.01).run()


def show_transfers(desk: Desk) -> None:
    """Put them into the list and the newest's recording into the details."""
    window = desk.window
    for snapshot in transfers():
        window.transfers.update_snapshot(snapshot)
        window.details.update_snapshot(snapshot, recording() if snapshot.transfer_id == SHOWN else None)
    window.transfers.select(SHOWN)


def run_laboratory(desk: Desk) -> None:
    """Let it compute a comparison, and wait for that."""
    bench = desk.window.laboratory.bench
    bench.form.show_scenario(SCENARIO)
    bench.run_button.click()
    desk.qtbot.waitUntil(lambda: bench.outcome() is not None and not bench.runner.is_running, timeout=20_000)
