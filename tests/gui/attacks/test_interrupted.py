"""Transfers that were cut, before a real window: they go on where they were, and what was damaged meanwhile is mended.

By the numbers of the threat model: T45 to T48. T45 here is a window of which nothing is left but what its disk had in
mid transfer; a process that is killed is in `tests/end_to_end/test_resuming.py`, where no window is open.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ptp_core.direction import Direction
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.conversation.content_digest import DIGEST_CHUNK_BYTES
from ptp_core.transfer.snapshot import TransferState
from ptp_core.transfer.withdrawal import Withdrawal
from tests.gui.attacks.attacked import Attacked
from tests.unit.transfer.damage import damage_journal, edit_partial

S = TransferState
SEND, RECEIVE = Direction.SEND, Direction.RECEIVE
SIZE = 3 * DIGEST_CHUNK_BYTES + 1000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    path.write_bytes(os.urandom(SIZE))
    return path


def wait_until_half(attacked: Attacked, direction: Direction) -> int:
    """Until more than a chunk is verified; the row's number."""
    attacked.wait(lambda: any(row.bytes_verified > DIGEST_CHUNK_BYTES for row in attacked.rows(direction)))
    return attacked.rows(direction)[0].transfer_id


def change_source(_folder: Path, source: Path) -> None:
    source.write_bytes(os.urandom(SIZE + 5))


@pytest.mark.parametrize("damage", [damage_journal, edit_partial, change_source])
def test_t46_t47_t48_what_a_window_receives_is_right_whatever_changed_between(
    attacked: Attacked, large: Path, damage: Callable[[Path, Path], None]
) -> None:
    attacked.slow_down()
    transfer = attacked.send_by(attacked.friend, large)
    wait_until_half(attacked, RECEIVE)
    transfer.pause()
    assert attacked.final().state is S.PAUSED
    assert not (attacked.folder / large.name).exists()
    attacked.slow_down(0)
    damage(attacked.folder, large)
    attacked.send_by(attacked.friend, large)
    attacked.wait(lambda: [row.state for row in attacked.rows()] == [S.DONE])
    # What no journal names any more goes when the folder is turned to.
    attacked.use(attacked.folder.parent)
    attacked.use(attacked.folder / "received")
    assert attacked.files() == [large.name]
    assert (attacked.folder / large.name).read_bytes() == large.read_bytes()
    if damage is change_source:
        assert "had changed and began anew" in attacked.words(attacked.rows()[0])


@pytest.mark.parametrize("changed", [False, True])
def test_t48_what_a_window_sends_goes_on_by_the_rows_button(
    attacked: Attacked, large: Path, tmp_path: Path, changed: bool
) -> None:
    attacked.slow_down()
    there = tmp_path / "there"
    attacked.send(large, port=attacked.serve(attacked.friend, there).address.port)
    number = wait_until_half(attacked, SEND)
    attacked.window.transfers.pause_or_resume(number)
    assert attacked.final(SEND).state is S.PAUSED
    attacked.slow_down(0)
    if changed:
        change_source(there, large)
    attacked.window.transfers.pause_or_resume(number)
    attacked.wait(lambda: attacked.rows(SEND)[0].state is S.DONE)
    assert (there / large.name).read_bytes() == large.read_bytes()
    assert [path.name for path in there.iterdir()] == [large.name]
    words = attacked.words(attacked.rows(SEND)[0])
    assert ("had changed and began anew" if changed else "Resumed at") in words


def test_a_paused_row_that_is_cancelled_leaves_nothing_at_the_other_side(
    attacked: Attacked, large: Path, tmp_path: Path
) -> None:
    attacked.slow_down()
    there = tmp_path / "there"
    attacked.send(large, port=attacked.serve(attacked.friend, there).address.port)
    number = wait_until_half(attacked, SEND)
    attacked.window.transfers.pause_or_resume(number)
    assert attacked.final(SEND).state is S.PAUSED
    attacked.wait(lambda: len(list(there.iterdir())) == 2)
    row = attacked.window.transfers.row(number)
    assert row is not None
    attacked.window.transfers.stop(number)
    row.cancel_button.click()
    attacked.wait(lambda: attacked.rows(SEND)[0].state is S.CANCELLED and not list(there.iterdir()))


def test_what_another_gives_up_after_a_pause_is_gone_here_and_its_row_says_so(
    attacked: Attacked, large: Path
) -> None:
    attacked.slow_down()
    transfer = attacked.send_by(attacked.friend, large)
    wait_until_half(attacked, RECEIVE)
    transfer.pause()
    assert attacked.final().state is S.PAUSED
    attacked.slow_down(0)
    withdrawal = Withdrawal(
        [large],
        PeerAddress("127.0.0.1", attacked.port),
        options=attacked.friend.options,
        transfer_key=transfer.snapshot().transfer_key,
        peer_fingerprint=attacked.session.engine.fingerprint,
        socket_factory=attacked.friend.new_socket,
    )
    withdrawal.start()
    attacked.wait(lambda: [row.state for row in attacked.rows()] == [S.CANCELLED] and not attacked.files())
    assert "red-laptop cancelled" in attacked.words(attacked.rows()[0])
    withdrawal.close()


def test_a_connection_that_is_lost_is_made_again_and_said_so(
    attacked: Attacked, large: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    attacked.slow_down()
    server = attacked.serve(attacked.friend, there)
    attacked.send(large, port=server.address.port)
    wait_until_half(attacked, SEND)
    attacked.break_connections()
    attacked.slow_down(0)
    attacked.wait(lambda: "tried again" in attacked.words(attacked.rows(SEND)[0]))
    assert attacked.final(SEND).state is S.DONE
    assert (there / large.name).read_bytes() == large.read_bytes()


@pytest.fixture
def lives(tmp_path: Path, qapp: QApplication) -> Iterator[list[Attacked]]:
    """Windows that a test opens one after the other, and leaves to be closed."""
    made: list[Attacked] = []
    yield made
    for one in made:
        one.clear()
        one.close()


def test_t45_what_is_left_of_a_killed_window_goes_on_in_the_next_one_in_both_directions(
    tmp_path: Path, large: Path, lives: list[Attacked]
) -> None:
    home, there, left = tmp_path / "window", tmp_path / "there", tmp_path / "left"
    home.mkdir()
    coming = tmp_path / "coming.bin"
    coming.write_bytes(os.urandom(SIZE))
    first = Attacked(home)
    first.slow_down()
    server = first.serve(first.friend, there)
    first.send(large, port=server.address.port)
    first.send_by(first.friend, coming)
    wait_until_half(first, SEND)
    wait_until_half(first, RECEIVE)
    first.session._settings.save()
    # What a kill leaves is what the disk has at that moment, under the same inodes, and that no last word is said.
    shutil.copytree(home, left, copy_function=os.link)
    listeners, first.network.listeners = first.network.listeners, {}
    first.break_connections()
    first.close()
    shutil.rmtree(home)
    left.rename(home)
    first.network.listeners = {port: one for port, one in listeners.items() if not one.closed}
    second = Attacked(home, first.network, friend=first.friend)
    lives.append(second)
    second.take_over(first)
    assert second.port == first.port
    second.send_by(second.friend, coming)
    for direction, name, folder in ((SEND, large, there), (RECEIVE, coming, second.folder)):
        row = second.final(direction)
        assert row.state is S.DONE, row.message
        assert "Resumed at" in second.words(row)
        assert (folder / name.name).read_bytes() == name.read_bytes()
        assert [path.name for path in folder.iterdir()] == [name.name]
