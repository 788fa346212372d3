from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.theme import LINE_CONTRAST, TEXT_CONTRAST, Meaning, Scheme, Theme, contrast, icon_names, tabular
from app.widgets.icon_button import IconButton


@pytest.fixture
def theme(qtbot: QtBot) -> Iterator[Theme]:
    shared = Theme.of_application()
    yield shared
    shared.prefer(None)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("meaning", Meaning)
def test_lines_and_texts_have_contrast_in_both_schemes(theme: Theme, scheme: Scheme, meaning: Meaning) -> None:
    theme.prefer(scheme)
    for background in (theme.surfaces.surface, theme.surfaces.window):
        assert contrast(theme.line(meaning), QColor(background)) >= LINE_CONTRAST
        assert contrast(theme.text(meaning), QColor(background)) >= TEXT_CONTRAST


@pytest.mark.parametrize("scheme", Scheme)
def test_plain_texts_have_contrast(theme: Theme, scheme: Scheme) -> None:
    theme.prefer(scheme)
    for background in (theme.surfaces.surface, theme.surfaces.window, theme.surfaces.selected):
        assert contrast(QColor(theme.surfaces.text), QColor(background)) >= 7
        assert contrast(QColor(theme.surfaces.muted), QColor(background)) >= TEXT_CONTRAST


def test_colours_stay_distinct_after_fitting(theme: Theme) -> None:
    for scheme in Scheme:
        theme.prefer(scheme)
        assert len({theme.line(meaning).name() for meaning in Meaning}) == len(Meaning)


def test_change_of_scheme_is_told_once(qtbot: QtBot, theme: Theme) -> None:
    theme.prefer(Scheme.LIGHT)
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.prefer(Scheme.DARK)
    with qtbot.assertNotEmitted(theme.changed):
        theme.prefer(Scheme.DARK)


def test_no_preference_goes_back_to_the_system(theme: Theme) -> None:
    theme.prefer(None)
    system = theme.scheme
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        theme.prefer(scheme)
        assert theme.scheme is scheme
        theme.prefer(None)
        assert theme.scheme is system


def test_the_palette_goes_with_the_scheme(theme: Theme) -> None:
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        theme.prefer(scheme)
        window = QApplication.palette().color(QPalette.ColorRole.Window)
        assert (window.lightness() < 128) == (scheme is Scheme.DARK)


def test_there_is_one_theme_for_the_application(theme: Theme) -> None:
    assert Theme.of_application() is theme


def test_every_icon_draws_something_in_its_colour(theme: Theme) -> None:
    names = icon_names()
    assert {"send", "receive", "cancel", "folder", "copy", "error"} <= set(names)
    for name in names:
        image = theme.icon(name, QColor("#ff0000")).pixmap(32, 32).toImage()
        reds = sum(
            image.pixelColor(x, y).red() > 200 and image.pixelColor(x, y).alpha() > 200
            for x in range(image.width())
            for y in range(image.height())
        )
        assert reds > 10, name


def test_unknown_icon_names_the_valid_ones(theme: Theme) -> None:
    with pytest.raises(ValueError, match=r"no icon 'sned'.*send"):
        theme.icon("sned")


def test_style_sheets_have_every_name_replaced(theme: Theme) -> None:
    for entry in resources.files("resources").joinpath("styles").iterdir():
        if entry.name.endswith(".qss"):
            sheet = theme.style_sheet(entry.name.removesuffix(".qss"))
            assert "@" not in sheet
            assert re.search(r"#[0-9a-f]{6}", sheet)


def test_tabular_figures_have_one_width(theme: Theme, qtbot: QtBot) -> None:
    metrics = QFontMetricsF(tabular(QFont("DejaVu Sans", 10)))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_icon_button_has_a_name_and_an_escaped_tooltip(qtbot: QtBot) -> None:
    button = IconButton("remove", "Remove <b>x</b>")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Remove <b>x</b>"
    assert "<b>" not in button.toolTip()
    assert not button.icon().isNull()
