"""How the program's process ends: with its status, with all that it wrote, and after what was to be done at its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import atexit, sys, threading, time
import app.command_line, app.entry

def late():
    time.sleep(0.2)
    print("thread")

def main():
    atexit.register(print, "at exit")
    threading.Thread(target=late).start()
    sys.stdout.write("main, ")
    {end}

app.command_line.main = main
app.entry.run()
"""


@pytest.mark.parametrize(
    ("end", "status"), [("return 0", 0), ("return 7", 7), ("raise KeyboardInterrupt", 130), ("sys.exit(3)", 3)]
)
def test_a_process_ends_with_its_status_and_leaves_nothing_unsaid(end: str, status: int) -> None:
    script = SCRIPT.format(end=end)
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (status, "")
    assert ended.stdout == "main, thread\nat exit\n"


def test_no_thread_keeps_the_interpreter_for_longer_than_half_a_millisecond() -> None:
    script = SCRIPT.format(end="print(sys.getswitchinterval()); return 0")
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.stdout.startswith("main, 0.0005\n"), ended


def test_a_reader_that_has_gone_changes_nothing() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(end="return 0")],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
