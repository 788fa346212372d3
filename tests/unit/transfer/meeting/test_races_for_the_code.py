"""Several who were given the code: the first one has it, and the others spend no guess."""

from __future__ import annotations

from pathlib import Path

from ptp_core.config import PairingPolicy
from ptp_core.network.addresses import PeerAddress
from ptp_core.security.code_phrase import OneTimeCode
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Decline, Hello, Pair
from ptp_core.transfer.meeting.pairing_session import CODE_TAKEN
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Installation, Watcher
from tests.unit.transfer.helpers import Pair as Installations
from tests.unit.transfer.meeting.strangers import begin_pairing, shown

S = TransferState


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
