"""What the window remembers from one start to the next, in one INI file. GUI thread only.

A value that is missing, damaged or no longer understood is the default: a broken file never keeps the window shut.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app.choices import (
    ACCEPT,
    AT_ONCE,
    CLOSING,
    LOOK,
    ON_CONFLICT,
    PORT,
    SIZE_UNITS,
    SPEED_LIMIT,
    SPEED_UNITS,
    Closing,
    Look,
    SizeUnits,
    SpeedUnits,
)
from app.laboratory_values import FIRST_CHOICES, LaboratoryValues
from app.translations.catalogue import SYSTEM, codes
from ptp_core.conditioner_settings import FAULTS
from ptp_core.config import AcceptPolicy, ConflictPolicy, Profile
from ptp_core.declared import Choice, Number
from ptp_core.errors import SettingsError
from ptp_core.transport_choices import TRANSPORT_ROWS

MAX_ADDRESSES: Final = 12

T = TypeVar("T")


class _Remembered(Generic[T]):
    """A value of Settings under `key`. `read` makes it from what the file has, None when nothing is there."""

    def __init__(self, key: str, read: Callable[[Any], T], write: Callable[[T], object] = lambda value: value) -> None:
        self._key = key
        self._read = read
        self._write = write

    def __get__(self, settings: Settings, _owner: type) -> T:
        return self._read(settings._store.value(self._key))

    @property
    def first(self) -> T:
        """What it is until it was set."""
        return self._read(None)

    def __set__(self, settings: Settings, value: T) -> None:
        settings._store.setValue(self._key, self._write(value))


class Settings:
    """Typed access to the file at `path`. Setting a value writes it some time later; `save` does at once.

    `folder` is where received files go, `receiving` whether the window listens when it opens, at the UDP port `port`
    (0 lets the system pick), and `announced` whether the local network is told of that. `accept` and `on_conflict` are
    the policies for what comes, `folder_per_peer` whether each sender has a folder of its own. `nearby` is whether
    computers on the local network are looked for. `at_once` is how many transfers are sent at a time, and `limit_bps`
    the speed limit of all together, 0 for none. `geometry` and `splitter` are where the window was and how it was
    divided, empty at the first start; `details_open` is whether a transfer's details are shown, and `details_tab` names
    which of them. `language` is one of the catalogue's codes, or "system". `closing` is what closing
    the window does where there is a tray, `notifications` whether the desktop tells of what happens. `look`,
    `size_units` and `speed_units` are how the window shows things; `keeps_history` and `keeps_recordings` whether it
    notes what was sent and received, and what happens on each connection. `keeps_lesson` is whether what is on for a
    lesson is on at the next start too.
    """

    language = _Remembered("window/language", lambda raw: _language(raw))

    folder = _Remembered("receive/folder", lambda raw: _folder(raw), str)
    receiving = _Remembered("receive/on", lambda raw: _switch(raw))
    announced = _Remembered("receive/announced", lambda raw: _switch(raw))
    nearby = _Remembered("send/nearby", lambda raw: _switch(raw))
    folder_per_peer = _Remembered("receive/folder_per_peer", lambda raw: _switch(raw, first=False))
    port = _Remembered("receive/port", lambda raw: int(_number(raw, PORT)))
    accept = _Remembered[AcceptPolicy]("receive/accept", lambda raw: _choice(raw, ACCEPT), lambda one: one.value)
    on_conflict = _Remembered[ConflictPolicy](
        "receive/on_conflict", lambda raw: _choice(raw, ON_CONFLICT), lambda one: one.value
    )
    at_once = _Remembered("queue/at_once", lambda raw: int(_number(raw, AT_ONCE)))
    limit_bps = _Remembered("queue/limit_bps", lambda raw: _number(raw, SPEED_LIMIT))
    closing = _Remembered[Closing]("window/closing", lambda raw: _choice(raw, CLOSING), lambda one: one.value)
    notifications = _Remembered("window/notifications", lambda raw: _switch(raw))
    keeps_lesson = _Remembered("laboratory/keep", lambda raw: _switch(raw, first=False))
    look = _Remembered[Look]("window/look", lambda raw: _choice(raw, LOOK), lambda one: one.value)
    size_units = _Remembered[SizeUnits](
        "window/size_units", lambda raw: _choice(raw, SIZE_UNITS), lambda one: one.value
    )
    speed_units = _Remembered[SpeedUnits](
        "window/speed_units", lambda raw: _choice(raw, SPEED_UNITS), lambda one: one.value
    )
    keeps_history = _Remembered("record/history", lambda raw: _switch(raw))
    keeps_recordings = _Remembered("record/connections", lambda raw: _switch(raw))
    geometry = _Remembered("window/geometry", lambda raw: _bytes(raw))
    splitter = _Remembered("window/division", lambda raw: _bytes(raw))
    details_open = _Remembered("window/details", lambda raw: _switch(raw, first=False))
    details_tab = _Remembered("window/details_tab", lambda raw: raw if isinstance(raw, str) else "")

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @classmethod
    def first(cls, name: str) -> Any:
        """What the value of that name is until it was set."""
        remembered = vars(cls)[name]
        assert isinstance(remembered, _Remembered)
        return remembered.first

    def save(self) -> None:
        """Write what has changed."""
        self._store.sync()

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
        """The Laboratory page's values. The conditioner is always off: it is for one session; what is for a lesson is
        too, unless the person has said that it stays."""
        directory = self._store.value("laboratory/log_directory")
        first = LaboratoryValues()
        values = replace(
            first,
            choices=replace(first.choices, **self._laboratory_fields(TRANSPORT_ROWS)),
            faults=replace(first.faults, **self._laboratory_fields(FAULTS)),
            log_directory=Path(directory) if isinstance(directory, str) and directory else None,
        )
        try:
            replace(values, choices=replace(values.choices, profile=Profile.CLASSROOM)).transport()
        except SettingsError:
            values = replace(values, choices=replace(FIRST_CHOICES, profile=values.choices.profile))
        return values if self.keeps_lesson else values.without_lesson()

    @laboratory.setter
    def laboratory(self, values: LaboratoryValues) -> None:
        for owner, rows in ((values.choices, TRANSPORT_ROWS), (values.faults, FAULTS)):
            for row in rows:
                if row.in_forms:
                    value = getattr(owner, row.field)
                    plain = value.value if isinstance(value, enum.Enum) else value
                    self._store.setValue(f"laboratory/{row.field}", plain)
        self._store.setValue("laboratory/log_directory", str(values.log_directory) if values.log_directory else "")

    def _laboratory_fields(self, rows: tuple[Number | Choice[Any], ...]) -> dict[str, Any]:
        fields = {}
        for row in rows:
            if row.in_forms:
                raw = self._store.value(f"laboratory/{row.field}")
                fields[row.field] = _number(raw, row) if isinstance(row, Number) else _choice(raw, row)
        return fields


def _switch(raw: object, *, first: bool = True) -> bool:
    """As it was left; `first` until it was touched."""
    return {"true": True, "false": False}.get(str(raw).lower(), first)


def _language(raw: object) -> str:
    return str(raw) if raw in codes() else SYSTEM


def _folder(raw: object) -> Path:
    if isinstance(raw, str) and raw:
        return Path(raw)
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(downloads or Path.home())


def _bytes(raw: object) -> QByteArray:
    return raw if isinstance(raw, QByteArray) else QByteArray()


def _number(raw: object, number: Number) -> float:
    form = number.form
    assert form is not None, number.name
    try:
        value = float(raw) if isinstance(raw, (str, int, float)) else form.start
    except ValueError:
        return form.start
    if not (math.isfinite(value) and form.low <= value <= form.high):
        return form.start
    return round(value) if number.unit.whole else value


def _choice(raw: object, choice: Choice[Any]) -> Any:
    try:
        return choice.kind(raw)
    except ValueError:
        return choice.first
