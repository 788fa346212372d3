"""Every page, tab, menu and dialog in another language: nothing is left in English, and nothing is cut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from app.conditioner_words import conditioner_sentences
from app.dialogs.about import AboutDialog
from app.dialogs.compose_text import ComposeTextDialog
from app.dialogs.computer import ComputerDialog
from app.dialogs.history import HistoryDialog
from app.dialogs.questions import ClearHistoryQuestion, CloseQuestion, StayQuestion
from app.dialogs.read_text import ReadTextDialog
from app.dialogs.shortcut_sheet import ShortcutSheet
from app.exercises import shipped_exercise, shipped_names
from app.laboratory.save_exercise import SaveExerciseDialog
from app.language import Words, speak
from app.main_window import Page
from app.preferences.dialog import PreferencesDialog
from app.preferences.rows import PREFERENCES
from app.recording_window import RecordingWindow
from app.shortcuts import Place
from app.theme import Theme
from app.translations.catalogue import ENGLISH
from app.widgets.transfer_menu import TransferMenu
from app.wording import translate
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

LARGE, SMALL = (1280, 800), (900, 600)
SCENARIO = Scenario(
    size_bytes=20_000, link=link_named("bad-wifi"), contenders=(Contender(name="11", choices=CONTENDERS["reno"]),)
)
NAMES = (
    *("1.txt", "holiday.mov", "scan.tiff", "studio-pc", "red-laptop", "4-guitar-orbit"),
    OFFER.fingerprint_words,
    str(OFFER.directory),
    shipped_exercise(shipped_names()[0]).question[ENGLISH],
)
CONDITIONER = ConditionerSettings(drop=0.05, delay_s=0.02, rate_bps=24e6)


def furnished(desk: Desk, folder: Path) -> Recording:
    """Everything that a window may have to say at once; the recording of a run in its laboratory."""
    window = desk.window
    desk.start()
    (folder / "1.txt").write_text("1")
    window.send_page.add_files([folder / "1.txt"])
    for number, state in enumerate(TransferState):
        direction = Direction.SEND if number % 2 else Direction.RECEIVE
        desk.session.news._show(replace(SNAPSHOT, transfer_id=number, state=state, direction=direction))
    window.transfers.select(list(TransferState).index(TransferState.TRANSFERRING))
    window.offers.add_offer(OFFER)
    window.messages.show_problem(problem())
    window.show_conditioner("\n".join(conditioner_sentences(CONDITIONER, [SNAPSHOT], translate)))
    bench = window.laboratory.bench
    bench.form.show_scenario(SCENARIO)
    bench.run_button.click()
    desk.qtbot.waitUntil(lambda: not bench.runner.is_running, timeout=20_000)
    outcome = bench.outcome()
    assert outcome is not None
    return outcome.lanes[0].recording


def problem() -> PtpError:
    with pytest.raises(SettingsError) as raised:
        ConditionerSettings(drop=2)
    return raised.value


def other_windows(window: QWidget, folder: Path, recording: Recording) -> Iterator[QWidget]:
    """All that opens from it, with something in it."""
    yield AboutDialog(window)
    yield ComputerDialog(window, name="1", words="1")
    yield HistoryDialog(window)
    yield SaveExerciseDialog(SCENARIO, window)
    yield PreferencesDialog(window, preferences=PREFERENCES, values={}, firsts={}, options={})
    yield ShortcutSheet(window, Place.WINDOW)
    yield ComposeTextDialog(window)
    yield ReadTextDialog(window)
    for state in (TransferState.QUEUED, TransferState.TRANSFERRING, TransferState.FAILED, TransferState.DONE):
        snapshot = replace(SNAPSHOT, state=state)
        yield TransferMenu(snapshot, window, asked=print, move=lambda way: None, limit=lambda rate: None)
    views = RecordingWindow(folder / "1.ptprec")
    views.show_recording(recording)
    yield views


def questions(window: QWidget) -> Iterator[list[str]]:
    """What is wrong in each question that is asked."""
    asking: list[Callable[[], object]] = [
        lambda: ClearHistoryQuestion.ask(window),
        lambda: CloseQuestion.ask(window, [SNAPSHOT]),
        lambda: StayQuestion.ask(window, []),
        lambda: StayQuestion.ask(window, [SNAPSHOT]),
    ]
    for ask in asking:
        found: list[str] = []

        def read(found: list[str] = found) -> None:
            (box,) = window.findChildren(QMessageBox)
            found += left_in_english(box, ("holiday.mov", "red-laptop"))
            box.reject()

        QTimer.singleShot(0, read)
        ask()
        yield found


def left_in_english(root: QWidget, data: tuple[str, ...]) -> list[str]:
    found = {f"{where}: {text!r}" for where, text in texts_of(root) if untranslated(text, data)}
    return sorted(found)


def cut_in(window: QWidget, pages: Iterator[Page]) -> list[str]:
    """What there is no room for, on each page and on each tab of it."""
    found: dict[str, None] = {}
    for page in pages:
        for _ in each_tab([each for each in window.findChildren(QTabWidget) if each.isVisible()]):
            found |= dict.fromkeys(f"{page.name}: {line}" for line in settled(window))
    return list(found)


def settled(window: QWidget) -> list[str]:
    """What there is still no room for when all is laid out: some of it is once more, a little later."""
    deadline = time.monotonic() + 2.0
    while True:
        QApplication.processEvents()
        lines = list(clipped(window))
        if not lines or time.monotonic() > deadline:
            return lines
        QTest.qWait(20)


def each_tab(widgets: list[QTabWidget]) -> Iterator[None]:
    """Shows each tab; once what is there when there are none."""
    yield
    for tabs in widgets:
        for at in range(tabs.count()):
            tabs.setCurrentIndex(at)
            yield


def pages_of(desk: Desk) -> Iterator[Page]:
    for page in Page:
        desk.window.show_page(page)
        desk.window.show_details(page is Page.SEND)
        yield page


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A dressed window in the language of the test's parameter."""
    theme = Theme.of_application()
    theme.apply()
    if request.param == "pseudo":
        qapp.installTranslator(Words(pseudo_language(), qapp))
    else:
        speak(qapp, request.param)
    made = Desk(tmp_path, qtbot)
    yield made
    made.end()
    speak(qapp, ENGLISH)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("desk", ["pseudo"], indirect=True)
def test_nothing_is_left_in_english_and_a_longer_language_fits(desk: Desk, tmp_path: Path) -> None:
    recording = furnished(desk, tmp_path)
    window = desk.window
    own = (str(tmp_path), tmp_path.name, desk.session.engine.code.current() or "", desk.session.engine.name, *NAMES)
    others = list(other_windows(window, tmp_path, recording))
    left = [line for root in (window, *others) for line in left_in_english(root, own)]
    for each in others:
        each.close()
    assert left == []
    assert [line for asked in questions(window) for line in asked] == []
    window.resize(*LARGE)
    assert cut_in(window, pages_of(desk)) == []


@pytest.mark.parametrize("desk", ["zh_CN", "en"], indirect=True)
def test_nothing_is_cut_in_a_small_window(desk: Desk, tmp_path: Path) -> None:
    chinese = QFontDatabase.WritingSystem.SimplifiedChinese
    if QLocale().language() == QLocale.Language.Chinese and not QFontDatabase.families(chinese):
        pytest.skip("no font here has Chinese letters")
    furnished(desk, tmp_path)
    desk.window.resize(*SMALL)
    assert desk.window.width() == SMALL[0]
    assert cut_in(desk.window, pages_of(desk)) == []
