"""The options that are made from declared rows, and what was given for them."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.speaking import said, translate
from ptp_core.declared import Choice, Number


def add_row(options: argparse._ActionsContainer, row: Number | Choice[Any]) -> None:
    """The option of one row."""
    if isinstance(row, Number):
        kind = int if row.unit.whole else float
        options.add_argument(f"--{row.name}", metavar="N", type=kind, help=escaped(said(row.words)))
        return
    choices = [member.value for member in row.kind]
    options.add_argument(f"--{row.name}", choices=choices, help=escaped(row.help_in(translate)))


def given(parsed: argparse.Namespace, row: Number | Choice[Any]) -> Any:
    """What a person gave for a row, as its field holds it; without that a choice's default, and None for a number."""
    value = getattr(parsed, row.name.replace("-", "_"))
    if isinstance(row, Number):
        return None if value is None else row.from_form(value)
    return row.default if value is None else row.kind(value)


def given_alone(parsed: argparse.Namespace, row: Number | Choice[Any]) -> Any:
    """What a person gave for a row, and None without that."""
    return None if getattr(parsed, row.name.replace("-", "_")) is None else given(parsed, row)


def escaped(text: str) -> str:
    """A help text, which argparse formats with %."""
    return text.replace("%", "%%")
