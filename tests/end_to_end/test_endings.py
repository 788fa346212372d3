"""How transfers end early: signals, kills, refusals; the other side is told, and nothing half-named stays behind."""

from __future__ import annotations

import signal
import socket

import pytest

from tests.end_to_end.program import ENDS_WITHIN_S, Desk, Program

SLOW = ("--condition", "rate=8mbit")
NOTICED_WITHIN_S = 40.0


def under_way(desk: Desk) -> tuple[Program, Program]:
    """A sender and a receiver in the middle of a transfer."""
    path = desk.file(size_bytes=20_000_000)
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path), *SLOW)
    sender.wait_until_moving(200_000)
    receiver.wait_until_moving(100_000)
    return sender, receiver


@pytest.mark.parametrize(("number", "word"), [(signal.SIGINT, "cancelled"), (signal.SIGTERM, "closed")])
def test_the_sender_is_interrupted(desk: Desk, number: signal.Signals, word: str) -> None:
    sender, receiver = under_way(desk)
    sender.send_signal(number)
    assert sender.status(ENDS_WITHIN_S) == 130
    assert receiver.status(ENDS_WITHIN_S) == 1
    assert word in receiver.error_line()
    assert desk.inbox_names() == []
    assert sender.of("error")
    assert not sender.of("done")
    assert not receiver.of("done")


@pytest.mark.parametrize(("number", "word"), [(signal.SIGINT, "cancelled"), (signal.SIGTERM, "closed")])
def test_the_receiver_is_interrupted(desk: Desk, number: signal.Signals, word: str) -> None:
    sender, receiver = under_way(desk)
    receiver.send_signal(number)
    assert receiver.status(ENDS_WITHIN_S) == 130
    assert sender.status(ENDS_WITHIN_S) == 1
    assert word in sender.error_line()
    assert desk.inbox_names() == []
    assert not sender.of("done")


def test_ctrl_c_while_the_receiver_only_listens(desk: Desk) -> None:
    receiver = desk.receiver()
    receiver.send_signal(signal.SIGINT)
    assert receiver.status(ENDS_WITHIN_S) == 130
    assert receiver.error_line() == "ptp: Interrupted."


def test_ctrl_c_while_the_sender_still_connects(desk: Desk) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        sender = desk.run("sender", "send", "--json", str(desk.file()), f"127.0.0.1:{port}", "--code", "4-guitar-orbit")
        sender.wait_for(lambda event: event.get("state") == "connecting")
        sender.send_signal(signal.SIGINT)
        assert sender.status(ENDS_WITHIN_S) == 130


def test_the_receiver_is_killed_in_mid_transfer(desk: Desk) -> None:
    sender, receiver = under_way(desk)
    receiver.send_signal(signal.SIGKILL)
    assert sender.status(NOTICED_WITHIN_S) == 1
    assert any(words in sender.error_line() for words in ("127.0.0.1", "answer", "does not run on it any more"))
    assert "holiday.mov" not in desk.inbox_names()


def test_the_sender_is_killed_in_mid_transfer(desk: Desk) -> None:
    sender, receiver = under_way(desk)
    sender.send_signal(signal.SIGKILL)
    assert receiver.status(NOTICED_WITHIN_S) == 1
    assert receiver.error_line()
    assert desk.inbox_names() == []


def test_nobody_listens_there(desk: Desk) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sender = desk.run("sender", "send", "--json", str(desk.file()), f"127.0.0.1:{port}", "--code", "4-guitar-orbit")
    assert sender.status() == 1
    assert "Nobody listens at 127.0.0.1:" in sender.error_line()
    assert sender.of("error")


def test_an_offer_is_declined_where_there_is_nobody_to_ask(desk: Desk) -> None:
    receiver = desk.receiver("--once", accept="ask")
    sender = desk.sender(receiver, str(desk.file()))
    assert sender.status() == 1
    assert "declined" in sender.error_line()
    assert receiver.status() == 1
    assert desk.inbox_names() == []


def test_the_port_is_in_use(desk: Desk) -> None:
    first = desk.receiver()
    port = first.listening_port()
    second = desk.run("receiver", "receive", "--dir", str(desk.inbox), "--listen", f"127.0.0.1:{port}", "--json")
    assert second.status() == 1
    assert str(port) in second.error_line()
    assert second.of("error")
