"""Who is there: run on a fresh connection, before anything about files is said to a stranger.

    sender                              receiver
    HELLO name, knows, has code   ->                               (and OFFER behind it, when it knows the receiver)
                                  <-    HELLO name, knows          (or DECLINE, and nothing else)
    when both know each other, that is all; else, with the code phrase that the receiver shows:
    PAIR, age of the code         ->
                                  <-    PAIR                       (the code is taken, and gone when it was wrong)
                                        (or DECLINE "code taken": another computer used it or tries it, or this one was
                                        given it before the one that is shown now)
    CONFIRM                       ->
                                  <-    CONFIRM                    (or DECLINE)
    OFFER                         ->                               (when it has not been sent yet)

An offer that need not wait for the answer saves a round trip. It goes only to a key that is remembered, and the
receiver looks at it only once the sender has proved who it is.

Knowing means remembering the SHA-256 of the certificate with which the encrypted connection was made; names are only
shown. After a pairing both sides remember each other. A stranger who is turned away is told DECLINE without a word
more. A name that is remembered with another key stops either side (IdentityChanged), and its person is told; neither
says anything of it before the other has shown that it has the code, so that nobody can try which names are remembered.

Blocking; runs on a transfer's child thread; whoever owns the channel bounds it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ptp_core import broken_rules
from ptp_core.config import AcceptPolicy, PairingPolicy
from ptp_core.errors import (
    CodeNeeded,
    CodeTaken,
    Declined,
    HandshakeFailed,
    IdentityChanged,
    PeerUnknown,
    ProtocolViolation,
    PtpError,
    SecurityError,
    WrongCode,
)
from ptp_core.security.code_phrase import MAXIMUM_WRONG_GUESSES, OneTimeCode
from ptp_core.security.known_peers import KnownPeer, KnownPeers
from ptp_core.security.pairing import PairingExchange, PairingRole
from ptp_core.security.tls_handshake import ANOTHER_ADDRESS, OURSELVES
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation.channel import MessageChannel, StreamSocket
from ptp_core.transfer.conversation.messages import Confirm, Decline, Hello, Message, Offer, Pair
from ptp_core.transfer.options import TransferOptions

_WRONG_CODE = declare(
    "wrong-code",
    "The code phrase is not the one that the receiver shows now: it is wrong, or another computer used it first.",
)()
_READ_AGAIN = phrase("Read the code from the receiver again; it may show a new one.")
_OTHER_KEY = declare("identity-changed", "{name} is known here with another key than the one that came now.")
_MAY_PRETEND = phrase(
    "Someone may pretend to be it. If it was set up anew, forget it in the list of known computers first."
)
_DECLINED = declare("address-declined", "{address} declined.")
_ONLY_KNOWN_OR_CODE = phrase("It may let only computers in that it knows, or ask you for its code phrase.")
_CODE_NEEDED = declare(
    "code-needed",
    "{name} ({address}) does not know this computer yet, or this computer does not know it.",
)
_ENTER_IT = phrase("Enter the code phrase that it shows; it is needed only this once.")
_UNKNOWN = declare("peer-unknown", "{name} ({address}) is not known here, and only known computers are let in.")
_NO_CODE = declare("peer-without-code", "{name} ({address}) came without a code phrase.")
_TRIED = declare("peer-tried-wrong-code", "{peer} tried a wrong code phrase.")
_FASTER = declare(
    "code-taken-by-another", "Another computer was faster: it used this code phrase, or is trying it now."
)()
_LOOK_THERE = phrase("Look at the receiver, and enter the code that it shows.")

_EXPORTER_LABEL = b"EXPORTER-PTP-pairing"
CODE_TAKEN = "code taken"
"""The reason of a DECLINE for a code that was not even tried."""

M = TypeVar("M", Hello, Pair, Confirm)


@dataclass(frozen=True, slots=True)
class AuthenticatedPeer:
    """The other side, proved by key or code. `known` says that it was remembered before this connection."""

    name: str
    fingerprint: bytes
    known: bool
    accept_always: bool


def authenticate_receiver(
    channel: MessageChannel,
    *,
    options: TransferOptions,
    code: str | None,
    code_given_s: float,
    address: str,
    offer: Offer,
) -> AuthenticatedPeer:
    """The sender's part, up to and with the offer; `address` names the receiver until its name is known, and
    `code_given_s` is when, on the monotonic clock, a person gave the code.

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
            _DECLINED(address=address), hint=_ONLY_KNOWN_OR_CODE
        )
    hello = _expect(Hello, reply)
    if known is not None and hello.knows_peer:
        return _met_again(known, options.known_peers)
    changed = _changed_identity(hello.name, options.known_peers) if known is None else None
    if changed is not None:
        if code is not None:
            _pair_in_vain(channel, code, code_given_s)
        raise changed
    if code is None:
        raise CodeNeeded(
            _CODE_NEEDED(name=hello.name, address=address),
            hint=_ENTER_IT,
        )
    _pair_as_sender(channel, code, code_given_s)
    if known is None:
        channel.send(offer)
    return _remember(hello.name, known, channel.socket, options.known_peers)


def authenticate_sender(
    channel: MessageChannel,
    *,
    options: TransferOptions,
    code: OneTimeCode,
    code_serial: int,
    accept: AcceptPolicy,
    address: str,
    on_greeting: Callable[[], None],
    on_pairing: Callable[[str], None],
    on_turn_wait: Callable[[], None],
) -> tuple[AuthenticatedPeer, Message]:
    """The receiver's part; the sender, and the message in which it says what it wants.

    `address` names the sender; `code_serial` is that of the code that was shown when it came. `on_greeting` is
    called when it has said its first message, `on_pairing(name)` when it starts to pair, and `on_turn_wait` again and
    again while it waits for others' tries at the code; it may raise.

    Raises PeerUnknown, WrongCode, CodeTaken, IdentityChanged, HandshakeFailed, ProtocolViolation and what the socket
    raises. The caller declines on any SecurityError, without a reason but for CODE_TAKEN.
    """
    known = _look_up(channel.socket, options.known_peers)
    hello = _expect(Hello, channel.receive())
    on_greeting()
    if known is None and accept is AcceptPolicy.KNOWN:
        raise PeerUnknown(_UNKNOWN(name=hello.name, address=address))
    channel.send(Hello(options.identity.name, known is not None, False))
    early = channel.receive() if hello.knows_peer else None
    if known is not None and early is not None:
        return _met_again(known, options.known_peers), early
    if not hello.has_code:
        if known is None:
            # News for the person here; the stranger is told the same as any other.
            _check_name(hello.name, options.known_peers)
        raise PeerUnknown(_NO_CODE(name=hello.name, address=address))
    on_pairing(hello.name)
    _pair_as_receiver(channel, code, code_serial, f"{hello.name} ({address})", on_turn_wait)
    if known is None:
        _check_name(hello.name, options.known_peers)
    peer = _remember(hello.name, known, channel.socket, options.known_peers)
    return peer, early or channel.receive()


def _pair_as_sender(channel: MessageChannel, code: str, code_given_s: float) -> None:
    exchange = _exchange(PairingRole.SENDER, code, channel.socket)
    channel.send(Pair(exchange.message, code_age_ms=int((time.monotonic() - code_given_s) * 1000)))
    answer = _expect(Pair, _or_wrong_code(channel.receive()))
    channel.send(Confirm(exchange.finish(answer.message)))
    confirmation = _expect(Confirm, _or_wrong_code(channel.receive())).confirmation
    if not exchange.confirms(confirmation):
        raise _wrong_code()


def _pair_in_vain(channel: MessageChannel, code: str, code_given_s: float) -> None:
    """Let the other side see what everybody sees, whatever comes of it."""
    try:
        _pair_as_sender(channel, code, code_given_s)
    except ProtocolViolation as error:
        channel.abort(error.code)
    except PtpError:
        return


def _pair_as_receiver(
    channel: MessageChannel, code: OneTimeCode, code_serial: int, peer: str, on_turn_wait: Callable[[], None]
) -> None:
    theirs = _expect(Pair, channel.receive())
    # The way here only makes it look younger, and whoever lies about it has one guess as everybody has.
    given_s = time.monotonic() - theirs.code_age_ms / 1000
    # Taken before anything is answered: a peer that breaks off now has used its one guess all the same.
    with code.take(code_serial, given_s=given_s, check=on_turn_wait) as attempt:
        exchange = _exchange(PairingRole.RECEIVER, attempt.code, channel.socket)
        channel.send(Pair(exchange.message))
        ours = exchange.finish(theirs.message)
        if not exchange.confirms(_expect(Confirm, channel.receive()).confirmation):
            raise WrongCode(_TRIED(peer=peer), hint=_AFTER_WRONG_CODE[attempt.policy])
        attempt.succeeded()
    channel.send(Confirm(ours))


def _exchange(role: PairingRole, code: str, socket: StreamSocket) -> PairingExchange:
    ours, theirs = socket.local_fingerprint, socket.peer_fingerprint
    sender, receiver = (ours, theirs) if role is PairingRole.SENDER else (theirs, ours)
    return PairingExchange(role, code, socket.export_keying_material(_EXPORTER_LABEL, 32), sender, receiver)


def _or_wrong_code(message: Message) -> Message:
    if isinstance(message, Decline):
        if message.reason == CODE_TAKEN:
            raise CodeTaken(
                _FASTER,
                hint=_LOOK_THERE,
            )
        raise _wrong_code()
    return message


def _wrong_code() -> WrongCode:
    return WrongCode(
        _WRONG_CODE,
        hint=_READ_AGAIN,
    )


_AFTER_WRONG_CODE = {
    PairingPolicy.ONCE: phrase("That code is dead; a new one is shown."),
    PairingPolicy.OPEN: phrase(f"The code is replaced after {MAXIMUM_WRONG_GUESSES} wrong tries."),
}


def _look_up(socket: StreamSocket, known_peers: KnownPeers) -> KnownPeer | None:
    if socket.peer_fingerprint == socket.local_fingerprint:
        raise HandshakeFailed(OURSELVES, hint=ANOTHER_ADDRESS)
    return known_peers.find(socket.peer_fingerprint)


def _check_name(name: str, known_peers: KnownPeers) -> None:
    changed = _changed_identity(name, known_peers)
    if changed is not None:
        raise changed


def _changed_identity(name: str, known_peers: KnownPeers) -> IdentityChanged | None:
    """The error for a stranger who comes under a name that is remembered with another key; None for another name."""
    if known_peers.find_name(name) is None:
        return None
    return IdentityChanged(
        _OTHER_KEY(name=name),
        hint=_MAY_PRETEND,
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
        raise ProtocolViolation(broken_rules.OTHER_MESSAGE(message=type(message).__name__, due=kind.__name__))
    return message
