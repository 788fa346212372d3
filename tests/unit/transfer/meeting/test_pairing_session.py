"""Who is let in: T38 to T41, and the three policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import PeerReset, SecurityError, SettingsError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Confirm, Decline, Hello, Offer, Pair
from ptp_core.transfer.conversation.messages import Message as AnyMessage
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Installation, Watcher
from tests.unit.transfer.helpers import Pair as Installations
from tests.unit.transfer.meeting.strangers import connect, shown

S = TransferState


def test_strangers_pair_by_the_code_and_need_none_the_second_time(strangers: Installations, source: Path) -> None:
    strangers.listen()
    strangers.send(source, code=shown(strangers).upper().replace("-", " "))
    assert strangers.sending.final().state is S.DONE
    assert strangers.receiving.final().state is S.DONE
    assert S.AUTHENTICATING in strangers.receiving.states()
    assert [peer.name for peer in strangers.sender.known_peers.all()] == ["studio-pc"]
    assert [peer.fingerprint for peer in strangers.receiver.known_peers.all()] == [
        strangers.sender.identity.fingerprint
    ]
    again = Watcher()
    strangers.send(source, watcher=again)
    assert again.final().state is S.DONE


def test_a_stranger_without_a_code_is_told_to_enter_it(strangers: Installations, source: Path) -> None:
    strangers.listen()
    strangers.send(source)
    final = strangers.sending.final()
    assert final.state is S.FAILED
    assert "does not know" in final.message
    assert "code phrase" in final.hint
    assert strangers.receiving.snapshots == []
    assert strangers.saved() == []


@pytest.mark.parametrize("forgetful", ["sender", "receiver"])
def test_when_one_side_forgot_the_other_the_code_is_needed_again(
    pair: Installations, source: Path, forgetful: str
) -> None:
    mine, other = (pair.sender, pair.receiver) if forgetful == "sender" else (pair.receiver, pair.sender)
    mine.known_peers.forget(other.identity.fingerprint)
    pair.listen()
    pair.send(source)
    assert pair.sending.final().state is S.FAILED
    again = Watcher()
    pair.send(source, watcher=again, code=shown(pair))
    assert again.final().state is S.DONE
    assert len(pair.sender.known_peers.all()) == len(pair.receiver.known_peers.all()) == 1


def test_t38_a_wrong_code_is_dead_after_one_try(strangers: Installations, source: Path) -> None:
    strangers.listen()
    before = shown(strangers)
    strangers.send(source, code="1-wrong-code")
    sent, received = strangers.sending.final(), strangers.receiving.final()
    assert sent.state is received.state is S.FAILED
    assert "not the one that the receiver shows" in sent.message
    assert "tried a wrong code" in received.message
    assert "red-laptop" in received.message
    assert shown(strangers) != before
    again = Watcher()
    strangers.send(source, watcher=again, code=before)
    assert again.final().state is S.FAILED
    assert strangers.sender.known_peers.all() == strangers.receiver.known_peers.all() == []
    assert strangers.saved() == []


def test_t38_a_fixed_code_lives_until_its_first_wrong_try(strangers: Installations, source: Path) -> None:
    strangers.code = OneTimeCode("4-guitar-orbit")
    strangers.listen()
    strangers.send(source, code="4-guitar-orbit")
    assert strangers.sending.final().state is S.DONE
    other = Installation(strangers.network, "blue-laptop")
    assert strangers.server is not None
    wrong, right = Watcher(), Watcher()
    for code, watcher in (("4-guitar-apple", wrong), ("4-guitar-orbit", right)):
        strangers.transfers.append(other.send(source, strangers.server.address, watcher, code=code))
        assert watcher.final().state is S.FAILED


def test_t39_parallel_guesses_have_one_winner_at_most(strangers: Installations, source: Path) -> None:
    strangers.code = OneTimeCode("4-guitar-orbit")
    strangers.listen()
    assert strangers.server is not None
    peers = [Installation(strangers.network, f"laptop-{number}") for number in range(8)]
    channels = [connect(strangers, peer) for peer in peers]
    for peer, channel in zip(peers, channels, strict=True):
        channel.send(Hello(peer.identity.name, False, True))
        channel.receive()
    for channel in channels:
        channel.send(Pair(b"\x01" * 33))
    answers: list[AnyMessage] = [channel.receive() for channel in channels]
    # One try was begun; whoever came meanwhile found no code to try.
    assert sum(isinstance(answer, Pair) for answer in answers) <= 1
    assert strangers.code.current() is None
    for channel in channels:
        channel.close()


@pytest.mark.parametrize("length", [1, 32, 34])
def test_t40_malformed_pairing_messages_cost_the_code_and_tell_nothing(strangers: Installations, length: int) -> None:
    strangers.listen()
    before = shown(strangers)
    channel = connect(strangers, strangers.sender)
    channel.send(Hello("red-laptop", False, True))
    channel.receive()
    channel.send(Pair(b"x" * length))
    answers = [channel.receive()]
    if isinstance(answers[0], Pair):
        answers.append(channel.receive())
    assert answers[-1] == Decline("")
    assert shown(strangers) != before
    channel.close()


def test_t40_a_reflected_exchange_proves_nothing(strangers: Installations) -> None:
    strangers.listen()
    channel = connect(strangers, strangers.sender)
    channel.send(Hello("red-laptop", False, True))
    channel.receive()
    channel.send(Pair(b"A" + bytes(32)))
    answer = channel.receive()
    if isinstance(answer, Pair):
        channel.send(Confirm(answer.message[:32]))
        answer = channel.receive()
    assert answer == Decline("")
    assert strangers.receiver.known_peers.all() == []
    channel.close()


def test_t40_skipping_the_pairing_is_a_violation(strangers: Installations) -> None:
    strangers.listen()
    channel = connect(strangers, strangers.sender)
    channel.send(Hello("red-laptop", False, True))
    channel.receive()
    channel.send(Confirm(bytes(32)))
    with pytest.raises(PeerReset):
        channel.receive()
    assert strangers.receiver.known_peers.all() == []


@pytest.mark.parametrize("victim", ["sender", "receiver"])
def test_t41_a_known_name_with_another_key_is_a_hard_stop(strangers: Installations, source: Path, victim: str) -> None:
    mine, other = (
        (strangers.sender, strangers.receiver) if victim == "sender" else (strangers.receiver, strangers.sender)
    )
    mine.known_peers.remember(bytes(32), other.identity.name, 1.0)
    strangers.listen()
    before = shown(strangers)
    strangers.send(source, code=before)
    watcher = strangers.sending if victim == "sender" else strangers.receiving
    final = watcher.final()
    assert final.state is S.FAILED
    assert f"{other.identity.name} is known here with another key" in final.message
    assert "forget it" in final.hint
    assert strangers.sending.final().state in (S.FAILED, S.DECLINED)
    # Neither says a word of it before the other has shown that it has the code.
    assert shown(strangers) != before
    assert [peer.fingerprint for peer in mine.known_peers.all()] == [bytes(32)]
    assert strangers.saved() == []


def test_known_lets_the_known_in_and_does_not_pair(pair: Installations, source: Path) -> None:
    pair.listen(AcceptPolicy.KNOWN)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    stranger = Installation(pair.network, "mallory")
    assert pair.server is not None
    watcher = Watcher()
    before = shown(pair)
    pair.transfers.append(stranger.send(source, pair.server.address, watcher, code=before))
    assert watcher.final().state is S.DECLINED
    assert shown(pair) == before
    assert {snapshot.peer_name for snapshot in pair.receiving.snapshots} == {"red-laptop"}


def test_a_stranger_is_told_declined_and_nothing_else(strangers: Installations) -> None:
    strangers.listen(AcceptPolicy.KNOWN)
    channel = connect(strangers, strangers.sender)
    channel.send(Hello("mallory", False, True))
    assert channel.receive() == Decline("")
    with pytest.raises(PeerReset):
        channel.receive()
    assert strangers.receiving.snapshots == []


def test_the_name_of_a_known_peer_is_the_remembered_one(pair: Installations, source: Path) -> None:
    pair.receiver.known_peers.rename(pair.sender.identity.fingerprint, "my laptop")
    pair.listen()
    pair.send(source)
    pair.sending.final()
    assert pair.receiving.final().peer_name == "my laptop"


def test_a_connection_to_oneself_is_refused(pair: Installations, source: Path) -> None:
    server = pair.listen()
    pair.transfers.append(pair.receiver.send(source, server.address, pair.sending))
    final = pair.sending.final()
    assert final.state is S.FAILED
    assert "this same installation" in final.message


def test_a_code_that_cannot_be_one_is_refused_at_once(pair: Installations, source: Path) -> None:
    pair.listen()
    with pytest.raises(SettingsError):
        pair.send(source, code=" - ")


def test_a_list_of_known_peers_that_cannot_be_saved_turns_no_friend_away(
    pair: Installations, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_disk(*arguments: object) -> None:
        raise SecurityError("The list of known computers cannot be saved.")

    monkeypatch.setattr(pair.receiver.known_peers, "_save", no_disk)
    pair.listen()
    pair.send(source)
    assert pair.sending.final().state is S.DONE


def test_an_offer_to_a_known_receiver_does_not_wait_for_its_hello(pair: Installations, source: Path) -> None:
    listener = pair.network.socket(pair.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 7700))
    pair.transfers.append(pair.sender.send(source, PeerAddress("127.0.0.1", 7700), pair.sending))
    listener.settimeout(10.0)
    channel = MessageChannel(listener.accept()[0])
    assert [type(channel.receive()), type(channel.receive())] == [Hello, Offer]


def test_an_offer_to_a_stranger_waits_until_it_has_proved_itself(strangers: Installations, source: Path) -> None:
    """Nothing about a file is said to a key that is not remembered."""
    listener = strangers.network.socket(strangers.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 7700))
    sending = strangers.sender.send(source, PeerAddress("127.0.0.1", 7700), strangers.sending, code="1-any-code")
    strangers.transfers.append(sending)
    listener.settimeout(10.0)
    channel = MessageChannel(listener.accept()[0])
    assert isinstance(channel.receive(), Hello)
    channel.send(Hello("studio-pc", False, False))
    assert isinstance(channel.receive(), Pair)
    channel.send(Decline())
    assert strangers.sending.final().state is S.FAILED


def test_a_receiver_that_forgot_the_sender_looks_at_its_early_offer_after_pairing(
    pair: Installations, source: Path
) -> None:
    pair.receiver.known_peers.forget(pair.sender.identity.fingerprint)
    pair.listen()
    pair.send(source, code=shown(pair))
    assert pair.sending.final().state is S.DONE
    assert pair.saved() == [source.name]
