"""What is promised, and how often it was seen to be kept."""

from __future__ import annotations

import enum
from collections import Counter


class Promise(enum.Enum):
    """One sentence that has to hold in every round that can show it."""

    PREFIX = "What arrives is what was sent, from its beginning on."
    WHOLE = "Where an end was heard, or both sides ended without an error, all of it is there."
    TOLD = "What did not arrive, both sides are told of."
    UNDISTURBED = "A connection whose link stays bearable ends without an error."
    BOUNDED = "Whatever is closed, cut off or cancelled ends within its time."
    FORGOTTEN = "A connection that ended leaves nothing in its endpoint."
    SAME_FILE = "A file under its final name is one that was sent."
    VERIFIED = "Who hears that a file is saved, or ends with status 0, has it there."
    SHUT_OUT = "Who does not know the code saves nothing."
    NEXT_PEER = "The next known peer gets in."
    LITTLE_AGAIN = "After a kill no more is sent again than two chunks of each file that was in flight."
    NO_PARTS = "No unfinished file stays."
    NO_ACCIDENT = "No thread dies, and nothing calls itself a fault of the program."
    NO_RESIDUE = "Memory, threads and descriptors are where they began."


class Broken(Exception):
    """A promise was not kept."""

    def __init__(self, promise: Promise, what: str) -> None:
        super().__init__(f"{promise.value} {what}")
        self.promise = promise


class Tally:
    """Counts what was kept and what was broken."""

    def __init__(self) -> None:
        self.kept: Counter[Promise] = Counter()
        self.broken: Counter[Promise] = Counter()

    def hold(self, promise: Promise, held: bool, what: str) -> None:
        """Count it; raises Broken, which says `what` was seen, when it does not hold."""
        if not held:
            self.broken[promise] += 1
            raise Broken(promise, what)
        self.kept[promise] += 1

    def lines(self) -> list[str]:
        """One line a promise."""
        return [
            f"{self.kept[promise]:8,} kept  {self.broken[promise]:4,} broken  {promise.value}" for promise in Promise
        ]
