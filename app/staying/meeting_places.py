"""Where the starts of the program meet: a place that only this person reaches, whose folder is theirs alone. No Qt.

There are two kinds behind one protocol. A Unix socket is guarded by its folder. Where Python has none, as on Windows,
or the folder's name leaves no room for one, it is a port of this computer's own network, which everybody here reaches:
its number and a secret stand in a file in that folder, and each side shows the other that it knows the secret before
anything is told, so that neither a foreign program at the port of a window that was killed nor a stranger who finds the
port learns or does anything.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import json
import os
import secrets
import socket
import stat
import sys
import time
from pathlib import Path
from typing import Final, Protocol

from app.installation import data_directory

# A socket's address has room for 104 bytes on macOS and 108 on Linux, with the zero behind it.
_MAXIMUM_PATH_BYTES: Final = 103
_CALLS_WAITING: Final = 8
_LOOPBACK: Final = "127.0.0.1"
_SECRET_BYTES: Final = 32
_MAXIMUM_LINE_BYTES: Final = 256
_HAS_UNIX_SOCKETS = hasattr(socket, "AF_UNIX")


class Admission:
    """What one caller has to say before its call. A place that nobody else reaches asks for nothing."""

    def __init__(self, secret: bytes) -> None:
        """`secret` is empty at such a place."""
        self._secret = secret
        self._nonce: bytes | None = None
        self._is_complete = not secret

    @property
    def is_complete(self) -> bool:
        """Whether the next line is the call."""
        return self._is_complete

    def hear(self, line: bytes) -> bytes | None:
        """Take one line, without its end; what is answered. None to a caller who does not know the secret."""
        if self._nonce is None:
            self._nonce = line
            return _proof(self._secret, b"window", line) + b"\n"
        if not hmac.compare_digest(line, _proof(self._secret, b"caller", self._nonce)):
            return None
        self._is_complete = True
        return b""


class Opening:
    """A place at which a window is called, until `close`."""

    def __init__(self, line: socket.socket, path: Path, secret: bytes = b"") -> None:
        """`line` listens, and `path` is what stands for it on the disk."""
        self.line = line
        self._path = path
        self._secret = secret
        self._mark = _identity(path)

    def admission(self) -> Admission:
        """For a caller."""
        return Admission(self._secret)

    def close(self) -> None:
        """Nobody is heard any more. What another window has put there since stays. May be called twice."""
        self.line.close()
        if self._mark is not None and _identity(self._path) == self._mark:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._mark = None


class MeetingPlace(Protocol):
    """Where the window of one person is called. Blocking; any thread."""

    @property
    def path(self) -> Path:
        """What stands for it on the disk while a window is there, or was until it was killed."""

    def open(self) -> Opening:
        """Be called here, instead of whoever was before. Raises OSError."""

    def connect(self, limit_s: float) -> socket.socket:
        """A line to the window that is called here, which is this person's. Raises TimeoutError, ConnectionResetError
        or BrokenPipeError when somebody is there who does not answer, and another OSError when no window is."""


class UnixSocket:
    """A socket in the file system."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> Opening:
        # Nobody answered there: it is what a program that was killed left behind.
        self.path.unlink(missing_ok=True)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.bind(str(self.path))
            os.chmod(self.path, 0o600)
            line.listen(_CALLS_WAITING)
        except OSError:
            line.close()
            raise
        return Opening(line, self.path)

    def connect(self, limit_s: float) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(limit_s)
            line.connect(str(self.path))
        except BlockingIOError as error:
            line.close()
            # More calls wait there than it has room for.
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)) from error
        except OSError:
            line.close()
            raise
        return line


class LoopbackPort:
    """A port of the loopback network, and a file with its number and the secret."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self) -> Opening:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        secret = secrets.token_bytes(_SECRET_BYTES)
        try:
            if sys.platform == "win32":
                # There, others could otherwise listen at a port that is taken.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            line.bind((_LOOPBACK, 0))
            line.listen(_CALLS_WAITING)
            said = json.dumps({"port": line.getsockname()[1], "secret": secret.hex()})
            # In place: Windows replaces no file that somebody reads at that moment. Whoever reads half of it finds
            # nobody, and looks again when this window has let go of the lock.
            with open(self.path, "w", encoding="ascii", opener=_open_private) as file:
                file.write(said)
        except OSError:
            line.close()
            raise
        return Opening(line, self.path, secret)

    def connect(self, limit_s: float) -> socket.socket:
        until_s = time.monotonic() + limit_s
        try:
            said = json.loads(self.path.read_text("ascii"))
            port, secret = int(said["port"]), bytes.fromhex(said["secret"])
            if not 0 < port < 65_536 or len(secret) != _SECRET_BYTES:
                raise _nobody()
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _nobody() from error
        line = socket.create_connection((_LOOPBACK, port), limit_s)
        try:
            _be_admitted(line, secret, until_s)
        except OSError:
            line.close()
            raise
        return line


def meeting_place(directory: Path | None = None) -> MeetingPlace | None:
    """Where the window of this person is called, whose data are in `directory`. None where others could meddle."""
    directory = (directory or data_directory()).absolute()
    # A home may be shared by several computers.
    mark = hashlib.sha256(os.fsencode(f"{socket.gethostname()}\0{directory}")).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folders = (Path(runtime) / "ptp" if runtime else directory, directory)
    for folder in folders if _HAS_UNIX_SOCKETS else ():
        path = folder / f"window-{mark}.socket"
        if len(os.fsencode(path)) <= _MAXIMUM_PATH_BYTES and _is_private(folder):
            return UnixSocket(path)
    for folder in folders:
        if _is_private(folder):
            return LoopbackPort(folder / f"window-{mark}.port")
    return None


def _be_admitted(line: socket.socket, secret: bytes, until_s: float) -> None:
    nonce = secrets.token_hex(_SECRET_BYTES).encode("ascii")
    line.sendall(nonce + b"\n")
    said = bytearray()
    while not said.endswith(b"\n") and len(said) <= _MAXIMUM_LINE_BYTES:
        # A stranger that says a letter now and then is nobody to wait for.
        left_s = until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        line.settimeout(left_s)
        heard = line.recv(1 + _MAXIMUM_LINE_BYTES - len(said))
        if not heard:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        said += heard
    if not hmac.compare_digest(bytes(said), _proof(secret, b"window", nonce) + b"\n"):
        raise _nobody()
    line.sendall(_proof(secret, b"caller", nonce) + b"\n")


def _proof(secret: bytes, side: bytes, nonce: bytes) -> bytes:
    return hmac.new(secret, side + b" " + nonce, hashlib.sha256).hexdigest().encode("ascii")


def _nobody() -> ConnectionRefusedError:
    return ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))


def _open_private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    # What a killed program left may have been opened to others since.
    with contextlib.suppress(OSError):
        os.chmod(path, 0o600)
    return descriptor


def _identity(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from one of the same name."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _is_private(folder: Path) -> bool:
    """Whether only this person gets into a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            return False
        if sys.platform == "win32":
            # What is in a person's profile is theirs, by the access lists that Windows gives it.
            return True
        if found.st_uid != os.getuid():
            return False
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError:
        return False
    return True
