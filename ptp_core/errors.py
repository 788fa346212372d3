"""Every error that PTP raises on purpose, in one tree.

    PtpError                    message (what happened, to what) and hint (what the person can do)
    +-- SettingsError           an option or value that makes no sense            (ValueError)
    +-- AddressError            an address that cannot be understood or found     (ValueError)
    +-- NetworkError                                                              (OSError)
    |   +-- PortUnavailable     the local port cannot be used
    |   +-- SocketClosed        the socket was closed on this side
    |   +-- PeerTimeout         no answer, or no answer any more                  (TimeoutError)
    |   +-- PeerRefused         nobody listens there                              (ConnectionRefusedError)
    |   +-- PeerReset           the peer ended the connection, with a reason      (ConnectionResetError)
    |   +-- ConnectionFailed    a mistake of this program ended one connection
    |   +-- EndpointFailed      a UDP socket died, or a mistake of this program ended all connections on it
    +-- ProtocolViolation       the peer broke a rule of the protocol; carries the code that it is told
    +-- SecurityError
    |   +-- HandshakeFailed     no secure channel came about
    |   +-- WrongCode           the code phrase did not match
    |   |   +-- CodeTaken       another computer used it or tries it; nobody said that it was wrong
    |   +-- CodeNeeded          the peer is new and no code phrase was given
    |   +-- PeerUnknown         this side lets only remembered peers in
    |   +-- IdentityChanged     a known name came with another key
    +-- TransferError
        +-- SourceError         the file to send cannot be read                   (carries path)
        +-- DestinationError    the file cannot be saved                          (carries path)
        |   +-- NameTaken       the name exists, with other contents, and the policy says fail
        |   |   +-- NameKept      and the policy says that what is there is kept
        |   +-- NotEnoughSpace
        +-- Declined            the receiver said no
        +-- Cancelled           a person on either side ended it                  (carries by_peer)
        +-- DigestMismatch      what arrived is not what was sent

What nobody is left to be told by an exception is a warning: UndeliveredWarning.

All of them are made complete and never changed; they may cross threads.
"""

from __future__ import annotations

import enum
from pathlib import Path


class ResetCode(enum.IntEnum):
    """Why a connection was ended at once; travels in a RESET packet."""

    CLOSED = 0
    REFUSED = 1
    UNKNOWN_CONNECTION = 2
    PROTOCOL_VIOLATION = 3
    TIMED_OUT = 4
    CANCELLED = 5
    DECLINED = 6
    SHUTTING_DOWN = 7
    INTERNAL = 8
    HANDSHAKE_FAILED = 9
    UNAUTHENTICATED = 10
    VERSION_UNKNOWN = 11
    PAUSED = 12


class PtpError(Exception):
    """What happened, to what (`message`), and what the person can do about it (`hint`, may be empty).

    Both are sentences (see `sentences`), which a front end words in the person's language, or plain text.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class SettingsError(PtpError, ValueError):
    """An option or a value that makes no sense."""


class AddressError(PtpError, ValueError):
    """An address that cannot be understood, or a host that cannot be found."""


class NetworkError(PtpError, OSError):
    """Something between this computer and the other one."""


class PortUnavailable(NetworkError):
    """The local address or port cannot be used."""


class SocketClosed(NetworkError):
    """The socket was closed on this side."""


class PeerTimeout(NetworkError, TimeoutError):
    """No answer, or no answer any more."""


class PeerRefused(NetworkError, ConnectionRefusedError):
    """Nobody listens at that address."""


class PeerReset(NetworkError, ConnectionResetError):
    """The peer ended the connection; `code` says why."""

    def __init__(self, message: str, *, code: ResetCode, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.code = code


class ConnectionFailed(NetworkError):
    """A mistake of this program ended one connection; the others go on. `__cause__` is what happened."""


class EndpointFailed(NetworkError):
    """The UDP socket cannot be used any more, and all its connections are over. `__cause__` is what happened."""


class UndeliveredWarning(RuntimeWarning):
    """A socket was closed, and some of what it had taken for sending could not be delivered afterwards."""


class ProtocolViolation(PtpError):
    """The peer broke a rule, one of `broken_rules`; the connection is reset with `code`."""

    def __init__(self, message: str, *, code: ResetCode = ResetCode.PROTOCOL_VIOLATION) -> None:
        super().__init__(message)
        self.code = code


class SecurityError(PtpError):
    """The two sides could not be sure of one another."""


class HandshakeFailed(SecurityError):
    """No secure channel came about."""


class WrongCode(SecurityError):
    """The code phrase did not match the one that the other side shows."""


class CodeTaken(WrongCode):
    """The code phrase was used by another computer, or is being tried by one; whether it was right is not known."""


class CodeNeeded(SecurityError):
    """The peer is new to this computer and no code phrase was given."""


class PeerUnknown(SecurityError):
    """The receiver lets only peers in that it knows."""


class IdentityChanged(SecurityError):
    """A known name came with another key."""


class TransferError(PtpError):
    """A file did not get across, though the connection may be well."""


class SourceError(TransferError):
    """The file at `path` cannot be read, or changed while it was read."""

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class DestinationError(TransferError):
    """The file at `path` cannot be saved."""

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class NameTaken(DestinationError):
    """The name exists already, and the conflict policy says fail."""


class NameKept(NameTaken):
    """The name exists already, and the conflict policy says that what is there is kept."""


class NotEnoughSpace(DestinationError):
    """The folder's disk cannot hold the file."""


class Declined(TransferError):
    """The receiver said no."""


class Cancelled(TransferError):
    """A person ended it; `by_peer` says on which side."""

    def __init__(self, message: str, *, by_peer: bool, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.by_peer = by_peer


class DigestMismatch(TransferError):
    """What arrived is not what was sent."""
