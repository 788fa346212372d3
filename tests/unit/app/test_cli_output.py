"""What is printed: the contract's JSON objects, and lines that a terminal cannot be fooled with."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from app.cli.output import JsonOutput, TextOutput, print_error, statistics_object
from ptp_core.direction import Direction
from ptp_core.network.addresses import PeerAddress
from ptp_core.transfer.snapshot import TransferSnapshot, TransferState
from ptp_core.transport.statistics import LimitedBy, TransportStatistics

_FIELDS_AS_IN_THE_CONTRACT = (
    "state, bytes_total, bytes_sent, bytes_acknowledged, bytes_verified, goodput_bps, rtt_s, rto_s, "
    "congestion_window_bytes, in_flight_bytes, mss_bytes, send_buffer_bytes, send_buffer_capacity_bytes, "
    "receive_buffer_bytes, receive_buffer_out_of_order_bytes, receive_buffer_capacity_bytes, peer_window_bytes, "
    "segments_sent, segments_retransmitted, retransmitted_timeout, retransmitted_fast, retransmitted_spurious, "
    "duplicate_acks, duplicate_segments, conditioner_dropped, limited_by"
)
CONTRACT_FIELDS = _FIELDS_AS_IN_THE_CONTRACT.split(", ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def moving(state: TransferState = TransferState.TRANSFERRING, name: str = "holiday.mov") -> TransferSnapshot:
    return TransferSnapshot(
        transfer_id=3,
        direction=Direction.SEND,
        state=state,
        name=name,
        peer_name="red-laptop",
        peer_address="192.0.2.7:7700",
        bytes_total=5_000_000_000,
        bytes_sent=4_000_000_003,
        bytes_acknowledged=4_000_000_002,
        bytes_verified=4_000_000_001,
        elapsed_s=10.0,
        goodput_bps=80e6,
        time_left_s=12.0,
        transport=TransportStatistics(rtt_s=0.025, segments_sent=9, limited_by=LimitedBy.PATH),
    )


def test_statistics_have_exactly_the_contracts_fields() -> None:
    fields = statistics_object(moving())
    assert list(fields) == CONTRACT_FIELDS
    assert fields["state"] == "transferring"
    assert fields["bytes_verified"] == 4_000_000_001
    assert fields["goodput_bps"] == 80e6
    assert fields["rtt_s"] == 0.025
    assert fields["limited_by"] == "path"


def test_json_has_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    output = JsonOutput(stream)
    output.listening(PeerAddress("0.0.0.0", 7700), "4-guitar-orbit", secret=True)
    output.changed(moving())
    output.progress([moving(), moving()])
    output.error("It broke.", "Mend it.")
    output.done(replace(moving(TransferState.DONE), files_done=2, bytes_total=52_428_800, elapsed_s=4.21))
    output.close()
    listening, *stats, error, done = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert listening == {"event": "listening", "address": "0.0.0.0", "port": 7700, "code": "4-guitar-orbit"}
    assert len(stats) == 3
    assert all(list(each) == ["event", *CONTRACT_FIELDS] for each in stats)
    assert error == {"event": "error", "message": "It broke.", "hint": "Mend it."}
    assert list(done) == ["event", "files", "bytes", "seconds", "stats"]
    assert (done["event"], done["files"], done["bytes"], done["seconds"]) == ("done", 2, 52_428_800, 4.21)
    assert list(done["stats"]) == CONTRACT_FIELDS
    assert capsys.readouterr().err == "ptp: It broke. Mend it.\n"


@pytest.mark.parametrize("text", ["two\nlines", "bell\a \x1b[31mred\x1b[0m", "turned \u202egnp.exe", "\udcff\udcfe"])
def test_t34_an_error_is_one_harmless_line(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    print_error(text)
    line = capfd.readouterr().err
    assert line.startswith("ptp: ")
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert not any(character in line for character in "\a\x1b\u202e")


def test_text_without_a_terminal_tells_beginning_and_end_only() -> None:
    stream = io.StringIO()
    output = TextOutput(stream)
    for state in (TransferState.CONNECTING, TransferState.WAITING, TransferState.TRANSFERRING):
        output.changed(moving(state))
        output.progress([moving(state)])
    output.changed(moving(TransferState.DONE))
    output.done(replace(moving(TransferState.DONE), files_done=1))
    output.close()
    assert stream.getvalue().splitlines() == [
        "Sending holiday.mov to red-laptop (5.0 GB)",
        "holiday.mov: saved and verified, 5.0 GB in 10 s (500 MB/s).",
    ]


WAITING = "red-laptop: there is no space left on its disk."


def with_notices() -> list[TransferSnapshot]:
    """A transfer that waits, goes on, and waits once more for the same."""
    held, flowing = replace(moving(), message=WAITING), moving()
    ended = replace(moving(TransferState.FAILED), message="It broke.")
    return [flowing, held, held, flowing, held, ended]


def test_json_tells_why_a_transfer_waits_once_each_time() -> None:
    stream = io.StringIO()
    output = JsonOutput(stream)
    for snapshot in with_notices():
        output.progress([snapshot])
    notices = [event for line in stream.getvalue().splitlines() if (event := json.loads(line))["event"] == "notice"]
    assert notices == [{"event": "notice", "message": WAITING}] * 2


def test_json_names_what_began_anew() -> None:
    stream = io.StringIO()
    JsonOutput(stream).told_apart(replace(moving(TransferState.DONE), changed=("a/b", "a/c")))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert events == [{"event": "changed", "path": "a/b"}, {"event": "changed", "path": "a/c"}]


def test_text_tells_why_a_transfer_waits_once_each_time() -> None:
    stream = io.StringIO()
    output = TextOutput(stream)
    for snapshot in with_notices():
        output.progress([snapshot])
    assert stream.getvalue().splitlines() == [f"holiday.mov: {WAITING}"] * 2


def test_a_bar_says_why_the_transfer_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    stream = Terminal()
    output = TextOutput(stream)
    output.progress([replace(moving(), message=WAITING)])
    output.close()
    assert WAITING in stream.getvalue()


def test_text_without_a_terminal_says_each_stall_once_and_why() -> None:
    stream = io.StringIO()
    output = TextOutput(stream)
    stalled = replace(moving(), stalled_s=8.0, transport=replace(moving().transport, in_flight_bytes=9, silent_s=8.0))
    for each in (moving(), stalled, replace(stalled, stalled_s=9.0), moving(), stalled):
        output.progress([each])
    output.close()
    assert stream.getvalue().splitlines() == ["holiday.mov: stalled for 8 s: no answer from red-laptop"] * 2


def test_a_file_that_was_there_already_is_not_called_saved() -> None:
    stream = io.StringIO()
    output = TextOutput(stream)
    message = "holiday.mov was there already, with the same contents."
    output.changed(replace(moving(TransferState.DONE), already_there=True, message=message))
    output.close()
    assert stream.getvalue() == f"holiday.mov: nothing was sent. {message}\n"


def test_a_terminal_gets_a_bar_with_speed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    output = TextOutput(stream)
    output.changed(moving(TransferState.CONNECTING))
    output.changed(moving())
    output.progress([moving()])
    drawn = stream.getvalue()
    output.changed(moving(TransferState.DONE))
    output.close()
    output.close()
    assert "holiday.mov" in drawn
    assert "10.0 MB/s" in drawn
    assert "12 s" in drawn
    assert "saved and verified" in stream.getvalue()


def test_t34_a_name_cannot_command_the_terminal() -> None:
    stream = Terminal()
    output = TextOutput(stream)
    name = "[bold]\x1b]0;owned\a[/bold].mov"
    output.changed(moving(name=name))
    output.changed(moving(TransferState.DONE, name=name))
    output.close()
    assert "\x1b]0;" not in stream.getvalue()
    assert "[bold]" in stream.getvalue()


def test_listening_shows_addresses_and_code_on_a_terminal() -> None:
    stream = Terminal()
    TextOutput(stream).listening(PeerAddress("0.0.0.0", 7700), "4-guitar-orbit", secret=True)
    assert "127.0.0.1:7700" in stream.getvalue()
    assert "4-guitar-orbit" in stream.getvalue()


@pytest.mark.parametrize(("bound", "told"), [("", "::"), ("::", "::"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1")])
def test_json_tells_which_families_are_heard(bound: str, told: str) -> None:
    stream = io.StringIO()
    JsonOutput(stream).listening(PeerAddress(bound, 7700), None, secret=False)
    assert json.loads(stream.getvalue())["address"] == told


@pytest.mark.parametrize(
    ("bound", "shown"),
    [
        ("", "192.0.2.7:7700, [2001:db8::7]:7700, 127.0.0.1:7700"),
        ("0.0.0.0", "192.0.2.7:7700, 127.0.0.1:7700"),
        ("::1", "[::1]:7700"),
    ],
)
def test_people_see_the_addresses_that_are_heard(bound: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.listening.local_addresses", lambda: ["192.0.2.7", "2001:db8::7", "127.0.0.1"])
    stream = io.StringIO()
    TextOutput(stream).listening(PeerAddress(bound, 7700), None, secret=False)
    assert stream.getvalue().splitlines()[0] == f"Listening on {shown}"


def test_a_code_that_was_given_stays_out_of_a_log() -> None:
    stream = io.StringIO()
    output = TextOutput(stream)
    output.listening(PeerAddress("127.0.0.1", 7700), "4-guitar-orbit", secret=True)
    assert "guitar" not in stream.getvalue()
    output.listening(PeerAddress("127.0.0.1", 7700), "5-made-here", secret=False)
    assert "5-made-here" in stream.getvalue()
    output.listening(PeerAddress("127.0.0.1", 7700), None, secret=False)
    assert "cannot pair" in stream.getvalue()
