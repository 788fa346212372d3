"""The figures of a race: medians, the table, and JSON there and back."""

from __future__ import annotations

import pytest

from tests.benchmarks.results import Outcome, Results, RowResult

OVER = Outcome(None, problem="over 60 s")
RESULTS = Results(
    machine="Linux, 2 processors, Python 3.11.7",
    date="2025-11-30",
    repeat=1,
    rows=[
        RowResult("Loopback", 200_000_000, None, {"PTP": [Outcome(1.0)], "TCP CUBIC": [Outcome(0.125)]}),
        RowResult("100 Mbit/s, 1 % loss", 20_000_000, 100, {"PTP": [Outcome(2.0)], "TCP CUBIC": [OVER]}),
    ],
    skipped={"SRT": "Debian: apt install srt-tools"},
)


def row(*seconds: float | None) -> RowResult:
    return RowResult("x", 1_000_000, None, {"PTP": [Outcome(value) if value else OVER for value in seconds]})


@pytest.mark.parametrize(
    ("seconds", "goodput_mbits"),
    [
        ((2.0,), 4.0),
        ((1.0, 8.0, 2.0), 4.0),
        ((1.0, 3.0), 4.0),
        ((1.0, 2.0, None), 4.0),
        ((1.0, None, None), None),
        ((1.0, None), None),
        ((None,), None),
    ],
)
def test_the_median_counts_and_a_run_without_an_end_is_the_slowest(
    seconds: tuple[float | None, ...], goodput_mbits: float | None
) -> None:
    assert row(*seconds).goodput_mbits("PTP") == goodput_mbits
    assert row(*seconds).cell("PTP") == ("4.0" if goodput_mbits else "over 60 s")


def test_a_peer_that_did_not_race_has_a_dash() -> None:
    assert row(1.0).goodput_mbits("scp") is None
    assert row(1.0).cell("scp") == "–"  # noqa: RUF001


def test_the_table_is_aligned_and_names_who_was_skipped() -> None:
    assert RESULTS.table() == (
        "Goodput in Mbit/s             PTP  TCP CUBIC\n"
        "Loopback, 200 MB             1600      12800\n"
        "100 Mbit/s, 1 % loss, 20 MB  80.0  over 60 s\n"
        "Skipped: SRT (Debian: apt install srt-tools)\n"
    )


def test_json_gives_back_what_it_was_given() -> None:
    assert Results.from_json(RESULTS.to_json()) == RESULTS


@pytest.mark.parametrize("text", ["", "{}", "[]", "3", '{"rows": [{}]}', '{"rows": [{"outcomes": {}}]}'])
def test_json_of_something_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Results.from_json(text)
