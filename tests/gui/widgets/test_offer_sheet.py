from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.widgets.offer_sheet import OfferSheet
from ptp_core.config import ConflictPolicy
from ptp_core.transfer.offer import OfferAnswer
from tests.gui.widgets.samples import OFFER


@pytest.fixture
def sheet(qtbot: QtBot) -> OfferSheet:
    widget = OfferSheet()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def answers(sheet: OfferSheet) -> list[tuple[int, OfferAnswer]]:
    given: list[tuple[int, OfferAnswer]] = []
    sheet.answered.connect(lambda transfer_id, answer: given.append((transfer_id, answer)))
    return given


def test_an_offer_says_who_what_where_and_whether_it_fits(sheet: OfferSheet) -> None:
    assert not sheet.isVisible()
    sheet.add_offer(OFFER)
    assert sheet.isVisible()
    words = sheet.accessibleName()
    for part in ("studio-pc", "new to this computer", "acrobat banjo cedar", "scan.tiff", "4.2 GB", "9.0 GB free"):
        assert part in words
    assert "acrobat banjo cedar. " in words
    assert not sheet.conflict.isVisible()


@pytest.mark.parametrize(
    ("change", "title", "what"),
    [
        ({}, "a file", "scan.tiff, 4.2 GB"),
        ({"complete": False, "size_bytes": 0}, "a file", "scan.tiff, at least 0 B"),
        (
            {"roots": ("notes",), "folders": 1, "files": 312, "size_bytes": 18_000_000},
            "a folder",
            "notes: 1 folder (312 files in all), 18.0 MB",
        ),
        (
            {"roots": ("notes",), "folders": 1, "files": 312, "size_bytes": 18_000_000, "complete": False},
            "a folder",
            "notes: 1 folder (at least 312 files), at least 18.0 MB",
        ),
        (
            {"roots": ("a", "b"), "files": 2, "size_bytes": 9000},
            "2 files",
            "a, b: 2 files, 9 kB",
        ),
        (
            {"roots": ("a", "b", "notes", "c"), "folders": 1, "files": 3, "size_bytes": 120_000_000},
            "3 files and 1 folder",
            "a, b, notes and 1 more: 3 files and 1 folder (3 files in all), 120 MB",
        ),
    ],
)
def test_an_offer_says_files_and_folders_count_and_size(
    sheet: OfferSheet, change: dict[str, Any], title: str, what: str
) -> None:
    sheet.add_offer(replace(OFFER, **change))
    assert _bare(sheet._title.text()) == f"studio-pc wants to send you {title}"
    assert _bare(sheet._what.text()) == what


def test_another_folder_is_looked_at_for_every_name(
    sheet: OfferSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notes").mkdir()
    monkeypatch.setattr(OfferSheet, "ask_directory", classmethod(lambda _cls, _parent, _directory: tmp_path))
    sheet.add_offer(replace(OFFER, name="a and 1 more", roots=("a", "notes"), folders=1, size_bytes=10))
    assert not sheet.conflict.isVisible()
    sheet.choose_folder()
    assert sheet.conflict.isVisible()
    assert "There already: notes." in _bare(sheet.accessibleName())


def test_accept_gives_the_folder_and_closes_the_sheet(
    qtbot: QtBot, sheet: OfferSheet, answers: list[tuple[int, OfferAnswer]]
) -> None:
    sheet.add_offer(OFFER)
    QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert answers == [(7, OfferAnswer(accepted=True, directory=OFFER.directory))]
    assert not sheet.isVisible()
    assert sheet.pending() == 0


def test_always_and_decline(qtbot: QtBot, sheet: OfferSheet, answers: list[tuple[int, OfferAnswer]]) -> None:
    sheet.add_offer(OFFER)
    sheet.add_offer(replace(OFFER, transfer_id=8))
    QTest.mouseClick(sheet.always_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.decline_button, Qt.MouseButton.LeftButton)
    assert answers[0][1].always
    assert answers[0][1].accepted
    assert answers[1] == (8, OfferAnswer(accepted=False))


def test_a_taken_name_asks_what_to_do(qtbot: QtBot, sheet: OfferSheet, answers: list[tuple[int, OfferAnswer]]) -> None:
    sheet.add_offer(replace(OFFER, names_taken=("scan.tiff",)))
    assert sheet.conflict.isVisible()
    assert "There already: scan.tiff." in _bare(sheet.accessibleName())
    sheet.conflict.setCurrentIndex(sheet.conflict.findData(ConflictPolicy.OVERWRITE))
    QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert answers[0][1].on_conflict is ConflictPolicy.OVERWRITE
    sheet.add_offer(replace(OFFER, transfer_id=9, names_taken=("scan.tiff",)))
    assert sheet.conflict.currentData() is ConflictPolicy.RENAME, "one choice does not carry over to the next offer"


@pytest.mark.parametrize("policy", list(ConflictPolicy))
def test_the_sheet_begins_with_what_is_set_for_all(
    sheet: OfferSheet, answers: list[tuple[int, OfferAnswer]], policy: ConflictPolicy
) -> None:
    names = ("a", "b", "c", "d", "e")
    sheet.add_offer(replace(OFFER, names_taken=names, on_conflict=policy))
    assert "There already: a, b, c and 2 more." in _bare(sheet.accessibleName())
    sheet.accept_button.click()
    assert answers[0][1].on_conflict is (ConflictPolicy.RENAME if policy is ConflictPolicy.ASK else policy)


def test_what_does_not_fit_cannot_be_accepted(sheet: OfferSheet) -> None:
    sheet.add_offer(replace(OFFER, free_bytes=1_100_000_000))
    assert not sheet.accept_button.isEnabled()
    assert not sheet.always_button.isEnabled()
    assert sheet.decline_button.isEnabled()
    assert "4.2 GB needed, 1.1 GB free" in sheet.accessibleName()


def test_another_folder_is_looked_at_anew(
    qtbot: QtBot,
    sheet: OfferSheet,
    answers: list[tuple[int, OfferAnswer]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "scan.tiff").write_bytes(b"old")
    monkeypatch.setattr(OfferSheet, "ask_directory", classmethod(lambda _cls, _parent, _directory: tmp_path))
    sheet.add_offer(replace(OFFER, size_bytes=10, free_bytes=1))
    assert not sheet.accept_button.isEnabled()
    QTest.mouseClick(sheet.folder_button, Qt.MouseButton.LeftButton)
    assert sheet.accept_button.isEnabled()
    assert sheet.conflict.isVisible()
    QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert answers[0][1].directory == tmp_path


def test_a_folder_that_cannot_be_written_to_has_no_room(
    sheet: OfferSheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    monkeypatch.setattr(OfferSheet, "ask_directory", classmethod(lambda _cls, _parent, _directory: tmp_path))
    sheet.add_offer(replace(OFFER, size_bytes=10))
    sheet.choose_folder()
    assert not sheet.accept_button.isEnabled()


def test_a_withdrawn_offer_makes_room_for_the_next(sheet: OfferSheet) -> None:
    sheet.add_offer(OFFER)
    sheet.add_offer(OFFER)
    sheet.add_offer(replace(OFFER, transfer_id=8, peer_name="red-laptop"))
    assert sheet.pending() == 2
    sheet.withdraw(7)
    shown = sheet.shown()
    assert shown is not None
    assert shown.transfer_id == 8
    sheet.withdraw(8)
    assert not sheet.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_no_stray_key_answers(
    qtbot: QtBot, sheet: OfferSheet, answers: list[tuple[int, OfferAnswer]], key: Qt.Key
) -> None:
    sheet.add_offer(OFFER)
    QTest.keyClick(sheet, key)
    assert answers == []
    assert sheet.pending() == 1


def test_strangers_texts_are_plain(sheet: OfferSheet) -> None:
    sheet.add_offer(replace(OFFER, name="<img src=x>\u202egpj.exe", peer_name="<h1>me</h1>"))
    labels = [label for label in sheet.findChildren(QLabel) if "<" in label.text()]
    assert labels
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in sheet.accessibleName()


def _bare(text: str) -> str:
    """Without the marks that keep a stranger's text in its place."""
    return text.replace("\u2068", "").replace("\u2069", "")
