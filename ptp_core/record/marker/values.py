"""The values that a log is marked by: those of the command line, or else those that the log's notes carry.

# window 5000 bytes
# mss 1000 bytes
# time-out 200 ms
# recovery go-back-n
# times in seconds
# file from 2308835761
# file to 2308875761 (40000 bytes)
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ptp_core.errors import SettingsError
from ptp_core.record.marker.log_reading import SegmentLogText
from ptp_core.sentences import declare, phrase

_UNKNOWN = declare("log-value-missing", "The log does not say its {name}.")
_SAY_IT = declare("say-it", "Say it with {option} N.")
_UNKNOWN_RECOVERY = declare("log-recovery", "The log's recovery is {name}, which is unknown here.")
_SAY_RECOVERY = phrase("Say it with --recovery.")


class MarkedRecovery(enum.Enum):
    """What a sender does about loss, in the words of `--recovery`."""

    OLDEST = "oldest"
    GO_BACK_N = "go-back-n"
    SELECTIVE_REPEAT = "selective-repeat"
    STOP_AND_WAIT = "stop-and-wait"


class TimeUnit(enum.Enum):
    """What the numbers of the time column count, in seconds."""

    SECONDS = 1.0
    MILLISECONDS = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenValues:
    """What the command line says; None where the log is to say it."""

    window_bytes: int | None = None
    mss_bytes: int | None = None
    timeout_s: float | None = None
    recovery: MarkedRecovery | None = None
    time_unit: TimeUnit | None = None


@dataclass(frozen=True, slots=True)
class FileSpan:
    """Where the file lies in the sender's numbers, `[start, stop)`, and its size if the log says it."""

    start: int
    stop: int | None
    size_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingValues:
    """What a log is held against. `file` is None where the log does not say where the file lies."""

    window_bytes: int
    mss_bytes: int
    timeout_s: float
    recovery: MarkedRecovery
    file: FileSpan | None = None

    @property
    def slack_s(self) -> float:
        """How much later than the rule says a segment may leave: computers are busy at times."""
        return max(self.timeout_s / 2, 0.05)


def values_for(logs: Iterable[SegmentLogText], given: GivenValues) -> MarkingValues:
    """What to mark `logs` by. Raises SettingsError when neither the logs nor the command line say a value."""
    noted = _noted(logs)
    recovery = given.recovery or _recovery(noted.get("recovery"))
    mss_bytes = given.mss_bytes or int(_number(noted, "mss", "--mss"))
    if recovery is MarkedRecovery.STOP_AND_WAIT:
        window_bytes = mss_bytes
    else:
        window_bytes = given.window_bytes or int(_number(noted, "window", "--window"))
    return MarkingValues(
        window_bytes=window_bytes,
        mss_bytes=mss_bytes,
        timeout_s=given.timeout_s or _number(noted, "time-out", "--timeout-ms") / 1000,
        recovery=recovery,
        file=_file_span(noted),
    )


def noted_time_unit(log: SegmentLogText) -> TimeUnit | None:
    """The unit that the log's own notes name."""
    for note in log.notes:
        if match := _TIMES_NOTE.search(note):
            return TimeUnit.MILLISECONDS if match["unit"].startswith("m") else TimeUnit.SECONDS
    return None


def _noted(logs: Iterable[SegmentLogText]) -> dict[str, str]:
    """The values of the notes; of two logs the first counts, which is the sender's."""
    noted: dict[str, str] = {}
    for log in logs:
        for note in log.notes:
            for name, pattern in _NOTE_VALUES.items():
                if match := pattern.fullmatch(note):
                    noted.setdefault(name, match[1])
    return noted


def _number(noted: dict[str, str], name: str, option: str) -> float:
    value = float(noted.get(name, "0"))
    if value <= 0:
        raise SettingsError(_UNKNOWN(name=name), hint=_SAY_IT(option=option))
    return value


def _recovery(name: str | None) -> MarkedRecovery:
    try:
        return MarkedRecovery(name) if name else MarkedRecovery.OLDEST
    except ValueError:
        raise SettingsError(
            _UNKNOWN_RECOVERY(name=str(name)), hint=_SAY_RECOVERY
        ) from None


def _file_span(noted: dict[str, str]) -> FileSpan | None:
    if "file from" not in noted:
        return None
    stop, size = noted.get("file to"), noted.get("file size")
    return FileSpan(int(noted["file from"]), int(stop) if stop else None, int(size) if size else None)


_NOTE_VALUES = {
    "window": re.compile(r"window (\d{1,12}) bytes", re.ASCII),
    "mss": re.compile(r"mss (\d{1,12}) bytes", re.ASCII),
    "time-out": re.compile(r"time-out (\d{1,9}(?:\.\d{1,6})?) ms", re.ASCII),
    "recovery": re.compile(r"recovery ([a-z-]+)", re.ASCII),
    "file from": re.compile(r"file from (\d{1,18})", re.ASCII),
    "file to": re.compile(r"file to (\d{1,18})(?: \(\d+ bytes\))?", re.ASCII),
    "file size": re.compile(r"file to \d{1,18} \((\d{1,18}) bytes\)", re.ASCII),
}
_TIMES_NOTE = re.compile(r"\btimes in (?P<unit>seconds|milliseconds)\b", re.ASCII)
