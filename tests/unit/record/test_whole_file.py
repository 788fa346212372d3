"""What is written is there as a whole or not at all, whatever its form and whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ptp_core.errors import DestinationError
from ptp_core.record.files.csv_export import write_events_csv, write_series_csv
from ptp_core.record.files.qlog import write_qlog
from ptp_core.record.files.recording_file import save_recording
from ptp_core.record.files.whole_file import written_whole
from ptp_core.record.model.events import named_packets, packets_named
from ptp_core.record.model.recording import Recording
from ptp_core.record.report.page import write_report
from ptp_core.record.side import Side
from tests.unit.record.recordings import by_hand

Writer = Callable[[Recording, Path], None]
WRITERS: dict[str, Writer] = {
    "qlog": lambda recording, path: write_qlog(recording, Side.SENDER, path),
    "events": write_events_csv,
    "series": lambda recording, path: write_series_csv(recording, Side.SENDER, ["rtt"], path),
    "own form": save_recording,
    "report": write_report,
}


@pytest.mark.parametrize("form", WRITERS)
def test_what_cannot_be_written_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_text("what was there")
    # Nothing can be written under the name beside it.
    (tmp_path / "there.part").mkdir()
    with pytest.raises(DestinationError, match="there cannot be written"):
        WRITERS[form](by_hand(), path)
    assert path.read_text() == "what was there"
    (tmp_path / "there.part").rmdir()
    WRITERS[form](by_hand(), path)
    assert path.read_bytes() != b"what was there"
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_what_breaks_in_the_middle_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_text("what was there")

    def write_half() -> None:
        with written_whole(path) as unfinished:
            unfinished.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert path.read_text() == "what was there"
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_packets_that_an_acknowledgement_names_come_back_from_their_text() -> None:
    ranges = ((102, 111), (95, 100), (7, 8))
    assert named_packets(ranges) == "102-110 95-99 7-7"
    assert packets_named(named_packets(ranges)) == ranges
    assert named_packets(()) == ""
    many = tuple((number, number + 1) for number in range(100, 0, -2))
    assert packets_named(named_packets(many)) == many[:16]


@pytest.mark.parametrize("text", ["", "7", "--1", "1-2-3", "from 7- to", "9" * 40 + "-1"])
def test_other_texts_name_no_packets(text: str) -> None:
    assert packets_named(text) == ()
