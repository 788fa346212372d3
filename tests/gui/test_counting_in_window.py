"""A chosen folder says how much it holds, once that is counted, beside the window and only while it is chosen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from app.controllers import counting
from ptp_core.transfer.source.walking import RootSource, Totals, count
from tests.gui.desk import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    for name in ("a", "b", "deep/c"):
        (folder / name).write_bytes(bytes(1000))
    return folder


def chips(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.send_page.findChildren(QLabel) if not label.isHidden()]


def test_a_folder_is_counted_beside_the_window(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_count, threads = threading.Event(), []

    def slowly(roots: Sequence[RootSource], **how: Any) -> Totals:
        threads.append(threading.current_thread().name)
        may_count.wait(5)
        return count(roots, **how)

    monkeypatch.setattr(counting, "count", slowly)
    desk.start()
    desk.window.send_page.add_files([folder])
    assert "counting…" in chips(desk)
    may_count.set()
    desk.qtbot.waitUntil(lambda: "3 files, 3 kB" in chips(desk))
    assert threads == ["ptp-window-counting"]


def test_what_is_let_go_of_is_counted_no_longer(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    def endlessly(_roots: Sequence[RootSource], *, limit_s: float, stop: Any) -> Totals:
        waited = threading.Event()
        while not stop():
            waited.wait(0.01)
        ended.append(limit_s)
        return Totals(1, 1, False)

    monkeypatch.setattr(counting, "count", endlessly)
    desk.start()
    page = desk.window.send_page
    page.add_files([folder, folder / "deep"])
    page.clear_files()
    desk.qtbot.waitUntil(lambda: len(ended) == 2)
    monkeypatch.setattr(counting, "count", lambda roots, **how: Totals(312, 18_000_000, False))
    page.add_files([folder])
    desk.qtbot.waitUntil(lambda: "at least 312 files, 18.0 MB" in chips(desk))
