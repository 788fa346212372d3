"""The handbook: the same chapters in each language, pictures that are there, and links and keys that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.dialogs.handbook import Handbook, Pages
from app.exercises import shipped_exercise, shipped_names
from app.shortcuts import SHORTCUTS
from app.translations.catalogue import codes
from app.translations.linguist import read_source

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "handbook"
TEXTS = sorted(FOLDER.glob("*.md"))


def test_each_language_of_the_program_has_a_handbook() -> None:
    assert {text.stem for text in TEXTS} == {"en", *codes()}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_its_pictures_and_its_chapters_are_there(text: Path) -> None:
    words = text.read_text("utf-8")
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)", words)
    assert len(pictures) == 4
    for said, picture in pictures:
        assert said
        assert not QImage(str(FOLDER / picture)).isNull(), picture
    headings = re.findall(r"^## (.+)$", words, re.MULTILINE)
    listed = re.findall(r"^- \[(.+?)\]\(#(.+?)\)$", words, re.MULTILINE)
    assert [title for title, _ in listed] == headings
    assert [mark for _, mark in listed] == [heading.lower().replace(" ", "-") for heading in headings]
    assert len(headings) == 5


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_the_keys_that_it_names_do_something(text: Path) -> None:
    known = {key for shortcut in SHORTCUTS for key in shortcut.keys}
    named = re.findall(r"(?:Ctrl|Alt|Shift)\+(?:Shift\+)?[^\s)）。;；，,.]+|Ctrl\+,", text.read_text("utf-8"))  # noqa: RUF001
    assert len(named) >= 6
    arrows = {"Alt+↑": "Alt+Up", "Alt+↓": "Alt+Down"}
    assert {arrows.get(key, key) for key in named} <= known


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_what_it_quotes_of_the_window_is_written_there(text: Path) -> None:
    source = Path(FOLDER.parent / "translations" / "ptp_zh_CN.ts").read_text("utf-8")
    of_the_program = [
        translation.text.source if text.stem == "en" else translation.forms[0] for translation in read_source(source)
    ]
    of_the_program += [shipped_exercise(name).title[text.stem[:2]] for name in shipped_names()]
    labels = {re.sub(r"\(&?[A-Z]\)|&", "", each) for each in of_the_program}
    quoted = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)" if text.stem == "en" else r"“(.+?)”", text.read_text("utf-8"))
    assert len(quoted) > 15
    assert set(quoted) <= labels


def test_a_chapter_that_is_chosen_is_shown_and_pictures_fit(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    handbook = Handbook.show_beside(parent)
    assert Handbook.show_beside(parent) is handbook
    assert handbook.chapters.count() == 5
    assert handbook.pages.verticalScrollBar().value() == 0
    QTest.keyClick(handbook.chapters, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: handbook.pages.verticalScrollBar().value() > 0)
    handbook.resize(700, 600)
    picture = handbook.pages.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/send-en.png"))
    assert 0 < picture.deviceIndependentSize().width() <= handbook.pages.viewport().width()
    QTest.keyClick(handbook.chapters, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not parent.findChildren(Handbook))


def test_pages_have_no_picture_from_elsewhere(qtbot: QtBot) -> None:
    pages = Pages("## One\n![x](/etc/hostname) ![y](../exercises/none.png)\n")
    qtbot.addWidget(pages)
    assert pages.chapters() == ["One"]
