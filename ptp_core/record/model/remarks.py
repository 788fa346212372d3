"""What a connection remarks of its own in English, as it stands in recordings and logs, in the words of a language.

A remark is written while segments are sent, in thousands: it is made there as cheaply as can be, and taken apart here,
for the few that somebody reads. One that is not known here stays as it is. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

# Why a segment was sent again, as `ptp_core/transport/recovery` says it, and which one it was.
TEMPLATES: Final = (
    "{remark}: {number} sent again",
    "third duplicate acknowledgement of {number}",
    "time-out, {count} ms after the timer was started",
    "time-out, {count} ms after the timer was restarted",
    "time-out, {count} ms after the last news",
    "time-out of segment {number} for itself",
    "went back to {number}",
    "silence: the newest segment once more",
    "lost: what was sent later has arrived",
    "at the end, a second copy",
)
# What a congestion control does, as each of them calls it.
PHASES: Final = (
    "start-up",
    "drain",
    "probe",
    "probe-rtt",
    "slow start",
    "congestion avoidance",
    "fixed window",
)

_PLACES: Final = {"remark": "(?P<remark>.+)", "number": r"(?P<number>\d+)", "count": r"(?P<count>\d+)"}
_PATTERNS: Final = tuple((re.compile(template.format(**_PLACES)), template) for template in TEMPLATES)


def remark_in_words(remark: str, translate: Callable[[str], str] = str) -> str:
    """A remark in the language of `translate`, which is given templates and the names of phases."""
    for pattern, template in _PATTERNS:
        found = pattern.fullmatch(remark)
        if found is not None:
            values = found.groupdict()
            if "remark" in values:
                values["remark"] = remark_in_words(values["remark"], translate)
            return translate(template).format(**values)
    return translate(remark) if remark in PHASES else remark
