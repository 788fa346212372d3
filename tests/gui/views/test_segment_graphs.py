"""The graphs of single segments: where a recording's events are drawn, what a click chooses, and pictures of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.theme import Scheme, Theme
from app.views.canvas import Canvas
from app.views.drawing import clipped
from app.views.exporting import save_picture
from app.views.graph_tab import GraphTab
from app.views.space_time_diagram import ARROWS_MOST, SpaceTimeDiagram
from app.views.time_sequence_graph import TimeSequenceGraph
from app.views.viewing import Chosen, Viewing
from ptp_core.errors import DestinationError
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.model.segments import SegmentId
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import SegmentDirection, SegmentTrace
from tests.unit.record.recordings import by_hand


@pytest.fixture
def viewing(qtbot: QtBot) -> Iterator[Viewing]:
    made = Viewing()
    made.show(by_hand())
    made.look_at(0.9, 1.9)
    yield made
    made.close()


SIZE = QSize(900, 600)


def shown(qtbot: QtBot, graph: Canvas, size: QSize = SIZE) -> Canvas:
    graph.resize(size)
    qtbot.addWidget(graph)
    graph.show()
    return graph


def sequence(qtbot: QtBot, viewing: Viewing) -> TimeSequenceGraph:
    graph = TimeSequenceGraph(viewing)
    shown(qtbot, graph)
    return graph


def diagram(qtbot: QtBot, viewing: Viewing) -> SpaceTimeDiagram:
    graph = SpaceTimeDiagram(viewing)
    shown(qtbot, graph)
    return graph


def click(graph: Canvas, place: QPointF) -> None:
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=place.toPoint())


def differs(graph: Canvas, place: QPointF) -> bool:
    """Whether anything is drawn at a place."""
    image = graph.grab().toImage()
    at = place.toPoint()
    around = [QPoint(at.x() + dx, at.y()) for dx in (-1, 0, 1)]
    return any(image.pixelColor(point).name() != graph.surfaces.surface for point in around)


def test_a_segment_is_a_bar_at_its_time_and_its_bytes(viewing: Viewing, qtbot: QtBot) -> None:
    graph = sequence(qtbot, viewing)
    plot = graph.plot_area(graph.rect())
    low, high = graph.heights()
    assert low < 1000 < 3500 < high
    assert graph.place_of(0.9) == plot.left()
    assert graph.place_of_byte(high) < graph.place_of_byte(low)
    # Bytes that no axis line and no acknowledgement goes through.
    for time_s, byte in ((1.0, 1310), (1.2, 2740), (1.6, 1810), (1.1, 1870)):
        assert differs(graph, QPointF(graph.place_of(time_s), graph.place_of_byte(byte)))
    assert not differs(graph, QPointF(graph.place_of(1.35), graph.place_of_byte(3310)))


def test_of_a_train_the_segment_under_the_mouse_is_chosen_and_marked_in_the_other(
    viewing: Viewing, qtbot: QtBot
) -> None:
    graph, arrows = sequence(qtbot, viewing), diagram(qtbot, viewing)
    click(graph, QPointF(graph.place_of(1.2), graph.place_of_byte(2750)))
    assert viewing.chosen is not None
    assert viewing.chosen.packet == 5
    assert [(event.start, event.stop) for event in graph.marked()] == [(2500, 3000)]
    assert arrows.marked() == SegmentId(Side.SENDER, 5)
    graph.show_side(Side.RECEIVER)
    assert [(event.start, event.time_s) for event in graph.marked()] == [(2500, 1.25)]


def test_an_arrow_that_is_chosen_is_marked_in_the_graph(viewing: Viewing, qtbot: QtBot) -> None:
    graph, arrows = sequence(qtbot, viewing), diagram(qtbot, viewing)
    found = arrows.shown_arrows()
    assert found is not None
    again = next(arrow for arrow in found if arrow.cause)
    click(arrows, arrows.ends(again).center())
    assert arrows.marked() == SegmentId(Side.SENDER, 7)
    (event,) = graph.marked()
    assert (event.kind, event.start) == (EventKind.SENT_AGAIN_TIMEOUT, 1500)
    answer = next(arrow for arrow in found if arrow.acknowledgement == 3500)
    click(arrows, arrows.ends(answer).center())
    assert graph.marked()[0].acknowledgement == 3500


def test_a_dropped_one_ends_on_its_way_and_the_time_out_is_told(viewing: Viewing, qtbot: QtBot) -> None:
    arrows = diagram(qtbot, viewing)
    plot = arrows.plot_area(arrows.rect())
    found = arrows.shown_arrows()
    assert found is not None
    (lost,) = (arrow for arrow in found if arrow.lost)
    assert plot.left() < arrows.ends(lost).x2() < plot.right()
    beside = QPointF(plot.left() - 20, arrows.place_of(1.6))
    assert "R6.4" in arrows.sentence_at(beside)
    assert differs(arrows, beside)


def test_hovering_tells_the_sentence_and_points_at_the_time(viewing: Viewing, qtbot: QtBot) -> None:
    graph = sequence(qtbot, viewing)
    place = QPointF(graph.place_of(1.6), graph.place_of_byte(1750))
    assert "Sent again because the timer had run out" in graph.sentence_at(place)
    assert graph.sentence_at(QPointF(graph.place_of(1.35), graph.place_of_byte(3300))) == ""
    QTest.mouseMove(graph, place.toPoint())
    qtbot.waitUntil(lambda: viewing.pointed_s is not None)
    assert viewing.pointed_s == pytest.approx(1.6, abs=0.01)


def test_one_zooms_and_pans_in_both_directions(viewing: Viewing, qtbot: QtBot) -> None:
    graph = sequence(qtbot, viewing)
    QTest.keyClick(graph, Qt.Key.Key_Plus)
    start_s, stop_s = viewing.range_s
    assert stop_s - start_s == pytest.approx(0.8)
    QTest.keyClick(graph, Qt.Key.Key_PageDown)
    assert viewing.range_s[0] > start_s
    graph.zoom_to(QRect(QPoint(round(graph.place_of(1.3)), 100), QPoint(round(graph.place_of(1.5)), 300)))
    assert viewing.range_s == pytest.approx((1.3, 1.5), abs=0.01)
    low, high = graph.heights()
    graph.zoom_across(0.5, QPointF(400, 300))
    assert graph.heights()[1] - graph.heights()[0] == pytest.approx((high - low) / 2)
    graph.show_everything()
    assert viewing.range_s == (0.0, 9.0)
    assert graph.heights()[0] < 1000


def many(count: int) -> Recording:
    recording = Recording(About(connection="many"), event_capacity=None)
    recorder = Recorder(recording, Side.SENDER)
    for at in range(count):
        recorder.segment(SegmentTrace(SegmentDirection.SENT, at * 0.001, "D", at * 500, 500, 1, at))
    recorder.ended()
    return recording


def test_too_many_arrows_are_counted_instead(viewing: Viewing, qtbot: QtBot) -> None:
    arrows = diagram(qtbot, viewing)
    viewing.show(many(4 * ARROWS_MOST))
    assert arrows.shown_arrows() is None
    assert not arrows.grab().isNull()
    assert arrows.nearest(QPointF(400, 300)) is None
    viewing.look_at(0.1, 0.2)
    found = arrows.shown_arrows()
    assert found
    assert all(arrow.estimated for arrow in found)


def test_zoomed_out_every_moment_still_has_its_bar(viewing: Viewing, qtbot: QtBot) -> None:
    graph = sequence(qtbot, viewing)
    viewing.show(many(4000))
    for share in (0.013, 0.5, 0.987):
        at_s = share * 4.0
        assert differs(graph, QPointF(graph.place_of(at_s), graph.place_of_byte(at_s * 500_000)))


def test_a_running_connections_side_is_found_once_it_is_known(viewing: Viewing, qtbot: QtBot) -> None:
    recording = Recording(About(connection="live"))
    graph, arrows = sequence(qtbot, viewing), diagram(qtbot, viewing)
    viewing.show(recording)
    assert not graph.grab().isNull()
    recorder = Recorder(recording, Side.RECEIVER)
    recorder.segment(SegmentTrace(SegmentDirection.RECEIVED, 5.0, "D", 100, 500, 1, 1))
    viewing.moved()
    qtbot.waitUntil(lambda: graph.side is Side.RECEIVER)
    assert len(arrows.shown_arrows() or ()) == 1


def test_what_is_gone_is_marked_nowhere(viewing: Viewing, qtbot: QtBot) -> None:
    graph = sequence(qtbot, viewing)
    viewing.choose(Chosen(10_000, Side.SENDER, 4))
    assert graph.marked() == []
    assert not graph.grab().isNull()
    QTest.keyClick(graph, Qt.Key.Key_Escape)
    assert viewing.chosen is None


def test_sides_are_offered_where_there_are_two(viewing: Viewing, qtbot: QtBot) -> None:
    tab = GraphTab(TimeSequenceGraph(viewing))
    qtbot.addWidget(tab)
    assert not tab.sides.isHidden()
    viewing.show(by_hand(sides=(Side.RECEIVER,)))
    assert tab.sides.isHidden()


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("kind", [TimeSequenceGraph, SpaceTimeDiagram])
def test_pictures_are_sound(kind: type[Canvas], scheme: Scheme, viewing: Viewing, qtbot: QtBot, tmp_path: Path) -> None:
    theme = Theme.of_application()
    theme.prefer(scheme)
    try:
        graph = shown(qtbot, kind(viewing), QSize(640, 400))
        png, svg = tmp_path / "g.png", tmp_path / "g.svg"
        save_picture(graph, png)
        save_picture(graph, svg)
    finally:
        theme.prefer(None)
    image = QImage(str(png))
    assert (image.width(), image.height()) == (1280, 800)
    root = ElementTree.parse(svg).getroot()
    assert root.attrib["viewBox"] == "0 0 640 400"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names & {"polyline", "path"}
    assert "image" not in names
    assert "text" in names


def test_a_picture_that_cannot_be_written_is_told(viewing: Viewing, qtbot: QtBot, tmp_path: Path) -> None:
    graph = sequence(qtbot, viewing)
    for name in ("g.png", "g.svg"):
        with pytest.raises(DestinationError):
            save_picture(graph, tmp_path / "gone" / name)


def test_lines_are_cut_at_the_edge_of_a_picture() -> None:
    area = QRectF(0, 0, 10, 10)
    assert clipped(QLineF(-10, 5, 20, 5), area) == QLineF(0, 5, 10, 5)
    assert clipped(QLineF(2, 2, 3, 3), area) == QLineF(2, 2, 3, 3)
    assert clipped(QLineF(-5, 20, 20, 20), area) is None
    assert clipped(QLineF(-5, 0, 5, -20), area) is None
