"""What the window remembers: it comes back, and a damaged file keeps no window shut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.laboratory_values import LaboratoryValues
from app.settings import MAX_ADDRESSES, Settings
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import AcceptPolicy, ConflictPolicy, CongestionAlgorithm, Profile, Recovery
from ptp_core.transport_choices import TransportChoices

VALUES = LaboratoryValues(
    choices=TransportChoices(
        profile=Profile.CLASSROOM,
        mss_bytes=400,
        window_bytes=2000,
        timeout_s=0.35,
        congestion=CongestionAlgorithm.FIXED,
        recovery=Recovery.GO_BACK_N,
    ),
    conditioner_on=True,
    faults=ConditionerSettings(drop=0.125, seed=4711, delay_s=0.0205, rate_bps=2.5e6),
    log_directory=Path("/tmp/logs, mine"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def test_everything_comes_back(path: Path, own_home: Path) -> None:
    settings = Settings(path)
    settings.folder = own_home / "Päckchen, 100 %"
    settings.port = 7701
    settings.receiving = False
    settings.announced = False
    settings.accept = AcceptPolicy.KNOWN
    settings.on_conflict = ConflictPolicy.FAIL
    settings.laboratory = VALUES
    settings.keeps_lesson = True
    settings.remember_address("[2001:db8::1]:7700")
    settings.save()
    again = Settings(path)
    assert again.folder == own_home / "Päckchen, 100 %"
    assert again.port == 7701
    assert again.receiving is False
    assert again.announced is False
    assert again.accept is AcceptPolicy.KNOWN
    assert again.on_conflict is ConflictPolicy.FAIL
    assert again.addresses == ["[2001:db8::1]:7700"]
    assert again.laboratory == replace(VALUES, conditioner_on=False)


def test_the_last_address_is_first_and_none_is_there_twice(path: Path) -> None:
    settings = Settings(path)
    for number in range(20):
        settings.remember_address(f"192.0.2.{number}")
    settings.remember_address("192.0.2.15")
    settings.save()
    addresses = Settings(path).addresses
    assert len(addresses) == MAX_ADDRESSES
    assert addresses[:3] == ["192.0.2.15", "192.0.2.19", "192.0.2.18"]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\x00\xff garbage [[[",
        "[receive]\non=perhaps\nport=99999\naccept=everyone\non_conflict=7\n"
        "[laboratory]\nprofile=turbo\nmss_bytes=-4\nwindow_bytes=lots\ntimeout_s=nan\ndrop=7\nseed=1e99\n"
        "[send]\naddresses=@Invalid()\n[window]\ngeometry=1\nsplitter=@ByteArray(x)\n",
    ],
)
def test_a_damaged_file_means_the_defaults(path: Path, content: str) -> None:
    path.write_text(content, encoding="latin-1")
    settings = Settings(path)
    assert settings.receiving is True
    assert settings.announced is True
    assert settings.port == 7700
    assert settings.accept is AcceptPolicy.ASK
    assert settings.on_conflict is ConflictPolicy.RENAME
    assert settings.laboratory == LaboratoryValues()
    assert settings.geometry.isEmpty()
    assert all(isinstance(address, str) for address in settings.addresses)


def test_what_is_on_for_a_lesson_is_off_at_the_next_start_unless_it_is_to_stay(path: Path) -> None:
    settings = Settings(path)
    settings.laboratory = VALUES
    settings.save()
    again = Settings(path).laboratory
    assert not again.for_lesson
    assert (again.choices.profile, again.log_directory) == (Profile.DEFAULT, None)
    # What was entered is there for the next lesson.
    assert replace(again, choices=replace(again.choices, profile=Profile.CLASSROOM)).choices == VALUES.choices


def test_classroom_values_that_do_not_fit_one_another_are_replaced_together(path: Path) -> None:
    path.write_text("[laboratory]\nkeep=true\nprofile=classroom\nmss_bytes=700\nwindow_bytes=5000\nseed=3\n")
    values = Settings(path).laboratory
    assert (values.choices.mss_bytes, values.choices.window_bytes, values.faults.seed) == (500, 5000, 3)
    assert values.choices.profile is Profile.CLASSROOM


def test_classroom_values_become_the_engines_settings() -> None:
    transport = VALUES.transport()
    assert transport.congestion is CongestionAlgorithm.FIXED
    assert transport.recovery is Recovery.GO_BACK_N
    assert (transport.mss_bytes, transport.window_bytes, transport.fixed_timeout_s) == (400, 2000, 0.35)
    assert transport == VALUES.choices.settings(seed=4711)
    assert replace(VALUES, conditioner_on=False).transport() == VALUES.choices.settings(seed=1)
    conditioner = VALUES.conditioner()
    assert conditioner is not None
    assert (conditioner.drop, conditioner.seed, conditioner.data_only) == (0.125, 4711, True)


def test_stop_and_wait_needs_no_window() -> None:
    values = replace(VALUES, choices=replace(VALUES.choices, recovery=Recovery.STOP_AND_WAIT))
    assert values.transport().window_bytes == 400


def test_the_default_profile_ignores_classroom_values() -> None:
    values = replace(VALUES, choices=replace(VALUES.choices, profile=Profile.DEFAULT))
    assert values.transport() == LaboratoryValues().transport()
    conditioner = values.conditioner()
    assert conditioner is not None
    assert not conditioner.data_only


def test_a_conditioner_without_faults_is_none() -> None:
    assert replace(VALUES, faults=ConditionerSettings(seed=4711)).conditioner() is None
    assert replace(VALUES, conditioner_on=False).conditioner() is None
