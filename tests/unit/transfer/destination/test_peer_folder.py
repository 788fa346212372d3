"""A folder for each peer: its name is harmless whatever the peer calls itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.errors import DestinationError
from ptp_core.transfer.destination.file_names import MAX_NAME_BYTES, is_partial_name, safe_name
from ptp_core.transfer.destination.peer_folder import make_peer_folder, peer_folder, peer_folders

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("red-laptop", "red-laptop (00010203)"),
        ("..", "_ (00010203)"),
        ("../../etc", "_.._etc (00010203)"),
        ("a/b\\c", "a_b_c (00010203)"),
        (".ssh", "ssh (00010203)"),
        (".", "_ (00010203)"),
        ("CON", "_CON (00010203)"),
        ("a\u202eb:", "a_b_ (00010203)"),
        ("", "_ (00010203)"),
    ],
)
def test_hostile_names_stay_in_the_folder(tmp_path: Path, name: str, folder: str) -> None:
    made = peer_folder(tmp_path, name, KEY)
    assert made.name == folder
    assert made.parent == tmp_path
    assert safe_name(made.name) == made.name
    assert not is_partial_name(made.name)


def test_a_long_name_keeps_its_fingerprint() -> None:
    name = peer_folder(Path(), "ü" * 300, KEY).name
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert name.endswith(" (00010203)")


def test_two_peers_of_one_name_have_two_folders(tmp_path: Path) -> None:
    assert peer_folder(tmp_path, "red", KEY) != peer_folder(tmp_path, "red", bytes(32))


def test_it_is_made_once_found_again_and_never_in_place_of_a_file(tmp_path: Path) -> None:
    folder = peer_folder(tmp_path, "red", KEY)
    make_peer_folder(folder)
    make_peer_folder(folder)
    (tmp_path / "my own").mkdir()
    assert list(peer_folders(tmp_path)) == [folder]
    taken = peer_folder(tmp_path, "blue", KEY)
    taken.write_text("mine")
    with pytest.raises(DestinationError, match="is not a folder"):
        make_peer_folder(taken)
    assert taken.read_text() == "mine"
    with pytest.raises(DestinationError, match="does not exist"):
        make_peer_folder(peer_folder(tmp_path / "nowhere", "red", KEY))
