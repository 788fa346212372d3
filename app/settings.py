"""What the window remembers from one start to the next, in one INI file. GUI thread only.

A value that is missing, damaged or no longer understood is the default: a broken file never keeps the window shut.
"""

from __future__ import annotations

import enum
import math
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app.laboratory_values import LaboratoryValues
from ptp_core.config import DEFAULT_PORT, AcceptPolicy, ConflictPolicy
from ptp_core.errors import SettingsError

MAX_ADDRESSES: Final = 12

E = TypeVar("E", bound=enum.Enum)


class Settings:
    """Typed access to the file at `path`. Setting a value writes it some time later; `save` does at once."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def save(self) -> None:
        """Write what has changed."""
        self._store.sync()

    @property
    def folder(self) -> Path:
        """Where received files go."""
        stored = self._text("receive/folder")
        if stored:
            return Path(stored)
        downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return Path(downloads or Path.home())

    @folder.setter
    def folder(self, path: Path) -> None:
        self._store.setValue("receive/folder", str(path))

    @property
    def receiving(self) -> bool:
        """Whether the window listens when it opens."""
        return self._flag("receive/on", True)

    @receiving.setter
    def receiving(self, on: bool) -> None:
        self._store.setValue("receive/on", on)

    @property
    def port(self) -> int:
        """The UDP port to listen on; 0 lets the system pick."""
        return self._integer("receive/port", DEFAULT_PORT, 0, 65_535)

    @port.setter
    def port(self, port: int) -> None:
        self._store.setValue("receive/port", port)

    @property
    def accept(self) -> AcceptPolicy:
        """Who may send without asking."""
        return self._choice("receive/accept", AcceptPolicy.ASK)

    @accept.setter
    def accept(self, policy: AcceptPolicy) -> None:
        self._store.setValue("receive/accept", policy.value)

    @property
    def on_conflict(self) -> ConflictPolicy:
        """What happens when a name is in use."""
        return self._choice("receive/on_conflict", ConflictPolicy.RENAME)

    @on_conflict.setter
    def on_conflict(self, policy: ConflictPolicy) -> None:
        self._store.setValue("receive/on_conflict", policy.value)

    @property
    def addresses(self) -> list[str]:
        """Addresses that were sent to, the last one first."""
        stored = self._store.value("send/addresses", [])
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [text for text in texts if isinstance(text, str) and text][:MAX_ADDRESSES]

    def remember_address(self, text: str) -> None:
        """Put an address first."""
        others = [other for other in self.addresses if other != text]
        self._store.setValue("send/addresses", [text, *others][:MAX_ADDRESSES])

    @property
    def laboratory(self) -> LaboratoryValues:
        """The Laboratory page's values. The conditioner is always off: it is for one session."""
        default = LaboratoryValues()
        directory = self._text("laboratory/log_directory")
        values = LaboratoryValues(
            profile=self._choice("laboratory/profile", default.profile),
            mss_bytes=self._integer("laboratory/mss_bytes", default.mss_bytes, 1, 65_467),
            window_bytes=self._integer("laboratory/window_bytes", default.window_bytes, 1, 1 << 30),
            timeout_s=self._number("laboratory/timeout_s", default.timeout_s, 0.001, 60.0),
            drop=self._number("laboratory/drop", default.drop, 0.0, 1.0),
            seed=self._integer("laboratory/seed", default.seed, 0, 999_999_999),
            delay_s=self._number("laboratory/delay_s", default.delay_s, 0.0, 10.0),
            rate_bps=self._number("laboratory/rate_bps", default.rate_bps, 0.0, 1e11),
            log_directory=Path(directory) if directory else None,
        )
        try:
            values.transport()
        except SettingsError:
            return replace(
                values,
                mss_bytes=default.mss_bytes,
                window_bytes=default.window_bytes,
                timeout_s=default.timeout_s,
            )
        return values

    @laboratory.setter
    def laboratory(self, values: LaboratoryValues) -> None:
        store = self._store
        store.setValue("laboratory/profile", values.profile.value)
        store.setValue("laboratory/mss_bytes", values.mss_bytes)
        store.setValue("laboratory/window_bytes", values.window_bytes)
        store.setValue("laboratory/timeout_s", values.timeout_s)
        store.setValue("laboratory/drop", values.drop)
        store.setValue("laboratory/seed", values.seed)
        store.setValue("laboratory/delay_s", values.delay_s)
        store.setValue("laboratory/rate_bps", values.rate_bps)
        store.setValue("laboratory/log_directory", str(values.log_directory) if values.log_directory else "")

    @property
    def geometry(self) -> QByteArray:
        """Where the window was, empty at the first start."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, state: QByteArray) -> None:
        self._store.setValue("window/geometry", state)

    @property
    def splitter(self) -> QByteArray:
        """How the window was divided, empty at the first start."""
        return self._bytes("window/splitter")

    @splitter.setter
    def splitter(self, state: QByteArray) -> None:
        self._store.setValue("window/splitter", state)

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def _flag(self, key: str, default: bool) -> bool:
        value = self._store.value(key, default)
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value), default)

    def _integer(self, key: str, default: int, low: int, high: int) -> int:
        return round(self._number(key, default, low, high))

    def _number(self, key: str, default: float, low: float, high: float) -> float:
        value = self._store.value(key, default)
        try:
            number = float(value) if isinstance(value, (str, int, float)) else default
        except ValueError:
            return default
        return number if math.isfinite(number) and low <= number <= high else default

    def _choice(self, key: str, default: E) -> E:
        try:
            return type(default)(self._text(key))
        except ValueError:
            return default


