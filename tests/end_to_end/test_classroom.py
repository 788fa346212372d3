"""The classroom profile: the segment log at both ends, its totals, and the same seed losing the same segments."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.command_line import main
from tests.end_to_end.program import Desk

SIZE_BYTES = 100_000
MSS = 500
_LINE = re.compile(r"(snd|rcv|drop) +(\d+\.\d+) +(S|SA|A|F|FA|D|R|P) +(\d+) (\d+) (\d+)")


@dataclass(frozen=True)
class Segment:
    what: str
    time_s: float
    kind: str
    sequence: int
    length: int


@dataclass(frozen=True)
class Log:
    segments: list[Segment]
    totals: dict[str, int]

    def data(self, *what: str) -> list[Segment]:
        return [segment for segment in self.segments if segment.kind == "D" and segment.what in what]


def read(path: Path) -> Log:
    segments, totals = [], {}
    for line in path.read_text().splitlines():
        if match := _LINE.fullmatch(line):
            what, time_s, kind, sequence, length, _ack = match.groups()
            segments.append(Segment(what, float(time_s), kind, int(sequence), int(length)))
        elif not line.startswith("#"):
            name, _colon, number = line.partition(": ")
            totals[name] = int(number)
    return Log(segments, totals)


def lesson(
    desk: Desk,
    *,
    run: int,
    seed: int,
    size_bytes: int = SIZE_BYTES,
    delay: str = "0ms",
    recovery: str = "oldest",
    timeout_ms: int = 100,
) -> tuple[Log, Log]:
    """One transfer of the same file; both logs."""
    # Strangers each time: the pairing is part of the stream.
    for home in ("sender", "receiver"):
        shutil.rmtree(desk.directory / home, ignore_errors=True)
    # And what is there already would not be sent.
    (desk.inbox / "notes.txt").unlink(missing_ok=True)
    path = desk.directory / "notes.txt"
    path.write_bytes(bytes(range(250)) * (size_bytes // 250))
    logs = [desk.directory / f"{side}-{run}.log" for side in ("sender", "receiver")]
    window: tuple[str, ...] = () if recovery == "stop-and-wait" else ("--window", "5000")
    timeout = ("--timeout-ms", str(timeout_ms))
    classroom = ("--profile", "classroom", "--mss", str(MSS), *window, *timeout, "--recovery", recovery)
    receiver = desk.receiver("--once", *classroom, "--log", str(logs[1]), "--condition", f"seed={seed}")
    faults = ("--condition", f"drop=0.1,delay={delay},seed={seed}", "--log", str(logs[0]))
    sender = desk.sender(receiver, str(path), *classroom, *faults)
    assert sender.status() == 0
    assert receiver.status() == 0
    return read(logs[0]), read(logs[1])


def fates(log: Log) -> dict[int, str]:
    """What happened to each data segment, by its offset in the stream: "+" for each time that it got through, "-" for
    each time that it was lost."""
    start = next(segment.sequence for segment in log.segments if segment.kind == "S") + 1
    found: dict[int, str] = {}
    for segment in log.data("snd", "drop"):
        offset = segment.sequence - start
        found[offset] = found.get(offset, "") + ("-" if segment.what == "drop" else "+")
    return found


def test_the_log_and_the_totals_agree(desk: Desk) -> None:
    sender, receiver = lesson(desk, run=1, seed=7)
    # On a busy machine SYN may be sent twice.
    opening = list(dict.fromkeys(segment.kind for segment in sender.segments))
    assert opening[:3] == ["S", "SA", "A"]
    assert sender.segments[0].time_s == 0.0
    assert [segment.time_s for segment in sender.segments] == sorted(segment.time_s for segment in sender.segments)
    assert any(segment.kind.startswith("F") for segment in sender.segments)

    sent, dropped = sender.data("snd"), sender.data("drop")
    assert max(segment.length for segment in sent) == MSS
    assert sender.totals["segments sent"] == len(sent)
    # The loss module takes data segments only.
    assert sender.totals["segments dropped"] == len(dropped) > 0
    assert {segment.kind for segment in sender.segments if segment.what == "drop"} == {"D"}
    lengths = {segment.sequence: segment.length for segment in sent + dropped}
    assert sender.totals["bytes of data"] == SIZE_BYTES
    assert sender.totals["bytes of data"] + sender.totals["bytes of PTP's own messages"] == sum(lengths.values())
    assert sender.totals["segments retransmitted"] == len(sent) + len(dropped) - len(lengths)
    assert "duplicate acknowledgements" in sender.totals

    arrived = Counter(segment.sequence for segment in receiver.data("rcv"))
    assert receiver.totals["segments received"] == arrived.total() == len(sent)
    assert receiver.totals["duplicate segments"] == arrived.total() - len(arrived)
    for name in ("bytes of data", "bytes of PTP's own messages"):
        assert receiver.totals[name] == sender.totals[name]


def test_the_same_seed_and_file_lose_the_same_segments(desk: Desk) -> None:
    """How often one is sent, a busy machine decides too; what happens to it the n-th time, the seed alone."""
    once, again, other = (fates(lesson(desk, run=run, seed=seed)[0]) for run, seed in ((1, 7), (2, 7), (3, 8)))
    assert sum(fate.startswith("-") for fate in once.values()) > 5
    assert any(fate.startswith("--") for fate in once.values()), "some are lost again"
    assert once.keys() == again.keys()
    for offset, fate in once.items():
        shorter, longer = sorted((fate, again[offset]), key=len)
        assert longer.startswith(shorter)
    assert [fate[0] for fate in once.values()] != [fate[0] for fate in other.values()]


def story(path: Path) -> list[tuple[str, int, str]]:
    """What was lost of the file, and what was sent again and why, in order; times left out."""
    found = []
    segment = None
    for line in path.read_text().splitlines():
        if match := _LINE.fullmatch(line):
            segment = match
            if match[1] == "drop":
                found.append(("drop", int(match[4]), ""))
        elif segment is not None and line.startswith(("# third duplicate", "# time-out")):
            found.append(("again", int(segment[4]), re.sub(r"\d+ ms", "", line)))
    return found


def test_two_runs_with_one_seed_can_be_laid_side_by_side(desk: Desk) -> None:
    """First numbers, losses, and what was sent again for which reason. The timer has so long that it only runs out
    where nothing comes any more, on a busy machine, too."""
    runs = [lesson(desk, run=run, seed=7, size_bytes=30_000, delay="10ms", timeout_ms=1500) for run in (1, 2)]
    for side in (0, 1):
        first = [next(s.sequence for s in run[side].segments if s.kind == kind) for run in runs for kind in ("S", "SA")]
        assert first[:2] == first[2:]
        assert len(set(first)) == 2
    stories = [story(desk.directory / f"sender-{run}.log") for run in (1, 2)]
    assert stories[0] == stories[1]
    assert {what for what, _, _ in stories[0]} == {"drop", "again"}
    whys = [why for _, _, why in stories[0]]
    assert all(any(why.startswith(rule) for why in whys) for rule in ("# third duplicate", "# time-out"))


@pytest.mark.parametrize("recovery", ["oldest", "go-back-n", "selective-repeat", "stop-and-wait"])
def test_the_marker_finds_nothing_in_the_logs_of_a_transfer(
    desk: Desk, recovery: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson(desk, run=1, seed=3, delay="10ms", recovery=recovery)
    logs = [str(desk.directory / f"{side}-1.log") for side in ("sender", "receiver")]
    status = main(["check-log", *logs])
    assert status == 0, capsys.readouterr().out
    assert f"recovery {recovery}" in capsys.readouterr().out
