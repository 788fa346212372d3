"""The faults of `--condition`, and what is said about those that make no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.condition import condition_help, parse_condition
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings, Fault
from ptp_core.errors import SettingsError


def test_the_contracts_example_is_understood() -> None:
    text = "drop=0.1,delay=20ms,rate=10mbit,reorder=0.01,duplicate=0.01,corrupt=0.001,jitter=5ms,burst=0.01/3,seed=7"
    assert parse_condition(text) == ConditionerSettings(
        drop=0.1,
        delay_s=0.02,
        rate_bps=10e6,
        reorder=0.01,
        duplicate=0.01,
        corrupt=0.001,
        jitter_s=0.005,
        burst_drop=0.01,
        burst_length=3,
        seed=7,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drop=10%", ConditionerSettings(drop=0.1)),
        ("drop=0", ConditionerSettings()),
        ("drop=.5", ConditionerSettings(drop=0.5)),
        ("drop=1e-3", ConditionerSettings(drop=0.001)),
        ("burst=0.2", ConditionerSettings(burst_drop=0.2)),
        ("delay=1.5s", ConditionerSettings(delay_s=1.5)),
        ("delay=250us", ConditionerSettings(delay_s=0.00025)),
        ("rate=56kbit", ConditionerSettings(rate_bps=56_000)),
        ("rate=1Gbit,queue=64k", ConditionerSettings(rate_bps=1e9, queue_bytes=64_000)),
        ("seed=-3", ConditionerSettings(seed=-3)),
        ("mtu=1300", ConditionerSettings(mtu_bytes=1300)),
        ("mtu=none,rate=none", ConditionerSettings(mtu_bytes=0)),
        (" drop = 0.1 , seed = 2 ", ConditionerSettings(drop=0.1, seed=2)),
    ],
)
def test_units_and_forms(text: str, expected: ConditionerSettings) -> None:
    assert parse_condition(text) == expected


def test_the_classroom_drops_data_only() -> None:
    assert parse_condition("drop=0.1", data_only=True).data_only


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty part"),
        ("drop=0.1,", "empty part"),
        ("dorp=0.1", "does not know 'dorp'"),
        ("drop", "lacks its value"),
        ("drop=", "lacks its value"),
        ("drop=1.1", "between 0 and 1"),
        ("drop=101%", "between 0 and 1"),
        ("drop=-0.1", "not understood"),
        ("drop=nan", "not understood"),
        ("drop=0.1ms", "not understood"),
        ("drop=x", "not understood"),
        ("drop=0.1,drop=0.2", "twice"),
        ("burst=0.1/0", "not understood"),
        ("burst=0.1/x", "not understood"),
        ("burst=0.1/3/4", "not understood"),
        ("drop=0.1/2", "not understood"),
        ("drop=0.1,burst=0.1/2,burst=0.2", "twice"),
        ("mtu=0", "MTU must be between"),
        ("delay=20", "needs a unit"),
        ("delay=20min", "needs a unit"),
        ("delay=1e999s", "not understood"),
        ("rate=10", "needs a unit"),
        ("mtu=1k", "whole number"),
        ("mtu=1000", "MTU must be between"),
        ("rate=0mbit", "at least 1 bit"),
        ("queue=0", "at least 1"),
        ("seed=1.5", "whole number"),
    ],
)
def test_nonsense_is_explained(text: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_condition(text)
    assert complaint in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.said], ids=lambda fault: str(fault.name))
def test_a_fault_that_is_named_happens(fault: Fault) -> None:
    assert parse_condition(f"{fault.name}={fault.example}").active


def test_nothing_named_is_nothing_done() -> None:
    for text in ("drop=0", "seed=7", "queue=64k", "mtu=none", "rate=none"):
        assert not parse_condition(text).active, text


def test_all_that_can_be_written_is_explained() -> None:
    assert parse_condition(",".join(line.split()[0] for line in condition_help().splitlines())).active
    explained = [line.split("=")[0].strip() for line in condition_help().splitlines()]
    assert {fault.name for fault in FAULTS} == set(explained)


@given(st.text(alphabet="dropelayratburscns=,./%0123456789e-mit ", max_size=30))
def test_any_text_gives_settings_or_a_complaint(text: str) -> None:
    try:
        settings = parse_condition(text)
    except SettingsError:
        return
    assert 0 <= settings.drop <= 1
    assert settings.delay_s >= 0
