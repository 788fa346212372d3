"""A text crosses as easily as a file, is told when it is whole, and is never written anywhere."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import PeerReset, ProtocolViolation, ResetCode, SourceError
from ptp_core.transfer.conversation import parsing
from ptp_core.transfer.conversation.content_digest import ContentDigest, content_key
from ptp_core.transfer.conversation.messages import (
    MAX_NOTE_BYTES,
    Accept,
    DataHeader,
    End,
    EntryKind,
    MessageType,
    Offer,
    Over,
    ResultKind,
    Results,
    Root,
)
from ptp_core.transfer.conversation.parsing import parse_payload
from ptp_core.transfer.conversation.wire_format import HEADER, encode
from ptp_core.transfer.offer import PendingOffer
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.source.text import TextSource, text_of
from tests.unit.transfer.fake_socket import FakeSocket
from tests.unit.transfer.helpers import Pair, Watcher, begin, introduced

S = TransferState
HOSTILE = "one\r\ntwo\x1b[31m\0 \u202etxt.exe\ud7ff \U0001f600"


def text_offer(size_bytes: int, name: str = "text.txt") -> Offer:
    return Offer(name.encode().ljust(16, b"\0"), (Root(name, size_bytes, 0),), 1, size_bytes, True, True)


@pytest.mark.parametrize("text", ["a", "你好, wörld\n", HOSTILE, "x" * MAX_NOTE_BYTES])
def test_a_text_crosses_as_it_is_and_nothing_is_written(pair: Pair, text: str) -> None:
    pair.listen()
    pair.send(TextSource(text))
    sent, received = pair.sending.final(), pair.receiving.final()
    assert (sent.state, received.state) == (S.DONE, S.DONE)
    for side in (sent, received):
        assert side.text is not None
        assert side.text.content == text
        assert side.text.characters == len(text)
        assert text not in repr(side) or len(text) < 2
    assert (received.bytes_verified, received.files_done) == (len(text.encode()), 1)
    assert received.saved_path is None
    assert pair.saved() == []


def test_a_text_of_a_stranger_pairs_like_a_file(strangers: Pair) -> None:
    strangers.listen()
    strangers.send(TextSource("hello"), code=strangers.code.current())
    assert strangers.sending.final().state is S.DONE
    received = strangers.receiving.final()
    assert received.text is not None
    assert received.text.content == "hello"


@pytest.mark.parametrize(
    "text",
    ["", "x" * (MAX_NOTE_BYTES + 1), "ä" * (MAX_NOTE_BYTES // 2 + 1), "half \ud800"],
    ids=["empty", "long", "long in bytes", "half a character"],
)
def test_what_is_no_text_is_not_sent(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        TextSource(text)
    assert caught.value.hint


def test_what_is_read_has_to_be_utf8() -> None:
    assert text_of("ä".encode()) == "ä"
    with pytest.raises(SourceError):
        text_of("ä".encode("latin-1"))


def test_a_person_is_asked_about_a_text_and_no_name_is_in_the_way(pair: Pair) -> None:
    (pair.folder / "text.txt").write_text("mine")
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.listen(AcceptPolicy.ASK, ConflictPolicy.FAIL)
    pair.send(TextSource("hello"))
    assert pair.sending.final().state is S.DONE
    (offer,) = pair.receiving.offers
    assert offer.details.is_text
    assert (offer.details.names_taken, offer.details.size_bytes) == ((), 5)
    assert (pair.folder / "text.txt").read_text() == "mine"


def test_a_text_may_be_declined(pair: Pair) -> None:
    def no(offer: PendingOffer) -> None:
        offer.decline()

    pair.receiving = Watcher(no)
    pair.listen(AcceptPolicy.ASK)
    pair.send(TextSource("hello"))
    assert pair.sending.final().state is S.DECLINED
    received = pair.receiving.final()
    assert received.text is not None
    assert received.text.content is None


def test_a_text_that_asks_for_nothing_but_a_conflict_is_not_asked_about(pair: Pair) -> None:
    (pair.folder / "text.txt").write_text("mine")
    pair.listen(AcceptPolicy.ALL, ConflictPolicy.ASK)
    pair.send(TextSource("hello"))
    assert pair.sending.final().state is S.DONE
    assert not pair.receiving.offers


def test_a_text_flows_into_a_pipe(pair: Pair) -> None:
    sink = BytesIO()
    pair.listen(sink=sink)
    pair.send(TextSource(HOSTILE))
    assert pair.sending.final().state is S.DONE
    received = pair.receiving.final()
    assert received.state is S.DONE
    assert received.text is not None
    assert received.text.content is None
    assert sink.getvalue() == HOSTILE.encode()


def test_a_receiver_that_knows_no_texts_saves_a_file(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = parsing._parse_offer
    monkeypatch.setitem(
        parsing._PARSERS, MessageType.OFFER, lambda reader: replace(parse(reader), is_text=False)
    )
    pair.listen()
    pair.send(TextSource("hello"))
    assert pair.sending.final().state is S.DONE
    assert (pair.folder / "text.txt").read_text() == "hello"


def test_a_text_and_a_file_are_two_files(pair: Pair, source: Path) -> None:
    pair.listen()
    pair.send((TextSource("hello"), source))
    sent = pair.sending.final()
    assert sent.state is S.DONE
    assert sent.text is None
    assert pair.saved() == sorted([source.name, "text.txt"])


@pytest.mark.parametrize("policy", [AcceptPolicy.ALL, AcceptPolicy.ASK])
def test_a_text_that_was_cut_comes_whole_and_once(pair: Pair, policy: AcceptPolicy) -> None:
    text = "0123456789" * (MAX_NOTE_BYTES // 10)
    pair.network.pipe_bytes = 64 * 1024
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.listen(policy)
    broken = iter([True])

    def goes_dark_once(socket: FakeSocket) -> None:
        if next(broken, False):
            socket.breaks_after_bytes = 400_000

    pair.sender.prepare = goes_dark_once
    pair.send(TextSource(text), retry_for_s=20)
    assert pair.sending.final(20).state is S.DONE
    pair.receiving.wait_for(lambda: any(snapshot.state is S.DONE for snapshot in pair.receiving.snapshots))
    whole = [snapshot for snapshot in pair.receiving.snapshots if snapshot.text and snapshot.text.content is not None]
    assert [snapshot.text.content for snapshot in whole if snapshot.text] == [text]
    assert len(pair.sender.sockets) == 2
    # Nobody is asked about it a second time.
    assert len(pair.receiving.offers) == (policy is AcceptPolicy.ASK)
    assert pair.saved() == []


def speak(pair: Pair, data: bytes, offer: Offer) -> Results:
    """A sender spoken by hand that sends one text, until its result."""
    channel = introduced(pair, offer=offer)
    assert channel.receive() == Accept()
    begin(channel, offer.roots[0].name, len(data))
    channel.send(DataHeader(len(data)))
    channel.send_raw(memoryview(data))
    digest = ContentDigest(content_key(channel.socket))
    digest.update(memoryview(data))
    channel.send(End(digest.announced()))
    channel.send(Over())
    while not isinstance(message := channel.receive(), Results):
        pass
    channel.close()
    pair.receiving.final()
    return message


def test_a_text_whose_sender_did_not_hear_that_it_came_is_shown_once(pair: Pair) -> None:
    pair.listen()
    assert speak(pair, b"hello", text_offer(5)).results[0].kind is ResultKind.SAVED
    assert not pair.receiving.final().already_there
    pair.receiving.snapshots.clear()
    assert speak(pair, b"hello", text_offer(5)).results[0].kind is ResultKind.THERE_ALREADY
    assert pair.receiving.final().already_there


def test_bytes_that_are_no_text_are_not_taken(pair: Pair) -> None:
    pair.listen()
    (result,) = speak(pair, b"\xff\xfe\x00", text_offer(3)).results
    assert result.kind is ResultKind.FAILED_DESTINATION
    received = pair.receiving.final()
    assert received.state is S.FAILED
    assert received.text is not None
    assert received.text.content is None


def test_more_than_was_offered_ends_the_connection(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair, offer=text_offer(3))
    channel.receive()
    begin(channel, "text.txt", 3)
    channel.send(DataHeader(4))
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION


def test_a_text_that_is_cut_short_is_none(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair, offer=text_offer(300_000))
    channel.receive()
    begin(channel, "text.txt", 300_000)
    channel.send(DataHeader(100_000))
    channel.send_raw(memoryview(bytes(100_000)))
    channel.abort(ResetCode.CANCELLED)
    received = pair.receiving.final()
    assert received.state is S.CANCELLED
    assert received.text is not None
    assert received.text.content is None
    assert pair.saved() == []


@pytest.mark.parametrize(
    "offer",
    [
        text_offer(0),
        text_offer(MAX_NOTE_BYTES + 1),
        replace(text_offer(5), size_bytes=6),
        replace(text_offer(5), roots=(Root("folder", 5, 0, EntryKind.FOLDER),)),
        replace(text_offer(5), roots=(Root("a", 5, 0), Root("b", 0, 0))),
    ],
    ids=["empty", "long", "sizes differ", "a folder", "two files"],
)
def test_an_offer_that_cannot_be_a_text_is_against_the_rules(offer: Offer) -> None:
    with pytest.raises(ProtocolViolation):
        parse_payload(MessageType.OFFER, encode(offer)[HEADER.size :])
