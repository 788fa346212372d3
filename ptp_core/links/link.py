"""Links that say where to send, and with which code: `ptp://host:port#code&name=red-laptop`.

What stands behind the # is percent-encoded UTF-8: first the code, if there is one, then values by name. Those that are
not known are passed over, so that a later version may add some. A link comes from a mail, a web page or a picture:
whatever it is, parsing gives a link whose parts are fit to be used and shown, or an AddressError in plain words.
Pure functions; nothing is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from ptp_core.errors import AddressError, SettingsError
from ptp_core.network.addresses import PeerAddress, parse_address
from ptp_core.security.code_phrase import normalise_code
from ptp_core.security.identity import clean_name
from ptp_core.sentences import declare, phrase

_FOREIGN: Final = {
    "@": phrase("a user"),
    "/": phrase("a path"),
    "?": phrase("a question mark"),
    "\\": phrase("a backslash"),
}
_TOO_LONG = declare("link-too-long", "The link is too long.")()
_OTHER_SCHEME = declare("link-other-scheme", "The link does not begin with ptp://.")()
_PORT_0 = declare("link-port-0", "The link's port cannot be 0.")()
_A_PORT_IS = phrase("A port is a number from 1 to 65535.")
_FOREIGN_PART = declare("link-foreign-part", "The link has {what} in it, which PTP's links have not.")
_NO_TEXT = declare("link-no-text", "The link has bytes in it that are no text.")()
_WRONG_CODE = declare("link-code", "The code in the link is not right: {reason}")

SCHEME: Final = "ptp"
LONGEST_LINK: Final = 2000

_EXAMPLE: Final = phrase("A link looks like ptp://192.168.1.20:7700#4-guitar-orbit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PtpLink:
    """Where to send. `code` is in the form that both sides compare, None for none. `name` is what the other side calls
    itself, a hint and perhaps empty."""

    address: PeerAddress
    code: str | None = None
    name: str = ""

    def __str__(self) -> str:
        host = self.address.host
        # A zone in an IPv6 address (fe80::1%eth0) has a percent sign of its own, RFC 6874.
        place = f"[{quote(host, safe=':')}]" if ":" in host else quote(host, safe="")
        said = [] if self.code is None else [quote(self.code, safe="")]
        if self.name:
            said.append(f"name={quote(self.name, safe='')}")
        return f"{SCHEME}://{place}:{self.address.port}{'#' if said else ''}{'&'.join(said)}"


def parse_link(text: str) -> PtpLink:
    """The link that `text` is. Raises AddressError with one sentence that says what is wrong."""
    text = text.strip()
    if len(text) > LONGEST_LINK:
        raise AddressError(_TOO_LONG, hint=_EXAMPLE)
    scheme, slashes, rest = text.partition("://")
    if not slashes or scheme.lower() != SCHEME:
        raise AddressError(_OTHER_SCHEME, hint=_EXAMPLE)
    place, _, fragment = rest.partition("#")
    place = place.removesuffix("/")
    for sign, what in _FOREIGN.items():
        if sign in place:
            raise AddressError(_FOREIGN_PART(what=what), hint=_EXAMPLE)
    address = parse_address(_decoded(place))
    if address.port == 0:
        raise AddressError(_PORT_0, hint=_A_PORT_IS)
    code, name = "", ""
    for at, part in enumerate(fragment.split("&")):
        key, equals, value = part.partition("=")
        if at == 0 and not equals:
            code = _decoded(part)
        elif key == "name":
            name = clean_name(_decoded(value)) if value else ""
    return PtpLink(address=address, code=_checked_code(code) if code else None, name=name)


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise AddressError(_NO_TEXT, hint=_EXAMPLE) from error


def _checked_code(code: str) -> str:
    try:
        return normalise_code(code)
    except SettingsError as error:
        raise AddressError(_WRONG_CODE(reason=error.message), hint=error.hint) from error
