"""One window for all starts of the program."""

from __future__ import annotations

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
from app.staying.calling import MAXIMUM_CALL_BYTES, Answer, Call, call_window, meeting_place
from app.staying.first_window import FirstWindow
from ptp_core.links.link import parse_link

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Python has no such sockets on Windows")


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short name: a socket's address has little room."""
    with tempfile.TemporaryDirectory(prefix="ptp-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        yield Path(name)


@pytest.fixture
def place(runtime: Path) -> str:
    """Where this test's windows are called."""
    found = meeting_place()
    assert found is not None
    assert found.startswith(str(runtime))
    return found


@pytest.fixture
def first(qapp: object, place: str) -> Iterator[FirstWindow]:
    made = FirstWindow()
    assert made.claim(Call(WindowCommand()))
    yield made
    made.close()


def answer_to(qtbot: QtBot, call: Call, place: str) -> Answer:
    """What another start is told, while the window's loop runs."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(call_window(call, place)), name="ptp-test-caller")
    thread.start()
    qtbot.waitUntil(lambda: bool(answers))
    thread.join()
    return answers[0]


def test_a_second_start_hands_over_what_it_was_started_with(
    qtbot: QtBot, first: FirstWindow, place: str, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff odd"))
    command = WindowCommand(link=parse_link("ptp://192.0.2.7:7701#4-guitar-orbit"), paths=(tmp_path / "a.txt", odd))
    heard: list[Call] = []
    first.called.connect(heard.append)
    assert answer_to(qtbot, Call(command, "token"), place) is Answer.TAKEN
    assert heard == [Call(command, "token")]


def test_nobody_else_gets_in(first: FirstWindow, place: str) -> None:
    assert stat.S_IMODE(Path(place).stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(Path(place).parent.stat().st_mode) == 0o700


def test_a_place_that_another_person_could_reach_is_not_used(runtime: Path, tmp_path: Path) -> None:
    (runtime / "theirs").mkdir()
    (runtime / "ptp").symlink_to(runtime / "theirs")
    found = meeting_place(runtime / "data")
    assert found is not None
    assert Path(found).parent == runtime / "data"
    assert meeting_place(tmp_path / ("long" * 40)) is None


def test_another_folder_for_the_data_is_another_window(place: str, tmp_path: Path) -> None:
    assert meeting_place(tmp_path / "other") != place


def test_what_a_killed_program_left_is_no_obstacle(qtbot: QtBot, place: str) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(place)
        dead.listen()
    first = FirstWindow()
    assert first.claim(Call(WindowCommand()))
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    first.close()
    assert call_window(Call(WindowCommand()), place) is Answer.NOBODY


def test_a_window_that_does_not_answer_keeps_nobody_from_opening_one(
    qtbot: QtBot, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.staying.calling._ANSWER_LIMIT_S", 0.1)
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(place)
        hung.listen()
        second = FirstWindow()
        assert second.claim(Call(WindowCommand()))
        second.close()
        assert Path(place).exists(), "the other one's door stays"


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
def test_nonsense_is_not_taken_and_harms_nothing(qtbot: QtBot, first: FirstWindow, place: str, said: bytes) -> None:
    heard: list[Call] = []
    first.called.connect(heard.append)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(place)
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
    qtbot: QtBot, first: FirstWindow, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.staying.first_window._CALL_LIMIT_MS", 50)
    silent = [socket.socket(socket.AF_UNIX) for _ in range(12)]
    for each in silent:
        each.connect(place)
        qtbot.wait(1)
    # All are hung up on, those above the bound at once and the others when their time is up.
    qtbot.waitUntil(lambda: all(map(_is_readable, silent)))
    assert {each.recv(1) for each in silent} == {b""}
    assert answer_to(qtbot, Call(WindowCommand()), place) is Answer.TAKEN
    for each in silent:
        each.close()


def _is_readable(line: socket.socket) -> bool:
    return bool(select.select([line], [], [], 0)[0])


def test_the_program_itself_opens_one_window(runtime: Path, tmp_path: Path) -> None:
    """Two processes: the second ends with 0 at once, and the first one has its file."""
    sent = tmp_path / "sent.txt"
    sent.write_text("x")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "",
    }
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "ptp" / "window.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[receive]\non=false\n[send]\nnearby=false\n")
    command = [sys.executable, str(ROOT / "main.py")]
    first = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 30
        while not list(runtime.glob("ptp/*.socket")):
            assert first.poll() is None, first.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        second = subprocess.run([*command, str(sent)], env=environment, capture_output=True, text=True, timeout=20)
        assert (second.returncode, second.stderr) == (0, "")
        assert first.poll() is None
    finally:
        first.terminate()
        _out, errors = first.communicate(timeout=10)
    assert first.returncode == 130
    assert "Traceback" not in errors
    assert not list(runtime.glob("ptp/*.socket")), "nothing is left behind"
