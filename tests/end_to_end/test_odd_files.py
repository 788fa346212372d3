"""Files and folders that are not as they should be, through the command line: T20, T25 to T29, T31 to T33, T48."""

from __future__ import annotations

import os
import signal
import stat
import time

from tests.end_to_end.program import Desk, Program
from tests.soak.kills import CHUNK_BYTES, contents_of

# As a sender on Linux has them, and as they are on every platform.
NAMES = {
    "con": "_con",
    "COM1.txt": "_COM1.txt",
    "f:stream": "f_stream",
    "what?": "what_",
    "ends in a dot.": "ends in a dot",
    "two\nlines": "two_lines",
    "\u202egpj.exe": "_gpj.exe",
    "x" * 255: "x" * 255,
    "cafe\u0301": "caf\u00e9",
    "straße": "straße",
    ".hidden": ".hidden",
    "-rf": "-rf",
    ".f.0a1b2c3d.ptp-part": "_.f.0a1b2c3d.ptp-part",
    ".ptp-0a.ptp-journal": "_.ptp-0a.ptp-journal",
}


def told(program: Program, kind: str) -> dict[str, str]:
    return {event["path"]: event["message"] for event in program.of(kind)}


def test_t25_to_t29_t32_t33_odd_things_cross_or_are_named_and_nothing_crosses_twice(desk: Desk) -> None:
    tree = desk.directory / "outbox" / "tree"
    tree.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (tree / name).write_bytes(bytes([number]))
    (tree / "program").write_text("#!/bin/sh")
    (tree / "program").chmod(0o4755)
    os.utime(tree / "program", (13e9, 13e9))
    os.utime(tree / "straße", (-5, -5))
    os.mkfifo(tree / "pipe")
    (tree / "circle").symlink_to(".")
    (tree / "out").symlink_to("/etc/passwd")
    receiver = desk.receiver()
    sender = desk.sender(receiver, str(tree))
    assert sender.status() == 0, sender
    assert told(sender, "left_out") == {
        "tree/out": "is a link that leads out of what is sent",
        "tree/pipe": "is a pipe",
    }
    saved = desk.inbox / "tree"
    assert {path.name for path in saved.iterdir()} == {*NAMES.values(), "program", "circle"}
    assert [(saved / name).read_bytes() for name in NAMES.values()] == [bytes([n]) for n in range(len(NAMES))]
    status = (saved / "program").stat()
    assert stat.S_IMODE(status.st_mode) & (stat.S_ISUID | stat.S_IXUSR) == stat.S_IXUSR
    # What can only be a mistake is not taken over.
    assert abs(status.st_mtime - time.time()) < 1000
    assert os.readlink(saved / "circle") == "."
    again = desk.sender(receiver, str(tree), code="")
    assert again.status() == 0, again
    assert again.of("done")[0]["files"] == 0
    assert again.of("done")[0]["files_there"] == len(NAMES) + 1
    assert desk.inbox_names() == ["tree"]


def test_t20_sources_that_change_under_way_are_named_at_both_ends_and_the_others_cross(desk: Desk) -> None:
    tree = desk.directory / "outbox" / "tree"
    tree.mkdir(parents=True)
    for number in range(20):
        (tree / f"{number:02}").write_bytes(os.urandom(400_000))
    receiver = desk.receiver()
    sender = desk.sender(receiver, str(tree), "--condition", "rate=30mbit")
    sender.wait_until_moving(500_000)
    with (tree / "15").open("ab") as grows:
        grows.write(b"more")
    os.truncate(tree / "16", 10)
    (tree / "17").unlink()
    (tree / "18").unlink()
    (tree / "18").symlink_to("/etc/passwd")
    (tree / "19").unlink()
    (tree / "19").mkdir()
    assert sender.status() == 1
    lost = {f"tree/{number}" for number in range(15, 20)}
    assert told(sender, "failed").keys() == lost
    receiver.wait_for(lambda event: event["event"] == "error", "its word")
    assert told(receiver, "failed").keys() == lost
    right = {name: there for name, there in contents_of(tree).items() if int(name) < 15}
    assert contents_of(desk.inbox / "tree") == right


def test_t31_a_folder_that_is_swapped_for_a_link_in_mid_transfer_is_not_gone_into(desk: Desk) -> None:
    tree, elsewhere = desk.directory / "outbox" / "tree", desk.directory / "elsewhere"
    elsewhere.mkdir()
    for number in range(8):
        folder = tree / f"{number}"
        folder.mkdir(parents=True)
        for name in "abc":
            (folder / name).write_bytes(os.urandom(200_000))
    receiver = desk.receiver()
    sender = desk.sender(receiver, str(tree), "--condition", "rate=20mbit")
    sender.wait_until_moving(500_000)
    swapped = desk.inbox / "tree" / "7"
    swapped.rmdir()
    swapped.symlink_to(elsewhere)
    assert sender.status() == 1
    assert told(sender, "failed").keys() == {"tree/7/a", "tree/7/b", "tree/7/c"}
    assert os.listdir(elsewhere) == []
    assert len(contents_of(desk.inbox / "tree")) == 21


def test_t48_what_changed_between_two_runs_is_told_and_is_right_in_the_end(desk: Desk) -> None:
    tree = desk.directory / "outbox" / "tree"
    tree.mkdir(parents=True)
    for number in range(4):
        (tree / f"{number}").write_bytes(os.urandom(2 * CHUNK_BYTES))
    receiver = desk.receiver()
    sender = desk.sender(receiver, str(tree), "--condition", "rate=200mbit")
    sender.wait_until_moving(5 * CHUNK_BYTES)
    sender.send_signal(signal.SIGKILL)
    sender.status()
    receiver.wait_for(lambda event: event["event"] == "error" or (desk.inbox / "tree" / "0").exists(), "the first file")
    for number in range(4):
        (tree / f"{number}").write_bytes(os.urandom(2 * CHUNK_BYTES - number))
    again = desk.sender(receiver, str(tree), code="")
    assert again.status() == 0, again
    changed = {event["path"] for event in again.of("changed")}
    assert "tree/0" in changed
    assert changed <= {f"tree/{number}" for number in range(4)}
    assert contents_of(desk.inbox / "tree") == contents_of(tree)
    assert desk.inbox_names() == ["tree"]
