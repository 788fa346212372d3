"""What a connection says, in words for a person, when it ends without being asked to."""

from __future__ import annotations

from collections.abc import Iterable

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import HandshakeFailed, PeerRefused, PeerReset, PeerTimeout, ResetCode
from ptp_core.transport.address import Address


def no_answer(address: Address, waited_s: float) -> PeerTimeout:
    """Nothing was heard for `waited_s` seconds."""
    return PeerTimeout(
        f"No answer from {_text(address)} for {waited_s:g} s.",
        hint=f"Is PTP open there, and does a firewall let UDP {address[1]} in?",
    )


def lost(address: Address, waited_s: float) -> PeerTimeout:
    """Somebody was there, and was not heard for `waited_s` seconds."""
    return PeerTimeout(
        f"No answer from {_text(address)} any more, for {waited_s:g} s.",
        hint="Is that computer on, and are both still connected to the network? Then send it again.",
    )


def refused(address: Address) -> PeerRefused:
    """The other computer says that nobody is there."""
    return PeerRefused(
        f"Nobody listens at {_text(address)}.",
        hint="Is PTP open and receiving there, and is the port right?",
    )


def gone() -> PeerReset:
    """The other computer says so in the middle of a connection."""
    return PeerReset(
        "The other side is gone: its computer answers, but PTP does not run there any more.",
        code=ResetCode.UNKNOWN_CONNECTION,
    )


def other_version(versions: Iterable[int]) -> HandshakeFailed:
    """The other side speaks only these."""
    spoken = ", ".join(map(str, versions))
    return HandshakeFailed(
        f"The other side speaks another version of PTP ({spoken}; this one speaks {PROTOCOL_VERSION}).",
        hint="Update PTP on the older of the two computers.",
    )


def _text(address: Address) -> str:
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"
