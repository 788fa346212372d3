"""What `ptp send` and `ptp receive` take, in the person's language. No Qt and no engine: `--help` answers at once."""

from __future__ import annotations

from pathlib import Path

from app.choices import ACCEPT, ON_CONFLICT, PAIRING, SPEED_LIMIT
from app.cli.command_parser import CommandParser, command_parser, faults_help
from app.cli.row_options import add_row
from app.cli.speaking import add_language, said, tr
from ptp_core.config import DEFAULT_PORT
from ptp_core.transport_choices import TRANSPORT_ROWS

CODE_VARIABLE = "PTP_CODE"


def send_parser() -> CommandParser:
    """For `send`."""
    parser = command_parser(
        "ptp send",
        usage=tr(
            "ptp send [options] PATH [PATH...] HOST[:PORT] | ptp://HOST[:PORT]#CODE\n"
            "       ptp send [options] --text TEXT HOST[:PORT]"
        ),
        description=tr("Send files and folders, or a text, to a computer that receives; PATH - is standard input."),
        epilog=faults_help(),
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


def receive_parser() -> CommandParser:
    """For `receive`."""
    parser = command_parser(
        "ptp receive",
        usage=tr("ptp receive [options]"),
        description=tr("Receive files."),
        epilog=faults_help(),
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


def _add_common(parser: CommandParser, *, code_help: str) -> None:
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
