"""Soaks PTP for a time: simulated and real rounds in turn, each from a seed of its own, everything watched.

    python -m tests.soak --seconds 1800 [--seed S] [--rounds N] [--kills]          (make soak)

Round after round has the next seed, and the seed alone says what kind of round it is: `--seed S --rounds 1` repeats
the one that failed. `--kills` is for rounds of `kill -9` alone. Ends with a line for each promise; exit status 1 when
one was broken.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from tests.soak import residue
from tests.soak.kills import KillRound
from tests.soak.programs import ProgramRound
from tests.soak.promises import Broken, Promise, Tally
from tests.soak.real_sockets import SocketRound
from tests.soak.real_transfers import TransferRound
from tests.soak.simulated import SimulatedRound

ROUNDS_OF_A_BLOCK = 12
MOST_FAILURES = 10

Round = SimulatedRound | SocketRound | TransferRound | ProgramRound | KillRound
REAL: tuple[type[Round], ...] = (
    *[SocketRound] * 6,
    *[TransferRound] * 6,
    *[ProgramRound] * 2,
    KillRound,
)


def round_of(seed: int, tally: Tally, *, kills: bool) -> Round:
    """Simulated and real ones in turn, or `kills` alone."""
    if kills:
        return KillRound(seed, tally)
    if seed % 2 == 0:
        return SimulatedRound(seed, tally)
    return random.Random(seed).choice(REAL)(seed, tally)


class Accidents(logging.Handler):
    """What no round can see: threads that die of an exception, and errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        self.seen.append(record.getMessage())

    def thread_died(self, arguments: threading.ExceptHookArgs) -> None:
        """See threading.excepthook."""
        lines = traceback.format_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
        self.seen.append("".join(lines))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Hear of everything meanwhile."""
        hook = threading.excepthook
        logging.getLogger().addHandler(self)
        threading.excepthook = self.thread_died
        try:
            yield
        finally:
            threading.excepthook = hook
            logging.getLogger().removeHandler(self)

    def taken(self) -> list[str]:
        """Those since the last look."""
        seen, self.seen = self.seen, []
        return seen


class Soak:
    """All rounds of a run."""

    def __init__(self, seed: int, *, kills: bool = False) -> None:
        self.tally = Tally()
        self.failures = 0
        self._seed = seed
        self._kills = kills
        self._accidents = Accidents()
        self._before: residue.Residue | None = None

    def run(self, seconds: float, most_rounds: int | None) -> int:
        """Until the time is over, or so many rounds; how many there were."""
        ends_s = time.monotonic() + seconds
        with self._accidents.watched():
            for done in itertools.count(1):
                self._run_one(self._seed + done - 1)
                over = time.monotonic() >= ends_s or done == most_rounds or self.failures >= MOST_FAILURES
                if done % ROUNDS_OF_A_BLOCK == 0 or (over and done > ROUNDS_OF_A_BLOCK):
                    self._end_block(done)
                if over:
                    return done
        raise AssertionError("counting ends never")

    def _run_one(self, seed: int) -> None:
        made = round_of(seed, self.tally, kills=self._kills)
        try:
            made.run()
            accidents = self._accidents.taken()
            self.tally.hold(Promise.NO_ACCIDENT, not accidents, "\n".join(accidents))
        except Broken as broken:
            self._fail(f"round {seed} ({type(made).__name__}): {broken}", seed)
        except Exception:
            self._fail(f"round {seed} ({type(made).__name__}):\n{traceback.format_exc()}", seed)

    def _end_block(self, done: int) -> None:
        """The first block warms up; after each other one there is no more than after that."""
        if self._before is None:
            residue.wait_for_threads("ptp-", residue.SETTLES_WITHIN_S)
            self._before = now = residue.look()
        else:
            now = residue.settled(self._before)
        print(f"{done:6} rounds, {now}", flush=True)
        more = now.holds_more_than(self._before)
        try:
            self.tally.hold(Promise.NO_RESIDUE, not more, f"{', '.join(more)} than after the first block.")
        except Broken as broken:
            self._fail(str(broken), self._seed + done - ROUNDS_OF_A_BLOCK, ROUNDS_OF_A_BLOCK)

    def _fail(self, what: str, seed: int, rounds: int = 1) -> None:
        self.failures += 1
        kills = " --kills" if self._kills else ""
        print(f"BROKEN in {what}\n  again: python -m tests.soak --seed {seed} --rounds {rounds}{kills}", flush=True)


def main() -> int:
    """Soak; the exit status."""
    # A shell that starts this behind itself has SIGINT ignored, and the programs started here would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = argparse.ArgumentParser(description="Run random rounds of everything and watch every promise.")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--kills", action="store_true", help="nothing but kill -9 of either side, and going on")
    arguments = parser.parse_args()
    print(f"Soaking from seed {arguments.seed} on.", flush=True)
    residue.keep_memory_together()
    soak = Soak(arguments.seed, kills=arguments.kills)
    rounds = soak.run(arguments.seconds, arguments.rounds)
    print("\n".join(soak.tally.lines()))
    print(f"{rounds} rounds from seed {arguments.seed} on, {soak.failures or 'no'} failures")
    return 1 if soak.failures else 0


if __name__ == "__main__":
    sys.exit(main())
