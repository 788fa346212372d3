"""A line to a bus of the desktop: one connection of jeepney's, and the thread that it lives on. No Qt.

Only Linux has jeepney, and it takes asyncio along: this module is imported when there is something to say on a bus. A
variant is written and read as the pair of its signature and its value.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call, new_signal
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection
from jeepney.wrappers import unwrap_msg

# A service that is not running yet is started for the first call.
CALL_LIMIT_S: Final = 10.0
_CONNECT_LIMIT_S: Final = 3.0
_CLOSE_LIMIT_S: Final = 0.5

Values = tuple[Any, ...]
Heard = Callable[[str, str, Values], None]


class BusLine:
    """Owned by one thread, which never waits for the bus; the thread `ptp-window-desktop` is the line's own."""

    def __init__(self, address: str, heard: Heard) -> None:
        """`address` as D-Bus writes it. `heard` is told of signals on the line's thread: interface, member, values."""
        self._address = address
        self._heard = heard
        self._loop = asyncio.new_event_loop()
        self._opened = asyncio.Event()
        self._connection: DBusConnection | None = None
        self._router: DBusRouter | None = None
        # The last one is None.
        self._signals: asyncio.Queue[Message | None] = asyncio.Queue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="ptp-window-desktop", daemon=True)
        self._thread.start()

    def call(
        self, destination: str, path: str, interface: str, member: str, signature: str, body: Values
    ) -> Future[Values]:
        """What the method returns; an error when there is no bus, no answer in time, or an error as answer. It is
        cancelled when the line closes. Not after `close`."""
        address = DBusAddress(path, destination, interface)
        return self._begin(self._ask(new_method_call(address, member, signature or None, body)))

    def tell(self, path: str, interface: str, member: str, signature: str, body: Values) -> None:
        """Send a signal to whoever listens. Not after `close`."""
        self._begin(self._say(new_signal(DBusAddress(path, interface=interface), member, signature or None, body)))

    def close(self) -> None:
        """Say what is still to be said, for half a second at most, and leave. May be called twice."""
        if not self._closed:
            self._closed = True
            self._loop.call_soon_threadsafe(self._signals.put_nowait, None)
        self._thread.join(_CLOSE_LIMIT_S)

    def _begin(self, saying: Coroutine[Any, Any, Values]) -> Future[Values]:
        return asyncio.run_coroutine_threadsafe(saying, self._loop)

    async def _ask(self, message: Message) -> Values:
        async with asyncio.timeout(CALL_LIMIT_S):
            router = await self._open_router()
            return tuple(unwrap_msg(await router.send_and_get_reply(message)))

    async def _say(self, message: Message) -> Values:
        router = await self._open_router()
        await router.send(message)
        return ()

    async def _open_router(self) -> DBusRouter:
        await self._opened.wait()
        if self._router is None or self._connection is None or self._connection.writer.is_closing():
            raise ConnectionError(f"there is no bus at {self._address}")
        return self._router

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        self._connection = connection = await _connected(self._address)
        if connection is None:
            self._opened.set()
            await self._signals.get()
            return
        # Whatever ended the bus, each call was told.
        with contextlib.suppress(Exception):
            async with DBusRouter(connection) as self._router:
                self._router.filter(MatchRule(type="signal"), queue=self._signals)
                self._opened.set()
                while (signal := await self._signals.get()) is not None:
                    said = signal.header.fields
                    self._heard(said.get(HeaderFields.interface, ""), said.get(HeaderFields.member, ""), signal.body)
                # All that began before has its turn, in which it writes, ahead of this.
                await asyncio.sleep(0)
        with contextlib.suppress(OSError):
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await connection.close()


async def _connected(address: str) -> DBusConnection | None:
    """A connection that the bus has let in, at the first of the addresses that works."""
    for each in address.split(";"):
        # Jeepney has no family of errors: it lets through what a strange address or answer raises.
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CONNECT_LIMIT_S):
                return await open_dbus_connection(each)
    return None
