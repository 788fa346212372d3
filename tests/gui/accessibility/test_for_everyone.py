"""What one needs no sharp eyes, no colours and no patience for: contrast, patterns besides colours, no motion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.theme import LINE_CONTRAST, SURFACES, TEXT_CONTRAST, Meaning, Scheme, Theme, contrast
from app.views.event_marks import MARKS
from app.views.live_view import LiveView
from app.views.viewing import Viewing
from ptp_core.record.model.series import SERIES

ROOT = Path(__file__).resolve().parents[3]
# Machado, Oliveira and Fernandes, 2009, severity 1: what red, green and blue light become.
BLINDNESSES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
# CIE 1976: what is nearer is told apart by its pattern, if at all.
NEAR = 8.0


@pytest.fixture
def theme(qtbot: QtBot) -> Iterator[Theme]:
    shared = Theme.of_application()
    yield shared
    shared.prefer(None)


def rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        lines = (line.partition(":") for line in body.split(";") if ":" in line)
        yield selector.strip(), {name.strip(): value.strip() for name, _, value in lines}


@pytest.mark.parametrize("scheme", Scheme)
def test_letters_of_the_style_sheet_have_contrast_on_what_lies_beneath(theme: Theme, scheme: Scheme) -> None:
    theme.prefer(scheme)
    surfaces = SURFACES[scheme]
    beneath_all = (surfaces.window, surfaces.surface)
    found = 0
    for selector, declared in rules(theme.style_sheet("window")):
        colour = re.fullmatch(r"#[0-9a-f]{6}", declared.get("color", ""))
        own = re.search(r"#[0-9a-f]{6}", declared.get("background", declared.get("background-color", "")))
        if colour is None or ":disabled" in selector:
            continue
        found += 1
        for beneath in (own[0],) if own is not None else beneath_all:
            assert contrast(QColor(colour[0]), QColor(beneath)) >= TEXT_CONTRAST, (selector, colour[0], beneath)
    assert found


@pytest.mark.parametrize("scheme", Scheme)
def test_what_is_said_in_a_selected_row_can_be_read(theme: Theme, scheme: Scheme) -> None:
    theme.prefer(scheme)
    selected = QColor(theme.surfaces.selected)
    for meaning in Meaning:
        assert contrast(theme.text(meaning), selected) >= TEXT_CONTRAST, meaning
        assert contrast(theme.line(meaning), selected) >= LINE_CONTRAST, meaning


@pytest.mark.parametrize("scheme", Scheme)
def test_the_edge_of_a_field_can_be_seen(scheme: Scheme) -> None:
    surfaces = SURFACES[scheme]
    for beneath in (surfaces.window, surfaces.surface):
        assert contrast(QColor(surfaces.field), QColor(beneath)) >= LINE_CONTRAST


def test_curves_in_a_chart_and_marks_on_it_differ_without_colours(qtbot: QtBot) -> None:
    viewing = Viewing()
    view = LiveView(viewing)
    qtbot.addWidget(view)
    for plot in view.plots:
        dashes = [style.dashes for style in plot._styles.values()]
        assert len(set(dashes)) == len(dashes), plot.group
    symbols = [mark.symbol for mark in MARKS]
    assert len(set(symbols)) == len(symbols)
    viewing.close()


@pytest.mark.parametrize("blindness", BLINDNESSES)
@pytest.mark.parametrize("scheme", Scheme)
def test_colours_of_one_chart_stay_apart_for_who_sees_them_otherwise(
    theme: Theme, blindness: str, scheme: Scheme
) -> None:
    theme.prefer(scheme)
    seen = {meaning: lab(theme.line(meaning), np.array(BLINDNESSES[blindness])) for meaning in Meaning}
    charts: dict[object, set[Meaning]] = {}
    for series in SERIES.values():
        charts.setdefault((series.group, series.unit), set()).add(series.meaning)
    for chart, meanings in charts.items():
        for one, other in combinations(meanings, 2):
            assert float(np.linalg.norm(seen[one] - seen[other])) >= NEAR, (chart, one, other)


def lab(colour: QColor, seen_as: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[
    tuple[int], np.dtype[np.float64]
]:
    """CIE 1976 L*a*b*, D65, of what somebody sees."""
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    linear = np.clip(seen_as @ linear, 0.0, 1.0)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratios = to_xyz @ linear / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(ratios > 0.008856, np.cbrt(ratios), 7.787 * ratios + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_nothing_moves_by_itself() -> None:
    """So there is nothing that a wish for less motion would have to stop. Who brings in an animation asks the platform
    for that wish, and this test for another line."""
    moving = re.compile(r"Q(Property|Variant|Sequential|Parallel)Animation|QMovie|QTimeLine|setRange\(0, 0\)")
    sources = [*(ROOT / "app").rglob("*.py"), *resources.files("resources").joinpath("styles").iterdir()]
    found = {str(path) for path in sources if moving.search(path.read_text("utf-8"))}
    assert not found
