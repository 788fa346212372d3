"""What the laboratory offers by name, and the links in one line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptp_core.condition import parse_condition, write_condition
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.errors import SettingsError
from ptp_core.laboratory.comparison import COLUMNS, jain
from ptp_core.laboratory.contenders import CONTENDERS, Contender, choices_named, told_apart
from ptp_core.laboratory.links import LINK_PRESETS, Link, link_named
from ptp_core.laboratory.scenario import LARGEST_BYTES, Scenario
from ptp_core.simulation.intervention import Action, Intervention


def test_every_preset_has_a_name_and_words_of_its_own() -> None:
    for texts in (
        [preset.name for preset in LINK_PRESETS],
        [preset.title for preset in LINK_PRESETS],
        [preset.words for preset in LINK_PRESETS],
        [column.name for column in COLUMNS],
        [column.title for column in COLUMNS],
    ):
        assert all(texts)
        assert len(set(texts)) == len(texts)
    for preset in LINK_PRESETS:
        assert link_named(preset.name) is preset.link
        for side in (preset.link.there, preset.link.back):
            assert parse_condition(write_condition(side)) == side
    with pytest.raises(SettingsError, match="no link"):
        link_named("moon")


def test_every_name_means_settings() -> None:
    for name in CONTENDERS:
        choices_named(name).settings()
    with pytest.raises(SettingsError, match="no settings"):
        choices_named("luck")


_NUMBERS = {
    "drop": st.floats(0, 1),
    "burst_drop": st.floats(0, 1),
    "burst_length": st.integers(1, 100_000),
    "seed": st.integers(-(10**17), 10**17),
    "delay_s": st.floats(0, 100),
    "jitter_s": st.floats(0, 100),
    "rate_bps": st.just(0.0) | st.floats(1, 1e12),
    "queue_bytes": st.integers(1, 10**12),
    "reorder": st.floats(0, 1),
    "duplicate": st.floats(0, 1),
    "corrupt": st.floats(0, 1),
    "mtu_bytes": st.none() | st.just(0) | st.integers(1228, 65_535),
}


@settings(max_examples=50, deadline=None)
@given(st.fixed_dictionaries({}, optional=_NUMBERS))
def test_a_link_in_one_line_is_that_link(faults: dict[str, float]) -> None:
    link = ConditionerSettings(**faults)  # type: ignore[arg-type]
    line = write_condition(link)
    read = parse_condition(line) if line else ConditionerSettings()
    for row in FAULTS:
        value = getattr(link, row.field)
        assert getattr(read, row.field) == value


def test_those_that_come_twice_are_numbered() -> None:
    names = told_apart([Contender(name=name) for name in ("a", "b", "a")])
    assert [each.name for each in names] == ["a 1", "b", "a 2"]


def test_fairness_is_one_for_equals_and_a_half_for_one_of_two() -> None:
    assert jain([3.0, 3.0, 3.0]) == pytest.approx(1.0)
    assert jain([5.0, 0.0]) == pytest.approx(0.5)
    assert jain([0.0, 0.0]) == 1.0


@pytest.mark.parametrize("size_bytes", [0, -1, LARGEST_BYTES + 1])
def test_a_size_has_bounds(size_bytes: int) -> None:
    with pytest.raises(SettingsError, match="the size must be"):
        Scenario(size_bytes=size_bytes, link=Link(), contenders=(Contender(name="a"),))


def test_a_change_for_the_same_transmission_takes_the_place_of_the_one_before() -> None:
    scenario = Scenario(size_bytes=1, link=Link(), contenders=(Contender(name="a"),))
    dropped = scenario.changed(Intervention(packet_number=3, action=Action.DROP))
    doubled = dropped.changed(Intervention(packet_number=3, action=Action.DUPLICATE))
    other = doubled.changed(Intervention(packet_number=3, from_sender=False, action=Action.DROP))
    assert [each.action for each in doubled.interventions] == [Action.DUPLICATE]
    assert len(other.interventions) == 2
    assert scenario.interventions == ()
    with pytest.raises(SettingsError, match="no flow 1"):
        scenario.changed(Intervention(flow=1, packet_number=3, action=Action.DROP))


@pytest.mark.parametrize("delay_s", [0.0, -1.0, 61.0, float("nan")])
def test_a_delay_is_neither_nothing_nor_endless(delay_s: float) -> None:
    with pytest.raises(SettingsError, match="a delay must be"):
        Intervention(packet_number=0, action=Action.DELAY, delay_s=delay_s)
