"""T19: a receiver that asks for what was not offered, or lies about what it has, gets nothing for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.errors import PeerReset, ResetCode
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.channel import MessageChannel
from ptp_core.transfer.messages import (
    Accept,
    DataHeader,
    End,
    Hello,
    Message,
    Offer,
    OfferEntry,
    Progress,
)
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair

PORT = 7700


def hostile_receiver(pair: Pair, source: Path) -> MessageChannel:
    """A receiver of our own making that was offered the file."""
    listener = pair.network.socket(pair.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", PORT))
    pair.transfers.append(pair.sender.send(source, PeerAddress("127.0.0.1", PORT), pair.sending))
    listener.settimeout(10.0)
    accepted, _ = listener.accept()
    channel = MessageChannel(accepted)
    assert isinstance(channel.receive(), Hello)
    channel.send(Hello("studio-pc", True, False))
    assert channel.receive() == Offer((OfferEntry(source.name, source.stat().st_size, source.stat().st_mtime_ns),))
    return channel


@pytest.mark.parametrize(
    "demand",
    [
        Offer((OfferEntry("/etc/shadow", 1, 0),)),
        DataHeader(10),
        End(bytes(32)),
        Progress(1),
        Hello("studio-pc", True, False),
    ],
    ids=lambda message: type(message).__name__,
)
def test_t19_anything_but_an_answer_to_the_offer_ends_the_connection(pair: Pair, source: Path, demand: Message) -> None:
    channel = hostile_receiver(pair, source)
    channel.send(demand)
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.sending.final().state is TransferState.FAILED
    assert channel.bytes_read < 1000, "bytes of the file left before it was accepted"


def test_t19_progress_beyond_what_was_sent_ends_the_connection(pair: Pair, source: Path) -> None:
    channel = hostile_receiver(pair, source)
    channel.send(Accept())
    channel.send(Progress(source.stat().st_size + 1))
    final = pair.sending.final()
    assert final.state is TransferState.FAILED
    assert final.bytes_verified <= source.stat().st_size
