"""Announces this computer on the local network and finds others there, on one thread of its own.

Guarantees: nothing that comes from the network raises out of here or takes unbounded memory; to what was announced no
packet is sent; a network that cannot be used (none, no multicast) is tried again, and is nothing but a lack of hints.
When this computer's addresses change, everything begins anew on the new ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from ptp_core.discovery.announcement import Announcement, FoundPeer
from ptp_core.network.addresses import local_addresses

if TYPE_CHECKING:
    from zeroconf.asyncio import AsyncZeroconf

RETRY_S: Final = 10.0
LOOK_EVERY_S: Final = 5.0
CLOSE_LIMIT_S: Final = 3.0
GOODBYES: Final = 2
GOODBYE_PAUSE_S: Final = 0.01


class Neighbourhood:
    """Begins with `start`, ends with `close`; thread-safe.

    `announcement` is asked for whenever announcing (again) begins, and None announces nothing; it runs on the thread of
    this object. `changed` is called there with all peers that are near when they are others than before; without it
    nobody is looked for. `interfaces` are addresses of this computer's to use, all by default.
    """

    def __init__(
        self,
        *,
        announcement: Callable[[], Announcement | None] = lambda: None,
        changed: Callable[[tuple[FoundPeer, ...]], None] | None = None,
        interfaces: Sequence[str] | None = None,
    ) -> None:
        self._announcement = announcement
        self._changed = changed
        self._interfaces = interfaces
        self._lock = threading.Lock()
        self._closed = False
        self._wake: Callable[[], None] | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="ptp-discovery", daemon=True)

    @property
    def error(self) -> Exception | None:
        """Why nothing can be announced or found at the moment; None when all is well."""
        return self._error

    def start(self) -> None:
        """Once. Returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Say goodbye on the network and end the thread; bounded, may be called twice, also without `start`."""
        with self._lock:
            self._closed = True
            wake = self._wake
        if wake is not None:
            wake()
        if self._thread.ident is not None:
            self._thread.join(CLOSE_LIMIT_S)

    def _run(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        # A packet that trips somebody up is lost, as it would be on a bad network; asyncio would print a traceback.
        loop.set_exception_handler(lambda _loop, context: self._note(context.get("exception")))

        def wake() -> None:
            # A loop that has ended meanwhile needs no waking.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(stop.set)

        with self._lock:
            if self._closed:
                return
            self._wake = wake
        while not stop.is_set():
            try:
                await self._on_these_addresses(stop)
                self._error = None
            except Exception as error:
                # Whatever the system or zeroconf has against this network: hints are not worth a program.
                self._error = error
                await _wait(stop, RETRY_S)

    def _note(self, error: object) -> None:
        self._error = error if isinstance(error, Exception) else self._error

    async def _on_these_addresses(self, stop: asyncio.Event) -> None:
        """Announce and browse until the end, or until this computer's addresses change."""
        addresses = local_addresses()
        announcement = self._announcement()
        zeroconf = self._open()
        tasks: list[asyncio.Task[None]] = []
        try:
            own: set[str] = set()
            if announcement is not None and announcement.hosts:
                tasks.append(asyncio.create_task(_announce(zeroconf, announcement, own)))
            if self._changed is not None:
                tasks.append(asyncio.create_task(_browse(zeroconf, self._changed, self._interfaces, own)))
            while not stop.is_set() and local_addresses() == addresses:
                await _wait(stop, LOOK_EVERY_S)
                for task in tasks:
                    if task.done():
                        task.result()
                self._error = None
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_LIMIT_S / 2):
                    await _say_goodbye(zeroconf)
                    await zeroconf.async_close()

    def _open(self) -> AsyncZeroconf:
        # Takes a tenth of a second to import, on this thread rather than at everybody's start.
        from zeroconf import IPVersion
        from zeroconf.asyncio import AsyncZeroconf

        if self._interfaces is not None:
            return AsyncZeroconf(interfaces=list(self._interfaces))
        try:
            return AsyncZeroconf(ip_version=IPVersion.All)
        except OSError:
            return AsyncZeroconf(ip_version=IPVersion.V4Only)


async def _announce(zeroconf: AsyncZeroconf, announcement: Announcement, own: set[str]) -> None:
    from ptp_core.discovery.services import as_service

    service = as_service(announcement)
    # Another may have taken the name, by chance or on purpose: then this one gets a number behind it.
    said = await zeroconf.async_register_service(service, allow_name_change=True)
    own.add(service.name.lower())
    await said


async def _say_goodbye(zeroconf: AsyncZeroconf) -> None:
    """Take back what was announced (RFC 6762 section 10.1), once more in case the first is lost.

    The library would do so three times in a quarter of a second, for which the end of every program would wait.
    """
    goodbye = zeroconf.zeroconf.generate_unregister_all_services()
    if goodbye is None:
        return
    for again in range(GOODBYES):
        if again:
            await asyncio.sleep(GOODBYE_PAUSE_S)
        zeroconf.zeroconf.async_send(goodbye)


async def _browse(
    zeroconf: AsyncZeroconf,
    changed: Callable[[tuple[FoundPeer, ...]], None],
    interfaces: Sequence[str] | None,
    own: set[str],
) -> None:
    from ptp_core.discovery.browsing import FIRST_PAUSE_S, LONGEST_PAUSE_S, Browsing
    from ptp_core.discovery.on_link import local_networks

    await zeroconf.zeroconf.async_wait_for_start()
    browsing = Browsing(local_networks(interfaces), changed, is_own=lambda name: name.lower() in own)
    zeroconf.zeroconf.async_add_listener(browsing, None)
    pause_s = FIRST_PAUSE_S
    while True:
        browsing.ask(zeroconf.zeroconf)
        await asyncio.sleep(pause_s)
        # RFC 6762 section 5.2: each pause is at least twice the one before.
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


async def _wait(stop: asyncio.Event, timeout_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), timeout_s)
