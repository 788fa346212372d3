"""What every transfer of this process is run with. Frozen; the parts that change inside guard themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ptp_core.config import ConditionerSettings, TransportSettings
from ptp_core.network.link_control import Conditioning, control_of
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOptions:
    """Settings, faults, who we are and whom we know. With a LinkControl the faults are changed while transfers run.

    `segment_log_path`, `qlog_directory` and `recording_path`, a file or a folder, switch the records on; None leaves
    them off; without `keeps_empty_logs` there is no segment log of a listener whom nobody called. With
    `keeps_recordings` what happens on each connection is kept in memory, for views. Without `compares_first` what is at
    the receiver already is sent all the same, and kept beside it: a lesson's second run is one.
    """

    transport: TransportSettings
    identity: Identity
    known_peers: KnownPeers
    conditioner: Conditioning = None
    segment_log_path: Path | None = None
    qlog_directory: Path | None = None
    recording_path: Path | None = None
    keeps_empty_logs: bool = True
    keeps_recordings: bool = False
    compares_first: bool = True

    @property
    def faults(self) -> ConditionerSettings:
        """What `conditioner` does to the link now."""
        return control_of(self.conditioner).settings
