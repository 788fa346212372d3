"""One window for all starts of the program, which meet at a Unix socket or at a port of the loopback network."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.cli.window_options import WindowCommand
from app.staying import meeting_places
from app.staying.calling import MAXIMUM_CALL_BYTES, Answer, Call, call_window
from app.staying.first_window import FirstWindow
from app.staying.meeting_places import LoopbackPort, MeetingPlace, UnixSocket, meeting_place
from ptp_core.links.link import parse_link

ROOT = Path(__file__).parents[3]
SOCKETS = "a Unix socket"
PORTS = "a port"
without_socket = pytest.mark.parametrize("way", [PORTS], indirect=True)
without_port = pytest.mark.parametrize("way", [SOCKETS], indirect=True)
# Main without Unix sockets, as on Windows.
PROGRAM = """
import sys
from app.staying import meeting_places
meeting_places._HAS_UNIX_SOCKETS = sys.argv.pop(1) == "with"
from app.entry import run
run()
"""


@pytest.fixture(params=[SOCKETS, PORTS])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the starts of the program meet."""
    chosen: str = request.param
    if chosen == SOCKETS and sys.platform == "win32":
        pytest.skip("Python has no such sockets on Windows")
    monkeypatch.setattr(meeting_places, "_HAS_UNIX_SOCKETS", chosen == SOCKETS)
    return chosen


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short name: a socket's address has little room."""
    with tempfile.TemporaryDirectory(prefix="ptp-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        yield Path(name)


@pytest.fixture
def place(runtime: Path, way: str) -> MeetingPlace:
    """Where this test's windows are called."""
    found = meeting_place()
    assert isinstance(found, UnixSocket if way == SOCKETS else LoopbackPort)
    assert found.path.is_relative_to(runtime)
    return found


@pytest.fixture
def first(qapp: object, place: MeetingPlace) -> Iterator[FirstWindow]:
    made = FirstWindow()
    assert made.claim(Call(WindowCommand()))
    yield made
    made.close()


def answer_to(qtbot: QtBot, call: Call, place: MeetingPlace) -> Answer:
    """What another start is told, while the window's loop runs."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(call_window(call, place)), name="ptp-test-caller")
    thread.start()
    qtbot.waitUntil(lambda: bool(answers))
    thread.join()
    return answers[0]


def test_a_second_start_hands_over_what_it_was_started_with(
    qtbot: QtBot, first: FirstWindow, place: MeetingPlace, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff odd"))
    command = WindowCommand(link=parse_link("ptp://192.0.2.7:7701#4-guitar-orbit"), paths=(tmp_path / "a.txt", odd))
    heard: list[Call] = []
    first.called.connect(heard.append)
    assert answer_to(qtbot, Call(command, "token"), place) is Answer.TAKEN
    assert heard == [Call(command, "token")]


def test_nobody_else_gets_in(first: FirstWindow, place: MeetingPlace) -> None:
    assert stat.S_IMODE(place.path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(place.path.parent.stat().st_mode) == 0o700


def test_a_place_that_another_person_could_reach_is_not_used(runtime: Path, way: str, tmp_path: Path) -> None:
    (runtime / "theirs").mkdir()
    (runtime / "ptp").symlink_to(runtime / "theirs")
    found = meeting_place(runtime / "data")
    assert found is not None
    assert found.path.parent == runtime / "data"
    (tmp_path / "data").symlink_to(runtime / "theirs")
    assert meeting_place(tmp_path / "data") is None


def test_a_folder_whose_name_is_too_long_for_a_socket_has_a_port(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert isinstance(meeting_place(tmp_path / ("long" * 40)), LoopbackPort)


def test_another_folder_for_the_data_is_another_window(place: MeetingPlace, tmp_path: Path) -> None:
    other = meeting_place(tmp_path / "other")
    assert other is not None
    assert other.path != place.path


def test_what_a_killed_program_left_is_no_obstacle(qtbot: QtBot, place: MeetingPlace) -> None:
    opening = place.open()
    opening.line.close()
    assert place.path.exists()
    assert call_window(Call(WindowCommand()), place) is Answer.NOBODY
    first = FirstWindow()
    assert first.claim(Call(WindowCommand()))
    # What is left goes; what another window has put there stays.
    opening.close()
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    first.close()
    assert not place.path.exists()
    assert call_window(Call(WindowCommand()), place) is Answer.NOBODY


def test_a_window_that_does_not_answer_keeps_nobody_from_opening_one(
    qtbot: QtBot, first: FirstWindow, place: MeetingPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.staying.calling._ANSWER_LIMIT_S", 0.1)
    second = FirstWindow()
    # Nothing runs the first one's loop.
    assert second.claim(Call(WindowCommand()))
    second.close()
    monkeypatch.undo()
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN, "the other one's door stays"


@without_socket
@pytest.mark.parametrize("content", ["", "nonsense", "{}", '{"port": 0, "secret": ""}', '{"port": 9, "secret": "00"}'])
def test_a_file_that_says_nothing_is_left_behind(qtbot: QtBot, place: MeetingPlace, content: str) -> None:
    place.path.write_text(content)
    place.path.chmod(0o644)
    first = FirstWindow()
    assert first.claim(Call(WindowCommand()))
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    first.close()


@without_socket
@pytest.mark.parametrize("manner", ["answers", "hangs up", "says nothing", "says a letter now and then"])
def test_a_stranger_at_the_port_of_a_killed_window_learns_nothing(
    qtbot: QtBot, place: MeetingPlace, manner: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.staying.calling._ANSWER_LIMIT_S", 0.3)
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        left = {"port": stranger.getsockname()[1], "secret": "00" * 32}
        place.path.write_text(json.dumps(left))
        stranger.settimeout(5.0)

        def be_strange() -> None:
            line, _ = stranger.accept()
            line.settimeout(0.05)
            with line, contextlib.suppress(OSError):
                if manner == "hangs up":
                    return
                if manner == "answers":
                    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                while True:
                    with contextlib.suppress(TimeoutError):
                        data = line.recv(4096)
                        heard.extend(data)
                        if not data:
                            return
                    if manner == "says a letter now and then":
                        line.sendall(b"x")

        thread = threading.Thread(target=be_strange, name="ptp-test-stranger")
        thread.start()
        first = FirstWindow()
        assert first.claim(Call(WindowCommand(paths=(tmp_path / "secret plan",))))
        thread.join()
    assert b"secret plan" not in heard
    assert heard.count(b"\n") <= 1, "more than a number that is used once"
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    first.close()


@without_socket
def test_who_does_not_know_the_secret_is_not_heard(qtbot: QtBot, first: FirstWindow, place: MeetingPlace) -> None:
    heard: list[Call] = []
    first.called.connect(heard.append)
    known = json.loads(place.path.read_text())
    wrong = LoopbackPort(place.path.with_name("wrong"))
    wrong.path.write_text(json.dumps({**known, "secret": "00" * 32}))
    assert answer_to(qtbot, Call(WindowCommand()), wrong) is Answer.NOBODY
    call = b'{"hidden":0,"link":null,"paths":[],"recordings":[],"activation":""}\n'
    with socket.create_connection(("127.0.0.1", known["port"])) as stranger:
        stranger.sendall(b"0" * 64 + b"\n" + b"0" * 64 + b"\n" + call)
        qtbot.waitUntil(lambda: _is_over(stranger))
    assert answer_to(qtbot, Call(WindowCommand(hidden=True)), place) is Answer.TAKEN
    assert heard == [Call(WindowCommand(hidden=True))]


def _is_over(line: socket.socket) -> bool:
    try:
        while _is_readable(line):
            if not line.recv(4096):
                return True
    except ConnectionError:
        return True
    return False


@without_port
@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\n",
        b"{}\n",
        b'{"hidden":0,"link":null,"paths":["relative"],"recordings":[],"activation":""}\n',
        b'{"hidden":0,"link":"ptp://host/path","paths":[],"recordings":[],"activation":""}\n',
        b"[" * 5000 + b"\n",
        b"x" * (MAXIMUM_CALL_BYTES + 1),
    ],
)
def test_nonsense_is_not_taken_and_harms_nothing(
    qtbot: QtBot, first: FirstWindow, place: MeetingPlace, said: bytes
) -> None:
    heard: list[Call] = []
    first.called.connect(heard.append)
    with place.connect(1.0) as caller:
        caller.setblocking(False)
        left = said

        def is_over() -> bool:
            nonlocal left
            try:
                while left:
                    left = left[caller.send(left) :]
                return caller.recv(10) == b""
            except BlockingIOError:
                return False
            except (ConnectionResetError, BrokenPipeError):
                return True

        qtbot.waitUntil(is_over)
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    assert heard == [Call(WindowCommand())]


def test_who_says_nothing_keeps_nobody_else_out_for_long(
    qtbot: QtBot, first: FirstWindow, place: MeetingPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.staying.first_window._CALL_LIMIT_MS", 50)
    silent: list[socket.socket] = []
    for _ in range(12):
        silent.append(_connection(place))
        qtbot.wait(1)
    # All are hung up on, those above the bound at once and the others when their time is up.
    qtbot.waitUntil(lambda: all(map(_is_readable, silent)))
    assert {each.recv(1) for each in silent} == {b""}
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    for each in silent:
        each.close()


def _connection(place: MeetingPlace) -> socket.socket:
    """A line to a window that asks for nothing yet."""
    if isinstance(place, LoopbackPort):
        return socket.create_connection(("127.0.0.1", json.loads(place.path.read_text())["port"]), 1.0)
    return place.connect(1.0)


def _is_readable(line: socket.socket) -> bool:
    return bool(select.select([line], [], [], 0)[0])


def test_the_program_itself_opens_one_window(runtime: Path, way: str, tmp_path: Path) -> None:
    """Three processes, two of them at once: one stays, the others end with 0, and the one that stays answers."""
    sent = tmp_path / "sent.txt"
    sent.write_text("x")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "",
        "PYTHONPATH": str(ROOT),
    }
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "ptp" / "window.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[receive]\non=false\n[send]\nnearby=false\n")
    command = [sys.executable, "-c", PROGRAM, "with" if way == SOCKETS else "without"]
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        deadline = time.monotonic() + 30
        while all(each.poll() is None for each in both):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        first, second = sorted(both, key=lambda each: each.poll() is not None)
        assert (second.communicate(), second.returncode) == (("", ""), 0)
        third = subprocess.run([*command, str(sent)], env=environment, capture_output=True, text=True, timeout=20)
        assert (third.returncode, third.stderr) == (0, "")
        assert first.poll() is None
    finally:
        for each in both:
            each.terminate()
        errors = [each.communicate(timeout=10)[1] for each in both]
    assert first.returncode == 130
    assert "Traceback" not in "".join(errors)
    assert not list(runtime.glob("ptp/*")), "nothing is left behind"
