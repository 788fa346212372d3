"""A ptp: link as a word of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ptp_core.links.link import PtpLink


def as_link(text: str) -> PtpLink | None:
    """The link that a word is, None when it is something else. Raises AddressError for a wrong link."""
    if not text.lower().startswith("ptp://"):
        return None
    # It takes cryptography along, which `--help` and most command lines need not wait for.
    from ptp_core.links.link import parse_link

    return parse_link(text)
