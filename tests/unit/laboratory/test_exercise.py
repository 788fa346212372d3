"""Exercise files: those that come with PTP, the round trip, and what strangers may write into one."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exercises import find_exercise, shipped_exercise, shipped_names
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.errors import SettingsError, SourceError
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.exercise import (
    LARGEST_EXERCISE_BYTES,
    LARGEST_FILE_BYTES,
    Exercise,
    Hidden,
    in_language,
    load_exercise,
    parse_exercise,
    write_exercise,
)
from ptp_core.laboratory.links import LINK_PRESETS, Link
from ptp_core.laboratory.scenario import Scenario
from ptp_core.record.model.series import SERIES
from ptp_core.record.side import Side
from ptp_core.simulation.intervention import Action, Intervention

PLAIN: dict[str, Any] = {
    "format": "ptp-exercise",
    "version": 1,
    "title": {"en": "T", "zh_CN": "题"},
    "question": {"en": "Q?"},
    "explanation": {"en": "E"},
    "size": 1000,
    "link": {"there": "delay=20ms,drop=0.1"},
    "settings": [{"name": "a", "preset": "oldest", "timeout-ms": 200}, {"name": "b"}],
    "hidden": [{"series": "rtt", "settings": "a"}],
}


def test_what_is_written_is_understood() -> None:
    exercise = parse_exercise(json.dumps(PLAIN))
    scenario = exercise.scenario
    assert scenario.link == Link(there=ConditionerSettings(delay_s=0.02, drop=0.1))
    assert [each.name for each in scenario.contenders] == ["a", "b"]
    assert scenario.settings_of(scenario.contenders[0]).fixed_timeout_s == 0.2
    assert scenario.settings_of(scenario.contenders[1]).fixed_timeout_s is None
    assert exercise.hidden == (Hidden("rtt", "a", Side.SENDER),)
    assert [in_language(exercise.title, code) for code in ("zh_CN", "de", "en_GB")] == ["题", "T", "T"]


def test_six_come_with_ptp_and_run_within_bounds() -> None:
    assert len(shipped_names()) == 6
    for name in shipped_names():
        exercise = shipped_exercise(name)
        assert exercise.hidden
        assert exercise.scenario.size_bytes <= LARGEST_EXERCISE_BYTES
        assert in_language(exercise.question, "en") != in_language(exercise.explanation, "en")
    assert find_exercise("stop-and-wait") == shipped_exercise(shipped_names()[0])


_LINKS = st.one_of(
    st.sampled_from([preset.link for preset in LINK_PRESETS]),
    st.builds(
        lambda delay_s, drop, rate_bps: Link(there=ConditionerSettings(delay_s=delay_s, drop=drop, rate_bps=rate_bps)),
        st.floats(0, 1),
        st.floats(0, 1),
        st.sampled_from([0.0, 1e6, 12_345_678.0]),
    ),
)
_CONTENDERS = st.builds(
    lambda name, choices, starts_s: Contender(name=name, choices=choices, starts_s=starts_s),
    st.sampled_from(["a", "b c", "ü"]),
    st.sampled_from(list(CONTENDERS.values())),
    st.floats(0, 10),
)
_CHANGES = st.builds(
    lambda packet, action: Intervention(
        packet_number=packet, action=action, delay_s=0.25 if action is Action.DELAY else 0.0
    ),
    st.integers(0, 100),
    st.sampled_from(Action),
)
_TEXTS = st.builds(lambda text: {"en": text}, st.sampled_from(["", "plain", 'with "quotes"\nand lines', "日本"]))


@settings(max_examples=50, deadline=None)
@given(
    _LINKS,
    st.lists(_CONTENDERS, min_size=1, max_size=3, unique_by=lambda each: each.name),
    st.lists(_CHANGES, max_size=2),
    _TEXTS,
    st.booleans(),
)
def test_an_exercise_that_was_written_is_the_same_when_read(
    link: Link, contenders: list[Contender], changes: list[Intervention], texts: dict[str, str], shared: bool
) -> None:
    scenario = Scenario(
        size_bytes=5000, link=link, contenders=tuple(contenders), interventions=tuple(changes), shared=shared, seed=4
    )
    hidden = (Hidden("goodput", contenders[0].name, Side.RECEIVER),)
    exercise = Exercise(title=texts, question=texts, explanation=texts, scenario=scenario, hidden=hidden)
    assert parse_exercise(write_exercise(exercise)) == exercise


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "zip"}, "format must be"),
        ({"version": 2}, "its version is 2"),
        ({"size": 0}, "size must be between"),
        ({"size": LARGEST_EXERCISE_BYTES + 1}, "size must be between"),
        ({"size": 1e6}, "size must be a whole number"),
        ({"size": True}, "size must be a whole number"),
        ({"seed": -1}, "seed must be between"),
        ({"shared": "yes"}, "shared must be true or false"),
        ({"title": {"de": "T"}}, "title.en is missing"),
        ({"title": {"en": "x" * 500}}, "title.en is longer"),
        ({"title": {"en": "\x1b[2J"}}, "cannot be shown"),
        ({"question": "Q"}, "question must be an object"),
        ({"link": {"preset": "moon"}}, "link.preset must be one of"),
        ({"link": {"there": "drop=2"}}, "link.there drop=2"),
        ({"link": {"there": "delay=100s"}}, "the delay and the jitter"),
        ({"link": {"there": "", "up": ""}}, "link.up is not known"),
        ({"settings": []}, "settings are compared"),
        ({"settings": [{"name": "a"}] * 2}, "two of the settings"),
        ({"settings": [{"name": str(n)} for n in range(99)]}, "settings has more than"),
        ({"settings": [{"name": "a", "mss": 10**9}]}, r"settings\[0\].mss must be between"),
        ({"settings": [{"name": "a", "recovery": "hope"}]}, r"settings\[0\].recovery must be one of"),
        ({"settings": [{"name": "a", "preset": "stop-and-wait", "window": 5000}]}, "Stop and wait has one segment"),
        ({"settings": [{"name": "a", "preset": "oldest", "mss": 1}], "size": 10**8}, "segments"),
        ({"settings": [{"name": "a", "windows": 1}]}, r"settings\[0\].windows is not known"),
        ({"hidden": [{"series": "mood", "settings": "a"}]}, r"hidden\[0\].series must be one of"),
        ({"hidden": [{"series": "rtt", "settings": "z"}]}, r"hidden\[0\].settings must be one of"),
        ({"interventions": [{"settings": "a", "packet": 1, "action": "eat"}]}, r"interventions\[0\].action"),
        ({"interventions": [{"settings": "a", "packet": 1, "action": "delay"}]}, "delay-ms is missing"),
        ({"interventions": [{"settings": "a", "packet": 1, "action": "drop", "delay-ms": 5}]}, "delay-ms is not known"),
        ({"more": 1}, "more is not known"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        parse_exercise(json.dumps(PLAIN | change))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"a": NaN}',
        '{"size": 1, "size": 2}',
        "[" * 100_000,
        '{"size": ' + "9" * 10_000 + "}",
        '{"version": 1e999}',
    ],
)
def test_what_is_no_sensible_json_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_exercise(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(PLAIN)), _JSON)
def test_a_stranger_s_value_is_taken_or_refused_in_words(name: str, value: object) -> None:
    exercise = None
    with contextlib.suppress(SettingsError):
        exercise = parse_exercise(json.dumps(PLAIN | {name: value}))
    assert exercise is None or exercise.scenario.size_bytes <= LARGEST_EXERCISE_BYTES


def test_a_file_that_is_none_says_which(tmp_path: Path) -> None:
    path = tmp_path / "x.exercise"
    with pytest.raises(SourceError, match="cannot be read"):
        load_exercise(path)
    for content in (b"\xff\xfe", b"{}", b" " * (LARGEST_FILE_BYTES + 1)):
        path.write_bytes(content)
        with pytest.raises(SourceError, match="is no exercise"):
            load_exercise(path)
    path.write_text(json.dumps(PLAIN), encoding="utf-8")
    assert load_exercise(path).title["en"] == "T"
    with pytest.raises(SourceError, match="There is no exercise"):
        find_exercise("7-quantum")


def test_every_series_can_be_hidden() -> None:
    for key in SERIES:
        parse_exercise(json.dumps(PLAIN | {"hidden": [{"series": key, "settings": "b", "side": "receiver"}]}))
