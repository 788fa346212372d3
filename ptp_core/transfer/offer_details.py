"""What a person is asked about an offer, looked up in the folder it would go to."""

from __future__ import annotations

from pathlib import Path

from ptp_core.config import ConflictPolicy
from ptp_core.errors import DestinationError
from ptp_core.security.identity import fingerprint_words
from ptp_core.transfer.conversation.messages import EntryKind, Offer
from ptp_core.transfer.destination.destination_errors import free_bytes
from ptp_core.transfer.destination.partial_file import name_is_taken
from ptp_core.transfer.meeting.pairing_session import AuthenticatedPeer
from ptp_core.transfer.offer import OfferDetails


def names_taken(directory: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the names a folder holds already. Raises DestinationError when it cannot be asked."""
    return tuple(name for name in names if name_is_taken(directory, name))


def offer_details(
    *,
    transfer_id: int,
    name: str,
    names: tuple[str, ...],
    offer: Offer,
    peer: AuthenticatedPeer,
    peer_address: str,
    directory: Path,
    on_conflict: ConflictPolicy,
) -> OfferDetails:
    """The details of one offer. A folder that cannot be asked has no room: the person can still choose another. One
    that is made only when the offer is accepted is empty."""
    taken: tuple[str, ...] = ()
    try:
        there = directory.is_dir()
        free = free_bytes(directory if there else directory.parent)
        if there and not offer.is_text:
            taken = names_taken(directory, names)
    except DestinationError:
        free = 0
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
        names_taken=taken,
        on_conflict=on_conflict,
        files=offer.files,
        complete=offer.complete,
        roots=names,
        is_text=offer.is_text,
        folders=sum(root.kind is EntryKind.FOLDER for root in offer.roots),
    )
