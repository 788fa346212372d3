"""R8: the parent watches, the child blocks, and the end is bounded whatever the child does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ptp_core.errors import PeerTimeout
from ptp_core.transfer.conversation import supervision
from ptp_core.transfer.conversation.supervision import StopReason, Supervision, time_limit


class Scene:
    """A supervision whose child runs `work` and whose `end_work` releases it."""

    def __init__(self, work: Callable[[Scene], None], *, ends: bool = True) -> None:
        self.released = threading.Event()
        self.begun = threading.Event()
        self.events: list[str] = []
        self._ends = ends
        self.supervision = Supervision(
            "ptp-test",
            work=lambda: self._work(work),
            tick=lambda: self.events.append("tick"),
            end_work=self._end_work,
            finished=lambda: self.events.append("finished"),
        )

    def _work(self, work: Callable[[Scene], None]) -> None:
        self.begun.set()
        work(self)

    def _end_work(self, reason: StopReason) -> None:
        self.events.append(reason.value)
        if self._ends:
            self.released.set()

    def run(self) -> Scene:
        self.supervision.start()
        assert self.begun.wait(2)
        return self


def block(scene: Scene) -> None:
    if not scene.released.wait(5):
        raise AssertionError("nobody ended it")


def test_r8_the_flag_ends_the_child_through_what_it_blocks_on() -> None:
    scene = Scene(block).run()
    scene.supervision.stop(StopReason.CANCELLED)
    scene.supervision.stop(StopReason.CLOSING)
    assert scene.supervision.join(1)
    assert scene.supervision.reason is StopReason.CANCELLED
    assert scene.events[-1] == "finished"
    assert "cancelled" in scene.events
    assert "closing" not in scene.events
    assert scene.supervision.error is None


def test_what_is_short_is_looked_at_often() -> None:
    scene = Scene(block).run()
    scene.supervision.look_often()
    began = time.monotonic()
    while scene.events.count("tick") < 20 and time.monotonic() < began + 1.9:
        time.sleep(0.01)
    assert scene.events.count("tick") >= 20, "a tenth of a second each would give no more"
    scene.supervision.stop(StopReason.CANCELLED)
    assert scene.supervision.join(1)


def test_r8_a_child_that_cannot_be_ended_is_left_after_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "CHILD_JOIN_S", 0.2)
    scene = Scene(block, ends=False).run()
    began = time.monotonic()
    scene.supervision.stop(StopReason.CLOSING)
    assert scene.supervision.join(1)
    assert time.monotonic() - began < 1
    assert scene.events[-1] == "finished"
    scene.released.set()


def test_r8_a_child_that_sees_the_flag_first_leaves_the_peer_told_all_the_same() -> None:
    def watch_flag(scene: Scene) -> None:
        assert scene.supervision.stopping.wait(2)
        raise RuntimeError("stopped by myself")

    scene = Scene(watch_flag).run()
    scene.supervision.stop(StopReason.CANCELLED)
    assert scene.supervision.join(1)
    assert "cancelled" in scene.events
    assert isinstance(scene.supervision.error, RuntimeError)


def test_the_parent_looks_ten_times_a_second_also_when_nothing_happens() -> None:
    scene = Scene(block).run()
    deadline = time.monotonic() + 2
    while scene.events.count("tick") < 3:
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)
    scene.supervision.stop(StopReason.CANCELLED)
    assert scene.supervision.join(1)


def test_a_time_limit_ends_what_blocks_and_names_the_error() -> None:
    late = PeerTimeout("too late")

    def limited(scene: Scene) -> None:
        with time_limit(scene.supervision, 0.05, scene.released.set, late):
            assert scene.released.wait(2)
            raise RuntimeError("the blocking call was ended")

    scene = Scene(limited).run()
    assert scene.supervision.join(2)
    assert scene.supervision.error is late


def test_a_time_limit_that_was_kept_changes_nothing() -> None:
    def quick(scene: Scene) -> None:
        with time_limit(scene.supervision, 0.15, scene.released.set):
            pass
        assert not scene.released.wait(0.4)

    scene = Scene(quick).run()
    assert scene.supervision.join(2)
    assert scene.supervision.error is None


def test_joining_before_the_start_or_twice_is_harmless() -> None:
    scene = Scene(lambda scene: None)
    assert scene.supervision.join(0.1)
    scene.run()
    assert scene.supervision.join(1)
    assert scene.supervision.join(1)
