"""The address of a peer, as the socket has it: the transport compares it and hands it on."""

from __future__ import annotations

Address = tuple[str | int, ...]
"""Host and port, and what else the family of the address has."""
