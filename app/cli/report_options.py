"""The words of `ptp report`: its options and the command that they mean."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from ptp_core.errors import SettingsError

REPORT_HELP = """\
The page contains its graphs and everything else, and can be mailed. Of a connection whose other side's qlog lies beside
the file, with the same name but for -client and -server, both sides are in it.
"""
_SUFFIX = ".html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCommand:
    """Write a page about the recording in `recording` to `output`."""

    recording: Path
    output: Path


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("recording", metavar="RECORDING", type=Path, help="a recording (*.ptprec) or a qlog (*.sqlog)")
    parser.add_argument(
        "-o", "--output", metavar="FILE.html", type=Path, help="where to write it (default: beside the recording)"
    )


def report_command(parsed: argparse.Namespace) -> ReportCommand:
    """The command that the words mean. Raises SettingsError."""
    output: Path = parsed.output or parsed.recording.with_suffix(_SUFFIX)
    if output == parsed.recording:
        raise SettingsError("The page would take the place of the recording.", hint="Name another file with -o.")
    return ReportCommand(recording=parsed.recording, output=output)
