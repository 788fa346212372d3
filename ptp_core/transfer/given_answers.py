"""Offers that a person has said yes to and that are not across yet: when the sender goes on, nobody is asked again.

Thread-safe. Bounded, and gone with the process: after that a person is asked again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ptp_core.transfer.conversation.messages import Offer
from ptp_core.transfer.offer import OfferAnswer

MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class _Given:
    offer: Offer
    answer: OfferAnswer


class GivenAnswers:
    """For one server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[tuple[bytes, bytes], _Given] = {}

    def remember(self, peer: bytes, offer: Offer, answer: OfferAnswer) -> None:
        """A person accepted this offer of the peer with that fingerprint."""
        with self._lock:
            self._given.pop((peer, offer.transfer_id), None)
            self._given[peer, offer.transfer_id] = _Given(offer, answer)
            if len(self._given) > MOST_REMEMBERED:
                del self._given[next(iter(self._given))]

    def find(self, peer: bytes, offer: Offer) -> OfferAnswer | None:
        """The answer that this offer had; None for one that is new, or offers anything else than it did."""
        with self._lock:
            given = self._given.get((peer, offer.transfer_id))
        if given is None or not _is_no_more(offer, given.offer):
            return None
        return given.answer

    def forget(self, peer: bytes, transfer_id: bytes) -> None:
        """It is across, or not wanted any more."""
        with self._lock:
            self._given.pop((peer, transfer_id), None)


def _is_no_more(offer: Offer, before: Offer) -> bool:
    same = [(root.name, root.kind) for root in offer.roots] == [(root.name, root.kind) for root in before.roots]
    counted = offer.files <= before.files and offer.size_bytes <= before.size_bytes
    # What was not counted to the end when a person looked at it said "at least".
    return same and (counted or not before.complete)
