"""Who waits for whom, for how long, and what is said at the end; and strangers who hold nothing that others need."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy, PairingPolicy
from ptp_core.errors import NetworkError, PeerReset, ResetCode
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Accept, DataHeader, Hello, MessageType, Over
from ptp_core.transfer.conversation.wire_format import HEADER
from ptp_core.transfer.meeting.admission import QUOTAS
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Installation, Pair, begin, introduced, stranger_at_the_door, swallow, wait_until

S = TransferState


def test_at_most_sixteen_files_cross_at_once_and_the_next_waits_for_its_turn(pair: Pair, source: Path) -> None:
    server = pair.listen()
    channels = [introduced(pair, f"f{number}") for number in range(16)]
    for channel in channels:
        assert channel.receive() == Accept()
    pair.send(source)
    pair.sending.wait_for_state(S.WAITING)
    wait_until(lambda: len(server._running) == 17)
    assert "holiday.mov" in {snapshot.name for snapshot in server.transfers()}
    assert S.TRANSFERRING not in pair.sending.states()
    word = "studio-pc is busy with other files; this one waits for its turn."
    pair.sending.wait_for(lambda: pair.sending.snapshots[-1].message == word)
    channels.pop().close()
    final = pair.sending.final()
    assert (final.state, final.message) == (S.DONE, "")
    for channel in channels:
        channel.close()


def test_whoever_waits_for_a_place_for_too_long_is_told(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptp_core.transfer.deciding.DECISION_LIMIT_S", 0.2)
    pair.listen()
    channels = [introduced(pair, f"f{number}") for number in range(16)]
    for channel in channels:
        assert channel.receive() == Accept()
    pair.send(source)
    final = pair.sending.final()
    assert final.state is S.DECLINED
    assert "too many transfers ran there" in final.message
    for channel in channels:
        channel.close()


def silent_strangers(pair: Pair, count: int) -> list[MessageChannel]:
    return [stranger_at_the_door(pair, Installation(pair.network, f"stranger-{number}")) for number in range(count)]


def test_strangers_who_say_nothing_keep_no_known_peer_out(pair: Pair, source: Path) -> None:
    server = pair.listen()
    channels = silent_strangers(pair, 60)
    quota = QUOTAS[PairingPolicy.ONCE].of_network
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    wait_until(lambda: len(server._running) <= quota)
    # The oldest went first.
    with pytest.raises(PeerReset) as caught:
        channels[0].receive()
    assert caught.value.code is ResetCode.REFUSED
    for channel in channels:
        channel.close()


def test_a_stranger_who_says_nothing_is_cut_soon(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.transfer.greeting.GREETING_LIMIT_S", 0.2)
    server = pair.listen()
    (channel,) = silent_strangers(pair, 1)
    channel.send_raw(HEADER.pack(MessageType.HELLO, 30)[:3])
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.TIMED_OUT
    wait_until(lambda: not server._running)


def test_a_stranger_who_greets_and_dawdles_is_cut_too(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.transfer.greeting.PAIRING_LIMIT_S", 0.2)
    server = pair.listen()
    (channel,) = silent_strangers(pair, 1)
    channel.send(Hello("mallory", False, True))
    channel.receive()
    with pytest.raises(PeerReset) as caught:
        channel.receive()
    assert caught.value.code is ResetCode.TIMED_OUT
    wait_until(lambda: not server._running)


def test_a_change_of_folder_or_policy_touches_no_connection(pair: Pair, source: Path, tmp_path: Path) -> None:
    server = pair.listen(AcceptPolicy.ASK)
    address = server.address
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / source.name).write_bytes(b"old")
    pair.send(source)
    pair.receiving.wait_for(lambda: bool(pair.receiving.offers))
    server.set_directory(tmp_path / "elsewhere")
    server.set_on_conflict(ConflictPolicy.OVERWRITE)
    server.set_accept(AcceptPolicy.ALL)
    pair.receiving.offers[0].accept()
    assert pair.sending.final().state is S.DONE
    assert server.address == address
    assert (tmp_path / "elsewhere" / source.name).read_bytes() == source.read_bytes()


def test_a_sender_that_trickles_holds_no_place_without_end(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptp_core.transfer.meeting.patience.PROGRESS_LIMIT_S", 0.5)
    server = pair.listen()
    channel = introduced(pair, "f", 10_000)
    channel.receive()
    begin(channel, "f", 10_000)
    channel.send_raw(HEADER.pack(MessageType.DATA, 10_000))
    trickled = threading.Event()

    def trickle() -> None:
        with contextlib.suppress(NetworkError):
            while not trickled.wait(0.05):
                channel.send_raw(b"x")

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    final = pair.receiving.final()
    assert final.state is S.FAILED
    assert "red-laptop sent next to nothing of f" in final.message
    trickled.set()
    thread.join(5)
    wait_until(lambda: not server._running)
    assert pair.saved() == []


@pytest.mark.parametrize("takes", ["nothing", "everything"])
def test_a_receiver_that_never_says_saved_holds_no_sender_without_end(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch, takes: str
) -> None:
    monkeypatch.setattr("ptp_core.transfer.meeting.patience.PROGRESS_LIMIT_S", 0.5)
    listener = pair.network.socket(pair.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 7700))
    pair.transfers.append(pair.sender.send(source, PeerAddress("127.0.0.1", 7700), pair.sending))
    listener.settimeout(10.0)
    channel = MessageChannel(listener.accept()[0])
    channel.receive()
    channel.send(Hello("studio-pc", True, False))
    channel.receive()
    channel.send(Accept())
    if takes == "everything":
        while not isinstance(message := channel.receive(), Over):
            swallow(channel, message.length_bytes if isinstance(message, DataHeader) else 0)
    final = pair.sending.final()
    assert final.state is S.FAILED
    assert "studio-pc" in final.message
    assert source.name in final.message
    assert ("does not say that it is saved" in final.message) is (takes == "everything")


def test_a_question_that_nobody_answers_ends_with_a_word(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptp_core.transfer.deciding.DECISION_LIMIT_S", 0.3)
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    final = pair.sending.final()
    assert final.state is S.DECLINED
    assert "nobody answered within 10 minutes" in final.message


def test_an_offer_that_is_never_answered_ends_with_a_word(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptp_core.transfer.offering.ANSWER_LIMIT_S", 0.3)
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    final = pair.sending.final()
    assert final.state is S.FAILED
    assert "studio-pc did not answer the offer" in final.message
