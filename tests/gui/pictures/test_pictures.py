"""The look of every page, in both languages and both themes, at 100 and 200 %: a change of it is seen in review.

`make pictures` takes them anew, into `expected` beside this file; look at them before they are committed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.choices import Look
from app.language import speak
from app.settings import Settings
from app.theme import Scheme, Theme
from app.translations.catalogue import ENGLISH, codes
from tests.gui.desk import Desk
from tests.gui.pictures.comparing import (
    OTHER_FONTS,
    SAME_FONTS,
    SAME_LETTERS,
    differ,
    in_colours_of,
    letters,
    picture_of_difference,
    pixels,
    save,
)
from tests.gui.pictures.scenes import FOLDER, SCALES, nothing_by_chance, picture, scenes

ROOT: Final = Path(__file__).resolve().parents[3]
EXPECTED: Final = Path(__file__).parent / "expected"
# Not what is compared: what was found, and where it differs.
FOUND: Final = ROOT / "build" / "pictures"
RENEWED: Final = os.environ.get("PTP_PICTURES") == "renew"
LETTERS: Final = EXPECTED / "letters.txt"


@pytest.fixture
def font(qapp: QApplication) -> Iterator[QFont]:
    """The letters of the pictures, drawn as little by the rules of one computer as can be."""
    before = qapp.font()
    font = QFont(["DejaVu Sans", "Noto Sans CJK SC"])
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    qapp.setFont(font)
    yield font
    qapp.setFont(before)


@pytest.fixture
def dressed(qapp: QApplication, scheme: Scheme) -> Iterator[None]:
    """The program's own look, before there is a window to change, and no caret that blinks."""
    theme, flash_ms = Theme.of_application(), qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    theme.prefer(scheme)
    theme.apply()
    yield
    theme.prefer(None)
    qapp.setStyleSheet("")
    qapp.setCursorFlashTime(flash_ms)


@pytest.fixture
def own_zone() -> Iterator[None]:
    """The same time of day everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def desk(
    own_zone: None,
    font: QFont,
    dressed: None,
    language: str,
    scheme: Scheme,
    qapp: QApplication,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[Desk]:
    """A window of the test's language, with nothing in it by chance."""
    speak(qapp, language)
    # Not as the person of this computer writes dates.
    QLocale.setDefault(QLocale(language))
    settings = Settings(tmp_path / "window.ini")
    settings.look = Look(scheme.value)
    settings.save()
    with nothing_by_chance():
        made = Desk(tmp_path, qtbot)
        made.settings.folder = FOLDER
        known = made.session.nearby._known
        made.start()
        # Whom this computer knows is read behind the window, and would come over the pictures' computers.
        qtbot.waitUntil(lambda: made.session.nearby._known is not known)
        yield made
        made.end()
    speak(qapp, ENGLISH)


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("scheme", Scheme, ids=lambda scheme: scheme.value)
def test_every_page_looks_as_in_its_picture(
    desk: Desk, font: QFont, language: str, scheme: Scheme, tmp_path: Path
) -> None:
    tolerance = SAME_LETTERS
    if not RENEWED and letters(font) not in LETTERS.read_text("utf-8").split():
        tolerance = SAME_FONTS if set(font.families()) <= set(QFontDatabase.families()) else OTHER_FONTS
    changed = []
    for name, shown in scenes(desk, tmp_path):
        for scale in SCALES:
            file = f"{language}-{scheme.value}-{scale.percent}-{name}.png"
            found = pixels(picture(shown, scale))
            if RENEWED:
                save(found, EXPECTED / file)
                continue
            saved = QImage(str(EXPECTED / file))
            assert not saved.isNull(), f"there is no {EXPECTED / file}: make pictures"
            expected, found = pixels(saved), in_colours_of(found, saved)
            difference = differ(expected, found, tolerance)
            if not difference.fits(tolerance):
                FOUND.mkdir(parents=True, exist_ok=True)
                picture_of_difference(expected, found).save(str(FOUND / file))
                changed.append(f"{FOUND / file}: {difference}")
    if RENEWED:
        LETTERS.write_text(f"{letters(font)}\n", "utf-8")
    assert not changed, (
        "these look otherwise (what was, what is, and where they differ); if that is wanted, make pictures:\n"
        + "\n".join(changed)
    )
