"""Every page, tab, menu and dialog in another language: nothing is left in English, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.about import AboutDialog
from app.dialogs.computer import ComputerDialog
from app.dialogs.history import HistoryDialog
from app.laboratory.save_exercise import SaveExerciseDialog
from app.language import Words, speak
from app.main_window import Page
from app.recording_window import RecordingWindow
from app.translations.catalogue import ENGLISH
from app.widgets.transfer_menu import TransferMenu
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.direction import Direction
from ptp_core.errors import PtpError, SettingsError
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.model.recording import Recording
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk
from tests.gui.languages.pseudo import pseudo_language
from tests.gui.languages.reading import clipped, texts_of, untranslated
from tests.gui.widgets.samples import OFFER, SNAPSHOT

SIZES = ((1280, 800), (900, 600))
SCENARIO = Scenario(
    size_bytes=20_000, link=link_named("bad-wifi"), contenders=(Contender(name="11", choices=CONTENDERS["reno"]),)
)


def furnished(desk: Desk, folder: Path) -> Recording:
    """Everything that a window may have to say at once; the recording of a run in its laboratory."""
    window = desk.window
    desk.start()
    (folder / "1.txt").write_text("1")
    window.send_page.add_files([folder / "1.txt", folder])
    for number, state in enumerate(TransferState):
        direction = Direction.SEND if number % 2 else Direction.RECEIVE
        snapshot = replace(SNAPSHOT, transfer_id=number, state=state, direction=direction)
        desk.session._show(snapshot)
    window.transfers.select(list(TransferState).index(TransferState.TRANSFERRING))
    window.offers.add_offer(OFFER)
    window.messages.show_problem(problem())
    window.show_conditioner(QCoreApplication.translate("words", "Limited by the link conditioner, which is on."))
    bench = window.laboratory.bench
    bench.form.show_scenario(SCENARIO)
    bench.run_button.click()
    desk.qtbot.waitUntil(lambda: not bench.runner.is_running, timeout=20_000)
    outcome = bench.outcome()
    assert outcome is not None
    return outcome.lanes[0].recording


def problem() -> PtpError:
    try:
        ConditionerSettings(drop=2)
    except SettingsError as error:
        return error
    raise AssertionError


def dialogs(window: QWidget) -> Iterator[QWidget]:
    yield AboutDialog(window)
    yield ComputerDialog(window, name="1", words="1")
    yield HistoryDialog(window)
    yield SaveExerciseDialog(SCENARIO, window)
    for state in (TransferState.QUEUED, TransferState.TRANSFERRING, TransferState.FAILED, TransferState.DONE):
        yield TransferMenu(
            replace(SNAPSHOT, state=state), window, asked=print, move=lambda way: None, limit=lambda rate: None
        )


@contextmanager
def each_look(desk: Desk) -> Iterator[Callable[[], Iterator[str]]]:
    """Goes through the pages and their tabs."""

    def looks() -> Iterator[str]:
        for page in Page:
            desk.window.show_page(page)
            QApplication.processEvents()
            yield page.name

    yield looks


@pytest.fixture
def pseudo_spoken(qapp: QApplication) -> Iterator[None]:
    translator = Words(pseudo_language(), qapp)
    qapp.installTranslator(translator)
    yield
    speak(qapp, ENGLISH)


def test_x(pseudo_spoken: None, tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk(tmp_path, qtbot)
    data = (str(tmp_path), tmp_path.name, "1.txt")
    found = []
    recording = furnished(desk, tmp_path)
    others = [*dialogs(desk.window), RecordingWindow(tmp_path / "1.ptprec")]
    others[-1].show_recording(recording)
    QApplication.processEvents()
    for root in (desk.window, *others):
        for where, text in texts_of(root):
            left = untranslated(text, data)
            if left:
                found.append(f"{where}: {left} in {text!r}")
    for line in sorted(set(found)):
        print(line)
    for size in SIZES:
        desk.window.resize(*size)
        for page in Page:
            desk.window.show_page(page)
            QApplication.processEvents()
            desk.window.grab().save(f"/tmp/m4p-{page.name}-{size[0]}.png")
            for line in clipped(desk.window):
                print(size, desk.window.size(), page.name, line)
    desk.end()
