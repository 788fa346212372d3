"""What is dropped or pasted: files of this computer, or a link that says where to send. GUI thread only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from ptp_core.errors import AddressError
from ptp_core.links.link import SCHEME, PtpLink, parse_link


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this computer in it."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def can_be_taken(data: QMimeData, *, text: bool = False) -> bool:
    """Whether there is anything of use in it; `text` tells whether any text is."""
    return bool(local_paths(data)) or link_in(data) is not None or (text and bool(data.text().strip()))


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
