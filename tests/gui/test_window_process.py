"""The window as a process of its own: signals end it in mid-transfer, quickly, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_mid_transfer_ends_the_window(tmp_path: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "--demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob("ptp-demo-*/received/.*")):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "the transfer did not begin"
            time.sleep(0.05)
        asked = time.monotonic()
        process.send_signal(number)
        _out, errors = process.communicate(timeout=10)
        assert time.monotonic() - asked < 3.0
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert list(tmp_path.glob("ptp-demo-*")) == []
