"""The peers that this installation has met and paired with, by fingerprint, in a file written atomically.

The window and the command line may use the file at the same time, so each looks again when it has changed, and a
change is made to what the file says then, not to an old copy: a peer that was forgotten in one stays forgotten.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ptp_core.errors import SecurityError
from ptp_core.security.identity import FINGERPRINT_BYTES, clean_name
from ptp_core.security.private_files import make_private_directory, replace_file
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNREADABLE = declare("known-peers-unreadable", "The list of known computers in {path} cannot be read.")
_RESTORE = phrase("Restore it from a backup, or move it away: the computers then have to be paired again.")
_NOT_SAVED = declare("known-peers-not-saved", "The list of known computers cannot be saved in {path}: {reason}.")

FORMAT_VERSION = 1

_Peers = Mapping[bytes, "KnownPeer"]


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

    Every method, the constructor too, raises SecurityError when the file is damaged or cannot be read; one that
    changes something raises it as well when that cannot be written, and then nothing has changed.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        # Serialises whole uses of the file; what it guards is the file, so it is held while that is read or written.
        self._file_lock = threading.Lock()
        # Replaced as a whole, never changed in place.
        self._peers: _Peers = {}
        self._seen: tuple[int, ...] | None = None
        self._read()

    def all(self) -> list[KnownPeer]:
        """Every peer, by name."""
        return sorted(self._read().values(), key=lambda peer: (_compared(peer.name), peer.fingerprint))

    def find(self, fingerprint: bytes) -> KnownPeer | None:
        """The peer with this key."""
        return self._read().get(fingerprint)

    def find_name(self, name: str) -> KnownPeer | None:
        """The peer that goes by this name, or by one that looks the same but for case, whatever its key."""
        wanted = _compared(clean_name(name))
        return next((peer for peer in self._read().values() if _compared(peer.name) == wanted), None)

    def remember(self, fingerprint: bytes, name: str, now_unix_s: float) -> KnownPeer:
        """Note a meeting. A name given earlier stays."""

        def met(known: KnownPeer | None) -> KnownPeer:
            if known is None:
                return KnownPeer(fingerprint, clean_name(name), now_unix_s, now_unix_s)
            return replace(known, last_met=now_unix_s)

        return self._change(fingerprint, met)[fingerprint]

    def rename(self, fingerprint: bytes, name: str) -> None:
        """Call a known peer by another name; nothing happens for an unknown one."""
        self._change(fingerprint, lambda peer: peer and replace(peer, name=clean_name(name)))

    def set_accept_always(self, fingerprint: bytes, accept: bool) -> None:
        """Whether this peer's files are taken without asking; nothing happens for an unknown one."""
        self._change(fingerprint, lambda peer: peer and replace(peer, accept_always=accept))

    def forget(self, fingerprint: bytes) -> None:
        """The peer is a stranger again."""
        self._change(fingerprint, lambda peer: None)

    def _change(self, fingerprint: bytes, change: Callable[[KnownPeer | None], KnownPeer | None]) -> _Peers:
        with self._file_lock:
            before = self._read_file()
            peers = dict(before)
            changed = change(peers.pop(fingerprint, None))
            if changed is not None:
                peers[fingerprint] = changed
            if peers != before:
                self._save(peers)
                self._peers = peers
            return peers

    def _read(self) -> _Peers:
        if self._path is None:
            return self._peers
        with self._file_lock:
            return self._read_file()

    def _read_file(self) -> _Peers:
        if self._path is None:
            return self._peers
        try:
            seen = _signature(self._path)
            if seen != self._seen:
                self._peers = _parse(self._path.read_bytes()) if seen is not None else {}
                self._seen = seen
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise SecurityError(_UNREADABLE(path=self._path), hint=_RESTORE) from error
        return self._peers

    def _save(self, peers: _Peers) -> None:
        if self._path is None:
            return
        entries = [
            {
                "fingerprint": peer.fingerprint.hex(),
                "name": peer.name,
                "first_met": peer.first_met,
                "last_met": peer.last_met,
                "accept_always": peer.accept_always,
            }
            for peer in peers.values()
        ]
        try:
            make_private_directory(self._path.parent)
            replace_file(self._path, json.dumps({"version": FORMAT_VERSION, "peers": entries}, indent=1).encode())
            self._seen = _signature(self._path)
        except OSError as error:
            raise SecurityError(_NOT_SAVED(path=self._path, reason=system_words(error))) from error


def _signature(path: Path) -> tuple[int, ...] | None:
    """What changes whenever the file is replaced or edited; None when it is not there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _compared(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


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
