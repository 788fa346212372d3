"""`ptp simulate`: runs scenarios on a virtual clock and prints what came out, as a table or as JSON. No Qt, no socket.

Exit status: 0 it was run, whatever came of it, 1 a file is no exercise or no log, 2 the command line is wrong.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace

from app.cli.columns import columns_of, padded
from app.cli.simulate_options import SimulateCommand
from app.cli.speaking import language, said, tr, translate
from app.exercises import find_exercise
from app.exit_status import ExitStatus
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.declared import SECONDS
from ptp_core.errors import SettingsError
from ptp_core.laboratory.comparison import COLUMNS, Result
from ptp_core.laboratory.contenders import Contender
from ptp_core.laboratory.exercise import Exercise, in_language
from ptp_core.laboratory.from_log import scenario_from_log
from ptp_core.laboratory.links import link_named
from ptp_core.laboratory.running import Outcome, run_scenario
from ptp_core.laboratory.scenario import Scenario
from ptp_core.laboratory.writing import write_logs, write_recordings
from ptp_core.record.marker.log_reading import read_log
from ptp_core.record.side import Side
from ptp_core.sentences import declare, phrase
from ptp_core.simulation.intervention import Action, Intervention

_UNCLEAR_TAMPERING = declare("tamper-not-understood", "--tamper {text} is not understood.")
_TAMPERING_EXAMPLE = phrase("For example drop:12 or delay=100ms:7:receiver.")



def run_simulate(command: SimulateCommand) -> int:
    """Run, print, and give the exit status. Raises SettingsError, SourceError and DestinationError."""
    exercise = None if command.exercise is None else find_exercise(command.exercise)
    scenario = _scenario(command) if exercise is None else exercise.scenario
    for text in command.tampering:
        for flow in range(len(scenario.contenders)):
            scenario = scenario.changed(_intervention(text, flow))
    began_s = time.perf_counter()
    outcome = run_scenario(scenario)
    computed_s = time.perf_counter() - began_s
    if command.recording_directory is not None:
        write_recordings(outcome, command.recording_directory)
    if command.log_directory is not None:
        write_logs(outcome, command.log_directory)
    if command.json:
        _print_json(outcome, exercise, computed_s)
    else:
        _print(outcome, exercise, computed_s)
    return ExitStatus.DONE


def _scenario(command: SimulateCommand) -> Scenario:
    if command.like is not None:
        back = command.link.back if command.link is not None else ConditionerSettings()
        scenario = scenario_from_log(read_log(command.like), back=back)
        return replace(scenario, contenders=command.contenders or scenario.contenders, shared=command.shared)
    return Scenario(
        size_bytes=command.size_bytes,
        link=command.link or link_named("perfect"),
        contenders=command.contenders or (Contender(name="default"),),
        shared=command.shared,
        seed=1 if command.seed is None else command.seed,
    )


def _intervention(text: str, flow: int) -> Intervention:
    what, _, rest = text.partition(":")
    packet, _, side = rest.partition(":")
    name, _, delay = what.partition("=")
    try:
        action = Action(name)
        packet_number = int(packet)
        from_sender = Side(side or Side.SENDER.value) is Side.SENDER
    except ValueError:
        raise _not_understood(text) from None
    if (action is Action.DELAY) != bool(delay):
        raise _not_understood(text)
    delay_row = next(row for row in FAULTS if row.name == "delay" and row.unit is SECONDS)
    delay_s = delay_row.parse(delay, "--tamper") if delay else 0.0
    return Intervention(flow=flow, from_sender=from_sender, packet_number=packet_number, action=action, delay_s=delay_s)


def _not_understood(text: str) -> SettingsError:
    return SettingsError(_UNCLEAR_TAMPERING(text=text), hint=_TAMPERING_EXAMPLE)


def _print(outcome: Outcome, exercise: Exercise | None, computed_s: float) -> None:
    if exercise is not None:
        print(f"{in_language(exercise.title, language())}\n\n{in_language(exercise.question, language())}\n")
    for line in table_lines([lane.result for lane in outcome.lanes]):
        print(line)
    for lane in outcome.lanes:
        if lane.result.problem:
            print(tr("{0}: {1}").format(lane.result.name, said(lane.result.problem)))
    if outcome.fairness is not None:
        print(tr("Fairness of those who share the link (Jain): {0}").format(f"{outcome.fairness:.3f}"))
    for change in outcome.unused:
        name = outcome.scenario.contenders[change.flow].name
        print(tr("{0}: packet {1} was never sent.").format(name, change.packet_number))
    if exercise is not None:
        print(f"\n{in_language(exercise.explanation, language())}")
    print("\n" + tr("Computed in {0} s.").format(f"{computed_s:.2f}"))


def table_lines(results: Sequence[Result]) -> list[str]:
    """The table, a column for each of COLUMNS, numbers to the right."""
    rows = [["", *(translate("declared", column.title) for column in COLUMNS)]]
    rows += [[result.name, *(said(column.text(result)) for column in COLUMNS)] for result in results]
    widths = [max(columns_of(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(_aligned(row, widths)) for row in rows]


def _aligned(row: list[str], widths: list[int]) -> list[str]:
    numbers = zip(row[1:], widths[1:], strict=True)
    return [padded(row[0], widths[0]), *(padded(text, width, to_right=True) for text, width in numbers)]


def _print_json(outcome: Outcome, exercise: Exercise | None, computed_s: float) -> None:
    if exercise is not None:
        texts = {"title": exercise.title, "question": exercise.question, "explanation": exercise.explanation}
        _say(event="exercise", **{name: in_language(text, language()) for name, text in texts.items()})
    for lane in outcome.lanes:
        numbers = {column.name: column.value(lane.result) for column in COLUMNS}
        facts = {"bytes": lane.result.size_bytes, "received_bytes": lane.result.received_bytes}
        _say(event="result", settings=lane.result.name, **facts, **numbers, problem=said(lane.result.problem))
    names = [contender.name for contender in outcome.scenario.contenders]
    unused = [{"settings": names[each.flow], "packet": each.packet_number} for each in outcome.unused]
    _say(event="done", fairness=outcome.fairness, unused=unused, computed_s=round(computed_s, 3))


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)
