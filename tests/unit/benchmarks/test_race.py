"""The race's command line, and its picture drawn from figures of before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.theme import Meaning
from tests.benchmarks import race
from tests.benchmarks.picture import WIDTH
from tests.benchmarks.results import Outcome, Results, RowResult

RESULTS = Results(
    machine="a machine",
    date="2025-11-30",
    repeat=3,
    rows=[RowResult("Loopback", 8_000_000, None, {"PTP": [Outcome(1.0)], "scp": [Outcome(None, problem="over 60 s")]})],
)


@pytest.fixture(autouse=True)
def own_signals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests' process keeps its handlers."""
    with monkeypatch.context() as patched:
        patched.setattr("signal.signal", lambda *_: None)
        yield


@pytest.mark.parametrize(
    "words",
    [
        ["--peers", "PTP,carrier pigeon"],
        ["--row", "0"],
        ["--row", "8"],
        ["--repeat", "0"],
        ["--limit", "0"],
        ["--megabytes", "-1"],
        ["--where", "moon"],
    ],
)
def test_a_wrong_command_line_ends_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        race.main(words)
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_peers_keep_their_order() -> None:
    names = [peer.name for peer in race.parse_arguments(["--peers", "scp,PTP"]).peers]
    assert names == ["PTP", "scp"]


def test_redraw_needs_no_race(tmp_path: Path, capsys: pytest.CaptureFixture[str], qtbot: QtBot) -> None:
    results, picture = tmp_path / "results.json", tmp_path / "picture.png"
    results.write_text(RESULTS.to_json(), "utf-8")
    assert race.main(["--redraw", "--results", str(results), "--picture", str(picture)]) == 0
    assert capsys.readouterr().out == RESULTS.table()
    image = QImage(str(picture))
    assert image.width() == 2 * WIDTH
    pixels = {image.pixelColor(x, y).name() for x in range(0, image.width(), 8) for y in range(0, image.height(), 4)}
    assert QColor(Meaning.ACKNOWLEDGED.value).name() in pixels


def test_a_race_that_ptp_did_not_finish_has_status_1(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    failed = RowResult("Loopback", 1, None, {"PTP": [Outcome(None, problem="failed")]})
    results.write_text(Results("a machine", "2025-11-30", 1, [failed]).to_json(), "utf-8")
    assert race.main(["--redraw", "--results", str(results)]) == 1


@pytest.mark.parametrize("text", [None, "{}"])
def test_results_that_are_none_are_told_in_one_line(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results.json"
    if text is not None:
        results.write_text(text, "utf-8")
    assert race.main(["--redraw", "--results", str(results)]) == 1
    said = capsys.readouterr().err
    assert str(results) in said
    assert said.count("\n") == 1
