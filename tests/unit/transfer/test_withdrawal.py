"""A transfer that is cancelled between two connections: its receiver hears of it, and lets go of what came."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import PeerReset
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.conversation.messages import Accept, Hello, Offer
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.withdrawal import Withdrawal
from tests.unit.transfer.helpers import Installation, Pair, Watcher, wait_until

S = TransferState
KEY, OTHER = b"the transfer's k", b"another transfer"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(os.urandom(3 * DIGEST_CHUNK_BYTES))
    return path


def leave(pair: Pair, path: Path, key: bytes) -> None:
    """A part of it has come, and the connection is lost."""
    assert pair.server is not None
    pair.network.pipe_bytes = 64 * 1024
    pair.sender.prepare = lambda socket: setattr(socket, "breaks_after_bytes", 2 * DIGEST_CHUNK_BYTES)
    watcher, before = Watcher(), len(pair.receiving.snapshots)
    transfer = SendTransfer(
        [path],
        pair.server.address,
        options=pair.sender.options,
        observer=watcher,
        transfer_key=key,
        socket_factory=pair.sender.new_socket,
    )
    pair.transfers.append(transfer)
    transfer.start()
    assert watcher.final(20).state is S.FAILED
    pair.receiving.wait_for(lambda: any(each.state.final for each in pair.receiving.snapshots[before:]))
    pair.sender.prepare = lambda socket: None


@pytest.fixture
def withdrawals() -> Iterator[list[Withdrawal]]:
    made: list[Withdrawal] = []
    yield made
    for each in made:
        each.close()


def withdraw(
    pair: Pair,
    path: Path,
    withdrawals: list[Withdrawal],
    *,
    key: bytes = KEY,
    who: Installation | None = None,
    address: PeerAddress | None = None,
) -> Withdrawal:
    who = who or pair.sender
    if address is None:
        assert pair.server is not None
        address = pair.server.address
    made = Withdrawal(
        [path],
        address,
        options=who.options,
        transfer_key=key,
        peer_fingerprint=pair.receiver.identity.fingerprint,
        socket_factory=who.new_socket,
    )
    withdrawals.append(made)
    made.start()
    return made


@pytest.mark.parametrize("accept", [AcceptPolicy.ALL, AcceptPolicy.ASK])
@pytest.mark.parametrize("source", ["there", "gone"])
def test_what_came_goes_and_the_person_is_told_and_not_asked(
    pair: Pair, large: Path, withdrawals: list[Withdrawal], accept: AcceptPolicy, source: str
) -> None:
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.listen(accept)
    leave(pair, large, KEY)
    assert len(pair.saved()) == 2
    if source == "gone":
        large.unlink()
    asked = len(pair.receiving.offers)
    made = withdraw(pair, large, withdrawals)
    pair.receiving.wait_for_state(S.CANCELLED)
    wait_until(lambda: made.over and not pair.saved())
    last = pair.receiving.snapshots[-1]
    assert (last.state, last.message, last.transfer_key) == (S.CANCELLED, "red-laptop cancelled.", KEY)
    assert len(pair.receiving.offers) == asked


def test_only_that_transfer_of_only_that_sender_goes(
    pair: Pair, large: Path, withdrawals: list[Withdrawal]
) -> None:
    whole = pair.folder / "whole"
    whole.write_text("mine")
    pair.listen()
    leave(pair, large, KEY)
    left = pair.saved()
    assert len(left) == 3
    mallory = Installation(pair.network, "mallory")
    mallory.knows(pair.receiver)
    pair.receiver.knows(mallory)
    for key, who in ((OTHER, pair.sender), (KEY, mallory)):
        made = withdraw(pair, large, withdrawals, key=key, who=who)
        wait_until(lambda made=made: made.over)  # type: ignore[misc]
        assert pair.saved() == left
    made = withdraw(pair, large, withdrawals)
    wait_until(lambda: made.over and pair.saved() == ["whole"])


def test_a_receiver_that_is_away_is_told_when_it_comes_and_a_wish_to_go_on_ends_the_telling(
    pair: Pair, large: Path, withdrawals: list[Withdrawal]
) -> None:
    server = pair.listen()
    leave(pair, large, KEY)
    address = server.address
    server.close()
    made = withdraw(pair, large, withdrawals, address=address)
    stopped = withdraw(pair, large, withdrawals, address=address)
    wait_until(lambda: len(pair.sender.sockets) >= 3)
    stopped.stop()
    wait_until(lambda: stopped.over)
    assert not made.over
    pair.server = pair.receiver.server(pair.folder, pair.receiving)
    # The same port as before, as of a receiver that was started anew.
    pair.network.listeners[address.port] = pair.network.listeners[pair.server.address.port]
    wait_until(lambda: made.over and not pair.saved())


def test_a_receiver_that_knows_no_such_offer_is_left_as_by_a_cancel(
    pair: Pair, large: Path, withdrawals: list[Withdrawal]
) -> None:
    listener = pair.network.socket(pair.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 0))
    listener.settimeout(10.0)
    made = withdraw(pair, large, withdrawals, address=PeerAddress(*listener.local_address))
    channel = MessageChannel(listener.accept()[0])
    assert isinstance(channel.receive(), Hello)
    channel.send(Hello("studio-pc", True, False))
    offer = channel.receive()
    assert isinstance(offer, Offer)
    assert offer.withdrawn
    channel.send(Accept())
    with pytest.raises(PeerReset, match="cancelled"):
        channel.receive()
    wait_until(lambda: made.over)
    listener.close()


def test_another_computer_at_that_address_hears_nothing(
    pair: Pair, large: Path, withdrawals: list[Withdrawal]
) -> None:
    pair.listen()
    leave(pair, large, KEY)
    left = pair.saved()
    stranger = Installation(pair.network, "studio-pc")
    listener = pair.network.socket(stranger.identity.fingerprint)
    listener.listen(("127.0.0.1", 0))
    listener.settimeout(10.0)
    made = withdraw(pair, large, withdrawals, address=PeerAddress(*listener.local_address))
    channel = MessageChannel(listener.accept()[0])
    with pytest.raises(PeerReset):
        channel.receive()
    wait_until(lambda: made.over)
    assert pair.saved() == left
    listener.close()
