"""The records of one socket: which files there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptp_core.errors import DestinationError
from ptp_core.record.side import Side
from ptp_core.record.sources.socket_records import SocketRecords


@pytest.mark.parametrize("keeps_empty", [True, False])
def test_a_log_of_nobody_is_there_only_where_it_is_wanted(tmp_path: Path, keeps_empty: bool) -> None:
    path = tmp_path / "receiver.txt"
    records = SocketRecords(
        segment_log_path=path, qlog_directory=None, side=Side.RECEIVER, title="nobody", keeps_empty=keeps_empty
    )
    records.close()
    assert path.exists() is keeps_empty
    missing = tmp_path / "missing" / "receiver.txt"
    with pytest.raises(DestinationError):
        SocketRecords(
            segment_log_path=missing, qlog_directory=None, side=Side.RECEIVER, title="nobody", keeps_empty=keeps_empty
        )
