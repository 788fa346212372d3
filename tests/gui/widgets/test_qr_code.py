"""A QR code that a camera can read from any theme's screen."""

from __future__ import annotations

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.theme import Scheme, Theme
from app.widgets.qr_code import QrCode
from ptp_core.links.qr import QUIET_MODULES, qr_matrix

LINK = "ptp://192.168.178.34:7700#4-guitar-orbit"


def seen(widget: QrCode) -> list[list[bool]]:
    """The modules as they are on the screen, the quiet zone included; True for black, and nothing between."""
    image = widget.grab().toImage()
    count = len(qr_matrix(widget.text())) + 2 * QUIET_MODULES
    module = image.width() / count
    rows = []
    for y in range(count):
        colours = [image.pixelColor(int((x + 0.5) * module), int((y + 0.5) * module)) for x in range(count)]
        assert all(colour in (QColor("black"), QColor("white")) for colour in colours)
        rows.append([colour == QColor("black") for colour in colours])
    return rows


def test_it_is_black_on_white_with_its_quiet_zone_in_both_looks(qtbot: QtBot) -> None:
    widget = QrCode()
    qtbot.addWidget(widget)
    widget.set_text(LINK)
    widget.resize(widget.sizeHint())
    matrix = [list(row) for row in qr_matrix(LINK)]
    side = len(matrix) + 2 * QUIET_MODULES
    try:
        for scheme in Scheme:
            Theme.of_application().prefer(scheme)
            modules = seen(widget)
            inner = [row[QUIET_MODULES:-QUIET_MODULES] for row in modules[QUIET_MODULES:-QUIET_MODULES]]
            assert inner == matrix
            assert sum(map(sum, modules)) == sum(map(sum, matrix)), "nothing dark in the quiet zone"
    finally:
        Theme.of_application().prefer(None)
    assert widget.sizeHint().width() % side == 0
    assert LINK in widget.accessibleName()


def test_it_is_empty_without_a_text_and_for_one_too_long(qtbot: QtBot) -> None:
    widget = QrCode()
    qtbot.addWidget(widget)
    for text in ("", "x" * 5000):
        widget.set_text(LINK)
        widget.set_text(text)
        assert widget.text() == ""
        assert widget.sizeHint().isEmpty()
