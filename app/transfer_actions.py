"""What a person can do with a transfer where it is now: one place, so that row, menu and keys agree. No Qt.

Pure functions, from any thread.
"""

from __future__ import annotations

import enum

from ptp_core.direction import Direction
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState


class RowAction(enum.Enum):
    """Something that can be asked for."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    MOVE = "move"
    LIMIT = "limit"
    REMOVE = "remove"
    READ_TEXT = "read text"
    COPY_TEXT = "copy text"


_A = RowAction
_FLOWING = (TransferState.TRANSFERRING, TransferState.VERIFYING)


def actions_of(snapshot: TransferSnapshot) -> frozenset[RowAction]:
    """What makes sense now. What is received is the sender's to pause for long, to order and to try again."""
    readable = snapshot.text is not None and snapshot.text.content is not None
    return _run_actions(snapshot) | (frozenset({_A.READ_TEXT, _A.COPY_TEXT}) if readable else frozenset())


def loses_something(snapshot: TransferSnapshot) -> bool:
    """Whether cancelling throws away what is across: a person is asked first."""
    return snapshot.state in _FLOWING or max(snapshot.bytes_acknowledged, snapshot.bytes_verified) > 0


def is_running(snapshot: TransferSnapshot) -> bool:
    """Whether closing PTP would interrupt it."""
    return not snapshot.state.final and snapshot.state is not TransferState.QUEUED


def _run_actions(snapshot: TransferSnapshot) -> frozenset[RowAction]:
    sent = snapshot.direction is Direction.SEND
    state = snapshot.state
    if state is TransferState.PAUSED:
        return frozenset({_A.RESUME, _A.CANCEL, _A.MOVE, _A.LIMIT} if sent else {_A.REMOVE})
    if state.over:
        again = sent and state is not TransferState.DONE
        return frozenset({_A.REMOVE, _A.RETRY} if again else {_A.REMOVE})
    if sent:
        return frozenset({_A.PAUSE, _A.CANCEL, _A.MOVE, _A.LIMIT})
    if snapshot.held:
        return frozenset({_A.RESUME, _A.CANCEL, _A.LIMIT})
    return frozenset({_A.CANCEL, _A.LIMIT, _A.PAUSE} if state is TransferState.TRANSFERRING else {_A.CANCEL})
