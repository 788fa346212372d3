"""`ptp peers`: who announces itself on the local network. No Qt.

All of it is hearsay: names and fingerprints are what these computers, or others in their place, say of themselves. The
handshake proves who it is, whoever was picked.

Exit status: 0 the network was listened to, 1 it could not be, 2 the command line is wrong.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Protocol

from app.cli.peers_options import PeersCommand
from app.cli.speaking import tr
from app.exit_status import ExitStatus
from app.installation import data_directory, known_peers_path
from app.nearby import claimed
from ptp_core.discovery.announcement import FoundPeer
from ptp_core.discovery.neighbourhood import Neighbourhood
from ptp_core.errors import NetworkError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.identity import fingerprint_words
from ptp_core.security.known_peers import KnownPeer, KnownPeers
from ptp_core.sentences import declare, phrase
from ptp_core.system_errors import system_words

_UNHEARD = declare("network-unheard", "The local network cannot be listened to: {reason}.")
_TYPE_INSTEAD = phrase("Type the address of the other computer instead: ptp send FILE HOST.")


class Listening(Protocol):
    """What this command needs of Neighbourhood."""

    @property
    def error(self) -> Exception | None: ...

    def start(self) -> None: ...

    def close(self) -> None: ...


class ListeningFactory(Protocol):
    """Neighbourhood itself, or what a test puts in its place."""

    def __call__(self, *, changed: Callable[[tuple[FoundPeer, ...]], None]) -> Listening: ...


def run_peers(
    command: PeersCommand,
    *,
    make: ListeningFactory = Neighbourhood,
    load: Callable[[], KnownPeers] = lambda: KnownPeers(known_peers_path(data_directory())),
) -> int:
    """Listen, print, and give the exit status. Raises NetworkError when there is no network to listen to."""
    known = load().all()
    peers: tuple[FoundPeer, ...] = ()

    def note(found: tuple[FoundPeer, ...]) -> None:
        nonlocal peers
        peers = found

    listening = make(changed=note)
    listening.start()
    try:
        # Nothing sets it; Ctrl-C interrupts the wait.
        threading.Event().wait(command.seconds)
        error = listening.error
    finally:
        listening.close()
    if error is not None and not peers:
        raise NetworkError(
            _UNHEARD(reason=system_words(error)),
            hint=_TYPE_INSTEAD,
        ) from error
    for peer in peers:
        print(_as_json(peer, known) if command.json else _as_line(peer, known), flush=True)
    if not peers and not command.json:
        print(tr("Nobody here says that they receive. Type the address that the receiver shows: ptp send FILE HOST."))
    return ExitStatus.DONE


def _as_json(peer: FoundPeer, known: list[KnownPeer]) -> str:
    friend = claimed(peer, known)
    facts = {
        "event": "peer",
        "name": peer.name,
        "addresses": list(peer.hosts),
        "port": peer.port,
        "fingerprint_hint": peer.fingerprint_hint.hex(),
        "claims_to_be": friend.name if friend is not None else None,
        "version": peer.version,
    }
    return json.dumps(facts)


def _as_line(peer: FoundPeer, known: list[KnownPeer]) -> str:
    words = f"  ({fingerprint_words(peer.fingerprint_hint)})" if peer.fingerprint_hint else ""
    friend = claimed(peer, known)
    claim = ""
    if friend is not None:
        claim = "  " + tr("says to be {0}, which you know; sending will show it").format(friend.name)
    addresses = ", ".join(str(PeerAddress(host, peer.port)) for host in peer.hosts)
    return f"{peer.name}  {addresses}{words}{claim}"
