"""Pipes at either end: a writer that is silent, a reader that stops or goes away, and who cancels meanwhile."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest

from ptp_core.transfer.destination.pipe import Pipe
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.stream import StreamReader
from ptp_core.transfer.source.walking import OpenStream
from tests.unit.transfer.helpers import Pair, Watcher

S = TransferState
MORE_THAN_A_PIPE_HOLDS = 400_000


@contextmanager
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Its end to read from and its end to write to."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as reader, os.fdopen(write, "wb", buffering=0) as writer:
        yield reader, writer


@pytest.fixture(params=["polled", "threaded"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of not blocking: the one of Windows goes everywhere."""
    for made in (Pipe, StreamReader):
        defaults = {"threaded": request.param == "threaded"}
        monkeypatch.setattr(made.__init__, "__kwdefaults__", defaults)


def wait_for_words(watcher: Watcher, words: str) -> None:
    watcher.wait_for(lambda: any(words in snapshot.message for snapshot in watcher.snapshots))


def send_into_a_pipe_that_nobody_reads(pair: Pair, sink: BinaryIO, source: OpenStream) -> SendTransfer:
    pair.listen(sink=sink)
    transfer = pair.send(source)
    wait_for_words(pair.sending, "nobody reads its pipe")
    wait_for_words(pair.receiving, "Nobody reads the pipe at the moment")
    return transfer


@contextmanager
def stream_of(contents: bytes) -> Iterator[OpenStream]:
    """Standard input that a program of its own pace writes `contents` to, for as long as somebody reads."""
    with pipe() as (reader, writer):

        def write() -> None:
            try:
                writer.write(contents)
                writer.close()
            except BrokenPipeError:
                return

        thread = threading.Thread(target=write, name="ptp-test-writer")
        thread.start()
        yield OpenStream("standard input", reader)
        reader.close()
        thread.join(5.0)
        assert not thread.is_alive()


@pytest.mark.usefixtures("way")
def test_more_than_a_pipe_holds_is_sent(pair: Pair) -> None:
    contents = os.urandom(MORE_THAN_A_PIPE_HOLDS)
    pair.listen()
    with stream_of(contents) as stream:
        pair.send(stream)
        assert pair.sending.final().state is S.DONE
    assert (pair.folder / "standard input").read_bytes() == contents


@pytest.mark.parametrize(("into", "way"), [("folder", "polled"), ("pipe", "threaded")], indirect=["way"])
@pytest.mark.usefixtures("way")
def test_a_silent_writer_is_waited_for_at_both_ends(pair: Pair, monkeypatch: pytest.MonkeyPatch, into: str) -> None:
    monkeypatch.setattr("ptp_core.transfer.meeting.patience.PROGRESS_LIMIT_S", 1.0)
    monkeypatch.setattr("ptp_core.transfer.meeting.patience.PROGRESS_BYTES", 5)
    monkeypatch.setattr("ptp_core.transfer.delivering._SIGN_OF_LIFE_S", 0.1)
    with pipe() as (reader, writer), pipe() as (taken, sink):
        if into == "pipe":
            pair.listen(sink=sink)
        else:
            pair.listen()
        transfer = pair.send(OpenStream("standard input", reader))
        writer.write(b"one, ")
        pair.receiving.wait_for_state(S.TRANSFERRING)
        assert not transfer.wait(2.5)
        writer.write(b"two")
        writer.close()
        assert pair.sending.final().state is S.DONE
        assert pair.receiving.final().state is S.DONE
        got = os.read(taken.fileno(), 100) if into == "pipe" else (pair.folder / "standard input").read_bytes()
    assert got == b"one, two"


@pytest.mark.usefixtures("way")
def test_a_silent_writer_does_not_hold_up_a_cancel(pair: Pair) -> None:
    pair.listen()
    with pipe() as (reader, _):
        transfer = pair.send(OpenStream("standard input", reader))
        pair.receiving.wait_for_state(S.TRANSFERRING)
        transfer.cancel()
        assert pair.sending.final(2.0).state is S.CANCELLED
        assert pair.receiving.final(2.0).state is S.CANCELLED


def test_a_pipe_among_very_many_open_files_is_sent(pair: Pair) -> None:
    pair.listen()
    with pipe() as (reader, writer):
        try:
            high = fcntl.fcntl(reader, fcntl.F_DUPFD_CLOEXEC, 1024)
        except OSError:
            pytest.skip("this process may not have so many open files")
        with os.fdopen(high, "rb") as stream:
            pair.send(OpenStream("standard input", stream))
            writer.write(b"x")
            writer.close()
            assert pair.sending.final().state is S.DONE


@pytest.mark.usefixtures("way")
def test_a_reader_that_stops_is_told_of_and_then_gets_everything(pair: Pair) -> None:
    contents = os.urandom(MORE_THAN_A_PIPE_HOLDS)
    with pipe() as (taken, sink), stream_of(contents) as stream:
        send_into_a_pipe_that_nobody_reads(pair, sink, stream)
        assert taken.read(len(contents)) == contents
        final = pair.sending.final()
        assert (final.state, final.message) == (S.DONE, "")
        assert pair.receiving.final().state is S.DONE
        sink.close()
        assert taken.read() == b"", "whoever reads learns that this was all"


@pytest.mark.parametrize("who", ["sender", "receiver"])
def test_a_reader_that_stopped_does_not_hold_up_a_cancel(pair: Pair, who: str) -> None:
    with pipe() as (_, sink), stream_of(bytes(MORE_THAN_A_PIPE_HOLDS)) as stream:
        transfer = send_into_a_pipe_that_nobody_reads(pair, sink, stream)
        if who == "sender":
            transfer.cancel()
        else:
            assert pair.server is not None
            pair.server.cancel(pair.receiving.snapshots[-1].transfer_id)
        assert pair.sending.final().state is S.CANCELLED
        assert pair.receiving.final().state is S.CANCELLED
        workers = [thread for thread in threading.enumerate() if thread.name.endswith("-worker")]
        for worker in workers:
            worker.join(2.0)
            assert not worker.is_alive()


@pytest.mark.usefixtures("way")
def test_a_reader_that_goes_away_is_an_error_at_both_ends(pair: Pair) -> None:
    with pipe() as (taken, sink), stream_of(bytes(MORE_THAN_A_PIPE_HOLDS)) as stream:
        send_into_a_pipe_that_nobody_reads(pair, sink, stream)
        taken.close()
        final = pair.receiving.final()
        assert final.state is S.FAILED
        assert "Nobody reads the pipe any more" in final.message
        assert pair.sending.final().state is S.FAILED


def test_without_a_descriptor_of_its_own_no_write_blocks_either() -> None:
    contents = os.urandom(MORE_THAN_A_PIPE_HOLDS)
    waits: list[float] = []
    got = bytearray()
    with pipe() as (reader, writer):
        written = Pipe(writer)
        written.close()

        def waiting(waited_s: float) -> None:
            waits.append(waited_s)
            got.extend(os.read(reader.fileno(), 1 << 20))

        written.write(memoryview(contents), waiting)
        writer.close()
        got.extend(reader.read())
    assert waits
    assert got == contents
