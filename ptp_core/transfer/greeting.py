"""Who comes, and with what: from a connection that was accepted to an offer, each step within its time.

Blocks the transfer's own thread. Whoever says nothing is let go soon, so that it keeps nobody out.
"""

from __future__ import annotations

from collections.abc import Callable

from ptp_core import broken_rules
from ptp_core.config import AcceptPolicy
from ptp_core.errors import PeerTimeout, ProtocolViolation, ResetCode
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.sentences import declare
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Failed, Offer
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.supervision import Supervision
from ptp_core.transfer.limits import AUTHENTICATION_LIMIT_S, GREETING_LIMIT_S, PAIRING_LIMIT_S
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer, authenticate_sender
from ptp_core.transfer.options import TransferOptions

_SILENT = declare("peer-silent", "{address} connected, but did not say what it wants in time.")


class Greeting:
    """For one connection. `stranger` is whether its key is not remembered; `on_greeting` hears that it has spoken,
    `on_pairing` the name that it gives itself when it begins to prove that it knows the code."""

    def __init__(
        self,
        channel: MessageChannel,
        supervision: Supervision,
        *,
        options: TransferOptions,
        code: OneTimeCode,
        code_serial: int,
        accept: AcceptPolicy,
        address: str,
        stranger: bool,
        on_greeting: Callable[[], None],
        on_pairing: Callable[[str], None],
        check_stop: Callable[[], None],
    ) -> None:
        self._channel = channel
        self._supervision = supervision
        self._options = options
        self._code = code
        self._code_serial = code_serial
        self._accept = accept
        self._address = address
        self._stranger = stranger
        self._on_greeting = on_greeting
        self._on_pairing = on_pairing
        self._check_stop = check_stop

    def run(self) -> tuple[AuthenticatedPeer, Offer]:
        """The peer and its offer. Raises what turned it away, or what it failed of itself."""
        self._give(GREETING_LIMIT_S if self._stranger else AUTHENTICATION_LIMIT_S)
        try:
            peer, offer = authenticate_sender(
                self._channel,
                options=self._options,
                code=self._code,
                code_serial=self._code_serial,
                accept=self._accept,
                address=self._address,
                on_greeting=self._hear_greeting,
                on_pairing=self._on_pairing,
                on_turn_wait=self._wait_for_code,
            )
        finally:
            self._supervision.without_limit()
        if isinstance(offer, Failed):
            raise peer_failed(offer, peer.name)
        if not isinstance(offer, Offer):
            raise ProtocolViolation(broken_rules.NO_OFFER(message=type(offer).__name__))
        return peer, offer

    def _give(self, seconds: float) -> None:
        silence = PeerTimeout(_SILENT(address=str(self._address)))
        self._supervision.within(seconds, lambda: self._channel.abort(ResetCode.TIMED_OUT), silence)

    def _hear_greeting(self) -> None:
        self._on_greeting()
        if self._stranger:
            self._give(PAIRING_LIMIT_S)

    def _wait_for_code(self) -> None:
        self._check_stop()
        self._give(PAIRING_LIMIT_S)
