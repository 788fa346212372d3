from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.theme import Meaning, Scheme, Theme
from app.widgets.buffer_gauge import BufferGauge
from app.widgets.progress_bar import ThreeToneProgressBar


def colours(widget: QWidget) -> list[str]:
    """The colours along the widget's middle line, each once, from the left."""
    image: QImage = widget.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
    return list(dict.fromkeys(row))


def test_progress_bar_holds_files_far_over_4_gib(qtbot: QtBot) -> None:
    bar = ThreeToneProgressBar()
    qtbot.addWidget(bar)
    total = 2**63
    bar.set_progress(total, total // 2, total // 4, total // 8)
    assert bar.shares() == (0.5, 0.25, 0.125)
    assert "12 %" in bar.accessibleDescription()


def test_progress_bar_paints_three_tones_in_order(qtbot: QtBot) -> None:
    bar = ThreeToneProgressBar()
    qtbot.addWidget(bar)
    bar.resize(400, 16)
    bar.set_progress(100, 75, 50, 25)
    image = bar.grab().toImage()
    tones = [Meaning.WRITTEN, Meaning.ACKNOWLEDGED, Meaning.IN_FLIGHT]
    for quarter, meaning in enumerate(tones):
        part = {
            image.pixelColor(x, y).name() for x in range(quarter * 100 + 10, quarter * 100 + 90) for y in range(4, 12)
        }
        assert QColor(meaning.value).name() in part
        # The tones differ in pattern too: the first is plain, the others are striped.
        assert (len(part) == 1) == (meaning is Meaning.WRITTEN)
    rest = {image.pixelColor(x, 8).name() for x in range(310, 390)}
    assert not rest & {QColor(meaning.value).name() for meaning in tones}


def test_progress_bar_says_in_words_what_it_shows_and_clamps_nonsense(qtbot: QtBot) -> None:
    bar = ThreeToneProgressBar()
    qtbot.addWidget(bar)
    assert bar.accessibleDescription() == "Not started."
    assert bar.shares() == (0.0, 0.0, 0.0)
    bar.set_progress(1000, 5000, 4000, -3)
    assert bar.shares() == (1.0, 1.0, 0.0)
    bar.set_progress(4_200_000_000, 4_000_000_000, 3_000_000_000, 2_100_000_000)
    words = bar.accessibleDescription()
    assert "2.1 GB of 4.2 GB (50 %)" in words
    assert "Acknowledged: 3.0 GB" in words
    assert "Sent: 4.0 GB" in words
    assert "2.1 GB" in bar.toolTip()
    bar.set_progress(0, 0, 0, 0)
    assert bar.shares() == (1.0, 1.0, 1.0), "an empty file is complete"
    bar.clear()
    assert bar.shares() == (0.0, 0.0, 0.0)


def test_gauge_tells_fill_out_of_order_and_holes(qtbot: QtBot) -> None:
    gauge = BufferGauge("Receive buffer")
    qtbot.addWidget(gauge)
    assert gauge.text() == "not in use"
    gauge.set_level(4_000_000, 16_000_000, out_of_order_bytes=800_000, holes=[(0, 200_000), (500_000, 600_000)])
    words = gauge.accessibleDescription()
    assert "25 % full" in words
    assert "4.0 MB of 16.0 MB" in words
    assert "800 kB out of order" in words
    assert "300 kB missing" in words
    gauge.resize(400, 40)
    image = gauge.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert QColor(Meaning.OUT_OF_ORDER.value).name() in seen
    assert Theme.of_application().line(Meaning.TIMEOUT).name() in seen, "holes are marked"
    gauge.clear()
    assert gauge.text() == "not in use"


def test_gauge_clamps_what_the_engine_cannot_mean(qtbot: QtBot) -> None:
    gauge = BufferGauge("Send buffer")
    qtbot.addWidget(gauge)
    gauge.set_level(2**70, 2**65, out_of_order_bytes=2**72)
    assert "100 % full" in gauge.accessibleDescription()
    gauge.set_level(-5, -5)
    assert gauge.text() == "not in use"
    gauge.grab()


def test_bars_follow_the_scheme(qtbot: QtBot) -> None:
    theme = Theme.of_application()
    bar = ThreeToneProgressBar()
    qtbot.addWidget(bar)
    bar.resize(200, 16)
    try:
        theme.prefer(Scheme.LIGHT)
        light = colours(bar)
        theme.prefer(Scheme.DARK)
        assert colours(bar) != light
    finally:
        theme.prefer(None)


def test_what_broke_off_has_no_tone_of_one_that_is_done(qtbot: QtBot) -> None:
    bar = ThreeToneProgressBar()
    qtbot.addWidget(bar)
    bar.resize(400, 16)
    bar.set_progress(100, 100, 100, 100)
    done = QColor(Meaning.WRITTEN.value).name()
    assert done in colours(bar)
    bar.show_end(Meaning.TIMEOUT)
    assert done not in colours(bar)
    assert QColor(Meaning.TIMEOUT.value).name() in colours(bar)
    bar.show_end(None)
    assert done in colours(bar), "it is tried again, and well"
