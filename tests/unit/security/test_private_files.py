"""Private files are whole or not there."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from ptp_core.security.private_files import create_file, make_private_directory, put_aside, replace_file


def refuse(code: int) -> OSError:
    return OSError(code, os.strerror(code))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "ptp"
    make_private_directory(folder)
    replace_file(folder / "a", b"1")
    assert create_file(folder / "b", b"2")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE((folder / name).stat().st_mode) for name in "ab"] == [0o600, 0o600]


def test_a_file_is_replaced_and_a_new_one_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert create_file(path, b"1")
    assert not create_file(path, b"2")
    assert path.read_bytes() == b"1"
    replace_file(path, b"3")
    assert path.read_bytes() == b"3"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a"
    replace_file(path, b"old")

    def fail(*_arguments: object) -> None:
        raise refuse(errno.EIO)

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_without_links_a_new_file_still_replaces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise refuse(errno.EPERM)

    monkeypatch.setattr(os, "link", fail)
    path = tmp_path / "a"
    assert create_file(path, b"1")
    assert not create_file(path, b"2")
    assert path.read_bytes() == b"1"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_dangling_link_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    assert not create_file(tmp_path / "a", b"1")
    assert (tmp_path / "a").is_symlink()


def test_files_put_aside_keep_their_content_and_one_another(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    names = []
    for content in (b"first", b"second"):
        path.write_bytes(content)
        names.append(put_aside(path).name)
        assert not path.exists()
    assert names == ["list.json.unusable-1", "list.json.unusable-2"]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"first", b"second"]
