"""The laboratory's bench through its widgets: run, compare, cancel, tamper, and close in the middle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.laboratory.bench import Bench
from app.main_window import Page
from ptp_core.errors import PtpError
from ptp_core.laboratory.futures import parting
from ptp_core.laboratory.links import LINK_PRESETS, link_named
from ptp_core.record.model.moments import timer_at
from ptp_core.record.side import Side
from ptp_core.simulation.intervention import Action
from ptp_core.transport.event_kinds import EventKind
from tests.gui.desk import Desk
from tests.gui.laboratory.runs import ENDLESS, SMALL, finish, laboratory_threads, run


def test_what_is_set_up_runs_and_is_compared(bench: Bench, qtbot: QtBot) -> None:
    outcome = run(bench, qtbot)
    assert [lane.contender.name for lane in outcome.lanes] == ["Go-Back-N", "CUBIC"]
    results = bench.results
    assert results.isVisible()
    text = results.table.text()
    for lane in outcome.lanes:
        assert f"{lane.result.seconds:.3f} s" in text
    for at, lane in enumerate(outcome.lanes):
        times, values = results.comparison.plot.curve_points(at)
        assert len(times) > 2
        assert max(values) == np.nanmax(lane.recording.samples(Side.SENDER).values("bytes_acknowledged"))
    assert "Go-Back-N" in results.comparison.plot.legend.text()
    results.table.selectRow(1)
    assert results.viewing.recording is outcome.lanes[1].recording


def test_the_same_settings_give_the_same_events(bench: Bench, qtbot: QtBot) -> None:
    first = run(bench, qtbot)
    second = run(bench, qtbot)
    assert first is not second
    for one, other in zip(first.lanes, second.lanes, strict=True):
        assert parting(one.recording, other.recording) is None


def test_the_form_says_what_is_run(bench: Bench, qtbot: QtBot) -> None:
    form = bench.form
    form.show_scenario(SMALL)
    form.size_field.show(12_345)
    form.seed_field.show(9)
    names = [preset.name for preset in LINK_PRESETS]
    form.link.presets.setCurrentIndex(names.index("satellite"))
    form.link.presets.activated.emit(names.index("satellite"))
    form.link.there.fields["delay_s"].show(0.1)
    form.add_button.click()
    form.editors[0].remove_button.click()
    form.shared.click()
    scenario = form.scenario()
    assert (scenario.size_bytes, scenario.seed, scenario.shared) == (12_345, 9, True)
    assert scenario.link.there.delay_s == 0.1
    assert scenario.link.there.drop == link_named("satellite").there.drop
    assert scenario.link.back == link_named("satellite").back
    assert scenario.contenders[0].name == "CUBIC"
    assert len(scenario.contenders) == 2


def test_an_impossible_setting_is_explained_and_does_not_run(bench: Bench, qtbot: QtBot) -> None:
    bench.form.show_scenario(SMALL)
    bench.form.editors[0].fields["window_bytes"].show(501)
    assert bench.form.problem.isVisible()
    assert "multiple" in bench.form.problem.text()
    bench.run()
    assert not bench.runner.is_running


def test_a_file_gives_its_size(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "some.bin"
    path.write_bytes(bytes(4321))
    bench.form.take_file(path)
    assert bench.form.scenario().size_bytes == 4321
    assert bench.form.file_name.isVisible()


def test_a_run_is_cancelled_in_the_middle(bench: Bench, qtbot: QtBot) -> None:
    problems: list[PtpError] = []
    bench.problem.connect(problems.append)
    bench.form.show_scenario(ENDLESS)
    bench.run_button.click()
    qtbot.waitUntil(lambda: bench.progress.value() > 0, timeout=20_000)
    assert bench.cancel_button.isVisible()
    assert not bench.run_button.isEnabled()
    bench.cancel_button.click()
    qtbot.waitUntil(lambda: not bench.runner.is_running, timeout=5000)
    assert bench.run_button.isEnabled()
    assert not bench.cancel_button.isVisible()
    assert bench.outcome() is None
    assert not problems
    assert not laboratory_threads()


def test_closing_in_the_middle_of_a_run_leaves_no_thread(bench: Bench, qtbot: QtBot) -> None:
    bench.form.show_scenario(ENDLESS)
    bench.run_button.click()
    qtbot.waitUntil(lambda: bool(laboratory_threads()), timeout=5000)
    bench.close_all()
    assert not laboratory_threads()
    bench.run()
    assert not bench.runner.is_running


def test_the_same_runs_for_real(bench: Bench, qtbot: QtBot) -> None:
    bench.form.show_scenario(replace(SMALL, contenders=SMALL.contenders[:1], link=link_named("perfect")))
    bench.real_button.click()
    outcome = finish(bench, qtbot)
    lane = outcome.lanes[0]
    assert lane.result.seconds is not None, lane.result.problem
    assert lane.result.received_bytes == SMALL.size_bytes
    assert lane.recording.ended
    assert set(lane.recording.sides) == set(Side)
    sent = list(lane.recording.list_events(kinds=(EventKind.SENT,), side=Side.SENDER))
    assert sum(event.stop - event.start for event in sent) == SMALL.size_bytes
    assert bench.results.viewing.recording is lane.recording
    bench.results.viewing.go_to(sent[3])
    assert not bench.results.tampering.buttons[Action.DROP].isEnabled()


def test_the_link_of_a_run_for_real_is_changed_while_it_runs(bench: Bench, qtbot: QtBot) -> None:
    bench.form.show_scenario(replace(SMALL, contenders=SMALL.contenders[:1], link=link_named("nothing-arrives")))
    bench.real_button.click()
    qtbot.waitUntil(lambda: len(laboratory_threads()) > 1, timeout=5000)
    presets = bench.form.link.presets
    presets.setCurrentIndex(presets.findData("perfect"))
    presets.activated.emit(presets.currentIndex())
    # Over the first link it would never end.
    assert finish(bench, qtbot).lanes[0].result.received_bytes == SMALL.size_bytes


def test_a_run_for_real_is_cancelled(bench: Bench, qtbot: QtBot) -> None:
    bench.form.show_scenario(replace(SMALL, link=link_named("nothing-arrives")))
    bench.real_button.click()
    qtbot.waitUntil(lambda: bool(laboratory_threads()), timeout=5000)
    bench.cancel_button.click()
    qtbot.waitUntil(lambda: not bench.runner.is_running, timeout=5000)
    assert bench.outcome() is None
    assert not laboratory_threads()


def test_a_time_out_happens_by_a_few_clicks(bench: Bench, qtbot: QtBot) -> None:
    """The slide: classroom, one segment clicked away, the timer seen running out, the oldest segment seen again."""
    bench.welcome.time_out_button.click()
    before = finish(bench, qtbot)
    results = bench.results
    diagram = results.inside.space_time
    assert diagram.isVisible()
    shown = diagram.shown_arrows()
    assert shown is not None
    arrow = [each for each in shown if each.stop > each.start][4]
    line = diagram.ends(arrow)
    QTest.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=((line.p1() + line.p2()) / 2).toPoint())
    assert results.tampering.segment() == arrow.segment
    recording = results.viewing.recording
    assert recording is not None
    assert f"bytes from {arrow.start - recording.origin(Side.SENDER)}" in results.tampering.words.text()
    results.tampering.buttons[Action.DROP].click()
    after = finish(bench, qtbot)
    assert after is not before
    recording = after.lanes[0].recording
    assert results.viewing.recording is recording
    expired = next(recording.list_events(kinds=(EventKind.TIMER_EXPIRED,), side=Side.SENDER))
    again = next(recording.list_events(kinds=(EventKind.SENT_AGAIN_TIMEOUT,), side=Side.SENDER))
    assert again.start == arrow.start
    assert "RULE R6.4" in results.tampering.words.text()
    # The moment stands at the loss, the timer runs; played on, it runs out.
    assert results.viewing.time_s < expired.time_s
    assert timer_at(recording, results.viewing.time_s).left_s
    dial_before = results.tampering.dial.description()
    results.tampering.watch_button.click()
    player = results.viewing.player
    assert player is not None
    assert player.is_playing
    player.seek(expired.time_s)
    player.pause()
    results.viewing.moved()
    assert results.tampering.dial.description() != dial_before
    retransmission = next(each for each in diagram.shown_arrows() or [] if each.cause == "timeout")
    assert retransmission.start == arrow.start


@pytest.mark.parametrize("action", [Action.DROP, Action.DELAY])
def test_a_change_changes_what_follows_and_nothing_before(bench: Bench, qtbot: QtBot, action: Action) -> None:
    before = run(bench, qtbot)
    results = bench.results
    recording = before.lanes[0].recording
    event = list(recording.list_events(kinds=(EventKind.SENT,), side=Side.SENDER))[6]
    results.viewing.go_to(event)
    results.tampering.delay.setValue(500)
    results.tampering.buttons[action].click()
    after = finish(bench, qtbot)
    parted = parting(recording, after.lanes[0].recording)
    assert parted is not None
    assert parted.time_s >= event.time_s
    assert parting(before.lanes[1].recording, after.lanes[1].recording) is None
    # Both futures are there, and the other one is a click away; only this one can be changed.
    assert [run.is_past for run in results.runs()] == [False, False, True]
    results.tampering.switch_button.click()
    assert results.viewing.recording is recording
    assert not results.tampering.buttons[action].isEnabled()
    results.tampering.switch_button.click()
    assert results.viewing.recording is after.lanes[0].recording


def test_a_change_is_taken_back(bench: Bench, qtbot: QtBot) -> None:
    before = run(bench, qtbot)
    results = bench.results
    event = list(before.lanes[0].recording.list_events(kinds=(EventKind.SENT,), side=Side.SENDER))[6]
    results.viewing.go_to(event)
    results.tampering.buttons[Action.DROP].click()
    finish(bench, qtbot)
    assert results.tampering.changes.count() == 1
    results.tampering.undo_button.click()
    again = finish(bench, qtbot)
    assert not again.scenario.interventions
    assert not results.tampering.changes.isVisible()
    assert parting(before.lanes[0].recording, again.lanes[0].recording) is None


def test_the_window_runs_it_by_a_key_and_closes_in_the_middle(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    desk.window.show_page(Page.LABORATORY)
    bench = desk.window.laboratory.bench
    assert not desk.window.transfers.isVisible()
    bench.form.show_scenario(ENDLESS)
    QTest.keyClick(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.runner.is_running
    desk.end()
    assert not laboratory_threads()
