"""The session bus of the desktop: one connection, and one thread that reads and writes there.

The window never waits for it: a call is put into a queue, and its answer, or that there is none in time, comes back on
the GUI thread. Once the bus has gone, every call fails at once.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.staying.bus_messages import FIXED_HEADER_BYTES, BusError, Kind, Message, decode, encode, whole_length

# A service that is not running yet is started for the first call.
CALL_LIMIT_S: Final = 10.0
_CONNECT_LIMIT_S: Final = 3.0
_CLOSE_LIMIT_S: Final = 0.5
_POLL_S: Final = 0.5
_CHUNK: Final = 65_536
_BUS: Final = "org.freedesktop.DBus"

Done = Callable[[tuple[Any, ...]], None]
Failed = Callable[[BusError], None]


def session_bus_address(environment: Mapping[str, str] = os.environ) -> str | None:
    """Where the session bus is; None where there is none. Nothing is started for it."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    runtime = environment.get("XDG_RUNTIME_DIR")
    return f"unix:path={runtime}/bus" if runtime and (Path(runtime) / "bus").exists() else None


@dataclass(frozen=True, slots=True)
class _Wish:
    message: Message
    done: Done
    failed: Failed


@dataclass(frozen=True, slots=True)
class _Waiting:
    wish: _Wish
    until: float


class SessionBus(QObject):
    """GUI thread only; the thread `ptp-window-desktop` is its own.

    Signals:
        heard(Message): a signal that was listened for.
    """

    heard = Signal(object)
    _settled = Signal(object)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        """`address` as D-Bus writes it."""
        super().__init__(parent)
        self._address = address
        self._lock = threading.Lock()
        self._wishes: deque[_Wish] = deque()
        self._closing = threading.Event()
        self._broken: BusError | None = None
        self._waiting: dict[int, _Waiting] = {}
        self._serial = 0
        self._received = bytearray()
        self._waker, self._woken = socket.socketpair()
        self._waker.setblocking(False)
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="ptp-window-desktop", daemon=True)
        self._thread.start()

    def call(
        self,
        destination: str,
        path: str,
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        done: Done = lambda _values: None,
        failed: Failed = lambda _error: None,
    ) -> None:
        """Call a method of the interface that goes by the service's own name; `done` gets what it returns."""
        message = Message(
            kind=Kind.CALL,
            destination=destination,
            path=path,
            interface=destination,
            member=member,
            signature=signature,
            body=body,
        )
        self._put(_Wish(message, done, failed))

    def listen(self, sender: str, path: str) -> None:
        """Hear the signals of a service from now on."""
        rule = f"type='signal',sender='{sender}',path='{path}'"
        self.call(_BUS, "/org/freedesktop/DBus", "AddMatch", "s", (rule,))

    def tell(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Send a signal to whoever listens."""
        message = Message(
            kind=Kind.SIGNAL, path=path, interface=interface, member=member, signature=signature, body=body
        )
        self._put(_Wish(message, lambda _values: None, lambda _error: None))

    def close(self) -> None:
        """Say what is still to be said, for half a second at most, and leave. May be called twice."""
        if not self._closing.is_set():
            self._closing.set()
            self._wake()
        self._thread.join(_CLOSE_LIMIT_S)

    def _put(self, wish: _Wish) -> None:
        with self._lock:
            broken = self._broken
            if broken is None:
                self._wishes.append(wish)
        if broken is not None:
            self._settled.emit(lambda: wish.failed(broken))
        else:
            self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._waker.send(b"x")

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closing.is_set():
            deliver()

    def _run(self) -> None:
        try:
            with _connect(self._address) as line:
                self._serve(line)
        except (BusError, OSError) as error:
            told = error if isinstance(error, BusError) else BusError(f"The session bus cannot be used: {error}.")
        else:
            told = BusError("The session bus is not used any more.")
        with self._lock:
            self._broken = told
            left = [*(each.wish for each in self._waiting.values()), *self._wishes]
            self._wishes.clear()
        for wish in left:
            self._fail(wish, told)
        self._waker.close()
        self._woken.close()

    def _serve(self, line: socket.socket) -> None:
        hello = Message(
            kind=Kind.CALL, destination=_BUS, path="/org/freedesktop/DBus", interface=_BUS, member="Hello"
        )
        with self._lock:
            self._wishes.appendleft(_Wish(hello, lambda _values: None, lambda _error: None))
        while True:
            self._write(line)
            if self._closing.is_set():
                return
            readable, _, _ = select.select([line, self._woken], [], [], _POLL_S)
            if self._woken in readable:
                self._woken.recv(_CHUNK)
            if line in readable:
                self._read(line)
            now = time.monotonic()
            for serial in [serial for serial, each in self._waiting.items() if each.until <= now]:
                self._fail(self._waiting.pop(serial).wish, BusError("The desktop does not answer."))

    def _write(self, line: socket.socket) -> None:
        while True:
            with self._lock:
                if not self._wishes:
                    return
                wish = self._wishes.popleft()
            self._serial += 1
            if wish.message.kind is Kind.CALL:
                self._waiting[self._serial] = _Waiting(wish, time.monotonic() + CALL_LIMIT_S)
            line.sendall(encode(wish.message, self._serial))

    def _read(self, line: socket.socket) -> None:
        data = line.recv(_CHUNK)
        if not data:
            raise BusError("The session bus has ended.")
        self._received += data
        while len(self._received) >= FIXED_HEADER_BYTES:
            length = whole_length(bytes(self._received[:FIXED_HEADER_BYTES]))
            if len(self._received) < length:
                return
            message = decode(bytes(self._received[:length]))
            del self._received[:length]
            self._hear(message)

    def _hear(self, message: Message) -> None:
        if message.kind is Kind.SIGNAL:
            self._settled.emit(lambda: self.heard.emit(message))
            return
        waiting = self._waiting.pop(message.reply_serial, None)
        if waiting is None:
            return
        if message.kind is Kind.ERROR:
            said = message.body[0] if message.body and isinstance(message.body[0], str) else message.error_name
            self._fail(waiting.wish, BusError(said))
        else:
            self._settled.emit(lambda: waiting.wish.done(message.body))

    def _fail(self, wish: _Wish, error: BusError) -> None:
        self._settled.emit(lambda: wish.failed(error))


def _connect(address: str) -> socket.socket:
    """A connection that the bus has let in, at the first of the addresses that works."""
    problem: Exception = BusError(f"There is no session bus at {address}.")
    for each in address.split(";"):
        transport, _, rest = each.partition(":")
        keys = {key: unquote(value) for key, _, value in (part.partition("=") for part in rest.split(","))}
        path = keys.get("path") or ("\0" + keys["abstract"] if "abstract" in keys else "")
        if transport != "unix" or not path:
            continue
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(_CONNECT_LIMIT_S)
            line.connect(path)
            _authenticate(line)
            return line
        except (OSError, BusError) as error:
            line.close()
            problem = error
    raise problem


def _authenticate(line: socket.socket) -> None:
    # The bus learns from the system who is at the other end; this only names it.
    line.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
    answer = b""
    while not answer.endswith(b"\r\n"):
        data = line.recv(512)
        if not data or len(answer) > _CHUNK:
            raise BusError("The session bus does not let PTP in.")
        answer += data
    if not answer.startswith(b"OK "):
        raise BusError("The session bus does not let PTP in.")
    line.sendall(b"BEGIN\r\n")
