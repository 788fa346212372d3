"""The words of `ptp peers`: its options and the command that they mean."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

from app.cli.command_parser import CommandParser, command_parser
from app.cli.speaking import add_language, tr
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare

_SECONDS_RANGE = declare("seconds-range", "--seconds takes a number above 0 and up to {longest}.")

_DEFAULT_S = 3.0
_LONGEST_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeersCommand:
    """Listen to the local network for so many seconds, and list who announces itself."""

    seconds: float
    json: bool


def peers_parser() -> CommandParser:
    """For `peers`."""
    parser = command_parser(
        "ptp peers",
        usage=tr("ptp peers [options]"),
        description=tr("List the computers near here that receive, by what they say of themselves."),
    )
    parser.add_argument(
        "--seconds",
        metavar="N",
        type=float,
        default=_DEFAULT_S,
        help=tr("how long to listen (default: {0})").format(f"{_DEFAULT_S:g}"),
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line on standard output"))
    add_language(parser)
    return parser


def peers_command(parsed: argparse.Namespace) -> PeersCommand:
    """The command that the words mean. Raises SettingsError."""
    if not (math.isfinite(parsed.seconds) and 0 < parsed.seconds <= _LONGEST_S):
        raise SettingsError(_SECONDS_RANGE(longest=f"{_LONGEST_S:g}"))
    return PeersCommand(seconds=parsed.seconds, json=parsed.json)
