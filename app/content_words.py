"""How what is chosen or offered is counted in words: "3 files and 1 folder, 120 MB". No Qt: the window hands in what
translates. Pure functions, from any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.formatting import file_name
from app.joining import after_one_another, as_sentence, listed
from app.words import resumed_words
from ptp_core.formatting import format_size
from ptp_core.sentences import Translate, declare, untranslated, worded
from ptp_core.transfer.offer import OfferDetails
from ptp_core.transfer.snapshot import TransferSnapshot
from ptp_core.transfer.source.walking import Totals

_NAMES_SHOWN = 3
_FILES = declare("words-files", "{count} file", many="{count} files", plural="count", context="words")
_FOLDERS = declare("words-folders", "{count} folder", many="{count} folders", plural="count", context="words")
_IN_ALL = declare("words-in-all", "{count} file in all", many="{count} files in all", plural="count", context="words")
_AT_LEAST = declare(
    "words-at-least", "at least {count} file", many="at least {count} files", plural="count", context="words"
)
_ACROSS = declare(
    "words-across",
    "{done} of {count} file is saved and verified",
    many="{done} of {count} files are saved and verified",
    plural="count",
    context="words",
)
_THERE_ALREADY = declare(
    "words-there-already",
    "{count} of them was there already",
    many="{count} of them were there already",
    plural="count",
    context="words",
)
_NOT_ACROSS = declare(
    "words-not-across", "{count} is not across", many="{count} are not across", plural="count", context="words"
)
_AND_MORE = declare("words-and-more", "{names} and {count} more", context="words")


def things_words(files: int, folders: int, translate: Translate = untranslated) -> str:
    """Like "3 files and 1 folder"; what there is none of is not named."""
    parts = []
    if files or not folders:
        parts.append(worded(_FILES(count=files), translate))
    if folders:
        parts.append(worded(_FOLDERS(count=folders), translate))
    return translate("words", "{0} and {1}").format(*parts) if len(parts) == 2 else parts[0]


def folder_words(totals: Totals, translate: Translate = untranslated) -> str:
    """What a folder holds: "312 files, 18 MB"; of one that was not counted to its end, what was found."""
    size = worded(format_size(totals.size_bytes), translate)
    if not totals.complete:
        return listed([worded(_AT_LEAST(count=totals.files), translate), size], translate)
    return listed([worded(_FILES(count=totals.files), translate), size], translate)


def some_names(
    names: Sequence[str],
    shown: int,
    translate: Translate = untranslated,
    fit: Callable[[str], str] = file_name,
) -> str:
    """The first names, each as `fit` makes it, and how many more there are."""
    first = listed([fit(name) for name in names[:shown]], translate)
    return worded(_AND_MORE(names=first, count=len(names) - shown), translate) if len(names) > shown else first


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
    size = worded(format_size(offer.size_bytes), translate)
    size = size if offer.complete else translate("words", "at least {0}").format(size)
    if offer.is_text:
        return translate("words", "a text, {0}").format(size)
    if is_single_file(offer):
        return listed([file_name(offer.name), size], translate)
    things = things_words(_named(offer) - offer.folders, offer.folders, translate)
    if offer.folders:
        in_all = (_IN_ALL if offer.complete else _AT_LEAST)(count=offer.files)
        things = translate("words", "{0} ({1})").format(things, worded(in_all, translate))
    return translate("words", "{0}: {1}, {2}").format(_first_names(offer, translate), things, size)


def files_words(snapshot: TransferSnapshot, translate: Translate = untranslated) -> str:
    """How the files of a transfer stand, in sentences."""
    total = max(snapshot.files_total, snapshot.files_done + snapshot.files_failed)
    if not total and snapshot.state.over:
        return translate("words", "No file is across.")
    if not total:
        return translate("words", "The files are counted as soon as the other side has said yes.")
    parts = [worded(_ACROSS(done=snapshot.files_done, count=total), translate)]
    if snapshot.files_there:
        parts.append(worded(_THERE_ALREADY(count=snapshot.files_there), translate))
    if snapshot.files_failed:
        parts.append(worded(_NOT_ACROSS(count=snapshot.files_failed), translate))
    sentence = as_sentence(listed(parts, translate), translate)
    return after_one_another([sentence, resumed_words(snapshot, translate)], translate)


def _first_names(offer: OfferDetails, translate: Translate) -> str:
    names = offer.roots or (offer.name,)
    return some_names(names, _NAMES_SHOWN, translate)


def _named(offer: OfferDetails) -> int:
    return len(offer.roots) or 1
