"""T45: whichever side is killed, whenever, the same two commands go on, and nothing wrong ever had its final name."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import ROOT, Desk, Program

CHUNK = 4 * 1024 * 1024


def tree_of_200(desk: Desk, rng: random.Random) -> Path:
    """200 files: most are small, some are larger than a chunk."""
    tree = desk.directory / "outbox" / "tree"
    for number in range(200):
        folder = tree / f"folder {number // 25}"
        folder.mkdir(parents=True, exist_ok=True)
        size = rng.choice([0, 1, 5_000, 60_000]) if number % 50 else rng.randrange(CHUNK, 3 * CHUNK)
        (folder / f"{number}").write_bytes(rng.randbytes(size))
    return tree


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def wait_until_acknowledged(sender: Program, size_bytes: int) -> None:
    sender.wait_for(lambda event: event.get("bytes_acknowledged", 0) >= size_bytes, "progress")


@pytest.mark.parametrize("seed", range(10))
def test_t45_killed_at_any_moment_it_goes_on_by_the_same_two_commands(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    tree = tree_of_200(desk, rng)
    right = files_below(tree)
    total = sum(map(len, right.values()))
    receiver = desk.receiver()
    for who in rng.choices(["sender", "receiver"], k=2):
        sender = desk.sender(receiver, str(tree), "--condition", "rate=200mbit")
        wait_until_acknowledged(sender, rng.randrange(1, total // 2))
        victim = sender if who == "sender" else receiver
        victim.send_signal(signal.SIGKILL)
        victim.status()
        for name, contents in files_below(desk.inbox / "tree").items():
            assert contents == right[name], f"{name} was wrong under its final name"
        if who == "receiver":
            sender.send_signal(signal.SIGKILL)
            sender.status()
            receiver = desk.receiver()
        if sender.of("done"):
            # It was faster than the kill.
            break
    else:
        sender = desk.sender(receiver, str(tree))
        assert sender.status() == 0, sender
    assert files_below(desk.inbox / "tree") == right
    assert desk.inbox_names() == ["tree"]
    for resumed in sender.of("resumed"):
        # Of a file in flight at most two chunks come once more, for each time it was cut.
        assert resumed["bytes_again"] <= 2 * 2 * CHUNK


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
    assert told["bytes_again"] < CHUNK
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


def test_standard_input_to_standard_output(desk: Desk) -> None:
    contents = os.urandom(3_000_000)
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
            [sys.executable, str(ROOT / "main.py"), "send", "-", f"127.0.0.1:{port}", "--code", "4-guitar-orbit"],
            input=contents,
            capture_output=True,
            timeout=30,
            env={**variables, "XDG_DATA_HOME": str(desk.directory / "giving")},
            check=False,
        )
        taking.communicate(timeout=10)
        assert (sent.returncode, taking.returncode) == (0, 0), sent.stderr
    assert got.read_bytes() == contents
