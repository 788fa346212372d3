"""Text in columns of a terminal, where a Chinese letter takes two and a line may end behind it. Pure functions."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("WF")
# What does not stand at the beginning of a line.
_CLOSING = frozenset(
    "\N{IDEOGRAPHIC COMMA}\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH COMMA}\N{FULLWIDTH SEMICOLON}"
    "\N{FULLWIDTH COLON}\N{FULLWIDTH RIGHT PARENTHESIS}\N{RIGHT DOUBLE QUOTATION MARK})],.;:"
)

# And what not at its end.
_OPENING = frozenset("\N{FULLWIDTH LEFT PARENTHESIS}\N{LEFT DOUBLE QUOTATION MARK}([{")


def columns_of(text: str) -> int:
    """How many columns it takes."""
    return sum(0 if unicodedata.combining(letter) else 1 + _is_wide(letter) for letter in text)


def padded(text: str, columns: int, *, to_right: bool = False) -> str:
    """With blanks around it, so that it takes so many columns at least."""
    blanks = " " * max(0, columns - columns_of(text))
    return blanks + text if to_right else text + blanks


def wrapped(text: str, columns: int) -> list[str]:
    """In lines of at most so many columns, as far as its words allow."""
    lines, line, width = [], "", 0
    for piece in _pieces(text):
        size = columns_of(piece.rstrip())
        if line and width + size > columns:
            lines.append(line.rstrip())
            line, width = "", 0
        line += piece
        width += columns_of(piece)
    return [*lines, line.rstrip()] if line or not lines else lines


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """argparse's, which knows no wide letters."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(" ".join(text.split()), width)


def _pieces(text: str) -> Iterator[str]:
    """What a line may be cut between: words with the blanks behind them, and single wide letters."""
    for word in re.findall(r"\S+\s*|\s+", text):
        piece = ""
        for letter in word:
            if (
                piece
                and letter not in _CLOSING
                and piece[-1] not in _OPENING
                and (_is_wide(letter) or _is_wide(piece[-1]))
                and not letter.isspace()
            ):
                yield piece
                piece = ""
            piece += letter
        yield piece


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in _WIDE
