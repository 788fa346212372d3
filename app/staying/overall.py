"""All transfers together, as one number and one sentence. No Qt; pure functions, from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.joining import filled
from app.transfer_actions import is_running
from ptp_core.formatting import format_percent, format_rate, format_time_left
from ptp_core.sentences import Translate, untranslated
from ptp_core.transfer.snapshot import TransferSnapshot


@dataclass(frozen=True, slots=True)
class Overall:
    """`running` transfers, of whose `total_bytes` are across `done_bytes`, at `rate_bps` together."""

    running: int = 0
    done_bytes: int = 0
    total_bytes: int = 0
    rate_bps: float = 0.0

    @property
    def share(self) -> float | None:
        """How much is across, from 0 to 1; None while nothing runs."""
        if not self.running:
            return None
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0

    @property
    def time_left_s(self) -> float | None:
        """None until it can be told."""
        return (self.total_bytes - self.done_bytes) * 8 / self.rate_bps if self.rate_bps > 0 else None


def overall(snapshots: Sequence[TransferSnapshot]) -> Overall:
    """What runs now, taken together; what waits in the queue or rests is not counted."""
    running = [snapshot for snapshot in snapshots if is_running(snapshot) and not snapshot.held]
    return Overall(
        running=len(running),
        done_bytes=sum(max(each.bytes_acknowledged, each.bytes_verified) for each in running),
        total_bytes=sum(each.bytes_total for each in running),
        rate_bps=sum(each.goodput_bps for each in running),
    )


def overall_words(now: Overall, *, receiving: bool, translate: Translate = untranslated) -> str:
    """What the tray says when one points at it."""
    if now.running:
        pattern = translate("staying", "PTP: {0}, {1}, {2} left")
        if now.time_left_s is None:
            pattern = translate("staying", "PTP: {0}, {1}")
        share = format_percent(now.done_bytes, max(1, now.total_bytes))
        return filled(translate, pattern, share, format_rate(now.rate_bps), format_time_left(now.time_left_s))
    return translate("staying", "PTP: ready to receive") if receiving else translate("staying", "PTP")
