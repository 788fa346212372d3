"""Texts between two processes, by the command line."""

from __future__ import annotations

import signal

from tests.end_to_end.program import Desk

HOSTILE = "one\r\ntwo\x1b[31m \u202etxt.exe \U0001f600"
LONG = "0123456789" * 10_000


def test_a_text_crosses_and_is_a_field_of_json(desk: Desk) -> None:
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, "--text", HOSTILE, "--condition", "drop=0.1,seed=3")
    assert (sender.status(), receiver.status()) == (0, 0)
    (text,) = receiver.of("text")
    assert (text["text"], text["characters"]) == (HOSTILE, len(HOSTILE))
    assert sender.of("done")[0]["bytes"] == receiver.of("done")[0]["bytes"] == len(HOSTILE.encode())
    assert not sender.of("text")
    assert desk.inbox_names() == []
    history = desk.run("receiver", "history", "--json")
    assert history.status() == 0
    assert [(event["text"], event["result"]) for event in history.events] == [(True, "done")]
    assert "txt.exe" not in "".join(history.lines)


def test_a_text_whose_sender_was_killed_comes_when_it_is_sent_again(desk: Desk) -> None:
    receiver = desk.receiver()
    killed = desk.sender(receiver, "--text", LONG, "--condition", "rate=400kbit")
    killed.wait_until_moving(10_000)
    killed.send_signal(signal.SIGKILL)
    killed.status()
    assert not receiver.of("text")
    assert desk.sender(receiver, "--text", LONG, code="").status() == 0
    receiver.wait_for(lambda event: event["event"] == "done", "the end")
    (text,) = receiver.of("text")
    assert text["text"] == LONG
    assert desk.inbox_names() == []
