"""`ptp receive` with a pretend server: the code, --once, questions on a terminal, Ctrl-C."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

import pytest

from app.cli.options import ReceiveCommand, parse_command
from app.cli.receive import run_receive
from ptp_core.config import ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.errors import PortUnavailable
from ptp_core.transfer.offer import OfferAnswer, PendingOffer
from ptp_core.transfer.snapshot import TransferState
from tests.unit.app.cli_helpers import WAIT_S, PretendServer, events, offer, pretend_installation, snapshot

Scene = Callable[[PretendServer], None]


def run(scene: Scene, *words: str) -> tuple[int, PretendServer]:
    command = parse_command(["receive", *words], {})
    assert isinstance(command, ReceiveCommand)
    server = PretendServer(scene)
    return run_receive(command, make_server=server, load=pretend_installation), server


def saving(server: PretendServer) -> None:
    for state in (TransferState.WAITING, TransferState.TRANSFERRING, TransferState.DONE):
        server.observer.transfer_changed(snapshot(state, direction=Direction.RECEIVE, elapsed_s=0.25))


def ending(state: TransferState, *, name: str = "a.bin") -> Scene:
    return lambda server: server.observer.transfer_changed(snapshot(state, name=name, message="So it ended."))


def test_once_ends_with_the_first_file_saved(capsys: pytest.CaptureFixture[str]) -> None:
    status, server = run(saving, "--once", "--json", "--code", "4-guitar-orbit")
    assert status == 0
    listening, *stats, done = events(capsys.readouterr().out)
    assert listening == {"event": "listening", "address": "127.0.0.1", "port": 4711, "code": "4-guitar-orbit"}
    assert [event["state"] for event in stats] == ["waiting", "transferring", "done"]
    assert (done["event"], done["files"], done["bytes"], done["seconds"]) == ("done", 1, 1000, 0.25)
    assert "close" in server.calls


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.DECLINED, TransferState.CANCELLED])
def test_once_is_status_1_when_it_was_not_saved(state: TransferState, capsys: pytest.CaptureFixture[str]) -> None:
    status, _server = run(ending(state), "--once")
    assert status == 1
    assert capsys.readouterr().err == "ptp: So it ended.\n"


def test_listening_that_breaks_and_works_again_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def scene(server: PretendServer) -> None:
        server.listening_changed(PortUnavailable("Port 4711 is in use.", hint="Choose another one with --listen."))
        server.listening_changed(None)
        saving(server)

    status, _server = run(scene, "--once", "--json", "--code", "4-guitar-orbit")
    captured = capsys.readouterr()
    assert status == 0
    first, error, again, *_ = events(captured.out)
    assert error["event"] == "error"
    assert error["message"] == "Nobody can send to this computer at the moment: Port 4711 is in use."
    assert error["hint"] == "Choose another one with --listen. PTP goes on trying."
    assert again == first
    assert captured.err.count("\n") == 1


def test_a_stranger_does_not_use_up_once(capsys: pytest.CaptureFixture[str]) -> None:
    def scene(server: PretendServer) -> None:
        server.observer.transfer_changed(snapshot(TransferState.FAILED, transfer_id=8, name="", message="Wrong code."))
        saving(server)

    status, _server = run(scene, "--once", "--json")
    captured = capsys.readouterr()
    assert status == 0
    assert "ptp: Wrong code.\n" in captured.err
    assert not any(event["event"] == "error" for event in events(captured.out))


def test_a_code_is_made_and_changes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    def scene(server: PretendServer) -> None:
        server.code.current = lambda: "9-another-one"  # type: ignore[method-assign]
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline and not told.wait(0.01):
            told_text.append(capsys.readouterr().out)
            if "9-another-one" in "".join(told_text):
                told.set()
        saving(server)

    told, told_text = threading.Event(), [""]
    status, _server = run(scene, "--once", "--json")
    assert status == 0
    assert told.is_set()


def test_without_a_terminal_an_offer_is_declined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    pending = offer()

    def scene(server: PretendServer) -> None:
        server.observer.offer_received(pending)
        assert pending.wait(WAIT_S) is not None
        ending(TransferState.DECLINED)(server)

    status, _server = run(scene, "--once")
    assert status == 1
    answer = pending.wait(0)
    assert answer is not None
    assert not answer.accepted
    assert "no terminal" in capsys.readouterr().err


def test_ctrl_c_ends_transfers_and_is_status_130(capsys: pytest.CaptureFixture[str]) -> None:
    def scene(server: PretendServer) -> None:
        server.observer.transfer_changed(snapshot(TransferState.TRANSFERRING, transfer_id=5))
        os.kill(os.getpid(), 2)
        server.stopped.wait(WAIT_S)

    status, server = run(scene)
    assert status == 130
    assert server.calls[:3] == ["start", "cancel 5", "close"]
    assert "Interrupted" in capsys.readouterr().err


def test_ctrl_c_before_anything_happened(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda _server: os.kill(os.getpid(), 2))[0] == 130
    assert capsys.readouterr().err == "ptp: Interrupted.\n"


@dataclass
class Person:
    """Somebody at a pseudo terminal."""

    keyboard: int
    stdin: TextIO
    monkeypatch: pytest.MonkeyPatch

    def sits_down(self) -> None:
        """Called by the test itself: pytest puts its own streams in place between a fixture and its test."""
        self.monkeypatch.setattr(sys, "stdin", self.stdin)
        self.monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def types(self, text: str) -> None:
        os.write(self.keyboard, text.encode() + b"\n")


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    keyboard, terminal = os.openpty()
    with os.fdopen(terminal) as stdin:
        yield Person(keyboard, stdin, monkeypatch)
    os.close(keyboard)


def asked(person: Person, *typed: str, pending: PendingOffer) -> OfferAnswer:
    person.sits_down()

    def scene(server: PretendServer) -> None:
        server.observer.transfer_changed(snapshot(TransferState.WAITING))
        server.observer.offer_received(pending)
        for line in typed:
            person.types(line)
        answer = pending.wait(WAIT_S)
        assert answer is not None
        ending(TransferState.DONE if answer.accepted else TransferState.DECLINED)(server)

    status, _server = run(scene, "--once")
    answer = pending.wait(0)
    assert answer is not None
    assert status == (0 if answer.accepted else 1)
    return answer


@pytest.mark.parametrize(
    ("typed", "accepted", "always"),
    [(["y"], True, False), (["YES"], True, False), (["a"], True, True), (["n"], False, False), ([""], False, False)],
)
def test_a_person_answers(person: Person, typed: list[str], accepted: bool, always: bool) -> None:
    answer = asked(person, *typed, pending=offer())
    assert answer.accepted is accepted
    assert answer.always is always


def test_the_question_says_who_what_and_where_to(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    asked(person, "n", pending=offer(names_taken=("a.bin",), free_bytes=10))
    question = capsys.readouterr().err
    for words in ("red-laptop", "new: guitar orbit", "192.0.2.7:7700", "a.bin", "1 kB", "more than fits"):
        assert words in question
    assert "In use there: a.bin" in question


@pytest.mark.parametrize(
    ("typed", "conflict"),
    [("y", None), ("r", ConflictPolicy.OVERWRITE), ("replace", ConflictPolicy.OVERWRITE), ("K", ConflictPolicy.SKIP)],
)
def test_a_person_says_what_happens_to_a_name_that_is_in_use(
    person: Person, capsys: pytest.CaptureFixture[str], typed: str, conflict: ConflictPolicy | None
) -> None:
    answer = asked(person, typed, pending=offer(names_taken=("a.bin",), on_conflict=ConflictPolicy.ASK))
    assert (answer.accepted, answer.on_conflict) == (True, conflict)
    assert "[y]es, with another name; [r]eplace what is there" in capsys.readouterr().err


def test_an_answer_that_is_none_is_asked_again(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.sits_down()
    pending = offer()

    def scene(server: PretendServer) -> None:
        server.observer.offer_received(pending)
        person.types("perhaps")
        deadline, seen = time.monotonic() + WAIT_S, ""
        while seen.count("Accept?") < 2 and time.monotonic() < deadline:
            seen += capsys.readouterr().err
            server.stopped.wait(0.01)
        person.types("y")
        assert pending.wait(WAIT_S) is not None
        saving(server)

    assert run(scene, "--once")[0] == 0
    answer = pending.wait(0)
    assert answer is not None
    assert answer.accepted


def test_a_withdrawn_offer_makes_room_for_the_next(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.sits_down()
    first, second = offer(1), offer(2, name="second.bin")

    def scene(server: PretendServer) -> None:
        server.observer.offer_received(first)
        server.observer.offer_received(second)
        ending(TransferState.CANCELLED)(server)
        deadline, seen = time.monotonic() + WAIT_S, ""
        while "second.bin" not in seen and time.monotonic() < deadline:
            seen += capsys.readouterr().err
            server.stopped.wait(0.01)
        person.types("y")
        assert second.wait(WAIT_S) is not None
        os.kill(os.getpid(), 2)

    assert run(scene)[0] == 130
    answer = second.wait(0)
    assert answer is not None
    assert answer.accepted


def test_ctrl_c_at_the_question_declines_it(person: Person) -> None:
    person.sits_down()
    pending = offer()

    def scene(server: PretendServer) -> None:
        server.observer.offer_received(pending)
        os.kill(os.getpid(), 2)

    assert run(scene)[0] == 130
    answer = pending.wait(WAIT_S)
    assert answer is not None
    assert not answer.accepted


def test_an_open_code_stays_and_those_who_came_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    def scene(server: PretendServer) -> None:
        for _ in range(3):
            with server.code.take() as attempt:
                attempt.succeeded()
        saving(server)

    status, server = run(scene, "--once", "--json", "--pairing", "open", "--code", "4-guitar-orbit")
    assert status == 0
    assert server.code.current() == "4-guitar-orbit"
    told = events(capsys.readouterr().out)
    assert [event["count"] for event in told if event["event"] == "admitted"][-1] == 3
    assert [event["code"] for event in told if event["event"] == "listening"] == ["4-guitar-orbit"]


def test_without_the_option_a_code_lets_one_in() -> None:
    _status, server = run(saving, "--once")
    before = server.code.current()
    server.code.take().succeeded()
    assert server.code.current() != before
