"""Whether the receiver keeps at it: with what is on its way to it, and, once it has all of it, with making it safe.

Used by the thread that watches over the sending one, for one connection.
"""

from __future__ import annotations

import time

from ptp_core.errors import PeerTimeout, ResetCode
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.replies import PEER_SAYS, Replies
from ptp_core.transfer.conversation.supervision import Supervision
from ptp_core.transfer.delivering import Delivery
from ptp_core.transfer.limits import PROGRESS_LIMIT_S
from ptp_core.transfer.meeting.patience import Patience
from ptp_core.transfer.report import Counts, TransferReport

_NOT_SAVED_YET = declare("not-saved-yet", "{peer} has all of {name}, but does not say that it is saved.")
_TAKES_NOTHING = declare("takes-nothing", "{peer} took in next to nothing of {name} for {seconds} s.")
_LOOK_THERE = phrase("Look at the other computer, and send it again.")


class WaitingForReceiver:
    """Begins now. Tells the report what the receiver waits for, and ends the connection when it waits for nothing."""

    def __init__(
        self, supervision: Supervision, report: TransferReport, replies: Replies, delivery: Delivery
    ) -> None:
        self._supervision = supervision
        self._report = report
        self._replies = replies
        self._delivery = delivery
        self._patience: Patience | None = Patience(time.monotonic())
        self._held = ""

    def look(self, counts: Counts, *, all_acknowledged: bool, complete: bool) -> None:
        """At each tick: `complete` once both sides have said their last word."""
        replies = self._replies
        if replies.held != self._held:
            self._held = replies.held
            self._report.describe(message=PEER_SAYS(peer=self._peer, words=self._held) if self._held else "")
        if (
            self._patience is None
            or complete
            or not self._patience.over(
                time.monotonic(),
                waiting=self._delivery.waits_for_peer and not replies.held,
                moved_bytes=counts.acknowledged + counts.verified,
                signs_of_life=replies.heard if all_acknowledged or not self._delivery.blocked else 0,
            )
        ):
            return
        self._patience = None
        name = self._report.snapshot().name
        if all_acknowledged:
            what = _NOT_SAVED_YET(peer=self._peer, name=name)
        else:
            what = _TAKES_NOTHING(peer=self._peer, name=name, seconds=f"{PROGRESS_LIMIT_S:g}")
        stuck = PeerTimeout(what, hint=_LOOK_THERE)
        self._supervision.within(0, lambda: replies.channel.abort(ResetCode.TIMED_OUT, reasons.NO_PROGRESS), stuck)

    @property
    def _peer(self) -> str:
        return self._report.snapshot().peer_name
