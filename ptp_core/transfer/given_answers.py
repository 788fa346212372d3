"""Offers that a person has said yes to and that are not across yet: when the sender goes on, nobody is asked again.

What the process forgets when it ends stands in the journal beside what came, under a seal of this installation: whoever
else can write into that folder cannot say yes in the person's place. Thread-safe, and bounded.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ptp_core.config import ConflictPolicy
from ptp_core.transfer.conversation.messages import Offer
from ptp_core.transfer.destination.earlier import earlier_answer
from ptp_core.transfer.destination.journal import offered_roots
from ptp_core.transfer.offer import OfferAnswer

MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class _Given:
    offer: Offer
    answer: OfferAnswer


class GivenAnswers:
    """For one server. `secret` is this installation's, and makes the seals."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._lock = threading.Lock()
        self._given: dict[tuple[bytes, bytes], _Given] = {}

    def remember(self, peer: bytes, offer: Offer, answer: OfferAnswer) -> None:
        """A person accepted this offer of the peer with that fingerprint."""
        with self._lock:
            self._given.pop((peer, offer.transfer_id), None)
            self._given[peer, offer.transfer_id] = _Given(offer, answer)
            if len(self._given) > MOST_REMEMBERED:
                del self._given[next(iter(self._given))]

    def find(self, peer: bytes, offer: Offer, directory: Path) -> OfferAnswer | None:
        """The answer that this offer had, also in an earlier life if it went to `directory`; None for one that is new,
        or offers anything else than it did."""
        with self._lock:
            given = self._given.get((peer, offer.transfer_id))
        if given is None:
            given = self._unsealed(peer, offer, earlier_answer(directory, peer, offer))
            if given is not None:
                self.remember(peer, given.offer, given.answer)
        if given is None or not _is_no_more(offer, given.offer):
            return None
        return given.answer

    def sealed(self, peer: bytes, offer: Offer) -> dict[str, Any] | None:
        """The yes that this offer had, for the journal; None when nobody was asked."""
        with self._lock:
            given = self._given.get((peer, offer.transfer_id))
        if given is None:
            return None
        policy = given.answer.on_conflict
        said = {
            "files": given.offer.files,
            "bytes": given.offer.size_bytes,
            "complete": given.offer.complete,
            "on_conflict": policy.value if policy is not None else None,
        }
        return said | {"seal": self._seal(peer, offer, said)}

    def forget(self, peer: bytes, transfer_id: bytes) -> Path | None:
        """It is across, or not wanted any more; the folder that was chosen for it, if one was."""
        with self._lock:
            given = self._given.pop((peer, transfer_id), None)
        return given.answer.directory if given is not None else None

    def _unsealed(self, peer: bytes, offer: Offer, noted: dict[str, Any] | None) -> _Given | None:
        if noted is None:
            return None
        said = {name: value for name, value in noted.items() if name != "seal"}
        seal = noted.get("seal")
        if not isinstance(seal, str) or not hmac.compare_digest(seal.encode(), self._seal(peer, offer, said).encode()):
            return None
        policy = said["on_conflict"]
        answer = OfferAnswer(accepted=True, on_conflict=ConflictPolicy(policy) if policy is not None else None)
        before = replace(offer, files=said["files"], size_bytes=said["bytes"], complete=said["complete"])
        return _Given(before, answer)

    def _seal(self, peer: bytes, offer: Offer, said: dict[str, Any]) -> str:
        sealed = [peer.hex(), offer.transfer_id.hex(), offered_roots(offer.roots), said]
        return hmac.new(self._secret, json.dumps(sealed, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _is_no_more(offer: Offer, before: Offer) -> bool:
    same = [(root.name, root.kind) for root in offer.roots] == [(root.name, root.kind) for root in before.roots]
    counted = offer.files <= before.files and offer.size_bytes <= before.size_bytes
    # What was not counted to the end when a person looked at it said "at least".
    return same and (counted or not before.complete)
