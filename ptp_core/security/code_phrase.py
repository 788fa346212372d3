"""The one-time code phrase that a receiver shows and a sender enters, such as `4-guitar-orbit`.

One of 9 numbers and two of 512 words: 21 bits. That is enough because a code dies with its first wrong try, and
SPAKE2 gives nobody who listens a way to try codes on his own.
"""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections.abc import Callable

from ptp_core.errors import SettingsError, WrongCode
from ptp_core.security.words import WORDS

MAXIMUM_CODE_CHARACTERS = 100
# Spaces and what phones and chat programs make of a hyphen: U+2010 to U+2015 and the minus sign.
_SEPARATORS = re.compile("[\\s\\-_.,\u2010-\u2015\u2212]+")


def generate_code(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A new code phrase."""
    return f"{1 + randbelow(9)}-{WORDS[randbelow(len(WORDS))]}-{WORDS[randbelow(len(WORDS))]}"


def normalise_code(text: str) -> str:
    """A code as a person typed it, in the form that both sides compare. Raises SettingsError for what can't be one."""
    if len(text) > MAXIMUM_CODE_CHARACTERS:
        raise SettingsError("The code phrase is too long.", hint=f"At most {MAXIMUM_CODE_CHARACTERS} characters.")
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    code = "-".join(part for part in _SEPARATORS.split(plain) if part)
    if not code:
        raise SettingsError("The code phrase is empty.", hint="Enter the code that the receiver shows.")
    if not code.isprintable():
        raise SettingsError(
            "The code phrase contains a character that cannot be seen.", hint="Type it instead of pasting it."
        )
    return code


class CodeAttempt:
    """One try at `code`; it was a wrong one unless `succeeded` is called. Made by OneTimeCode.take."""

    def __init__(self, code: str, on_success: Callable[[CodeAttempt], None]) -> None:
        self.code = code
        self._on_success = on_success

    def succeeded(self) -> None:
        """The peer has shown that it knows the code."""
        self._on_success(self)


class OneTimeCode:
    """The code that a receiver shows, each good for one try. Thread-safe.

    The protocol of a try: wait for the peer's pairing message, `take`, answer with one's own message, check the
    peer's confirmation, call `succeeded` on the attempt if it is right, and only then confirm. So a peer that
    breaks off before its message came costs nothing, and one that breaks off later has had its try.

    A generated code is replaced as soon as it is taken, whatever comes of the try. A fixed one (from the command
    line) is away during a try, comes back after a success, and is dead after anything else. `changed` is called,
    on the thread that changed it and with no lock held, when `current` is another.
    """

    def __init__(self, fixed: str | None = None, *, changed: Callable[[], None] | None = None) -> None:
        self._fixed = normalise_code(fixed) if fixed is not None else None
        self._changed = changed
        self._lock = threading.Lock()
        self._code: str | None = self._fixed or generate_code()
        self._attempt: CodeAttempt | None = None

    def current(self) -> str | None:
        """The code to show, or None when a fixed one is dead or being tried."""
        with self._lock:
            return self._code

    def renew(self) -> None:
        """Show another generated code; a fixed one stays what it is."""
        if self._fixed is None:
            with self._lock:
                self._code = generate_code()
            self._tell()

    def take(self) -> CodeAttempt:
        """Begin a try, of which only one is possible for each code. Raises WrongCode when there is none to try."""
        with self._lock:
            code = self._code
            if code is None:
                raise WrongCode(
                    "The code phrase is used up, or another computer is trying it.",
                    hint="Start the receiver again: it then shows another code.",
                )
            self._code = None if self._fixed is not None else generate_code()
            self._attempt = attempt = CodeAttempt(code, self._revive)
        self._tell()
        return attempt

    def _revive(self, attempt: CodeAttempt) -> None:
        with self._lock:
            # An attempt brings the code back once, and never while another one holds it.
            if self._fixed is None or attempt is not self._attempt:
                return
            self._attempt = None
            self._code = self._fixed
        self._tell()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed()
