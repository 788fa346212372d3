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
from typing import TYPE_CHECKING

from app.choices import ACCEPT, ON_CONFLICT, PAIRING, SPEED_LIMIT, RunChoices
from app.cli.link_argument import as_link
from app.cli.row_options import given
from app.cli.transfer_parsers import CODE_VARIABLE, receive_parser, send_parser
from app.listening import EVERY_ADDRESS
from ptp_core.condition import parse_condition
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.config import AcceptPolicy, ConflictPolicy, PairingPolicy, Profile
from ptp_core.errors import SettingsError
from ptp_core.network.addresses import PeerAddress, parse_address, parse_port
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

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
_THE_OPTION = phrase("The option")
_NO_TEXT = phrase("it is not text")
_CODE_UNREADABLE = declare("code-file-unreadable", "The code cannot be read from {path}: {reason}.")

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


if TYPE_CHECKING:
    from app.cli.check_log_options import CheckLogCommand
    from app.cli.history_options import HistoryCommand
    from app.cli.peers_options import PeersCommand
    from app.cli.report_options import ReportCommand
    from app.cli.simulate_options import SimulateCommand
    from app.cli.window_options import WindowCommand

    OtherCommand = WindowCommand | CheckLogCommand | PeersCommand | HistoryCommand | SimulateCommand | ReportCommand
    Command = SendCommand | ReceiveCommand | OtherCommand


def parse_command(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Command:
    """The command that `arguments` (without the program's name) mean. Raises SettingsError or AddressError.

    What a command needs is loaded with it: a file that is to be sent does not wait for the Laboratory's options.
    """
    word, rest = (arguments[0], arguments[1:]) if arguments else ("", arguments)
    match word:
        case "send":
            return _send_command(send_parser().parse_intermixed_args(rest), environment)
        case "receive":
            return _receive_command(receive_parser().parse_args(rest), environment)
        case "check-log":
            from app.cli.check_log_options import check_log_command, check_log_parser

            return check_log_command(check_log_parser().parse_args(rest))
        case "peers":
            from app.cli.peers_options import peers_command, peers_parser

            return peers_command(peers_parser().parse_args(rest))
        case "history":
            from app.cli.history_options import history_command, history_parser

            return history_command(history_parser().parse_args(rest))
        case "simulate":
            from app.cli.simulate_options import simulate_command, simulate_parser

            return simulate_command(simulate_parser().parse_args(rest))
        case "report":
            from app.cli.report_options import report_command, report_parser

            return report_command(report_parser().parse_args(rest))
        case _:
            from app.cli.window_options import window_command, window_parser

            return window_command(window_parser().parse_args(arguments))


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
        limit_bps=None if parsed.limit is None else SPEED_LIMIT.parse(parsed.limit, _THE_OPTION) or None,
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
