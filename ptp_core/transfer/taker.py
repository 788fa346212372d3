"""What takes an accepted offer: to the disk, into a stream, or, a text, into memory."""

from __future__ import annotations

from collections.abc import Callable

from ptp_core.record.sources.socket_records import ConnectionRecord
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Message
from ptp_core.transfer.conversation.tally import Tally
from ptp_core.transfer.deciding import Accepted
from ptp_core.transfer.destination.text_inbox import TextInbox
from ptp_core.transfer.pouring import Pouring
from ptp_core.transfer.report import TransferReport
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.taking import Taking


def taker(
    channel: MessageChannel,
    next_message: Callable[[], Message],
    accepted: Accepted,
    *,
    inbox: TextInbox | None,
    report: TransferReport,
    tally: Tally,
    thread_name: str,
    record: ConnectionRecord | None,
    check_stop: Callable[[], None],
    pause: Callable[[float], bool],
) -> Taking | Pouring:
    """Not begun yet; it tells the report how far it is. `inbox` is for a text that is to be read."""

    def first_data() -> None:
        report.advance(TransferState.TRANSFERRING)

    def over() -> None:
        report.advance(TransferState.VERIFYING)

    def tell(message: str) -> None:
        report.describe(message=message)

    if accepted.plan is None:
        return Pouring(
            channel,
            next_message,
            offer=accepted.offer,
            sink=accepted.sink,
            inbox=inbox,
            peer_name=accepted.peer.name,
            tally=tally,
            record=record,
            check_stop=check_stop,
            on_first_data=first_data,
            on_over=over,
            tell=tell,
        )
    return Taking(
        channel,
        next_message,
        offer=accepted.offer,
        plan=accepted.plan,
        peer_name=accepted.peer.name,
        peer_fingerprint=accepted.peer.fingerprint,
        tally=tally,
        thread_name=thread_name,
        record=record,
        check_stop=check_stop,
        pause=pause,
        on_first_data=first_data,
        on_compare=over,
        on_over=over,
        tell=tell,
    )
