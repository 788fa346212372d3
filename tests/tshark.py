"""What Wireshark makes of datagrams: a capture file is written, and tshark reads it with the dissector of `resources`.

Nothing is captured here, which would need root: the datagrams come from a test, or from a relay that carried them.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

DISSECTOR = Path(__file__).parents[1] / "resources" / "wireshark" / "ptp.lua"
CLIENT_PORT, SERVER_PORT = 50_000, 7700

needs_tshark = pytest.mark.skipif(
    shutil.which("tshark") is None,
    reason="needs tshark (Debian: apt-get install --no-install-recommends tshark), which is not installed",
)

_FILE_HEADER = struct.Struct("<IHHiIII")
_RECORD_HEADER = struct.Struct("<IIII")
_IP_HEADER = struct.Struct(">BBHHHBBH4s4s")
_UDP_HEADER = struct.Struct(">HHHH")
_LINKTYPE_RAW = 101
_LOOPBACK = bytes((127, 0, 0, 1))
_TIME_LIMIT_S = 60


@dataclass(frozen=True)
class Seen:
    """A datagram on its way; `cut_at` is how much of it the capture keeps, None for all."""

    datagram: bytes
    to_server: bool = True
    cut_at: int | None = None
    server_port: int = SERVER_PORT


def write_capture(path: Path, seen: Iterable[Seen]) -> None:
    """A pcap file with the datagrams in IPv4 and UDP, a millisecond apart."""
    with path.open("wb") as file:
        file.write(_FILE_HEADER.pack(0xA1B2C3D4, 2, 4, 0, 0, 262_144, _LINKTYPE_RAW))
        for index, one in enumerate(seen):
            ports = (CLIENT_PORT, one.server_port) if one.to_server else (one.server_port, CLIENT_PORT)
            udp_bytes = _UDP_HEADER.size + len(one.datagram)
            ip_bytes = _IP_HEADER.size + udp_bytes
            headers = _IP_HEADER.pack(0x45, 0, ip_bytes, 0, 0, 64, 17, 0, _LOOPBACK, _LOOPBACK) + _UDP_HEADER.pack(
                *ports, udp_bytes, 0
            )
            kept = headers + one.datagram[: one.cut_at]
            file.write(_RECORD_HEADER.pack(*divmod(index * 1000, 1_000_000), len(kept), ip_bytes) + kept)


def tshark(capture: Path, *options: str) -> str:
    """What tshark prints about a capture. Fails when it or the dissector complains."""
    environment = {**os.environ, "HOME": str(capture.parent), "XDG_CONFIG_HOME": str(capture.parent)}
    result = subprocess.run(
        ["tshark", "-n", "-X", f"lua_script:{DISSECTOR}", "-r", str(capture), *options],
        env=environment, capture_output=True, text=True, errors="replace", timeout=_TIME_LIMIT_S,
    )  # fmt: skip
    complaints = [line for line in result.stderr.splitlines() if not line.startswith("Running as user")]
    assert result.returncode == 0, result.stderr
    assert not complaints, result.stderr
    return result.stdout


def fields(capture: Path, *names: str, options: tuple[str, ...] = ()) -> list[dict[str, list[str]]]:
    """The values of these fields, a row for each datagram; a field that is not there has none."""
    wanted = [part for name in names for part in ("-e", name)]
    printed = tshark(
        capture, *options, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|", *wanted
    )
    rows = [line.split("\t") for line in printed.splitlines()]
    return [{name: value.split("|") if value else [] for name, value in zip(names, row, strict=True)} for row in rows]
