"""What a folder holds, as the entries of a transfer: their order, links, times, and folders of any size."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.conversation.messages import Entry, EntryKind, Manifest
from ptp_core.transfer.conversation.wire_format import encode
from ptp_core.transfer.destination.file_names import portable_name, safe_target
from ptp_core.transfer.source import walking
from ptp_core.transfer.source.walking import FoundEntry, count, examine, inner_target, walk


def told(_relative: str, _why: str) -> None:
    pytest.fail(f"{_relative} {_why}")


def found_in(folder: Path, tell: Callable[[str, str], None] = told) -> list[FoundEntry]:
    return list(walk(examine([folder], portable_name), tell, told, portable_name))


def test_a_folder_of_more_names_than_are_held_is_walked_whole_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        (tmp_path / f"{number * 37 % 100:02}").touch()
    monkeypatch.setattr(walking, "_HELD_NAMES", 7)
    names = [found.entry.name for found in found_in(tmp_path)]
    assert names == [tmp_path.name, *(f"{number:02}" for number in range(100))]


def test_what_comes_into_a_folder_while_it_is_walked_is_met_at_most_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}").touch()
    monkeypatch.setattr(walking, "_HELD_NAMES", 5)
    names = []
    for found in walk(examine([tmp_path], portable_name), told, told):
        names.append(found.entry.name)
        if found.entry.name == "07":
            (tmp_path / "03 new").touch()
            (tmp_path / "17 new").touch()
    assert names == [tmp_path.name, *(f"{number:02}" for number in range(18)), "17 new", "18", "19"]


@pytest.mark.parametrize(
    ("target", "depth", "offered"),
    [
        ("file", 1, "file"),
        ("./file", 1, "file"),
        (".", 1, "."),
        ("a//b/", 1, "a/b"),
        ("../file", 2, "../file"),
        ("..", 2, ".."),
        ("con", 1, "_con"),
        ("a:b", 1, "a_b"),
        ("bad\udcff", 1, "bad\ufffd"),
        ("x" * 4000, 1, "x" * 255),
        ("..", 1, None),
        ("../../file", 2, None),
        ("a/../../b", 2, None),
        ("/etc/passwd", 1, None),
        ("", 1, None),
    ],
)
def test_t31_a_link_is_offered_as_the_receiver_takes_it_or_not_at_all(
    target: str, depth: int, offered: str | None
) -> None:
    assert inner_target(target, depth, portable_name) == offered
    if offered is not None:
        assert safe_target(offered, depth) == offered


@pytest.mark.parametrize("target", ["", "/", "..", "a/../../b", "../.."])
def test_t31_a_link_out_of_what_was_offered_is_refused(target: str) -> None:
    with pytest.raises(ProtocolViolation):
        safe_target(target, 1)


def test_links_that_lead_in_circles_are_links(tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(".")
    (tmp_path / "itself").symlink_to("itself")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to("..")
    links = {found.entry.name: found.entry.target for found in found_in(tmp_path) if found.entry.target}
    assert links == {"here": ".", "itself": "itself", "up": ".."}


@pytest.mark.parametrize("modified_s", [-5.0, 0.0, 13e9])
def test_t33_a_time_that_no_message_holds_is_brought_near(tmp_path: Path, modified_s: float) -> None:
    file = tmp_path / "file"
    file.touch()
    os.utime(file, (modified_s, modified_s))
    if file.stat().st_mtime != modified_s:
        pytest.skip("this file system keeps no such time")
    os.utime(tmp_path, (modified_s, modified_s))
    assert count(examine([tmp_path, file], portable_name)).files == 2
    entries = [found.entry for found in found_in(tmp_path)]
    assert encode(Manifest(tuple(entries)))
    assert [entry.kind for entry in entries] == [EntryKind.FOLDER, EntryKind.FILE]
    assert all(isinstance(entry, Entry) and entry.modified_ns >= 0 for entry in entries)
    (root,) = examine([file], portable_name)
    assert 0 <= root.root.modified_ns < 1 << 63
