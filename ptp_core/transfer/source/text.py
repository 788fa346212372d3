"""A text that is sent as such: a note, a link, what was copied. It is on no disk, and is read as a file is.

Immutable but for the reader, which one thread uses.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from ptp_core.errors import SourceError
from ptp_core.formatting import format_size
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.messages import MAX_NOTE_BYTES

_NO_TEXT = declare("no-text", "There is no text to send.")()
_WRITE_ONE = phrase("Write or paste one first.")
_TOO_LONG = declare("text-too-long", "The text is longer than {size}.")
_AS_A_FILE = phrase("Send it as a file.")
_HALF_A_CHARACTER = declare("half-a-character", "The text holds half a character, which no computer can read.")()
_COPY_AGAIN = phrase("Copy it once more, or send it as a file.")
_NO_UTF8 = declare("no-utf8", "This is no text in UTF-8.")()
_NAME_THE_FILE = phrase("Send it as a file: write its name, or - for standard input.")

TEXT_NAME = "text.txt"
"""What a text is called where it is a file: at a receiver that knows no texts, and in the history."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """One text. Raises SourceError for an empty one, a longer one than crosses, and one that is no text."""

    text: str = field(repr=False)
    data: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", text_bytes(self.text))

    @property
    def name(self) -> str:
        """What it is offered as."""
        return TEXT_NAME


class TextReader:
    """A text in the place of a SourceFile; a context manager."""

    def __init__(self, source: TextSource) -> None:
        self._left = memoryview(source.data)
        self.size_bytes = len(source.data)

    def fill(self, view: memoryview, stop: threading.Event) -> None:
        """Fill all of `view`, which must lie within what is left."""
        view[:] = self._left[: len(view)]
        self._left = self._left[len(view) :]

    def check_unchanged(self) -> None:
        """A text does not change."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._left.release()


def text_bytes(text: str) -> bytes:
    """The text as it crosses. Raises SourceError when it cannot."""
    if not text:
        raise SourceError(_NO_TEXT, path=Path(), hint=_WRITE_ONE)
    try:
        # Longer in characters is longer in bytes: a huge one is not even encoded.
        data = text.encode("utf-8") if len(text) <= MAX_NOTE_BYTES else b""
    except UnicodeEncodeError as error:
        raise SourceError(
            _HALF_A_CHARACTER,
            path=Path(),
            hint=_COPY_AGAIN,
        ) from error
    if not 1 <= len(data) <= MAX_NOTE_BYTES:
        raise SourceError(
            _TOO_LONG(size=format_size(MAX_NOTE_BYTES)), path=Path(), hint=_AS_A_FILE
        )
    return data


def text_of(data: bytes) -> str:
    """What was read of a pipe or a file, as a text. Raises SourceError when it is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            _NO_UTF8, path=Path(), hint=_NAME_THE_FILE
        ) from error


def only_text(sources: Sequence[object]) -> TextSource | None:
    """The text, where it is all that is to be sent."""
    only = sources[0] if len(sources) == 1 else None
    return only if isinstance(only, TextSource) else None
