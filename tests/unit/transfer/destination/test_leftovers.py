"""What a killed process leaves is removed by the next receiver, and nothing else ever is."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.leftovers import claim, remove_leftovers
from ptp_core.transfer.destination.partial_file import PartialFile

LEFT = ".holiday.mov.0a1b2c3d.ptp-part"

HOLDER = """
import sys
from pathlib import Path
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.partial_file import PartialFile
folder = Path(sys.argv[1])
partial = PartialFile(DirectoryHandle(folder), folder, "holiday.mov", digest=ContentDigest(bytes(64)))
partial.write(memoryview(b"half"))
print("ready", flush=True)
sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_process_s_file_goes_and_a_living_one_s_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"ready"
            (left,) = names(tmp_path)
            assert remove_leftovers(tmp_path) == 0
            assert names(tmp_path) == [left]
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
    assert remove_leftovers(tmp_path) == 1
    assert names(tmp_path) == []


def test_this_process_s_own_running_transfer_is_left_alone(tmp_path: Path) -> None:
    handle = DirectoryHandle(tmp_path)
    with contextlib.closing(handle), PartialFile(handle, tmp_path, "f", digest=ContentDigest(bytes(64))):
        assert remove_leftovers(tmp_path) == 0
        assert len(names(tmp_path)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "holiday.mov",
        "holiday.mov.0a1b2c3d.ptp-part",
        ".holiday.mov.0a1b2c3d.ptp-part.txt",
        ".holiday.mov.0a1b2c3.ptp-part",
        ".holiday.mov.0A1B2C3D.ptp-part",
        ".holiday.mov.ptp-part",
        "..0a1b2c3d.ptp-part",
        ".0a1b2c3d.ptp-part",
    ],
)
def test_only_our_own_exact_names_are_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert remove_leftovers(tmp_path) == 0
    assert names(tmp_path) == [name]


@pytest.mark.skipif(os.name == "nt", reason="POSIX file types")
def test_links_folders_and_pipes_under_such_a_name_stay_and_are_not_followed(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (below / LEFT).write_bytes(b"x")
    (tmp_path / LEFT).symlink_to(below / LEFT)
    (tmp_path / ".a.00000001.ptp-part").mkdir()
    os.mkfifo(tmp_path / ".b.00000002.ptp-part")
    before = names(tmp_path)
    assert remove_leftovers(tmp_path) == 0
    assert names(tmp_path) == before
    assert names(below) == [LEFT]


@pytest.mark.skipif(os.name == "nt", reason="needs locks")
def test_a_new_file_that_a_sweep_takes_before_it_is_claimed_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = 0

    def sweep_and_claim(descriptor: int) -> bool:
        nonlocal swept
        if not swept:
            swept = remove_leftovers(tmp_path)
        return claim(descriptor)

    monkeypatch.setattr("ptp_core.transfer.destination.partial_file.claim", sweep_and_claim)
    handle = DirectoryHandle(tmp_path)
    with contextlib.closing(handle), PartialFile(handle, tmp_path, "f", digest=ContentDigest(bytes(64))):
        assert swept == 1
        assert len(names(tmp_path)) == 1


def test_a_folder_that_cannot_be_looked_at_is_no_error(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path / "gone") == 0
