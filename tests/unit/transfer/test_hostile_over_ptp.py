"""Hostile senders through real PTP sockets, one after the other: each ends itself, and an honest one gets in.

By the numbers of the threat model: T13, T24 to T31, T33 to T35, T38, T40, T41. What fails without malice is in
`test_failures_over_ptp`. Not here, because no socket takes part in it: T39 (guesses at one moment) is a matter of the
code, in `tests/unit/security`; T42 to T44 are what is heard before anybody connects, in `tests/unit/discovery`.
"""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from ptp_core.errors import PeerReset, ResetCode
from ptp_core.security.identity import Identity
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.messages import Accept, Entry, Failed, FailureCode, Hello, Manifest, Message
from ptp_core.transfer.conversation.messages import Pair as PairMessage
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher, introduced, stranger_at_the_door
from tests.unit.transfer.hostile import (
    CLEANED_NAMES,
    FILE,
    FOLDER,
    LYING_ENTRIES,
    NONSENSE_TIMES_NS,
    REFUSED_NAMES,
    folder_offer,
    offer_of_empty,
    send_empty,
)

S = TransferState
LIMIT_S = 20.0


def speak_and_hear(channel: MessageChannel, said: tuple[Message, ...]) -> None:
    for message in said:
        channel.send(message)
    while True:
        channel.receive()


def check_it_is_ended(channel: MessageChannel, *said: Message) -> None:
    with pytest.raises(PeerReset) as caught:
        speak_and_hear(channel, said)
    assert caught.value.code is ResetCode.PROTOCOL_VIOLATION
    channel.close()


def test_t13_t24_t27_t30_t31_hostile_senders_over_ptp(real: Pair) -> None:
    server = real.listen()
    for name in REFUSED_NAMES:
        check_it_is_ended(introduced(real, name))
    assert real.saved() == []
    for number, entry in enumerate(LYING_ENTRIES):
        channel = introduced(real, offer=folder_offer(number))
        assert channel.receive() == Accept()
        check_it_is_ended(channel, Manifest((Entry(FOLDER, 0, "t"),)), Manifest((entry,)))
    channel = introduced(real, offer=folder_offer(100))
    assert channel.receive() == Accept()
    parent = Manifest((Entry(FOLDER, 0, "t"), Entry(FILE, 1, "x", 1), Entry(FILE, 2, "y", 1)))
    check_it_is_ended(channel, parent)
    assert not any(path.is_file() or path.is_symlink() for path in real.folder.rglob("*"))
    source = real.folder.parent / "honest"
    source.write_text("honest")
    honest = Watcher()
    real.send(source, watcher=honest)
    assert honest.final().state is S.DONE
    assert (real.folder / "honest").read_text() == "honest"
    # Of who has never got to an offer that can be shown nobody is told.
    ended = [snapshot.state for snapshot in server.transfers()]
    assert ended.count(S.FAILED) == len(LYING_ENTRIES) + 1


def test_t25_t26_t28_t29_t33_names_and_times_from_elsewhere_are_made_safe(real: Pair) -> None:
    real.listen()
    offer = offer_of_empty(list(CLEANED_NAMES), NONSENSE_TIMES_NS)
    channel = introduced(real, offer=offer)
    assert channel.receive() == Accept()
    send_empty(channel, offer)
    assert real.receiving.final().state is S.DONE
    assert real.saved() == sorted(CLEANED_NAMES.values())
    for path in real.folder.iterdir():
        status = path.stat()
        assert not stat.S_IMODE(status.st_mode) & (stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX)
        assert abs(status.st_mtime - time.time()) < 1000


@pytest.mark.parametrize("names", [("A:", "A|"), ("caf\u00e9", "cafe\u0301")])
def test_t29_names_that_are_one_here_lose_nothing(real: Pair, names: tuple[str, str]) -> None:
    real.listen()
    offer = offer_of_empty(names)
    channel = introduced(real, offer=offer)
    assert channel.receive() == Accept()
    send_empty(channel, offer)
    assert real.receiving.final().files_done == 2
    assert len(real.saved()) == 2


def test_t34_a_name_and_a_peer_that_would_command_a_screen_are_shown_clean(real: Pair) -> None:
    real.listen()
    channel = introduced(real, "\u202e\u2066gpj.\u200bexe\x1b[31m" + "x" * 10_000)
    assert channel.receive() == Accept()
    real.receiving.wait_for(lambda: any(snapshot.name for snapshot in real.receiving.snapshots))
    channel.close()
    shown = real.receiving.snapshots[-1].name
    assert len(shown.encode()) <= 255
    assert not any(character in shown for character in "\u202e\u2066\u200b\x1b")


def test_t35_a_declared_size_beyond_any_disk_is_refused_before_data(real: Pair) -> None:
    real.listen()
    channel = introduced(real, "huge", (1 << 63) - 1)
    answer = channel.receive()
    assert isinstance(answer, Failed)
    assert answer.code is FailureCode.NO_SPACE
    channel.close()
    assert real.receiving.final().state is S.FAILED
    assert real.saved() == []


def test_t38_t40_a_wrong_code_and_nonsense_in_place_of_one_cost_the_code(
    strangers: Pair, real: Pair, source: Path
) -> None:
    real.listen()
    seen = [real.code.current()]
    real.send(source, code="1-wrong-code")
    assert real.sending.final(LIMIT_S).state is S.FAILED
    seen.append(real.code.current())
    for element in (b"x", bytes(32), b"A" * 33):
        channel = stranger_at_the_door(real)
        channel.send(Hello("red-laptop", False, True))
        assert isinstance(channel.receive(), Hello)
        channel.send(PairMessage(element))
        with pytest.raises(PeerReset):
            speak_and_hear(channel, ())
        channel.close()
        seen.append(real.code.current())
    assert len(set(seen)) == len(seen)
    assert real.saved() == []


def test_t41_a_known_name_with_another_key_is_a_hard_stop(real: Pair, source: Path) -> None:
    real.listen()
    real.sender.identity = Identity.create("red-laptop")
    real.send(source)
    assert real.sending.final(LIMIT_S).state in (S.FAILED, S.DECLINED)
    assert "red-laptop is known here with another key" in real.receiving.final().message
    assert real.saved() == []
