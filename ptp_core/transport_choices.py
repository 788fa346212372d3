"""What a person can set of the transport, each declared once: the profile, and what is laid over it.

The command line's options, what the window remembers, the fields of its pages and exercises are made from these rows: a
new choice is a member of its enumeration and its words here, a new setting one field of TransportChoices.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from ptp_core.config import CongestionAlgorithm, Profile, Recovery, TransportSettings, transport_settings
from ptp_core.declared import SECONDS, SINGLE_BYTES, Choice, Number, NumberForm, declared, rows_of

E = TypeVar("E", bound=enum.Enum)

_CONGESTION_WORDS: Final = {
    "fixed": "A fixed window",
    "tahoe": "Tahoe: begins anew",
    "reno": "Reno, RFC 5681",
    "cubic": "CUBIC, RFC 9438",
    "bbr": "A model of the path",
}


def _named(kind: type[E], words: Mapping[str, str]) -> dict[E, str]:
    """The words of the members that there are, in the order of the words."""
    return {member: words[value] for value in words for member in kind if member.value == value}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportChoices:
    """What a person wants of the transport; None is what the profile has. The fields are named as the parameters of
    `transport_settings`."""

    profile: Profile = field(
        default=Profile.DEFAULT,
        metadata=declared(
            Choice(
                name="profile",
                kind=Profile,
                default=Profile.DEFAULT,
                words="whose values to begin with; the classroom's are a textbook's",
                title="&Profile",
                names={Profile.DEFAULT: "Default: fast", Profile.CLASSROOM: "Classroom: fixed values"},
            )
        ),
    )
    window_bytes: int | None = field(
        default=None,
        metadata=declared(
            Number(
                name="window",
                unit=SINGLE_BYTES,
                low=1,
                high=1 << 30,
                noun="the window",
                words="the most that may be out, in bytes, whatever the congestion control allows",
                form=NumberForm(title="&Window (MWS)", low=1, high=1 << 30, start=5000),
            )
        ),
    )
    mss_bytes: int | None = field(
        default=None,
        metadata=declared(
            Number(
                name="mss",
                unit=SINGLE_BYTES,
                low=1,
                high=65_467,
                noun="the segment size",
                words="the most that one segment carries, in bytes",
                form=NumberForm(title="&Segment payload (MSS)", low=1, high=65_467, start=500),
            )
        ),
    )
    timeout_s: float | None = field(
        default=None,
        metadata=declared(
            Number(
                name="timeout-ms",
                unit=SECONDS,
                low=0.001,
                high=60.0,
                noun="the time-out",
                words="the retransmission time-out, in milliseconds, instead of an estimated one",
                form=NumberForm(title="&Time-out", low=0.001, high=60.0, start=0.2, step=50),
            )
        ),
    )
    congestion: CongestionAlgorithm | None = field(
        default=None,
        metadata=declared(
            Choice(
                name="congestion",
                kind=CongestionAlgorithm,
                default=None,
                words="who decides how much is in flight",
                title="Co&ngestion control",
                start=CongestionAlgorithm.FIXED,
                names=_named(CongestionAlgorithm, _CONGESTION_WORDS),
            )
        ),
    )
    recovery: Recovery | None = field(
        default=None,
        metadata=declared(
            Choice(
                name="recovery",
                kind=Recovery,
                default=None,
                words="what tells of a loss, and what is sent again",
                title="Reco&very",
                start=Recovery.OLDEST,
                names={
                    Recovery.OLDEST: "The oldest, as assigned",
                    Recovery.GO_BACK_N: "Go-Back-N",
                    Recovery.SELECTIVE_REPEAT: "Selective repeat",
                    Recovery.STOP_AND_WAIT: "Stop and wait",
                    Recovery.SELECTIVE: "By what has arrived",
                },
            )
        ),
    )

    def settings(self, *, seed: int | None = None) -> TransportSettings:
        """The engine's settings; `seed` gives the classroom profile its first sequence numbers.

        Raises SettingsError when the choices do not fit one another.
        """
        wanted: dict[str, Any] = {row.field: getattr(self, row.field) for row in TRANSPORT_ROWS}
        return transport_settings(wanted.pop("profile"), **wanted, seed=seed)


TRANSPORT_ROWS: Final[tuple[Number | Choice[Any], ...]] = rows_of(TransportChoices, (Number, Choice))
