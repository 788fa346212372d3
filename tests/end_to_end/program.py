"""PTP as a person or a script runs it: a process, its lines, its exit status. Every wait is bounded."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
WAIT_S = 30.0
# The promise is two seconds from the signal; the rest is for the interpreter's own end on a busy machine.
ENDS_WITHIN_S = 3.5


class Program:
    """One running `main.py`. `home` keeps its identity and known peers apart from all others'."""

    def __init__(self, home: Path, *words: str, environment: dict[str, str] | None = None) -> None:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PTP_"))}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            variables[name] = str(home / name.lower())
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**variables, **(environment or {})},
        )
        self.events: list[dict[str, Any]] = []
        self.lines: list[str] = []
        self.errors: list[str] = []
        self._heard: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._readers = [
            threading.Thread(target=self._read, args=(self._process.stdout, self._hear_line), daemon=True),
            threading.Thread(target=self._read, args=(self._process.stderr, self.errors.append), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool], what: str = "an event") -> dict[str, Any]:
        """The first JSON object that is `wanted`."""
        deadline = time.monotonic() + WAIT_S
        seen = 0
        while True:
            for event in self.events[seen:]:
                seen += 1
                if wanted(event):
                    return event
            try:
                self._heard.get(timeout=max(0.0, min(0.2, deadline - time.monotonic())))
            except queue.Empty:
                ended = self._process.poll() is not None and not self._readers[0].is_alive()
                if (ended and seen == len(self.events)) or time.monotonic() >= deadline:
                    raise AssertionError(f"{what} did not come; {self}") from None

    def listening_port(self) -> int:
        """Wait until it listens."""
        return int(self.wait_for(lambda event: event["event"] == "listening", "listening")["port"])

    def wait_until_moving(self, size_bytes: int = 1) -> dict[str, Any]:
        """Wait until the transfer is under way and so much is acknowledged."""
        return self.wait_for(
            lambda event: event.get("state") == "transferring" and event["bytes_acknowledged"] >= size_bytes, "progress"
        )

    def send_signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def status(self, timeout_s: float = WAIT_S) -> int:
        """Wait for its end; the exit status."""
        try:
            status = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end within {timeout_s} s; {self}") from None
        for reader in self._readers:
            reader.join(WAIT_S)
        assert not any("Traceback" in line for line in self.errors), self
        return status

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The events of that kind so far."""
        return [event for event in self.events if event["event"] == kind]

    def error_line(self) -> str:
        """What it said on standard error, which must be one line."""
        assert len(self.errors) == 1, self
        return self.errors[0].strip()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(WAIT_S)
        for reader in self._readers:
            reader.join(WAIT_S)

    def __str__(self) -> str:
        return f"events {self.events[-3:]}, lines {self.lines[-3:]}, errors {self.errors}"

    def _hear_line(self, line: str) -> None:
        self.lines.append(line.rstrip("\n"))
        with contextlib.suppress(ValueError):
            self.events.append(json.loads(line))
        self._heard.put(None)

    @staticmethod
    def _read(stream: Any, hear: Callable[[str], None]) -> None:
        with stream:
            for line in stream:
                hear(line)


class Desk:
    """Two computers on one: a home, a folder and a way to start programs for each; all end with the test."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.inbox = directory / "inbox"
        self.inbox.mkdir()
        self._programs: list[Program] = []

    def file(self, name: str = "holiday.mov", size_bytes: int = 300_000) -> Path:
        """A file of noise to send."""
        path = self.directory / "outbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(os.urandom(size_bytes))
        return path

    def run(self, home: str, *words: str, environment: dict[str, str] | None = None) -> Program:
        program = Program(self.directory / home, *words, environment=environment)
        self._programs.append(program)
        return program

    def receiver(self, *words: str, code: str = "4-guitar-orbit", accept: str = "all") -> Program:
        """A receiver that listens; port 0 lets the system pick a free one."""
        program = self.run(
            "receiver",
            *("receive", "--dir", str(self.inbox), "--listen", "127.0.0.1:0", "--json", "--accept", accept),
            *(("--code", code) if code else ()),
            *words,
        )
        program.listening_port()
        return program

    def sender(self, receiver: Program, *words: str, code: str = "4-guitar-orbit") -> Program:
        """A sender of the paths in `words`, to that receiver."""
        return self.run(
            "sender",
            *("send", "--json", *words, f"127.0.0.1:{receiver.listening_port()}"),
            *(("--code", code) if code else ()),
        )

    def inbox_names(self) -> list[str]:
        return sorted(path.name for path in self.inbox.iterdir())

    def close(self) -> None:
        for program in self._programs:
            program.close()


@contextlib.contextmanager
def desk(directory: Path) -> Iterator[Desk]:
    """A Desk whose programs are ended."""
    place = Desk(directory)
    try:
        yield place
    finally:
        place.close()
