"""What it costs to open a long recording and to move in it: a hand wants the next picture within a tenth of a second.

    python -m tests.benchmarks.pan_cost [--megabytes 330] [--recording FILE]

A transfer over a computed link is saved as a recording, of a million events by default, which takes a minute; or one
that is there is taken. It is opened, and the time-sequence graph, the space-time diagram and the live view show a part
of it, from all to a three-hundredth, and are panned by a sixtieth of that part again and again. The figures are from
the hand's move to the picture, painted whole, without a screen; what else the machine does counts, too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from app.theme import Theme
from app.views.live_view import LiveView
from app.views.space_time_diagram import SpaceTimeDiagram
from app.views.time_sequence_graph import TimeSequenceGraph
from app.views.viewing import Viewing
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.running import run_scenario
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.files.recording_file import open_recording, save_recording
from ptp_core.record.model.recording import Recording

View = TimeSequenceGraph | SpaceTimeDiagram | LiveView
VIEWS: Final[tuple[type[View], ...]] = (TimeSequenceGraph, SpaceTimeDiagram, LiveView)
# Which part of the recording is seen.
PARTS: Final = (1, 4, 20, 300)
STEPS: Final = 25
_WIDTH, _HEIGHT = 1200, 600


def compute(path: Path, megabytes: int) -> None:
    """Save a recording of so much over a link that loses some."""
    contender = Contender(name="CUBIC", choices=CONTENDERS["cubic"])
    scenario = Scenario(size_bytes=megabytes * 1_000_000, link=link_named("office-wifi"), contenders=(contender,))
    save_recording(run_scenario(scenario).lanes[0].recording, path)


def picture(view: QWidget) -> None:
    """Paint all of it now."""
    if isinstance(view, LiveView):
        view.draw()
    view.grab()


def pan(make: type[View], recording: Recording, part: int) -> list[float]:
    """How many milliseconds each step took until it was painted."""
    viewing = Viewing()
    view = make(viewing)
    view.resize(_WIDTH, _HEIGHT)
    view.show()
    viewing.show(recording)
    QApplication.processEvents()
    viewing.zoom(1 / part, recording.stop_s / 2)
    start_s, stop_s = viewing.range_s
    picture(view)
    took_ms = []
    for _ in range(STEPS):
        began_s = time.perf_counter()
        viewing.pan((stop_s - start_s) / 60)
        picture(view)
        took_ms.append(1000 * (time.perf_counter() - began_s))
    view.close()
    view.deleteLater()
    viewing.close()
    return took_ms


def main() -> None:
    """Measure, and print a line for each view and part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=330)
    parser.add_argument("--recording", type=Path)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    Theme.of_application().apply()
    with tempfile.TemporaryDirectory(prefix="ptp-pan-cost-") as name:
        path = arguments.recording
        if path is None:
            path = Path(name) / "long.ptprec"
            compute(path, arguments.megabytes)
        began_s = time.perf_counter()
        recording = open_recording(path)
        opened_s = time.perf_counter() - began_s
    print(f"{len(recording.events):,} events of {recording.stop_s:.1f} s: open {opened_s:.2f} s")
    for make in VIEWS:
        for part in PARTS:
            took_ms = pan(make, recording, part)
            median_ms, worst_ms = statistics.median(took_ms), max(took_ms)
            print(f"{make.__name__:18} 1/{part:<4} median {median_ms:6.1f} ms  worst {worst_ms:6.1f} ms")
    application.processEvents()


if __name__ == "__main__":
    main()
