"""What the core notes of a connection, and what a peer did wrong, is read in Chinese where Chinese is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.translations.catalogue import catalogue
from ptp_core import broken_rules
from ptp_core.conditioner_settings import ConditionerSettings
from ptp_core.errors import PeerReset, ProtocolViolation, ResetCode
from ptp_core.link_changes import written_changes
from ptp_core.record.model.events import PACKET_WORDS, Event
from ptp_core.record.side import Side
from ptp_core.sentences import Kind, Sentence, worded
from ptp_core.transfer.outcome import outcome_of
from ptp_core.transport import remarks
from ptp_core.transport.event_kinds import EventKind
from ptp_core.transport.states import State
from ptp_core.transport.trace import DropCause

# Names that the textbooks have in English, units, and the names of messages and of this test's computers.
NAMES = re.compile(
    "|".join(re.escape(state.value.upper()) for state in State)
    + r"|\b(SYN|ACK|FIN|RACK|MTU|UTF|RFC|RULE|R\d|ms|s|Mbit|red-laptop|HELLO|Cancel|Offer)\b"
)


def chinese(context: str, text: str, /, *, n: int = -1) -> str:
    return catalogue("zh_CN").translate(context, text, n=n)


def english_in(said: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", said))


def rules() -> Iterator[Sentence]:
    """Every rule that a peer can break, in a sentence of its own."""
    names = {"type": "HELLO", "message": "Cancel", "due": "Offer"}
    for each in vars(broken_rules).values():
        if isinstance(each, Kind):
            yield each(**{name: names.get(name, "12345") for name in each.parameters})
        elif isinstance(each, Sentence):
            yield each


def notes() -> Iterator[str]:
    """Every note that a connection makes of itself."""
    for each in vars(remarks).values():
        if isinstance(each, Kind):
            yield each(**{name: "123" for name in each.parameters if name != "remark"}, **_remark(each))
        elif isinstance(each, Sentence):
            yield str(each)
    yield from (state.value for state in State)


def _remark(kind: Kind) -> dict[str, str]:
    return {"remark": remarks.SILENCE} if "remark" in kind.parameters else {}


@pytest.mark.parametrize("rule", list(rules()), ids=str)
def test_both_sides_read_in_chinese_which_rule_was_broken(rule: Sentence) -> None:
    here = outcome_of(ProtocolViolation(rule), "red-laptop")
    # What crosses is the words alone.
    there = outcome_of(PeerReset(str(rule), code=ResetCode.PROTOCOL_VIOLATION), "red-laptop")
    for outcome in (here, there):
        assert english_in(worded(outcome.message, chinese)) == []
        assert worded(rule, chinese) in worded(outcome.message, chinese)
        assert english_in(worded(outcome.hint, chinese)) == ["PTP"]


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_with_every_note_is_said_in_chinese(kind: EventKind) -> None:
    texts = list(notes()) if "{text}" in kind.value.words else [""]
    if kind is EventKind.LINK_CHANGED:
        faulty = ConditionerSettings(
            drop=0.05, burst_drop=0.1, burst_length=4, delay_s=0.02, rate_bps=1e7, queue_bytes=5000, mtu_bytes=1400
        )
        texts = [written_changes(ConditionerSettings(), faulty), written_changes(faulty, ConditionerSettings())]
    for letters in PACKET_WORDS:
        for text in texts:
            event = Event(
                serial=0, time_s=0.5, kind=kind, side=Side.SENDER, start=1, stop=501, value=0.2, text=text,
                letters=letters, drop_cause=DropCause.CHANCE,
            )  # fmt: skip
            assert english_in(event.sentence(chinese)) == [], (text, event.sentence(chinese))
            assert english_in(event.rule_in_words(chinese)) == []
