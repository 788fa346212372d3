"""The one-time code phrase that a receiver shows and a sender enters, such as `4-guitar-orbit`.

One of 9 numbers and two of 512 words: 21 bits. That is enough because a code dies with its first wrong try, and
SPAKE2 gives nobody who listens a way to try codes on his own.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable

from ptp_core.errors import SettingsError, WrongCode
from ptp_core.security.identity import word_list

MAXIMUM_CODE_CHARACTERS = 100
_SEPARATORS = re.compile(r"[\s\-_.]+")


def generate_code(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A new code phrase."""
    words = word_list()
    return f"{1 + randbelow(9)}-{words[randbelow(len(words))]}-{words[randbelow(len(words))]}"


def normalise_code(text: str) -> str:
    """A code as a person typed it, in the form that both sides compare. Raises SettingsError for what can't be one."""
    code = "-".join(part for part in _SEPARATORS.split(text.strip().casefold()) if part)
    if not code:
        raise SettingsError("The code phrase is empty.", hint="Enter the code that the receiver shows.")
    if len(code) > MAXIMUM_CODE_CHARACTERS:
        raise SettingsError("The code phrase is too long.", hint=f"At most {MAXIMUM_CODE_CHARACTERS} characters.")
    return code


class CodeAttempt:
    """One try at a code; it was wrong unless `succeeded` is called."""

    def __init__(self, code: str, succeeded: Callable[[], None]) -> None:
        self.code = code
        self.succeeded = succeeded


class OneTimeCode:
    """The code that a receiver shows. Thread-safe.

    Each try takes the code away before anything is answered. A generated code is replaced at once, whatever
    comes of the try; a fixed one (from the command line) comes back only after a success, else it is dead.
    `changed` is called, on the thread of the try, when there is another code to show.
    """

    def __init__(self, fixed: str | None = None, *, changed: Callable[[], None] | None = None) -> None:
        self._fixed = normalise_code(fixed) if fixed is not None else None
        self._changed = changed
        self._lock = threading.Lock()
        self._code: str | None = self._fixed or generate_code()

    def current(self) -> str | None:
        """The code to show, or None when a fixed one is dead or being tried."""
        with self._lock:
            return self._code

    def renew(self) -> None:
        """Show another code; a fixed code that is dead stays dead."""
        with self._lock:
            if self._fixed is None:
                self._code = generate_code()
        self._tell()

    def take(self) -> CodeAttempt:
        """Begin a try, of which only one is possible for each code. Raises WrongCode when there is none to try."""
        with self._lock:
            code = self._code
            if code is None:
                raise WrongCode(
                    "The code phrase is used up.", hint="Start the receiver again: it then shows another code."
                )
            self._code = None if self._fixed is not None else generate_code()
        self._tell()
        return CodeAttempt(code, self._revive)

    def _revive(self) -> None:
        if self._fixed is not None:
            with self._lock:
                self._code = self._fixed
            self._tell()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed()
