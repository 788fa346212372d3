"""Messages of D-Bus, to bytes and back: what PTP says to the desktop's services. No Qt, no input or output.

D-Bus specification 0.43, "Type system" and "Message protocol". Written here since PySide6's own QtDBus cannot put an
unsigned number or a byte into a message, without which there are no notices. A signature's complete types are
marshalled one after another, each aligned to its size from the start of the message. Pure functions, from any thread.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ptp_core.errors import PtpError

MAXIMUM_MESSAGE_BYTES: Final = 1 << 20
FIXED_HEADER_BYTES: Final = 16

_VERSION: Final = 1
_MAXIMUM_DEPTH: Final = 32
# Fixed types by their struct format; each is aligned to its size.
_FIXED: Final = {"y": "B", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d", "b": "I", "h": "I"}
_ALIGNMENT: Final = {**{code: struct.calcsize(form) for code, form in _FIXED.items()}, "s": 4, "o": 4, "g": 1}
_ALIGNMENT_OF_CONTAINER: Final = {"a": 4, "(": 8, "{": 8, "v": 1}


class BusError(PtpError):
    """The session bus, or a service on it, is not there, refused, or said what cannot be understood."""


class Kind(enum.IntEnum):
    """What a message is."""

    CALL = 1
    REPLY = 2
    ERROR = 3
    SIGNAL = 4


class _Field(enum.IntEnum):
    PATH = 1
    INTERFACE = 2
    MEMBER = 3
    ERROR_NAME = 4
    REPLY_SERIAL = 5
    DESTINATION = 6
    SENDER = 7
    SIGNATURE = 8


_FIELD_TYPES: Final = {
    _Field.PATH: "o",
    _Field.INTERFACE: "s",
    _Field.MEMBER: "s",
    _Field.ERROR_NAME: "s",
    _Field.REPLY_SERIAL: "u",
    _Field.DESTINATION: "s",
    _Field.SENDER: "s",
    _Field.SIGNATURE: "g",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A value that says its own type."""

    signature: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; `body` has one value for each complete type of `signature`. `serial` 0 is not sent yet."""

    kind: Kind
    path: str = ""
    interface: str = ""
    member: str = ""
    error_name: str = ""
    reply_serial: int = 0
    destination: str = ""
    sender: str = ""
    signature: str = ""
    body: tuple[Any, ...] = ()
    serial: int = 0


def encode(message: Message, serial: int) -> bytes:
    """The bytes of a message. Raises ValueError for a body that is not what its signature says."""
    said = {
        _Field.PATH: message.path,
        _Field.INTERFACE: message.interface,
        _Field.MEMBER: message.member,
        _Field.ERROR_NAME: message.error_name,
        _Field.REPLY_SERIAL: message.reply_serial,
        _Field.DESTINATION: message.destination,
        _Field.SENDER: message.sender,
        _Field.SIGNATURE: message.signature,
    }
    fields = [(int(field), Variant(_FIELD_TYPES[field], value)) for field, value in said.items() if value]
    body = bytearray()
    types = split_signature(message.signature)
    for one, value in zip(types, message.body, strict=True):
        _write(body, one, value)
    head = bytearray()
    _write(head, "y", ord("l"))
    _write(head, "y", int(message.kind))
    _write(head, "y", 0)
    _write(head, "y", _VERSION)
    _write(head, "u", len(body))
    _write(head, "u", serial)
    _write(head, "a(yv)", fields)
    _pad(head, 8)
    return bytes(head + body)


def whole_length(start: bytes) -> int:
    """How long the message is whose first FIXED_HEADER_BYTES these are. Raises BusError for nonsense."""
    order = _order(start[0])
    body, _serial, fields = struct.unpack_from(f"{order}III", start, 4)
    length = FIXED_HEADER_BYTES + _aligned(fields, 8) + body
    if length > MAXIMUM_MESSAGE_BYTES:
        raise BusError(f"The session bus said more than {MAXIMUM_MESSAGE_BYTES} bytes at once.")
    return int(length)


def decode(data: bytes) -> Message:
    """The message of all these bytes. Raises BusError for what is none."""
    try:
        reader = _Reader(data, _order(data[0]))
        _endian, kind, _flags, _version, _length, serial, fields = reader.read_all("yyyyuua(yv)")
        reader.align(8)
        found = {number: value.value for number, value in fields}
        signature = str(found.get(_Field.SIGNATURE, ""))
        return Message(
            kind=Kind(kind),
            path=found.get(_Field.PATH, ""),
            interface=found.get(_Field.INTERFACE, ""),
            member=found.get(_Field.MEMBER, ""),
            error_name=found.get(_Field.ERROR_NAME, ""),
            reply_serial=found.get(_Field.REPLY_SERIAL, 0),
            destination=found.get(_Field.DESTINATION, ""),
            sender=found.get(_Field.SENDER, ""),
            signature=signature,
            body=tuple(reader.read_all(signature)),
            serial=serial,
        )
    except (struct.error, ValueError, IndexError) as error:
        raise BusError("The session bus said something that is not understood.") from error


def split_signature(signature: str) -> list[str]:
    """The complete types that a signature has one after another. Raises ValueError."""
    found, start = [], 0
    while start < len(signature):
        end = _end_of_type(signature, start, 0)
        found.append(signature[start:end])
        start = end
    return found


def _end_of_type(signature: str, start: int, depth: int) -> int:
    if depth > _MAXIMUM_DEPTH or start >= len(signature):
        raise ValueError(f"no signature: {signature!r}")
    code = signature[start]
    if code in _ALIGNMENT or code == "v":
        return start + 1
    if code == "a":
        return _end_of_type(signature, start + 1, depth + 1)
    closing = {"(": ")", "{": "}"}.get(code)
    if closing is None:
        raise ValueError(f"no signature: {signature!r}")
    end = start + 1
    while signature[end : end + 1] != closing:
        end = _end_of_type(signature, end, depth + 1)
    return end + 1


def _alignment(one: str) -> int:
    return _ALIGNMENT.get(one[0]) or _ALIGNMENT_OF_CONTAINER[one[0]]


def _aligned(length: int, alignment: int) -> int:
    return -(-length // alignment) * alignment


def _pad(out: bytearray, alignment: int) -> None:
    out.extend(bytes(_aligned(len(out), alignment) - len(out)))


def _write(out: bytearray, one: str, value: Any) -> None:
    code = one[0]
    _pad(out, _alignment(one))
    if code in _FIXED:
        out += struct.pack(f"<{_FIXED[code]}", value)
    elif code in "sog":
        text = str(value).encode("utf-8", "replace")
        out += struct.pack("<B" if code == "g" else "<I", len(text)) + text + b"\0"
    elif code == "v":
        _write(out, "g", value.signature)
        _write(out, value.signature, value.value)
    elif code == "a":
        _write_array(out, one[1:], list(value.items()) if isinstance(value, dict) else value)
    else:
        for part, each in zip(split_signature(one[1:-1]), value, strict=True):
            _write(out, part, each)


def _write_array(out: bytearray, element: str, values: Sequence[Any]) -> None:
    place = len(out)
    out += bytes(4)
    # The padding before the first element does not count.
    _pad(out, _alignment(element))
    start = len(out)
    for value in values:
        _write(out, element, value)
    struct.pack_into("<I", out, place, len(out) - start)


def _order(mark: int) -> str:
    if mark not in (ord("l"), ord("B")):
        raise BusError("The session bus said something that is not understood.")
    return "<" if mark == ord("l") else ">"


class _Reader:
    """Reads one value after another. Raises struct.error, ValueError or IndexError at nonsense."""

    def __init__(self, data: bytes, order: str) -> None:
        self._data = data
        self._order = order
        self._at = 0

    def read_all(self, signature: str) -> list[Any]:
        return [self._read(one, 0) for one in split_signature(signature)]

    def align(self, alignment: int) -> None:
        self._at = _aligned(self._at, alignment)

    def _read(self, one: str, depth: int) -> Any:
        if depth > 2 * _MAXIMUM_DEPTH:
            raise ValueError("nested too deeply")
        code = one[0]
        self.align(_alignment(one))
        if code in _FIXED:
            value = self._unpack(_FIXED[code])
            return bool(value) if code == "b" else value
        if code in "sog":
            length = self._unpack("B" if code == "g" else "I")
            text = self._data[self._at : self._at + length]
            self._at += length + 1
            if self._at > len(self._data):
                raise ValueError("cut off")
            return text.decode("utf-8", "replace")
        if code == "v":
            signature = self._read("g", depth + 1)
            if len(split_signature(signature)) != 1:
                raise ValueError("a variant is one value")
            return Variant(signature, self._read(signature, depth + 1))
        if code == "a":
            return self._read_array(one[1:], depth)
        return tuple(self._read(part, depth + 1) for part in split_signature(one[1:-1]))

    def _read_array(self, element: str, depth: int) -> Any:
        length = self._unpack("I")
        self.align(_alignment(element))
        end = self._at + length
        if end > len(self._data):
            raise ValueError("cut off")
        values = []
        while self._at < end:
            values.append(self._read(element, depth + 1))
        return dict(values) if element[0] == "{" else values

    def _unpack(self, form: str) -> Any:
        (value,) = struct.unpack_from(self._order + form, self._data, self._at)
        self._at += struct.calcsize(form)
        return value
