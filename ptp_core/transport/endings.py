"""What a connection says, in words for a person, when it ends without being asked to."""

from __future__ import annotations

from collections.abc import Iterable

from ptp_core.config import PROTOCOL_VERSION
from ptp_core.errors import HandshakeFailed, PeerRefused, PeerReset, PeerTimeout, ResetCode
from ptp_core.sentences import declare, phrase
from ptp_core.transport.address import Address

_NO_ANSWER = declare("no-answer", "No answer from {address} for {silence} s.")
_OPEN_THERE = declare("open-there", "Is PTP open there, and does a firewall let UDP {port} in?")
_LOST = declare("connection-lost", "No answer from {address} any more, for {silence} s.")
_STILL_ON = phrase("Is that computer on, and are both still connected to the network? Then send it again.")
_REFUSED = declare("nobody-listens", "Nobody listens at {address}.")
_RECEIVING_THERE = phrase("Is PTP open and receiving there, and is the port right?")
_GONE = declare("peer-gone", "The other side is gone: its computer answers, but PTP does not run there any more.")()
_OTHER_VERSION = declare(
    "other-version", "The other side speaks another version of PTP ({theirs}; this one speaks {ours})."
)
_UPDATE = phrase("Update PTP on the older of the two computers.")


def no_answer(address: Address, waited_s: float) -> PeerTimeout:
    """Nothing was heard for `waited_s` seconds."""
    return PeerTimeout(
        _NO_ANSWER(address=_text(address), silence=f"{waited_s:g}"), hint=_OPEN_THERE(port=str(address[1]))
    )


def lost(address: Address, waited_s: float) -> PeerTimeout:
    """Somebody was there, and was not heard for `waited_s` seconds."""
    return PeerTimeout(
        _LOST(address=_text(address), silence=f"{waited_s:g}"), hint=_STILL_ON
    )


def refused(address: Address) -> PeerRefused:
    """The other computer says that nobody is there."""
    return PeerRefused(
        _REFUSED(address=_text(address)), hint=_RECEIVING_THERE
    )


def gone() -> PeerReset:
    """The other computer says so in the middle of a connection."""
    return PeerReset(
        _GONE, code=ResetCode.UNKNOWN_CONNECTION,
    )


def other_version(versions: Iterable[int]) -> HandshakeFailed:
    """The other side speaks only these."""
    spoken = ", ".join(map(str, versions))
    return HandshakeFailed(
        _OTHER_VERSION(theirs=spoken, ours=str(PROTOCOL_VERSION)), hint=_UPDATE
    )


def _text(address: Address) -> str:
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"
