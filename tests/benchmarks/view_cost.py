"""What recording and drawing cost a transfer: the window sends to another process over loopback, and is looked at.

    python -m tests.benchmarks.view_cost [--megabytes 300] [--rounds 3]

Each round sends the same file with each way of looking: nothing recorded; recorded, with the overview open; and with
the live view, the buffers or the list of all events open. The figures are goodput, and the share of one core that the
window's own thread took.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from app.engine import Engine
from app.laboratory_values import LaboratoryValues
from app.session import Session
from app.settings import Settings
from app.theme import Theme
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transfer.source.walking import Source

MSS_BYTES: Final = 1432
LIMIT_S: Final = 120.0
CODE: Final = "4-guitar-orbit"
# What the tabs that are open are called; nothing is recorded without one.
WAYS: Final = {"off": "", "overview": "Overview", "live": "Live", "buffers": "Buffers", "events": "Events"}
_ALL_EVENTS: Final = 1


class Look:
    """One transfer from a window that shows a tab all the while."""

    def __init__(self, application: QApplication, folder: Path, way: str) -> None:
        self._application = application
        self._records = bool(WAYS[way])
        self._ended: TransferSnapshot | None = None
        settings = Settings(folder / f"{way}.ini")
        settings.folder, settings.port = folder, 0
        self.session = Session(
            settings,
            lambda bridge, values: Engine(
                folder / way, bridge, code_changed=bridge.code_changed, values=values, send=self._send
            ),
            values=LaboratoryValues(),
        )
        self.session.bridge.state_changed.connect(self._hear)
        self.session.window.resize(1280, 800)
        details = self.session.window.details
        tabs = [details.tabs.tabText(index).replace("&", "") for index in range(details.tabs.count())]
        details.tabs.setCurrentIndex(tabs.index(WAYS[way] or WAYS["overview"]))
        details.events.kinds.setCurrentIndex(_ALL_EVENTS)
        self.session.start()

    def run(self, source: Path, port: int) -> tuple[float, float]:
        """Goodput in Mbit/s, and the share of a core that the GUI thread took meanwhile."""
        page = self.session.window.send_page
        self._until(lambda: bool(self.session.engine.fingerprint))
        page.add_files([source])
        page.set_address(f"127.0.0.1:{port}")
        page.set_code(CODE)
        began_s, busy_s = time.monotonic(), time.thread_time()
        page.submit()
        self._until(lambda: self._ended is not None)
        took_s, busy_s = time.monotonic() - began_s, time.thread_time() - busy_s
        assert self._ended is not None
        if self._ended.state is not TransferState.DONE:
            raise SystemExit(f"{self._ended.state}: {self._ended.message}")
        closed: list[bool] = []
        self.session.closed.connect(lambda: closed.append(True))
        self.session.shut_down()
        self._until(lambda: bool(closed))
        return source.stat().st_size * 8 / took_s / 1e6, busy_s / took_s

    def _send(
        self, sources: Sequence[Source], address: PeerAddress, /, *, options: TransferOptions, **given: Any
    ) -> SendTransfer:
        transport = replace(options.transport, mss_bytes=MSS_BYTES)
        return SendTransfer(
            sources, address, options=replace(options, transport=transport, keeps_recordings=self._records), **given
        )

    def _hear(self, snapshot: TransferSnapshot) -> None:
        if snapshot.state.final:
            self._ended = snapshot

    def _until(self, condition: Callable[[], bool]) -> None:
        limit_s = time.monotonic() + LIMIT_S
        while not condition():
            self._application.processEvents()
            if time.monotonic() > limit_s:
                raise SystemExit("It took too long.")
            time.sleep(0.002)


def receiver(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Another process that takes everything, and its port."""
    for name in ("data", "config"):
        (folder / name / "ptp").mkdir(parents=True)
    process = subprocess.Popen(
        [
            sys.executable, "main.py", "receive", "--dir", str(folder), "--listen", "127.0.0.1:0", "--accept", "all",
            "--on-conflict", "overwrite", "--pairing", "open", "--code", CODE, "--no-announce", "--json",
        ],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")},
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        told = json.loads(line)
        if "port" in told or "address" in told:
            return process, int(told.get("port") or str(told["address"]).rpartition(":")[2])
    raise SystemExit("The receiver said no port.")


def main() -> None:
    """Measure, and print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    Theme.of_application().apply()
    figures: dict[str, list[tuple[float, float]]] = {way: [] for way in arguments.ways}
    with tempfile.TemporaryDirectory(prefix="ptp-view-cost-") as name:
        folder = Path(name)
        source = folder / "source.bin"
        source.write_bytes(random.Random(1).randbytes(1_000_000) * arguments.megabytes)
        (folder / "received").mkdir()
        process, port = receiver(folder / "received")
        try:
            for number in range(arguments.rounds):
                for way in arguments.ways:
                    place = folder / str(number)
                    place.mkdir(exist_ok=True)
                    # What is there already would not cross again.
                    sent = place / f"{number}-{way}.bin"
                    sent.hardlink_to(source)
                    figures[way].append(Look(application, place, way).run(sent, port))
                    sent.unlink()
                    (folder / "received" / sent.name).unlink()
        finally:
            process.kill()
            process.wait(10)
    first = statistics.median(goodput for goodput, _ in figures[arguments.ways[0]])
    for way, runs in figures.items():
        goodput = statistics.median(each for each, _ in runs)
        busy = statistics.median(each for _, each in runs)
        print(f"{way:10} {goodput:7.0f} Mbit/s  {goodput / first:5.2f} of the first  GUI thread {100 * busy:4.0f} %")


if __name__ == "__main__":
    main()
