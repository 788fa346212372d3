"""Runs of the Laboratory's bench for tests: what is run, and how its end is waited for."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from app.laboratory.bench import Bench
from ptp_core.laboratory.contenders import CONTENDERS, Contender
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.running import Outcome
from ptp_core.laboratory.scenario import Scenario

SMALL = Scenario(
    size_bytes=10_000,
    link=link_named("office-wifi"),
    contenders=(
        Contender(name="Go-Back-N", choices=CONTENDERS["go-back-n"]),
        Contender(name="CUBIC", choices=CONTENDERS["cubic"]),
    ),
)
ENDLESS = Scenario(
    size_bytes=400_000_000, link=link_named("perfect"), contenders=(Contender(name="one"), Contender(name="two"))
)


def finish(bench: Bench, qtbot: QtBot) -> Outcome:
    """What came of the run that goes on."""
    qtbot.waitUntil(lambda: not bench.runner.is_running, timeout=20_000)
    outcome = bench.outcome()
    assert outcome is not None
    return outcome


def run(bench: Bench, qtbot: QtBot, scenario: Scenario = SMALL) -> Outcome:
    """What came of a run of this."""
    bench.form.show_scenario(scenario)
    bench.run_button.click()
    return finish(bench, qtbot)


def laboratory_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("ptp-laboratory")]
