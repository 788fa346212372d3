"""Whether an offer is taken: a person's word or the policy's, and a place among the files that cross at a time.

Blocks the transfer's own thread, which hears the sender meanwhile.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.errors import Declined, DestinationError
from ptp_core.sentences import declare, phrase
from ptp_core.transfer.conversation import reasons
from ptp_core.transfer.conversation.channel import MessageChannel
from ptp_core.transfer.conversation.hearing import Hearing
from ptp_core.transfer.conversation.messages import Offer, Wait
from ptp_core.transfer.destination.destination_errors import check_space
from ptp_core.transfer.destination.directory_handle import DirectoryHandle
from ptp_core.transfer.destination.earlier import earlier_bytes
from ptp_core.transfer.destination.likeness import roots_here
from ptp_core.transfer.destination.partial_file import name_is_taken
from ptp_core.transfer.destination.peer_folder import make_peer_folder, peer_folder
from ptp_core.transfer.given_answers import GivenAnswers
from ptp_core.transfer.limits import DECISION_LIMIT_S
from ptp_core.transfer.listing import Plan
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer
from ptp_core.transfer.offer import OfferAnswer, PendingOffer
from ptp_core.transfer.offer_details import names_taken, offer_details
from ptp_core.transfer.pouring import fits_into_a_pipe
from ptp_core.transfer.report import TransferReport

_OTHERS_FIRST = phrase("Other files come first; this one waits for its turn.")
_ONLY_ONE_FILE = declare("only-one-file", "{name} was declined: only one file fits into a pipe.")
_WAS_DECLINED = declare("was-declined", "{name} was declined.")
_FOUND_NO = declare("no-place", "{name} found no place: {reason}.")

_POLL_S = 0.1
_MINUTES = round(DECISION_LIMIT_S / 60)
_KEEPING = (ConflictPolicy.SKIP, ConflictPolicy.FAIL)


@dataclass(frozen=True, slots=True)
class ReceivePolicy:
    """Where offers of this moment go, and who decides about them. `sink` takes one file in place of the folder;
    `folder_per_peer` gives each peer a folder of its own in it; `compares_first` as in TransferOptions."""

    directory: Path
    accept: AcceptPolicy
    on_conflict: ConflictPolicy
    sink: BinaryIO | None = None
    folder_per_peer: bool = False
    compares_first: bool = True

    def place(self, peer: AuthenticatedPeer) -> Path:
        """Where the files of this peer go."""
        return peer_folder(self.directory, peer.name, peer.fingerprint) if self.folder_per_peer else self.directory


class NotTaken(Declined):
    """An offer that was not accepted, or waited in vain; `reason` is for the sender."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Accepted:
    """An offer that somebody or the policy said yes to. `plan` for a folder, or the `sink`; neither for a text that is
    to be read."""

    peer: AuthenticatedPeer
    offer: Offer
    plan: Plan | None
    sink: BinaryIO | None = None


class Deciding:
    """For one transfer. `policy` is asked when it is needed; `wake` lets the parent report a question at once;
    `check_stop` raises once the transfer is to end; `given` remembers what a person accepted."""

    def __init__(
        self,
        hearing: Hearing,
        report: TransferReport,
        *,
        policy: Callable[[], ReceivePolicy],
        wake: Callable[[], None],
        check_stop: Callable[[], None],
        given: GivenAnswers,
    ) -> None:
        self._hearing = hearing
        self._report = report
        self._policy = policy
        self._wake = wake
        self._check_stop = check_stop
        self._given = given

    def decide(
        self, peer: AuthenticatedPeer, names: tuple[str, ...], offer: Offer
    ) -> tuple[OfferAnswer, ReceivePolicy]:
        """The yes, and the policy of that moment. Raises NotTaken for a no, and what the sender's failure or this
        side's end means."""
        policy = self._policy()
        if policy.sink is not None and not fits_into_a_pipe(offer):
            name = self._report.snapshot().name
            raise NotTaken(_ONLY_ONE_FILE(name=name), reasons.ONE_FILE_ONLY)
        directory = policy.place(peer)
        welcome = policy.accept is not AcceptPolicy.ASK or peer.accept_always
        if welcome and not _is_to_be_asked(policy, directory, names, peer, offer):
            return OfferAnswer(accepted=True), policy
        given = self._given.find(peer.fingerprint, offer, directory)
        if given is not None:
            return given, policy
        question = PendingOffer(
            offer_details(
                transfer_id=self._report.transfer_id,
                name=self._report.snapshot().name,
                names=names,
                offer=offer,
                peer=peer,
                peer_address=self._report.snapshot().peer_address,
                directory=directory,
                on_conflict=policy.on_conflict,
            )
        )
        self._hearing.start()
        self._report.ask(question)
        self._wake()
        ends_at = time.monotonic() + DECISION_LIMIT_S
        try:
            while (answer := question.wait(_POLL_S)) is None:
                self._check_stop()
                self._hearing.check_silence(peer.name)
                if time.monotonic() >= ends_at:
                    question.decline(reasons.NOBODY_ANSWERED(minutes=_MINUTES))
        except BaseException:
            # Withdrawn: an answer that still comes finds the question settled.
            question.decline(reasons.WITHDRAWN)
            raise
        if not answer.accepted:
            raise NotTaken(_WAS_DECLINED(name=self._report.snapshot().name), answer.reason)
        self._given.remember(peer.fingerprint, offer, answer)
        return answer, self._policy()

    @contextlib.contextmanager
    def place(self, places: threading.Semaphore, channel: MessageChannel) -> Iterator[None]:
        """One of the places for files that cross, for the length of a block, as soon as there is one. Raises
        NotTaken."""
        self._take_place(places, channel)
        try:
            yield
        finally:
            places.release()

    def _take_place(self, places: threading.Semaphore, channel: MessageChannel) -> None:
        if places.acquire(blocking=False):
            return
        channel.send(Wait())
        self._report.describe(message=_OTHERS_FIRST)
        self._hearing.start()
        ends_at = time.monotonic() + DECISION_LIMIT_S
        while not places.acquire(timeout=_POLL_S):
            self._check_stop()
            snapshot = self._report.snapshot()
            self._hearing.check_silence(snapshot.peer_name)
            if time.monotonic() >= ends_at:
                reason = reasons.TOO_MANY(minutes=_MINUTES)
                raise NotTaken(_FOUND_NO(name=snapshot.name, reason=reason), reason)
        self._report.describe(message="")


def accepted(
    peer: AuthenticatedPeer,
    names: tuple[str, ...],
    offer: Offer,
    answer: OfferAnswer,
    policy: ReceivePolicy,
    sealed: dict[str, Any] | None,
) -> Accepted:
    """What is to be done with an offer after a yes, which is `sealed` for the journal. Raises DestinationError when it
    does not fit."""
    if policy.sink is not None:
        return Accepted(peer, offer, None, policy.sink)
    if offer.is_text:
        return Accepted(peer, offer, None)
    directory = answer.directory or policy.place(peer)
    if directory == peer_folder(directory.parent, peer.name, peer.fingerprint):
        make_peer_folder(directory)
    on_conflict = answer.on_conflict or policy.on_conflict
    if on_conflict is ConflictPolicy.ASK:
        # Nothing was in the way; what turns up meanwhile stays, too.
        on_conflict = ConflictPolicy.RENAME
    here = _roots_here(directory, names, offer) if policy.compares_first else frozenset()
    kept = on_conflict in _KEEPING and all(name_is_taken(directory, name) for name in names)
    if not kept and len(here) < len(names) and not earlier_bytes(directory, peer.fingerprint, offer):
        check_space(directory, offer.size_bytes)
    return Accepted(peer, offer, Plan(directory, on_conflict, names, here, sealed))


def _roots_here(directory: Path, names: tuple[str, ...], offer: Offer) -> frozenset[int]:
    # What cannot be looked at is told when it is written to.
    with contextlib.suppress(OSError), contextlib.closing(DirectoryHandle(directory)) as folder:
        return roots_here(folder, names, offer)
    return frozenset()


def _is_to_be_asked(
    policy: ReceivePolicy, directory: Path, names: tuple[str, ...], peer: AuthenticatedPeer, offer: Offer
) -> bool:
    """Whether a person wants to decide about names in use, and one is; what only goes on was decided before."""
    if policy.on_conflict is not ConflictPolicy.ASK or policy.sink is not None or offer.is_text:
        return False
    if not directory.is_dir():
        return False
    try:
        return bool(names_taken(directory, names)) and not earlier_bytes(directory, peer.fingerprint, offer)
    except DestinationError:
        # What is wrong with the folder is said when it is used.
        return False
