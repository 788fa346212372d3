"""What one transfer over loopback costs each side: processor time per gigabyte, and memory at its peak.

    python -m tests.benchmarks.costs --megabytes 1000 --mss 1432
    python -m tests.benchmarks.costs --entries 1000000 [--flat] [--in /dev/shm]

The second sends so many empty files, in folders of a thousand or all in one. Two whole programs, their start included.
Needs a system that tells the resources of a child (Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
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
_IN_ONE_FOLDER = 1000
_SIDES = ("sender", "receiver")
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
    parser.add_argument("--entries", type=int, help="send a folder with so many empty files in place of a file")
    parser.add_argument("--flat", action="store_true", help="with --entries: all in one folder")
    parser.add_argument("--in", dest="place", type=Path, help="where the files are made (default: the system's place)")
    options = parser.parse_args(arguments)
    extra = [] if options.mss is None else ["--mss", str(options.mss)]
    with tempfile.TemporaryDirectory(prefix="ptp-costs-", dir=options.place) as folder:
        for number in range(options.repeat):
            here = Path(folder, str(number))
            (here / "inbox").mkdir(parents=True)
            if options.entries is not None:
                tree = _make_tree(here / "tree", options.entries, options.entries if options.flat else _IN_ONE_FOLDER)
                _cost_of_entries(Run(tree, here / "inbox", here, "127.0.0.1", _PORT), extra, options.entries)
            else:
                file = _make_file(here / "file.bin", options.megabytes)
                _cost_of_bytes(Run(file, here / "inbox", here, "127.0.0.1", _PORT), extra)
            shutil.rmtree(here)
    return 0


def _make_file(file: Path, megabytes: int) -> Path:
    with open(file, "wb") as target:
        for _ in range(megabytes * 1_000_000 // _PIECE_BYTES):
            target.write(os.urandom(_PIECE_BYTES))
    return file


def _make_tree(tree: Path, entries: int, in_one_folder: int) -> Path:
    for start in range(0, entries, in_one_folder):
        folder = tree / f"{start // in_one_folder:04}"
        folder.mkdir(parents=True)
        for number in range(start, min(start + in_one_folder, entries)):
            os.close(os.open(folder / f"an empty file {number}", os.O_CREAT | os.O_WRONLY))
    return tree


def _cost_of_bytes(run: Run, extra: list[str]) -> None:
    seconds, *costs = transfer(run, extra)
    if sha256(run.inbox / run.file.name) != sha256(run.file):
        raise RuntimeError("the SHA-256 of what arrived is wrong")
    size_bytes = run.file.stat().st_size
    print(f"{size_bytes / 1e6:.0f} MB in {seconds:.2f} s, {size_bytes * 8e-6 / seconds:.0f} Mbit/s")
    for side, cost in zip(_SIDES, costs, strict=True):
        per_gigabyte_s = cost.processor_s * 1e9 / size_bytes
        print(f"  {side:8} {per_gigabyte_s:.2f} s of processor per GB, {cost.memory_bytes / 1e6:.0f} MB at its peak")


def _cost_of_entries(run: Run, extra: list[str], entries: int) -> None:
    seconds, *costs = transfer(run, extra)
    arrived = sum(len(files) for _, _, files in os.walk(run.inbox / run.file.name))
    if arrived != entries:
        raise RuntimeError(f"{arrived} files arrived")
    print(f"{entries} files in {seconds:.2f} s, {entries / seconds:.0f} each second")
    for side, cost in zip(_SIDES, costs, strict=True):
        per_file_us = cost.processor_s * 1e6 / entries
        memory_mb = cost.memory_bytes / 1e6
        print(f"  {side:8} {per_file_us:.0f} microseconds of processor per file, {memory_mb:.0f} MB at its peak")


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
