"""The man page and the completions say what the command line takes, since they are made of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from resources.packaging import completions
from resources.packaging.command_words import Kind, read_commands
from resources.packaging.man_page import man_page
from resources.packaging.project import read_project

COMMANDS = read_commands()


def test_the_commands_are_read_with_what_they_take() -> None:
    names = {command.name: command for command in COMMANDS}
    assert list(names) == ["", "send", "receive", "peers", "history", "check-log", "simulate", "report"]
    assert (names["send"].takes, names["receive"].takes) == (Kind.FILE, Kind.NOTHING)
    options = {option.name: option for option in names["receive"].options}
    assert options["--accept"].choices == ("all", "known", "ask")
    assert (options["--dir"].kind, options["--code-file"].kind) == (Kind.FOLDER, Kind.FILE)
    assert options["--once"].value == ""
    assert options["--accept"].summary == "what happens to offers of authenticated peers"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["ptp", "che"], ["check-log"]),
        (["ptp", "holi"], ["holiday.mov"]),
        (["ptp", "--dem"], ["--demo"]),
        (["ptp", "send", "hol"], ["holiday.mov"]),
        (["ptp", "send", "--retr"], ["--retry-for"]),
        (["ptp", "send", "holiday.mov", "--congestion", "cu"], ["cubic"]),
        (["ptp", "receive", "--dir", ""], ["a folder"]),
        (["ptp", "receive", "hol"], []),
        (["ptp", "peers", "--seconds", ""], []),
    ],
)
def test_bash_completes(words: list[str], completed: list[str], tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    (tmp_path / "holiday.mov").touch()
    (tmp_path / "a folder").mkdir()
    quoted = " ".join(f"'{word}'" for word in words)
    script = (
        completions.bash(COMMANDS)
        + f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _ptp; "
        + '[ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    said = subprocess.run([bash, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True)
    assert said.stdout.splitlines() == completed
    assert said.stderr == ""


@pytest.mark.parametrize("shell", [completions.bash, completions.zsh, completions.fish])
def test_every_option_is_completed_in_every_shell(shell: object) -> None:
    assert callable(shell)
    text = shell(COMMANDS)
    for command in COMMANDS:
        for option in command.options:
            assert option.name in text or f"-l {option.name.removeprefix('--')} " in text


def test_the_man_page_explains_every_option() -> None:
    page = man_page(read_project(), COMMANDS)
    for command in COMMANDS:
        assert f".SH {command.name.upper() or 'OPTIONS'}\n" in page
        for option in command.options:
            assert option.name.replace("-", "\\-") in page
    # Roff takes a line that begins with a dot or a quote for a request of its own.
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".B", ".BR", ".I", ".TP", ".PP", ".br", ".nf", ".fi"}
