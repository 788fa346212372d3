"""The program with a window: builds everything, runs Qt's loop, and shuts down. The only way in is `run_window`."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QApplication

from app.announcing import announcer
from app.cli.window_options import WindowCommand
from app.demo import Demonstration
from app.engine import Engine
from app.engine_bridge import EngineBridge
from app.exit_signals import ExitSignals
from app.exit_status import ExitStatus
from app.installation import data_directory, history_path
from app.laboratory_values import LaboratoryValues
from app.nearby import browser
from app.session import Session
from app.settings import Settings
from app.surroundings import Surroundings
from app.theme import Theme
from app.version import version
from app.widgets.focus_ring import FocusRings
from ptp_core.power.keep_awake import KeepAwake


def run_window(command: WindowCommand) -> int:
    """Open the window and run until it is closed. The exit status: 0, 1 when the demonstration failed, 130 when Ctrl-C
    or SIGTERM ended it. Raises PtpError when it cannot begin."""
    application = make_application()
    signals = ExitSignals()
    demonstration = Demonstration(command) if command.demo else None
    session = demonstration.session if demonstration is not None else _session()
    status = 0

    def interrupt(_number: int) -> None:
        nonlocal status
        status = ExitStatus.INTERRUPTED
        session.shut_down()

    signals.received.connect(interrupt)
    session.closed.connect(application.quit)
    try:
        session.start()
        if command.link is not None:
            session.fill_in(command.link)
        if command.recordings:
            session.recordings.open(command.recordings)
        if command.paths:
            session.add_files(command.paths)
        if demonstration is not None:
            demonstration.start()
        application.exec()
    finally:
        signals.close()
        if demonstration is not None:
            demonstration.close()
    return status or (demonstration.status if demonstration is not None else 0)


def make_application() -> QApplication:
    """Qt's application object, named and dressed."""
    application = QApplication(["ptp"])
    application.setApplicationName("ptp")
    application.setApplicationDisplayName("PTP")
    application.setApplicationVersion(version())
    application.setDesktopFileName("ptp")
    # The window disappears before the last thread has ended; `Session.closed` ends the loop.
    application.setQuitOnLastWindowClosed(False)
    Theme.of_application().apply()
    FocusRings(application)
    return application


def _session() -> Session:
    settings = Settings(Path(platformdirs.user_config_dir("ptp", appauthor=False)) / "window.ini")
    surroundings = Surroundings(history=history_path(data_directory()), awake=KeepAwake(), browser=browser)
    return Session(settings, _make_engine, surroundings=surroundings)


def _make_engine(bridge: EngineBridge, values: LaboratoryValues) -> Engine:
    return Engine(
        data_directory(),
        bridge,
        code_changed=bridge.code_changed,
        listening_changed=bridge.listening_changed,
        queue_changed=bridge.queue_changed,
        queue_problem=bridge.queue_problem,
        values=values,
        announcer=announcer,
    )
