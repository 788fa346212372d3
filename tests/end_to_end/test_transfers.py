"""Files cross between two processes, by the command line."""

from __future__ import annotations

import itertools
import os
import shutil
import signal

import pytest

from tests.end_to_end.program import ENDS_WITHIN_S, Desk
from tests.unit.app.test_cli_output import CONTRACT_FIELDS


def test_a_file_crosses_a_link_that_loses_a_tenth(desk: Desk) -> None:
    path = desk.file(size_bytes=3_000_000)
    faults = "drop=0.1,delay=5ms,reorder=0.02,duplicate=0.02,corrupt=0.005,seed=3"
    receiver = desk.receiver("--once", "--condition", "drop=0.1,seed=4")
    sender = desk.sender(receiver, str(path), "--condition", faults)
    assert sender.status() == 0
    assert receiver.status() == 0
    assert (desk.inbox / path.name).read_bytes() == path.read_bytes()
    assert desk.inbox_names() == [path.name]
    for side in (sender, receiver):
        assert not side.errors
        (done,) = side.of("done")
        assert (done["files"], done["bytes"]) == (1, 3_000_000)
        assert list(done["stats"]) == CONTRACT_FIELDS
        assert done["stats"]["bytes_verified"] == 3_000_000
        assert all(list(event) == ["event", *CONTRACT_FIELDS] for event in side.of("stats"))
    assert sender.of("done")[0]["stats"]["conditioner_dropped"] > 100
    assert sender.of("done")[0]["stats"]["segments_retransmitted"] > 100


def test_statistics_come_twice_a_second_and_move(desk: Desk) -> None:
    path = desk.file(size_bytes=2_000_000)
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path), "--condition", "rate=8mbit")
    assert sender.status() == 0
    assert receiver.status() == 0
    for side in (sender, receiver):
        moving = [event for event in side.of("stats") if event["state"] == "transferring"]
        seconds = side.of("done")[0]["seconds"]
        assert seconds > 1.5
        assert len(moving) >= 2 * (seconds - 0.5)
        acknowledged = [event["bytes_acknowledged"] for event in moving]
        assert acknowledged == sorted(acknowledged)
        assert len(set(acknowledged)) >= 4
        for event in moving:
            assert event["bytes_verified"] <= event["bytes_acknowledged"] <= event["bytes_sent"] <= 2_000_000


def test_an_empty_file_crosses(desk: Desk) -> None:
    path = desk.file(size_bytes=0)
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path))
    assert (sender.status(), receiver.status()) == (0, 0)
    assert (desk.inbox / path.name).read_bytes() == b""
    assert sender.of("done")[0]["bytes"] == 0


def test_several_files_in_one_run(desk: Desk) -> None:
    paths = [desk.file(name, 50_000) for name in ("one.txt", "two words.txt", "drei ä.txt")]
    receiver = desk.receiver()
    sender = desk.sender(receiver, *map(str, paths))
    assert sender.status() == 0
    (done,) = sender.of("done")
    assert (done["files"], done["bytes"]) == (3, 150_000)
    for path in paths:
        assert (desk.inbox / path.name).read_bytes() == path.read_bytes()
    receiver.send_signal(signal.SIGINT)
    assert receiver.status(ENDS_WITHIN_S) == 130
    (done,) = receiver.of("done")
    assert (done["files"], done["bytes"]) == (3, 150_000)


def test_once_paired_no_code_is_needed(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver()
    assert desk.sender(receiver, str(path)).status() == 0
    assert desk.sender(receiver, str(path), code="").status() == 0
    shutil.rmtree(desk.directory / "sender")
    stranger = desk.sender(receiver, str(path), code="")
    assert stranger.status() == 1
    assert "code" in stranger.error_line()


def test_known_does_not_pair_with_strangers(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver(accept="known")
    assert desk.sender(receiver, str(path)).status() == 1
    assert desk.inbox_names() == []


def test_the_code_can_come_from_the_environment(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver("--once", code="")
    code = receiver.of("listening")[0]["code"]
    where = f"127.0.0.1:{receiver.listening_port()}"
    sender = desk.run("sender", "send", str(path), where, environment={"PTP_CODE": code})
    assert (sender.status(), receiver.status()) == (0, 0)
    assert sender.lines[-1].startswith("holiday.mov: saved and verified")


def test_a_wrong_code_lets_nobody_in_and_is_dead(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver()
    wrong = desk.sender(receiver, str(path), code="1-wrong-code")
    assert wrong.status() == 1
    assert "code" in wrong.error_line()
    receiver.wait_for(lambda event: event["event"] == "listening" and event["code"] is None, "the code's death")
    right = desk.sender(receiver, str(path))
    assert right.status() == 1
    assert desk.inbox_names() == []


def test_a_code_that_was_made_is_replaced_after_a_wrong_try(desk: Desk) -> None:
    path = desk.file()
    receiver = desk.receiver("--once", code="")
    first = receiver.of("listening")[0]["code"]
    assert desk.sender(receiver, str(path), code="1-wrong-code").status() == 1
    second = receiver.wait_for(lambda event: event["event"] == "listening" and event["code"] != first)["code"]
    assert desk.sender(receiver, str(path), code=second).status() == 0
    assert receiver.status() == 0


@pytest.mark.parametrize(
    ("policy", "status", "names", "kept"),
    [
        ("rename", 0, ["holiday (2).mov", "holiday.mov"], True),
        ("overwrite", 0, ["holiday.mov"], False),
        ("skip", 1, ["holiday.mov"], True),
        ("fail", 1, ["holiday.mov"], True),
    ],
)
def test_t36_a_name_in_use(desk: Desk, policy: str, status: int, names: list[str], kept: bool) -> None:
    path = desk.file()
    (desk.inbox / path.name).write_bytes(b"old")
    receiver = desk.receiver("--once", "--on-conflict", policy)
    sender = desk.sender(receiver, str(path))
    assert sender.status() == status
    assert receiver.status() == status
    assert desk.inbox_names() == names
    assert ((desk.inbox / path.name).read_bytes() == b"old") is kept
    if policy == "rename":
        assert (desk.inbox / names[0]).read_bytes() == path.read_bytes()
    elif policy == "overwrite":
        assert (desk.inbox / path.name).read_bytes() == path.read_bytes()
    else:
        assert "keeps its own file of that name" in sender.error_line()
        assert "keeps its own file of that name" in sender.of("error")[0]["message"]
        assert not sender.of("done")


@pytest.mark.parametrize("policy", ["rename", "overwrite", "skip", "fail"])
def test_a_file_that_is_there_already_is_not_sent_again(desk: Desk, policy: str) -> None:
    path, other = desk.file(), desk.file("other.mov", 70_000)
    (desk.inbox / path.name).write_bytes(path.read_bytes())
    receiver = desk.receiver("--on-conflict", policy)
    sender = desk.sender(receiver, str(path), str(other))
    assert sender.status() == 0
    (done,) = sender.of("done")
    # What crossed is counted, not what was asked for.
    assert (done["files"], done["bytes"]) == (1, 70_000)
    assert desk.inbox_names() == [path.name, "other.mov"]
    receiver.send_signal(signal.SIGINT)
    receiver.status()
    (done,) = receiver.of("done")
    assert (done["files"], done["bytes"], done["files_there"]) == (1, 70_000, 1)


def test_what_a_killed_receiver_left_is_gone_with_the_next(desk: Desk) -> None:
    path = desk.file(size_bytes=5_000_000)
    killed = desk.receiver()
    sender = desk.sender(killed, str(path), "--condition", "rate=8mbit")
    sender.wait_until_moving()
    assert any(name.endswith(".ptp-part") for name in desk.inbox_names())
    killed.send_signal(signal.SIGKILL)
    killed.status()
    assert any(name.endswith(".ptp-part") for name in desk.inbox_names())
    desk.receiver()
    assert desk.inbox_names() == []


def test_t37_six_senders_at_once_are_told_the_truth_about_who_got_the_name(desk: Desk) -> None:
    receiver = desk.receiver("--on-conflict", "skip")
    # Paired once; all six are of this installation and need no code.
    assert desk.sender(receiver, str(desk.file("first.mov"))).status() == 0
    senders = {}
    for number in range(6):
        path = desk.directory / str(number) / "report.txt"
        path.parent.mkdir()
        path.write_bytes(bytes([number]) * 400_000)
        senders[number] = desk.sender(receiver, str(path), "--condition", "rate=8mbit", code="")
    statuses = {number: sender.status() for number, sender in senders.items()}
    there = (desk.inbox / "report.txt").read_bytes()
    assert statuses == {number: int(there != bytes([number]) * 400_000) for number in range(6)}
    assert sorted(statuses.values()) == [0, 1, 1, 1, 1, 1]


def test_more_than_4_gib_is_offered_and_progresses(desk: Desk) -> None:
    size = 5 * 1024**3
    if shutil.disk_usage(desk.directory).free < 2 * size:
        pytest.skip("not enough room on the disk")
    path = desk.directory / "large.bin"
    with path.open("wb") as file:
        file.truncate(size)
    receiver = desk.receiver("--once")
    # The rate keeps what is really written small.
    sender = desk.sender(receiver, str(path), "--condition", "rate=200mbit")
    for side in (sender, receiver):
        first = side.wait_until_moving()
        later = side.wait_until_moving(first["bytes_acknowledged"] + 20_000_000)
        assert first["bytes_total"] == later["bytes_total"] == size
    sender.send_signal(signal.SIGINT)
    assert sender.status(ENDS_WITHIN_S) == 130
    assert receiver.status() == 1
    assert desk.inbox_names() == []


def test_nothing_of_the_file_or_code_is_told_to_other_users(desk: Desk) -> None:
    path = desk.file(size_bytes=3_000_000)
    file = desk.directory / "code"
    file.write_text("4-guitar-orbit\n")
    receiver = desk.receiver("--once")
    sender = desk.sender(receiver, str(path), "--code-file", str(file), "--condition", "rate=20mbit", code="")
    sender.wait_until_moving()
    with open(f"/proc/{sender.pid}/cmdline", "rb") as command_line:
        assert b"guitar" not in command_line.read()
    assert (sender.status(), receiver.status()) == (0, 0)
    identity = [entry for entry in (desk.directory / "sender").rglob("*") if entry.is_file()]
    assert identity
    for entry, group_or_other in itertools.product(identity, (0o040, 0o004)):
        if "key" in entry.name or "identity" in entry.name:
            assert not os.stat(entry).st_mode & group_or_other
