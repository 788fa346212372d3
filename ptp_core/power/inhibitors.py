"""How each system is asked not to sleep: one way each, behind one small interface.

Linux and macOS have a command that runs another one and keeps the computer awake until that ends. It is given `cat`, at
a pipe of which this process holds the other end: when this process ends, however it ends, so does `cat`, and with it
the wish. Windows ties the wish to a thread, and forgets it with the thread.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol

_SYSTEMD: Final = ("systemd-inhibit", "--what=idle:sleep", "--mode=block", "--who=PTP", "--why=Files are on their way")
_MACOS: Final = ("caffeinate", "-i")
_HELD: Final = ("cat",)
_END_LIMIT_S: Final = 1.0
_KILL_LIMIT_S: Final = 5.0

# winbase.h, SetThreadExecutionState.
_ES_CONTINUOUS: Final = 0x80000000
_ES_SYSTEM_REQUIRED: Final = 0x00000001


class Inhibitor(Protocol):
    """Keeps the computer awake between `begin` and `end`, which take turns. Not thread-safe."""

    def begin(self) -> None:
        """Ask for it. Raises OSError when this system cannot be asked."""

    @property
    def holds(self) -> bool:
        """Whether the system was asked and has not refused, as far as can be seen."""

    def end(self) -> None:
        """Take the wish back; bounded."""


class ChildInhibitor:
    """The wish lives in a child process, `command` with `cat` behind it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start the child."""
        self._child = subprocess.Popen(
            [*self._command, *_HELD],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Ctrl-C in the terminal is for this process to hear; it ends the child when it is done.
            start_new_session=True,
        )

    @property
    def holds(self) -> bool:
        """A child that was refused its wish ends by itself."""
        return self._child is not None and self._child.poll() is None

    def end(self) -> None:
        """Close the pipe, at whose end the child ends; kill it if it does not."""
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        with contextlib.suppress(OSError):
            child.stdin.close()
        try:
            child.wait(_END_LIMIT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_KILL_LIMIT_S)


class ThreadInhibitor:
    """The wish lives in a thread. `set_state` is SetThreadExecutionState: 0 when the system refuses."""

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state
        self._stop = threading.Event()
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None
        self._granted = False

    def begin(self) -> None:
        """Start the thread, and wait until it has asked."""
        self._stop.clear()
        self._asked.clear()
        self._thread = threading.Thread(target=self._hold, name="ptp-awake", daemon=True)
        self._thread.start()
        self._asked.wait(_END_LIMIT_S)

    @property
    def holds(self) -> bool:
        """Whether the system granted it."""
        return self._granted

    def end(self) -> None:
        """Have the thread take it back, and join it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_LIMIT_S)
            self._thread = None

    def _hold(self) -> None:
        self._granted = self._set_state(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED) != 0
        self._asked.set()
        self._stop.wait()
        self._set_state(_ES_CONTINUOUS)
        self._granted = False


class NoInhibitor:
    """A system that nobody knows how to ask."""

    holds = False

    def begin(self) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


def system_inhibitor(platform: str = sys.platform) -> Inhibitor:
    """The way of this system."""
    if platform == "win32":
        return _windows_inhibitor()
    if platform == "darwin":
        return ChildInhibitor(_MACOS)
    return ChildInhibitor(_SYSTEMD) if platform.startswith("linux") else NoInhibitor()


def _windows_inhibitor() -> Inhibitor:
    import ctypes

    # Typing knows the attribute only where it runs.
    kernel32 = getattr(ctypes, "windll").kernel32  # noqa: B009
    kernel32.SetThreadExecutionState.restype = ctypes.c_uint32
    kernel32.SetThreadExecutionState.argtypes = [ctypes.c_uint32]
    return ThreadInhibitor(kernel32.SetThreadExecutionState)
