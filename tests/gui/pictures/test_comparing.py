"""What the comparison of pictures finds, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.gui.pictures.comparing import (
    OTHER_FONTS,
    SAME_FONTS,
    SAME_LETTERS,
    Pixels,
    differ,
    in_colours_of,
    picture_of_difference,
    pixels,
    save,
)

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture
def shown() -> Pixels:
    """The first page, as it is in the repository."""
    return pixels(QImage(str(EXPECTED / "en-light-100-send.png")))


def test_what_was_saved_is_found_again_exactly(shown: Pixels, tmp_path: Path) -> None:
    fine = np.clip(shown.astype(np.int16) + np.arange(shown.shape[1])[None, :, None] % 3, 0, 255).astype(np.uint8)
    save(fine, tmp_path / "picture.png")
    saved = QImage(str(tmp_path / "picture.png"))
    difference = differ(pixels(saved), in_colours_of(fine, saved), SAME_LETTERS)
    assert (difference.mean, difference.share) == (0.0, 0.0)
    assert (tmp_path / "picture.png").stat().st_size < 60_000


def test_letters_that_are_drawn_otherwise_are_no_change_of_the_look(shown: Pixels) -> None:
    softer = (shown.astype(np.uint16) + np.roll(shown, 1, axis=1)) // 2
    assert differ(shown, softer.astype(np.uint8), SAME_FONTS).fits(SAME_FONTS)


def test_buttons_that_are_gone_are_one(shown: Pixels) -> None:
    changed = shown.copy()
    height, width, _ = changed.shape
    changed[height // 3 : height // 2, width // 5 : width // 2] = 255
    for tolerance in (SAME_LETTERS, SAME_FONTS):
        assert not differ(shown, changed, tolerance).fits(tolerance)


def test_the_other_theme_is_one_with_any_font(shown: Pixels) -> None:
    assert not differ(shown, 255 - shown, OTHER_FONTS).fits(OTHER_FONTS)


def test_another_size_is_told_as_such(shown: Pixels) -> None:
    difference = differ(shown, shown[:-2], SAME_LETTERS)
    assert not difference.fits(SAME_LETTERS)
    assert " where there were " in str(difference)
    assert picture_of_difference(shown, shown[:-2]).width() > 3 * shown.shape[1]
