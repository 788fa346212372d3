"""Python as it is on Windows, as far as one can have it elsewhere: run before anything of the program is imported.

What is other people's is imported first, as it is here; then what Windows lacks is taken away from the modules that
Python has everywhere, those that it has nowhere else are gone, and the platform calls itself by Windows' name.
"""

from __future__ import annotations

import ast
import ctypes
import importlib
import importlib.util
import os
import pkgutil
import select
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unittest.mock import MagicMock

ROOT: Final = Path(__file__).parents[1]
_OURS: Final = ("app", "ptp_core", "resources", "tests")
# The last is installed on Linux alone, where one module is imported that needs it.
_LINUX_ONLY: Final = "app.staying.bus_line"
_NO_MODULES: Final = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty", "jeepney")
_NO_ATTRIBUTES: Final = {
    os: (
        "O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_TMPFILE O_SYNC O_DSYNC chown fchmod fchown fork forkpty"
        " getegid geteuid getgid getgroups getpgid getpriority getsid getuid killpg lchown lockf mkfifo mknod nice"
        " posix_fadvise posix_fallocate pread preadv pwrite pwritev readv register_at_fork sched_getaffinity sendfile"
        " setsid splice sync sysconf uname wait4 waitid writev"
    ),
    select: "PIPE_BUF epoll poll",
    signal: "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 pthread_sigmask",
    socket: "AF_NETLINK AF_PACKET AF_UNIX CMSG_LEN CMSG_SPACE SCM_RIGHTS SO_BINDTODEVICE SO_REUSEPORT",
}


def modules() -> list[str]:
    """All modules of the program that Windows has a use for."""
    found = []
    for name in ("app", "ptp_core"):
        package = importlib.util.find_spec(name)
        assert package is not None
        found += [each.name for each in pkgutil.walk_packages(package.submodule_search_locations, f"{name}.", _pass)]
    return [name for name in found if name != _LINUX_ONLY]


def become(foreign: Sequence[str]) -> None:
    """From here on, this process looks like one on Windows to what is imported; `foreign` is what it imports of others
    (`foreign_modules`)."""
    for name in foreign:
        importlib.import_module(name)
    pair, unix = socket.socketpair, int(getattr(socket, "AF_UNIX", 1))
    socket.socketpair = lambda *_ignored: pair(unix)
    for name in _NO_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for module, names in _NO_ATTRIBUTES.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    # What only Windows has is like something that does no harm.
    vars(socket).update(SO_EXCLUSIVEADDRUSE=socket.SO_KEEPALIVE)
    vars(ctypes).update(windll=MagicMock())
    os.supports_dir_fd.clear()
    os.supports_fd.clear()
    sys.modules.update(msvcrt=MagicMock(), winreg=MagicMock())
    sys.platform = "win32"


def _pass(_name: str) -> None:
    """What is not ours to import is not looked into."""


def foreign_modules() -> list[str]:
    """What the program's files name of others, wherever they do so."""
    found: set[str] = set()
    for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("ptp_core/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    ours = {name for name in found if name.partition(".")[0] in _OURS}
    lacking = {*_NO_MODULES, "msvcrt", "winreg", "PyInstaller"}
    return sorted(name for name in found - ours if name.partition(".")[0] not in lacking)
