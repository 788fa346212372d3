"""What is worth telling a person who looks elsewhere, and in which words. No Qt: the window hands in what translates.

Names are strangers' texts: here they are made fit for a line of plain text; whoever shows them where markup is
understood escapes them as well.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.content_words import contents_words, offered_words
from app.formatting import isolated, plain_text
from app.joining import filled, listed
from app.text_words import characters_words, name_words
from app.words import end_words, said_words, title_words
from ptp_core.config import ConflictPolicy
from ptp_core.direction import Direction
from ptp_core.formatting import format_size
from ptp_core.sentences import Translate, code_of, declare, untranslated, worded
from ptp_core.transfer.offer import OfferDetails
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState

_DONE = declare(
    "staying-done", "{count} transfer is done", many="{count} transfers are done", plural="count", context="staying"
)

# The code of what a transfer says that waits for room.
_DISK_FULL: Final = "disk-full"


class NoticeAction(enum.Enum):
    """What a person can do about a notice at once. SHOW is the click on the notice itself."""

    SHOW = "default"
    ACCEPT = "accept"
    DECLINE = "decline"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`key` names what it is about: another notice with the same key takes its place. `actions` have their words.
    `urgent` ones stay until somebody has seen them."""

    key: str
    title: str
    body: str
    actions: tuple[tuple[NoticeAction, str], ...] = ()
    urgent: bool = False


def offer_key(transfer_id: int) -> str:
    """The key of the notice that asks about an offer."""
    return f"offer-{transfer_id}"


def offer_notice(offer: OfferDetails, translate: Translate = untranslated) -> Notice:
    """A question: who, what and where to. Only what needs no choice can be accepted from here."""
    # A text goes into no folder.
    fits = offer.is_text or offer.size_bytes <= offer.free_bytes
    needs_choice = offer.name_taken and offer.on_conflict is ConflictPolicy.ASK
    decline = (NoticeAction.DECLINE, translate("staying", "Decline"))
    accept = (NoticeAction.ACCEPT, translate("staying", "Accept"))
    lines = [contents_words(offer, translate)]
    if not fits:
        lack = translate("staying", "Not enough room: {0} needed, {1} free.")
        lines.append(filled(translate, lack, format_size(offer.size_bytes), format_size(offer.free_bytes)))
    elif needs_choice:
        lines.append(translate("staying", "Something of that name is there already: choose in the window."))
    elif not offer.is_text:
        lines.append(translate("staying", "Will be saved to {0}").format(isolated(str(offer.directory))))
    if not offer.peer_known:
        new = translate("staying", "New to this computer: {0}")
        lines.append(new.format(plain_text(offer.fingerprint_words)))
    return Notice(
        key=offer_key(offer.transfer_id),
        title=translate("staying", "{0} wants to send you {1}").format(
            isolated(offer.peer_name), offered_words(offer, translate)
        ),
        body="\n".join(lines),
        actions=(accept, decline) if fits and not needs_choice else (decline,),
        urgent=True,
    )


def done_notice(ended: Sequence[TransferSnapshot], translate: Translate = untranslated) -> Notice:
    """What is across since somebody looked: one transfer by its name, several by their number. The last one counts for
    the folder."""
    last = ended[-1]
    received = last.direction is Direction.RECEIVE
    if len(ended) == 1:
        title, *lines = _read_words(last, translate) if received and last.text else _done_words(last, translate)
        if said := said_words(last, translate):
            lines.append(said)
    else:
        title = worded(_DONE(count=len(ended)), translate)
        lines = [listed([isolated(name_words(each, translate), 40) for each in ended[:-4:-1]], translate)]
    folder = (NoticeAction.FOLDER, translate("staying", "Show in folder"))
    return Notice(
        key="done",
        title=title,
        body="\n".join(lines),
        actions=(folder,) if folder_of(ended) is not None else (),
    )


def _done_words(done: TransferSnapshot, translate: Translate) -> list[str]:
    received = done.direction is Direction.RECEIVE
    pattern = translate("staying", "{0} is saved") if received else translate("staying", "{0} has arrived")
    peer = translate("staying", "From {0}, {1}") if received else translate("staying", "Sent to {0}, {1}")
    return [
        pattern.format(isolated(name_words(done, translate), 80)),
        filled(translate, peer, isolated(done.peer_name), format_size(done.bytes_total)),
    ]


def _read_words(done: TransferSnapshot, translate: Translate) -> list[str]:
    """A text that came: who wrote, and how much. What it says is for the window: a desktop shows notices to whoever
    passes by, and keeps them."""
    title = translate("staying", "A text from {0}").format(isolated(done.peer_name))
    characters = done.text.characters if done.text is not None else None
    return [title, characters_words(characters, translate)] if characters is not None else [title]


def ended_notice(snapshot: TransferSnapshot, translate: Translate = untranslated) -> Notice:
    """What did not get across, why, and what to do."""
    pattern = translate("words", "{0}: {1}")
    return Notice(
        key=f"ended-{snapshot.transfer_id}",
        title=pattern.format(title_words(snapshot, translate), end_words(snapshot, translate)),
        body=said_words(snapshot, translate) or translate("staying", "No reason was given."),
        urgent=snapshot.state is TransferState.FAILED,
    )


def full_disk(snapshot: TransferSnapshot) -> str:
    """The key of the notice that a disk of this computer is full, for which a transfer waits; empty where none does.
    Those that wait for the same folder have the same."""
    message = snapshot.message
    if snapshot.direction is not Direction.RECEIVE or snapshot.state.final or code_of(message) != _DISK_FULL:
        return ""
    return f"full-{message}"


def full_disk_notice(snapshot: TransferSnapshot, translate: Translate = untranslated) -> Notice:
    """What waits for room on this computer's disk, and where to make it."""
    return Notice(
        key=full_disk(snapshot),
        title=translate("staying", "The disk is full: {0} waits").format(isolated(name_words(snapshot, translate), 80)),
        body=plain_text(worded(snapshot.message, translate), limit=400),
        urgent=True,
    )


def folder_of(ended: Sequence[TransferSnapshot]) -> Path | None:
    """Where the last of these that was received lies."""
    saved = [each.saved_path for each in ended if each.state is TransferState.DONE and each.saved_path is not None]
    return saved[-1].parent if saved else None
