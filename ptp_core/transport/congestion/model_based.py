"""A model of the path instead of a reaction to loss, after BBR (draft-ietf-ccwg-bbr).

The model is the bandwidth (`bandwidth`), the minimum round-trip time, the share that the path itself loses
(`loss_model`), and how much may be in flight before a buffer overflows (`inflight_bound`). Bandwidth times round trip
is what fits on the path without a queue. The pacing rate is the bandwidth times a gain (`gains`), made up for the
path's own loss; the window is a multiple of the product, within the bound:

    START_UP   gain 4 while a round trip brings a quarter more bandwidth; a queue or a burst of loss ends it
    DRAIN      gain 0.35 until no more is in flight than fits on the path, and a little longer: all round trips of
               start-up may have held a queue, and the path may be shorter than they said
    PROBE      a period of 1.25, then 0.75 until the queue of that is gone, then six of 1.0, for ever; a period of 1.25
               that finds a quarter more is followed by another; gentler where a short buffer does not bear that, and
               a little more than 1.0 until a queue as short as a thread's pause stands (`cushion`)
    PROBE_RTT  after ten seconds without a new minimum: half a path's worth in flight, for a moment

A period is a round trip, but on a local path no less than five milliseconds: there a round trip is shorter than a
thread's pause, and what is remembered, or waited for, in round trips would be one pause taken for the path.
Loss that we cause, while a queue stands, is somebody else's as well: the bandwidth is believed less.

On a crowded path (`round_trips`) loss says nothing of our probes and of what may be in flight: whoever gives way there
gets nothing beside a flow that does not. Nor is more in flight than twice the path; where others hold more than that,
our window is what keeps our rate down, and is not taken for the path.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from ptp_core.transport.congestion.bandwidth import AcknowledgementLumps, BandwidthFilter, SteadyRate
from ptp_core.transport.congestion.base import RateSample
from ptp_core.transport.congestion.cushion import Cushion
from ptp_core.transport.congestion.cycle import ProbingCycle
from ptp_core.transport.congestion.inflight_bound import InflightBound
from ptp_core.transport.congestion.loss_model import CycleLoss, LossModel, Sending, Tally
from ptp_core.transport.congestion.phase import Phase
from ptp_core.transport.congestion.receiver_room import ReceiverRoom
from ptp_core.transport.congestion.round_trips import RoundTrips
from ptp_core.transport.congestion.start_up import INITIAL_SEGMENTS, StartUp, initial_segments, large_window_bytes
from ptp_core.transport.pacing import TRAIN_DURATION_S

START_UP_GAIN = 4.0
START_UP_WINDOW_GAIN = 3.0
# For the last steps, where a window is large (`start_up`).
LARGE_WINDOW_GAIN = 2.4
DRAIN_GAIN = 0.35
WINDOW_GAIN = 2.0
# On a crowded path the round trip counts the others' queue, up to twice the path's own: that is what a BBR flow holds,
# and with more in flight we would push it out of the buffer.
CROWDED_WINDOW_GAIN = 1.2
PROBE_RTT_FOR_S = 0.2
MINIMUM_SEGMENTS = 4
LONGEST_DRAIN_RTTS = 4
LEAST_PERIOD_S = 0.005
# Trains are a millisecond long: one leaves, one is on its way, and one is being acknowledged.
TRAINS_S = 0.002
# The reordering window and the peer's delay together, on a path where both are at their least.
LEAST_SETTLE_S = 0.002
# More than twice what is usual, and half a per cent.
CONGESTION_LOSS = 0.005
CONGESTION_FACTOR = 2.0
CONGESTION_SEGMENTS = 3
CONGESTION_BETA = 0.8
# Periods between two reactions. A flow that gives way at each loss gets nothing beside one that never does.
CONGESTION_PERIODS = 32
# A pause makes small what has held for longer, too, and what was forgotten wrongly is slowly found again: each cycle
# keeps at least this share.
LEAST_BELIEVED = 0.92
# A path that brings less than this share of its bandwidth for so many periods, with a long queue, has become slower.
COLLAPSE_SHARE = 0.5
COLLAPSE_PERIODS = 2


class ModelBased:
    """Bandwidth in bytes per second, times in seconds, everything else in bytes.

    Attributes: `window_bytes`, `burst_bytes` and `late_bytes` as in CongestionControl.
    """

    def __init__(self, mss_bytes: int) -> None:
        self._mss_bytes = mss_bytes
        self.phase = Phase.START_UP
        self._filter = BandwidthFilter()
        self._steady = SteadyRate()
        self._start_up = StartUp()
        self._cycle = ProbingCycle()
        self._cushion = Cushion()
        self._lumps = AcknowledgementLumps()
        self._loss = LossModel()
        self._bound = InflightBound()
        self._period = 0
        self._period_since_s = 0.0
        self._phase_since_s = 0.0
        self._cut_period = 0
        self._period_rate = 0.0
        self._last_period_rates: deque[float] = deque(maxlen=COLLAPSE_PERIODS)
        self._timed_out = False
        self._drained_s: float | None = None
        self._probed = False
        self._room = ReceiverRoom()
        self._rtts = RoundTrips()
        self._initial_segments = INITIAL_SEGMENTS
        self._rate, self.window_bytes = 0.0, 0
        self.burst_bytes = self.late_bytes = float("inf")
        self._decide()

    @property
    def phase_name(self) -> str:
        return self.phase.value

    @property
    def bandwidth(self) -> float:
        """What the path gives this connection, in bytes per second; 0 before the first sample."""
        return self._filter.bytes_per_s

    @property
    def path_loss(self) -> float:
        """The share that the path loses whatever is done."""
        return self._loss.path_loss

    def pacing_rate(self, smoothed_rtt_s: float) -> float:
        if self.phase is not Phase.START_UP:
            return self._rate
        if smoothed_rtt_s <= 0:
            return 0.0
        # The few bytes of the first messages measure themselves, not the path.
        rate = max(self.bandwidth, self._initial_segments * self._mss_bytes / smoothed_rtt_s)
        return rate * START_UP_GAIN / (1.0 - self.path_loss)

    def acknowledged(self, sample: RateSample) -> None:
        self._timed_out = False
        self._room.acknowledged(sample.acknowledged_bytes)
        self._loss.acknowledged(sample.acknowledged_bytes, sample.sent_s)
        self._bound.watch(sample.in_flight_bytes + sample.acknowledged_bytes + sample.lost_bytes)
        if self.phase is Phase.START_UP and self._start_up.overflows(self._loss, self._mss_bytes):
            self._end_start_up_by(self._loss.period, sample.now_s)
        if sample.rtt_s > 0:
            self._rtts.take(sample.rtt_s)
        if sample.round_start and sample.now_s - self._period_since_s >= LEAST_PERIOD_S:
            self._period_since_s = sample.now_s
            self._end_period(sample)
        rate = sample.rate_bytes_per_s
        if self._cycle.filled:
            rate = self._steady.bound(rate, sample.delivered_bytes, sample.now_s)
        rate = self._filter.take(rate, sample.now_s, is_limited=sample.application_limited or self._rtts.is_overfilled)
        self._period_rate = max(self._period_rate, rate)
        self._lumps.acknowledged(sample.acknowledged_bytes, self.bandwidth, sample.now_s)
        if sample.rtt_s > 0:
            self._start_up.take_rtt(sample.rtt_s)
            if self._rtts.learn_minimum(sample.now_s, may_measure=self.phase is Phase.PROBE):
                self._enter(Phase.PROBE_RTT, sample.now_s)
        self._advance(sample)
        self._decide()
        self._probed = self._probed or (self.phase is Phase.PROBE and self._gain > 1.0)

    def lost(self, lost_bytes: int, sent_s: float, now_s: float, in_flight_bytes: int, place: float = 0.0) -> None:
        if self._probes_locally and self._room.takes_loss(lost_bytes, now_s, self._rtts.minimum_s + self._settle_s):
            return
        # What follows is drawn at the next acknowledgement: mostly the one that revealed it.
        self._loss.lost(lost_bytes, sent_s)
        if self._loss.sending_at(sent_s) is not Sending.MORE:
            self._cushion.lost(lost_bytes / self._mss_bytes, place)

    def timed_out(self, now_s: float) -> None:
        # One segment is enough to find out whether the path is there again; the model is kept.
        self._timed_out = True
        self._decide()

    def set_segment_size(self, segment_bytes: int) -> None:
        self._mss_bytes = segment_bytes
        self._decide()

    def opened(self, rtt_s: float, receiver_socket_bytes: int) -> None:
        self._initial_segments = initial_segments(rtt_s)
        self._room.grant(receiver_socket_bytes)
        self._decide()

    def receiver_overflowed(self, now_s: float) -> None:
        self._room.overflowed(now_s)

    def loss_was_spurious(self, size_bytes: int, sent_s: float, now_s: float) -> None:
        self._loss.take_back(size_bytes, sent_s)
        if self._start_up.goes_on(size_bytes, self._period):
            self._enter(Phase.START_UP, now_s)
        self._decide()

    def _decide(self) -> None:
        """What may be in flight, what may leave at once and how fast, as long as nothing is heard: asked for often."""
        bandwidth, gain, phase, mss_bytes = self._filter.bytes_per_s, self._gain, self.phase, self._mss_bytes
        minimum_rtt_s, lump_bytes = self._rtts.minimum_s, self._lumps.lump_bytes
        wanted = self._wanted_window_bytes(gain)
        # Start-up more than doubles in a round trip, a probe of the path puts a quarter more on the way.
        growth = LARGE_WINDOW_GAIN if phase is Phase.START_UP else max(gain, 1.0)
        most = self._room.most_in_flight(bandwidth, minimum_rtt_s, growth)
        self.window_bytes = int(max(min(wanted, most), mss_bytes))
        bound_bytes = self._bound.burst_bytes(bandwidth * minimum_rtt_s + lump_bytes)
        self.burst_bytes, self.late_bytes = self._cushion.bursts(
            bandwidth, bound_bytes, self._room.train_bytes, 2 * mss_bytes, is_local=self._rtts.is_local
        )
        rate = bandwidth * gain * (self._room.haste(lump_bytes) if phase is Phase.PROBE and wanted > most else 1.0)
        # Made up for a loss that is ours after all, the calm phase would be none.
        if phase is not Phase.PROBE or self._cycle.sending is not Sending.LESS:
            rate /= 1.0 - self.path_loss
        self._rate = rate

    def _wanted_window_bytes(self, pacing_gain: float) -> int:
        mss = self._mss_bytes
        if self._timed_out:
            return mss
        if self.bandwidth == 0.0:
            return self._initial_segments * mss
        if self.phase is Phase.PROBE_RTT:
            return int(max(self._path_bytes / 2, MINIMUM_SEGMENTS * mss))
        slack = self._slack_bytes
        gain = CROWDED_WINDOW_GAIN if self._rtts.is_crowded else WINDOW_GAIN
        if self.phase in (Phase.START_UP, Phase.DRAIN):
            gain = START_UP_WINDOW_GAIN
        path_bytes = self.bandwidth * self._rtts.shared_s
        window = gain * path_bytes + slack
        if self.phase is Phase.START_UP:
            window = min(window, max(LARGE_WINDOW_GAIN * path_bytes, large_window_bytes(self._rtts.minimum_s)) + slack)
            return int(max(window, self._initial_segments * mss))
        least = self._least_bytes * max(pacing_gain, 1.0)
        bound = self._bound.probing_bytes if pacing_gain > 1.0 else self._bound.cruising_bytes
        return int(max(min(window, max(bound, least)), MINIMUM_SEGMENTS * mss))

    @property
    def _gain(self) -> float:
        if self.phase is Phase.START_UP:
            return START_UP_GAIN
        if self.phase is Phase.DRAIN:
            return DRAIN_GAIN
        if self.phase is Phase.PROBE:
            return self._cycle.gain + self._lift
        return 1.0

    @property
    def _lift(self) -> float:
        """What is sent more than the path carries until the cushion stands, between probes."""
        # The socket at the end is a buffer as well: its room is for what comes while the program there pauses.
        has_room = self.bandwidth * self._cushion.bears_s <= self._room.train_bytes
        if self._cycle.sending is not Sending.ALIKE or not self._cycle.filled or not has_room:
            return 0.0
        return self._cushion.lift(self._rtts.standing_s, max(self._rtts.minimum_s, LEAST_PERIOD_S))

    @property
    def _probes_locally(self) -> bool:
        return self.phase is Phase.PROBE and self._rtts.is_local

    @property
    def _path_bytes(self) -> float:
        return self.bandwidth * self._rtts.minimum_s

    @property
    def _settle_s(self) -> float:
        """How much later than the round trip a loss is known: reordering is waited for, and the peer's word."""
        return max(self._rtts.minimum_s / 4, LEAST_SETTLE_S)

    @property
    def _least_bytes(self) -> float:
        """What no bound goes below: the path and others' queue, and what of lumps a short buffer bears."""
        path_bytes = self.bandwidth * self._rtts.shared_s if self._rtts.is_crowded else self._path_bytes
        return path_bytes + min(self._lumps.lump_bytes, path_bytes / 2) + 2 * self._mss_bytes

    @property
    def _slack_bytes(self) -> float:
        """What trains and lumps of acknowledgements hold beyond the path itself.

        Without room for them a local path would be limited by its own window, and the model would shrink with it.
        """
        return self.bandwidth * TRAINS_S + self._lumps.lump_bytes + 2 * self._mss_bytes

    def _end_period(self, sample: RateSample) -> None:
        self._period += 1
        self._filter.end_period()
        self._steady.mark(sample.delivered_bytes, sample.now_s)
        held_back = self._probes_locally and self._wanted_window_bytes(self._gain) > self.window_bytes
        self._room.end_period(holds_back=held_back)
        queued, long = self._rtts.end_period()
        rates = self._last_period_rates
        rates.append(self._period_rate)
        self._period_rate = 0.0
        if long and len(rates) == COLLAPSE_PERIODS and 0 < max(rates) < COLLAPSE_SHARE * self.bandwidth:
            self._filter.forget(rates[-1], sample.now_s)
        usual, loss = self._loss.average, self._loss.end_period()
        told_by_loss = self.phase is not Phase.START_UP and not self._rtts.is_crowded
        self._bound.end_period(
            lost_by_us=told_by_loss and self._loss.excess(loss, self._mss_bytes) > 0.0,
            overflows=self._loss.shows_overflow(loss, self._mss_bytes),
            probing=self._probed,
            least_bytes=self._least_bytes,
        )
        self._probed = False
        if loss.lost_bytes >= CONGESTION_SEGMENTS * self._mss_bytes and queued:
            self._react_to_congestion(loss, usual, sample.now_s)

    def _react_to_congestion(self, loss: Tally, usual: float, now_s: float) -> None:
        if loss.share < CONGESTION_LOSS + CONGESTION_FACTOR * usual:
            return
        if self.phase is Phase.START_UP:
            self._end_start_up_by(loss, now_s)
        elif self.phase is Phase.PROBE and self._period - self._cut_period > CONGESTION_PERIODS:
            self._cut_period = self._period
            self._filter.give_way(CONGESTION_BETA, now_s)

    def _end_start_up_by(self, loss: Tally, now_s: float) -> None:
        self._start_up.ended_by_loss(loss.lost_bytes, self._period)
        self._enter(Phase.DRAIN, now_s)

    def _advance(self, sample: RateSample) -> None:
        now_s = sample.now_s
        if self.phase is Phase.START_UP and sample.round_start and not sample.application_limited:
            self._look_for_growth(now_s)
            if self._start_up.grows_no_more:
                self._enter(Phase.DRAIN, now_s)
        if self.phase is Phase.START_UP and self._start_up.queue_has_come(self._rtts.minimum_s):
            self._enter(Phase.DRAIN, now_s)
        elapsed_s = now_s - self._phase_since_s
        if self.phase is Phase.DRAIN:
            if sample.in_flight_bytes > self._path_bytes:
                self._drained_s = None
            elif self._drained_s is None:
                self._drained_s = now_s
                self._begin_sending(Sending.LESS, now_s)
            drained = self._drained_s is not None and now_s - self._drained_s > LEAST_PERIOD_S
            if drained or elapsed_s > LONGEST_DRAIN_RTTS * max(self._rtts.minimum_s, LEAST_PERIOD_S):
                self._cruise(now_s)
        elif self.phase is Phase.PROBE:
            self._turn(sample)
        elif self.phase is Phase.PROBE_RTT and elapsed_s > PROBE_RTT_FOR_S + self._rtts.minimum_s:
            self._cruise(now_s)

    def _look_for_growth(self, now_s: float) -> None:
        if now_s - self._phase_since_s < LEAST_PERIOD_S:
            return
        self._phase_since_s = now_s
        self._start_up.end_round(self.bandwidth)

    def _turn(self, sample: RateSample) -> None:
        """One acknowledgement further in the cycle of probing."""
        cycle, now_s = self._cycle, sample.now_s
        period_s = max(self._rtts.minimum_s, LEAST_PERIOD_S)
        # What lumps hold is not counted: they are seldom, and with room for the largest a full buffer would be drained.
        train_bytes = self.bandwidth * TRAIN_DURATION_S + 2 * self._mss_bytes
        drained = sample.in_flight_bytes <= self._path_bytes + train_bytes
        if self._probes_locally and sample.in_flight_bytes <= self._path_bytes + self.bandwidth * self._cushion.kept_s:
            cycle.calmed()
        if cycle.has_paid(self.bandwidth) and not self._start_up.queue_has_come(self._rtts.minimum_s):
            cycle.paid()
            self._probe_up(now_s)
        elif cycle.phase_is_over(period_s, self._settle_s, now_s, drained=drained):
            if cycle.is_last:
                self._end_cycle(sample)
                self._probe_up(now_s)
            else:
                cycle.next_phase(now_s)
                self._begin_sending(cycle.sending, now_s)

    def _end_cycle(self, sample: RateSample) -> None:
        overran = self._cushion.end_cycle(self._loss.share_between_probes)
        loss = self._loss.end_cycle(self._mss_bytes)
        steady = self._steady.bound(self.bandwidth, sample.delivered_bytes, sample.now_s)
        if loss.cruise_excess and steady < self.bandwidth:
            # Believed when a pause or the start made a short sample: what has held for longer does not lose.
            self._filter.forget(max(steady, LEAST_BELIEVED * self.bandwidth), sample.now_s)
            loss = replace(loss, cruise_excess=0.0)
        if self._rtts.is_crowded:
            loss = CycleLoss(probe_excess=0.0, cruise_excess=0.0)
        if loss.cruise_excess:
            self._bound.tighten(self._least_bytes)
        self._cycle.end(loss)
        if overran and self._rtts.is_local:
            self._loss.forget_calm_phases()

    def _probe_up(self, now_s: float) -> None:
        self._cycle.probe(self.bandwidth, now_s)
        self._loss.begin_phase(Sending.MORE, now_s)
        self._filter.lift_ceiling()

    def _begin_sending(self, sending: Sending, now_s: float) -> None:
        # What the phase before lost is found out a little later than what it brought: that is not the calm phase's.
        self._loss.begin_phase(sending, now_s + (self._settle_s if sending is Sending.LESS else 0.0))

    def _cruise(self, now_s: float) -> None:
        self._enter(Phase.PROBE, now_s)
        # What start-up lost is no verdict on the probes.
        self._loss.forget_verdicts()
        self._cycle.cruise(self.bandwidth, now_s)
        self._cycle.filled = self._cycle.filled or not self._start_up.was_ended_by_loss
        if not self._cycle.filled:
            # A burst may have overflowed a short buffer long before the path was full.
            self._probe_up(now_s)

    def _enter(self, phase: Phase, now_s: float) -> None:
        self.phase = phase
        self._begin_sending(phase.sending, now_s)
        # The queue of the phase before, and its losses, are no news.
        self._cut_period = self._period
        self._phase_since_s = now_s
        self._drained_s = None
