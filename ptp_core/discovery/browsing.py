"""Turns what multicast DNS hears into the peers that are near. Runs in zeroconf's event loop.

zeroconf's own browser remembers every name that it ever heard until the time to live that the name claimed is over, and
plans a question about each: on a network where somebody announces without end that has no bound. This keeps a table
with one, asks about the kind of service and, for a few at a time, about names of which nothing else is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from zeroconf import (  # type: ignore[attr-defined]
    DNSAddress,
    DNSOutgoing,
    DNSPointer,
    DNSQuestion,
    DNSService,
    DNSText,
    Error,
    RecordUpdate,
    RecordUpdateListener,
    ServiceInfo,
    Zeroconf,
)

from ptp_core.discovery.announcement import FoundPeer
from ptp_core.discovery.heard_peers import HeardPeers
from ptp_core.discovery.on_link import Network
from ptp_core.discovery.services import SERVICE_TYPE, as_peer

# RFC 1035 section 3.2, RFC 2782, RFC 3596.
_A, _PTR, _TXT, _AAAA, _SRV = 1, 12, 16, 28, 33
_INTERNET = 1
_QUERY = 0
# RFC 1035 section 2.3.4.
_LONGEST_LABEL: Final = 63
_LONGEST_NAME: Final = 253
# Of those of which only the name is known, so many are asked about at a time.
MOST_ASKED: Final = 8
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 120.0


class Browsing(RecordUpdateListener):
    """Listens to records. `changed` is told all peers, in the event loop, whenever they are others than before.

    `is_own` tells the names of services that this process announces itself, which are no peers of it.
    """

    def __init__(
        self,
        networks: Sequence[Network],
        changed: Callable[[tuple[FoundPeer, ...]], None],
        *,
        is_own: Callable[[str], bool] = lambda name: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._networks = networks
        self._changed = changed
        self._is_own = is_own
        self._clock = clock
        self._heard = HeardPeers()
        self._to_learn: set[str] = set()
        self._zeroconf: Zeroconf | None = None
        self._told: tuple[FoundPeer, ...] = ()
        self._news = False

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        """Records of one packet, or such as have run out; they are in zeroconf's cache by the next call."""
        self._zeroconf = zc
        for update in records:
            record = update.new
            if isinstance(record, DNSPointer):
                self._hear_pointer(record, expired=record.is_expired(now))
            elif isinstance(record, (DNSService, DNSText)):
                if record.name in self._heard:
                    self._to_learn.add(record.name)
            elif isinstance(record, DNSAddress):
                self._to_learn.update(self._heard.on_server(record.name))

    def async_update_records_complete(self) -> None:
        """The cache is up to date."""
        while self._to_learn:
            self._learn(self._to_learn.pop())
            self._news = True
        if self._news:
            self._tell()

    def ask(self, zc: Zeroconf) -> None:
        """Ask who is there, and drop who has not been heard for long."""
        self._heard.expire(self._clock())
        self._tell()
        out = DNSOutgoing(_QUERY)
        out.add_question(DNSQuestion(SERVICE_TYPE, _PTR, _INTERNET))
        for name in self._heard.incomplete()[:MOST_ASKED]:
            for kind in (_SRV, _TXT):
                out.add_question(DNSQuestion(name, kind, _INTERNET))
            service = ServiceInfo(SERVICE_TYPE, name)
            service.load_from_cache(zc)
            if service.server and _can_be_asked_for(service.server):
                for kind in (_A, _AAAA):
                    out.add_question(DNSQuestion(service.server, kind, _INTERNET))
        zc.async_send(out)

    def _hear_pointer(self, record: DNSPointer, *, expired: bool) -> None:
        name = record.alias
        if record.name.lower() != SERVICE_TYPE or not name.lower().endswith(f".{SERVICE_TYPE}"):
            return
        if self._is_own(name) or not _can_be_asked_for(name):
            return
        if expired:
            self._heard.withdraw(name)
            self._news = True
        elif self._heard.hear(name, self._clock()):
            self._to_learn.add(name)

    def _learn(self, name: str) -> None:
        assert self._zeroconf is not None
        try:
            service = ServiceInfo(SERVICE_TYPE, name)
            service.load_from_cache(self._zeroconf)
        except (Error, ValueError):
            # A name that DNS can say and that is no service's.
            self._heard.withdraw(name)
            return
        self._heard.learn(name, service.server or "", as_peer(service, self._networks))

    def _tell(self) -> None:
        self._news = False
        peers = self._heard.peers()
        if peers != self._told:
            self._told = peers
            self._changed(peers)


def _can_be_asked_for(name: str) -> bool:
    """Whether a name that was heard fits into a question: bytes that are no text became longer in ours."""
    encoded = name.encode()
    return len(encoded) <= _LONGEST_NAME and all(len(label) <= _LONGEST_LABEL for label in encoded.split(b"."))
