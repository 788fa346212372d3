"""What the marker says: the rules by name, and where one was broken and how it should have been."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from ptp_core.sentences import declare, phrase


class Rule(enum.Enum):
    """A rule of the assignment. The value is its name in reports, the columns of the table of a folder included."""

    FORMAT = "format"
    OPENING = "opening"
    WINDOW = "window"
    SEGMENT_SIZE = "segment size"
    SEQUENCE = "sequence"
    OLDEST_ONLY = "oldest only"
    CAUSE = "cause"
    TIMER = "timer"
    FAST_RETRANSMIT = "fast retransmit"
    DELIVERY = "delivery"
    ACKNOWLEDGEMENT = "acknowledgement"
    ACKNOWLEDGEMENT_NUMBER = "acknowledgement number"
    CLOSING = "closing"
    AGREEMENT = "agreement"
    TOTALS = "totals"

    @property
    def words(self) -> str:
        """What a person calls it."""
        return _WORDS[self]


_FAULT = declare("log-fault", "{log} line {line}: {text}")
_WORDS: Final = {rule: phrase(rule.value) for rule in Rule}


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule broken once: in the file `log`, at line `line` (from 1), in a sentence without a full stop."""

    log: str
    line: int
    rule: Rule
    text: str

    @property
    def sentence(self) -> str:
        """All of it."""
        return _FAULT(log=self.log, line=str(self.line), text=self.text)

    def __str__(self) -> str:
        return str(self.sentence)
