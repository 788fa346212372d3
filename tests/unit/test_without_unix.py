"""Nothing that Unix alone has is needed for the program to be imported, opened and used, as on Windows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.windows_like import ROOT, foreign_modules, modules

WINDOW_ONLY = ("PySide6", "shiboken6", "pyqtgraph")
BECOME = """
import json
import sys
from tests import windows_like
windows_like.become(json.loads(sys.argv.pop(1)))
"""
RUN = f"""
{BECOME}
from app.entry import run
run()
"""
RUN_WITH_ALL = f"""
{BECOME}
import importlib
for name in windows_like.modules():
    importlib.import_module(name)
assert (sys.platform, sys.modules["fcntl"]) == ("win32", None)
from app.entry import run
run()
"""


@cache
def foreign(*, window: bool) -> str:
    """What is imported of others; the command line needs no Qt."""
    return json.dumps([name for name in foreign_modules() if window or name.partition(".")[0] not in WINDOW_ONLY])


@contextmanager
def started(script: str, *words: str | Path, home: Path, window: bool = True) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, which ends with the block."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PTP_"))}
    xdg = {f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    process = subprocess.Popen(
        [sys.executable, "-c", script, foreign(window=window), *map(str, words)],
        cwd=ROOT,
        env={**kept, **xdg, "HOME": str(home), "DBUS_SESSION_BUS_ADDRESS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_files_get_across(tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    (folder / "more").mkdir(parents=True)
    (folder / "one.txt").write_text("one")
    (folder / "more" / "two.bin").write_bytes(bytes(300_000))
    common = ("--code", "4-guitar-orbit", "--json")
    inbox = tmp_path / "in box"
    inbox.mkdir()
    listening = ("receive", "--once", "--accept", "all", "--listen", "127.0.0.1:0", "--dir", inbox)
    with started(RUN, *listening, *common, home=tmp_path / "there", window=False) as receiver:
        assert receiver.stdout is not None
        first = receiver.stdout.readline()
        assert "port" in json.loads(first), first
        port = json.loads(first)["port"]
        with started(RUN, "send", folder, f"127.0.0.1:{port}", *common, home=tmp_path / "here", window=False) as sender:
            _, said = sender.communicate(timeout=60)
        assert (sender.returncode, said) == (0, ""), said
        _, said = receiver.communicate(timeout=60)
    assert (receiver.returncode, said) == (0, "")
    assert (inbox / "holiday" / "one.txt").read_text() == "one"
    assert (inbox / "holiday" / "more" / "two.bin").stat().st_size == 300_000
    assert sorted(each.name for each in inbox.iterdir()) == ["holiday"]


def test_all_is_imported_and_a_window_opens_to_which_a_second_start_comes(tmp_path: Path) -> None:
    assert len(modules()) > 300
    settings = tmp_path / "ptp" / "window.ini"
    settings.parent.mkdir()
    settings.write_text("[receive]\non=false\n[send]\nnearby=false\n")
    with started(RUN_WITH_ALL, home=tmp_path) as first:
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob("ptp/*.port")):
            assert first.poll() is None, first.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with started(RUN, home=tmp_path, window=False) as second:
            assert (second.communicate(timeout=30), second.returncode) == (("", ""), 0)
        first.terminate()
        _, said = first.communicate(timeout=30)
    assert first.returncode == 130
    assert "Traceback" not in said
    # As the platform without a screen says it.
    assert "raise()" in said
