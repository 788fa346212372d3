"""A way back of a hundredth of the way there, as of many lines into houses: acknowledgements must not fill it."""

from __future__ import annotations

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow


def test_a_slow_link_with_a_way_back_of_a_hundredth_is_used_for_more_than_half() -> None:
    flow = Flow(TransportSettings(), 5_000_000)
    link = ConditionerSettings(rate_bps=10e6, delay_s=0.015, queue_bytes=37_500, seed=3)
    back = ConditionerSettings(rate_bps=0.1e6, delay_s=0.015, queue_bytes=15_000, seed=4)
    Bottleneck(link, [flow], back=back).run(30.0)
    assert flow.finished_s is not None
    assert flow.size_bytes * 8 / flow.finished_s > 0.6 * link.rate_bps
