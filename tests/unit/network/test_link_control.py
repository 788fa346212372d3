"""A link that is changed while connections use it: what leaves meets the new one, and whoever observes is told."""

from __future__ import annotations

import pytest

from ptp_core.config import ConditionerSettings
from ptp_core.link_changes import changes_in_words, written_changes
from ptp_core.network.conditioner import Conditioner
from ptp_core.network.drop_tracing import DropTracing
from ptp_core.network.link_control import LinkControl, control_of
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.trace import DropCause, EventTrace, SegmentDirection, SegmentTrace
from tests.unit.network.test_drop_tracing import Kept, datagram, train
from tests.unit.network.test_endpoint_core import NarrowWorld, core_in, live, opening

PLAIN = ConditionerSettings()
LOSSY = ConditionerSettings(drop=1.0, delay_s=0.02)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (ConditionerSettings(drop=0.01), ConditionerSettings(drop=0.05), "loss 1 % → 5 %"),
        (PLAIN, ConditionerSettings(drop=0.05, seed=9), "loss 0 % → 5 %"),
        (ConditionerSettings(delay_s=0.02), ConditionerSettings(delay_s=0.04), "delay 20 ms → 40 ms"),
        (
            ConditionerSettings(rate_bps=1e7, jitter_s=0.001, mtu_bytes=1400),
            ConditionerSettings(reorder=0.1, seed=9),
            "seed 1 → 9, jitter 1.0 ms → none, rate 10.0 Mbit/s → none, reordered 0 % → 10 %, MTU 1400 bytes → none",
        ),
        (ConditionerSettings(drop=0.05), ConditionerSettings(drop=0.05, data_only=True), ""),
    ],
)
def test_changes_are_written_down_and_said(
    before: ConditionerSettings, after: ConditionerSettings, words: str
) -> None:
    assert changes_in_words(written_changes(before, after)) == words


def test_the_words_of_a_change_are_in_the_readers_language() -> None:
    chinese = {"loss": "丢包", "rate": "速率", "none": "无"}
    text = written_changes(PLAIN, ConditionerSettings(drop=0.05, rate_bps=1e7))

    def translate(_context: str, word: str, /, *, n: int = -1) -> str:
        return chinese.get(word, word)

    words = changes_in_words(text, translate)
    assert words == "丢包 0 % → 5 %, 速率 无 → 10.0 Mbit/s"


@pytest.mark.parametrize("text", ["", "wind 1 > 2", "drop", "drop x > 0.5", "drop 0.1 > ", "seven, words, of nothing"])
def test_what_no_change_is_written_like_stays_as_it_is(text: str) -> None:
    assert changes_in_words(text) == text


def test_a_control_keeps_its_object_until_something_is_another() -> None:
    control = LinkControl(LOSSY)
    control.change(ConditionerSettings(drop=1.0, delay_s=0.02))
    assert control.settings is LOSSY
    assert control_of(control) is control
    assert control_of(None).settings == PLAIN


@pytest.mark.parametrize("begins_with", [None, Conditioner(ConditionerSettings(drop=0.01))], ids=["off", "on"])
def test_what_leaves_meets_the_new_link_and_observers_are_told(begins_with: Conditioner | None) -> None:
    kept: list[Kept] = []

    def observe() -> Kept:
        kept.append(Kept())
        return kept[-1]

    world = NarrowWorld()
    core = core_in(world, begins_with, observer=observe, tells_drops=True)
    driven = opening(core, world)
    live(core, world, 0.1)
    sent = len(world.sent)
    assert sent, "a SYN"
    core.change_link(LOSSY)
    # Nobody answers: it is sent again and again, and now dropped.
    live(core, world, 4.0)
    assert len(world.sent) == sent
    assert driven.conditioner_dropped > 1
    assert driven.statistics(world.now_s()).conditioner == LOSSY
    core.change_link(PLAIN)
    live(core, world, 20.0)
    assert len(world.sent) > sent
    assert driven.statistics(world.now_s()).conditioner is None
    told = kept[0].told
    changes = [each for each in told if isinstance(each, EventTrace) and each.kind is EventKind.LINK_CHANGED]
    expected = "loss 1 % → 100 %" if begins_with is not None else "loss 0 % → 100 %"
    assert [changes_in_words(each.text) for each in changes] == [
        f"{expected}, delay none → 20 ms",
        "loss 100 % → 0 %, delay 20 ms → none",
    ]
    first, last = (told.index(change) for change in changes)
    directions = [each.direction if isinstance(each, SegmentTrace) else None for each in told]
    assert SegmentDirection.DROPPED not in directions[:first] + directions[last:]
    assert SegmentDirection.SENT not in directions[first:last]
    assert SegmentDirection.SENT in directions[last:]


def test_a_connection_made_before_a_change_and_driven_after_it_has_the_new_link() -> None:
    world = NarrowWorld()
    core = core_in(world)
    driven = core.make(("192.0.2.1", 5), is_client=True)
    driven.connection.connect(world.now_s())
    core.change_link(LOSSY)
    core.add(driven)
    live(core, world, 2.0)
    assert not world.sent
    assert driven.statistics(world.now_s()).conditioner == LOSSY


def test_without_a_conditioner_nothing_waits_for_its_word() -> None:
    kept = Kept()
    drops = DropTracing(kept, deciding=False)
    drops.segment(train(1, 1))
    assert len(kept.told) == 1
    drops.deciding = True
    drops.segment(train(2, 1))
    assert len(kept.told) == 1
    drops.settle(datagram(2), DropCause.CHANCE)
    assert [each.direction for each in kept.told if isinstance(each, SegmentTrace)] == [
        SegmentDirection.SENT,
        SegmentDirection.DROPPED,
    ]
