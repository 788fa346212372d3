"""What each command takes, in the person's language. No Qt and no engine: `--help` answers at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Never

from app.choices import ACCEPT, ON_CONFLICT, PAIRING, SPEED_LIMIT
from app.cli.check_log_options import (
    add_check_log_arguments,
    check_log_help,
)
from app.cli.columns import HelpFormatter
from app.cli.history_options import add_history_arguments
from app.cli.peers_options import add_peers_arguments
from app.cli.report_options import add_report_arguments, report_help
from app.cli.row_options import add_row
from app.cli.simulate_options import add_simulate_arguments, simulate_help
from app.cli.speaking import add_language, said, tr, translate
from app.cli.window_options import add_window_arguments, overview
from app.version import version
from ptp_core.condition import condition_help
from ptp_core.config import DEFAULT_PORT
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare
from ptp_core.transport_choices import TRANSPORT_ROWS

_WRONG = declare("wrong-command-line", "{reason}.")
_SEE_HELP = declare("see-help", "See {command} --help.")

CODE_VARIABLE = "PTP_CODE"


def parsers() -> dict[str, argparse.ArgumentParser]:
    """What each command takes, by the command's word, "" for the window: the man page and the shells' completions are
    made from these."""
    return {
        "": window_parser(),
        "send": send_parser(),
        "receive": receive_parser(),
        "peers": peers_parser(),
        "history": history_parser(),
        "check-log": check_log_parser(),
        "simulate": simulate_parser(),
        "report": report_parser(),
    }


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing its usage and leaving; speaks the person's language."""

    def error(self, message: str) -> Never:
        raise SettingsError(_WRONG(reason=message[:1].upper() + message[1:]), hint=_SEE_HELP(command=self.prog))


def _faults() -> str:
    return tr("faults of --condition, with commas between them:") + f"\n{condition_help(translate)}\n"


def _parser(prog: str, *, description: str, usage: str | None = None, epilog: str | None = None) -> _Parser:
    return _Parser(
        prog=prog,
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )


def window_parser() -> _Parser:
    """For no command."""
    parser = _parser(
        "ptp",
        description=tr("Sends files over PTP, a reliable, encrypted transport on UDP."),
        epilog=overview(),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"ptp {version() or tr('(not installed)')}",
        help=tr("show program's version number and exit"),
    )
    add_window_arguments(parser)
    return parser


def send_parser() -> _Parser:
    """For `send`."""
    parser = _parser(
        "ptp send",
        usage=tr(
            "ptp send [options] PATH [PATH...] HOST[:PORT] | ptp://HOST[:PORT]#CODE\n"
            "       ptp send [options] --text TEXT HOST[:PORT]"
        ),
        description=tr("Send files and folders, or a text, to a computer that receives; PATH - is standard input."),
        epilog=_faults(),
    )
    parser.add_argument(
        "items", metavar=tr("PATH or HOST"), nargs="*", default=[], help=tr("files and folders, and last where to")
    )
    parser.add_argument(
        "--text",
        metavar="TEXT",
        help=tr("send this text, to be read there and not saved; - is standard input, in UTF-8"),
    )
    parser.add_argument(
        "--retry-for",
        metavar="S",
        type=float,
        default=0.0,
        help=tr("when the connection is lost, try for so many seconds to go on (default: 0)"),
    )
    _add_common(
        parser, code_help=tr("the code phrase that the receiver shows; not needed where it knows this computer")
    )
    return parser


def receive_parser() -> _Parser:
    """For `receive`."""
    parser = _parser(
        "ptp receive",
        usage=tr("ptp receive [options]"),
        description=tr("Receive files."),
        epilog=_faults(),
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--dir", metavar="DIR", type=Path, default=Path(), help=tr("where to save (default: here)"))
    where.add_argument("--to", metavar="-", choices=["-"], help=tr("write one file to standard output instead"))
    parser.add_argument(
        "--listen",
        metavar="[HOST:]PORT",
        default=str(DEFAULT_PORT),
        help=tr(
            "default: {port}. Without HOST on all addresses of IPv4 and IPv6: --json tells the address :: for both, "
            "and 0.0.0.0 where this computer has only IPv4. An IPv6 HOST is written as [::1]"
        ).format(port=DEFAULT_PORT),
    )
    parser.add_argument(
        "--folder-per-peer", action="store_true", help=tr("save what each sends in a folder of its own")
    )
    parser.add_argument("--once", action="store_true", help=tr("end after the first transfer"))
    parser.add_argument("--no-announce", action="store_true", help=tr("do not tell the local network of this receiver"))
    parser.add_argument("--qr", action="store_true", help=tr("draw the link to send to as a QR code"))
    add_row(parser, ACCEPT)
    add_row(parser, ON_CONFLICT)
    add_row(parser, PAIRING)
    _add_common(
        parser, code_help=tr("use this code phrase instead of a random one; it dies with a peer's first wrong try")
    )
    return parser


def check_log_parser() -> _Parser:
    """For `check-log`."""
    parser = _parser(
        "ptp check-log",
        usage=tr("ptp check-log [options] SENDER.log [RECEIVER.log] | DIR"),
        description=tr("Mark segment logs by the textbook's rules, those of PTP or of your own program."),
        epilog=check_log_help(),
    )
    add_check_log_arguments(parser)
    add_language(parser)
    return parser


def peers_parser() -> _Parser:
    """For `peers`."""
    parser = _parser(
        "ptp peers",
        usage=tr("ptp peers [options]"),
        description=tr("List the computers near here that receive, by what they say of themselves."),
    )
    add_peers_arguments(parser)
    add_language(parser)
    return parser


def history_parser() -> _Parser:
    """For `history`."""
    parser = _parser(
        "ptp history",
        usage=tr("ptp history [options]"),
        description=tr("List what was sent and received, newest first."),
    )
    add_history_arguments(parser)
    add_language(parser)
    return parser


def report_parser() -> _Parser:
    """For `report`."""
    parser = _parser(
        "ptp report",
        usage=tr("ptp report RECORDING [-o FILE.html]"),
        description=tr(
            "Write a page about a recording: what limited it, its graphs, and the rules that were followed."
        ),
        epilog=report_help(),
    )
    add_report_arguments(parser)
    add_language(parser)
    return parser


def simulate_parser() -> _Parser:
    """For `simulate`."""
    parser = _parser(
        "ptp simulate",
        usage=tr("ptp simulate [options] [EXERCISE]"),
        description=tr("Run transfers over a link that is computed, on a clock that is too, and compare them."),
        epilog=f"{simulate_help()}\n{_faults()}",
    )
    add_simulate_arguments(parser)
    add_language(parser)
    return parser


def _add_common(parser: _Parser, *, code_help: str) -> None:
    code = parser.add_mutually_exclusive_group()
    code.add_argument(
        "--code",
        help=tr(
            "{help}. Beware: others on this computer can read it in the list of processes, and it stays in the shell's "
            "history; prefer --code-file, the variable {variable}, or the prompt"
        ).format(help=code_help, variable=CODE_VARIABLE),
    )
    code.add_argument(
        "--code-file", metavar="FILE", type=Path, help=tr("read the code phrase from the first line of FILE")
    )
    parser.add_argument(
        "--limit",
        metavar="RATE",
        help=tr("{help}; for example {example}").format(help=said(SPEED_LIMIT.words), example=SPEED_LIMIT.example),
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line on standard output"))
    add_language(parser)
    engine = parser.add_argument_group(tr("transport"))
    for row in TRANSPORT_ROWS:
        add_row(engine, row)
    engine.add_argument(
        "--condition",
        metavar="FAULTS",
        help=tr("faults put on what this side sends, explained below; for example drop=0.1,delay=20ms,seed=7"),
    )
    engine.add_argument("--log", metavar="FILE", type=Path, help=tr("write one line for each segment, and totals"))
    engine.add_argument("--qlog", metavar="DIR", type=Path, help=tr("write a qlog trace of each connection"))
    engine.add_argument(
        "--record",
        metavar=tr("FILE or DIR"),
        type=Path,
        help=tr("write a recording of each connection, which the window and ptp report open"),
    )
