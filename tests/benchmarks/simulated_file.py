"""One file over one simulated link: what the benchmarks on the virtual clock measure."""

from __future__ import annotations

from dataclasses import dataclass

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.host import HostSettings

LIMIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. The shares are of everything that was sent."""

    goodput_mbps: float
    of_link: float
    sent_again_share: float
    thrown_away_share: float
    socket_share: float
    queued_bytes: float

    def __str__(self) -> str:
        return (
            f"goodput {self.goodput_mbps:6.2f} Mbit/s  of what the link carries {self.of_link:5.1%}  "
            f"sent again {self.sent_again_share:6.2%}  thrown away {self.thrown_away_share:6.2%}"
        )


def one_file(
    link: ConditionerSettings, host: HostSettings, duration_s: float, *, back: ConditionerSettings | None = None
) -> Outcome:
    """Send what `link` carries in `duration_s`; the queue is watched in the second half of that time."""
    flow = Flow(TransportSettings(), int(link.rate_bps / 8 * duration_s))
    network = Bottleneck(link, [flow], back=back, host=host)
    longest_bytes = 0.0

    def watch() -> None:
        nonlocal longest_bytes
        if network.elapsed_s > duration_s / 2:
            longest_bytes = max(longest_bytes, network.queued_bytes)

    network.after_step = watch
    network.run(LIMIT_S)
    goodput_bps = flow.size_bytes * 8 / (flow.finished_s or LIMIT_S)
    counters = flow.client.sender.counters
    return Outcome(
        goodput_mbps=goodput_bps / 1e6,
        of_link=goodput_bps / link.rate_bps / (1 - link.drop),
        sent_again_share=(counters.retransmitted_fast + counters.retransmitted_timeout) / counters.segments_sent,
        thrown_away_share=network.overflowed / network.submitted,
        socket_share=flow.far.host.overflowed / network.submitted,
        queued_bytes=longest_bytes,
    )
