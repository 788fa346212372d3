"""From a new socket to an accepted offer: a sender connects, makes sure who it is, offers, and hears the answer.

Runs on the worker thread of a SendTransfer.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from ptp_core import broken_rules
from ptp_core.errors import (
    Declined,
    IdentityChanged,
    PeerTimeout,
    ProtocolViolation,
    ResetCode,
    SecurityError,
)
from ptp_core.network.addresses import PeerAddress
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import TRANSFER_ID_BYTES, Accept, Decline, Failed, Message, Offer, Wait
from ptp_core.transfer.conversation.replies import peer_failed
from ptp_core.transfer.conversation.supervision import Supervision, time_limit
from ptp_core.transfer.limits import ANSWER_LIMIT_S, AUTHENTICATION_LIMIT_S
from ptp_core.transfer.meeting.pairing_session import authenticate_receiver
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.report import DECLINED, TransferReport
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.text import TextSource
from ptp_core.transfer.source.walking import Source

_UNANSWERED = declare("offer-unanswered", "{peer} did not answer the offer for {minutes} minutes.")
_ASK_THERE = phrase("Ask there, and send it again.")
_SILENT = declare("receiver-silent", "{address} connected, but did not say who it is in time.")
_BUSY_PERHAPS = phrase("Is it busy? Try again.")
_OTHER_COMPUTER = declare("other-computer-answers", "Another computer answers at {address} now.")
_SEND_ANEW = phrase("If that is the right one, send it there anew.")
_BUSY = declare("receiver-busy", "{peer} is busy with other files; this one waits for its turn.")
DECLINED_BECAUSE = declare("declined-because", "{peer} declined: {reason}")


class Offering:
    """For one transfer, on as many connections as it needs: each has to lead to the same computer. `code` is good for
    pairing, and counts as given now; `peer_fingerprint` is the key that the receiver has to have, empty for any."""

    def __init__(
        self,
        address: PeerAddress,
        *,
        options: TransferOptions,
        code: str | None,
        peer_fingerprint: bytes,
        supervision: Supervision,
        report: TransferReport,
    ) -> None:
        self._address = address
        self._options = options
        self._code = code
        self._code_given_s = time.monotonic()
        self._peer_fingerprint = peer_fingerprint
        self._supervision = supervision
        self._report = report

    def offer(self, channel: MessageChannel, offer: Offer) -> Accept:
        """Until the receiver wants it. Raises Declined, and what else comes in between."""
        channel.socket.connect((self._address.host, self._address.port))
        self._report.advance(TransferState.AUTHENTICATING)
        if self._peer_fingerprint not in (b"", channel.socket.peer_fingerprint):
            channel.abort(ResetCode.UNAUTHENTICATED)
            raise IdentityChanged(
                _OTHER_COMPUTER(address=str(self._address)),
                hint=_SEND_ANEW,
            )
        self._authenticate(channel, offer)
        unanswered = PeerTimeout(
            _UNANSWERED(peer=self._peer, minutes=f"{ANSWER_LIMIT_S / 60:g}"),
            hint=_ASK_THERE,
        )
        with time_limit(self._supervision, ANSWER_LIMIT_S, lambda: channel.abort(ResetCode.TIMED_OUT), unanswered):
            answer = channel.receive()
            if isinstance(answer, Wait):
                self._report.describe(message=_BUSY(peer=self._peer))
                answer = channel.receive()
                self._report.describe(message="")
        return self._hear_answer(answer)

    def _authenticate(self, channel: MessageChannel, offer: Offer) -> None:
        silent = PeerTimeout(
            _SILENT(address=str(self._address)), hint=_BUSY_PERHAPS
        )
        with time_limit(self._supervision, AUTHENTICATION_LIMIT_S, lambda: channel.abort(ResetCode.TIMED_OUT), silent):
            try:
                peer = authenticate_receiver(
                    channel,
                    options=self._options,
                    code=self._code,
                    code_given_s=self._code_given_s,
                    address=str(self._address),
                    offer=offer,
                )
            except SecurityError:
                channel.abort(ResetCode.UNAUTHENTICATED)
                raise
        self._peer_fingerprint = peer.fingerprint
        self._report.describe(peer_name=peer.name, peer_fingerprint=peer.fingerprint, message="")
        self._report.advance(TransferState.WAITING)

    def _hear_answer(self, answer: Message) -> Accept:
        match answer:
            case Accept():
                return answer
            case Decline(reason):
                if reason:
                    raise Declined(DECLINED_BECAUSE(peer=self._peer, reason=reason))
                raise Declined(DECLINED(peer=self._peer))
            case Failed():
                raise peer_failed(answer, self._peer)
            case _:
                raise ProtocolViolation(broken_rules.NO_ANSWER(message=type(answer).__name__))

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name


def identity_of(sources: Sequence[Source], address: PeerAddress) -> bytes:
    """What a transfer is known by when nobody says: the same for the same command, but for a text."""
    names = [str(source.absolute()) if isinstance(source, Path) else source.name for source in sources]
    if any(isinstance(source, TextSource) for source in sources):
        # The same words, said once more, are another text.
        return secrets.token_bytes(TRANSFER_ID_BYTES)
    text = "\0".join([str(address), *names])
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=TRANSFER_ID_BYTES).digest()
