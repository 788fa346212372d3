"""A sender that is spoken by hand and keeps no rule: its connection ends, nothing is written, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import PeerReset, ResetCode
from ptp_core.transfer.conversation.messages import (
    Accept,
    Again,
    Begin,
    DataHeader,
    Decline,
    Failed,
    FailureCode,
    Hello,
    Hold,
    Message,
    MessageType,
    Over,
    Result,
    ResultKind,
    Results,
)
from ptp_core.transfer.conversation.wire_format import HEADER
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import (
    Pair,
    Watcher,
    begin,
    introduced,
    offer_of,
    stranger_at_the_door,
    wait_until,
)

S = TransferState


@pytest.mark.parametrize("name", ["../x", "..", "/etc/passwd", "a\\b", ""])
def test_t24_hostile_names_end_the_connection_and_write_nothing(pair: Pair, name: str) -> None:
    pair.listen()
    channel = introduced(pair, name)
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.saved() == []


def test_t13_more_data_than_was_offered_ends_the_connection(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair)
    channel.receive()
    begin(channel, "f", 10)
    channel.send(DataHeader(11))
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.receiving.final().state is S.FAILED
    assert pair.saved() == []


def test_data_before_the_answer_ends_the_connection(pair: Pair) -> None:
    pair.listen(AcceptPolicy.ASK)
    channel = introduced(pair)
    channel.send_raw(HEADER.pack(MessageType.DATA, 5) + b"12345")
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.receiving.final().state is S.FAILED


def test_a_sender_whose_file_fails_while_a_person_decides_withdraws_its_offer(pair: Pair) -> None:
    pair.listen(AcceptPolicy.ASK)
    channel = introduced(pair)
    pair.receiving.wait_for(lambda: bool(pair.receiving.offers))
    channel.send(Failed(FailureCode.SOURCE, "gone"))
    final = pair.receiving.final()
    assert (final.state, final.message) == (S.FAILED, "red-laptop: gone.")
    answer = pair.receiving.offers[0].wait(0)
    assert answer is not None
    assert not answer.accepted
    channel.close()


@pytest.mark.parametrize(
    "message",
    [Accept(), Again(0), Results((Result(0, ResultKind.SAVED, "", bytes(32)),)), Hold("x"), Hello("again", True, True)],
)
def test_any_other_message_instead_of_an_offer_or_of_data_is_a_violation(pair: Pair, message: Message) -> None:
    pair.listen()
    for offers in (False, True):
        channel = stranger_at_the_door(pair)
        channel.send(Hello("red-laptop", True, False))
        channel.receive()
        if offers:
            channel.send(offer_of("f", 10))
            channel.receive()
        channel.send(message)
        with pytest.raises(PeerReset) as caught:
            channel.receive()
        assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    assert pair.saved() == []


def test_a_fault_of_the_program_ends_one_connection_and_is_told(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(offered: str) -> str:
        raise RuntimeError("broken")

    pair.listen()
    with monkeypatch.context() as patch:
        patch.setattr("ptp_core.transfer.receive_transfer.safe_name", break_down)
        pair.send(source)
        assert pair.sending.final().state is S.FAILED
        final = pair.receiving.final()
    assert final.state is S.FAILED
    assert "please report" in final.hint
    again = Watcher()
    pair.send(source, watcher=again)
    assert again.final().state is S.DONE


def test_nonsense_on_one_connection_does_not_end_the_server(pair: Pair, source: Path) -> None:
    pair.listen()
    for noise in (b"\xff" * 100, b"GET / HTTP/1.1\r\n\r\n", HEADER.pack(MessageType.OFFER, 30) + bytes(30)):
        stranger_at_the_door(pair).send_raw(noise)
    stranger_at_the_door(pair).close()
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    pair.receiving.final()
    # Strangers that never got to an offer are not transfers.
    assert {snapshot.name for snapshot in pair.receiving.snapshots} == {"holiday.mov"}


def test_a_peer_that_says_nothing_is_let_go(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.transfer.greeting.AUTHENTICATION_LIMIT_S", 0.2)
    server = pair.listen()
    channel = stranger_at_the_door(pair)
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.TIMED_OUT
    wait_until(lambda: not server._running)


def test_a_receiver_that_saves_something_else_than_was_offered_is_impossible(pair: Pair, source: Path) -> None:
    pair.listen()
    channel = introduced(pair, "f", 3)
    channel.receive()
    begin(channel, "f", 3)
    for time_over in range(2):
        # What is damaged may come once more.
        if time_over:
            channel.send(Begin(0))
        channel.send_raw(HEADER.pack(MessageType.DATA, 3) + b"abc")
        channel.send_raw(HEADER.pack(MessageType.END, 32) + bytes(32))
        while not isinstance(channel.receive(), Again | Results):
            continue
    channel.send(Over())
    channel.close()
    assert "arrived damaged" in pair.receiving.final().message
    assert pair.saved() == []


def test_a_sender_that_ends_in_mid_file_leaves_nothing(pair: Pair) -> None:
    pair.listen()
    channel = introduced(pair, "f", 10)
    channel.receive()
    begin(channel, "f", 10)
    channel.send_raw(HEADER.pack(MessageType.DATA, 3) + b"abc")
    channel.close()
    final = pair.receiving.final()
    assert final.state is S.FAILED
    assert "before the file was across" in final.message
    assert pair.saved() == []


def test_decline_of_a_stranger_has_no_reason(strangers: Pair) -> None:
    strangers.listen(AcceptPolicy.KNOWN)
    channel = stranger_at_the_door(strangers)
    channel.send(Hello("mallory", False, True))
    assert channel.receive() == Decline("")
    assert strangers.receiving.snapshots == []
