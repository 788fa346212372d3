"""What one transfer over loopback costs each side: processor time per gigabyte, and memory at its peak.

    python -m tests.benchmarks.costs --megabytes 1000 --mss 1432

Two whole programs, their start included. Needs a system that tells the resources of a child (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.one_run import sha256
from tests.benchmarks.peers import ROOT, Command, PtpPeer, Run

_PORT = 17_700
_PIECE_BYTES = 1 << 20
# The kernel counts in kilobytes on Linux, in bytes on macOS.
_MEMORY_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one program: seconds of processor time, user and system, and bytes resident at most."""

    processor_s: float
    memory_bytes: int


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.costs", description="What one transfer over loopback costs each side."
    )
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--mss", type=int, help="segment size in bytes (default: what loopback allows)")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args(arguments)
    extra = [] if options.mss is None else ["--mss", str(options.mss)]
    with tempfile.TemporaryDirectory(prefix="ptp-costs-") as folder:
        file = Path(folder, "file.bin")
        with open(file, "wb") as target:
            for _ in range(options.megabytes * 1_000_000 // _PIECE_BYTES):
                target.write(os.urandom(_PIECE_BYTES))
        size_bytes = file.stat().st_size
        for number in range(options.repeat):
            here = Path(folder, str(number))
            (here / "inbox").mkdir(parents=True)
            seconds, sender, receiver = transfer(Run(file, here / "inbox", here, "127.0.0.1", _PORT), extra)
            print(f"{size_bytes / 1e6:.0f} MB in {seconds:.2f} s, {size_bytes * 8e-6 / seconds:.0f} Mbit/s")
            for side, cost in (("sender", sender), ("receiver", receiver)):
                per_gigabyte_s = cost.processor_s * 1e9 / size_bytes
                memory_mb = cost.memory_bytes / 1e6
                print(f"  {side:8} {per_gigabyte_s:.2f} s of processor per GB, {memory_mb:.0f} MB at its peak")
            (here / "inbox" / file.name).unlink()
    return 0


def transfer(run: Run, sender_options: list[str]) -> tuple[float, Cost, Cost]:
    """Seconds from the sender's start to its end, and what each side took. Raises RuntimeError when it fails."""
    peer = PtpPeer()
    receiver = _start(peer.receiver(run), [])
    try:
        assert receiver.stdout is not None
        receiver.stdout.readline()
        began_s = time.monotonic()
        sender_cost = _end(_start(peer.sender(run), sender_options))
        seconds = time.monotonic() - began_s
        receiver_cost = _end(receiver)
    finally:
        receiver.kill()
    if sha256(run.inbox / run.file.name) != sha256(run.file):
        raise RuntimeError("the SHA-256 of what arrived is wrong")
    return seconds, sender_cost, receiver_cost


def _start(command: Command, options: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command.words, *options],
        cwd=ROOT,
        env={**os.environ, **command.variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def _end(process: subprocess.Popen[str]) -> Cost:
    """Drain what it prints, wait for its end, and read what the system counted for it."""
    assert process.stdout is not None
    process.stdout.read()
    usage: resource.struct_rusage
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MEMORY_UNIT_BYTES)


if __name__ == "__main__":
    sys.exit(main())
