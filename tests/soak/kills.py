"""Real rounds with `kill -9`: either side is killed with a folder or a large file on its way; the same commands go on.

T45 of the threat model. The two know each other before, so that no kill meets the code.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from pathlib import Path

from tests.end_to_end.program import Desk, Program, desk
from tests.soak.promises import Promise, Tally

CHUNK_BYTES = 4 * 1024 * 1024
LARGE_BYTES = 60_000_000
RATE = "rate=200mbit"
ENDS_WITHIN_S = 60.0
# From the start of a sender's process to the end of its transfer, and a little beyond.
LASTS_S = 4.0

PART_SUFFIX = ".ptp-part"

class KillRound:
    """Everything follows from the seed but the time that the machine takes; `run` raises Broken."""

    def __init__(self, seed: int, tally: Tally) -> None:
        self._rng = random.Random(seed)
        self._tally = tally
        self._large = seed % 3 == 0
        self._victims = ["sender", "receiver"] if seed % 2 else ["receiver", "sender"]

    def run(self) -> None:
        """Send, kill, send again and kill the other one, then let it come through."""
        with tempfile.TemporaryDirectory(prefix="ptp-kills-") as folder, desk(Path(folder)) as place:
            source = self._large_file(place) if self._large else self._tree(place)
            right = contents_of(source)
            receiver = place.receiver()
            self._check_through(place.sender(receiver, str(place.file("first", 1))))
            for victim in self._victims:
                sender = place.sender(receiver, str(source), "--condition", RATE, code="")
                self._wait_for_the_moment(sender, sum(map(len, right.values())))
                receiver = self._kill(place, victim, sender, receiver)
                self._check_names(place, source, right)
            sender = place.sender(receiver, str(source), code="")
            self._check_through(sender)
            self._check_names(place, source, right)
            there = contents_of(place.inbox / source.name)
            self._tally.hold(Promise.VERIFIED, there == right, f"{len(there)} of {len(right)} files")
            left = sorted({*place.inbox_names()} - {"first", source.name})
            self._tally.hold(Promise.NO_PARTS, not left, f"{left}")
            for resumed in sender.of("resumed"):
                # Of a file in flight, and of one that the killed one before had in flight.
                bounded = resumed["bytes_again"] <= 2 * 2 * CHUNK_BYTES
                self._tally.hold(Promise.LITTLE_AGAIN, bounded, f"{resumed}")

    def _wait_for_the_moment(self, sender: Program, total_bytes: int) -> None:
        """Some bytes have come, or some time is over: then it may also be before the first byte or behind the last."""
        if self._rng.random() < 0.5:
            size_bytes = self._rng.randrange(1, total_bytes)
            sender.wait_for(
                lambda event: event.get("bytes_acknowledged", 0) >= size_bytes or event["event"] == "done", "progress"
            )
        else:
            time.sleep(self._rng.uniform(0.0, LASTS_S))

    @staticmethod
    def _kill(place: Desk, victim: str, sender: Program, receiver: Program) -> Program:
        """The receiver for the next sender."""
        (sender if victim == "sender" else receiver).send_signal(signal.SIGKILL)
        if victim == "receiver":
            receiver.status()
            # It would notice only after its idle time-out.
            sender.send_signal(signal.SIGKILL)
        sender.status()
        return place.receiver(code="") if victim == "receiver" else receiver

    def _check_through(self, sender: Program) -> None:
        status = sender.status(ENDS_WITHIN_S)
        self._tally.hold(Promise.NEXT_PEER, status == 0, str(sender))

    def _check_names(self, place: Desk, source: Path, right: dict[str, bytes]) -> None:
        seen = contents_of(place.inbox / source.name)
        # What is under way has a name of its own, which promises nothing.
        wrong = [name for name, there in seen.items() if not name.endswith(PART_SUFFIX) and there != right.get(name)]
        self._tally.hold(Promise.SAME_FILE, not wrong, f"{wrong}")

    def _large_file(self, place: Desk) -> Path:
        return place.file("large", LARGE_BYTES)

    def _tree(self, place: Desk) -> Path:
        """200 files: most are small, some are larger than a chunk."""
        tree = place.directory / "outbox" / "tree"
        for number in range(200):
            folder = tree / f"folder {number // 25}"
            folder.mkdir(parents=True, exist_ok=True)
            size = self._rng.choice([0, 1, 5_000, 60_000]) if number % 50 else self._large_one()
            (folder / f"{number}").write_bytes(os.urandom(size))
        return tree

    def _large_one(self) -> int:
        return self._rng.randrange(CHUNK_BYTES, 3 * CHUNK_BYTES)


def contents_of(place: Path) -> dict[str, bytes]:
    """Of all files below a folder, or of the one file, by their relative names; nothing for what is not there."""
    if place.is_file():
        return {"": place.read_bytes()}
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}
