"""What makes no sense gets one clear line and a status, never a traceback."""

from __future__ import annotations

import os
import random
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import ROOT, WAIT_S, Desk


def refused(desk: Desk, status: int, *words: str) -> str:
    """Run it; the one line that it says."""
    program = desk.run("home", *words)
    assert program.status() == status, program
    line = program.error_line()
    assert line.startswith("ptp: ")
    return line


def test_a_missing_file(desk: Desk) -> None:
    line = refused(desk, 1, "send", str(desk.directory / "missing.mov"), "127.0.0.1")
    assert "missing.mov" in line


def test_a_file_that_cannot_be_read(desk: Desk) -> None:
    path = desk.file()
    path.chmod(0)
    if os.access(path, os.R_OK):
        # The superuser reads everything; what is no regular file is refused to him too.
        path.unlink()
        os.mkfifo(path)
        assert stat.S_ISFIFO(path.stat().st_mode)
    assert path.name in refused(desk, 1, "send", str(path), "127.0.0.1")


def test_an_unknown_host(desk: Desk) -> None:
    assert "nowhere.invalid" in refused(desk, 1, "send", str(desk.file()), "nowhere.invalid", "--code", "1-a-b")


@pytest.mark.parametrize("port", ["70000", "0", "-1", "x", ""])
def test_a_port_out_of_range(desk: Desk, port: str) -> None:
    assert "port" in refused(desk, 2, "send", str(desk.file()), f"127.0.0.1:{port}")


def test_a_folder_to_save_in_that_is_not_there(desk: Desk) -> None:
    assert "gone" in refused(desk, 1, "receive", "--dir", str(desk.directory / "gone"), "--listen", "127.0.0.1:0")


def test_a_folder_to_save_in_that_is_a_file(desk: Desk) -> None:
    path = desk.file()
    assert path.name in refused(desk, 1, "receive", "--dir", str(path), "--listen", "127.0.0.1:0")


def test_t22_a_folder_to_save_in_that_cannot_be_written(desk: Desk) -> None:
    # Nobody may make a file in /proc, not even the superuser.
    if not Path("/proc/self").exists():
        pytest.skip("there is no /proc here")
    assert "/proc" in refused(desk, 1, "receive", "--dir", "/proc", "--listen", "127.0.0.1:0")


def test_an_address_that_is_not_this_computers(desk: Desk) -> None:
    assert "192.0.2.1" in refused(desk, 1, "receive", "--dir", str(desk.inbox), "--listen", "192.0.2.1:7700")


def test_a_log_that_cannot_be_written(desk: Desk) -> None:
    log = str(desk.directory / "gone" / "segments.log")
    assert "segments.log" in refused(
        desk, 1, "receive", "--dir", str(desk.inbox), "--listen", "127.0.0.1:0", "--log", log
    )


def test_a_home_that_cannot_be_written(desk: Desk) -> None:
    program = desk.run("home", "receive", "--listen", "127.0.0.1:0", environment={"XDG_DATA_HOME": "/proc/nowhere"})
    assert program.status() == 1
    assert "/proc/nowhere" in program.error_line()


def test_t21_a_disk_that_fills_up(desk: Desk) -> None:
    """The receiver may write no file over 1 MB: the system refuses in mid transfer, as a full disk does."""
    path = desk.file(size_bytes=3_000_000)
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)); "
        f"sys.argv = ['ptp', *sys.argv[1:]]; runpy.run_path({str(ROOT / 'main.py')!r}, run_name='__main__')"
    )
    words = ["receive", "--once", "--dir", str(desk.inbox), "--listen", "127.0.0.1:0", "--json", "--accept", "all"]
    environment = {**os.environ, "XDG_DATA_HOME": str(desk.directory / "receiver"), "PYTHONPATH": str(ROOT)}
    receiver = subprocess.Popen(
        [sys.executable, "-c", limited, *words, "--code", "4-guitar-orbit"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert receiver.stdout is not None
        port = receiver.stdout.readline().split('"port": ')[1].split(",")[0]
        sender = desk.run("sender", "send", "--json", str(path), f"127.0.0.1:{port}", "--code", "4-guitar-orbit")
        assert sender.status() == 1
        assert sender.error_line()
        _output, errors = receiver.communicate(timeout=WAIT_S)
    finally:
        receiver.kill()
        receiver.communicate()
    assert receiver.returncode == 1
    assert errors.count("\n") == 1
    assert "holiday.mov" in errors
    assert desk.inbox_names() == []


def test_t35_a_file_that_does_not_fit_is_refused_at_the_offer(desk: Desk) -> None:
    free = shutil.disk_usage(desk.inbox).free
    path = desk.directory / "endless.bin"
    with path.open("wb") as file:
        try:
            file.truncate(free + 10**12)
        except OSError:
            pytest.skip("this file system holds no sparse file of that size")
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path))
    assert sender.status() == 1
    assert receiver.status() == 1
    assert "space" in receiver.error_line()
    assert desk.inbox_names() == []


def test_nonsense_at_the_port_is_ignored(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver("--once")
    chance = random.Random(5)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for index in range(400):
            noise = bytearray(chance.randbytes(chance.choice((0, 1, 23, 24, 40, 41, 1200, 9000))))
            if noise and index % 2:
                # Half of it looks like packets of each type.
                noise[:2] = bytes((index % 13, 0))
            stranger.sendto(noise, ("127.0.0.1", receiver.listening_port()))
    sender = desk.sender(receiver, str(path))
    assert sender.status() == 0
    assert receiver.status() == 0
    assert (desk.inbox / path.name).read_bytes() == path.read_bytes()
