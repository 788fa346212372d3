"""The queue over pretend runs: what reaches them, what is told of them, and what another life finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.driving.driver import RETRY_FOR_S
from ptp_core.errors import SettingsError, SourceError
from ptp_core.network.addresses import PeerAddress
from ptp_core.queue.job import JobState
from ptp_core.record.model.recording import About, Recording
from ptp_core.transfer.report import DECLINED
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.text import TextSource
from tests.unit.driving.lives import BLUE, OPTIONS, RED, Life

S = TransferState


def test_news_that_come_late_of_a_transfer_that_was_put_away_make_no_other_of_it(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.FAILED, message="It broke.")
    # Another thread is about to tell of these.
    late = life.queue._dispatcher.jobs()
    life.queue.remove(number)
    life.queue._show(late)
    assert {snapshot.transfer_id for snapshot in life.watcher.snapshots} == {number}


def test_a_runs_recording_is_still_there_when_it_has_ended(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    assert life.queue.recording(number) is None
    life.queue.start()
    run = life.runs[0]
    run.recording = Recording(About(connection="c"))
    assert life.queue.recording(number) is run.recording
    run.tell(S.DONE)
    assert life.queue.recording(number) is run.recording
    assert life.queue.recording(number + 1000) is None


def test_one_transfer_for_each_recipient_and_they_take_turns(life: Life, one: Path) -> None:
    first, second = life.queue.add([one], [RED, BLUE], code="4 Guitar Orbit")
    assert [life.state(first), life.state(second)] == [S.CONNECTING, S.QUEUED]
    assert life.orders == [(first, second)]
    (run,) = life.runs
    assert (run.sources, run.address, run.given["code"]) == ((one,), RED, "4-guitar-orbit")
    assert (run.given["limit"], run.given["options"]) == (life.limit, OPTIONS)
    run.tell(S.DONE)
    assert [each.address for each in life.runs] == [RED, BLUE]
    assert life.runs[0].given["transfer_key"] != life.runs[1].given["transfer_key"]
    assert [life.state(first), life.state(second)] == [S.DONE, S.CONNECTING]


def test_pause_and_resume_are_two_runs_of_one_transfer_to_the_same_computer(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED], code="4-guitar-orbit")
    run = life.runs[0]
    assert not run.given["retry_first"]
    run.tell(S.WAITING, peer_fingerprint=b"f" * 32, peer_name="red-laptop")
    life.queue.pause(number)
    assert run.calls == ["start", "pause"]
    assert life.state(number) is S.WAITING
    run.tell(S.PAUSED, bytes_acknowledged=610)
    life.queue.resume(number)
    again = life.runs[1]
    assert again.given["number"] == run.given["number"] == number
    assert again.given["transfer_key"] == run.given["transfer_key"]
    assert (again.given["peer_fingerprint"], again.given["code"]) == (b"f" * 32, None)
    assert (again.given["retry_first"], again.given["retry_for_s"]) == (True, RETRY_FOR_S)


def test_what_waits_can_be_paused_moved_limited_and_cancelled(life: Life, one: Path) -> None:
    first, second, third = life.queue.add([one], [RED, BLUE, RED])
    life.queue.move(third, -1)
    assert life.orders[-1] == (first, third, second)
    life.queue.pause(second)
    assert life.state(second) is S.PAUSED
    life.queue.resume(second)
    assert life.state(second) is S.QUEUED
    life.queue.set_limit(third, 625_000)
    assert life.newest(third).limit_bytes_per_s == 625_000
    life.queue.set_limit(first, 1000)
    assert life.runs[0].calls[-1] == "limit 1000"
    life.queue.cancel(second)
    assert life.state(second) is S.CANCELLED
    life.queue.cancel(first)
    life.runs[0].tell(S.CANCELLED)
    assert life.runs[1].given["limit_bytes_per_s"] == 625_000
    job = life.queue.job(first)
    assert job is not None
    assert job.state is JobState.CANCELLED
    life.queue.remove(first)
    assert life.queue.job(first) is None
    life.queue.set_at_once(2)
    life.queue.retry(second)
    assert life.state(second) is S.CONNECTING


@pytest.mark.parametrize("state", [S.FAILED, S.DECLINED, S.CANCELLED])
def test_what_did_not_work_can_be_tried_again_with_a_code(life: Life, one: Path, state: TransferState) -> None:
    (number,) = life.queue.add([one], [RED], code="1-wrong-code")
    life.runs[0].tell(state, message="It did not work.", hint="Try again.")
    job = life.queue.job(number)
    assert job is not None
    assert (job.state, job.message, job.hint) == (JobState.FAILED, "It did not work.", "Try again.")
    assert life.newest(number) is life.runs[0].snapshot
    life.queue.retry(number, "2-right-code")
    assert life.runs[1].given["code"] == "2-right-code"


def test_what_cannot_be_sent_is_told_and_not_queued(life: Life, one: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        life.queue.add([tmp_path / "nothing"], [RED])
    with pytest.raises(SettingsError):
        life.queue.add([one], [RED], code="-")
    (number,) = life.queue.add([one], [RED, BLUE])[1:]
    life.queue.pause(number)
    job = life.queue.job(number)
    assert job is not None
    one.unlink()
    assert life.orders[-1][-1] == number


def test_a_closed_program_goes_on_with_everything_at_its_next_start(tmp_path: Path, one: Path) -> None:
    first_life = Life(tmp_path / "queue.json")
    numbers = first_life.queue.add([one], [RED, BLUE, PeerAddress("green", 1)])
    first_life.runs[0].tell(S.WAITING, peer_fingerprint=b"f" * 32, peer_name="red-laptop")
    first_life.queue.pause(numbers[2])
    first_life.queue.close()
    assert first_life.runs[0].calls[-1] == "close"
    assert len(first_life.runs) == 1
    second = Life(tmp_path / "queue.json")
    assert second.runs == []
    second.queue.start()
    (run,) = second.runs
    assert run.address == RED
    assert run.given["transfer_key"] == first_life.runs[0].given["transfer_key"]
    assert run.given["peer_fingerprint"] == b"f" * 32
    waiting, paused = second.orders[-1][1:]
    assert (second.state(waiting), second.newest(waiting).name) == (S.QUEUED, "one.txt")
    assert second.state(paused) is S.PAUSED
    second.queue.close()


def test_a_paused_transfer_knows_after_a_restart_how_far_it_was(tmp_path: Path, one: Path) -> None:
    first_life = Life(tmp_path / "queue.json")
    (number,) = first_life.queue.add([one], [RED])
    first_life.queue.pause(number)
    first_life.runs[0].tell(S.PAUSED, bytes_acknowledged=610)
    first_life.queue.close()
    second = Life(tmp_path / "queue.json")
    second.queue.start()
    newest = second.newest(second.orders[-1][0])
    assert (newest.state, newest.bytes_acknowledged, newest.bytes_total) == (S.PAUSED, 610, 1000)
    second.queue.close()


def test_a_refusal_is_still_one_after_a_restart(tmp_path: Path, one: Path) -> None:
    first_life = Life(tmp_path / "queue.json")
    first_life.queue.add([one], [RED])
    first_life.runs[0].tell(S.DECLINED, message=DECLINED(peer="red-laptop"))
    first_life.queue.close()
    second = Life(tmp_path / "queue.json")
    second.queue.start()
    newest = second.newest(second.orders[-1][0])
    assert (newest.state, newest.message) == (S.DECLINED, "red-laptop declined.")
    second.queue.close()


def test_the_other_sides_pause_is_a_pause(life: Life, one: Path) -> None:
    (number,) = life.queue.add([one], [RED])
    life.runs[0].tell(S.PAUSED, message="red-laptop paused it.")
    job = life.queue.job(number)
    assert job is not None
    assert job.state is JobState.PAUSED
    assert life.newest(number).message == "red-laptop paused it."


def test_a_text_goes_on_after_a_restart_and_is_forgotten_when_it_is_across(life: Life) -> None:
    _running, waiting = life.queue.add_text("a secret", [RED, BLUE])
    shown = life.newest(waiting)
    assert shown.text is not None
    assert (shown.text.content, shown.sources) == ("a secret", ())
    life.queue.close()
    assert "a secret" in life.path.read_text()
    other = Life(life.path)
    other.queue.start()
    for number in range(2):
        assert other.runs[number].sources == (TextSource("a secret"),)
        assert "a secret" in life.path.read_text()
        other.runs[number].tell(S.DONE)
    assert "a secret" not in life.path.read_text()
    other.queue.close()


def test_no_more_text_waits_than_the_memory_holds(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.queue.transfer_queue.MOST_TEXT", 20)
    life.queue.add_text("0123456789", [RED])
    with pytest.raises(SettingsError):
        life.queue.add_text("0123456789", [RED, BLUE])
    with pytest.raises(SourceError):
        life.queue.add_text("", [RED])
