"""How what is chosen or offered is counted in words: "3 files and 1 folder, 120 MB". No Qt: the window hands in what
translates. Pure functions, from any thread.
"""

from __future__ import annotations

from app.formatting import isolated
from app.words import resumed_words
from ptp_core.formatting import format_count, format_size
from ptp_core.sentences import Translate, untranslated
from ptp_core.transfer.offer import OfferDetails
from ptp_core.transfer.snapshot import TransferSnapshot

_NAMES_SHOWN = 3


def things_words(files: int, folders: int, translate: Translate = untranslated) -> str:
    """Like "3 files and 1 folder"; what there is none of is not named."""
    parts = []
    if files or not folders:
        one, many = translate("words", "1 file"), translate("words", "{0} files")
        parts.append(one if files == 1 else many.format(format_count(files)))
    if folders:
        one, many = translate("words", "1 folder"), translate("words", "{0} folders")
        parts.append(one if folders == 1 else many.format(format_count(folders)))
    return translate("words", "{0} and {1}").format(*parts) if len(parts) == 2 else parts[0]


def is_single_file(offer: OfferDetails) -> bool:
    """Whether one file is offered and nothing else."""
    return _named(offer) == 1 and not offer.folders


def offered_words(offer: OfferDetails, translate: Translate = untranslated) -> str:
    """What a person is asked to take, in the middle of a sentence: "a file", "3 files and 1 folder"."""
    if offer.is_text:
        return translate("words", "a text")
    if is_single_file(offer):
        return translate("words", "a file")
    if _named(offer) == 1:
        return translate("words", "a folder")
    return things_words(_named(offer) - offer.folders, offer.folders, translate)


def contents_words(offer: OfferDetails, translate: Translate = untranslated) -> str:
    """The first names, how many things there are, how many files in all, and their size, as far as the offer knows."""
    size = format_size(offer.size_bytes)
    size = size if offer.complete else translate("words", "at least {0}").format(size)
    if offer.is_text:
        return translate("words", "a text, {0}").format(size)
    if is_single_file(offer):
        return f"{isolated(offer.name)}, {size}"
    things = things_words(_named(offer) - offer.folders, offer.folders, translate)
    if offer.folders:
        pattern = translate("words", "{0} files in all") if offer.complete else translate("words", "at least {0} files")
        if offer.files == 1 and offer.complete:
            pattern = translate("words", "{0} file in all")
        things = f"{things} ({pattern.format(format_count(offer.files))})"
    return f"{_first_names(offer, translate)}: {things}, {size}"


def files_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """How the files of a transfer stand, in sentences."""
    total = max(snapshot.files_total, snapshot.files_done + snapshot.files_failed)
    if not total:
        return translate("words", "The files are counted as soon as the other side has said yes.")
    across = translate("words", "{0} of {1} files are saved and verified")
    parts = [across.format(format_count(snapshot.files_done), format_count(total))]
    if snapshot.files_there:
        there = translate("words", "{0} of them were there already")
        parts.append(there.format(format_count(snapshot.files_there)))
    if snapshot.files_failed:
        parts.append(translate("words", "{0} are not across").format(format_count(snapshot.files_failed)))
    return " ".join(filter(None, (f"{', '.join(parts)}.", resumed_words(snapshot, translate))))


def _first_names(offer: OfferDetails, translate: Translate) -> str:
    names = offer.roots or (offer.name,)
    shown = ", ".join(isolated(name, 80) for name in names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return translate("words", "{0} and {1} more").format(shown, format_count(more)) if more > 0 else shown


def _named(offer: OfferDetails) -> int:
    return len(offer.roots) or 1
