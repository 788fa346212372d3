"""Ctrl-C while the program is still being loaded: status 130, and not a word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WAIT_S = 20.0
# It stands in for a module, and loading it takes as long as the test needs.
SLOW = "import time\nprint('loading', flush=True)\ntime.sleep(60)\n"


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("argparse", []),
        ("argparse", ["--help"]),
        ("cryptography", ["receive"]),
        ("cryptography", ["send", "main.py", "127.0.0.1"]),
        ("PySide6", ["--demo"]),
    ],
)
def test_ctrl_c_while_modules_are_loaded_ends_it_quietly(tmp_path: Path, module: str, words: list[str]) -> None:
    (tmp_path / f"{module}.py").write_text(SLOW)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=WAIT_S)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, errors) == (130, "", "")
