"""Where transfers get their sockets from: PTPSocket, or what a test puts in its place."""

from __future__ import annotations

from collections.abc import Callable

from ptp_core.network.socket import PTPSocket
from ptp_core.transfer.conversation.channel import StreamSocket
from ptp_core.transfer.options import TransferOptions
from ptp_core.transport.trace import ObserverFactory

SocketFactory = Callable[[TransferOptions, ObserverFactory | None], StreamSocket]


def new_socket(options: TransferOptions, observer: ObserverFactory | None) -> StreamSocket:
    """A PTPSocket, run with the options."""
    return PTPSocket(
        options.transport,
        identity=options.identity,
        conditioner=options.conditioner,
        segment_observer=observer,
    )
