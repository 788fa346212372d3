"""The tiles of computers: who is heard of on the local network, and who is known, as both change."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.background import Background
from app.engine import Engine
from app.nearby import BrowserFactory, Computer, computers
from app.pages.send_page import SendPage
from app.settings import Settings
from ptp_core.errors import DestinationError
from ptp_core.history.history import History
from ptp_core.security.known_peers import KnownPeer

if TYPE_CHECKING:
    from app.announcing import Announcing
    from ptp_core.discovery.announcement import FoundPeer


@dataclass(frozen=True, slots=True)
class _Known:
    peers: Sequence[KnownPeer] = ()
    addresses: Mapping[bytes, str] | None = None


class NearbyController(QObject):
    """GUI thread only but for `end`. `make` None looks for nobody, `history` None remembers no address.

    Signals:
        problem(PtpError): who is known cannot be read.
    """

    problem = Signal(object)
    _heard = Signal(object)

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        page: SendPage,
        history: History | None,
        make: BrowserFactory | None,
        work: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._page = page
        self._history = history
        self._make = make
        self._work = work
        self._browsing: Announcing | None = None
        self._found: tuple[FoundPeer, ...] = ()
        self._known = _Known()
        self._started = False
        self._heard.connect(self._show_found, Qt.ConnectionType.QueuedConnection)
        self.show_switch()
        page.nearby.switched.connect(self.switch)

    def start(self) -> None:
        """The engine is open."""
        self._started = True
        self.refresh()
        if self._settings.nearby:
            self._begin()

    @Slot()
    def refresh(self) -> None:
        """Others may be known by now, or by other names."""
        if self._started:
            self._work.run(self._read, self._show_known, self.problem.emit)

    def computer(self, fingerprint: bytes) -> Computer | None:
        """The tile of a known computer, if it is near."""
        return next(
            (one for one in self._computers() if one.near and fingerprint and one.fingerprint == fingerprint), None
        )

    def show_switch(self) -> None:
        """Whether computers are looked for, on the page."""
        self._page.nearby.show_switch(self._settings.nearby)

    def end(self) -> None:
        """Look for nobody any more. Joins a thread; any thread; may be called twice."""
        browsing, self._browsing = self._browsing, None
        if browsing is not None:
            browsing.close()

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Look for computers, or no longer."""
        self._settings.nearby = on
        if on:
            self._begin()
            return
        browsing, self._browsing = self._browsing, None
        self._show_found(())
        if browsing is not None:
            self._work.run(browsing.close, lambda _nothing: None, self.problem.emit)

    def _begin(self) -> None:
        if self._make is not None and self._browsing is None and self._started:
            # Told on the browser's own thread; emitting only posts an event to this one.
            self._browsing = self._make(self._heard.emit)
            self._browsing.start()

    @Slot(object)
    def _show_found(self, found: tuple[FoundPeer, ...]) -> None:
        # What was on its way when it was switched off comes too late.
        self._found = found if self._browsing is not None else ()
        self._show()

    def _read(self) -> _Known:
        addresses: Mapping[bytes, str] = {}
        if self._history is not None:
            # Who notes in it says that it cannot be used.
            with contextlib.suppress(DestinationError):
                addresses = self._history.addresses()
        return _Known(self._engine.peers(), addresses)

    def _show_known(self, known: _Known) -> None:
        self._known = known
        self._show()

    def _show(self) -> None:
        self._page.nearby.show_computers(self._computers())

    def _computers(self) -> tuple[Computer, ...]:
        return computers(self._found, self._known.peers, self._known.addresses or {}, self._engine.fingerprint)
