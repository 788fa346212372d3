"""What a stranger can find out about whom somebody remembers: nothing; and what the person here is told of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.errors import PeerReset
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.pairing import PairingExchange, PairingRole
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Confirm, Decline, Hello, Pair
from ptp_core.transfer.conversation.messages import Message as AnyMessage
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair as Installations
from tests.unit.transfer.helpers import Watcher
from tests.unit.transfer.meeting.strangers import connect

S = TransferState


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
