"""What holds for every test: no real display, no example database, and no engine thread that outlives its test."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Whoever runs the tests may speak another language.
os.environ["LC_ALL"] = "C.UTF-8"

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of programs are started: without this each would compile all of itself anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("house", deadline=None, database=None)
settings.load_profile("house")

_GRACE_S = 2.0


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Every thread of the engine that a test started has ended shortly after it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _GRACE_S
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("ptp-"):
            thread.join(max(0.0, deadline - time.monotonic()))
            assert not thread.is_alive(), f"the thread {thread.name} outlived the test"
