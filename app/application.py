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
from app.language import language_of_window, speak
from app.nearby import browser
from app.session import Session
from app.settings import Settings
from app.staying.calling import Call, activation_token
from app.staying.desktop import system_desktop
from app.staying.first_window import FirstWindow
from app.surroundings import Surroundings
from app.theme import Theme
from app.translations.catalogue import SYSTEM
from app.version import version
from app.widgets.focus_ring import FocusRings
from app.widgets.roles import tell_roles
from ptp_core.power.keep_awake import KeepAwake


def run_window(command: WindowCommand) -> int:
    """Open the window and run until it is closed. The exit status: 0, 1 when the demonstration failed, 130 when Ctrl-C
    or SIGTERM ended it. Raises PtpError when it cannot begin."""
    call = Call(command, activation_token())
    application = make_application()
    first = None if command.demo else FirstWindow()
    if first is not None and not first.claim(call):
        return 0
    try:
        status, before = _run_session(application, command, first, None)
        while before is not None:
            # What the first start named was for that window alone; its language may be another one by now.
            status, before = _run_session(application, WindowCommand(), first, before)
    finally:
        if first is not None:
            first.close()
    return status


def _run_session(
    application: QApplication, command: WindowCommand, first: FirstWindow | None, before: Session | None
) -> tuple[int, Session | None]:
    """One window, from opening to the end of its last thread: the exit status, and the session that another window is
    to go on with."""
    settings = Settings(Path(platformdirs.user_config_dir("ptp", appauthor=False)) / "window.ini")
    # Before the first widget, which asks for its words when it is made.
    speak(application, language_of_window(command.language, SYSTEM if command.demo else settings.language))
    signals = ExitSignals()
    demonstration = Demonstration(command) if command.demo else None
    session = demonstration.session if demonstration is not None else _session(settings, before)
    status = 0

    def interrupt(_number: int) -> None:
        nonlocal status
        status = ExitStatus.INTERRUPTED
        session.shut_down()

    signals.received.connect(interrupt)
    session.closed.connect(application.quit)

    def answer(other: Call) -> None:
        _answer(session, other)

    def let_others_begin() -> None:
        if first is not None and not session.reopens:
            first.close()

    if first is not None:
        first.called.connect(answer)
    session.ending.connect(let_others_begin)
    try:
        session.start(hidden=command.hidden)
        _take(session, command)
        if demonstration is not None:
            demonstration.start()
        application.exec()
    finally:
        signals.close()
        if first is not None:
            first.called.disconnect(answer)
        if demonstration is not None:
            demonstration.close()
    if session.reopens and not status:
        return status, session
    if session.reopens:
        session.engine.close()
    return status or (demonstration.status if demonstration is not None else 0), None


def _take(session: Session, command: WindowCommand) -> None:
    """Put what a start named where it belongs."""
    if command.link is not None:
        session.fill_in(command.link)
    if command.recordings:
        session.recordings.open(command.recordings)
    if command.paths:
        session.add_files(command.paths)


def _answer(session: Session, call: Call) -> None:
    """The program was started once more: its window is this one. At login nobody wants to see it."""
    _take(session, call.command)
    if not call.command.hidden:
        session.staying.present(call.activation)


def make_application() -> QApplication:
    """Qt's application object, named and dressed."""
    application = QApplication(["ptp"])
    # Trays and screen readers say it to people.
    application.setApplicationName("PTP")
    application.setApplicationDisplayName("PTP")
    application.setApplicationVersion(version())
    application.setDesktopFileName("ptp")
    # The window disappears before the last thread has ended; `Session.closed` ends the loop.
    application.setQuitOnLastWindowClosed(False)
    Theme.of_application().apply()
    FocusRings(application)
    tell_roles()
    return application


def _session(settings: Settings, before: Session | None) -> Session:
    surroundings = Surroundings(
        history=history_path(data_directory()), awake=KeepAwake(), browser=browser, desktop=system_desktop
    )
    return Session(settings, _make_engine, surroundings=surroundings, before=before)


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
