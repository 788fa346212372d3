"""The words of the command line, by the contract, and what is said about wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.options import ReceiveCommand, SendCommand, parse_command
from app.cli.window_options import WindowCommand
from ptp_core.config import (
    AcceptPolicy,
    ConditionerSettings,
    ConflictPolicy,
    CongestionAlgorithm,
    Profile,
    Recovery,
    transport_settings,
)
from ptp_core.errors import AddressError, PtpError, SettingsError
from ptp_core.network.addresses import PeerAddress


def send_command(*words: str, environment: dict[str, str] | None = None) -> SendCommand:
    command = parse_command(["send", *words], environment or {})
    assert isinstance(command, SendCommand)
    return command


def receive_command(*words: str, environment: dict[str, str] | None = None) -> ReceiveCommand:
    command = parse_command(["receive", *words], environment or {})
    assert isinstance(command, ReceiveCommand)
    return command


def test_no_words_open_the_window() -> None:
    assert parse_command(["--hidden"]) == WindowCommand(hidden=True)
    assert parse_command([]) == WindowCommand()
    assert parse_command(["--demo", "--screenshots", "shots", "--quit-after", "2.5"]) == WindowCommand(
        demo=True, screenshots_directory=Path("shots"), quit_after_s=2.5
    )


def test_files_open_the_window_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, folder = tmp_path / "a.txt", tmp_path / "send"
    file.touch()
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    # Absolute, since a window that is open already may be in another folder.
    assert parse_command(["a.txt", "./send"]) == WindowCommand(paths=(file, folder))
    command = parse_command([str(file), "ptp://192.0.2.7"])
    assert isinstance(command, WindowCommand)
    assert command.link is not None
    assert (command.paths, command.link.address.host) == ((file,), "192.0.2.7")


def test_what_the_window_does_not_take(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no file '.*missing'"):
        parse_command([str(tmp_path), str(tmp_path / "missing")])
    with pytest.raises(SettingsError, match="one link"):
        parse_command(["ptp://192.0.2.7", "ptp://192.0.2.8"])
    with pytest.raises(SettingsError, match="--demo"):
        parse_command([str(tmp_path), "--demo"])


def test_sending_by_defaults() -> None:
    command = send_command("a.bin", "192.0.2.7")
    assert command.paths == (Path("a.bin"),)
    assert command.address == PeerAddress("192.0.2.7", 7700)
    assert command.common.transport == transport_settings(Profile.DEFAULT)
    assert command.common.conditioner is None
    assert command.common.code is None
    assert not command.common.json


@pytest.mark.parametrize(
    "words",
    [
        ["a", "b", "host:9", "--json", "--mss", "900"],
        ["--json", "--mss", "900", "a", "b", "host:9"],
        ["a", "--json", "b", "--mss", "900", "host:9"],
    ],
)
def test_options_may_stand_anywhere(words: list[str]) -> None:
    command = send_command(*words)
    assert command.paths == (Path("a"), Path("b"))
    assert command.address == PeerAddress("host", 9)
    assert command.common.json
    assert command.common.transport.mss_bytes == 900


def test_receiving_by_defaults() -> None:
    command = receive_command()
    assert command.directory == Path()
    assert command.listen == PeerAddress("", 7700)
    assert not command.once
    assert command.accept is AcceptPolicy.ASK
    assert command.on_conflict is ConflictPolicy.RENAME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7701", PeerAddress("", 7701)),
        (":7701", PeerAddress("", 7701)),
        ("0", PeerAddress("", 0)),
        ("0.0.0.0:7701", PeerAddress("0.0.0.0", 7701)),
        ("[::1]:7701", PeerAddress("::1", 7701)),
        ("127.0.0.1:7701", PeerAddress("127.0.0.1", 7701)),
        ("[::]:7701", PeerAddress("::", 7701)),
        ("127.0.0.1", PeerAddress("127.0.0.1", 7700)),
    ],
)
def test_where_to_listen(text: str, expected: PeerAddress) -> None:
    assert receive_command("--listen", text).listen == expected


def test_all_of_receiving() -> None:
    words = "--dir in --listen 0 --code 4-guitar-orbit --once --accept known --on-conflict fail --json --log l --qlog q"
    command = receive_command(*words.split())
    assert command.directory == Path("in")
    assert command.once
    assert command.accept is AcceptPolicy.KNOWN
    assert command.on_conflict is ConflictPolicy.FAIL
    assert command.common.json
    assert command.common.code == "4-guitar-orbit"
    assert command.common.segment_log_path == Path("l")
    assert command.common.qlog_directory == Path("q")


def test_the_classroom_profile_takes_its_numbers() -> None:
    words = "--profile classroom --mss 100 --window 400 --timeout-ms 50 --condition drop=0.1,seed=7"
    common = send_command("a", "h", *words.split()).common
    assert common.transport.mss_bytes == 100
    assert common.transport.window_bytes == 400
    assert common.transport.fixed_timeout_s == 0.05
    assert common.transport.congestion is CongestionAlgorithm.FIXED
    assert common.conditioner == ConditionerSettings(drop=0.1, seed=7, data_only=True)


def test_recovery_and_congestion_are_chosen_each_for_itself() -> None:
    for recovery in Recovery:
        transport = send_command("a", "h", "--recovery", recovery.value).common.transport
        assert (transport.recovery, transport.congestion) == (recovery, CongestionAlgorithm.BBR)
    for congestion in CongestionAlgorithm:
        transport = send_command("a", "h", "--congestion", congestion.value, "--window", "65536").common.transport
        assert (transport.congestion, transport.recovery) == (congestion, Recovery.SELECTIVE)
    classroom = receive_command("--profile", "classroom", "--recovery", "go-back-n").common.transport
    assert not classroom.keeps_out_of_order


def test_the_seed_gives_both_sides_of_a_lesson_their_first_numbers() -> None:
    def first(*words: str) -> int | None:
        sender, receiver = send_command("a", "h", *words).common, receive_command(*words).common
        assert sender.transport.seeded_sequence == receiver.transport.seeded_sequence
        return sender.transport.seeded_sequence

    seven = first("--profile", "classroom", "--condition", "drop=0.1,seed=7")
    assert seven is not None
    assert seven == first("--profile", "classroom", "--condition", "seed=7")
    assert seven != first("--profile", "classroom") == first("--profile", "classroom", "--condition", "seed=1")
    assert first("--condition", "seed=7") is None


def test_the_code_comes_from_option_file_or_environment(tmp_path: Path) -> None:
    file = tmp_path / "code"
    file.write_text("7-file-word\nsecond line\n")
    environment = {"PTP_CODE": "5-env-word"}
    assert send_command("a", "h", environment=environment).common.code == "5-env-word"
    assert send_command("a", "h", "--code-file", str(file), environment=environment).common.code == "7-file-word"
    assert send_command("a", "h", "--code", "1-b-c", environment=environment).common.code == "1-b-c"
    with pytest.raises(SettingsError, match="not allowed with"):
        send_command("a", "h", "--code", "1-b-c", "--code-file", str(file))


@pytest.mark.parametrize("content", [None, b"", b"\n4-guitar-orbit\n", b"\xff\xfe"])
def test_a_code_file_without_a_code_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "code"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="code"):
        send_command("a", "h", "--code-file", str(file))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("bogus", "no command 'bogus'"),
        ("--bogus", "Unrecognized"),
        ("--screenshots x", "go with --demo"),
        ("--demo --quit-after 0", "seconds"),
        ("--demo --quit-after nan", "seconds"),
        ("send", "A file and a host are needed"),
        ("send a", "A file and a host are needed"),
        ("send a h:99999", "out of range"),
        ("send a h:0", "cannot be 0"),
        ("send a h --mss 0", "mss_bytes"),
        ("send a h --mss x", "invalid int"),
        ("send a h --timeout-ms 0", "fixed_timeout_s"),
        ("send a h --timeout-ms nan", "fixed_timeout_s"),
        ("send a h --profile classroom --mss 300 --window 1000", "multiple"),
        ("send a h --congestion vegas", "invalid choice"),
        ("send a h --recovery hope", "invalid choice"),
        ("send a h --recovery stop-and-wait --mss 500 --window 1000", "Stop and wait has one segment out"),
        ("send a h --condition drop=2", "between 0 and 1"),
        ("send a h --condition=", "empty part"),
        ("send a h --js", "Unrecognized"),
        ("receive extra", "Unrecognized"),
        ("receive --listen x:y", "not a number"),
        ("receive --listen 70000", "out of range"),
        ("receive --accept maybe", "invalid choice"),
    ],
)
def test_a_wrong_command_line_is_explained(words: str, complaint: str) -> None:
    with pytest.raises((SettingsError, AddressError)) as caught:
        parse_command(words.split(), {})
    assert isinstance(caught.value, PtpError)
    assert complaint in caught.value.message
    assert "\n" not in caught.value.message


def test_folders_standard_input_and_trying_again(tmp_path: Path) -> None:
    command = send_command(str(tmp_path), "-", "h", "--retry-for", "30")
    assert command.paths == (tmp_path, Path("-"))
    assert command.retry_for_s == 30
    for words in (["-", "-", "h"], ["a", "h", "--retry-for", "-1"]):
        with pytest.raises(SettingsError):
            send_command(*words)


def test_to_standard_output() -> None:
    command = parse_command(["receive", "--to", "-"], {})
    assert isinstance(command, ReceiveCommand)
    assert command.to_standard_output
    with pytest.raises(SettingsError):
        parse_command(["receive", "--to", "-", "--dir", "x"], {})


@pytest.mark.parametrize("words", [["--help"], ["send", "--help"], ["receive", "--help"], ["--version"]])
def test_help_ends_with_status_0(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_command(words)
    assert caught.value.code == 0
    assert capsys.readouterr().out


def test_help_says_what_a_code_on_the_command_line_costs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_command(["send", "--help"])
    assert "list of processes" in " ".join(capsys.readouterr().out.split())


def test_a_folder_for_each_sender_is_for_folders() -> None:
    command = parse_command(["receive", "--folder-per-peer"], {})
    assert isinstance(command, ReceiveCommand)
    assert command.folder_per_peer
    assert not command.to_standard_output
    with pytest.raises(SettingsError, match="does not go with --to"):
        parse_command(["receive", "--folder-per-peer", "--to", "-"], {})
