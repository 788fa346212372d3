"""The words of `ptp simulate`: its help, its options and the command that they mean. Light: no engine."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.cli.command_parser import CommandParser, command_parser, faults_help
from app.cli.row_options import add_row, given_alone
from app.cli.speaking import add_language, said, tr, translate
from ptp_core.condition import parse_condition
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.declared import BYTES, Number
from ptp_core.errors import SettingsError
from ptp_core.laboratory.contenders import CONTENDERS, Contender, choices_named, told_apart
from ptp_core.laboratory.links import LINK_PRESETS, Link, link_named
from ptp_core.sentences import declare, phrase
from ptp_core.transport_choices import TRANSPORT_ROWS, TransportChoices

_LIKE_ALONE = declare("like-alone", "--like takes link, size and seed from the log.")()
_LEAVE_OUT = phrase("Leave the others out.")
_PRESET_ALONE = declare(
    "preset-alone",
    "--preset is a link of both directions, and goes without --condition and --back.",
)()
_SEED_RANGE = declare("seed-range", "--seed takes a whole number from 0 to {largest}.")
_EXERCISE_ALONE = declare(
    "exercise-alone",
    "An exercise says itself what is run: only --tamper, --json, --recording and --log go with it.",
)()

SIZE: Final = Number(
    name="size",
    unit=BYTES,
    low=1,
    high=1_000_000_000,
    noun="the size",
    words="the file's size; 1m unless it is given",
    example="100k",
)
_ORDINARY_SIZE_BYTES: Final = 1_000_000
_LARGEST_SEED: Final = 999_999_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulateCommand:
    """Run an `exercise`, the transfer that the log `like` tells of, or what the rest says.

    `link` is None where none was given. `tampering` is as written. `recording_directory` gets a recording of each run,
    `log_directory` the segment logs of both its sides.
    """

    exercise: str | None
    like: Path | None
    link: Link | None
    contenders: tuple[Contender, ...]
    size_bytes: int
    shared: bool
    seed: int | None
    tampering: tuple[str, ...]
    json: bool
    recording_directory: Path | None
    log_directory: Path | None


def _help() -> str:
    """The links and settings that have a name, and what else the options mean."""
    links = "\n".join(f"  {preset.name:<16}{translate('declared', preset.words)}" for preset in LINK_PRESETS)
    return tr(
        """\
links of --preset:
{links}

settings of --compare: {settings}.
The first are the default profile with a congestion control, the last the classroom's recoveries; a name may come twice,
and the options of the transport are laid over each.

--tamper does something to one transmission in every run: ACTION:PACKET[:SIDE], with drop, duplicate, corrupt or
delay=100ms, the packet's number, and sender (unless it is said) or receiver. The run up to there stays as it was.

EXERCISE is a file with a question about its scenario, or the name of one that comes with PTP.
Exit status: 0 it was run, whatever came of it, 1 a file is no exercise or no log, 2 the command line is wrong.
"""
    ).format(links=links, settings=", ".join(CONTENDERS))


def simulate_parser() -> CommandParser:
    """For `simulate`."""
    parser = command_parser(
        "ptp simulate",
        usage=tr("ptp simulate [options] [EXERCISE]"),
        description=tr("Run transfers over a link that is computed, on a clock that is too, and compare them."),
        epilog=f"{_help()}\n{faults_help()}",
    )
    parser.add_argument("exercise", metavar="EXERCISE", nargs="?", help=tr("an exercise's file or name"))
    parser.add_argument(
        "--like",
        metavar="LOG",
        type=Path,
        help=tr("run the transfer that this segment log of PTP's sender tells of, with its settings, faults and seed"),
    )
    parser.add_argument("--preset", metavar="NAME", help=tr("a link that is known, listed below (default: perfect)"))
    parser.add_argument(
        "--condition", metavar="FAULTS", help=tr("a link of one's own: what the sender sends, see below")
    )
    parser.add_argument(
        "--back", metavar="FAULTS", help=tr("and what the receiver sends (default: nothing happens to it)")
    )
    parser.add_argument("--size", metavar="N", help=said(SIZE.words))
    parser.add_argument(
        "--compare", metavar="A,B,C", help=tr("the settings to compare, by names that are listed below")
    )
    parser.add_argument("--shared", action="store_true", help=tr("all go through the link at the same time"))
    parser.add_argument("--seed", metavar="N", type=int, help=tr("what chance follows from (default: 1)"))
    parser.add_argument(
        "--tamper", metavar="WHAT", action="append", default=[], help=tr("see below; may be given again")
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line on standard output"))
    parser.add_argument("--recording", metavar="DIR", type=Path, help=tr("write a recording of each run"))
    parser.add_argument("--log", metavar="DIR", type=Path, help=tr("write the segment logs of both sides of each run"))
    engine = parser.add_argument_group(tr("transport"))
    for row in TRANSPORT_ROWS:
        add_row(engine, row)
    add_language(parser)
    return parser


def simulate_command(parsed: argparse.Namespace) -> SimulateCommand:
    """The command that the words mean. Raises SettingsError."""
    laid_over = {row.field: value for row in TRANSPORT_ROWS if (value := given_alone(parsed, row)) is not None}
    if parsed.exercise is not None:
        others = (parsed.like, parsed.preset, parsed.condition, parsed.back, parsed.size, parsed.compare, parsed.seed)
        if laid_over or parsed.shared or any(each is not None for each in others):
            raise SettingsError(_EXERCISE_ALONE)
    if parsed.like is not None and any(
        each is not None for each in (parsed.preset, parsed.condition, parsed.size, parsed.seed)
    ):
        raise SettingsError(_LIKE_ALONE, hint=_LEAVE_OUT)
    if parsed.preset is not None and (parsed.condition is not None or parsed.back is not None):
        raise SettingsError(_PRESET_ALONE)
    if parsed.seed is not None and not 0 <= parsed.seed <= _LARGEST_SEED:
        raise SettingsError(_SEED_RANGE(largest=str(_LARGEST_SEED)))
    link = _link(parsed)
    seed = parsed.seed
    if seed is None and link is not None and parsed.condition is not None:
        seed = link.there.seed
    return SimulateCommand(
        exercise=parsed.exercise,
        like=parsed.like,
        link=link,
        contenders=_contenders(parsed.compare, laid_over),
        size_bytes=_ORDINARY_SIZE_BYTES if parsed.size is None else int(SIZE.parse(parsed.size, "--size")),
        shared=parsed.shared,
        seed=seed,
        tampering=tuple(parsed.tamper),
        json=parsed.json,
        recording_directory=parsed.recording,
        log_directory=parsed.log,
    )


def _link(parsed: argparse.Namespace) -> Link | None:
    if parsed.preset is not None:
        return link_named(parsed.preset)
    if parsed.condition is None and parsed.back is None:
        return None
    there = ConditionerSettings() if parsed.condition is None else parse_condition(parsed.condition)
    back = ConditionerSettings() if parsed.back is None else parse_condition(parsed.back, option="--back")
    return Link(there=there, back=back)


def _contenders(text: str | None, laid_over: dict[str, Any]) -> tuple[Contender, ...]:
    """Who is compared; without --compare one, and none where nothing at all was said of settings."""
    if text is None:
        if not laid_over:
            return ()
        return (Contender(name="as given", choices=TransportChoices(**laid_over)),)
    names = [name.strip() for name in text.split(",")]
    return told_apart([Contender(name=name, choices=replace(choices_named(name), **laid_over)) for name in names])
