"""Tells the receiver of a transfer that was cancelled between two connections, so that what came of it goes there too.

parent  ptp-withdraw-N          watches the stop flag
child   ptp-withdraw-N-worker   connects, says it, and hears that it is known

Nobody waits for it: a receiver that cannot be reached is tried for a while (`driving.withdrawals` begins again later),
and one that never hears of it lets go by itself, when nobody has asked for what came for a month.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ptp_core.errors import AddressError, Cancelled, NetworkError, PtpError, ResetCode
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Accept, EntryKind, Offer, Root
from ptp_core.transfer.conversation.supervision import StopReason, Supervision, time_limit
from ptp_core.transfer.destination.file_names import portable_name
from ptp_core.transfer.limits import AUTHENTICATION_LIMIT_S
from ptp_core.transfer.meeting.pairing_session import authenticate_receiver
from ptp_core.transfer.meeting.sockets import SocketFactory, new_socket
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.outcome import ENDED_HERE
from ptp_core.transfer.reconnecting import Reconnecting

# The receiver of a transfer that was paused may sleep meanwhile.
RETRY_FOR_S = 600.0
JOIN_S = 2.0
_numbers = itertools.count(1)


class Withdrawal:
    """Of the transfer `transfer_key` of these paths, which need not be there any more, to the computer with that key.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        address: PeerAddress,
        *,
        options: TransferOptions,
        transfer_key: bytes,
        peer_fingerprint: bytes,
        retry_for_s: float = RETRY_FOR_S,
        socket_factory: SocketFactory = new_socket,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        """`told` is called, on the worker's thread, when that computer has heard it, or will not hear it."""
        roots = tuple(Root(portable_name(path.name), 0, 0, _kind(path)) for path in paths)
        self._offer = Offer(transfer_key, roots, 0, 0, withdrawn=True)
        self._address = address
        self._options = options
        self._peer_fingerprint = peer_fingerprint
        self._socket_factory = socket_factory
        self._told = told
        self._reconnecting = Reconnecting(retry_for_s, first_too=True)
        self._channel: MessageChannel | None = None
        self._over = False
        self._supervision = Supervision(
            f"ptp-withdraw-{next(_numbers)}",
            work=self._work,
            tick=lambda: None,
            end_work=self._end_work,
            finished=self._finish,
        )

    @property
    def over(self) -> bool:
        """Whether there is nothing more to be said."""
        return self._over

    def start(self) -> None:
        """Begin; returns at once."""
        self._supervision.start()

    def stop(self) -> None:
        """The transfer is wanted again, or nobody is to be told any more. Returns at once."""
        self._supervision.stop(StopReason.CLOSING)

    def close(self) -> None:
        """End it, and wait for its threads, at most two seconds. May be called twice."""
        self.stop()
        self._supervision.join(JOIN_S)

    def _work(self) -> None:
        while True:
            try:
                said = self._say_it()
                break
            except (NetworkError, AddressError, OSError) as error:
                pause_s = self._reconnecting.pause_s((error,), time.monotonic(), flowed=False)
                if pause_s is None:
                    return
            except Cancelled:
                return
            except PtpError:
                # It does not know us, or will not hear us: then nothing of ours is there to be gone on with.
                said = True
                break
            if self._supervision.stopping.wait(pause_s):
                return
        if said and not self._supervision.stopping.is_set():
            self._told()

    def _say_it(self) -> bool:
        """Whether it was said; not to another computer that is at that address now."""
        self._channel = channel = MessageChannel(self._socket_factory(self._options, None))
        if self._supervision.stopping.is_set():
            raise Cancelled(ENDED_HERE, by_peer=False)
        try:
            with time_limit(self._supervision, AUTHENTICATION_LIMIT_S, lambda: channel.abort(ResetCode.TIMED_OUT)):
                channel.socket.connect((self._address.host, self._address.port))
                if channel.socket.peer_fingerprint != self._peer_fingerprint:
                    channel.abort(ResetCode.UNAUTHENTICATED)
                    return False
                authenticate_receiver(
                    channel,
                    options=self._options,
                    code=None,
                    code_given_s=0.0,
                    address=str(self._address),
                    offer=self._offer,
                )
                if isinstance(channel.receive(), Accept):
                    # It knows no such offers, but lets go of what a cancelled transfer has left.
                    channel.abort(ResetCode.CANCELLED)
        finally:
            channel.close()
        return True

    def _end_work(self, _reason: StopReason) -> None:
        if self._channel is not None:
            self._channel.abort(ResetCode.SHUTTING_DOWN)

    def _finish(self) -> None:
        if self._channel is not None:
            self._channel.close()
        self._over = True


def _kind(path: Path) -> EntryKind:
    return EntryKind.FOLDER if path.is_dir() else EntryKind.FILE
