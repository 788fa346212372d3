"""T19: a receiver that asks for what was not offered gets nothing, and one that lies about what it has no belief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from blake3 import blake3

from ptp_core.errors import PeerReset, ResetCode
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    DIGEST_BYTES,
    Accept,
    AnswerKind,
    Answers,
    Begin,
    DataHeader,
    End,
    Finished,
    Hello,
    Listed,
    Manifest,
    Message,
    Offer,
    Over,
    Progress,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.wire_format import encode
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, offer_of

PORT = 7700
KEEPS_ANSWERS = Accept(answers=True)


def result(proof: bytes, kind: ResultKind = ResultKind.SAVED) -> Results:
    return Results((Result(0, kind, "", proof),))


def accept(channel: MessageChannel, way: Message) -> None:
    """Take the file, or say that it is here already."""
    channel.send(way)
    if way == KEEPS_ANSWERS:
        assert isinstance(channel.receive(), Manifest)
        channel.send(Answers(1, ((0, AnswerKind.COMPARE),)))


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
    offer = channel.receive()
    assert isinstance(offer, Offer)
    assert offer.roots == offer_of(source.name, source.stat().st_size, source.stat().st_mtime_ns).roots
    return channel


@pytest.mark.parametrize(
    "demand",
    [
        offer_of("/etc/shadow", 1),
        DataHeader(10),
        End(bytes(32)),
        Progress(1),
        Hello("studio-pc", True, False),
        result(bytes(DIGEST_BYTES)),
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


def read_all(channel: MessageChannel) -> tuple[ContentDigest, End]:
    """Take what is sent, as an honest receiver does; its digest and what the sender announced."""
    digest = ContentDigest(content_key(channel.socket))
    while isinstance(message := channel.receive(), DataHeader | Progress | Manifest | Listed | Begin):
        left = message.length_bytes if isinstance(message, DataHeader) else 0
        while left:
            view = channel.receive_view(left)
            digest.update(view)
            left -= len(view)
            channel.release(len(view))
    assert isinstance(message, End)
    return digest, message


def plain_digest(digest: ContentDigest, end: End, source: Path) -> bytes:
    return blake3(source.read_bytes()).digest()


def digest_that_was_told(digest: ContentDigest, end: End, source: Path) -> bytes:
    return end.digest


def digest_under_another_key(digest: ContentDigest, end: End, source: Path) -> bytes:
    other = ContentDigest(bytes(64))
    other.update(source.read_bytes())
    return other.proof()


def digest_of_other_contents(digest: ContentDigest, end: End, source: Path) -> bytes:
    digest.update(b"more")
    return digest.proof()


@pytest.mark.parametrize(
    "answer", [plain_digest, digest_that_was_told, digest_under_another_key, digest_of_other_contents]
)
@pytest.mark.parametrize("way", [Accept(), KEEPS_ANSWERS], ids=["accept", "compare"])
def test_saved_without_the_proof_is_not_believed(
    pair: Pair, source: Path, way: Message, answer: Callable[[ContentDigest, End, Path], bytes]
) -> None:
    channel = hostile_receiver(pair, source)
    accept(channel, way)
    digest, end = read_all(channel)
    channel.send(result(answer(digest, end, source)))
    final = pair.sending.final()
    assert final.state is TransferState.FAILED
    assert "what it has is not what was sent" in final.message


@pytest.mark.parametrize("way", [Accept(), KEEPS_ANSWERS], ids=["accept", "compare"])
def test_saved_before_the_sender_was_done_ends_the_connection(pair: Pair, source: Path, way: Message) -> None:
    with source.open("ab") as more:
        more.truncate(1 << 30)
    channel = hostile_receiver(pair, source)
    accept(channel, way)
    channel.send(result(bytes(DIGEST_BYTES)))
    final = pair.sending.final()
    assert final.state is TransferState.FAILED
    assert "saved before it had all of it" in final.message


@pytest.mark.parametrize("way", [Accept(), KEEPS_ANSWERS], ids=["accept", "compare"])
@pytest.mark.parametrize("times", [1, 2])
def test_saved_with_the_proof_is_believed_and_is_the_last_word(
    pair: Pair, source: Path, way: Message, times: int
) -> None:
    channel = hostile_receiver(pair, source)
    accept(channel, way)
    digest, _ = read_all(channel)
    compared = way == KEEPS_ANSWERS
    if compared:
        digest.update(source.read_bytes())
    assert channel.receive() == Over()
    kind = ResultKind.THERE_ALREADY if compared else ResultKind.SAVED
    channel.send_raw(encode(result(digest.proof(), kind)) + encode(Finished()) * times)
    channel.socket.shutdown()
    final = pair.sending.final()
    assert final.state is (TransferState.DONE if times == 1 else TransferState.FAILED)
    assert ("after its last word" in final.message) is (times == 2)
    assert final.already_there is (times == 1 and compared)
