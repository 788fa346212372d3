"""The window speaks the language that is wanted, and another one when that is chosen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.language import language_of_window, speak
from app.settings import Settings
from app.translations.catalogue import ENGLISH
from ptp_core.transfer.snapshot import TransferState
from tests.gui.desk import Desk

ROOT = Path(__file__).parents[2]
# Opens the window twice: the first one chooses Chinese and opens it anew. Each says what its button is called.
PROGRAM = """
from PySide6.QtCore import QTimer
from app.application import run_window
from app.cli.window_options import WindowCommand
from app.session import Session

begin, said, codes, engines = Session.start, [], set(), set()

def start(self, **how):
    begin(self, **how)
    said.append(self.window.send_page._send.text())
    codes.add(self.engine.code.current())
    engines.add(self.engine)
    self._settings.language = "zh_CN"
    QTimer.singleShot(0, self.reopen if len(said) == 1 else self.shut_down)

Session.start = start
status = run_window(WindowCommand(language="en"))
print(status, *said, len(codes), len(engines), sep="|")
"""


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    speak(qapp, "zh_CN")
    yield
    speak(qapp, ENGLISH)


def test_qt_s_own_words_and_the_core_s_are_chinese_too(chinese: None, desk: Desk, qtbot: QtBot) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)

    assert desk.window.retry_button.text() == "重试"
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    assert QLocale().language() == QLocale.Language.Chinese
    running = QCoreApplication.translate("questions", "%n transfer(s) are still running.", "", 3)
    assert running == "还有 3 个传输正在进行。"


def test_english_counts_one_and_many(qapp: QApplication) -> None:
    said = [QCoreApplication.translate("EventList", "%n event(s) are listed.", "", count) for count in (0, 1, 2)]
    assert said == ["0 events are listed.", "1 event is listed.", "2 events are listed."]


def test_what_is_remembered_is_a_language_or_the_desktop_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PTP_LANGUAGE", raising=False)
    settings = Settings(tmp_path / "window.ini")
    assert settings.language == "system"
    settings.language = "zh_CN"
    assert Settings(tmp_path / "window.ini").language == "zh_CN"
    assert language_of_window(None, settings.language) == "zh_CN"
    assert language_of_window("en", settings.language) == "en"
    settings.language = "tlh"
    assert settings.language == "system"


def test_a_language_that_is_chosen_ends_nothing(desk: Desk, files: list[Path], qapp: QApplication) -> None:
    server = desk.start()
    desk.send(files[0]).tell(TransferState.DONE)
    sent = desk.send(files[1])
    sent.tell(TransferState.TRANSFERRING, bytes_acknowledged=300)
    coming, offer = server.offer()
    desk.qtbot.waitUntil(lambda: desk.window.offers.isVisible())
    desk.fill_in(files[2], address="192.0.2.8")
    before, code = desk.session, desk.session.engine.code.current()
    rows = desk.window.transfers.numbers()
    desk.settings.language = "zh_CN"
    before.preferences.language_chosen.emit()
    desk.qtbot.waitUntil(lambda: desk.closed)
    assert before.reopens

    # What happens between the windows is told to the second.
    sent.tell(TransferState.TRANSFERRING, bytes_acknowledged=600)
    speak(qapp, "zh_CN")
    try:
        desk.go_on()
    finally:
        speak(qapp, ENGLISH)
    window = desk.window
    assert (server.closed, sent.cancelled, len(desk.parts.servers)) == (False, False, 1)
    assert window.receive_page.address_texts()
    assert window.receive_page.code_display.code() == code
    assert window.transfers.numbers() == rows
    row = window.transfers.row(sent.transfer_id)
    assert row is not None
    desk.qtbot.waitUntil(lambda: row.snapshot.bytes_acknowledged == 600)
    request = window.send_page.request()
    assert request is not None
    assert (request.paths, request.address_texts) == ((files[2],), ("192.0.2.8",))
    assert window.retry_button.text() == "重试"
    assert window.offers.isVisible()
    window.offers.accept_button.click()
    assert offer.wait(0) is not None
    sent.tell(TransferState.DONE)
    coming.tell(TransferState.TRANSFERRING)
    desk.qtbot.waitUntil(lambda: [one.transfer_id for one in desk.session.running()] == [coming.transfer_id])


def test_another_language_opens_the_window_anew(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("PTP_LANGUAGE", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "0|&Send|发送(&S)|1|1", done.stderr
