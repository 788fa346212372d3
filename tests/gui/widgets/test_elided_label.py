from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.formatting import isolated
from app.widgets.elided_label import ElidedLabel


def test_marks_of_direction_do_not_move_the_line_out_of_its_label(qtbot: QtBot) -> None:
    plain, marked = ElidedLabel("pg to gypsy"), ElidedLabel(f"pg to {isolated('gypsy', 80)}")
    for label in (plain, marked):
        qtbot.addWidget(label)
        label.resize(200, label.sizeHint().height())
    assert plain.grab().toImage() == marked.grab().toImage()
