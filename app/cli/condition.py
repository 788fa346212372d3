"""The `--condition` option: `drop=0.1,delay=20ms,rate=10mbit,...` as ConditionerSettings. Pure functions, no Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from ptp_core.config import ConditionerSettings
from ptp_core.errors import SettingsError

_NUMBER_AND_UNIT = re.compile(r"([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)([a-z]*)", re.IGNORECASE | re.ASCII)
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
_BITS_PER_SECOND = {"bit": 1.0, "kbit": 1e3, "mbit": 1e6, "gbit": 1e9}
_BYTES = {"": 1, "k": 1000, "kb": 1000, "kib": 1024, "m": 1_000_000, "mb": 1_000_000, "mib": 1024 * 1024}


def parse_condition(text: str, *, data_only: bool = False) -> ConditionerSettings:
    """What `text` asks for; `data_only` lets `drop` touch data segments alone. Raises SettingsError in plain words."""
    given: dict[str, Any] = {}
    seen = set()
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name and not equals:
            raise SettingsError("--condition has an empty part.", hint="Write it as drop=0.1,delay=20ms.")
        if name not in _READERS:
            raise SettingsError(f"--condition does not know {name!r}.", hint=f"It knows {', '.join(_READERS)}.")
        if name in seen:
            raise SettingsError(f"--condition names {name} twice.")
        if not value:
            raise SettingsError(f"--condition {name} lacks its value.", hint=f"For example {name}={_EXAMPLES[name]}.")
        seen.add(name)
        given.update(_READERS[name](name, value))
    return ConditionerSettings(data_only=data_only, **given)


def _probability(name: str, value: str) -> dict[str, Any]:
    percent = value.endswith("%")
    number = _plain_number(name, value.removesuffix("%")) / (100 if percent else 1)
    if number > 1:
        raise SettingsError(
            f"--condition {name} is a probability between 0 and 1, not {value}.", hint="Write 10 percent as 0.1 or 10%."
        )
    return {name: number}


def _burst(name: str, value: str) -> dict[str, Any]:
    probability, slash, length = value.partition("/")
    given = {"burst_drop": _probability(name, probability)[name]}
    if slash:
        if not (length.isascii() and length.isdigit() and 1 <= int(length[:9]) <= 100_000):
            raise _not_understood(name, value)
        given["burst_length"] = int(length)
    return given


def _duration(field: str) -> Callable[[str, str], dict[str, Any]]:
    return lambda name, value: {field: _quantity(name, value, _SECONDS)}


def _rate(name: str, value: str) -> dict[str, Any]:
    rate_bps = _quantity(name, value, _BITS_PER_SECOND)
    if rate_bps < 1:
        raise SettingsError("--condition rate must be at least 1 bit.", hint="Leave it out for no limit.")
    return {"rate_bps": rate_bps}


def _queue(name: str, value: str) -> dict[str, Any]:
    return {"queue_bytes": int(_quantity(name, value, _BYTES))}


def _mtu(name: str, value: str) -> dict[str, Any]:
    if not re.fullmatch(r"[0-9]{1,6}", value, re.ASCII):
        raise SettingsError(f"--condition mtu is a whole number of bytes, not {value!r}.")
    return {"mtu_bytes": int(value)}


def _seed(name: str, value: str) -> dict[str, Any]:
    if not re.fullmatch(r"-?[0-9]{1,18}", value, re.ASCII):
        raise SettingsError(f"--condition seed is a whole number, not {value!r}.")
    return {"seed": int(value)}


_READERS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "drop": _probability,
    "burst": _burst,
    "delay": _duration("delay_s"),
    "jitter": _duration("jitter_s"),
    "rate": _rate,
    "queue": _queue,
    "reorder": _probability,
    "duplicate": _probability,
    "corrupt": _probability,
    "mtu": _mtu,
    "seed": _seed,
}
_EXAMPLES = {
    "drop": "0.1",
    "burst": "0.01/3",
    "delay": "20ms",
    "jitter": "5ms",
    "rate": "10mbit",
    "queue": "256k",
    "reorder": "0.01",
    "duplicate": "0.01",
    "corrupt": "0.001",
    "mtu": "1500",
    "seed": "7",
}


def _quantity(name: str, value: str, units: dict[str, Any]) -> float:
    match = _NUMBER_AND_UNIT.fullmatch(value)
    if match is None:
        raise _not_understood(name, value)
    unit = match[2].lower()
    if unit not in units:
        known = ", ".join(unit for unit in units if unit)
        raise SettingsError(
            f"--condition {name}={value} needs a unit: {known}.", hint=f"For example {_EXAMPLES[name]}."
        )
    return _plain_number(name, match[1]) * float(units[unit])


def _plain_number(name: str, value: str) -> float:
    if not _NUMBER_AND_UNIT.fullmatch(value):
        raise _not_understood(name, value)
    try:
        number = float(value)
    except ValueError as error:
        raise _not_understood(name, value) from error
    if not math.isfinite(number):
        raise _not_understood(name, value)
    return number


def _not_understood(name: str, value: str) -> SettingsError:
    return SettingsError(
        f"--condition {name}={value} is not understood.", hint=f"For example {name}={_EXAMPLES[name]}."
    )
