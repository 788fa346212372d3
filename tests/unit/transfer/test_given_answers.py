"""A yes to an offer is good until the transfer is over, also after the receiver was started anew; and only that yes."""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.security.identity import Identity
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.sending import SendTransfer
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher, wait_until

S = TransferState
SIZE = 3 * DIGEST_CHUNK_BYTES


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    top.mkdir()
    (top / "large").write_bytes(os.urandom(SIZE))
    return top


def send(pair: Pair, tree: Path, watcher: Watcher) -> None:
    """One run of the same transfer."""
    assert pair.server is not None
    transfer = SendTransfer(
        [tree],
        pair.server.address,
        options=pair.sender.options,
        observer=watcher,
        transfer_key=b"the transfer's k",
        socket_factory=pair.sender.new_socket,
    )
    pair.transfers.append(transfer)
    transfer.start()


def cut(pair: Pair, tree: Path) -> None:
    """Asked, accepted, lost in the middle; and the receiver's process ends."""
    pair.network.pipe_bytes = 64 * 1024
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.sender.prepare = lambda socket: setattr(socket, "breaks_after_bytes", 2 * DIGEST_CHUNK_BYTES)
    server = pair.listen(AcceptPolicy.ASK)
    first = Watcher()
    send(pair, tree, first)
    assert first.final(20).state is pair.receiving.final(20).state is S.FAILED
    assert len(pair.receiving.offers) == 1
    server.close()
    pair.sender.prepare = lambda socket: None


def go_on(pair: Pair, tree: Path) -> bool:
    """Another process receives, and the sender goes on; whether its person is asked again, who says no then."""
    pair.receiving = Watcher(lambda offer: offer.decline())
    pair.listen(AcceptPolicy.ASK)
    send(pair, tree, pair.sending)
    state = pair.sending.final(20).state
    assert state is (S.DECLINED if pair.receiving.offers else S.DONE)
    return bool(pair.receiving.offers)


def test_a_receiver_that_was_started_anew_does_not_ask_again(pair: Pair, tree: Path) -> None:
    cut(pair, tree)
    assert not go_on(pair, tree)
    assert (pair.folder / "tree" / "large").read_bytes() == (tree / "large").read_bytes()
    wait_until(lambda: pair.saved() == ["tree"])


def test_what_came_to_nothing_is_asked_about_again(pair: Pair, tree: Path) -> None:
    cut(pair, tree)
    for hidden in pair.folder.glob(".ptp-*"):
        hidden.unlink()
    assert go_on(pair, tree)


def test_more_than_was_accepted_is_another_question(pair: Pair, tree: Path) -> None:
    cut(pair, tree)
    (tree / "more").write_bytes(b"more")
    assert go_on(pair, tree)


def rewrite(change: Callable[[dict[str, Any]], None]) -> Callable[[Pair], None]:
    def apply(pair: Pair) -> None:
        (journal,) = pair.folder.glob(".*.ptp-journal")
        data = journal.read_bytes()
        length, _, kind = struct.unpack_from(">IIB", data)
        start = json.loads(data[9 : 9 + length])
        change(start["accepted"])
        payload = json.dumps(start).encode()
        head = struct.pack(">IIB", len(payload), zlib.crc32(bytes([kind]) + payload), kind)
        journal.write_bytes(head + payload + data[9 + length :])

    return apply


def become_another(pair: Pair) -> None:
    pair.receiver.identity = Identity.create("studio-pc")
    pair.acquaint()


@pytest.mark.parametrize(
    "harm",
    [
        rewrite(lambda said: said.update(bytes=1 << 40)),
        rewrite(lambda said: said.update(on_conflict="overwrite")),
        rewrite(lambda said: said.update(seal="0" * 64)),
        rewrite(lambda said: said.pop("seal")),
        rewrite(lambda said: said.clear()),
        become_another,
    ],
)
def test_nobody_else_says_yes_in_the_persons_place(pair: Pair, tree: Path, harm: Callable[[Pair], None]) -> None:
    cut(pair, tree)
    harm(pair)
    assert go_on(pair, tree)
