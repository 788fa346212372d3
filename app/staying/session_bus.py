"""The session bus of the desktop, for the GUI thread, which never waits for it.

A call's answer, or that there is none in time, comes back on the GUI thread. Without a bus, and once it has gone, every
call fails at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from app.staying.bus_line import BusLine

_BUS: Final = "org.freedesktop.DBus"

Done = Callable[[tuple[Any, ...]], None]
Failed = Callable[[], None]


def session_bus_address(environment: Mapping[str, str] = os.environ) -> str | None:
    """Where the session bus is; None where there is none. Nothing is started for it."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    runtime = environment.get("XDG_RUNTIME_DIR")
    return f"unix:path={runtime}/bus" if runtime and (Path(runtime) / "bus").exists() else None


class SessionBus(QObject):
    """GUI thread only. Nothing is opened before something is to be said. In a body a variant is the pair of its
    signature and its value.

    Signals:
        heard(str, str, tuple): a signal that was listened for: its interface, its name and its values.
    """

    heard = Signal(str, str, object)
    _settled = Signal(object)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        """`address` as D-Bus writes it."""
        super().__init__(parent)
        self._address = address
        self._line: BusLine | None = None
        self._closed = False
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def call(
        self,
        destination: str,
        path: str,
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        done: Done = lambda _values: None,
        failed: Failed = lambda: None,
    ) -> None:
        """Call a method of the interface that goes by the service's own name; `done` gets what it returns. Nothing
        comes of it once the bus is closed."""
        if self._closed:
            return

        def settle(answer: Future[tuple[Any, ...]]) -> None:
            if answer.cancelled():
                return
            if answer.exception() is not None:
                self._settled.emit(failed)
            else:
                self._settled.emit(lambda: done(answer.result()))

        self._open().call(destination, path, destination, member, signature, body).add_done_callback(settle)

    def listen(self, sender: str, path: str) -> None:
        """Hear the signals of a service from now on."""
        rule = f"type='signal',sender='{sender}',path='{path}'"
        self.call(_BUS, "/org/freedesktop/DBus", "AddMatch", "s", (rule,))

    def tell(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Send a signal to whoever listens."""
        if not self._closed:
            self._open().tell(path, interface, member, signature, body)

    def close(self) -> None:
        """Say what is still to be said, for half a second at most, and leave. May be called twice."""
        self._closed = True
        if self._line is not None:
            self._line.close()

    def _open(self) -> BusLine:
        if self._line is None:
            # It takes asyncio along, for which the first look of a window need not wait.
            from app.staying.bus_line import BusLine

            self._line = BusLine(self._address, self._hear)
        return self._line

    def _hear(self, interface: str, member: str, values: tuple[Any, ...]) -> None:
        # On the line's thread.
        self._settled.emit(lambda: self.heard.emit(interface, member, values))

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        if not self._closed:
            deliver()
