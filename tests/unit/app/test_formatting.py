from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formatting import isolated, plain_sentence, plain_text, tooltip_text
from ptp_core.formatting import (
    UNKNOWN,
    Units,
    format_count,
    format_duration,
    format_elapsed,
    format_milliseconds,
    format_percent,
    format_rate,
    format_size,
    format_time_left,
    percent,
    use_units,
)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (96_400, "96 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (11_420_000, "11.4 MB"),
        (99_960_000, "100 MB"),
        (999_960_000, "1.0 GB"),
        (4_200_000_000, "4.2 GB"),
        (2**63, "9.2 EB"),
        (2**400, "> 999 YB"),
        (10**4000, "> 999 YB"),
        (-1, UNKNOWN),
        (math.nan, UNKNOWN),
        (math.inf, UNKNOWN),
    ],
)
def test_sizes_are_decimal_and_never_nonsense(size: float, text: str) -> None:
    assert format_size(size) == text


@pytest.mark.parametrize(
    ("bps", "in_bytes", "in_bits"),
    [
        (91_200_000.0, "11.4 MB/s", "91.2 Mbit/s"),
        (0, "0 B/s", "0 bit/s"),
        (math.nan, UNKNOWN, UNKNOWN),
        (-5.0, UNKNOWN, UNKNOWN),
        (10**4000, "> 999 YB/s", "> 999 Ybit/s"),
    ],
)
def test_rates(bps: float, in_bytes: str, in_bits: str) -> None:
    assert format_rate(bps) == in_bytes
    assert format_rate(bps, bits=True) == in_bits


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0.0 s"),
        (0.42, "0.4 s"),
        (0.97, "1 s"),
        (8.2, "8 s"),
        (59.6, "1 min 00 s"),
        (140, "2 min 20 s"),
        (3599.7, "1 h 00 min"),
        (3 * 3600 + 300, "3 h 05 min"),
        (2 * 86_400 + 4 * 3600, "2 d 4 h"),
        (1e300, "> 99 d"),
        (None, UNKNOWN),
        (math.nan, UNKNOWN),
        (-1.0, UNKNOWN),
    ],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert format_duration(seconds) == text


def test_what_something_took_agrees_with_its_speed() -> None:
    assert [format_elapsed(seconds) for seconds in (0.42, 1.7, 9.9, 9.97, 88, None)] == [
        "0.4 s", "1.7 s", "9.9 s", "10 s", "1 min 28 s", UNKNOWN,
    ]  # fmt: skip


def test_time_left_is_calculating_until_it_can_be_told() -> None:
    assert format_time_left(None) == "calculating"
    assert format_time_left(math.inf) == "calculating"
    assert format_time_left(140.0) == "2 min 20 s"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "100 %"),
        (61, 100, "61 %"),
        (2**62 - 1, 2**62, "99 %"),
        (2**62, 2**62, "100 %"),
        (5, 3, "100 %"),
        (-1, 3, "0 %"),
        (math.nan, 3, "0 %"),
    ],
)
def test_percent_is_exact_and_reaches_100_only_at_the_end(part: float, whole: float, text: str) -> None:
    assert format_percent(part, whole) == text


@given(st.integers(min_value=0, max_value=2**70), st.integers(min_value=1, max_value=2**70))
def test_percent_stays_in_range_for_integers_of_any_size(part: int, whole: int) -> None:
    assert 0 <= percent(part, whole) <= 100
    assert (percent(part, whole) == 100) == (part >= whole)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, UNKNOWN),
        (0.00012, "0.12 ms"),
        (0.0052, "5.2 ms"),
        (0.00999, "10 ms"),
        (0.42, "420 ms"),
        (12.5, "12.5 s"),
        (math.nan, UNKNOWN),
        (-0.1, UNKNOWN),
    ],
)
def test_milliseconds(seconds: float, text: str) -> None:
    assert format_milliseconds(seconds) == text


def test_counts_come_in_groups_of_three() -> None:
    assert format_count(1_234_567) == "1\u202f234\u202f567"
    assert format_count(-1) == UNKNOWN


@given(st.floats() | st.integers(min_value=-(2**80), max_value=2**80))
def test_no_number_breaks_a_label(value: float) -> None:
    for text in (format_size(value), format_rate(value), format_duration(value), format_milliseconds(value)):
        assert 1 <= len(text) <= 14


def test_a_strangers_text_cannot_turn_or_break_a_label() -> None:
    assert plain_text("photo\u202egpj.exe") == "photo\ufffdgpj.exe"
    assert plain_text("a\nb\t c\x00d\x1b[31m") == "a b c\ufffdd\ufffd[31m"
    assert plain_text("\ud800x") == "\ufffdx"
    assert plain_text("ünïcödé 文件 🚀.txt") == "ünïcödé 文件 🚀.txt"


def test_a_strangers_text_cannot_outgrow_a_label() -> None:
    assert plain_text("x" * 1_000_000, limit=10) == "x" * 9 + "…"
    assert len(plain_text(" x" * 1_000_000)) <= 200


@given(st.text())
def test_plain_text_is_visible_bounded_and_stable(text: str) -> None:
    once = plain_text(text, limit=20)
    assert len(once) <= 20
    assert plain_text(once, limit=20) == once
    assert not set(once) & set("\n\r\t\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2028")


def test_isolated_wraps_and_tooltips_escape() -> None:
    assert isolated("אבג") == "\u2068אבג\u2069"
    assert tooltip_text("<img src=x>\n&") == "<qt>&lt;img src=x&gt;<br>&amp;</qt>"
    assert tooltip_text("") == ""


@pytest.fixture
def other_units() -> Iterator[None]:
    use_units(Units(binary_sizes=True, bit_rates=True))
    yield
    use_units(Units())


@pytest.mark.usefixtures("other_units")
@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1000, "1000 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (1023 * 1024, "1.0 MiB"),
        (5 * 1024**2, "5.0 MiB"),
        (300 * 1024**3, "300 GiB"),
        (1024**9, "> 999 YiB"),
    ],
)
def test_sizes_in_binary_units(size: int, words: str) -> None:
    assert format_size(size) == words


@pytest.mark.usefixtures("other_units")
def test_speeds_in_bits_are_decimal() -> None:
    assert format_rate(11.4e6) == format_rate(11.4e6, bits=True) == "11.4 Mbit/s"


def test_a_sentence_keeps_the_marks_around_names_in_pairs() -> None:
    assert plain_sentence(f"{isolated('name')} is gone.\n\x1b") == "\u2068name\u2069 is gone. \ufffd"
    assert plain_sentence("\u2069 turned \u202e \u2068") == "\ufffd turned \ufffd \u2068\u2069"
    assert plain_sentence("\ue068") == "\ufffd"
    cut = plain_sentence(f"{isolated('n' * 100)} is gone.", limit=20)
    assert len(cut) == 21
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}\u2069")
