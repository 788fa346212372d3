"""A text as a box of the window can hold it: harmless, bounded, and in pieces that are laid out at once. No Qt.

Laying out one line takes time by the square of its length: a line of a megabyte would stop the window for minutes.
Pure functions, from any thread.
"""

from __future__ import annotations

from typing import Final

from ptp_core.transfer.display_text import clean_lines

MOST_SHOWN: Final = 100_000
LONGEST_LINE: Final = 4_000


def shown_text(text: str) -> str:
    """The beginning of a text, long lines in several, what must not be shown replaced."""
    return "\n".join(
        line[start : start + LONGEST_LINE]
        for line in clean_lines(text, limit=MOST_SHOWN).split("\n")
        for start in range(0, max(1, len(line)), LONGEST_LINE)
    )


def can_be_edited(text: str) -> bool:
    """Whether a box can hold all of it, as it is."""
    return len(text) <= MOST_SHOWN and all(len(line) <= LONGEST_LINE for line in text.split("\n"))
