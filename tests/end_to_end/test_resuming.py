"""T45: whichever side is killed, whenever, the same two commands go on, and nothing wrong ever had its final name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.end_to_end.program import ROOT, Desk
from tests.soak.kills import CHUNK_BYTES, KillRound
from tests.soak.promises import Tally


@pytest.mark.parametrize("seed", range(10))
def test_t45_killed_at_any_moment_it_goes_on_by_the_same_two_commands(seed: int) -> None:
    KillRound(seed, Tally()).run()


def test_a_large_file_is_resumed_and_both_sides_say_where(desk: Desk) -> None:
    path = desk.file(size_bytes=40_000_000)
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path), "--condition", "rate=200mbit")
    sender.wait_until_moving(20_000_000)
    sender.send_signal(signal.SIGKILL)
    sender.status()
    again = desk.sender(receiver, str(path), code="")
    assert again.status() == 0, again
    # A receiver for one transfer waits for the sender of the lost one.
    assert receiver.status() == 0, receiver
    (told,) = again.of("resumed")
    assert told["percent"] >= 30
    assert told["bytes_again"] < CHUNK_BYTES
    assert receiver.of("resumed") == [told]
    assert (desk.inbox / path.name).read_bytes() == path.read_bytes()
    assert desk.inbox_names() == [path.name]


def test_a_sender_that_may_try_again_goes_on_with_the_next_receiver_at_that_port(desk: Desk) -> None:
    path = desk.file(size_bytes=40_000_000)
    receiver = desk.receiver()
    port = receiver.listening_port()
    sender = desk.sender(receiver, str(path), "--retry-for", "60", "--condition", "rate=200mbit")
    sender.wait_until_moving(20_000_000)
    receiver.send_signal(signal.SIGTERM)
    receiver.status()
    desk.receiver("--listen", f"127.0.0.1:{port}")
    assert sender.status(60) == 0, sender
    assert sender.of("resumed")
    assert (desk.inbox / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("contents", "what"),
    [(os.urandom(3_000_000), ["-"]), ("zwei Wörter\r\n\x1b\0".encode(), ["--text", "-"])],
    ids=["bytes", "a text"],
)
def test_standard_input_to_standard_output(desk: Desk, contents: bytes, what: list[str]) -> None:
    got = desk.directory / "got"
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PTP_"))}
    receiving = ["receive", "--to", "-", "--once", "--accept", "all", "--json", "--listen", "127.0.0.1:0"]
    with (
        got.open("wb") as output,
        subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *receiving, "--code", "4-guitar-orbit"],
            stdout=output,
            stderr=subprocess.PIPE,
            env={**variables, "XDG_DATA_HOME": str(desk.directory / "taking")},
        ) as taking,
    ):
        assert taking.stderr is not None
        port = json.loads(taking.stderr.readline())["port"]
        sent = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "send", *what, f"127.0.0.1:{port}", "--code", "4-guitar-orbit"],
            input=contents,
            capture_output=True,
            timeout=30,
            env={**variables, "XDG_DATA_HOME": str(desk.directory / "giving")},
            check=False,
        )
        taking.communicate(timeout=10)
        assert (sent.returncode, taking.returncode) == (0, 0), sent.stderr
    assert got.read_bytes() == contents


@pytest.mark.parametrize(
    ("words", "closed", "what"),
    [
        (["send", "-", "127.0.0.1:9"], "<&-", "standard input"),
        (["receive", "--to", "-", "--listen", "127.0.0.1:0"], ">&-", "standard output"),
    ],
)
def test_a_stream_that_is_closed_is_told_as_that(desk: Desk, words: list[str], closed: str, what: str) -> None:
    ended = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, str(ROOT / "main.py"), *words],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "XDG_DATA_HOME": str(desk.directory / "home")},
        check=False,
    )
    assert ended.returncode == 1
    assert f"There is no {what}" in ended.stderr
    assert ended.stderr.count("\n") == 1
