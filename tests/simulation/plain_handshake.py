"""The simulator's handshake under the name that the tests know it by."""

from __future__ import annotations

from ptp_core.simulation.plain_handshake import (
    CLIENT_FINISH_BYTES,
    CLIENT_HELLO_BYTES,
    SERVER_FLIGHT_BYTES,
    PlainHandshake,
)

__all__ = ["CLIENT_FINISH_BYTES", "CLIENT_HELLO_BYTES", "SERVER_FLIGHT_BYTES", "PlainHandshake"]
