"""The peers that this installation has met and paired with, by fingerprint, in a file written atomically."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ptp_core.errors import SecurityError
from ptp_core.security.identity import clean_name, write_atomically

FORMAT_VERSION = 1
FINGERPRINT_BYTES = 32


@dataclass(frozen=True, slots=True)
class KnownPeer:
    """A peer that has proved itself once. Times are seconds since 1970; `accept_always` skips the question."""

    fingerprint: bytes
    name: str
    first_met: float
    last_met: float
    accept_always: bool = False


class KnownPeers:
    """All remembered peers. Thread-safe. `path` None keeps them in memory.

    Raises SecurityError when the file is damaged or cannot be read; a change that cannot be written raises it too.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._peers: dict[bytes, KnownPeer] = {}
        if path is not None and path.exists():
            try:
                self._peers = _parse(path.read_bytes())
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise SecurityError(
                    f"The list of known computers in {path} cannot be read.",
                    hint="Restore it from a backup, or move it away: the computers then have to be paired again.",
                ) from error

    def all(self) -> list[KnownPeer]:
        """Every peer, by name."""
        with self._lock:
            return sorted(self._peers.values(), key=lambda peer: (peer.name.casefold(), peer.fingerprint))

    def find(self, fingerprint: bytes) -> KnownPeer | None:
        """The peer with this key."""
        with self._lock:
            return self._peers.get(fingerprint)

    def find_name(self, name: str) -> KnownPeer | None:
        """The peer that goes by this name, whatever its key."""
        wanted = clean_name(name).casefold()
        with self._lock:
            return next((peer for peer in self._peers.values() if peer.name.casefold() == wanted), None)

    def remember(self, fingerprint: bytes, name: str, now_unix_s: float) -> KnownPeer:
        """Note a meeting. A name given earlier stays."""
        with self._lock:
            known = self._peers.get(fingerprint)
            if known is None:
                known = KnownPeer(fingerprint, clean_name(name), now_unix_s, now_unix_s)
            else:
                known = replace(known, last_met=now_unix_s)
            self._peers[fingerprint] = known
            self._save()
            return known

    def rename(self, fingerprint: bytes, name: str) -> None:
        """Call a known peer by another name; nothing happens for an unknown one."""
        self._change(fingerprint, lambda peer: replace(peer, name=clean_name(name)))

    def set_accept_always(self, fingerprint: bytes, accept: bool) -> None:
        """Whether this peer's files are taken without asking; nothing happens for an unknown one."""
        self._change(fingerprint, lambda peer: replace(peer, accept_always=accept))

    def forget(self, fingerprint: bytes) -> None:
        """The peer is a stranger again."""
        self._change(fingerprint, lambda peer: None)

    def _change(self, fingerprint: bytes, change: Callable[[KnownPeer], KnownPeer | None]) -> None:
        with self._lock:
            known = self._peers.get(fingerprint)
            if known is None:
                return
            changed = change(known)
            if changed is None:
                del self._peers[fingerprint]
            else:
                self._peers[fingerprint] = changed
            self._save()

    def _save(self) -> None:
        if self._path is None:
            return
        peers = [
            {
                "fingerprint": peer.fingerprint.hex(),
                "name": peer.name,
                "first_met": peer.first_met,
                "last_met": peer.last_met,
                "accept_always": peer.accept_always,
            }
            for peer in self._peers.values()
        ]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(self._path, json.dumps({"version": FORMAT_VERSION, "peers": peers}, indent=1).encode())
        except OSError as error:
            raise SecurityError(f"The list of known computers cannot be saved in {self._path}: {error}.") from error


def _parse(data: bytes) -> dict[bytes, KnownPeer]:
    document = json.loads(data)
    if document["version"] != FORMAT_VERSION:
        raise ValueError("another version")
    peers = {}
    for entry in document["peers"]:
        fingerprint = bytes.fromhex(entry["fingerprint"])
        if len(fingerprint) != FINGERPRINT_BYTES:
            raise ValueError("a fingerprint of another length")
        peers[fingerprint] = KnownPeer(
            fingerprint,
            clean_name(str(entry["name"])),
            float(entry["first_met"]),
            float(entry["last_met"]),
            entry["accept_always"] is True,
        )
    return peers
