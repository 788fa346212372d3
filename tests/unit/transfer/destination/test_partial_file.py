"""Saving: nothing under the final name before it is whole, nothing left after a failure, nobody's file replaced."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError, NameTaken, NotEnoughSpace
from ptp_core.transfer.conversation.content_digest import ContentDigest
from ptp_core.transfer.destination.destination_errors import check_space, destination_error
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.partial_file import PartialFile, WriteCall, check_directory, name_is_taken

DATA = bytes(range(256)) * 40
KEY = b"k" * 64
MODIFIED_NS = 1_600_000_000_000_000_000


def announced(data: bytes) -> bytes:
    digest = ContentDigest(KEY)
    digest.update(data)
    return digest.announced()


class Arriving(PartialFile):
    """A file that comes to be `name` in `folder`, by the policy."""

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        policy: ConflictPolicy = ConflictPolicy.RENAME,
        modified_ns: int = 0,
        write: WriteCall = os.write,
        named: bool = True,
    ) -> None:
        self._hidden_folder = DirectoryHandle(folder)
        self._wanted, self._policy, self._time = name, policy, modified_ns
        super().__init__(self._hidden_folder, folder, name, digest=ContentDigest(KEY), write=write, named=named)

    def publish(self) -> Path:
        self.settle(self._time)
        self.make_durable()
        return self._hidden_folder.path / self.give_name(self._hidden_folder, self._wanted, self._policy)

    def discard(self) -> None:
        super().discard()
        self._hidden_folder.close()


@pytest.fixture(autouse=True, params=[True, False], ids=["named", "unnamed"])
def named(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Files with a hidden name, and files that have none until they are whole."""
    monkeypatch.setitem(HOW, "named", bool(request.param))
    return bool(request.param)


HOW = {"named": True}


def receive(
    folder: Path,
    name: str = "f.bin",
    *,
    data: bytes = DATA,
    policy: ConflictPolicy = ConflictPolicy.RENAME,
    modified_ns: int = MODIFIED_NS,
    write: WriteCall = os.write,
) -> Path:
    with Arriving(folder, name, policy=policy, modified_ns=modified_ns, write=write, named=HOW["named"]) as partial:
        view = memoryview(data)
        partial.write(view[:1000])
        partial.write(view[1000:])
        assert partial.digest.is_announced(announced(data))
        return partial.publish()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_published_only_when_whole_with_time_and_mode(tmp_path: Path) -> None:
    saved = receive(tmp_path)
    assert saved == tmp_path / "f.bin"
    assert saved.read_bytes() == DATA
    assert saved.stat().st_mtime_ns == MODIFIED_NS
    assert names(tmp_path) == ["f.bin"]
    probe = tmp_path / "probe"
    probe.touch()
    assert saved.stat().st_mode == probe.stat().st_mode


def test_while_it_comes_it_is_hidden_private_and_not_yet_there(tmp_path: Path) -> None:
    with Arriving(tmp_path, "f.bin") as partial:
        partial.write(memoryview(DATA))
        (name,) = names(tmp_path)
        assert not name_is_taken(tmp_path, "f.bin")
        assert name.startswith(".f.bin.")
        assert name.endswith(".ptp-part")
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == []


def test_an_empty_file(tmp_path: Path) -> None:
    assert receive(tmp_path, data=b"").read_bytes() == b""


def test_t36_rename_keeps_both(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_text("mine")
    assert receive(tmp_path).name == "f (2).bin"
    assert receive(tmp_path).name == "f (3).bin"
    assert (tmp_path / "f.bin").read_text() == "mine"
    assert names(tmp_path) == ["f (2).bin", "f (3).bin", "f.bin"]


def test_t36_overwrite_replaces(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_text("mine")
    assert receive(tmp_path, policy=ConflictPolicy.OVERWRITE).read_bytes() == DATA
    assert names(tmp_path) == ["f.bin"]


@pytest.mark.parametrize("policy", [ConflictPolicy.FAIL, ConflictPolicy.SKIP])
def test_t36_fail_and_skip_leave_what_came_up_meanwhile(tmp_path: Path, policy: ConflictPolicy) -> None:
    (tmp_path / "f.bin").write_text("mine")
    with pytest.raises(NameTaken):
        receive(tmp_path, policy=policy)
    assert (tmp_path / "f.bin").read_text() == "mine"
    assert names(tmp_path) == ["f.bin"]


def test_t31_a_dangling_link_is_a_taken_name_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "f.bin").symlink_to(tmp_path / "elsewhere")
    assert receive(tmp_path).name == "f (2).bin"
    assert receive(tmp_path, policy=ConflictPolicy.OVERWRITE) == tmp_path / "f.bin"
    assert not (tmp_path / "f.bin").is_symlink()
    assert not (tmp_path / "elsewhere").exists()


def test_t31_a_folder_swapped_in_mid_transfer_gets_nothing(tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    with Arriving(folder, "f.bin") as partial:
        folder.rename(tmp_path / "moved")
        folder.symlink_to(other)
        partial.write(memoryview(DATA))
        partial.publish()
    assert names(other) == []
    assert names(tmp_path / "moved") == ["f.bin"]


def test_overwriting_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "f.bin").mkdir()
    with pytest.raises(DestinationError, match="is a folder"):
        receive(tmp_path, policy=ConflictPolicy.OVERWRITE)
    assert names(tmp_path) == ["f.bin"]


@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.FAIL])
def test_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, policy: ConflictPolicy, named: bool
) -> None:
    if not named:
        pytest.skip("what has no such links has no files without names either")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    assert receive(tmp_path, policy=policy).read_bytes() == DATA
    if policy is ConflictPolicy.RENAME:
        assert receive(tmp_path).name == "f (2).bin"
    else:
        with pytest.raises(NameTaken):
            receive(tmp_path, policy=policy)
    assert not any(name.endswith(".ptp-part") for name in names(tmp_path))


def test_short_writes_are_continued(tmp_path: Path) -> None:
    def short(descriptor: int, data: memoryview) -> int:
        return os.write(descriptor, data[:7])

    assert receive(tmp_path, write=short).read_bytes() == DATA


@pytest.mark.parametrize("after_bytes", [0, 1, 500, 1000, 5000, len(DATA) - 1])
def test_t21_no_space_at_any_write_leaves_nothing(tmp_path: Path, after_bytes: int) -> None:
    room = after_bytes

    def full(descriptor: int, data: memoryview) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        count = os.write(descriptor, data[:room])
        room -= count
        return count

    with pytest.raises(NotEnoughSpace) as caught:
        receive(tmp_path, write=full)
    assert caught.value.hint
    assert names(tmp_path) == []


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_t23_a_disk_that_fails_at_the_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    calls = []

    def fail(*_: object, **__: object) -> None:
        calls.append(call)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(DestinationError, match="disk failed"):
        receive(tmp_path)
    # fsync is never tried again after it failed.
    assert calls == [call]
    assert names(tmp_path) == []


@pytest.mark.parametrize("modified_ns", [-1, 2**62, -(2**63)])
def test_t33_nonsense_times_are_not_taken_over(tmp_path: Path, modified_ns: int) -> None:
    before = tmp_path / "now"
    before.touch()
    saved = receive(tmp_path, modified_ns=modified_ns)
    assert saved.stat().st_mtime_ns >= before.stat().st_mtime_ns - 10**9


def test_t37_one_name_from_sixteen_peers_at_once(tmp_path: Path) -> None:
    barrier = threading.Barrier(16)
    saved: list[Path] = []

    def one(number: int) -> None:
        data = bytes([number]) * 1000
        barrier.wait(5)
        saved.append(receive(tmp_path, data=data))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len({path.name for path in saved}) == 16
    assert {path.read_bytes()[0] for path in saved} == set(range(16))
    assert len(names(tmp_path)) == 16


def test_longest_names_fit_with_their_partial_and_their_number(tmp_path: Path) -> None:
    name = "a" * 251 + ".bin"
    assert receive(tmp_path, name).name == name
    assert len(receive(tmp_path, name).name) == 255


def test_t22_folders_that_cannot_be_used_are_found_at_once(tmp_path: Path) -> None:
    check_directory(tmp_path)
    assert names(tmp_path) == []
    with pytest.raises(DestinationError, match="does not exist"):
        check_directory(tmp_path / "gone")
    (tmp_path / "file").touch()
    with pytest.raises(DestinationError, match="not a folder"):
        check_directory(tmp_path / "file")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_t22_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DestinationError, match="may not be written"):
        check_directory(tmp_path)


def test_t35_a_declared_size_beyond_the_disk(tmp_path: Path) -> None:
    check_space(tmp_path, 1)
    with pytest.raises(NotEnoughSpace, match=r"9\.2 EB needed"):
        check_space(tmp_path, 2**63 - 1)


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EFBIG, errno.ENOENT, errno.EIO, errno.ENOTDIR]
)
def test_errors_say_what_and_what_to_do(code: int) -> None:
    error = destination_error(OSError(code, os.strerror(code)), Path("/x/f"))
    assert "/x/f" in error.message
    assert "[Errno" not in error.message
    assert error.hint


def put_a_link_there(partial: Path) -> None:
    partial.unlink()
    partial.symlink_to(partial.with_name("secret"))


def put_a_hard_link_there(partial: Path) -> None:
    partial.unlink()
    os.link(partial.with_name("secret"), partial)


def put_a_file_there(partial: Path) -> None:
    other = partial.with_name("other")
    other.write_bytes(bytes(len(DATA)))
    other.replace(partial)


def take_it_away(partial: Path) -> None:
    partial.unlink()


def cut_it_short(partial: Path) -> None:
    os.truncate(partial, 10)


@pytest.mark.skipif(os.name == "nt", reason="nobody can replace an open file there")
@pytest.mark.parametrize("links_descriptors", [True, False])
@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("policy", [ConflictPolicy.RENAME, ConflictPolicy.OVERWRITE])
@pytest.mark.parametrize(
    "swap", [put_a_link_there, put_a_hard_link_there, put_a_file_there, take_it_away, cut_it_short]
)
def test_an_unfinished_file_that_was_replaced_is_never_published(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    swap: Callable[[Path], None],
    policy: ConflictPolicy,
    links: bool,
    links_descriptors: bool,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    (tmp_path / "secret").write_bytes(bytes(len(DATA)))
    if not links_descriptors:
        monkeypatch.setattr("ptp_core.transfer.destination.directory_handle._LINKS_DESCRIPTORS", False)
    with Arriving(tmp_path, "f.bin", policy=policy) as partial:
        partial.write(memoryview(DATA))
        (name,) = [name for name in names(tmp_path) if name.endswith(".ptp-part")]
        swap(tmp_path / name)
        foreign = (tmp_path / name).lstat() if swap not in (take_it_away, cut_it_short) else None
        if not links:
            monkeypatch.setattr(os, "link", refuse)
        with pytest.raises(DestinationError, match="removed, replaced or changed its unfinished file"):
            partial.publish()
    assert not os.path.lexists(tmp_path / "f.bin")
    assert (tmp_path / "secret").read_bytes() == bytes(len(DATA))
    # What is not ours is not removed either.
    assert os.path.lexists(tmp_path / name) is (foreign is not None)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs links by descriptor")
def test_the_file_that_was_written_is_published_though_something_else_has_its_hidden_name(tmp_path: Path) -> None:
    with Arriving(tmp_path, "f.bin") as partial:
        partial.write(memoryview(DATA))
        (name,) = names(tmp_path)
        (tmp_path / name).rename(tmp_path / "moved")
        (tmp_path / name).write_bytes(b"something else")
        assert partial.publish().read_bytes() == DATA
    assert (tmp_path / name).read_bytes() == b"something else"


def test_what_is_swapped_in_between_check_and_link_does_not_stay_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def swap_and_link(source: str, target: str, **options: object) -> None:
        put_a_file_there(tmp_path / source)
        link(source, target, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("ptp_core.transfer.destination.directory_handle._LINKS_DESCRIPTORS", False)
    monkeypatch.setattr(os, "link", swap_and_link)
    with pytest.raises(DestinationError, match="unfinished file"):
        receive(tmp_path)
    assert not (tmp_path / "f.bin").exists()
