"""Runs scenarios behind the window: one at a time, its progress and its end as signals on the GUI thread."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ptp_core.errors import Cancelled, PtpError
from ptp_core.laboratory.links import Link
from ptp_core.laboratory.running import Outcome
from ptp_core.laboratory.scenario import Scenario
from ptp_core.laboratory.worker import ScenarioRun

_LOOK_EVERY_MS: Final = 50


class Runner(QObject):
    """GUI thread. A new run ends the one before, of which nothing is heard any more.

    Signals:
        began(): something runs.
        progressed(float): how much of it is done, from 0 to 1.
        done(Outcome): it is complete.
        failed(PtpError): there is nothing to see, and why; Cancelled when a person wanted that.
    """

    began = Signal()
    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: ScenarioRun | None = None
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._ended.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether something runs."""
        return self._run is not None

    def start(self, scenario: Scenario, *, for_real: bool = False) -> None:
        """Run this one, computed or `for_real`."""
        if self._closed:
            return
        self._let_go()
        run = ScenarioRun(scenario, lambda result: self._ended.emit(run, result), for_real=for_real)
        self._run = run
        self.began.emit()
        self._timer.start()
        run.start()

    def change_link(self, link: Link) -> None:
        """What runs for real goes on over this one."""
        if self._run is not None:
            self._run.change_link(link)

    def cancel(self) -> None:
        """End it soon; `failed` follows."""
        if self._run is not None:
            self._run.cancel()

    def close(self) -> None:
        """End it and wait, with a bound; nothing is heard any more. May be called twice."""
        self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        run, self._run = self._run, None
        self._timer.stop()
        if run is not None:
            run.close()

    @Slot()
    def _look(self) -> None:
        if self._run is not None:
            self.progressed.emit(self._run.share)

    @Slot(object, object)
    def _hear(self, run: ScenarioRun, result: Outcome | PtpError) -> None:
        if run is not self._run:
            return
        self._let_go()
        if isinstance(result, PtpError):
            self.failed.emit(result)
        else:
            self.done.emit(result)


def was_cancelled(error: PtpError) -> bool:
    """Whether that is what the person wanted."""
    return isinstance(error, Cancelled)
