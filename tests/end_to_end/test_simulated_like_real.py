"""A simulation and a real transfer with one seed and the same classroom settings lose and repeat the same segments."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.command_line import main
from tests.end_to_end.program import Desk
from tests.end_to_end.test_classroom import lesson, story


@pytest.mark.parametrize("recovery", ["oldest", "go-back-n"])
def test_the_run_of_a_log_again_is_the_same_story(
    desk: Desk, recovery: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A time-out that a busy machine does not make of a third duplicate acknowledgement.
    sender, receiver = lesson(desk, run=1, seed=11, delay="10ms", recovery=recovery, timeout_ms=300)
    real = desk.directory / "sender-1.log"
    assert main(["simulate", "--like", str(real), "--log", str(tmp_path / "logs")]) == 0
    simulated = tmp_path / "logs" / "1-as-in-the-log.sender.log"
    told = story(simulated)
    assert told == story(real)
    assert {what for what, _, _ in told} == {"drop", "again"}
    for name in ("bytes of data", "segments sent", "segments dropped", "segments retransmitted"):
        assert totals(simulated)[name] == sender.totals[name]
    assert (
        totals(simulated.with_name("1-as-in-the-log.receiver.log"))["bytes of data"] == receiver.totals["bytes of data"]
    )
    capsys.readouterr()
    assert main(["check-log", str(tmp_path / "logs")]) == 0, capsys.readouterr().out


def totals(path: Path) -> dict[str, int]:
    lines = [line for line in path.read_text().splitlines() if ": " in line and not line.startswith("#")]
    return {name: int(number) for name, number in (line.split(": ") for line in lines)}
