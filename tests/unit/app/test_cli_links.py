"""Links on the command line: taken in place of an address, shown by the receiver, and what opens the window."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.options import ReceiveCommand, SendCommand, parse_command
from app.cli.receive import run_receive
from app.cli.window_options import WindowCommand
from ptp_core.direction import Direction
from ptp_core.errors import AddressError, SettingsError
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.snapshot import TransferState
from tests.unit.app.cli_helpers import PretendServer, pretend_installation, snapshot


def sending(*words: str, environment: dict[str, str] | None = None) -> SendCommand:
    command = parse_command(["send", *words], environment or {})
    assert isinstance(command, SendCommand)
    return command


def test_a_link_says_where_to_and_with_which_code() -> None:
    command = sending("a.bin", "ptp://192.0.2.7:7701#4-guitar-orbit&name=red")
    assert command.paths == (Path("a.bin"),)
    assert command.address == PeerAddress("192.0.2.7", 7701)
    assert command.common.code == "4-guitar-orbit"


def test_a_code_that_was_typed_counts_more_than_the_links_and_that_more_than_the_environments() -> None:
    link, environment = "ptp://h#4-guitar-orbit", {"PTP_CODE": "5-piano-river"}
    assert sending("a", link, "--code", "6-lemon-otter", environment=environment).common.code == "6-lemon-otter"
    assert sending("a", link, environment=environment).common.code == "4-guitar-orbit"
    assert sending("a", "ptp://h", environment=environment).common.code == "5-piano-river"


def test_a_host_called_ptp_is_an_address() -> None:
    assert sending("a", "ptp:7701").address == PeerAddress("ptp", 7701)


@pytest.mark.parametrize("words", [["send", "a", "ptp://h/x"], ["send", "a", "ptp://h:0"], ["ptp://"], ["ptp://h?x"]])
def test_a_wrong_link_is_a_wrong_command_line(words: list[str]) -> None:
    with pytest.raises(AddressError):
        parse_command(words)


def test_a_link_alone_opens_the_window() -> None:
    command = parse_command(["ptp://192.0.2.7#4-guitar-orbit"])
    assert isinstance(command, WindowCommand)
    assert command.link is not None
    assert command.link.address == PeerAddress("192.0.2.7", 7700)
    with pytest.raises(SettingsError, match="--demo"):
        parse_command(["ptp://192.0.2.7", "--demo"])


def received(*words: str) -> None:
    command = parse_command(["receive", "--once", *words], {})
    assert isinstance(command, ReceiveCommand)
    server = PretendServer(
        lambda one: one.observer.transfer_changed(snapshot(TransferState.DONE, direction=Direction.RECEIVE))
    )
    assert run_receive(command, make_server=server, load=pretend_installation) == 0


def test_a_receiver_shows_its_link_with_the_code_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    received()
    lines = capsys.readouterr().out.splitlines()
    code = next(line for line in lines if line.startswith("Code: ")).removeprefix("Code: ")
    assert f"Link: ptp://127.0.0.1:4711#{code}" in lines


def test_a_code_of_the_persons_own_stays_out_of_pipes(capsys: pytest.CaptureFixture[str]) -> None:
    received("--code", "4-guitar-orbit")
    printed = capsys.readouterr().out
    assert "Link: ptp://127.0.0.1:4711\n" in printed
    assert "guitar" not in printed


def test_the_qr_code_is_drawn_where_it_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    received()
    assert "\N{FULL BLOCK}" not in capsys.readouterr().out
    received("--qr")
    assert "\N{FULL BLOCK}" in capsys.readouterr().out
    with pytest.raises(SettingsError, match="--json"):
        parse_command(["receive", "--qr", "--json"])


def test_with_json_the_objects_are_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    received("--json")
    assert "ptp://" not in capsys.readouterr().out
