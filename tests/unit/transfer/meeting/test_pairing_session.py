"""Who is let in: T38 to T41, the three policies, and what a stranger learns (nothing)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, PairingPolicy
from ptp_core.errors import PeerReset, SecurityError, SettingsError
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.security.pairing import PairingExchange, PairingRole
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Confirm, Decline, Hello, Offer, Pair
from ptp_core.transfer.conversation.messages import Message as AnyMessage
from ptp_core.transfer.meeting.pairing_session import CODE_TAKEN
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Installation, Watcher
from tests.unit.transfer.helpers import Pair as Installations

S = TransferState


def shown(pair: Installations) -> str:
    code = pair.code.current()
    assert code is not None
    return code


def connect(pair: Installations, who: Installation) -> MessageChannel:
    assert pair.server is not None
    socket = who.new_socket(who.options, None)
    socket.connect((pair.server.address.host, pair.server.address.port))
    return MessageChannel(socket)


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


@pytest.mark.parametrize("has_code", [True, False])
def test_a_stranger_cannot_try_which_names_are_remembered(strangers: Installations, has_code: bool) -> None:
    """Same messages under a remembered name and an unknown one, up to a code that is wrong."""
    strangers.receiver.known_peers.remember(bytes(32), "blue-laptop", 1.0)
    strangers.listen()
    transcripts: list[list[AnyMessage]] = []
    for name in ("blue-laptop", "nobody-yet"):
        channel = connect(strangers, strangers.sender)
        channel.send(Hello(name, False, has_code))
        heard = [channel.receive()]
        if has_code:
            exchange = PairingExchange(PairingRole.SENDER, "1-wrong-code", bytes(32), bytes(32), bytes(32))
            channel.send(Pair(exchange.message))
            answer = channel.receive()
            assert isinstance(answer, Pair)
            channel.send(Confirm(exchange.finish(answer.message)))
        heard.append(channel.receive())
        transcripts.append(heard)
        channel.close()
    assert transcripts[0] == transcripts[1] == [Hello("studio-pc", False, False), Decline("")]


@pytest.mark.parametrize("answer", ["a wrong code", "no element", "out of order", "no code to answer"])
def test_a_false_receiver_cannot_try_which_names_a_sender_remembers(
    strangers: Installations, source: Path, answer: str
) -> None:
    """Same messages and the same end under a remembered name and an unknown one, up to a code that is wrong."""
    strangers.sender.known_peers.remember(bytes(32), "studio-pc", 1.0)
    code = None if answer == "no code to answer" else "1-any-code"
    ends = []
    for name in ("studio-pc", "nobody-yet"):
        watcher = Watcher()
        channel = lure(strangers, source, watcher, code=code)
        channel.send(Hello(name, False, False))
        heard: list[type[AnyMessage]] = []
        with pytest.raises(PeerReset) as reset:
            converse(channel, replies(answer), heard)
        ends.append((heard, reset.value.code, str(reset.value)))
        told = watcher.final()
        assert told.state is S.FAILED
        assert ("is known here with another key" in told.message) is (name == "studio-pc")
        channel.close()
    assert ends[0] == ends[1]
    assert ends[0][0] == {"a wrong code": [Pair, Confirm], "no code to answer": []}.get(answer, [Pair])


def converse(channel: MessageChannel, said: list[AnyMessage], heard: list[type[AnyMessage]]) -> None:
    """Answer each message with the next, and hear until the end, which raises."""
    for reply in said:
        heard.append(type(channel.receive()))
        channel.send(reply)
    while True:
        heard.append(type(channel.receive()))


def replies(answer: str) -> list[AnyMessage]:
    """What a false receiver says to PAIR, and then to CONFIRM."""
    exchange = PairingExchange(PairingRole.RECEIVER, "1-wrong-code", bytes(32), bytes(32), bytes(32))
    return {
        "a wrong code": [Pair(exchange.message), Confirm(bytes(32))],
        "no element": [Pair(b"x")],
        "out of order": [Confirm(bytes(32))],
        "no code to answer": [],
    }[answer]  # type: ignore[return-value]


def test_a_false_receiver_that_falls_silent_does_not_hide_the_other_key_from_the_person(
    strangers: Installations, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptp_core.transfer.offering.AUTHENTICATION_LIMIT_S", 0.5)
    strangers.sender.known_peers.remember(bytes(32), "studio-pc", 1.0)
    channel = lure(strangers, source, strangers.sending, code="1-any-code")
    channel.send(Hello("studio-pc", False, False))
    assert "studio-pc is known here with another key" in strangers.sending.final().message
    channel.close()


def lure(pair: Installations, source: Path, watcher: Watcher, *, code: str | None) -> MessageChannel:
    """The sender calls somebody who is not the receiver; what that one has of it, after its greeting."""
    listener = pair.network.socket(pair.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 0))
    address = PeerAddress(*listener.local_address)
    pair.transfers.append(pair.sender.send(source, address, watcher, code=code))
    listener.settimeout(10.0)
    channel = MessageChannel(listener.accept()[0])
    assert isinstance(channel.receive(), Hello)
    listener.close()
    return channel


def test_the_person_is_told_of_a_remembered_name_with_another_key_that_came_without_a_code(
    strangers: Installations,
) -> None:
    strangers.receiver.known_peers.remember(bytes(32), "blue-laptop", 1.0)
    strangers.listen()
    channel = connect(strangers, strangers.sender)
    channel.send(Hello("blue-laptop", False, False))
    assert "blue-laptop is known here with another key" in strangers.receiving.final().message
    channel.close()


def begin_pairing(pair: Installations, who: Installation) -> MessageChannel:
    channel = connect(pair, who)
    channel.send(Hello(who.identity.name, False, True))
    assert isinstance(channel.receive(), Hello)
    return channel


def test_whoever_comes_second_with_a_right_code_hears_that_it_was_taken_and_spends_no_other(
    strangers: Installations, source: Path
) -> None:
    strangers.listen()
    code = shown(strangers)
    late = begin_pairing(strangers, Installation(strangers.network, "blue-laptop"))
    strangers.send(source, code=code)
    assert strangers.sending.final().state is S.DONE
    new_code = shown(strangers)
    late.send(Pair(b"A" * 33))
    assert late.receive() == Decline(CODE_TAKEN)
    assert shown(strangers) == new_code
    late.close()


def test_a_racer_that_comes_when_another_code_is_shown_already_spends_no_guess_on_it(
    strangers: Installations, source: Path
) -> None:
    """Both were given the code that was shown; the slower one has not even called when the faster one has used it."""
    server = strangers.listen()
    code = shown(strangers)
    late, told = Installation(strangers.network, "blue-laptop"), Watcher()
    slower = late.transfer(source, server.address, told, code=code)
    strangers.transfers.append(slower)
    strangers.send(source, code=code)
    assert strangers.sending.final().state is S.DONE
    new_code = shown(strangers)
    slower.start()
    assert "Another computer was faster" in told.final().message
    assert shown(strangers) == new_code
    again = Watcher()
    strangers.transfers.append(late.send(source, server.address, again, code=new_code))
    assert again.final().state is S.DONE


def test_whoever_lies_about_when_it_was_given_the_code_has_its_one_guess_and_no_more(strangers: Installations) -> None:
    strangers.listen()
    codes = [shown(strangers)]
    # The first code was there from the beginning: nobody can have been given it too early.
    for age_ms, answers in ((0xFFFF_FFFF, [Pair]), (0xFFFF_FFFF, [Decline]), (0, [Pair])):
        channel = begin_pairing(strangers, Installation(strangers.network, "mallory"))
        channel.send(Pair(b"A" * 33, age_ms))
        assert [type(channel.receive())] == answers
        channel.close()
        codes.append(shown(strangers))
    assert codes[0] != codes[1] == codes[2] != codes[3]


def test_a_sender_whose_code_was_taken_is_not_told_that_it_was_wrong(strangers: Installations, source: Path) -> None:
    listener = strangers.network.socket(strangers.receiver.identity.fingerprint)
    listener.listen(("127.0.0.1", 7700))
    address = PeerAddress("127.0.0.1", 7700)
    strangers.transfers.append(strangers.sender.send(source, address, strangers.sending, code="1-any-code"))
    listener.settimeout(10.0)
    channel = MessageChannel(listener.accept()[0])
    channel.receive()
    channel.send(Hello("studio-pc", False, False))
    assert isinstance(channel.receive(), Pair)
    channel.send(Decline(CODE_TAKEN))
    final = strangers.sending.final()
    assert final.state is S.FAILED
    assert "Another computer was faster" in final.message
    assert "wrong" not in final.message + final.hint


def test_a_class_of_twenty_with_one_open_code_at_once_all_get_in(strangers: Installations, source: Path) -> None:
    strangers.code = OneTimeCode(policy=PairingPolicy.OPEN)
    server = strangers.listen()
    code = shown(strangers)
    pupils = [Installation(strangers.network, f"laptop-{number}") for number in range(20)]
    watchers = [Watcher() for _ in pupils]
    for pupil, watcher in zip(pupils, watchers, strict=True):
        strangers.transfers.append(pupil.send(source, server.address, watcher, code=code))
    assert [watcher.final(30.0).state for watcher in watchers] == [S.DONE] * 20
    assert strangers.code.admitted == 20
    assert shown(strangers) == code
    assert len(strangers.receiver.known_peers.all()) == 20


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
