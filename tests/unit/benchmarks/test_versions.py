"""The race of two versions: its command line, its table, and what it takes for a version."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.benchmarks import versions
from tests.benchmarks.results import Outcome, RowResult


def row(*seconds: tuple[float | None, float | None]) -> RowResult:
    before, after = ([Outcome(one, "" if one else "over 60 s") for one in side] for side in zip(*seconds, strict=True))
    return RowResult("Loopback", 1_000_000, None, {"before": before, "after": after})


def test_the_table_holds_runs_side_by_side_against_each_other() -> None:
    text = versions.table([row((2.0, 1.0), (1.0, 2.0), (4.0, 4.0)), row((None, 1.0))])
    _, first, second = text.splitlines()
    assert first.split()[-4:] == ["1.00", "(0.50", "to", "2.00)"]
    assert second.split()[-3:] == ["60", "s", "8.0"]


def test_runs_that_were_made_in_turn_become_one_row() -> None:
    assert versions.merged(iter([row((1.0, 2.0)), row((3.0, 4.0))])) == row((1.0, 2.0), (3.0, 4.0))


def test_a_folder_with_a_checkout_is_a_version_and_what_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "main.py").touch()
    with versions.checkout(str(tmp_path)) as place:
        assert place == tmp_path
    with pytest.raises(subprocess.CalledProcessError), versions.checkout("no such commit"):
        raise AssertionError("it was checked out")


@pytest.mark.parametrize("words", [["x", "--row", "99"], ["x", "--repeat", "0"], ["x", "--limit", "0"], []])
def test_a_wrong_command_line_ends_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        versions.main(words)
    assert ended.value.code == 2
