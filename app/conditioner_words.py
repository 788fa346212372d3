"""What is said of conditioners that are on, so that nobody takes a link that was made worse for the real one. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from app.formatting import plain_text
from app.joining import filled, listed
from app.words import peer_words
from ptp_core.conditioner_settings import FAULTS, ConditionerSettings
from ptp_core.sentences import Translate, untranslated
from ptp_core.transfer.snapshot import TransferSnapshot


def fault_words(conditioner: ConditionerSettings, translate: Translate = untranslated) -> str:
    """What it does: "5 % loss, 20 ms delay"."""
    values = [(fault, getattr(conditioner, fault.field)) for fault in FAULTS]
    said = [
        filled(translate, translate("declared", fault.said), fault.unit.say(value))
        for fault, value in values
        if fault.happens(value)
    ]
    return listed(said, translate)


def conditioner_sentences(
    chosen: ConditionerSettings | None, running: Iterable[TransferSnapshot], translate: Translate = untranslated
) -> list[str]:
    """A sentence for each conditioner that counts: the one that is `chosen` for transfers to come, another one that a
    transfer of `running` still has, and where there is neither the other side's, which only says that it is there."""
    sentences = []
    known = fault_words(chosen, translate) if chosen is not None else ""
    if known:
        sentences.append(translate("words", "Conditioner on: {0}").format(known))
    for snapshot in running:
        conditioner = snapshot.transport.conditioner
        faults = fault_words(conditioner, translate) if conditioner is not None else ""
        if faults and faults != known:
            pattern = translate("words", "Conditioner still on for {0}: {1}")
            sentences.append(pattern.format(plain_text(snapshot.name, limit=60), faults))
        if snapshot.transport.peer_conditioned and not faults:
            pattern = translate("words", "Conditioner on at {0}, for what comes from there")
            sentences.append(pattern.format(peer_words(snapshot)))
    return list(dict.fromkeys(sentences))
