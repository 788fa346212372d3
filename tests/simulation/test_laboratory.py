"""The laboratory's runs: repeatable to the event, with the losses of their seed, and changed where it was asked."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import Profile, Recovery
from ptp_core.errors import Cancelled, PtpError
from ptp_core.laboratory.contenders import CONTENDERS, Contender, choices_named, told_apart
from ptp_core.laboratory.futures import parting
from ptp_core.laboratory.links import LINK_PRESETS, Link, link_named
from ptp_core.laboratory.running import Lane, Outcome, run_scenario
from ptp_core.laboratory.scenario import Scenario
from ptp_core.laboratory.worker import ScenarioRun
from ptp_core.laboratory.writing import write_logs
from ptp_core.network.conditioner import Conditioner
from ptp_core.record.marker.folder import mark_folder
from ptp_core.record.marker.values import GivenValues
from ptp_core.record.model.events import DROP_CAUSES, direction_of
from ptp_core.record.model.recording import Recording
from ptp_core.record.side import Side
from ptp_core.simulation.intervention import Action, Intervention
from ptp_core.transport.event_kinds import KINDS, EventKind
from ptp_core.transport.trace import DropCause, SegmentDirection
from ptp_core.transport_choices import TransportChoices
from ptp_core.wire.packet import Header, PacketType

ARRIVING = [kind for kind in KINDS if kind.is_segment and direction_of(kind) is SegmentDirection.RECEIVED]
LOSSY = Link(there=ConditionerSettings(drop=0.1, delay_s=0.01), back=ConditionerSettings(delay_s=0.01))
CLASSROOM = [name for name, choices in CONTENDERS.items() if choices.profile is Profile.CLASSROOM]


def lesson(*names: str, size_bytes: int = 20_000, link: Link = LOSSY, seed: int = 7, shared: bool = False) -> Scenario:
    contenders = told_apart([Contender(name=name, choices=choices_named(name)) for name in names])
    return Scenario(size_bytes=size_bytes, link=link, contenders=contenders, seed=seed, shared=shared)


def losses(recording: Recording) -> list[tuple[int, int, DropCause | None]]:
    """Offsets of the sender's data segments that were lost, with the times that they were sent, and why."""
    sent: dict[int, int] = {}
    found = []
    rows, _ = recording.segments(-np.inf, np.inf, side=Side.SENDER)
    for row in rows:
        event_kind = KINDS[row["kind"]]
        if row["stop"] == row["start"] or event_kind in ARRIVING:
            continue
        offset = int(row["start"]) - recording.origin(Side.SENDER)
        sent[offset] = sent.get(offset, 0) + 1
        if event_kind is EventKind.DROPPED:
            found.append((offset, sent[offset], DROP_CAUSES[row["drop_cause"]]))
    return found


def transmissions(recording: Recording) -> list[int]:
    """Offsets of the sender's data segments in the order in which they were sent, lost or not."""
    rows, _ = recording.segments(-np.inf, np.inf, side=Side.SENDER)
    own = rows[(rows["stop"] > rows["start"]) & ~np.isin(rows["kind"], [kind.code for kind in ARRIVING])]
    return [int(start) - recording.origin(Side.SENDER) for start in own["start"]]


def by_chance(seed: int, drop: float, offsets: list[int]) -> list[tuple[int, int]]:
    """What a conditioner of that seed takes of segments at these offsets, with how often each had been sent."""
    header = [Header(PacketType.DATA, 0, 9, 0, 1)]
    conditioner = Conditioner(ConditionerSettings(drop=drop, seed=seed), classify=lambda _: header[0])
    found = []
    sent: dict[int, int] = {}
    for offset in offsets:
        header[0] = Header(PacketType.DATA, 0, 9, 0, offset + 1)
        sent[offset] = sent.get(offset, 0) + 1
        if not conditioner.submit(b"x", ("far", 1), 0.0):
            found.append((offset, sent[offset]))
    return found


def sent_with(recording: Recording, side: Side, packet: int) -> Any:
    """The row of the segment that left with this packet number."""
    rows, _ = recording.segments(-np.inf, np.inf, side=side)
    found = rows[(rows["packet"] == packet) & ~np.isin(rows["kind"], [kind.code for kind in ARRIVING])]
    assert len(found) <= 1
    return found[0] if len(found) else None


def only(outcome: Outcome) -> Lane:
    (lane,) = outcome.lanes
    return lane


@pytest.mark.parametrize("name", list(CONTENDERS))
def test_the_same_scenario_is_the_same_to_the_event(name: str) -> None:
    one, other = (only(run_scenario(lesson(name))) for _ in range(2))
    assert one.result == other.result
    assert parting(one.recording, other.recording) is None
    assert len(one.recording.rows()[0]) > 20
    elsewhere = only(run_scenario(lesson(name, seed=8)))
    assert parting(one.recording, elsewhere.recording) is not None


@pytest.mark.parametrize("name", CLASSROOM)
def test_exactly_the_losses_of_the_seed_are_reported(name: str) -> None:
    lane = only(run_scenario(lesson(name)))
    found = losses(lane.recording)
    assert len(found) == lane.result.lost > 0
    assert {cause for _, _, cause in found} == {DropCause.CHANCE}
    assert [each[:2] for each in found] == by_chance(7, 0.1, transmissions(lane.recording))


def test_the_logs_of_a_run_keep_every_rule_of_the_textbook(tmp_path: Path) -> None:
    write_logs(run_scenario(lesson(*CLASSROOM)), tmp_path)
    rows = mark_folder(tmp_path, GivenValues())
    verdicts = {row.pair.sender.name: row.verdict for row in rows}
    assert len(verdicts) == len(CLASSROOM)
    assert set(verdicts.values()) == {"clean"}


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 60),
    st.booleans(),
    st.sampled_from(Action),
    st.sampled_from(["oldest", "go-back-n", "selective-repeat", "default"]),
)
def test_a_change_changes_what_follows_and_nothing_before(
    packet: int, from_sender: bool, action: Action, name: str
) -> None:
    scenario = lesson(name, size_bytes=8000)
    change = Intervention(
        packet_number=packet, from_sender=from_sender, action=action, delay_s=0.05 if action is Action.DELAY else 0.0
    )
    before, after = run_scenario(scenario), run_scenario(scenario.changed(change))
    one, other = only(before).recording, only(after).recording
    side = Side.SENDER if from_sender else Side.RECEIVER
    found = parting(one, other)
    at = sent_with(one, side, packet)
    if at is None:
        # It was never sent, or is one of the handshake's own, which no segment log shows.
        assert after.unused or found is None or found.time_s < 0.1
        return
    assert not after.unused
    assert found is None or found.time_s >= at["time_s"]
    if action is Action.DROP and at["kind"] != EventKind.DROPPED.code:
        lost = sent_with(other, side, packet)
        assert found is not None
        assert lost is not None
        assert KINDS[lost["kind"]] is EventKind.DROPPED
        assert DROP_CAUSES[lost["drop_cause"]] is DropCause.CHOSEN
    assert only(after).result.seconds is not None


def test_a_segment_that_is_clicked_away_waits_for_the_time_out() -> None:
    """The lesson: the last segment is lost, and nothing but the timer can tell."""
    quiet = Link(there=ConditionerSettings(delay_s=0.01), back=ConditionerSettings(delay_s=0.01))
    scenario = lesson("oldest", size_bytes=5000, link=quiet)
    recording = only(run_scenario(scenario)).recording
    rows, _ = recording.segments(-np.inf, np.inf, side=Side.SENDER, kinds=(EventKind.SENT,))
    last = rows[rows["stop"] > rows["start"]][-1]
    lane = only(run_scenario(scenario.changed(Intervention(packet_number=int(last["packet"]), action=Action.DROP))))
    again = list(lane.recording.list_events(kinds=(EventKind.SENT_AGAIN_TIMEOUT,)))
    assert [event.start for event in again] == [int(last["start"])]
    assert again[0].time_s == pytest.approx(float(last["time_s"]) + 0.2, abs=0.05)
    assert "RULE R6.4" in again[0].rule
    assert lane.result.sent_again_timeout == 1
    (lost,) = losses(lane.recording)
    assert lost[2] is DropCause.CHOSEN


@pytest.mark.parametrize("preset", LINK_PRESETS, ids=lambda preset: preset.name)
def test_every_link_carries_a_file_but_the_one_that_loses_all(preset: object) -> None:
    link = link_named(preset.name)  # type: ignore[attr-defined]
    outcome = run_scenario(lesson("default", "oldest", size_bytes=30_000, link=link))
    for lane in outcome.lanes:
        if link.there.drop == 1.0:
            assert lane.result.seconds is None
            assert lane.result.problem
            assert lane.result.received_bytes == 0
        else:
            assert lane.result.seconds is not None
            assert lane.result.received_bytes == 30_000
            assert not lane.result.problem


def test_the_queue_of_the_link_is_a_series() -> None:
    link = link_named("bloated-buffer")
    lanes = run_scenario(lesson("reno", "default", size_bytes=3_000_000, link=link)).lanes
    bloated, short = (lane.recording.samples(Side.SENDER).values("link_queue") for lane in lanes)
    assert bloated.max() > 250_000
    assert short.max() < bloated.max() / 3
    longest_s, means_s = lanes[0].result.longest_queued_s, [lane.result.mean_queued_s or 0.0 for lane in lanes]
    assert longest_s is not None
    assert longest_s > 0.2
    assert longest_s == pytest.approx(bloated.max() * 8 / 10e6, rel=0.05)
    assert 0.0 < means_s[1] < means_s[0] / 3


def test_those_who_share_a_link_share_its_rate_and_its_axis() -> None:
    link = Link(there=ConditionerSettings(rate_bps=10e6, delay_s=0.01, queue_bytes=50_000))
    scenario = lesson("cubic", "cubic", size_bytes=1_500_000, link=link, shared=True)
    late = replace(scenario.contenders[1], starts_s=0.5)
    outcome = run_scenario(replace(scenario, contenders=(scenario.contenders[0], late)))
    first, second = outcome.lanes
    assert outcome.fairness is not None
    assert 0.5 < outcome.fairness <= 1.0
    # Alone each would take 1.2 s.
    assert first.result.seconds is not None
    assert first.result.seconds > 1.5
    opening = [next(lane.recording.list_events(kinds=(EventKind.CONTROL_SENT,))) for lane in outcome.lanes]
    assert [event.time_s for event in opening] == pytest.approx([0.0, 0.5], abs=0.002)
    assert second.recording.origin_s == first.recording.origin_s
    alone = run_scenario(replace(scenario, shared=False))
    assert alone.fairness is None
    assert all(lane.result.goodput_bps > 6e6 for lane in alone.lanes)


def test_it_can_be_cancelled_and_tells_how_far_it_is() -> None:
    scenario = lesson("default", "cubic", size_bytes=300_000_000, link=link_named("transatlantic"))
    ended = threading.Event()
    results: list[Outcome | PtpError] = []

    def done(result: Outcome | PtpError) -> None:
        results.append(result)
        ended.set()

    run = ScenarioRun(scenario, done)
    run.start()
    for _ in range(4000):
        if run.share > 0.0:
            break
        assert not ended.wait(0.005)
    run.cancel()
    assert ended.wait(5.0)
    assert run.close()
    assert run.close()
    assert isinstance(results[0], Cancelled)
    assert 0.0 < run.share < 1.0


def test_a_run_on_a_thread_gives_what_it_gives_elsewhere() -> None:
    scenario = lesson("oldest")
    results: list[Outcome | PtpError] = []
    run = ScenarioRun(scenario, results.append)
    run.start()
    run._thread.join(20.0)
    assert run.close()
    (outcome,) = results
    assert isinstance(outcome, Outcome)
    assert run.share == 1.0
    assert only(outcome).result == only(run_scenario(scenario)).result


def test_what_never_ends_is_ended() -> None:
    """A time-out of a millisecond on a path of twenty seconds: each segment goes ten thousand times."""
    link = Link(there=ConditionerSettings(delay_s=20.0))
    choices = TransportChoices(profile=Profile.CLASSROOM, recovery=Recovery.GO_BACK_N, timeout_s=0.001)
    scenario = Scenario(size_bytes=100_000, link=link, contenders=(Contender(name="a", choices=choices),))
    lane = only(run_scenario(scenario))
    assert lane.result.seconds is None
    assert lane.result.problem
