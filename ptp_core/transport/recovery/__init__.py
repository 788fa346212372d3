"""Ways to recover from loss, and the choice among them."""

from __future__ import annotations

from ptp_core.config import Recovery as RecoveryName
from ptp_core.transport.recovery.base import Cause, Loss, Recovery, RecoveryParts, Repeat
from ptp_core.transport.recovery.go_back_n import GoBackN
from ptp_core.transport.recovery.oldest import Oldest
from ptp_core.transport.recovery.selective import Selective
from ptp_core.transport.recovery.selective_repeat import SelectiveRepeat

__all__ = ["Cause", "Loss", "Recovery", "RecoveryParts", "Repeat", "make_recovery"]


def make_recovery(name: RecoveryName, parts: RecoveryParts) -> Recovery:
    """The recovery of that name. Stop and wait is `Oldest` with a window of one segment."""
    if name is RecoveryName.SELECTIVE:
        return Selective(parts)
    if name is RecoveryName.GO_BACK_N:
        return GoBackN(parts)
    if name is RecoveryName.SELECTIVE_REPEAT:
        return SelectiveRepeat(parts)
    return Oldest(parts)
