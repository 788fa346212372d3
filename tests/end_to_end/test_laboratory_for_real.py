"""A scenario through sockets of this computer: the same losses as computed, and an end at any moment."""

from __future__ import annotations

import pytest

from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.errors import Cancelled
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.links import Link, link_named
from ptp_core.laboratory.real_running import run_for_real
from ptp_core.laboratory.running import Outcome, run_scenario
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.side import Side
from ptp_core.transport.event_kinds import EventKind

LOSSY = Link(there=ConditionerSettings(drop=0.1, delay_s=0.01), back=ConditionerSettings(delay_s=0.01))


def places(outcome: Outcome, *kinds: EventKind) -> list[tuple[int, int]]:
    recording = outcome.lanes[0].recording
    origin = recording.origin(Side.SENDER)
    found = recording.list_events(kinds=kinds, side=Side.SENDER)
    return [(event.start - origin, event.stop - origin) for event in found]


def test_the_same_segments_are_lost_and_sent_again_as_computed() -> None:
    contender = Contender(name="oldest", choices=CONTENDERS["oldest"])
    scenario = Scenario(size_bytes=10_000, seed=7, link=LOSSY, contenders=(contender,))
    shares: list[float] = []
    real, computed = run_for_real(scenario, tell=shares.append), run_scenario(scenario)
    assert places(real, EventKind.DROPPED) == places(computed, EventKind.DROPPED) == [(3500, 4000), (4500, 5000)]
    again = (EventKind.SENT_AGAIN_TIMEOUT, EventKind.SENT_AGAIN_FAST)
    assert places(real, *again) == places(computed, *again)
    result = real.lanes[0].result
    assert result.received_bytes == 10_000
    assert (result.lost, result.mean_queued_s) == (2, None)
    assert shares == sorted(shares)


def test_the_link_is_changed_while_it_runs_and_both_sides_have_the_mark() -> None:
    lossy = Link(there=ConditionerSettings(delay_s=0.01, drop=1.0), back=ConditionerSettings(delay_s=0.01))
    scenario = Scenario(size_bytes=10_000, seed=7, link=lossy, contenders=(Contender(name="one"),))
    looks = 0

    def link() -> Link:
        nonlocal looks
        looks += 1
        return lossy if looks < 5 else LOSSY

    outcome = run_for_real(scenario, link=link)
    assert outcome.lanes[0].result.received_bytes == 10_000
    recording = outcome.lanes[0].recording
    (change,) = recording.list_events(kinds=(EventKind.LINK_CHANGED,))
    assert change.side is Side.SENDER
    assert change.sentence() == "The conditioner was changed: loss 100 % → 10 %."
    assert not list(recording.list_events(0, change.time_s, kinds=(EventKind.SENT, EventKind.ARRIVED)))


def test_it_ends_when_it_is_told_to_though_nobody_answers() -> None:
    scenario = Scenario(size_bytes=1000, link=link_named("nothing-arrives"), contenders=(Contender(name="one"),))
    looks = 0

    def check() -> None:
        nonlocal looks
        looks += 1
        if looks > 3:
            raise Cancelled("Enough.", by_peer=False)

    with pytest.raises(Cancelled):
        run_for_real(scenario, check=check)
