"""What transfers are run with, put together for the window, the commands and the demonstrations. No Qt."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.choices import RunChoices
from app.installation import Party
from ptp_core.config import Profile
from ptp_core.direction import Direction
from ptp_core.security.identity import Identity
from ptp_core.security.known_peers import KnownPeers
from ptp_core.transfer.options import TransferOptions
from ptp_core.transfer.speed_limit import SpeedLimit

if TYPE_CHECKING:
    from app.laboratory_values import LaboratoryValues


def transfer_options(chosen: RunChoices, party: Party) -> TransferOptions:
    """What was chosen, and who this side is."""
    return TransferOptions(
        transport=chosen.transport,
        conditioner=chosen.conditioner,
        identity=party.identity,
        known_peers=party.known_peers,
        segment_log_path=chosen.segment_log_path,
        qlog_directory=chosen.qlog_directory,
        recording_path=chosen.recording_path,
        compares_first=chosen.transport.profile is not Profile.CLASSROOM,
    )


def speed_limit(rate_bps: float | None) -> SpeedLimit:
    """A speed limit that was chosen in bit/s; None is none."""
    return SpeedLimit(None if rate_bps is None else rate_bps / 8)


def laboratory_options(values: LaboratoryValues, party: Party, direction: Direction) -> TransferOptions:
    """The same by the Laboratory's values, with a segment log of its own. Raises SettingsError."""
    log = None if values.log_directory is None else _dated_log(values.log_directory, direction)
    chosen = RunChoices(transport=values.transport(), conditioner=values.conditioner(), segment_log_path=log)
    # Who listens for a lesson does so anew with each other value; where nobody came meanwhile there is nothing to mark.
    return replace(transfer_options(chosen, party), keeps_empty_logs=direction is Direction.SEND)


def passing_party(name: str) -> Party:
    """Somebody who knows nobody and is forgotten with the process: nobody can pair with himself."""
    return Party(identity=Identity.create(name), known_peers=KnownPeers(None))


def _dated_log(directory: Path, direction: Direction) -> Path:
    side = "sender" if direction is Direction.SEND else "receiver"
    # Milliseconds keep two transfers of one second apart.
    started = datetime.datetime.now().strftime("%Y%m%d-%H%M%S-%f")[:-3]
    return directory / f"ptp-{side}-{started}.txt"
