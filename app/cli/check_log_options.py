"""The words of `ptp check-log`: its help, its options and the command that they mean."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from app.cli.command_parser import CommandParser, command_parser
from app.cli.speaking import add_language, tr
from ptp_core.errors import SettingsError
from ptp_core.record.marker.values import GivenValues, MarkedRecovery, TimeUnit
from ptp_core.sentences import declare, phrase

_FOLDER_ALONE = declare("folder-alone", "A folder is marked by itself.")()
_TWO_OR_FOLDER = phrase("Name two logs, or one folder.")
_RANGE = declare("option-number", "{name} takes a number from 1 to 1000000000, not {value}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLogCommand:
    """Mark the log `sender` with, perhaps, that of the `receiver`; `sender` may be a folder of logs."""

    sender: Path
    receiver: Path | None
    given: GivenValues
    json: bool


def _help() -> str:
    """How logs are marked."""
    return tr(
        """\
A log has a line for each segment, `snd|rcv|drop  time  type  seq  bytes  ack`, its columns parted by any blanks, its
numbers absolute or relative. Lines that begin with # are notes; a log of PTP carries its values in them, for others
they are said by options. The totals at the end are held against the lines.

Times are seconds or milliseconds: as --time-unit or a note says; else whole numbers are milliseconds, times with six
digits behind the point are seconds; else the unit in which segments are sent again about a time-out later.

With the receiver's log too, its acknowledgements are marked, and whether the two logs agree. In selective-repeat only
the receiver's log shows which segment was acknowledged for itself; without it any unacknowledged segment may be sent
again once its own time-out has run out. A timer may ring up to half a time-out (at least 50 ms) late.

A folder gives one CSV on standard output, a row for each connection. NAME.sender.log belongs to NAME.receiver.log,
NAME-s.log to NAME-r.log, NAME_snd.log to NAME_rcv.log, sender.log to receiver.log; the suffix may be .txt; a file with
another name is a sender's log by itself.

Exit status: 0 every rule was kept, 1 one was broken or a file is no log, 2 the command line is wrong.
"""
    )


def check_log_parser() -> CommandParser:
    """For `check-log`."""
    parser = command_parser(
        "ptp check-log",
        usage=tr("ptp check-log [options] SENDER.log [RECEIVER.log] | DIR"),
        description=tr("Mark segment logs by the textbook's rules, those of PTP or of your own program."),
        epilog=_help(),
    )
    parser.add_argument("sender", metavar="SENDER.log", type=Path, help=tr("the sender's log, or a folder of logs"))
    parser.add_argument("receiver", metavar="RECEIVER.log", nargs="?", type=Path, help=tr("the receiver's log"))
    parser.add_argument("--window", metavar="N", type=int, help=tr("MWS, in bytes"))
    parser.add_argument("--mss", metavar="N", type=int, help=tr("MSS, in bytes"))
    parser.add_argument("--timeout-ms", metavar="N", type=float, help=tr("the time-out, in milliseconds"))
    parser.add_argument(
        "--recovery",
        choices=[recovery.value for recovery in MarkedRecovery],
        help=tr("what the sender does about loss (default: what the log says, else oldest)"),
    )
    parser.add_argument("--time-unit", choices=["s", "ms"], help=tr("what the time column counts"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line on standard output"))
    add_language(parser)
    return parser


def check_log_command(parsed: argparse.Namespace) -> CheckLogCommand:
    """The command that the words mean. Raises SettingsError."""
    for name, value in (("--window", parsed.window), ("--mss", parsed.mss), ("--timeout-ms", parsed.timeout_ms)):
        if value is not None and not 0 < value <= 1_000_000_000:
            raise SettingsError(_RANGE(name=name, value=str(value)))
    if parsed.receiver is not None and parsed.sender.is_dir():
        raise SettingsError(_FOLDER_ALONE, hint=_TWO_OR_FOLDER)
    units = {"s": TimeUnit.SECONDS, "ms": TimeUnit.MILLISECONDS}
    return CheckLogCommand(
        sender=parsed.sender,
        receiver=parsed.receiver,
        given=GivenValues(
            window_bytes=parsed.window,
            mss_bytes=parsed.mss,
            timeout_s=parsed.timeout_ms / 1000 if parsed.timeout_ms is not None else None,
            recovery=MarkedRecovery(parsed.recovery) if parsed.recovery else None,
            time_unit=units[parsed.time_unit] if parsed.time_unit else None,
        ),
        json=parsed.json,
    )
