"""The commands on a lesson sheet are commands of this program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from app.cli.check_log_options import CheckLogCommand
from app.cli.options import ReceiveCommand, SendCommand, parse_command

LESSONS = sorted((Path(__file__).resolve().parents[3] / "resources" / "lessons").glob("*.md"))
_COMMAND = re.compile(r"main\.py ((?:[^\n\\]|\\\n)*)")


@pytest.mark.parametrize("sheet", LESSONS, ids=lambda path: path.stem)
def test_the_commands_of_a_sheet_are_understood(sheet: Path) -> None:
    kinds = set()
    for words in _COMMAND.findall(sheet.read_text(encoding="utf-8")):
        arguments = shlex.split(words.replace("\\\n", " ").split(" > ")[0])
        kinds.add(type(parse_command(arguments, {})))
    assert {SendCommand, ReceiveCommand, CheckLogCommand} <= kinds


def test_there_is_a_sheet() -> None:
    assert LESSONS
