"""Packets of multicast DNS, as anybody on the network may send them."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable

from ptp_core.discovery.services import SERVICE_TYPE

A, PTR, TXT, AAAA, SRV = 1, 12, 16, 28, 33
TTL_S = 4500


def encoded_name(name: str) -> bytes:
    labels = [label.encode() for label in name.rstrip(".").split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def record(name: str, kind: int, data: bytes, ttl_s: int = TTL_S) -> bytes:
    return encoded_name(name) + struct.pack("!HHIH", kind, 1, ttl_s, len(data)) + data


def response(records: Iterable[bytes]) -> bytes:
    listed = list(records)
    return struct.pack("!HHHHHH", 0, 0x8400, 0, len(listed), 0, 0) + b"".join(listed)


def texts(**said: bytes) -> bytes:
    return b"".join(bytes([len(key) + 1 + len(value)]) + key.encode() + b"=" + value for key, value in said.items())


def pointer(label: str, ttl_s: int = TTL_S) -> bytes:
    return record(SERVICE_TYPE, PTR, encoded_name(f"{label}.{SERVICE_TYPE}"), ttl_s)


def service(label: str, *, host: str = "127.0.0.1", port: int = 7700, text: bytes | None = None) -> list[bytes]:
    """All records of one service, whose host has a name of its own."""
    server = f"{label}-host.local."
    said = texts(name=label.encode(), fp=b"00" * 8, v=b"1") if text is None else text
    return [
        pointer(label),
        record(f"{label}.{SERVICE_TYPE}", SRV, struct.pack("!HHH", 0, 0, port) + encoded_name(server)),
        record(f"{label}.{SERVICE_TYPE}", TXT, said),
        record(server, A, socket.inet_aton(host)),
    ]
