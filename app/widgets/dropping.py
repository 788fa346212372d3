"""What is dropped or pasted: files of this computer, where to send, or any other text. GUI thread only."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from ptp_core.errors import AddressError
from ptp_core.links.link import SCHEME, PtpLink, parse_link
from ptp_core.network.addresses import parse_address

# More is no address, whatever it looks like.
_LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class Dropped:
    """One of these is there, or nothing at all."""

    paths: tuple[Path, ...] = ()
    link: PtpLink | None = None
    address: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.paths or self.link or self.address or self.text)


def dropped_in(data: QMimeData) -> Dropped:
    """What to make of it: files before a link, a link before an address, an address before a text."""
    paths = local_paths(data)
    if paths:
        return Dropped(paths=tuple(paths))
    link = link_in(data)
    if link is not None:
        return Dropped(link=link)
    text = data.text()
    if is_address(text):
        return Dropped(address=text.strip())
    return Dropped(text=text if text.strip() else "")


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in it."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def can_be_taken(data: QMimeData, *, text: bool) -> bool:
    """Whether there is anything of use in it; `text` tells whether any text is."""
    dropped = dropped_in(data)
    return bool(dropped) and (text or not dropped.text)


def is_address(text: str) -> bool:
    """Whether a text on its own can only be meant as where to send: a numeric address, or a host with its port."""
    text = text.strip()
    if not text or len(text) > _LONGEST_ADDRESS or any(letter.isspace() for letter in text):
        return False
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(text.strip("[]"))
        return True
    try:
        address = parse_address(text)
    except AddressError:
        return False
    # A bare word may be anything; with a port behind it, it is a host.
    return address.port > 0 and text.endswith(f":{address.port}")


def looks_like_link(text: str) -> bool:
    """Whether it was meant as a link of PTP's, good or not."""
    return text.strip().lower().startswith(f"{SCHEME}://")


def link_in(data: QMimeData) -> PtpLink | None:
    """The link in it, as text or as a URL; None when there is no good one."""
    # The text comes first: a URL may have been rewritten on its way.
    for text in (data.text(), *(url.toString() for url in data.urls())):
        if looks_like_link(text):
            try:
                return parse_link(text)
            except AddressError:
                continue
    return None
