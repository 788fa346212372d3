"""One run of one peer: starts both programs, takes the time, checks the file, and leaves nothing running.

The clock runs from the start of the sender's program until the file is complete under its name in the receiver's
folder; the receiver was ready before. Then both programs have to end well and the SHA-256 has to be that of the
source, or the run has failed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.emulated_link import ADDRESS_B, EmulatedLink
from tests.benchmarks.link_model import LinkSettings
from tests.benchmarks.peers import ROOT, Command, Peer, Run
from tests.benchmarks.results import Outcome

LINK_PORT = 7700
# A carrier that is later than this has added to the round trip what a reader of the table should know of.
TOLERATED_LATENESS_S = 0.01
_READY_WITHIN_S = 15.0
_END_WITHIN_S = 15.0
_GLANCE_S = 0.005
_LOG_TAIL_BYTES = 600
# Under this name PTP keeps what is not verified yet.
_PARTIAL_SUFFIX = ".ptp-part"


class RunFailed(Exception):
    """The transfer did not succeed; the text says why."""


class _OutOfTime(Exception):
    """The file was not across in time."""


def run_once(peer: Peer, file: Path, link_settings: LinkSettings | None, limit_s: float) -> Outcome:
    """Race `peer` with `file` over the emulated link, or over loopback when there are no settings for one."""
    with tempfile.TemporaryDirectory(prefix="ptp-race-", ignore_cleanup_errors=True) as folder:
        inbox, scratch = Path(folder, "inbox"), Path(folder, "scratch")
        inbox.mkdir()
        scratch.mkdir()
        try:
            if link_settings is None:
                run = Run(file, inbox, scratch, "127.0.0.1", _free_port())
                return Outcome(_timed(peer, run, limit_s, lambda _side: []))
            with EmulatedLink(link_settings) as link:
                run = Run(file, inbox, scratch, ADDRESS_B, LINK_PORT)
                seconds = _timed(peer, run, limit_s, link.inside)
            late = link.worst_lateness_s
            warning = f"the link was {late * 1000:.0f} ms late once" if late > TOLERATED_LATENESS_S else ""
            return Outcome(seconds, details=warning)
        except _OutOfTime:
            return Outcome(None, problem=f"over {limit_s:g} s")
        except RunFailed as error:
            return Outcome(None, problem="failed", details=str(error))


def sha256(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _timed(peer: Peer, run: Run, limit_s: float, inside: Callable[[int], list[str]]) -> float:
    """The seconds of the transfer. `inside` gives the words that put a command on the near (0) or far (1) side."""
    receiving = peer.receiver(run)
    with _started(receiving, inside(1), run.scratch / "receiver.log") as receiver:
        _wait_until_ready(receiver, receiving.ready, run)
        sending = peer.sender(run)
        began_s = time.monotonic()
        with _started(sending, inside(0), run.scratch / "sender.log") as sender:
            seconds = _wait_for_file(run, began_s, limit_s, sender)
            for side, process, command in (("sender", sender, sending), ("receiver", receiver, receiving)):
                if (status := _status(process)) not in command.good_statuses:
                    raise RunFailed(f"the {side} ended with {status}: {_last_words(run)}")
    if sha256(_arrived(run.inbox)[0]) != sha256(run.file):
        raise RunFailed("the SHA-256 of what arrived is wrong")
    return seconds


@contextlib.contextmanager
def _started(command: Command, prefix: list[str], log_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program, for the length of a with block; it and what it started in its process group end with that."""
    with open(log_path, "wb") as log:
        process = subprocess.Popen(
            [*prefix, *command.words],
            cwd=ROOT,
            env={**os.environ, **command.variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(receiver: subprocess.Popen[bytes], words: str | None, run: Run) -> None:
    deadline_s = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline_s:
        if _is_bound(receiver.pid, run.port) if words is None else words in _log(run, "receiver"):
            return
        if receiver.poll() is not None:
            break
        time.sleep(_GLANCE_S)
    raise RunFailed(f"the receiver did not get ready: {_last_words(run)}")


def _is_bound(pid: int, port: int) -> bool:
    """Whether that UDP port is taken where the process lives; a guess of True where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/net/udp").read_text().splitlines()[1:]
    except OSError:
        return True
    return any(line.split()[1].endswith(f":{port:04X}") for line in lines)


def _wait_for_file(run: Run, began_s: float, limit_s: float, sender: subprocess.Popen[bytes]) -> float:
    """The seconds until the whole file is there."""
    size_bytes = run.file.stat().st_size
    while True:
        failed = sender.poll() not in (None, 0)
        arrived = _arrived(run.inbox)
        seconds = time.monotonic() - began_s
        if arrived and arrived[0].stat().st_size == size_bytes:
            return seconds
        if failed:
            raise RunFailed(f"the sender ended with {sender.returncode}: {_last_words(run)}")
        if seconds > limit_s:
            raise _OutOfTime
        time.sleep(_GLANCE_S)


def _arrived(inbox: Path) -> list[Path]:
    return [path for path in inbox.iterdir() if path.suffix != _PARTIAL_SUFFIX]


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """The exit status, or None when it did not end in time."""
    try:
        return process.wait(_END_WITHIN_S)
    except subprocess.TimeoutExpired:
        return None


def _log(run: Run, side: str) -> str:
    return (run.scratch / f"{side}.log").read_text("utf-8", "replace")


def _last_words(run: Run) -> str:
    sides = [side for side in ("sender", "receiver") if (run.scratch / f"{side}.log").exists()]
    return " | ".join(_log(run, side)[-_LOG_TAIL_BYTES:].strip() for side in sides)


def _free_port() -> int:
    """A port that is free for UDP and TCP alike."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        port: int = tcp.getsockname()[1]
        with contextlib.suppress(OSError):
            udp.bind(("127.0.0.1", port))
            return port
    return _free_port()
