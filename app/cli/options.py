"""The command line's words as frozen values. No Qt and no engine: `--help` answers at once.

A command line that is wrong raises SettingsError or AddressError, in one plain sentence; the caller makes that exit
status 2. Only `--help` and `--version` end the process, with status 0, as argparse does.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Never

from app.choices import ACCEPT, ON_CONFLICT, PAIRING, SPEED_LIMIT, RunChoices
from app.cli.check_log_options import (
    CheckLogCommand,
    add_check_log_arguments,
    check_log_command,
    check_log_help,
)
from app.cli.columns import HelpFormatter
from app.cli.history_options import HistoryCommand, add_history_arguments, history_command
from app.cli.peers_options import PeersCommand, add_peers_arguments, peers_command
from app.cli.report_options import ReportCommand, add_report_arguments, report_command, report_help
from app.cli.row_options import add_row, given
from app.cli.simulate_options import SimulateCommand, add_simulate_arguments, simulate_command, simulate_help
from app.cli.speaking import add_language, said, tr, translate
from app.cli.window_options import WindowCommand, add_window_arguments, as_link, overview, window_command
from app.listening import EVERY_ADDRESS
from app.version import version
from ptp_core.condition import condition_help, parse_condition
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import DEFAULT_PORT, AcceptPolicy, ConflictPolicy, PairingPolicy, Profile
from ptp_core.errors import SettingsError
from ptp_core.network.addresses import PeerAddress, parse_address, parse_port
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

_WRONG = declare("wrong-command-line", "{reason}.")
_SEE_HELP = declare("see-help", "See {command} --help.")
_TEXT_ALONE = declare("text-alone", "A text goes alone.")()
_FILES_APART = phrase("Send the files by a command of their own.")
_FILE_AND_HOST = declare("file-and-host", "A file and a host are needed.")()
_FILES_FIRST = phrase("Write the files first, then the host: ptp send PATH HOST.")
_PORT_0 = declare("send-port-0", "The port to send to cannot be 0.")()
_A_PORT_IS = phrase("A port is a number from 1 to 65535.")
_INPUT_ONCE = declare("input-once", "Standard input can be sent only once.")()
_WRITE_ONE = phrase("Write one - only.")
_RETRY_RANGE = declare("retry-range", "--retry-for takes seconds, from 0 to a week.")()
_QR_OR_JSON = declare("qr-or-json", "--qr draws for people and does not go with --json.")()
_FOLDERS_OR_TO = declare("folders-or-pipe", "--folder-per-peer saves in folders and does not go with --to.")()
_NO_CODE_IN = declare("code-file-empty", "The first line of {path} holds no code.")
_NO_TEXT = phrase("it is not text")
_CODE_UNREADABLE = declare("code-file-unreadable", "The code cannot be read from {path}: {reason}.")

CODE_VARIABLE = "PTP_CODE"
STANDARD_STREAM = Path("-")
_LONGEST_RETRY_S = 7 * 86_400
_CODE_FILE_LIMIT_BYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonOptions(RunChoices):
    """What sending and receiving have in common. `code` is as given; `limit_bps` in bit/s. None is none."""

    code: str | None
    json: bool
    limit_bps: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCommand:
    """Send `paths` together to `address`; the path - is standard input. `retry_for_s` is how long a connection that is
    lost is tried again. With a `text`, it is that which is sent, and - is standard input too."""

    paths: tuple[Path, ...]
    address: PeerAddress
    retry_for_s: float = 0.0
    text: str | None = None
    common: CommonOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCommand:
    """Receive into `directory`, or one file to standard output, listening on `listen`, until interrupted or, with
    `once`, until one transfer ended.

    `announce` tells the local network that this computer receives; `qr` draws what to send to as a QR code;
    `folder_per_peer` gives each sender a folder of its own.
    """

    directory: Path
    listen: PeerAddress
    once: bool
    accept: AcceptPolicy
    on_conflict: ConflictPolicy
    to_standard_output: bool = False
    pairing: PairingPolicy = PairingPolicy.ONCE
    announce: bool = True
    qr: bool = False
    folder_per_peer: bool = False
    common: CommonOptions


Command = (
    WindowCommand
    | SendCommand
    | ReceiveCommand
    | CheckLogCommand
    | PeersCommand
    | HistoryCommand
    | SimulateCommand
    | ReportCommand
)


def parse_command(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Command:
    """The command that `arguments` (without the program's name) mean. Raises SettingsError or AddressError."""
    if arguments and arguments[0] == "send":
        return _send_command(_send_parser().parse_intermixed_args(arguments[1:]), environment)
    if arguments and arguments[0] == "receive":
        return _receive_command(_receive_parser().parse_args(arguments[1:]), environment)
    if arguments and arguments[0] == "check-log":
        return check_log_command(_check_log_parser().parse_args(arguments[1:]))
    if arguments and arguments[0] == "peers":
        return peers_command(_peers_parser().parse_args(arguments[1:]))
    if arguments and arguments[0] == "history":
        return history_command(_history_parser().parse_args(arguments[1:]))
    if arguments and arguments[0] == "simulate":
        return simulate_command(_simulate_parser().parse_args(arguments[1:]))
    if arguments and arguments[0] == "report":
        return report_command(_report_parser().parse_args(arguments[1:]))
    return window_command(_window_parser().parse_args(arguments))


def parsers() -> dict[str, argparse.ArgumentParser]:
    """What each command takes, by the command's word, "" for the window: the man page and the shells' completions are
    made from these."""
    return {
        "": _window_parser(),
        "send": _send_parser(),
        "receive": _receive_parser(),
        "peers": _peers_parser(),
        "history": _history_parser(),
        "check-log": _check_log_parser(),
        "simulate": _simulate_parser(),
        "report": _report_parser(),
    }


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing its usage and leaving; speaks the person's language."""

    def error(self, message: str) -> Never:
        raise SettingsError(_WRONG(reason=message[:1].upper() + message[1:]), hint=_SEE_HELP(command=self.prog))


def _faults() -> str:
    return tr("faults of --condition, with commas between them:") + f"\n{condition_help(translate)}\n"


def _window_parser() -> _Parser:
    parser = _Parser(
        prog="ptp",
        description=tr("Sends files over PTP, a reliable, encrypted transport on UDP."),
        epilog=overview(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"ptp {version() or tr('(not installed)')}",
        help=tr("show program's version number and exit"),
    )
    add_window_arguments(parser)
    return parser


def _send_parser() -> _Parser:
    parser = _Parser(
        prog="ptp send",
        usage=tr(
            "ptp send [options] PATH [PATH...] HOST[:PORT] | ptp://HOST[:PORT]#CODE\n"
            "       ptp send [options] --text TEXT HOST[:PORT]"
        ),
        description=tr("Send files and folders, or a text, to a computer that receives; PATH - is standard input."),
        epilog=_faults(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
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


def _receive_parser() -> _Parser:
    parser = _Parser(
        prog="ptp receive",
        usage=tr("ptp receive [options]"),
        description=tr("Receive files."),
        epilog=_faults(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
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


def _check_log_parser() -> _Parser:
    parser = _Parser(
        prog="ptp check-log",
        usage=tr("ptp check-log [options] SENDER.log [RECEIVER.log] | DIR"),
        description=tr("Mark segment logs by the textbook's rules, those of PTP or of your own program."),
        epilog=check_log_help(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    add_check_log_arguments(parser)
    add_language(parser)
    return parser


def _peers_parser() -> _Parser:
    parser = _Parser(
        prog="ptp peers",
        usage=tr("ptp peers [options]"),
        description=tr("List the computers near here that receive, by what they say of themselves."),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    add_peers_arguments(parser)
    add_language(parser)
    return parser


def _history_parser() -> _Parser:
    parser = _Parser(
        prog="ptp history",
        usage=tr("ptp history [options]"),
        description=tr("List what was sent and received, newest first."),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    add_history_arguments(parser)
    add_language(parser)
    return parser


def _report_parser() -> _Parser:
    parser = _Parser(
        prog="ptp report",
        usage=tr("ptp report RECORDING [-o FILE.html]"),
        description=tr(
            "Write a page about a recording: what limited it, its graphs, and the rules that were followed."
        ),
        epilog=report_help(),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )
    add_report_arguments(parser)
    add_language(parser)
    return parser


def _simulate_parser() -> _Parser:
    parser = _Parser(
        prog="ptp simulate",
        usage=tr("ptp simulate [options] [EXERCISE]"),
        description=tr("Run transfers over a link that is computed, on a clock that is too, and compare them."),
        epilog=f"{simulate_help()}\n{_faults()}",
        formatter_class=HelpFormatter,
        allow_abbrev=False,
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


def _send_command(parsed: argparse.Namespace, environment: Mapping[str, str]) -> SendCommand:
    if parsed.text is not None and len(parsed.items) > 1:
        raise SettingsError(_TEXT_ALONE, hint=_FILES_APART)
    if len(parsed.items) < (2 if parsed.text is None else 1):
        raise SettingsError(_FILE_AND_HOST, hint=_FILES_FIRST)
    *names, address = parsed.items
    link = as_link(address)
    target = link.address if link is not None else parse_address(address)
    if target.port == 0:
        raise SettingsError(_PORT_0, hint=_A_PORT_IS)
    paths = tuple(Path(name) for name in names)
    if paths.count(STANDARD_STREAM) > 1:
        raise SettingsError(_INPUT_ONCE, hint=_WRITE_ONE)
    if not 0 <= parsed.retry_for <= _LONGEST_RETRY_S:
        raise SettingsError(_RETRY_RANGE)
    common = _common(parsed, environment)
    if link is not None and link.code is not None and parsed.code is None and parsed.code_file is None:
        common = replace(common, code=link.code)
    return SendCommand(paths=paths, address=target, retry_for_s=parsed.retry_for, text=parsed.text, common=common)


def _receive_command(parsed: argparse.Namespace, environment: Mapping[str, str]) -> ReceiveCommand:
    if parsed.qr and parsed.json:
        raise SettingsError(_QR_OR_JSON)
    if parsed.folder_per_peer and parsed.to is not None:
        raise SettingsError(_FOLDERS_OR_TO)
    return ReceiveCommand(
        directory=parsed.dir,
        listen=_listen_address(parsed.listen),
        once=parsed.once,
        accept=given(parsed, ACCEPT),
        on_conflict=given(parsed, ON_CONFLICT),
        to_standard_output=parsed.to is not None,
        pairing=given(parsed, PAIRING),
        announce=not parsed.no_announce,
        qr=parsed.qr,
        folder_per_peer=parsed.folder_per_peer,
        common=_common(parsed, environment),
    )


def _listen_address(text: str) -> PeerAddress:
    if text.isdecimal():
        return PeerAddress(EVERY_ADDRESS, parse_port(text))
    if text.startswith(":"):
        return PeerAddress(EVERY_ADDRESS, parse_port(text[1:]))
    return parse_address(text)


def _common(parsed: argparse.Namespace, environment: Mapping[str, str]) -> CommonOptions:
    chosen = {row.field: value for row in TRANSPORT_ROWS if (value := given(parsed, row)) is not None}
    choices = TransportChoices(**chosen)
    classroom = choices.profile is Profile.CLASSROOM
    conditioner = None if parsed.condition is None else parse_condition(parsed.condition, data_only=classroom)
    return CommonOptions(
        transport=choices.settings(seed=(conditioner or ConditionerSettings()).seed),
        conditioner=conditioner,
        code=_given_code(parsed, environment),
        json=parsed.json,
        limit_bps=None if parsed.limit is None else SPEED_LIMIT.parse(parsed.limit, "The option") or None,
        segment_log_path=parsed.log,
        qlog_directory=parsed.qlog,
        recording_path=parsed.record,
    )


def _given_code(parsed: argparse.Namespace, environment: Mapping[str, str]) -> str | None:
    if parsed.code is not None:
        return str(parsed.code)
    if parsed.code_file is not None:
        try:
            with open(parsed.code_file, encoding="utf-8") as file:
                line = file.readline(_CODE_FILE_LIMIT_BYTES).strip()
        except (OSError, UnicodeError) as error:
            reason = system_words(error) if isinstance(error, OSError) else _NO_TEXT
            raise SettingsError(_CODE_UNREADABLE(path=parsed.code_file, reason=reason)) from error
        if not line:
            raise SettingsError(_NO_CODE_IN(path=parsed.code_file))
        return line
    return environment.get(CODE_VARIABLE) or None
