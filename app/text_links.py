"""Links in a text that came: what may be opened, and how it is shown so that nobody is deceived. No Qt.

Only http and https, and only where they are a whole line. What opens is ASCII to the last character: a host in other
letters is shown as it is asked for (punycode), with the letters beside it; a name before the host is pointed out. What
programs read in different ways (a backslash, a control character, half a host) is no link at all. Pure functions, from
any thread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import quote, urlsplit

from ptp_core.transfer.display_text import clean_text, is_unshowable

MOST_LINKS: Final = 20
LONGEST_LINK: Final = 2_000
LAST_PORT: Final = 65_535
# Only so much of a text is looked through.
_MOST_LINES: Final = 2_000

_LINK: Final = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*\.?")
_PLACE: Final = re.compile(r"(?:\[(?P<numbers>[0-9a-fA-F:.]+)\]|(?P<name>[^:\[\]@%]+))(?::(?P<port>[0-9]{1,5}))?")
# What a URL may hold as it stands (RFC 3986); a percent sign is part of what is encoded already.
_PLAIN: Final = "%/?#[]@!$&'()*+,;=:~-._"


@dataclass(frozen=True, slots=True)
class TextLink:
    """One link. `url` is what opens, and is shown in full. `host` is where it leads; `letters` is the host as it was
    written, where these are not Latin letters alone, and `user` what stands before it, which may look like a host: both
    empty else."""

    url: str
    host: str
    letters: str = ""
    user: str = ""


def links_in(text: str) -> tuple[TextLink, ...]:
    """The links of a text, each once, the first MOST_LINKS."""
    found: dict[str, TextLink] = {}
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        link = _link(line.strip()) if len(line) <= 2 * LONGEST_LINK else None
        if link is not None:
            found.setdefault(link.url, link)
            if len(found) == MOST_LINKS:
                break
    return tuple(found.values())


def _link(line: str) -> TextLink | None:
    if len(line) > LONGEST_LINK or not _LINK.fullmatch(line) or any(map(is_unshowable, line)):
        return None
    try:
        parts = urlsplit(line)
    except ValueError:
        return None
    user, at, place = parts.netloc.rpartition("@")
    found = _PLACE.fullmatch(place)
    host = _ascii_host(found["name"], found["numbers"]) if found else None
    if found is None or host is None or int(found["port"] or 0) > LAST_PORT:
        return None
    port = f":{found['port']}" if found["port"] else ""
    query = "?" + quote(parts.query, safe=_PLAIN) if parts.query else ""
    fragment = "#" + quote(parts.fragment, safe=_PLAIN) if parts.fragment else ""
    rest = f"{quote(parts.path, safe=_PLAIN)}{query}{fragment}"
    return TextLink(
        url=f"{parts.scheme.lower()}://{quote(user, safe=_PLAIN)}{at}{host}{port}{rest}",
        host=host,
        letters="" if place.isascii() else clean_text(found["name"], limit=LONGEST_LINK),
        user=clean_text(user, limit=LONGEST_LINK),
    )


def _ascii_host(name: str | None, numbers: str | None) -> str | None:
    """The host as it is asked for; None when it is none that every program would read alike."""
    try:
        if numbers is not None:
            return f"[{IPv6Address(numbers)}]"
        host = (name or "").encode("idna").decode("ascii").lower()
    except ValueError:
        return None
    return host if _HOST.fullmatch(host) else None
