"""What belongs to this person on this computer: identity and remembered peers, in one folder. No Qt.

The window and the command line share it. The folder is platformdirs' data folder of "ptp" (on Linux ~/.local/share/ptp,
moved by XDG_DATA_HOME).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ptp_core.errors import DestinationError
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNUSABLE = declare("installation-unusable", "{folder} cannot be used: {reason}.")
_KEPT_THERE = phrase("PTP keeps this computer's identity there: make it writable, or set XDG_DATA_HOME.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a transfer: who it is and whom it knows. `known_peers` is thread-safe."""

    identity: Identity
    known_peers: KnownPeers


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation(Party):
    """This computer's person, who is kept in `directory`."""

    directory: Path


def data_directory() -> Path:
    """Where identity and remembered peers live."""
    return Path(platformdirs.user_data_dir("ptp", appauthor=False))


def known_peers_path(directory: Path) -> Path:
    """The file of remembered peers in that folder."""
    return directory / "known_peers.json"


def history_path(directory: Path) -> Path:
    """The file of what was sent and received, in that folder."""
    return directory / "history.sqlite3"


def queue_path(directory: Path) -> Path:
    """The file of what waits to be sent, in that folder."""
    return directory / "queue.json"


def load_installation(directory: Path | None = None) -> Installation:
    """Read both, and make them at the first start.

    Raises DestinationError when the folder cannot be used, and PtpError when what is in it is damaged.
    """
    directory = directory or data_directory()
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        identity = Identity.load_or_create(directory, default_name())
        known_peers = KnownPeers(known_peers_path(directory))
        return Installation(directory=directory, identity=identity, known_peers=known_peers)
    except OSError as error:
        raise DestinationError(
            _UNUSABLE(folder=directory, reason=system_words(error)),
            path=directory,
            hint=_KEPT_THERE,
        ) from error


def default_name() -> str:
    """How this computer calls itself towards peers until its person chooses a name."""
    return socket.gethostname().partition(".")[0] or "computer"
