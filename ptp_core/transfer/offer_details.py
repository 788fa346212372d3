"""What a person is asked about an offer, looked up in the folder it would go to."""

from __future__ import annotations

from pathlib import Path

from ptp_core.errors import DestinationError
from ptp_core.security.identity import fingerprint_words
from ptp_core.transfer.conversation.messages import EntryKind, Offer
from ptp_core.transfer.destination.destination_errors import free_bytes
from ptp_core.transfer.destination.partial_file import name_is_taken
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer
from ptp_core.transfer.offer import OfferDetails


def offer_details(
    *,
    transfer_id: int,
    name: str,
    names: tuple[str, ...],
    offer: Offer,
    peer: AuthenticatedPeer,
    peer_address: str,
    directory: Path,
) -> OfferDetails:
    """The details of one offer. A folder that cannot be asked has no room: the person can still choose another."""
    try:
        free, taken = free_bytes(directory), any(name_is_taken(directory, each) for each in names)
    except DestinationError:
        free, taken = 0, False
    return OfferDetails(
        transfer_id=transfer_id,
        name=name,
        size_bytes=offer.size_bytes,
        peer_name=peer.name,
        peer_address=peer_address,
        peer_known=peer.known,
        fingerprint_words=fingerprint_words(peer.fingerprint),
        directory=directory,
        free_bytes=free,
        name_taken=taken,
        files=offer.files,
        complete=offer.complete,
        roots=names,
        folders=sum(root.kind is EntryKind.FOLDER for root in offer.roots),
    )
