"""What the other side says of its trouble is a sentence that this side words in its own language."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy
from ptp_core.errors import NotEnoughSpace
from ptp_core.sentences import Sentence, code_of, worded
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.messages import Decline, Hello
from ptp_core.transfer.destination import destination_errors
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher, offer_of, stranger_at_the_door


def in_capitals(_context: str, text: str, /, *, n: int = -1) -> str:
    pieces = text.replace("}", "}\0").replace("{", "\0{").split("\0")
    return "".join(piece if piece.startswith("{") else piece.upper() for piece in pieces)


def test_a_reason_with_parameters_is_worded_at_the_other_side(pair: Pair, source: Path) -> None:
    pair.receiving = Watcher(lambda offer: offer.decline(reasons.NOBODY_ANSWERED(minutes=10)))
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    sent = pair.sending.final()
    assert sent.state is TransferState.DECLINED
    assert sent.message == "studio-pc declined: nobody answered within 10 minutes"
    assert worded(sent.message, in_capitals) == "studio-pc DECLINED: NOBODY ANSWERED WITHIN 10 MINUTES"


def test_a_remark_of_the_receiver_is_worded_at_the_sender(pair: Pair, source: Path) -> None:
    (pair.folder / source.name).write_bytes(b"another")
    pair.listen()
    pair.send(source)
    message = pair.sending.final().message
    assert code_of(message) == "saved-as"
    assert isinstance(message, Sentence)
    assert message.parameters["name"] == "holiday (2).mov"


def test_a_full_disk_is_worded_at_the_sender_without_the_path(
    pair: Pair, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: _Usage())
    pair.listen()
    pair.send(source)
    here, there = pair.receiving.final(), pair.sending.final()
    assert code_of(here.message) == "not-enough-space"
    assert str(pair.folder) in here.message
    assert code_of(there.message) == "peer-says"
    assert str(pair.folder) not in there.message
    assert worded(there.message, in_capitals) == "studio-pc: THERE IS NOT ENOUGH SPACE ON ITS DISK."


class _Usage:
    free = 0


def test_a_peer_that_does_not_read_sentences_gets_none(pair: Pair) -> None:
    pair.receiving = Watcher(lambda offer: offer.decline(reasons.NOBODY_ANSWERED(minutes=10)))
    pair.listen(AcceptPolicy.ASK)
    channel = stranger_at_the_door(pair)
    heard: list[bytes] = []
    take = channel._take
    channel._take = lambda size: heard.append(take(size)) or heard[-1]  # type: ignore[method-assign,func-returns-value]
    channel.send(Hello("red-laptop", True, False, reads_sentences=False))
    channel.receive()
    channel.send(offer_of("f", 10))
    answer = channel.receive()
    assert isinstance(answer, Decline)
    assert heard[-1][2:] == b"nobody answered within 10 minutes"
    channel.close()


def test_hostile_words_of_a_peer_are_its_text(pair: Pair, source: Path) -> None:
    said = 'no\x1b[2J\0["declined",{"peer":"you"},"os"]'
    pair.receiving = Watcher(lambda offer: offer.decline(said))
    pair.listen(AcceptPolicy.ASK)
    pair.send(source)
    message = pair.sending.final().message
    assert "\x1b" not in message
    assert "\0" not in message
    assert message.startswith("studio-pc declined: no\N{REPLACEMENT CHARACTER}[2J")


def test_not_enough_space_is_told_by_its_kind_alone(tmp_path: Path) -> None:
    with pytest.raises(NotEnoughSpace) as caught:
        destination_errors.check_space(tmp_path, 1 << 62)
    assert code_of(caught.value.message) == "not-enough-space"
