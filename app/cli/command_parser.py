"""The parser of one command's words, in the person's language: it raises instead of ending the process."""

from __future__ import annotations

import argparse
from typing import Never

from app.cli.columns import HelpFormatter
from app.cli.speaking import tr, translate
from ptp_core.condition import condition_help
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare

_WRONG = declare("wrong-command-line", "{reason}.")
_SEE_HELP = declare("see-help", "See {command} --help.")


class CommandParser(argparse.ArgumentParser):
    """Raises instead of printing its usage and leaving; speaks the person's language."""

    def error(self, message: str) -> Never:
        raise SettingsError(_WRONG(reason=message[:1].upper() + message[1:]), hint=_SEE_HELP(command=self.prog))


def command_parser(
    prog: str, *, description: str, usage: str | None = None, epilog: str | None = None
) -> CommandParser:
    """A parser without arguments yet."""
    return CommandParser(
        prog=prog,
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )


def faults_help() -> str:
    """What --condition takes."""
    return tr("faults of --condition, with commas between them:") + f"\n{condition_help(translate)}\n"
