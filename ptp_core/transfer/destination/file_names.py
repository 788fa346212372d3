"""Names of files that are safe on every platform, whoever made them up.

Decision: a name that only an attack can carry is refused, a name that an honest sender on another platform can have
is cleaned, and what was cleaned is what the person is shown and what is written.

    refused (ProtocolViolation)   empty, "." and "..", any / or \\, NUL, a lone surrogate
    cleaned                       control, bidi and zero-width characters and < > : " | ? * become "_";
                                  spaces and dots at the end go; Windows device names (CON, nul.txt, COM1) get a "_" in
                                  front, and so do those of PTP's own hidden files, which are believed and tidied
                                  away; more than 255 bytes of UTF-8 are cut in the stem; Unicode is composed (NFC)

`portable_name` does the same for our own files before they are offered, so that honest names are never refused.
Stateless; any thread.
"""

from __future__ import annotations

import re
import unicodedata

from ptp_core import broken_rules
from ptp_core.errors import ProtocolViolation
from ptp_core.transfer.display_text import is_unshowable

MAX_NAME_BYTES = 255
PARTIAL_SUFFIX = ".ptp-part"
JOURNAL_SUFFIX = ".ptp-journal"

_SEPARATORS = frozenset("/\\")
_RESERVED_CHARACTERS = frozenset('<>:"|?*')
# What nearly every name is, and what needs no closer look unless it is a device's.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_\-.]{0,199}[A-Za-z0-9_\-]", re.ASCII)
_DIGITS = "0123456789\u00b9\u00b2\u00b3"
_PARTIAL_NAME = re.compile(r"\..+\.[0-9a-f]{8}" + re.escape(PARTIAL_SUFFIX), re.DOTALL)
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in _DIGITS}
)
# The longest thing after the last dot that counts as an extension to keep when a name is cut.
_MAX_EXTENSION_BYTES = 32


def safe_name(offered: str) -> str:
    """The name under which an offered file is shown and saved. Raises ProtocolViolation for a hostile one."""
    if not offered or offered in (".", ".."):
        raise ProtocolViolation(broken_rules.NAME_EMPTY)
    if any(character in _SEPARATORS for character in offered):
        raise ProtocolViolation(broken_rules.NAME_LEADS_AWAY)
    if any(character == "\0" or unicodedata.category(character) == "Cs" for character in offered):
        raise ProtocolViolation(broken_rules.NAME_NO_TEXT)
    return _cleaned(offered)


def safe_target(offered: str, depth: int) -> str:
    """Where a link may lead that is `depth` folders below the roots: to something in its own root, by names that are
    safe, ".." only at the beginning. Raises ProtocolViolation for any other."""
    parts = [part for part in offered.split("/") if part != "."]
    up = 0
    while up < len(parts) and parts[up] == "..":
        up += 1
    if up >= depth or not offered:
        raise ProtocolViolation(broken_rules.LINK_LEADS_AWAY)
    return "/".join([*parts[:up], *(safe_name(part) for part in parts[up:])]) or "."


def portable_name(own: str) -> str:
    """The name under which a file of this computer is offered: no separators, valid UTF-8, cleaned."""
    text = own.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _cleaned("".join("_" if character in _SEPARATORS or character == "\0" else character for character in text))


def numbered_name(name: str, number: int) -> str:
    """`name` with " (number)" before its extension, still within the limit of bytes."""
    stem, extension = split_extension(name)
    return fit_name(stem, f" ({number}){extension}")


def partial_name(name: str, token: str) -> str:
    """The hidden name that a file has until it is whole: `.NAME.<token>.ptp-part`, within the limit of bytes.

    `token` is eight hexadecimal digits.
    """
    return fit_name(f".{name}", f".{token}{PARTIAL_SUFFIX}")


def is_partial_name(name: str) -> bool:
    """Whether it is one that `partial_name` makes."""
    return _PARTIAL_NAME.fullmatch(name) is not None and not any(character in _SEPARATORS for character in name)


def is_saved_name(name: str) -> bool:
    """Whether it is one that something received may have here."""
    try:
        return safe_name(name) == name
    except ProtocolViolation:
        return False


def split_extension(name: str) -> tuple[str, str]:
    """Stem and extension with its dot; a leading dot starts no extension, and ".tar.gz" stays in one piece."""
    head, dot, extension = name.rpartition(".")
    if not head or not extension or len(extension.encode()) > _MAX_EXTENSION_BYTES or head.strip(".") == "":
        return name, ""
    if head.lower().endswith(".tar") and len(head) > len(".tar"):
        return head[:-4], head[-4:] + dot + extension
    return head, dot + extension


def fit_name(stem: str, tail: str) -> str:
    """`stem` and `tail` in at most 255 bytes of UTF-8: whole characters of the stem go first."""
    room = MAX_NAME_BYTES - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + tail


def _cleaned(name: str) -> str:
    device = name.partition(".")[0].casefold() in _DEVICE_NAMES
    if _PLAIN_NAME.fullmatch(name) and not device and not _is_our_own(name):
        return name
    composed = unicodedata.normalize("NFC", name)
    shown = "".join(_fit_character(character) for character in composed).rstrip(" .")
    if not shown:
        shown = "_"
    # Windows looks at what stands before the first dot, spaces at its end not counted.
    if shown.partition(".")[0].rstrip(" ").casefold() in _DEVICE_NAMES:
        shown = "_" + shown
    if _is_our_own(shown):
        shown = "_" + shown
    stem, extension = split_extension(shown)
    return fit_name(stem, extension).rstrip(" .")


def _is_our_own(name: str) -> bool:
    """Whether PTP may give it to a hidden file, as a disk sees it that does not tell large from small letters."""
    return name.startswith(".") and name.casefold().endswith((PARTIAL_SUFFIX, JOURNAL_SUFFIX))


def _fit_character(character: str) -> str:
    if character in _RESERVED_CHARACTERS or is_unshowable(character):
        return "_"
    return " " if character.isspace() else character
