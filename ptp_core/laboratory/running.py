"""Runs a scenario on the virtual clock: a recording and a row of numbers for each of its settings.

A run follows from the scenario and from nothing else: the same one gives the same events to the last. It takes some
70 milliseconds of a processor for each megabyte of ordinary segments, for each megabyte of small ones half a second.
Blocking; any thread may call it, and its `check` ends it by raising.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ptp_core.errors import PeerTimeout, PtpError
from ptp_core.laboratory.comparison import Result, jain
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.files.noted_values import noted_values
from ptp_core.record.model.recording import About, Recording
from ptp_core.record.side import Side
from ptp_core.record.sources.recorder import Recorder
from ptp_core.sentences import declare, phrase
from ptp_core.simulation.bottleneck import Bottleneck
from ptp_core.simulation.flow import Flow
from ptp_core.simulation.intervention import Intervention, Interventions

NOT_DONE = declare("run-not-done", "It was not done after {seconds} s.")
_TOO_MUCH = declare("run-too-much", "This is too much to be simulated: more than {count} datagrams.")
_STUCK = declare("run-stuck", "Nothing more arrived for {seconds} s.")
_GIVEN_UP = phrase("Nothing came any more, and the connection was given up.")

LONGEST_S: Final = 3600.0
QUIET_S: Final = 120.0
MOST_DATAGRAMS: Final = 5_000_000
EVENTS_KEPT: Final = 1_000_000
# A sample at least so often, and later in a run as seldom as it still makes a curve.
_SHORTEST_SAMPLING_S: Final = 0.002
_SAMPLES_OF_A_RUN: Final = 1000
_TELL_EVERY: Final = 256


@dataclass(frozen=True, slots=True)
class Lane:
    """What became of one of the settings. The recording has both sides."""

    contender: Contender
    result: Result
    recording: Recording


@dataclass(frozen=True, slots=True)
class Outcome:
    """One future of a scenario: its lanes in the scenario's order. It is complete, and nothing changes it any more.

    `fairness` is Jain's index of what those who share the link got while all of them wanted some; None where they do
    not share it. `unused` are interventions whose transmission never came.
    """

    scenario: Scenario
    lanes: tuple[Lane, ...]
    fairness: float | None
    unused: tuple[Intervention, ...]


def run_scenario(
    scenario: Scenario,
    *,
    tell: Callable[[float], None] = lambda share: None,
    check: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run all of it. `tell` hears how much of it is done, from 0 to 1; `check` is asked some hundred times a second."""
    lanes: dict[int, Lane] = {}
    unused: list[Intervention] = []
    fairness = None
    for done, group in enumerate(scenario.groups):

        def tell_share(share: float, done: int = done) -> None:
            check()
            tell((done + share) / len(scenario.groups))

        run = _GroupRun(scenario, group, tell_share)
        run.run()
        lanes.update(zip(group, run.lanes(), strict=True))
        unused += run.unused()
        if scenario.shared:
            fairness = run.fairness()
    tell(1.0)
    return Outcome(scenario, tuple(lanes[place] for place in sorted(lanes)), fairness, tuple(unused))


class _GroupRun:
    """Those who share one link: a contender by itself, or all of them."""

    def __init__(self, scenario: Scenario, group: tuple[int, ...], tell: Callable[[float], None]) -> None:
        self._scenario = scenario
        self._group = group
        self._tell = tell
        self._contenders = [scenario.contenders[place] for place in group]
        self._link = scenario.link_of(group)
        self._interventions = Interventions(scenario.interventions_in(group))
        self._recorders = [self._make_recorders(each) for each in self._contenders]
        self._flows = [
            Flow(
                scenario.settings_of(each),
                scenario.size_of(each),
                starts_s=each.starts_s,
                talk=scenario.talk,
                near_observer=sender,
                far_observer=receiver,
            )
            for each, (sender, receiver) in zip(self._contenders, self._recorders, strict=True)
        ]
        self._network = Bottleneck(
            self._link.there, self._flows, back=self._link.back, interventions=self._interventions
        )
        self._network.after_step = self._after_step
        self._total_bytes = sum(flow.size_bytes for flow in self._flows)
        self._steps = 0
        self._samples_at_s = 0.0
        self._moved_s = max(flow.starts_s for flow in self._flows)
        self._received_bytes = 0
        self._problem = ""

    def run(self) -> None:
        """Until all connections are over, or it is enough."""
        network = self._network
        network.run(LONGEST_S, until=lambda: bool(self._problem) or network.all_over())
        self._sample()
        network.stop_observing()

    def lanes(self) -> list[Lane]:
        """What became of each."""
        return [
            Lane(contender, self._result(contender, flow), sender.recording)
            for contender, flow, (sender, _) in zip(self._contenders, self._flows, self._recorders, strict=True)
        ]

    def unused(self) -> list[Intervention]:
        """The interventions that found nothing, with the flow counted within the scenario."""
        return [replace(each, flow=self._group[each.flow]) for each in self._interventions.unused]

    def fairness(self) -> float:
        """Jain's index over the time in which all wanted some."""
        start_s = max(flow.starts_s for flow in self._flows)
        stop_s = min(flow.finished_s or math.inf for flow in self._flows)
        return jain([flow.bytes_between(start_s, stop_s) for flow in self._flows])

    def _make_recorders(self, contender: Contender) -> tuple[Recorder, Recorder]:
        settings = self._scenario.settings_of(contender)
        about = About(
            connection=contender.name,
            title=contender.name,
            values=tuple(noted_values(Side.SENDER, settings, self._link.there)),
        )
        recording = Recording(about, event_capacity=EVENTS_KEPT)
        return Recorder(recording, Side.SENDER), Recorder(recording, Side.RECEIVER)

    def _after_step(self) -> None:
        elapsed_s = self._network.elapsed_s
        if elapsed_s >= self._samples_at_s:
            self._samples_at_s = elapsed_s + max(_SHORTEST_SAMPLING_S, elapsed_s / _SAMPLES_OF_A_RUN)
            self._sample()
            self._look_for_progress()
        self._steps += 1
        if self._steps % _TELL_EVERY == 0:
            self._tell(min(self._received_bytes / self._total_bytes, 1.0))
            if self._network.submitted > MOST_DATAGRAMS:
                self._problem = _TOO_MUCH(count=MOST_DATAGRAMS)

    def _look_for_progress(self) -> None:
        received_bytes = sum(flow.received_bytes for flow in self._flows)
        unfinished = any(flow.finished_s is None for flow in self._flows)
        if received_bytes > self._received_bytes:
            self._received_bytes = received_bytes
            self._moved_s = self._network.elapsed_s
        elif unfinished and self._network.elapsed_s - self._moved_s > QUIET_S:
            self._problem = _STUCK(seconds=f"{QUIET_S:.0f}")

    def _sample(self) -> None:
        network, now_s = self._network, self._network.now_s
        for flow, recorders in zip(self._flows, self._recorders, strict=True):
            ends = (
                (flow.client, network.link.backlog_bytes(now_s), flow.carried),
                (flow.server, network.back.backlog_bytes(now_s), flow.carried_back),
            )
            for recorder, (connection, queued_bytes, carried) in zip(recorders, ends, strict=True):
                statistics = replace(
                    connection.statistics(now_s),
                    conditioner_queue_bytes=round(queued_bytes),
                    conditioner_dropped=carried.dropped,
                )
                recorder.sample(now_s, statistics)

    def _result(self, contender: Contender, flow: Flow) -> Result:
        counters = flow.client.sender.counters
        finished_s = flow.finished_s
        return Result(
            name=contender.name,
            size_bytes=flow.size_bytes,
            received_bytes=flow.received_bytes,
            seconds=None if finished_s is None else finished_s - flow.starts_s,
            segments_sent=counters.segments_sent,
            sent_again_timeout=counters.retransmitted_timeout,
            sent_again_fast=counters.retransmitted_fast,
            sent_again_needlessly=counters.retransmitted_spurious,
            lost=flow.carried.lost,
            overflowed=flow.carried.overflowed,
            too_large=flow.carried.too_large,
            wire_bytes=flow.carried.wire_bytes + flow.carried_back.wire_bytes,
            mean_queued_s=flow.carried.mean_queued_s,
            longest_queued_s=flow.carried.longest_queued_s,
            problem=self._problem_of(flow),
        )

    def _problem_of(self, flow: Flow) -> str:
        if flow.finished_s is not None:
            return ""
        if self._problem:
            return self._problem
        error: PtpError | None = flow.near.error or flow.far.error
        if isinstance(error, PeerTimeout):
            return _GIVEN_UP
        if error is not None:
            return error.message
        return NOT_DONE(seconds=f"{LONGEST_S:.0f}")
