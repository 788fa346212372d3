"""T1 at a real port: whoever only says hello, and from ever other addresses, is answered and not remembered."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.hellos import hello
from tests.end_to_end.program import Desk, Program

HELLOS = 100_000
ADDRESSES = 200
# Few enough to find room in any socket buffer.
BURST = 50
GROWS_BY_LESS_THAN_BYTES = 16_000_000
LIMIT_S = 60.0


@pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this computer, and /proc tells its memory")
def test_t1_a_hundred_thousand_spoofed_hellos_leave_nothing_behind(desk: Desk) -> None:
    receiver = desk.receiver()
    with strangers(receiver.listening_port()) as doors:
        # The first few get a place each, and whatever is made once is made now.
        flood(doors, range(1, 1001))
        before_bytes = resident_bytes(receiver)
        sent_bytes, answers, answered_bytes = flood(doors, range(1001, 1001 + HELLOS))
        grown_bytes = resident_bytes(receiver) - before_bytes
    assert answers > 0.9 * HELLOS, "most of them never came so far as to cost anything"
    assert grown_bytes < GROWS_BY_LESS_THAN_BYTES
    assert answered_bytes <= 3 * sent_bytes
    paper = desk.file("paper.txt", 1000)
    assert desk.sender(receiver, str(paper)).status() == 0


@contextlib.contextmanager
def strangers(port: int) -> Iterator[list[socket.socket]]:
    """A socket at each of many addresses of this computer."""
    with contextlib.ExitStack() as opened:
        doors = []
        for number in range(ADDRESSES):
            door = opened.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            door.bind((f"127.9.{number}.1", 0))
            door.connect(("127.0.0.1", port))
            door.setblocking(False)
            doors.append(door)
        yield doors


def flood(doors: list[socket.socket], clients: range) -> tuple[int, int, int]:
    """Say hello as each of the clients, from one address after the other; bytes sent, answers, and their bytes."""
    sent_bytes = answers = answered_bytes = 0
    ends_s = time.monotonic() + LIMIT_S
    for first in clients[::BURST]:
        burst = range(first, min(first + BURST, clients.stop))
        asked = [doors[client % ADDRESSES] for client in burst]
        for client, door in zip(burst, asked, strict=True):
            sent_bytes += door.send(hello(client))
        # One that is lost is not waited for.
        awaited = len(burst)
        while awaited > 0 and (ready := select.select(asked, [], [], 0.2)[0]):
            for door in ready:
                with contextlib.suppress(BlockingIOError):
                    answered_bytes += len(door.recv(2048))
                    answers += 1
                    awaited -= 1
        assert time.monotonic() < ends_s, "it answers too slowly"
    return sent_bytes, answers, answered_bytes


def resident_bytes(program: Program) -> int:
    """What the process holds in memory."""
    for line in Path(f"/proc/{program.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("VmRSS is missing")
