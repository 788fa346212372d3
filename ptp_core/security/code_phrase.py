"""The one-time code phrase that a receiver shows and a sender enters, such as `4-guitar-orbit`.

One of 9 numbers and two of 512 words: 2,359,296 codes, 21 bits. That is enough because SPAKE2 gives nobody who listens
a way to try codes on his own, each connection is one guess at most, and wrong guesses are counted: a code that lets one
in dies with the first (one chance in 2,359,296), a code that lets many in with the fifth (one in 471,859 for each code
that is shown). Guesses whose outcome is not known yet count as wrong ones, so that a thousand at once are no way round.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable
from types import TracebackType

from ptp_core.config import PairingPolicy
from ptp_core.errors import CodeTaken, SettingsError
from ptp_core.security.words import WORDS
from ptp_core.sentences import declare, phrase

_TOO_LONG = declare("code-too-long", "The code phrase is too long.")()
_AT_MOST = declare("at-most-characters", "At most {count} characters.")
_EMPTY = declare("code-empty", "The code phrase is empty.")()
_ENTER_IT = phrase("Enter the code that the receiver shows.")
_UNSEEN = declare("code-unseen", "The code phrase contains a character that cannot be seen.")()
_TYPE_IT = phrase("Type it instead of pasting it.")
_TAKEN = declare("code-taken", "The code phrase is used up, or another computer is trying it.")()
_START_AGAIN = phrase("Start the receiver again if it shows no other code.")

MAXIMUM_CODE_CHARACTERS = 100
# Of a code that lets many in: enough for a class that mistypes, and few enough for 21 bits.
MAXIMUM_WRONG_GUESSES = 5
# How long somebody waits for others' tries to end.
TURN_LIMIT_S = 20.0
_STEP_S = 0.05
# Spaces and what phones and chat programs make of a hyphen: U+2010 to U+2015 and the minus sign.
_PARTED = "[\\s\\-\u2010-\u2015\u2212]+"
_CODE_AT_END = re.compile(
    f"(?:^|(?<=[\\s,;]))(?P<number>[1-9]){_PARTED}(?P<first>[a-z]+){_PARTED}(?P<second>[a-z]+)\\s*$", re.IGNORECASE
)
_WORDS = frozenset(WORDS)
_SEPARATORS = re.compile("[\\s\\-_.,\u2010-\u2015\u2212]+")


def generate_code(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A new code phrase."""
    return f"{1 + randbelow(9)}-{WORDS[randbelow(len(WORDS))]}-{WORDS[randbelow(len(WORDS))]}"


def normalise_code(text: str) -> str:
    """A code as a person typed it, in the form that both sides compare. Raises SettingsError for what can't be one."""
    if len(text) > MAXIMUM_CODE_CHARACTERS:
        raise SettingsError(_TOO_LONG, hint=_AT_MOST(count=MAXIMUM_CODE_CHARACTERS))
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    code = "-".join(part for part in _SEPARATORS.split(plain) if part)
    if not code:
        raise SettingsError(_EMPTY, hint=_ENTER_IT)
    if not code.isprintable():
        raise SettingsError(_UNSEEN, hint=_TYPE_IT)
    return code


def code_at_end(text: str) -> tuple[str, str] | None:
    """What stands before a code phrase of ours at the end of a text, and the code; None where there is none there.

    For a code that went into another field: words that no code is made of are none, whatever they look like.
    """
    found = _CODE_AT_END.search(text)
    if found is None:
        return None
    number, *words = found.group("number", "first", "second")
    words = [word.casefold() for word in words]
    return (text[: found.start()].rstrip(" ,;\t"), "-".join([number, *words])) if _WORDS.issuperset(words) else None


class CodeAttempt:
    """One try at `code`, a context: at its end it was a wrong one unless `succeeded` was called. Made by take."""

    def __init__(self, code: str, policy: PairingPolicy, settle: Callable[[CodeAttempt, bool], None]) -> None:
        self.code = code
        self.policy = policy
        self._settle = settle
        self._settled = False

    def __enter__(self) -> CodeAttempt:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(succeeded=False)

    def succeeded(self) -> None:
        """The peer has shown that it knows the code."""
        self._end(succeeded=True)

    def _end(self, *, succeeded: bool) -> None:
        if not self._settled:
            self._settled = True
            self._settle(self, succeeded)


class OneTimeCode:
    """The code that a receiver shows. Thread-safe.

    The protocol of a try: wait for the peer's pairing message, `take`, answer with one's own message, check the
    peer's confirmation, call `succeeded` on the attempt if it is right, and only then confirm. So a peer that
    breaks off before its message came costs nothing, and one that breaks off later has had its try.

    `PairingPolicy.ONCE`: a generated code is replaced as soon as it is taken, whatever comes of the try. A fixed one
    (from the command line) is away during a try, comes back after a success, and is dead after anything else.
    `PairingPolicy.OPEN`: the code stays, until five tries have failed; then a generated one is replaced and a fixed one
    is dead. At most five tries, less those that failed, run at a time; others wait for their turn in `take`.

    `changed` is called, on the thread that changed it and with no lock held, when `current` or `admitted` is another.
    """

    def __init__(
        self,
        fixed: str | None = None,
        *,
        changed: Callable[[], None] | None = None,
        policy: PairingPolicy = PairingPolicy.ONCE,
    ) -> None:
        self._fixed = normalise_code(fixed) if fixed is not None else None
        self._changed = changed
        self._policy = policy
        self._turns = threading.Condition()
        self._code: str | None = self._fixed or generate_code()
        self._serial = 0
        # The first is as good as always there: a fixed one may be known long before.
        self._shown_since_s = float("-inf")
        self._admitted = 0
        self._wrong = 0
        self._attempts: set[CodeAttempt] = set()

    def current(self) -> str | None:
        """The code to show, or None when a fixed one is dead or being tried."""
        with self._turns:
            return self._code

    @property
    def serial(self) -> int:
        """A number that tells one code from the next, for `take`."""
        return self._serial

    @property
    def policy(self) -> PairingPolicy:
        """How many a code lets in."""
        return self._policy

    @property
    def admitted(self) -> int:
        """How many have paired since the code was opened for many."""
        return self._admitted

    def set_policy(self, policy: PairingPolicy) -> None:
        """From now on one is let in, or many. Once closed again, a generated code that many know is replaced."""
        with self._turns:
            if policy is self._policy:
                return
            self._policy = policy
            if policy is PairingPolicy.OPEN:
                self._admitted = 0
                self._wrong = 0
            elif self._fixed is None:
                self._replace()
        self._tell()

    def renew(self) -> None:
        """Show another generated code; a fixed one stays what it is."""
        if self._fixed is None:
            with self._turns:
                self._replace()
            self._tell()

    def take(
        self,
        serial: int | None = None,
        *,
        given_s: float = float("inf"),
        check: Callable[[], None] = lambda: None,
    ) -> CodeAttempt:
        """Begin a try at the code that had this `serial` (None: at the one of now) and that the peer was given at
        `given_s` of the monotonic clock. Raises CodeTaken when there is none to try any more, the one that is shown has
        been there for less long, or too many are being tried for a while. `check` is called while it waits, and may
        raise.
        """
        with self._turns:
            policy = self._policy
            deadline = time.monotonic() + TURN_LIMIT_S
            while True:
                code = self._code
                if code is None or serial not in (None, self._serial) or given_s < self._shown_since_s:
                    raise _taken()
                if policy is PairingPolicy.ONCE or self._wrong + len(self._attempts) < MAXIMUM_WRONG_GUESSES:
                    break
                if time.monotonic() >= deadline:
                    raise _taken()
                self._turns.wait(_STEP_S)
                check()
            attempt = CodeAttempt(code, policy, self._settle)
            if policy is PairingPolicy.ONCE:
                self._replace()
            self._attempts.add(attempt)
        if policy is PairingPolicy.ONCE:
            self._tell()
        return attempt

    def _settle(self, attempt: CodeAttempt, succeeded: bool) -> None:
        with self._turns:
            before = (self._code, self._admitted)
            if succeeded and attempt.policy is PairingPolicy.OPEN:
                self._admitted += 1
            # Not one of these: the code that was tried is not shown any more.
            if attempt in self._attempts:
                self._attempts.discard(attempt)
                if attempt.policy is PairingPolicy.OPEN:
                    self._wrong += not succeeded
                    if self._wrong >= MAXIMUM_WRONG_GUESSES:
                        self._replace()
                elif succeeded and self._fixed is not None:
                    self._code = self._fixed
            changed = before != (self._code, self._admitted)
            self._turns.notify_all()
        if changed:
            self._tell()

    def _replace(self) -> None:
        """The code is dead; the lock is held."""
        self._code = None if self._fixed is not None else generate_code()
        if self._fixed is None:
            self._serial += 1
            self._shown_since_s = time.monotonic()
        self._wrong = 0
        self._attempts.clear()
        self._turns.notify_all()

    def _tell(self) -> None:
        if self._changed is not None:
            self._changed()


def _taken() -> CodeTaken:
    return CodeTaken(_TAKEN, hint=_START_AGAIN)
