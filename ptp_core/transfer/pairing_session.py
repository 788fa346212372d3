"""Who is there: run on a fresh connection, before anything about files is said to a stranger.

    sender                              receiver
    HELLO name, knows, has code   ->                               (and OFFER behind it, when it knows the receiver)
                                  <-    HELLO name, knows          (or DECLINE, and nothing else)
    when both know each other, that is all; else, with the code phrase that the receiver shows:
    PAIR                          ->
                                  <-    PAIR                       (the code is taken, and gone when it was wrong)
    CONFIRM                       ->
                                  <-    CONFIRM                    (or DECLINE)
    OFFER                         ->                               (when it has not been sent yet)

An offer that need not wait for the answer saves a round trip. It goes only to a key that is remembered, and the
receiver looks at it only once the sender has proved who it is.

Knowing means remembering the SHA-256 of the certificate with which the encrypted connection was made; names are only
shown. After a pairing both sides remember each other. A stranger who is turned away is told DECLINE without a word
more. A name that is remembered with another key stops either side (IdentityChanged).

Blocking; runs on a transfer's child thread; whoever owns the channel bounds it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ptp_core.config import AcceptPolicy
from ptp_core.errors import (
    CodeNeeded,
    Declined,
    HandshakeFailed,
    IdentityChanged,
    PeerUnknown,
    ProtocolViolation,
    SecurityError,
    WrongCode,
)
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.known_peers import KnownPeer, KnownPeers
from ptp_core.security.pairing import PairingExchange, PairingRole
from ptp_core.transfer.channel import MessageChannel, StreamSocket
from ptp_core.transfer.messages import Confirm, Decline, Hello, Message, Offer, Pair
from ptp_core.transfer.options import TransferOptions

_EXPORTER_LABEL = b"EXPORTER-PTP-pairing"

M = TypeVar("M", Hello, Pair, Confirm)


@dataclass(frozen=True, slots=True)
class AuthenticatedPeer:
    """The other side, proved by key or code. `known` says that it was remembered before this connection."""

    name: str
    fingerprint: bytes
    known: bool
    accept_always: bool


def authenticate_receiver(
    channel: MessageChannel, *, options: TransferOptions, code: str | None, address: str, offer: Offer
) -> AuthenticatedPeer:
    """The sender's part, up to and with the offer; `address` names the receiver until its name is known.

    Raises CodeNeeded, WrongCode, IdentityChanged, HandshakeFailed (a connection to oneself), Declined,
    ProtocolViolation and what the socket raises.
    """
    known = _look_up(channel.socket, options.known_peers)
    channel.send(Hello(options.identity.name, known is not None, code is not None))
    if known is not None:
        channel.send(offer)
    reply = channel.receive()
    if isinstance(reply, Decline):
        raise Declined(
            f"{address} declined.", hint="It may let only computers in that it knows, or ask you for its code phrase."
        )
    hello = _expect(Hello, reply)
    if known is None:
        _check_name(hello.name, options.known_peers)
    elif hello.knows_peer:
        return _met_again(known, options.known_peers)
    if code is None:
        raise CodeNeeded(
            f"{hello.name} ({address}) does not know this computer yet, or this computer does not know it.",
            hint="Enter the code phrase that it shows; it is needed only this once.",
        )
    _pair_as_sender(channel, code)
    if known is None:
        channel.send(offer)
    return _remember(hello.name, known, channel.socket, options.known_peers)


def authenticate_sender(
    channel: MessageChannel,
    *,
    options: TransferOptions,
    code: OneTimeCode,
    accept: AcceptPolicy,
    address: str,
    on_pairing: Callable[[str], None],
) -> tuple[AuthenticatedPeer, Message]:
    """The receiver's part; the sender, and the message in which it says what it wants.

    `address` names the sender. `on_pairing(name)` is called when a stranger starts to pair.

    Raises PeerUnknown, WrongCode, IdentityChanged, HandshakeFailed, ProtocolViolation and what the socket raises.
    The caller declines, without a reason, on any SecurityError.
    """
    known = _look_up(channel.socket, options.known_peers)
    hello = _expect(Hello, channel.receive())
    if known is None:
        if accept is AcceptPolicy.KNOWN:
            raise PeerUnknown(f"{hello.name} ({address}) is not known here, and only known computers are let in.")
        _check_name(hello.name, options.known_peers)
    channel.send(Hello(options.identity.name, known is not None, False))
    early = channel.receive() if hello.knows_peer else None
    if known is not None and early is not None:
        return _met_again(known, options.known_peers), early
    if not hello.has_code:
        raise PeerUnknown(f"{hello.name} ({address}) came without a code phrase.")
    on_pairing(hello.name)
    _pair_as_receiver(channel, code, f"{hello.name} ({address})")
    peer = _remember(hello.name, known, channel.socket, options.known_peers)
    return peer, early or channel.receive()


def _pair_as_sender(channel: MessageChannel, code: str) -> None:
    exchange = _exchange(PairingRole.SENDER, code, channel.socket)
    channel.send(Pair(exchange.message))
    answer = _expect(Pair, _or_wrong_code(channel.receive()))
    channel.send(Confirm(exchange.finish(answer.message)))
    confirmation = _expect(Confirm, _or_wrong_code(channel.receive())).confirmation
    if not exchange.confirms(confirmation):
        raise _wrong_code()


def _pair_as_receiver(channel: MessageChannel, code: OneTimeCode, peer: str) -> None:
    theirs = _expect(Pair, channel.receive())
    # Taken before anything is answered: a peer that breaks off now has used its one guess all the same.
    attempt = code.take()
    exchange = _exchange(PairingRole.RECEIVER, attempt.code, channel.socket)
    channel.send(Pair(exchange.message))
    ours = exchange.finish(theirs.message)
    if not exchange.confirms(_expect(Confirm, channel.receive()).confirmation):
        raise WrongCode(f"{peer} tried a wrong code phrase.", hint="That code is dead; a new one is shown.")
    attempt.succeeded()
    channel.send(Confirm(ours))


def _exchange(role: PairingRole, code: str, socket: StreamSocket) -> PairingExchange:
    ours, theirs = socket.local_fingerprint, socket.peer_fingerprint
    sender, receiver = (ours, theirs) if role is PairingRole.SENDER else (theirs, ours)
    return PairingExchange(role, code, socket.export_keying_material(_EXPORTER_LABEL, 32), sender, receiver)


def _or_wrong_code(message: Message) -> Message:
    if isinstance(message, Decline):
        raise _wrong_code()
    return message


def _wrong_code() -> WrongCode:
    return WrongCode(
        "The code phrase is not the one that the receiver shows now.",
        hint="A code is good for one try: read the new one from the receiver and enter that.",
    )


def _look_up(socket: StreamSocket, known_peers: KnownPeers) -> KnownPeer | None:
    if socket.peer_fingerprint == socket.local_fingerprint:
        raise HandshakeFailed(
            "The other side is this same installation of PTP.", hint="Enter another computer's address."
        )
    return known_peers.find(socket.peer_fingerprint)


def _check_name(name: str, known_peers: KnownPeers) -> None:
    """Raise IdentityChanged when a stranger comes under a name that is remembered with another key."""
    if known_peers.find_name(name) is not None:
        raise IdentityChanged(
            f"{name} is known here with another key than the one that came now.",
            hint="Someone may pretend to be it. If it was set up anew, forget it in the list of known computers first.",
        )


def _met_again(known: KnownPeer, known_peers: KnownPeers) -> AuthenticatedPeer:
    # When we met last is a nicety: a disk that cannot keep it does not turn a friend away.
    with contextlib.suppress(SecurityError):
        known_peers.remember(known.fingerprint, known.name, time.time())
    return AuthenticatedPeer(known.name, known.fingerprint, True, known.accept_always)


def _remember(name: str, known: KnownPeer | None, socket: StreamSocket, known_peers: KnownPeers) -> AuthenticatedPeer:
    if known is not None:
        return _met_again(known, known_peers)
    remembered = known_peers.remember(socket.peer_fingerprint, name, time.time())
    return AuthenticatedPeer(remembered.name, socket.peer_fingerprint, False, False)


def _expect(kind: type[M], message: Message) -> M:
    if not isinstance(message, kind):
        raise ProtocolViolation(f"{type(message).__name__} where {kind.__name__} was due")
    return message
