"""What completes `ptp` in bash, zsh and fish, written from the command line's own options.

zsh and fish show what an option does, in the language that `ptp` itself would speak: these files hold every language
and choose when they are asked, since one file is installed for everybody. bash shows names alone, which have no
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.translations.catalogue import ENGLISH
from resources.packaging.command_words import CommandWords, Kind, OptionWords

_WRITTEN: Final = "Written from the options that ptp itself declares."

Languages = Mapping[str, tuple[CommandWords, ...]]
"""The commands in each language; English is there, and stands for every other."""

_BASH_FILES: Final = (
    "compopt -o filenames 2>/dev/null; "
    'while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")'
)
_BASH_FOLDERS: Final = _BASH_FILES.replace("compgen -f", "compgen -d")


def bash(languages: Languages) -> str:
    """/usr/share/bash-completion/completions/ptp; it needs nothing but bash."""
    window, *others = languages[ENGLISH]
    lines = [
        f"# {_WRITTEN}",
        "_ptp() {",
        '    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command="" options="" files=""',
        "    COMPREPLY=()",
        f"    if [ $COMP_CWORD -gt 1 ]; then case ${{COMP_WORDS[1]}} in {_names(others)}) "
        "command=${COMP_WORDS[1]} ;; esac; fi",
        '    case "$command $before" in',
    ]
    for command in (window, *others):
        for option in command.options:
            if option.value:
                lines.append(f"        {_bash_pattern(command, option)}) {_bash_value(option)}; return ;;")
    lines += ["    esac", "    case $command in"]
    for command in (*others, window):
        options = " ".join(option.name for option in command.options)
        files = "yes" if command.takes is Kind.FILE else ""
        lines.append(f'        {command.name or "*"}) options="{options}" files={files} ;;')
    names = " ".join(command.name for command in others)
    lines += [
        "    esac",
        "    if [ $COMP_CWORD -eq 1 ] && [[ $current != -* ]]; then",
        f'        COMPREPLY=($(compgen -W "{names}" -- "$current"))',
        "    fi",
        '    if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))',
        f'    elif [ -n "$files" ]; then {_BASH_FILES}; fi',
        "}",
        "complete -F _ptp ptp",
    ]
    return "\n".join(lines) + "\n"


def _names(commands: Iterable[CommandWords]) -> str:
    return "|".join(command.name for command in commands)


def _bash_pattern(command: CommandWords, option: OptionWords) -> str:
    return f'"{command.name} {option.name}"'


def _bash_value(option: OptionWords) -> str:
    if option.choices:
        return f'COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$current"))'
    return {Kind.FILE: _BASH_FILES, Kind.FOLDER: _BASH_FOLDERS}.get(option.kind, ":")


def zsh(languages: Languages) -> str:
    """/usr/share/zsh/vendor-completions/_ptp."""
    lines = ["#compdef ptp", f"# {_WRITTEN}", ""]
    for language, commands in languages.items():
        lines += _zsh_language(language, commands)
    lines.append("case ${PTP_LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-$LANG}}} in")
    lines += [f'    {pattern}) _ptp_{language} "$@" ;;' for pattern, language in _asked_for(languages)]
    lines += [f'    *) _ptp_{ENGLISH} "$@" ;;', "esac"]
    return "\n".join(lines) + "\n"


def _asked_for(languages: Languages) -> list[tuple[str, str]]:
    """Which locales are spoken to in which language, to be tried in this order: of a language's countries the first
    stands for those that are not there, and comes last."""
    codes = [code for code in languages if code != ENGLISH]
    standing: dict[str, str] = {}
    for code in codes:
        standing.setdefault(code.partition("_")[0], code)
    patterns = {code: f"{short}*" for short, code in standing.items()}
    return [(patterns.get(code, f"{code}*"), code) for code in reversed(codes)]


def _zsh_language(language: str, commands: Iterable[CommandWords]) -> list[str]:
    window, *others = commands
    lines = [f"_ptp_{language}() {{", "    local -a commands", "    commands=("]
    lines += [f"        {_quoted(f'{command.name}:{command.summary}')}" for command in others]
    lines += ["    )", "    if (( CURRENT > 2 )); then", "        case $words[2] in"]
    for command in others:
        lines += [f"            {command.name})", "                shift words; (( CURRENT-- ))"]
        lines += [f"                {_zsh_arguments(command)}", "                return ;;"]
    lines += [
        "        esac",
        "    elif [[ $words[CURRENT] != -* ]]; then",
        "        _describe -t commands command commands",
        "    fi",
        f"    {_zsh_arguments(window)}",
        "}",
        "",
    ]
    return lines


def _zsh_arguments(command: CommandWords) -> str:
    words = [_zsh_option(option) for option in command.options]
    if command.takes is Kind.FILE:
        words.append("*:file:_files")
    return " ".join(["_arguments -S", *map(_quoted, words)])


def _zsh_option(option: OptionWords) -> str:
    text = "".join(f"\\{sign}" if sign in "[]:\\" else sign for sign in option.summary)
    if not option.value:
        return f"{option.name}[{text}]"
    if option.choices:
        return f"{option.name}[{text}]:value:({' '.join(option.choices)})"
    action = {Kind.FILE: "_files", Kind.FOLDER: "_files -/"}.get(option.kind, " ")
    return f"{option.name}[{text}]:{option.value.replace(':', '').strip('[]')}:{action}"


def fish(languages: Languages) -> str:
    """/usr/share/fish/vendor_completions.d/ptp.fish."""
    # POSIX: a variable that is set to nothing counts as one that is not set.
    asked = "set -l asked (string match -v -- '' $PTP_LANGUAGE $LC_ALL $LC_MESSAGES $LANG)"
    lines = [f"# {_WRITTEN}", asked, 'switch "$asked[1]"']
    for pattern, language in [*_asked_for(languages), ("*", ENGLISH)]:
        lines += [f"    case {_quoted(pattern)}", *(f"        {line}" for line in _fish_language(languages[language]))]
    lines.append("end")
    return "\n".join(lines) + "\n"


def _fish_language(commands: Iterable[CommandWords]) -> list[str]:
    window, *others = commands
    names = " ".join(command.name for command in others)
    lines = []
    for command in others:
        first = f"complete -c ptp -n {_quoted('__fish_is_nth_token 1')}"
        lines.append(f"{first} -a {command.name} -d {_quoted(command.summary)}")
        if command.takes is not Kind.FILE:
            lines.append(f"complete -c ptp -f -n {_quoted(_fish_seen(command.name))}")
    for command in (window, *others):
        seen = _fish_seen(command.name) if command.name else f"not __fish_seen_subcommand_from {names}"
        for option in command.options:
            line = (
                f"complete -c ptp -n {_quoted(seen)} -l {option.name.removeprefix('--')} -d {_quoted(option.summary)}"
            )
            if option.choices:
                line += f" -x -a {_quoted(' '.join(option.choices))}"
            elif option.value:
                line += {Kind.FILE: " -r -F", Kind.FOLDER: f" -x -a {_quoted('(__fish_complete_directories)')}"}.get(
                    option.kind, " -x"
                )
            lines.append(line)
    return lines


def _fish_seen(name: str) -> str:
    return f"__fish_seen_subcommand_from {name}"


def _quoted(text: str) -> str:
    # All three shells end a quoted text to add a quote of its own; fish knows no other way that zsh knows too.
    return "'" + text.replace("'", "'\\''") + "'"
