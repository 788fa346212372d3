"""Staying awake: asked once, taken back always, and no error of anything else."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.power import inhibitors
from ptp_core.power.inhibitors import ChildInhibitor, NoInhibitor, ThreadInhibitor, system_inhibitor
from ptp_core.power.keep_awake import KeepAwake

WAIT_S = 10.0
ROOT = Path(__file__).resolve().parents[3]
needs_processes = pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked by a thread")


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class PretendInhibitor:
    def __init__(self, error: OSError | None = None) -> None:
        self.calls: list[str] = []
        self.error = error
        self.holds = False

    def begin(self) -> None:
        self.calls.append("begin")
        if self.error is not None:
            raise self.error
        self.holds = True

    def end(self) -> None:
        self.calls.append("end")
        self.holds = False


def test_it_is_asked_once_while_something_runs_and_taken_back_after() -> None:
    inhibitor = PretendInhibitor()
    awake = KeepAwake(inhibitor)
    assert not awake.holds
    for wanted in (False, True, True, False, False, True):
        awake.keep(wanted)
    assert awake.holds
    awake.close()
    awake.close()
    assert not awake.holds
    assert inhibitor.calls == ["begin", "end", "begin", "end"]


def test_a_system_that_cannot_be_asked_is_no_error_and_asked_again_the_next_time() -> None:
    inhibitor = PretendInhibitor(FileNotFoundError("systemd-inhibit"))
    awake = KeepAwake(inhibitor)
    awake.keep(True)
    awake.keep(True)
    assert not awake.holds
    awake.keep(False)
    inhibitor.error = None
    awake.keep(True)
    assert awake.holds
    awake.close()
    assert inhibitor.calls == ["begin", "begin", "end"]


def test_many_threads_may_say_so_at_once() -> None:
    inhibitor = PretendInhibitor()
    awake = KeepAwake(inhibitor)
    threads = [threading.Thread(target=awake.keep, args=(number % 2 == 0,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    awake.close()
    turns = [*zip(inhibitor.calls[::2], inhibitor.calls[1::2], strict=True)]
    assert set(turns) <= {("begin", "end")}


def command_that_notes(folder: Path) -> Path:
    """What stands for systemd-inhibit: notes its words and its process, and runs what it was given."""
    script = folder / "inhibit"
    script.write_text(f'#!/bin/sh\necho "$@" >> {folder}/words\necho $$ > {folder}/pid\nexec cat\n')
    script.chmod(0o755)
    return script


def noted_pid(folder: Path) -> int:
    wait_until(lambda: (folder / "pid").exists() and (folder / "pid").read_text().endswith("\n"))
    return int((folder / "pid").read_text())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Of a parent that is gone; some machines have nobody who buries the dead.
    with contextlib.suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return True


@needs_processes
def test_the_child_lives_as_long_as_the_wish(tmp_path: Path) -> None:
    child = ChildInhibitor([str(command_that_notes(tmp_path)), "--what=idle:sleep"])
    for _ in range(2):
        child.begin()
        pid = noted_pid(tmp_path)
        assert child.holds
        child.end()
        child.end()
        assert not child.holds
        assert not is_alive(pid)
        (tmp_path / "pid").unlink()
    assert (tmp_path / "words").read_text() == "--what=idle:sleep cat\n" * 2


@needs_processes
def test_a_child_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inhibitors, "_END_LIMIT_S", 0.1)
    stubborn = tmp_path / "stubborn"
    stubborn.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    stubborn.chmod(0o755)
    child = ChildInhibitor([str(stubborn)])
    child.begin()
    pid = noted_pid(tmp_path)
    child.end()
    assert not is_alive(pid)


@needs_processes
def test_a_child_that_is_refused_its_wish_holds_nothing() -> None:
    child = ChildInhibitor(["false"])
    child.begin()
    wait_until(lambda: not child.holds)
    child.end()


@needs_processes
def test_a_command_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(FileNotFoundError):
        ChildInhibitor(["no-such-command-of-any-system"]).begin()


@needs_processes
def test_the_wish_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from ptp_core.power.inhibitors import ChildInhibitor\n"
        "child = ChildInhibitor([sys.argv[1]])\n"
        "child.begin()\n"
        "time.sleep(60)\n"
    )
    words = [sys.executable, "-c", program, str(command_that_notes(tmp_path))]
    with subprocess.Popen(words, cwd=ROOT) as process:
        pid = noted_pid(tmp_path)
        assert is_alive(pid)
        process.send_signal(signal.SIGKILL)
        process.wait(WAIT_S)
    wait_until(lambda: not is_alive(pid))


def test_windows_is_asked_and_told_by_one_and_the_same_thread() -> None:
    said: list[tuple[int, int]] = []

    def set_state(state: int) -> int:
        said.append((state, threading.get_ident()))
        return 0x80000000

    inhibitor = ThreadInhibitor(set_state)
    inhibitor.begin()
    assert inhibitor.holds
    assert [state for state, _ in said] == [0x80000001]
    inhibitor.end()
    inhibitor.end()
    assert not inhibitor.holds
    assert [state for state, _ in said] == [0x80000001, 0x80000000]
    assert len({thread for _, thread in said}) == 1
    assert threading.get_ident() not in {thread for _, thread in said}


def test_windows_that_refuses_holds_nothing() -> None:
    inhibitor = ThreadInhibitor(lambda state: 0)
    inhibitor.begin()
    assert not inhibitor.holds
    inhibitor.end()


def test_each_system_has_its_way() -> None:
    assert isinstance(system_inhibitor("linux"), ChildInhibitor)
    assert isinstance(system_inhibitor("darwin"), ChildInhibitor)
    assert isinstance(system_inhibitor("freebsd14"), NoInhibitor)
    awake = KeepAwake(system_inhibitor("freebsd14"))
    awake.keep(True)
    assert not awake.holds
    awake.close()


def test_this_system_is_asked_without_an_error() -> None:
    awake = KeepAwake()
    awake.keep(True)
    awake.close()
    assert not awake.holds
