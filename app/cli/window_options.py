"""The words of `ptp` alone: what opens the window, what it takes along, and what all commands are. No Qt."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command_parser import CommandParser, command_parser
from app.cli.link_argument import as_link
from app.cli.speaking import add_language, tr
from app.translations.catalogue import codes, spoken
from app.version import version
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare, phrase

_UNKNOWN_COMMAND = declare("unknown-command", "There is no command {word}, and no file of that name.")
_COMMANDS = phrase("The commands are send, receive, peers, history, check-log, report and simulate.")
_ONE_LINK = declare("one-link", "The window takes one link at a time.")()
_NO_LINK_IN_DEMO = declare("no-link-in-demo", "A link does not go with --demo.")()
_NO_FILES_IN_DEMO = declare("no-files-in-demo", "Files do not go with --demo.")()
_HIDDEN_ALONE = declare("hidden-alone", "--hidden goes with nothing else.")()
_ONLY_IN_DEMO = declare("only-in-demo", "--screenshots and --quit-after go with --demo.")()
_QUIT_RANGE = declare("quit-range", "--quit-after takes seconds, more than 0 and at most a day.")()
_UNKNOWN_LANGUAGE = declare("unknown-language", "--language {word}: this language is not spoken here.")
_LANGUAGES = declare("languages", "There are {names}.")
_NO_FILE = declare("no-file-here", "There is no file {word}.")

if TYPE_CHECKING:
    from ptp_core.links.link import PtpLink

# As `ptp_core/record/files` has them, which takes numpy along.
RECORDING_SUFFIXES = (".ptprec", ".sqlog")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCommand:
    """Open the window, its Send page filled in from `link` and with the absolute `paths` on it, and `recordings` beside
    it; with `demo`, show a transfer in it, and save pictures of it in `screenshots_directory`. `language` is what it is
    to speak, None what the settings say. `hidden`: only its icon in the tray is shown."""

    demo: bool = False
    screenshots_directory: Path | None = None
    quit_after_s: float | None = None
    link: PtpLink | None = None
    paths: tuple[Path, ...] = ()
    recordings: tuple[Path, ...] = ()
    hidden: bool = False
    language: str | None = None


def overview() -> str:
    """What all commands are."""
    return tr(
        """\
commands:
  (none)                      open the window
  PATH...                     open the window with these files and folders to send (a file called send is ./send)
  EXERCISE...                 open exercises (*.exercise) in the laboratory
  RECORDING...                open recordings (*.ptprec) or qlogs (*.sqlog), each in a window of its own
  ptp://HOST[:PORT][#CODE]    open the window with the link's address and code filled in
  --demo                      the window, and in it a transfer to itself over a bad link
  send PATH... HOST[:PORT]    send files and folders to a computer that receives
  receive                     receive files
  peers                       list the computers near here that receive
  history                     list what was sent and received, or clear that list
  check-log SENDER.log [RECEIVER.log] | DIR
                              mark segment logs by the textbook's rules
  report RECORDING [-o FILE.html]
                              a page about a recording or a qlog, to mail
  simulate [EXERCISE]         run transfers over a link that is computed, and compare them

Each command explains its options, as in ptp send --help.
Exit status: 0 all is across and verified, 1 it is not, 2 the command line is wrong, 130 interrupted.
"""
    )


def window_parser() -> CommandParser:
    """For no command."""
    parser = command_parser(
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
    parser.add_argument("--demo", action="store_true", help=tr("show a real transfer over a conditioned link"))
    parser.add_argument(
        "--screenshots", metavar="DIR", type=Path, help=tr("with --demo: save pictures of the window here")
    )
    parser.add_argument("--quit-after", metavar="S", type=float, help=tr("with --demo: close after that many seconds"))
    parser.add_argument("--hidden", action="store_true", help=tr("show only the icon in the tray, as at login"))
    add_language(parser)
    parser.add_argument("words", metavar="PATH", nargs="*", help=argparse.SUPPRESS)
    return parser


def window_command(parsed: argparse.Namespace) -> WindowCommand:
    """The command that the words mean. Raises SettingsError or AddressError."""
    links = [link for word in parsed.words if (link := as_link(word)) is not None]
    paths = tuple(_existing(word) for word in parsed.words if as_link(word) is None)
    # With other files beside them they are files as any other.
    recordings = paths if all(path.suffix.lower() in RECORDING_SUFFIXES for path in paths) else ()
    if len(links) > 1:
        raise SettingsError(_ONE_LINK)
    if links and parsed.demo:
        raise SettingsError(_NO_LINK_IN_DEMO)
    if paths and parsed.demo:
        raise SettingsError(_NO_FILES_IN_DEMO)
    if parsed.hidden and (parsed.demo or parsed.words):
        raise SettingsError(_HIDDEN_ALONE)
    if not parsed.demo and (parsed.screenshots is not None or parsed.quit_after is not None):
        raise SettingsError(_ONLY_IN_DEMO)
    if parsed.quit_after is not None and not 0 < parsed.quit_after <= 86_400:
        raise SettingsError(_QUIT_RANGE)
    return WindowCommand(
        demo=parsed.demo,
        screenshots_directory=parsed.screenshots,
        quit_after_s=parsed.quit_after,
        link=links[0] if links else None,
        paths=() if recordings else paths,
        recordings=recordings,
        hidden=parsed.hidden,
        language=_language(parsed.language),
    )


def _language(word: str | None) -> str | None:
    if word is not None and spoken(word) is None:
        known = ", ".join(codes())
        raise SettingsError(_UNKNOWN_LANGUAGE(word=word), hint=_LANGUAGES(names=known))
    return word


def _existing(word: str) -> Path:
    # Absolute: what opens the window may not be in the folder in which this was typed.
    path = Path(word).absolute()
    if os.path.lexists(path):
        return path
    if os.sep in word:
        raise SettingsError(_NO_FILE(word=repr(word)))
    raise SettingsError(
        _UNKNOWN_COMMAND(word=repr(word)),
        hint=_COMMANDS,
    )
