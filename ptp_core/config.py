"""Settings of the engine: frozen, with units in their names, and the two profiles made from them.

The default profile and the classroom profile run the same engine; only these values differ.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from ptp_core.errors import SettingsError

DEFAULT_PORT = 7700
PROTOCOL_VERSION = 1
# The handshake's datagrams hold 1,200 bytes and have headers of IP and UDP before them.
MINIMUM_MTU_BYTES = 1228
MAXIMUM_MTU_BYTES = 65_535


class CongestionAlgorithm(enum.Enum):
    """Who decides how much may be in flight."""

    FIXED = "fixed"
    CUBIC = "cubic"
    BBR = "bbr"
    RENO = "reno"
    TAHOE = "tahoe"


class Profile(enum.Enum):
    """A named set of transport settings."""

    DEFAULT = "default"
    CLASSROOM = "classroom"


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """What one connection is run with. Immutable, so it may be shared between threads.

    `mss_bytes` is the most that one segment carries; path-MTU discovery finds how much of that the path takes.
    Both buffers begin at their initial size and grow with the path up to `send_buffer_bytes` and
    `receive_buffer_bytes`; an initial size that is larger than that means a fixed one.
    `fixed_timeout_s` replaces the estimated RTO of RFC 6298 when it is not None, and
    `fixed_window_bytes` is the window that `CongestionAlgorithm.FIXED` keeps in flight. `coalesce_small_segments` is
    Nagle's algorithm (RFC 1122 section 4.2.3.4): nothing smaller than a segment leaves while something is in flight.
    """

    mss_bytes: int = 65_467
    congestion: CongestionAlgorithm = CongestionAlgorithm.BBR
    fixed_window_bytes: int = 256 * 1024
    fixed_timeout_s: float | None = None
    initial_send_buffer_bytes: int = 1024 * 1024
    send_buffer_bytes: int = 64 * 1024 * 1024
    initial_receive_buffer_bytes: int = 1024 * 1024
    receive_buffer_bytes: int = 64 * 1024 * 1024
    acknowledge_every_segments: int = 64
    coalesce_small_segments: bool = False
    connect_timeout_s: float = 10.0
    idle_timeout_s: float = 30.0
    keep_alive_s: float = 10.0

    def __post_init__(self) -> None:
        for name, low, high in (
            ("mss_bytes", 1, 65_467),
            ("fixed_window_bytes", 1, 1 << 30),
            ("initial_send_buffer_bytes", 1, 1 << 30),
            ("send_buffer_bytes", 1, 1 << 30),
            ("initial_receive_buffer_bytes", 1, 1 << 30),
            ("receive_buffer_bytes", 1, 1 << 30),
            ("acknowledge_every_segments", 1, 64),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} must be between {low} and {high}, not {value}")
        for name, longest_s in (
            ("fixed_timeout_s", 60.0),
            ("connect_timeout_s", 3600.0),
            ("idle_timeout_s", 86_400.0),
            ("keep_alive_s", 86_400.0),
        ):
            seconds = getattr(self, name)
            if seconds is not None and not 0.001 <= seconds <= longest_s:
                raise SettingsError(f"{name} must be between 0.001 and {longest_s:g} s, not {seconds:g}")
        if self.congestion is CongestionAlgorithm.FIXED and self.fixed_window_bytes < self.mss_bytes:
            raise SettingsError(
                f"the window ({self.fixed_window_bytes} bytes) is smaller than one segment ({self.mss_bytes} bytes)",
                hint="Choose a window that is a multiple of the MSS.",
            )


def transport_settings(
    profile: Profile,
    *,
    mss_bytes: int | None = None,
    window_bytes: int | None = None,
    timeout_s: float | None = None,
    congestion: CongestionAlgorithm | None = None,
) -> TransportSettings:
    """The settings of `profile`, with a person's own choices laid over them.

    Raises SettingsError when a choice is out of range or does not fit the others.
    """
    settings = _PROFILES[profile]
    if mss_bytes is not None:
        window = max(mss_bytes, settings.fixed_window_bytes)
        settings = replace(settings, mss_bytes=mss_bytes, fixed_window_bytes=window)
    if window_bytes is not None:
        settings = replace(settings, fixed_window_bytes=window_bytes)
    if timeout_s is not None:
        settings = replace(settings, fixed_timeout_s=timeout_s)
    if congestion is not None:
        settings = replace(settings, congestion=congestion)
    if profile is Profile.CLASSROOM and settings.fixed_window_bytes % settings.mss_bytes:
        raise SettingsError(
            f"the window ({settings.fixed_window_bytes} bytes) is not a multiple of the MSS "
            f"({settings.mss_bytes} bytes)",
            hint="The classroom profile's MWS is a multiple of its MSS.",
        )
    return settings


_PROFILES = {
    Profile.DEFAULT: TransportSettings(),
    Profile.CLASSROOM: TransportSettings(
        mss_bytes=500,
        congestion=CongestionAlgorithm.FIXED,
        fixed_window_bytes=5000,
        fixed_timeout_s=0.2,
        acknowledge_every_segments=1,
        coalesce_small_segments=True,
    ),
}


@dataclass(frozen=True, slots=True)
class ConditionerSettings:
    """Faults that this process puts on what it sends, for lessons and tests. Probabilities are 0 to 1.

    `burst_drop` starts a burst of `burst_length` lost datagrams in a row with this probability.
    `data_only` lets `drop` touch data segments alone, as the classroom's loss module does.
    `rate_bps` is in bits per second of UDP payload, 0 for no limit; `queue_bytes` is its drop-tail buffer.
    `mtu_bytes` is the largest IPv4 packet that the link carries; larger ones are lost without a word.
    """

    drop: float = 0.0
    burst_drop: float = 0.0
    burst_length: int = 3
    delay_s: float = 0.0
    jitter_s: float = 0.0
    rate_bps: float = 0.0
    queue_bytes: int = 262_144
    reorder: float = 0.0
    duplicate: float = 0.0
    corrupt: float = 0.0
    mtu_bytes: int = 1500
    seed: int = 1
    data_only: bool = False

    def __post_init__(self) -> None:
        for name in ("drop", "burst_drop", "reorder", "duplicate", "corrupt"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise SettingsError(f"{name} is a probability between 0 and 1, not {value:g}")
        for name in ("delay_s", "jitter_s", "rate_bps"):
            value = getattr(self, name)
            if not 0.0 <= value < float("inf"):
                raise SettingsError(f"{name} must not be negative or endless, but is {value:g}")
        if self.burst_length < 1 or self.queue_bytes < 1:
            raise SettingsError("burst length and queue must be at least 1")
        if not MINIMUM_MTU_BYTES <= self.mtu_bytes <= MAXIMUM_MTU_BYTES:
            raise SettingsError(
                f"the MTU must be between {MINIMUM_MTU_BYTES} and {MAXIMUM_MTU_BYTES}, not {self.mtu_bytes}",
                hint="An ordinary network's is 1500.",
            )

    @property
    def active(self) -> bool:
        """Whether anything at all is done to a datagram."""
        return self != ConditionerSettings(seed=self.seed, data_only=self.data_only)


class AcceptPolicy(enum.Enum):
    """What happens to an offer of an authenticated peer."""

    ALL = "all"
    KNOWN = "known"
    ASK = "ask"


class ConflictPolicy(enum.Enum):
    """What happens when the offered name exists in the folder already."""

    RENAME = "rename"
    OVERWRITE = "overwrite"
    SKIP = "skip"
    FAIL = "fail"
