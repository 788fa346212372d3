"""Settings of the engine: frozen, with units in their names, and the two profiles made from them.

The default profile and the classroom profile run the same engine; only these values differ.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from hashlib import blake2b

from ptp_core.conditioner_settings import ConditionerSettings as ConditionerSettings
from ptp_core.errors import SettingsError
from ptp_core.sentences import declare, phrase

_OUT_OF_RANGE = declare("setting-out-of-range", "{name} must be between {low} and {high}, not {value}")
_NO_WINDOW = declare("window-missing", "a fixed window needs a size")()
_GIVE_A_WINDOW = phrase("Give one with --window.")
_SMALL_WINDOW = declare("window-too-small", "the window ({window} bytes) is smaller than one segment ({mss} bytes)")
_CHOOSE_A_MULTIPLE = phrase("Choose a window that is a multiple of the MSS.")
_ONE_SEGMENT = declare(
    "stop-and-wait-window",
    "Stop and wait has one segment out: its window is the MSS ({mss} bytes), not {window} bytes.",
)
_LEAVE_WINDOW_OUT = phrase("Leave --window out, or choose another --recovery.")
_NO_MULTIPLE = declare("window-no-multiple", "the window ({window} bytes) is not a multiple of the MSS ({mss} bytes)")
_MULTIPLE_IN_CLASS = phrase("The classroom profile's MWS is a multiple of its MSS.")

DEFAULT_PORT = 7700
PROTOCOL_VERSION = 1


class CongestionAlgorithm(enum.Enum):
    """Who decides how much may be in flight."""

    FIXED = "fixed"
    CUBIC = "cubic"
    BBR = "bbr"
    RENO = "reno"
    TAHOE = "tahoe"


class Recovery(enum.Enum):
    """What tells a sender that a segment is lost, and what it sends again (one module each in `transport/recovery`)."""

    SELECTIVE = "selective"
    OLDEST = "oldest"
    GO_BACK_N = "go-back-n"
    SELECTIVE_REPEAT = "selective-repeat"
    STOP_AND_WAIT = "stop-and-wait"


class WindowCount(enum.Enum):
    """What a window of so many bytes is compared with.

    IN_FLIGHT: what was sent and is neither acknowledged, selectively or not, nor taken for lost. UNACKNOWLEDGED: all
    from the cumulative acknowledgement to the newest byte sent, as in the textbook.
    """

    IN_FLIGHT = "in flight"
    UNACKNOWLEDGED = "unacknowledged"


class AcknowledgementPolicy(enum.Enum):
    """When a receiver acknowledges: once for what came together, or each segment for itself and at once."""

    PER_BATCH = "per batch"
    PER_SEGMENT = "per segment"


class Profile(enum.Enum):
    """A named set of transport settings."""

    DEFAULT = "default"
    CLASSROOM = "classroom"


@dataclass(frozen=True, slots=True)
class TransportSettings:
    """What one connection is run with. Immutable, so it may be shared between threads.

    `mss_bytes` is the most that one segment carries; with `discovers_path_mtu` the path decides how much of that is
    used, else all of it is. Both buffers begin at their initial size and grow with the path up to `send_buffer_bytes`
    and `receive_buffer_bytes`; an initial size that is larger than that means a fixed one.

    `profile` is where the values began, for whoever reads about them; it decides nothing. The rest are the policies in
    which the profiles differ, each on its own:

    - `recovery`: what is taken for lost, and what is sent again;
    - `window_bytes`: the most that may be out, by `window_count`, whatever the congestion control allows; None for no
      such bound. It is all that `CongestionAlgorithm.FIXED` has;
    - `fixed_timeout_s`: the retransmission time-out, estimated by RFC 6298 where it is None; `timeout_doubles` when
      it expires (RFC 6298 section 5.5) or does not;
    - `acknowledgement`, and `keeps_out_of_order`: a receiver that does not throws away what does not come in order;
    - `coalesces_small_segments`: Nagle's algorithm (RFC 1122 section 4.2.3.4): nothing smaller than a segment leaves
      while something is in flight;
    - `repeats_greeting`: a client's first words go twice on a path that does not answer at once;
    - `seeded_sequence`: the first sequence number, for logs that can be laid side by side; None for a random one.
    """

    profile: Profile = Profile.DEFAULT
    mss_bytes: int = 65_467
    discovers_path_mtu: bool = True
    congestion: CongestionAlgorithm = CongestionAlgorithm.BBR
    recovery: Recovery = Recovery.SELECTIVE
    window_bytes: int | None = None
    window_count: WindowCount = WindowCount.IN_FLIGHT
    fixed_timeout_s: float | None = None
    timeout_doubles: bool = True
    acknowledgement: AcknowledgementPolicy = AcknowledgementPolicy.PER_BATCH
    keeps_out_of_order: bool = True
    coalesces_small_segments: bool = False
    repeats_greeting: bool = True
    seeded_sequence: int | None = None
    initial_send_buffer_bytes: int = 1024 * 1024
    send_buffer_bytes: int = 64 * 1024 * 1024
    initial_receive_buffer_bytes: int = 1024 * 1024
    receive_buffer_bytes: int = 64 * 1024 * 1024
    connect_timeout_s: float = 10.0
    idle_timeout_s: float = 30.0
    keep_alive_s: float = 10.0

    def __post_init__(self) -> None:
        for name, low, high in (
            ("mss_bytes", 1, 65_467),
            ("window_bytes", 1, 1 << 30),
            ("initial_send_buffer_bytes", 1, 1 << 30),
            ("send_buffer_bytes", 1, 1 << 30),
            ("initial_receive_buffer_bytes", 1, 1 << 30),
            ("receive_buffer_bytes", 1, 1 << 30),
            ("seeded_sequence", 0, (1 << 32) - 1),
        ):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise SettingsError(_OUT_OF_RANGE(name=name, low=str(low), high=str(high), value=str(value)))
        for name, longest_s in (
            ("fixed_timeout_s", 60.0),
            ("connect_timeout_s", 3600.0),
            ("idle_timeout_s", 86_400.0),
            ("keep_alive_s", 86_400.0),
        ):
            seconds = getattr(self, name)
            if seconds is not None and not 0.001 <= seconds <= longest_s:
                within = {"low": "0.001", "high": f"{longest_s:g} s"}
                raise SettingsError(_OUT_OF_RANGE(name=name, value=f"{seconds:g}", **within))
        if self.congestion is CongestionAlgorithm.FIXED and self.window_bytes is None:
            raise SettingsError(_NO_WINDOW, hint=_GIVE_A_WINDOW)
        if self.window_bytes is not None and self.window_bytes < self.mss_bytes and not self.discovers_path_mtu:
            raise SettingsError(
                _SMALL_WINDOW(window=str(self.window_bytes), mss=str(self.mss_bytes)), hint=_CHOOSE_A_MULTIPLE
            )


# What `--congestion fixed` holds when no window is given.
DEFAULT_FIXED_WINDOW_BYTES = 256 * 1024


def transport_settings(
    profile: Profile,
    *,
    mss_bytes: int | None = None,
    window_bytes: int | None = None,
    timeout_s: float | None = None,
    congestion: CongestionAlgorithm | None = None,
    recovery: Recovery | None = None,
    seed: int | None = None,
) -> TransportSettings:
    """The settings of `profile`, with a person's own choices laid over them.

    `seed` gives the classroom profile its first sequence number. Raises SettingsError when a choice is out of range or
    does not fit the others.
    """
    settings = _PROFILES[profile]
    classroom = profile is Profile.CLASSROOM
    if mss_bytes is not None:
        window = max(mss_bytes, settings.window_bytes) if settings.window_bytes is not None else None
        settings = replace(settings, mss_bytes=mss_bytes, window_bytes=window)
    if congestion is not None:
        fixed_bytes = window_bytes or settings.window_bytes
        if congestion is CongestionAlgorithm.FIXED and fixed_bytes is None:
            fixed_bytes = DEFAULT_FIXED_WINDOW_BYTES
        settings = replace(settings, congestion=congestion, window_bytes=fixed_bytes)
    if recovery is not None:
        settings = replace(settings, recovery=recovery, keeps_out_of_order=recovery is not Recovery.GO_BACK_N)
    if recovery is Recovery.STOP_AND_WAIT:
        # One segment at a time is what it is.
        if window_bytes not in (None, settings.mss_bytes):
            raise SettingsError(
                _ONE_SEGMENT(mss=str(settings.mss_bytes), window=str(window_bytes)), hint=_LEAVE_WINDOW_OUT
            )
        settings = replace(settings, window_bytes=settings.mss_bytes, window_count=WindowCount.UNACKNOWLEDGED)
    elif window_bytes is not None:
        settings = replace(settings, window_bytes=window_bytes)
    if timeout_s is not None:
        settings = replace(settings, fixed_timeout_s=timeout_s)
    if classroom and seed is not None:
        settings = replace(settings, seeded_sequence=_sequence_of(seed))
    if classroom and (settings.window_bytes or 0) % settings.mss_bytes:
        raise SettingsError(
            _NO_MULTIPLE(window=str(settings.window_bytes), mss=str(settings.mss_bytes)), hint=_MULTIPLE_IN_CLASS
        )
    return settings


def _sequence_of(seed: int) -> int:
    """A first sequence number that looks like any other, the same for the same seed."""
    return int.from_bytes(blake2b(str(seed).encode(), digest_size=4).digest(), "big")


_PROFILES = {
    Profile.DEFAULT: TransportSettings(),
    Profile.CLASSROOM: TransportSettings(
        profile=Profile.CLASSROOM,
        mss_bytes=500,
        discovers_path_mtu=False,
        congestion=CongestionAlgorithm.FIXED,
        recovery=Recovery.OLDEST,
        window_bytes=5000,
        window_count=WindowCount.UNACKNOWLEDGED,
        fixed_timeout_s=0.2,
        timeout_doubles=False,
        acknowledgement=AcknowledgementPolicy.PER_SEGMENT,
        coalesces_small_segments=True,
        repeats_greeting=False,
    ),
}


class AcceptPolicy(enum.Enum):
    """What happens to an offer of an authenticated peer."""

    ALL = "all"
    KNOWN = "known"
    ASK = "ask"


class PairingPolicy(enum.Enum):
    """How many strangers one code phrase lets in: one, or as many as come while a person keeps it open."""

    ONCE = "once"
    OPEN = "open"


class ConflictPolicy(enum.Enum):
    """What happens when the offered name exists in the folder already; ASK has a person say it each time."""

    RENAME = "rename"
    OVERWRITE = "overwrite"
    SKIP = "skip"
    FAIL = "fail"
    ASK = "ask"
