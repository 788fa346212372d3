"""The picture of both buffers, and the dial of the one timer."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.theme import Meaning, Theme
from app.views.buffer_map import BufferMap
from app.views.buffer_picture import (
    ACKNOWLEDGED,
    HOLES,
    IN_FLIGHT,
    IN_ORDER,
    LOST,
    OUT_OF_ORDER,
    READ,
    SENT_AGAIN,
    WAITING,
    receive_picture,
    send_picture,
)
from app.views.buffers_view import BuffersView
from app.views.timer_dial import TimerDial
from app.views.viewing import Viewing
from ptp_core.record.model.buffers import ReceiveBuffer, SendBuffer
from ptp_core.record.model.moments import TimerState, timer_at
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.transport.event_kinds import EventKind

# Ten segments of 500 bytes are out: the first is lost, the second went again, the third has arrived.
SENT = SendBuffer(
    first=1000,
    unacknowledged=11_000,
    next=16_000,
    written=18_000,
    acknowledged=((12_000, 12_500),),
    in_flight=((12_500, 16_000),),
    sent_again=((11_500, 12_000),),
    lost=((11_000, 11_500),),
    window_stop=21_000,
    congestion_window_bytes=5000,
)
TAKEN = ReceiveBuffer(
    first=1000,
    read=10_000,
    next=11_000,
    out_of_order=((12_000, 12_500),),
    holes=((11_000, 12_000),),
    window_stop=21_000,
)


def test_each_byte_of_the_send_buffer_has_the_colour_of_what_it_is(qtbot: QtBot) -> None:
    widget = BufferMap("Send buffer")
    qtbot.addWidget(widget)
    widget.resize(1000, widget.sizeHint().height())
    widget.show_picture(send_picture(SENT), "")
    image = widget.grab().toImage()
    theme = Theme.of_application()
    for byte, style in (
        (10_250, LOST),
        (10_750, SENT_AGAIN),
        (11_250, ACKNOWLEDGED),
        (13_000, IN_FLIGHT),
        (16_000, WAITING),
    ):
        x = widget.x_of(byte)
        assert widget.colour_at(x) == theme.fill(style.meaning), style.words
        column = {image.pixelColor(int(x) + 2, y).name() for y in range(image.height())}
        assert theme.fill(style.meaning).name() in column, f"{style.words} is painted"
    assert widget.colour_at(widget.x_of(17_500)) is None, "nothing is there yet"


def test_the_same_can_be_read(qtbot: QtBot) -> None:
    widget = BufferMap("Send buffer")
    qtbot.addWidget(widget)
    widget.show_picture(send_picture(SENT), "")
    assert widget.accessibleDescription() == (
        "Send buffer: in flight 4 kB, sent again 500 B, lost 500 B, waiting 2 kB. "
        "oldest unacknowledged 10\u202f000, next to be sent 15\u202f000. "
        "congestion window 5 kB, receiver's window 10 kB."
    )
    widget.show_picture(None, "Nothing has been sent yet.")
    assert widget.accessibleDescription() == "Send buffer: Nothing has been sent yet."
    assert widget.colour_at(10) is None


def test_the_receive_buffer_has_its_holes() -> None:
    picture = receive_picture(TAKEN)
    assert [(part.style, part.start, part.stop) for part in picture.parts][-3:] == [
        (IN_ORDER, 9_000, 10_000),
        (HOLES, 10_000, 11_000),
        (OUT_OF_ORDER, 11_000, 11_500),
    ]
    assert picture.parts[0].style is READ
    assert [(edge.words, edge.at) for edge in picture.edges] == [
        ("next to be read", 9_000),
        ("next expected", 10_000),
    ]


def test_the_window_moves_through_a_picture_that_stands_still() -> None:
    pictures = [
        send_picture(
            SendBuffer(
                first=0, unacknowledged=start, next=start + 5000, written=100_000, acknowledged=(),
                in_flight=((start, start + 5000),), sent_again=(), lost=(), window_stop=0, congestion_window_bytes=5000,
            )
        )
        for start in range(0, 50_000, 500)
    ]  # fmt: skip
    assert len({(picture.low, picture.high) for picture in pictures}) < 15
    for picture in pictures:
        start, stop = picture.edges[0].at, picture.edges[1].at
        assert picture.low <= start
        assert stop <= picture.high
        assert (stop - start) * 6 > picture.high - picture.low, "what is on its way is large enough to be seen"


def test_the_view_shows_what_the_model_has_at_the_moment(qtbot: QtBot, viewing: Viewing, lesson: Recording) -> None:
    view = BuffersView(viewing)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.show()
    assert "appears here" in view.description()
    viewing.show(lesson)
    expired = next(lesson.list_events(kinds=(EventKind.TIMER_EXPIRED,)))
    viewing.seek(expired.time_s - 0.005)
    assert view.send.picture is not None
    assert view.receive.picture is not None
    assert view.send.picture.size(IN_FLIGHT) > 0
    assert view.receive.picture.size(HOLES) > 0
    assert (view.send.picture.low, view.send.picture.high) == (view.receive.picture.low, view.receive.picture.high)
    assert "The timer runs" in view.description()
    viewing.seek(expired.time_s)
    lost_or_again = view.send.picture.size(LOST) + view.send.picture.size(SENT_AGAIN)
    assert lost_or_again > 0
    assert "RULE R6.4" in view.description()


def test_one_sides_recording_says_where_the_other_buffer_is_to_be_seen(qtbot: QtBot, viewing: Viewing) -> None:
    recording = Recording(About(connection="c"))
    Recorder(recording, Side.SENDER).note(0.0, "begins")
    view = BuffersView(viewing)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.show()
    viewing.show(recording)
    assert "Nothing has been sent yet" in view.send.description()
    assert "seen at the receiver only" in view.receive.description()


@pytest.mark.parametrize(("left_s", "filled"), [(0.2, 1.0), (0.1, 0.5), (0.05, 0.25)])
def test_the_dial_runs_down(qtbot: QtBot, lesson: Recording, left_s: float, filled: float) -> None:
    event = next(lesson.list_events(kinds=(EventKind.TIMER_STARTED,)))
    dial = TimerDial()
    qtbot.addWidget(dial)
    dial.resize(dial.sizeHint())
    dial.show_state(TimerState(event=event, since_s=1.0, runs_for_s=0.2, left_s=left_s))
    image = dial.grab().toImage()
    colour = Theme.of_application().fill(Meaning.TIMEOUT).name()
    side = 54
    count = sum(image.pixelColor(x, y).name() == colour for x in range(side) for y in range(side))
    circle = 3.14159 / 4 * 50**2
    assert count / circle == pytest.approx(filled, abs=0.08)
    assert dial.lines()[0] == "The timer runs"
    assert dial.lines()[1:3] == ["since 1.000 s", "runs out at 1.200 s"]


def test_the_dial_says_when_the_timer_is_off_or_ran_out(qtbot: QtBot, lesson: Recording) -> None:
    dial = TimerDial()
    qtbot.addWidget(dial)
    assert dial.lines() == ["The timer is off."]
    dial.show_state(timer_at(lesson, lesson.stop_s))
    assert dial.lines()[0] == "The timer is off"
    expired = next(lesson.list_events(kinds=(EventKind.TIMER_EXPIRED,)))
    dial.show_state(TimerState(event=expired))
    assert dial.description() == f"The timer ran out, at {expired.time_s:.3f} s."
