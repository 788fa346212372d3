"""`ptp check-log`: marks segment logs by the assignment's rules. No engine, no Qt.

Exit status: 0 every rule was kept, 1 one was broken or a file is no log, 2 the command line is wrong.
"""

from __future__ import annotations

import json
import sys

from app.cli.check_log_options import CheckLogCommand
from app.cli.speaking import said, tr, translate
from app.exit_status import ExitStatus
from app.joining import listed
from ptp_core.record.marker.faults import Rule
from ptp_core.record.marker.folder import MarkedPair, mark_folder, write_table
from ptp_core.record.marker.marking import Marking, mark_files
from ptp_core.record.marker.values import TimeUnit


def run_check_log(command: CheckLogCommand) -> int:
    """Mark, print, and give the exit status. Raises SourceError and SettingsError."""
    if command.sender.is_dir():
        return _mark_folder(command)
    marking = mark_files(command.sender, command.receiver, command.given)
    if command.json:
        for fault in marking.faults:
            _print_json(event="fault", file=fault.log, line=fault.line, rule=fault.rule.value, message=said(fault.text))
        _print_json(event="summary", **_summary(marking))
    else:
        for fault in marking.faults:
            print(said(fault.sentence))
        print(_sentence(marking))
    return ExitStatus.DONE if marking.is_clean else ExitStatus.FAILED


def _mark_folder(command: CheckLogCommand) -> int:
    rows = mark_folder(command.sender, command.given)
    marked = [_row_to_json(row) for row in rows] if command.json else write_table(rows, sys.stdout, translate)
    return ExitStatus.DONE if all(row.verdict == "clean" for row in marked) else ExitStatus.FAILED


def _row_to_json(row: MarkedPair) -> MarkedPair:
    receiver = row.pair.receiver.name if row.pair.receiver else None
    facts = _summary(row.marking) if row.marking else {"verdict": row.verdict, "message": said(row.problem)}
    _print_json(event="marked", file=row.pair.sender.name, receiver=receiver, **facts)
    return row


def _summary(marking: Marking) -> dict[str, object]:
    return {
        "verdict": "clean" if marking.is_clean else "faults",
        "segments": marking.segments,
        "faults": {rule.value: number for rule, number in marking.counts().items()},
        "window_bytes": marking.values.window_bytes,
        "mss_bytes": marking.values.mss_bytes,
        "timeout_ms": marking.values.timeout_s * 1000,
        "recovery": marking.values.recovery.value,
        "time_unit": "s" if marking.time_unit is TimeUnit.SECONDS else "ms",
    }


def _sentence(marking: Marking) -> str:
    values = marking.values
    held = tr(
        "{logs}: {segments} segments, window {window} bytes, MSS {mss}, time-out {timeout} ms, recovery {recovery}, "
        "times in {unit}"
    ).format(
        logs=tr("{0} and {1}").format(*marking.names) if len(marking.names) > 1 else marking.names[0],
        segments=marking.segments,
        window=values.window_bytes,
        mss=values.mss_bytes,
        timeout=f"{values.timeout_s * 1000:g}",
        recovery=values.recovery.value,
        unit=tr("seconds") if marking.time_unit is TimeUnit.SECONDS else tr("milliseconds"),
    )
    if marking.is_clean:
        return tr("{0}: every rule was kept.").format(held)
    counts = marking.counts()
    broken = listed([f"{said(rule.words)} {counts[rule]}" for rule in Rule if rule in counts], translate)
    return translate("cli", "{0}: %n fault(s) ({1}).", n=len(marking.faults)).format(held, broken)


def _print_json(**facts: object) -> None:
    print(json.dumps(facts), flush=True)
