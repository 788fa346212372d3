"""What a connection has to tell its application, each event complete when it is made."""

from __future__ import annotations

from dataclasses import dataclass

from ptp_core.errors import PtpError


@dataclass(frozen=True, slots=True)
class Established:
    """The handshake is complete: both directions are open and protected."""

    peer_fingerprint: bytes


@dataclass(frozen=True, slots=True)
class PeerFinished:
    """The peer has sent all it will ever send, and all of it has arrived."""


@dataclass(frozen=True, slots=True)
class Terminated:
    """The connection is over; `error` is None after a graceful close."""

    error: PtpError | None


Event = Established | PeerFinished | Terminated
