"""The last that a receiver says to a sender, whatever has come of it, and the short wait until both have closed.

Runs on the worker thread of a ReceiveTransfer. Whoever is not authenticated hears no more than that it was wrong.
"""

from __future__ import annotations

from ptp_core.errors import (
    Cancelled,
    CodeTaken,
    DestinationError,
    NetworkError,
    PeerUnknown,
    ProtocolViolation,
    ResetCode,
    SecurityError,
    TransferError,
)
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.hearing import Hearing
from ptp_core.transfer.conversation.messages import Decline, Finished, Message
from ptp_core.transfer.conversation.supervision import Supervision, time_limit
from ptp_core.transfer.deciding import NotTaken
from ptp_core.transfer.meeting.pairing_session import CODE_TAKEN
from ptp_core.transfer.outcome import failure_of
from ptp_core.transfer.withdrawn import Withdrawn

GOODBYE_LIMIT_S = 2.0


class Parting:
    """From one sender."""

    def __init__(self, channel: MessageChannel, supervision: Supervision, hearing: Hearing) -> None:
        self._channel = channel
        self._supervision = supervision
        self._hearing = hearing

    def say(self, message: Message) -> None:
        """A last message, then wait, but not for long, until the sender has closed too."""
        channel = self._channel
        with time_limit(self._supervision, GOODBYE_LIMIT_S, channel.close):
            try:
                channel.send(message)
                self._hearing.until_closed()
            except (NetworkError, ProtocolViolation, Cancelled):
                return
            channel.finish()

    def explain(self, error: BaseException, *, accepted: bool) -> None:
        """What ended it, as far as that is the sender's business; `accepted` is whether anything of it was."""
        match error:
            case CodeTaken():
                self.say(Decline(CODE_TAKEN))
            case SecurityError():
                self.say(Decline())
            case Withdrawn():
                self.say(Finished())
            case NotTaken():
                self.say(Decline(error.reason))
            case DestinationError():
                self.say(failure_of(error))
            case ProtocolViolation():
                self._channel.abort(error.code, error.message if accepted else "")
            case NetworkError() | TransferError():
                return
            case Exception():
                self._channel.abort(ResetCode.INTERNAL)


def is_news(error: BaseException) -> bool:
    """Also about a stranger of whom nobody was told. A wrong code or a changed key is; that one came by is not."""
    quiet = (PeerUnknown, ProtocolViolation, NetworkError, TransferError)
    return isinstance(error, Exception) and not isinstance(error, quiet)
