"""R3, the three rules of read(size), and files that are none or change: T20 and T32."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.errors import Cancelled, SourceError
from ptp_core.transfer.source.reading import SourceFile, describe, fill


class ShortReads:
    """Gives at most `step` bytes a call."""

    def __init__(self, data: bytes, step: int) -> None:
        self.data, self.step, self.calls = data, step, 0

    def read(self, size: int, /) -> bytes | None:
        self.calls += 1
        taken, self.data = self.data[: min(size, self.step)], self.data[min(size, self.step) :]
        return taken


class NothingYet:
    """Gives None a few times before each byte."""

    def __init__(self, data: bytes, pauses: int) -> None:
        self.data, self.pauses, self.left = data, pauses, pauses

    def read(self, size: int, /) -> bytes | None:
        if self.left:
            self.left -= 1
            return None
        self.left = self.pauses
        taken, self.data = self.data[:1], self.data[1:]
        return taken


def read(source: object, size: int, stop: threading.Event | None = None, **options: float) -> bytes:
    buffer = bytearray(size)
    count = fill(source, memoryview(buffer), stop or threading.Event(), **options)  # type: ignore[arg-type]
    return bytes(buffer[:count])


def test_r3_short_reads_are_continued() -> None:
    source = ShortReads(b"0123456789", 3)
    assert read(source, 10) == b"0123456789"
    assert source.calls == 4


def test_r3_zero_bytes_for_a_size_that_is_not_zero_is_the_end() -> None:
    source = ShortReads(b"01234", 3)
    assert read(source, 10) == b"01234"
    assert source.calls == 3
    assert read(source, 10) == b""


def test_r3_a_size_of_zero_asks_nothing() -> None:
    source = ShortReads(b"01234", 3)
    assert read(source, 0) == b""
    assert source.calls == 0


def test_r3_none_means_nothing_yet_and_is_waited_for() -> None:
    assert read(NothingYet(b"ab", 2), 5) == b"ab"


def test_r3_waiting_ends_with_the_shutdown_flag() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        read(NothingYet(b"ab", 10_000), 5, stop)


def test_r3_waiting_is_bounded() -> None:
    with pytest.raises(TimeoutError):
        read(NothingYet(b"ab", 10_000), 5, nothing_yet_limit_s=0.04)


def test_r3_a_source_with_readinto_is_read_without_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"hello")
    with path.open("rb", buffering=0) as source:
        assert read(source, 9) == b"hello"


def test_r3_a_non_blocking_pipe() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with os.fdopen(reader, "rb", buffering=0) as source:
        assert source.read(1) is None

        def write_late() -> None:
            os.write(writer, b"late")
            os.close(writer)

        timer = threading.Timer(0.05, write_late)
        timer.start()
        assert read(source, 10) == b"late"
        timer.join()


def make_folder(path: Path) -> None:
    path.mkdir()


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def make_link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.skipif(os.name == "nt", reason="POSIX file types")
@pytest.mark.parametrize("make", [make_folder, make_fifo, make_socket, make_link_to_device, make_dangling_link])
def test_t32_only_regular_files_are_sent_and_none_hangs(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "source"
    make(path)
    with pytest.raises(SourceError) as caught:
        describe(path)
    assert caught.value.path == path
    assert "source" in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no file"):
        describe(tmp_path / "gone.txt")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read anything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        describe(path)


def test_t20_a_source_that_shrinks_while_read(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    buffer = memoryview(bytearray(60))
    with SourceFile(path) as source:
        source.fill(buffer, threading.Event())
        os.truncate(path, 70)
        with pytest.raises(SourceError, match="changed while"):
            source.fill(buffer[:40], threading.Event())


def test_t20_a_source_that_grows_or_is_rewritten_while_read(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    with SourceFile(path) as source:
        source.fill(memoryview(bytearray(100)), threading.Event())
        source.check_unchanged()
        with path.open("ab") as more:
            more.write(b"y")
        with pytest.raises(SourceError, match="changed while"):
            source.check_unchanged()


@pytest.mark.parametrize("replacement", ["file", "link", "nothing"])
def test_t20_a_source_that_was_replaced_after_the_offer(tmp_path: Path, replacement: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    offered = describe(path)
    path.rename(tmp_path / "old")
    if replacement == "file":
        path.write_bytes(b"y" * 100)
    elif replacement == "link":
        path.symlink_to("/etc/hostname")
    with pytest.raises(SourceError):
        SourceFile(path, offered)


def rewrite_with_its_time_restored(path: Path) -> None:
    status = path.stat()
    # The system's clock for files ticks only every few milliseconds.
    clock, deadline = path.with_name("clock"), time.monotonic() + 5
    while time.monotonic() < deadline:
        clock.write_bytes(b"tick")
        if clock.stat().st_ctime_ns > status.st_ctime_ns:
            break
    with path.open("r+b") as file:
        file.write(b"y" * 50)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def replace_by_a_copy(path: Path) -> None:
    status = path.stat()
    other = path.with_name("other")
    other.write_bytes(b"z" * 100)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


def take_away(path: Path) -> None:
    path.unlink()


def put_a_pipe_there(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.skipif(os.name == "nt", reason="needs times that cannot be set back")
@pytest.mark.parametrize("change", [rewrite_with_its_time_restored, replace_by_a_copy, take_away, put_a_pipe_there])
def test_t20_a_source_that_is_another_at_the_end_than_at_the_beginning(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    with SourceFile(path) as source:
        source.fill(memoryview(bytearray(100)), threading.Event())
        change(path)
        with pytest.raises(SourceError):
            source.check_unchanged()


def test_a_source_that_was_taken_away_is_not_said_to_be_written_to(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x")
    with SourceFile(path) as source:
        source.fill(memoryview(bytearray(1)), threading.Event())
        take_away(path)
        with pytest.raises(SourceError, match="moved or deleted") as told:
            source.check_unchanged()
    assert told.value.hint == "Put it back where it was, and send it again."


def test_t20_a_source_that_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    with SourceFile(path) as source:
        source.fill(memoryview(bytearray(99)), threading.Event())
        with pytest.raises(SourceError, match="changed while"):
            source.check_unchanged()


def test_a_right_that_was_given_between_offer_and_sending_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x")
    offered = describe(path)
    path.chmod(0o640)
    with SourceFile(path, offered) as source:
        source.fill(memoryview(bytearray(1)), threading.Event())
        source.check_unchanged()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_t32_a_file_of_no_size_that_has_contents_is_not_sent_as_empty() -> None:
    with pytest.raises(SourceError, match="says that it is empty"):
        describe(Path("/proc/self/status"))
