"""The queue's memory: whole or put aside, private, and the same after a restart."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptp_core.direction import Direction
from ptp_core.errors import DestinationError
from ptp_core.queue.job import Job, JobState, Peer
from ptp_core.queue.memory import QueueMemory, _decoded, _encoded
from tests.unit.queue.helpers import job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ptp" / "queue.json"


def test_the_first_start_has_nothing(path: Path) -> None:
    assert QueueMemory(path).load() == []
    assert not path.exists()


def test_what_was_saved_is_there_after_a_restart_in_its_order(path: Path) -> None:
    jobs = [job(str(number), state) for number, state in enumerate(JobState)]
    QueueMemory(path).save(jobs)
    memory = QueueMemory(path)
    assert memory.load() == jobs
    assert memory.put_aside is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(path: Path) -> None:
    QueueMemory(path).save([job()])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def changed(change: Any) -> bytes:
    document: dict[str, Any] = {"version": 1, "jobs": [_encoded(job())]}
    change(document)
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1}',
        changed(lambda document: document.update(version=2)),
        changed(lambda document: document["jobs"].append(document["jobs"][0])),
        changed(lambda document: document["jobs"][0].pop("peer")),
        changed(lambda document: document["jobs"][0].update(state="flying")),
        changed(lambda document: document["jobs"][0].update(items=[])),
        changed(lambda document: document["jobs"][0].update(items="/etc/passwd")),
        changed(lambda document: document["jobs"][0].update(limit=-5)),
        changed(lambda document: document["jobs"][0].update(added="NaN")),
        changed(lambda document: document["jobs"][0]["peer"].update(fingerprint="zz")),
    ],
)
def test_a_file_that_cannot_be_used_is_put_aside_and_never_in_the_way(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    memory = QueueMemory(path)
    assert memory.load() == []
    assert memory.put_aside is not None
    assert memory.put_aside.read_bytes() == content
    memory.save([job()])
    assert memory.load() == [job()]


@pytest.mark.parametrize("length", range(0, 400, 13))
def test_a_torn_file_is_put_aside_at_whatever_byte_it_ends(path: Path, length: int) -> None:
    QueueMemory(path).save([job()])
    path.write_bytes(path.read_bytes()[:length])
    memory = QueueMemory(path)
    assert memory.load() == []
    assert memory.put_aside is not None


def test_a_save_that_fails_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = QueueMemory(path)
    memory.save([job("1")])

    def fail(*_all: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ptp_core.security.private_files.os.fsync", fail)
    with pytest.raises(DestinationError, match="No space left on device"):
        memory.save([job("2")])
    monkeypatch.undo()
    assert memory.load() == [job("1")]
    assert [each.name for each in path.parent.iterdir()] == ["queue.json"]


texts = st.text(max_size=30)


@given(
    st.builds(
        Job,
        job_id=texts,
        direction=st.sampled_from(Direction),
        peer=st.builds(Peer, address=texts, name=texts, fingerprint=st.binary(max_size=32)),
        items=st.lists(texts, min_size=1, max_size=4).map(tuple),
        batch=texts,
        added_unix_s=st.floats(0, 1e10),
        state=st.sampled_from(JobState),
        message=texts,
        hint=texts,
        starts=st.integers(0, 1000),
        limit_bytes_per_s=st.none() | st.integers(1, 2**40),
    )
)
def test_jobs_go_there_and_back(one: Job) -> None:
    assert _decoded(json.loads(json.dumps(_encoded(one)))) == one


def test_names_that_are_no_text_come_back_as_they_were(path: Path) -> None:
    strange = Job(
        job_id="1", direction=Direction.SEND, peer=Peer(address="h"), items=("/\udcff",), batch="b", added_unix_s=0.0
    )
    QueueMemory(path).save([strange])
    assert QueueMemory(path).load() == [strange]
