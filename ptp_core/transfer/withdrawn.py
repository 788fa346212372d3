"""A transfer that its sender gives up between two connections: what came of it goes here too, and a person is told."""

from __future__ import annotations

from pathlib import Path

from ptp_core.errors import Cancelled
from ptp_core.transfer.conversation.messages import Offer
from ptp_core.transfer.destination.earlier import forget_earlier
from ptp_core.transfer.given_answers import GivenAnswers
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer
from ptp_core.transfer.outcome import PEER_CANCELLED


class Withdrawn(Cancelled):
    """The sender does not want it any more, and hears that this is known here."""


def forgotten(peer: AuthenticatedPeer, offer: Offer, given: GivenAnswers, directory: Path) -> Withdrawn:
    """Remove what came of it to `directory`, or to the folder that a person chose for it; how it ended, to be raised.
    What is whole, and has its name, stays."""
    chosen = given.forget(peer.fingerprint, offer.transfer_id)
    for place in {directory, chosen or directory}:
        forget_earlier(place, peer.fingerprint, offer.transfer_id)
    return Withdrawn(PEER_CANCELLED(peer=peer.name), by_peer=True)
