"""What Qt's translator loads (.qm): made of a source, and read without Qt. Pure functions.

As Qt's own `lrelease` makes it, so that packages hold files that any Qt program can read; a checkout, which has the
sources alone, makes the same bytes when the program starts, and no file can be older than its source.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final

from app.translations.linguist import Text, Translation
from app.translations.plurals import plural_rule

# https://code.qt.io/cgit/qt/qttools.git/tree/src/linguist/shared/qm.cpp
_MAGIC: Final = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_LANGUAGE, _HASHES, _MESSAGES, _PLURALS = 0xA7, 0x42, 0x69, 0x88
_END, _TRANSLATION, _SOURCE, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8


def compile_source(language: str, translations: Iterable[Translation]) -> bytes:
    """The bytes for a language; what has no translation yet is left out, and shown in English."""
    messages = bytearray()
    places = []
    for translation in translations:
        if not translation.complete:
            continue
        text = translation.text
        source, comment = text.source.encode(), text.comment.encode()
        places.append((_hash(source + comment), len(messages)))
        for form in translation.forms:
            messages += _field(_TRANSLATION, form.encode("utf-16-be"))
        for tag, value in ((_COMMENT, comment), (_SOURCE, source), (_CONTEXT, text.context.encode())):
            messages += _field(tag, value)
        messages.append(_END)
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    sections = [(_LANGUAGE, language.encode()), (_HASHES, hashes), (_MESSAGES, bytes(messages))]
    if rule := plural_rule(language):
        sections.append((_PLURALS, rule))
    return _MAGIC + b"".join(_field(tag, data) for tag, data in sections)


def read_compiled(data: bytes) -> tuple[bytes, list[Translation]]:
    """The rule of the plurals, and the translations. Raises ValueError when it is something else."""
    if not data.startswith(_MAGIC):
        raise ValueError("no compiled translations")
    try:
        sections = dict(_fields(data[len(_MAGIC) :]))
        return sections.get(_PLURALS, b""), list(_messages(sections.get(_MESSAGES, b"")))
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError(f"compiled translations are damaged: {error}") from error


def _field(tag: int, value: bytes) -> bytes:
    return struct.pack(">BI", tag, len(value)) + value


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        tag, length = struct.unpack_from(">BI", data, at)
        yield tag, data[at + 5 : at + 5 + length]
        at += 5 + length


def _messages(data: bytes) -> Iterator[Translation]:
    at = 0
    while at < len(data):
        forms: list[str] = []
        texts = {_SOURCE: "", _CONTEXT: "", _COMMENT: ""}
        while data[at] != _END:
            tag, length = struct.unpack_from(">BI", data, at)
            value = data[at + 5 : at + 5 + length]
            at += 5 + length
            if tag == _TRANSLATION:
                forms.append(value.decode("utf-16-be"))
            else:
                texts[tag] = value.decode()
        at += 1
        text = Text(texts[_CONTEXT], texts[_SOURCE], texts[_COMMENT], counted=len(forms) > 1)
        yield Translation(text, tuple(forms))


def _hash(text: bytes) -> int:
    """The hash of ELF's symbol tables, by which Qt looks texts up."""
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1
