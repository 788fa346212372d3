"""The words of `ptp history`: its options and the command that they mean."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from app.cli.command_parser import CommandParser, command_parser
from app.cli.speaking import add_language, tr
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare

_LIMIT_RANGE = declare("limit-range", "--limit takes a number from 1 to {most}.")
_CLEARS_ALL = declare("clears-all", "--clear forgets all and does not go with --search.")()

_DEFAULT_LIMIT = 100
_LARGEST_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCommand:
    """List the newest `limit` transfers in which `search` is found; or, with `clear`, forget all."""

    search: str
    limit: int
    clear: bool
    json: bool


def history_parser() -> CommandParser:
    """For `history`."""
    parser = command_parser(
        "ptp history",
        usage=tr("ptp history [options]"),
        description=tr("List what was sent and received, newest first."),
    )
    parser.add_argument(
        "--search",
        metavar="TEXT",
        default="",
        help=tr("only those with TEXT in a name, the peer, its address or folder"),
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=int,
        default=_DEFAULT_LIMIT,
        help=tr("how many at most (default: {0})").format(_DEFAULT_LIMIT),
    )
    parser.add_argument("--clear", action="store_true", help=tr("forget all of it"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line on standard output"))
    add_language(parser)
    return parser


def history_command(parsed: argparse.Namespace) -> HistoryCommand:
    """The command that the words mean. Raises SettingsError."""
    if not 0 < parsed.limit <= _LARGEST_LIMIT:
        raise SettingsError(_LIMIT_RANGE(most=str(_LARGEST_LIMIT)))
    if parsed.clear and parsed.search:
        raise SettingsError(_CLEARS_ALL)
    return HistoryCommand(search=parsed.search, limit=parsed.limit, clear=parsed.clear, json=parsed.json)
