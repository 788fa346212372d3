"""The man page and the completions say what the command line takes, since they are made of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli import speaking
from app.translations.catalogue import ENGLISH
from resources.packaging import completions
from resources.packaging.command_words import Kind, read_languages
from resources.packaging.man_page import man_pages
from resources.packaging.project import read_project

LANGUAGES = read_languages()
COMMANDS = LANGUAGES[ENGLISH]


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
        completions.bash(LANGUAGES)
        + f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _ptp; "
        + '[ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    said = subprocess.run([bash, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True)
    assert said.stdout.splitlines() == completed
    assert said.stderr == ""


def test_every_option_is_completed_in_every_shell() -> None:
    for text in (completions.bash(LANGUAGES), completions.zsh(LANGUAGES), completions.fish(LANGUAGES)):
        for command in COMMANDS:
            for option in command.options:
                assert option.name in text or f"-l {option.name.removeprefix('--')} " in text


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "接收文件"),
        ({"LANG": "en_GB.UTF-8"}, "Receive files"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "Receive files"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "接收文件"),
        ({"LANG": "zh_CN.UTF-8", "PTP_LANGUAGE": "en"}, "Receive files"),
        ({}, "Receive files"),
    ],
)
def test_zsh_and_fish_describe_commands_in_the_language_of_the_locale(
    variables: dict[str, str], said: str, tmp_path: Path
) -> None:
    fish, zsh = shutil.which("fish"), shutil.which("zsh")
    if fish is None or zsh is None:
        pytest.skip("needs fish and zsh")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **variables}

    def run(*command: str) -> str:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=True)
        assert done.stderr == ""
        return done.stdout

    (tmp_path / "ptp.fish").write_text(completions.fish(LANGUAGES), "utf-8")
    script = f"source {tmp_path}/ptp.fish; complete -C 'ptp rec'"
    assert run(fish, "--no-config", "-c", script) == f"receive\t{said}\n"
    # What zsh's own functions for completion are given is enough.
    (tmp_path / "_ptp").write_text(completions.zsh(LANGUAGES), "utf-8")
    script = (
        '_describe() { print -rl -- "${(@P)argv[-1]}" }; _arguments() { : }; CURRENT=2; words=(ptp rec); '
        f"source {tmp_path}/_ptp"
    )
    assert f"receive:{said}" in run(zsh, "-f", "-c", script).splitlines()


def page_of(language: str) -> str:
    folder = "man/man1" if language == ENGLISH else f"man/{language}/man1"
    return man_pages(read_project())[f"{folder}/ptp.1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_man_page_explains_every_option(language: str) -> None:
    page = page_of(language)
    for command in LANGUAGES[language]:
        assert not command.name or f".SH {command.name.upper()}\n" in page
        for option in command.options:
            assert option.name.replace("-", "\\-") in page
    # Roff takes a line that begins with a dot or a quote for a request of its own.
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".B", ".BR", ".I", ".TP", ".PP", ".ad", ".br", ".nf", ".fi"}


def test_the_chinese_man_page_leaves_no_sentence_in_english() -> None:
    page = page_of("zh_CN")
    assert ".SH 名称\nptp \\- 通过 PTP 发送文件" in page
    said = [line for line in page.splitlines() if not line.startswith(".") and len(line.split()) > 6]
    assert [line for line in said if line.isascii()] == []
    assert speaking.language() == ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_man_shows_the_page_as_it_is_meant(language: str, tmp_path: Path) -> None:
    man, lexgrog = shutil.which("man"), shutil.which("lexgrog")
    if man is None or lexgrog is None:
        pytest.skip("needs man-db")
    # By its place man-db tells the language.
    path = tmp_path / "man" / ("" if language == ENGLISH else language) / "man1" / "ptp.1"
    path.parent.mkdir(parents=True)
    path.write_text(page_of(language), "utf-8")
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"}

    def run(*command: str) -> str:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=True)
        assert done.stderr == ""
        return done.stdout

    assert "--retry-for S" in run(man, "--warnings", "--local-file", str(path))
    assert "ptp - " in run(lexgrog, str(path))
