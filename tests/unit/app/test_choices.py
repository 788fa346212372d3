"""Settings are declared once: the rows agree with the engine, and options are made from them."""

from __future__ import annotations

import enum
import inspect
import math
from dataclasses import replace

import pytest

from app.choices import ACCEPT, ON_CONFLICT, PORT
from app.cli.options import parse_command
from ptp_core.conditioner_settings import FAULTS
from ptp_core.config import CongestionAlgorithm, Profile, Recovery, transport_settings
from ptp_core.declared import Choice, Number
from ptp_core.errors import SettingsError
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

NUMBERS = [PORT, *FAULTS, *(row for row in TRANSPORT_ROWS if isinstance(row, Number))]


def test_every_choice_of_the_transport_is_one_that_the_engine_takes() -> None:
    assert {row.field for row in TRANSPORT_ROWS} <= set(inspect.signature(transport_settings).parameters)


@pytest.mark.parametrize("row", [row for row in TRANSPORT_ROWS if isinstance(row, Number)], ids=lambda row: row.name)
def test_the_engine_takes_a_number_from_end_to_end(row: Number) -> None:
    for value in (row.low, row.high):
        replace(TransportChoices(mss_bytes=1), **{row.field: value}).settings()  # type: ignore[arg-type]
    for value in (row.low / 2, row.high * 2):
        with pytest.raises(SettingsError):
            replace(TransportChoices(), **{row.field: value}).settings()  # type: ignore[arg-type]


@pytest.mark.parametrize("row", [ACCEPT, ON_CONFLICT, *TRANSPORT_ROWS], ids=lambda row: row.name)
def test_a_choice_in_a_form_has_words_for_all(row: Number | Choice[Profile]) -> None:
    if isinstance(row, Choice) and row.title:
        assert set(row.names) == set(row.kind)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_a_form_stays_within_what_is_allowed_and_gives_back_what_it_shows(row: Number) -> None:
    form = row.form
    if form is None:
        return
    assert form.low <= form.start <= form.high <= row.high
    assert form.low >= row.low or (form.low == 0 and row.none_word)
    for value in (form.low, form.start, form.high):
        assert math.isclose(row.from_form(row.in_form(value)), value)


def test_an_option_that_is_not_given_leaves_it_to_the_profile(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command(["send", "--help"])
    said = capsys.readouterr().out
    assert all(f"--{row.name}" in said for row in TRANSPORT_ROWS)
    for profile in Profile:
        assert TransportChoices(profile=profile).settings() == transport_settings(profile)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize(
    ("name", "value", "field"),
    [("window_bytes", 1 << 20, "window_bytes"), ("mss_bytes", 512, "mss_bytes"), ("timeout_s", 0.3, "fixed_timeout_s")],
)
def test_a_number_changes_what_its_name_says_and_nothing_else(
    profile: Profile, name: str, value: float, field: str
) -> None:
    # A window that is a multiple of either MSS, and an MSS of which it is one.
    plain = TransportChoices(profile=profile, mss_bytes=1024, window_bytes=1 << 16)
    assert replace(plain, **{name: value}).settings() == replace(plain.settings(), **{field: value})  # type: ignore[arg-type]


def test_a_window_bounds_whatever_the_congestion_control_allows() -> None:
    for algorithm in CongestionAlgorithm:
        settings = TransportChoices(window_bytes=1 << 20, congestion=algorithm).settings()
        assert (settings.congestion, settings.window_bytes) == (algorithm, 1 << 20)
    assert TransportChoices(window_bytes=1 << 20).settings().congestion is CongestionAlgorithm.BBR


@pytest.mark.parametrize("profile", Profile)
def test_stop_and_wait_has_a_window_of_one_segment_and_no_other(profile: Profile) -> None:
    choices = TransportChoices(profile=profile, recovery=Recovery.STOP_AND_WAIT, mss_bytes=700)
    assert choices.settings().window_bytes == 700
    assert replace(choices, window_bytes=700).settings() == choices.settings()
    # A fixed window has a size by default, but nobody asked for it here.
    assert replace(choices, congestion=CongestionAlgorithm.FIXED).settings().window_bytes == 700
    with pytest.raises(SettingsError, match=r"one segment out: its window is the MSS \(700 bytes\), not 1400"):
        replace(choices, window_bytes=1400).settings()


def test_a_choice_without_words_goes_by_its_value() -> None:
    class Named(enum.Enum):
        ONE = "one"
        TWO = "two"

    row = Choice(name="number", kind=Named, default=None, words="which", names={Named.ONE: "the first"})
    assert [row.named(member) for member in Named] == ["the first", "two"]
    assert row.help == "which: one (the first), two"
