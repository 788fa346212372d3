"""Offers into a folder of their sender's, and names in use that a person is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.config import AcceptPolicy, ConflictPolicy
from ptp_core.transfer.destination.peer_folder import peer_folder
from ptp_core.transfer.snapshot import TransferState
from tests.unit.transfer.helpers import Pair, Watcher

S = TransferState


def own_folder(pair: Pair) -> Path:
    identity = pair.sender.identity
    return peer_folder(pair.folder, identity.name, identity.fingerprint)


def test_each_sender_has_a_folder_of_its_own(pair: Pair, source: Path) -> None:
    pair.listen().set_folder_per_peer(True)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    received = pair.receiving.final()
    assert received.saved_path == own_folder(pair) / "holiday.mov"
    assert received.peer_fingerprint == pair.sender.identity.fingerprint
    assert pair.saved() == [own_folder(pair).name]


def test_a_person_is_asked_with_the_folder_that_it_will_be(pair: Pair, source: Path) -> None:
    pair.receiving = Watcher(lambda offer: offer.decline())
    pair.listen(AcceptPolicy.ASK).set_folder_per_peer(True)
    pair.send(source)
    assert pair.sending.final().state is S.DECLINED
    (offer,) = pair.receiving.offers
    assert offer.details.directory == own_folder(pair)
    assert offer.details.free_bytes > 0
    assert not offer.details.name_taken
    assert pair.saved() == [], "no folder for somebody who was turned away"


def test_a_folder_that_the_person_chose_stays_as_it_was_chosen(pair: Pair, source: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pair.receiving = Watcher(lambda offer: offer.accept(directory=elsewhere))
    pair.listen(AcceptPolicy.ASK).set_folder_per_peer(True)
    pair.send(source)
    assert pair.receiving.final().saved_path == elsewhere / "holiday.mov"
    assert pair.saved() == []


@pytest.mark.parametrize("taken", [False, True])
def test_names_in_use_are_asked_about_where_that_is_wanted(pair: Pair, source: Path, taken: bool) -> None:
    if taken:
        (pair.folder / "holiday.mov").write_text("mine")
    pair.receiving = Watcher(lambda offer: offer.accept(on_conflict=ConflictPolicy.OVERWRITE))
    pair.listen(AcceptPolicy.ALL, on_conflict=ConflictPolicy.ASK)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    assert len(pair.receiving.offers) == taken
    assert (pair.folder / "holiday.mov").read_bytes() == source.read_bytes()
    if taken:
        details = pair.receiving.offers[0].details
        assert (details.names_taken, details.on_conflict) == (("holiday.mov",), ConflictPolicy.ASK)


def test_a_plain_yes_to_that_keeps_both(pair: Pair, source: Path) -> None:
    (pair.folder / "holiday.mov").write_text("mine")
    pair.receiving = Watcher(lambda offer: offer.accept())
    pair.listen(AcceptPolicy.ALL, on_conflict=ConflictPolicy.ASK)
    pair.send(source)
    assert pair.sending.final().state is S.DONE
    assert pair.saved() == ["holiday (2).mov", "holiday.mov"]
    assert (pair.folder / "holiday.mov").read_text() == "mine"


def test_both_sides_tell_whom_they_met_and_what_it_was(pair: Pair, source: Path) -> None:
    pair.listen()
    pair.send(source)
    sent, received = pair.sending.final(), pair.receiving.final()
    assert sent.peer_fingerprint == pair.receiver.identity.fingerprint
    assert received.peer_fingerprint == pair.sender.identity.fingerprint
    assert sent.transfer_key == received.transfer_key != b""
    assert sent.roots == received.roots == ("holiday.mov",)
    assert sent.sources == (source,)
    assert received.sources == ()
