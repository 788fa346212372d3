"""A text as a QR code: a matrix, or lines for a terminal. Pure functions."""

from __future__ import annotations

import io
from typing import Final

import segno

QUIET_MODULES: Final = 4
"""The light border that a reader needs around the code, ISO/IEC 18004 section 9.1; the matrix comes without it."""

_TERMINAL_QUIET_MODULES: Final = 2
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the code, True for a dark module. Raises ValueError for some 2,300 bytes or more, as all here do."""
    return tuple(tuple(bool(module) for module in row) for row in _made(text).matrix)


def qr_lines(text: str, *, coloured: bool) -> list[str]:
    """The code in half blocks, two rows a line. `coloured` sets both colours, so that it is right on dark and on light
    terminals; without it light modules are drawn in the terminal's own colour of letters."""
    out = io.StringIO()
    _made(text).terminal(out, border=_TERMINAL_QUIET_MODULES, compact=True)
    lines = out.getvalue().splitlines()
    return [f"{_WHITE_ON_BLACK}{line}{_AS_BEFORE}" for line in lines] if coloured else lines


def _made(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
