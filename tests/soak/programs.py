"""Real rounds with the program itself: a sender and a receiver as processes, one of them ended in the middle."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from pathlib import Path

from ptp_core.transfer.destination.file_names import is_partial_name
from tests.end_to_end.program import Desk, Program, desk
from tests.soak import draws
from tests.soak.promises import Promise, Tally

LARGEST_BYTES = 8_000_000
RATES = ("rate=20mbit", "rate=60mbit,drop=0.02", "delay=5ms,rate=100mbit,reorder=0.02", "drop=0.01")
# A sender notices a dead receiver after its idle time-out of 30 s.
NOTICED_WITHIN_S = 45.0
INTERRUPTED = 130


class ProgramRound:
    """Draws as it goes; `run` raises Broken. `kill -9` and the signals go to processes of this round only."""

    def __init__(self, seed: int, tally: Tally) -> None:
        self._rng = random.Random(seed)
        self._tally = tally

    def run(self) -> None:
        """Pair both, send a file and end one of them, then see that the next one gets in."""
        with tempfile.TemporaryDirectory(prefix="ptp-soak-") as folder, desk(Path(folder)) as place:
            receiver = place.receiver()
            self._send(place, receiver, "first", code="4-guitar-orbit")
            victim = self._rng.choice(("sender", "receiver", "nobody"))
            how = self._rng.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM))
            path = place.file("file", draws.size_up_to(self._rng, LARGEST_BYTES))
            sender = place.sender(receiver, str(path), "--condition", self._rng.choice(RATES), code="")
            if how is not signal.SIGKILL:
                # Before its first word it is an interpreter that starts, which has ways of its own.
                sender.wait_for(lambda event: True)
            time.sleep(self._rng.uniform(0.0, 1.5))
            if victim == "sender":
                sender.send_signal(how)
            elif victim == "receiver":
                receiver.send_signal(how)
                receiver.status()
                receiver = place.receiver(code="")
                self._check_no_parts(place)
            self._check_status(place, sender, path, f"{victim} got {how.name}")
            self._tally.hold(Promise.VERIFIED, victim != "nobody" or sender.of("done") != [], str(sender))
            self._send(place, receiver, "next")
            receiver.send_signal(signal.SIGINT)
            status = receiver.status()
            self._tally.hold(Promise.BOUNDED, status == INTERRUPTED, f"status {status}; {receiver}")
            self._check_no_parts(place)
            for saved in place.inbox.iterdir():
                same = saved.read_bytes() == (place.directory / "outbox" / saved.name).read_bytes()
                self._tally.hold(Promise.SAME_FILE, same, saved.name)

    def _send(self, place: Desk, receiver: Program, name: str, *, code: str = "") -> None:
        """A small file, which must come through."""
        path = place.file(name, 5000)
        sender = place.sender(receiver, str(path), code=code)
        self._tally.hold(Promise.NEXT_PEER, self._check_status(place, sender, path, name), str(sender))

    def _check_status(self, place: Desk, sender: Program, path: Path, what: str) -> bool:
        """Whether it ended with status 0, and then the file must be there."""
        status = sender.status(NOTICED_WITHIN_S)
        saved = place.inbox / path.name
        if status == 0:
            there = saved.exists() and saved.read_bytes() == path.read_bytes()
            self._tally.hold(Promise.VERIFIED, there, f"{what}; {sender}")
        return status == 0

    def _check_no_parts(self, place: Desk) -> None:
        parts = [name for name in place.inbox_names() if is_partial_name(name)]
        self._tally.hold(Promise.NO_PARTS, not parts, f"{parts}")
