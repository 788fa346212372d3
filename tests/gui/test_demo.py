"""The demonstration: a real transfer to itself, pictures of every page, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import demo
from app.cli.window_options import WindowCommand
from app.demo import Demonstration
from app.theme import Theme
from ptp_core.errors import DestinationError
from ptp_core.transfer.snapshot import TransferState

# Each picture takes a while: some of those that are taken.
PAGES = ["start", "offer", "during-sequence", "during-receive", "during-laboratory", "done"]


@pytest.fixture(autouse=True)
def small_and_fast(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    monkeypatch.setattr(demo, "DEMO_BYTES", 1_000_000)
    # Long enough that the window, which draws pictures meanwhile, hears of the middle on a busy machine too.
    faults = replace(demo.DEMO_VALUES.faults, delay_s=0.001, rate_bps=5e6)
    monkeypatch.setattr(demo, "DEMO_VALUES", replace(demo.DEMO_VALUES, faults=faults))
    monkeypatch.setattr(demo, "_SETTLE_MS", 20)
    monkeypatch.setattr(demo, "_DURING", [view for view in demo._DURING if view.name in PAGES])
    monkeypatch.setattr(demo, "_ANSWER_AFTER_MS", 100)
    yield
    Theme.of_application().prefer(None)


def test_the_file_arrives_and_every_page_is_pictured(tmp_path: Path, qtbot: QtBot) -> None:
    pictures = tmp_path / "pictures"
    demonstration = Demonstration(WindowCommand(demo=True, screenshots_directory=pictures))
    session = demonstration.session
    closed: list[bool] = []
    session.closed.connect(lambda: closed.append(True))
    session.start()
    demonstration.start()
    expected = sorted(f"{name}-{scheme}.png" for name in PAGES for scheme in ("light", "dark"))
    qtbot.waitUntil(lambda: sorted(path.name for path in pictures.iterdir()) == expected, timeout=20_000)
    assert [snapshot.state for snapshot in session.window.transfers.snapshots()] == [TransferState.DONE] * 2
    qtbot.wait(50)
    for path in pictures.iterdir():
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1280, 800)
    session.shut_down()
    qtbot.waitUntil(lambda: bool(closed))
    demonstration.close()
    session.window.deleteLater()
    assert demonstration.status == 0
    assert not demonstration.folder.exists()


def test_it_quits_by_itself_in_mid_transfer_without_a_question(qtbot: QtBot) -> None:
    demonstration = Demonstration(WindowCommand(demo=True, quit_after_s=0.6))
    closed: list[bool] = []
    demonstration.session.closed.connect(lambda: closed.append(True))
    demonstration.session.start()
    demonstration.start()
    qtbot.waitUntil(lambda: bool(closed))
    demonstration.close()
    demonstration.session.window.deleteLater()
    assert demonstration.status == 0
    assert not demonstration.folder.exists()


def test_pictures_that_cannot_be_saved_are_said_before_anything_begins(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(DestinationError, match="cannot be saved"):
        Demonstration(WindowCommand(demo=True, screenshots_directory=blocked / "pictures"))
