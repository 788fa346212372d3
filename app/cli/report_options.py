"""The words of `ptp report`: its options and the command that they mean."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from app.cli.command_parser import CommandParser, command_parser
from app.cli.speaking import add_language, tr
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare, phrase

_SAME_FILE = declare("report-over-recording", "The page would take the place of the recording.")()
_ANOTHER_FILE = phrase("Name another file with -o.")

_SUFFIX = ".html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCommand:
    """Write a page about the recording in `recording` to `output`."""

    recording: Path
    output: Path


def _help() -> str:
    """What the page contains."""
    return tr(
        """\
The page contains its graphs and everything else, and can be mailed. Of a connection whose other side's qlog lies beside
the file, with the same name but for -client and -server, both sides are in it.
"""
    )


def report_parser() -> CommandParser:
    """For `report`."""
    parser = command_parser(
        "ptp report",
        usage=tr("ptp report RECORDING [-o FILE.html]"),
        description=tr(
            "Write a page about a recording: what limited it, its graphs, and the rules that were followed."
        ),
        epilog=_help(),
    )
    parser.add_argument(
        "recording", metavar="RECORDING", type=Path, help=tr("a recording (*.ptprec) or a qlog (*.sqlog)")
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE.html", type=Path, help=tr("where to write it (default: beside the recording)")
    )
    add_language(parser)
    return parser


def report_command(parsed: argparse.Namespace) -> ReportCommand:
    """The command that the words mean. Raises SettingsError."""
    output: Path = parsed.output or parsed.recording.with_suffix(_SUFFIX)
    if output == parsed.recording:
        raise SettingsError(_SAME_FILE, hint=_ANOTHER_FILE)
    return ReportCommand(recording=parsed.recording, output=output)
