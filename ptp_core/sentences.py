"""Sentences that a person reads: English as they stand, with a code and parameters for a front end that words them.

A kind of sentence is declared once, as a constant beside its use, and a sentence is made by calling it:

    NO_ANSWER = declare("no-answer", "No answer from {address} for {silence}.")
    raise PeerTimeout(NO_ANSWER(address=address, silence=format_duration(30)))

A Sentence is its English text, so that logs, files and whoever knows no languages take it as any other. `worded` says
it in another language: it asks `translate`, the front end's catalogue, for the kind's template, and fills in the
parameters, themselves worded. A count that a sentence depends on chooses the form, as Qt's numerus forms do.

Kinds and sentences never change; any thread. `written` and `read` are sentences as text, for files and for the other
side, whose text is believed in nothing: what is no sentence of ours is None.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NoReturn, Protocol

CORE: Final = "core"

Parameter = str | int
"""A text as it is, an int that is counted (shown in groups), or a Sentence, worded with the one that it stands in."""

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE = re.compile(r"\{(\w+)\}")
_STOPS = (".", "\N{IDEOGRAPHIC FULL STOP}")
_INSTEAD_OF_STOPS = (*_STOPS, ",", ";", "\N{FULLWIDTH COMMA}", "\N{FULLWIDTH SEMICOLON}")
_MOST_LEVELS = 8
_MOST_PARAMETERS = 12


class Translate(Protocol):
    """A catalogue: the text in the person's language, or as it is. `n` chooses the form that fits that many."""

    def __call__(self, context: str, text: str, /, *, n: int = ...) -> str: ...


def untranslated(_context: str, text: str, /, *, n: int = -1) -> str:
    """English, as it is written."""
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """What all sentences of one code have in common.

    `english` is the template; `many`, where there is one, is used unless the parameter that `plural` names is 1.
    `context` and `source` are where catalogues have it, `module` is where it is declared, and `parameters` are the
    names that a sentence of this kind is made with.
    """

    code: str
    english: str
    many: str = ""
    plural: str = ""
    context: str = CORE
    module: str = ""
    parameters: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        named = _PLACE.findall(self.english + self.many)
        object.__setattr__(self, "parameters", frozenset([*named, self.plural] if self.plural else named))

    @property
    def source(self) -> str:
        """The text that is translated; a catalogue has a form for each number where there is a plural."""
        return self.many or self.english

    def __call__(self, **parameters: Parameter | os.PathLike[str]) -> Sentence:
        """A sentence. Raises TypeError unless the parameters are just those of the template."""
        if parameters.keys() != self.parameters:
            raise TypeError(f"{self.code} is made with {sorted(self.parameters)}, not with {sorted(parameters)}")
        return Sentence(self, {name: _parameter(value) for name, value in parameters.items()})


class Sentence(str):
    """Its English text, and what it was made of: `kind` and `parameters`."""

    __slots__ = ("kind", "parameters")

    kind: Kind
    parameters: Mapping[str, Parameter]

    def __new__(cls, kind: Kind, parameters: Mapping[str, Parameter]) -> Sentence:
        """By calling a kind, which checks."""
        sentence = super().__new__(cls, _filled(_form(kind, parameters), parameters, untranslated))
        object.__setattr__(sentence, "kind", kind)
        object.__setattr__(sentence, "parameters", MappingProxyType(dict(parameters)))
        return sentence

    @property
    def code(self) -> str:
        """What kind of sentence it is, for programs."""
        return self.kind.code

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a sentence does not change, nor does its {name}")

    def __reduce__(self) -> tuple[Callable[..., str], tuple[Any, ...]]:
        # By its code: a process that has not imported the module of the kind does so then.
        return _made_again, (self.kind.module, self.kind.code, dict(self.parameters), str.__str__(self))


_kinds: dict[str, Kind] = {}
# By their English, those without parameters.
_whole: dict[str, Kind] = {}


def declare(code: str, english: str, *, many: str = "", plural: str = "", context: str = CORE) -> Kind:
    """A new kind of sentence. Raises ValueError for a code that is there, and for a plural without its forms."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no code: lower case letters, digits and hyphens")
    if bool(many) != bool(plural):
        raise ValueError(f"{code}: many and plural go together")
    if set("{}") & set(_PLACE.sub("", english + many)):
        raise ValueError(f"{code}: a place for a parameter is its name in braces")
    return _registered(Kind(code, english, many, plural, context, _caller()))


def phrase(english: str, *, context: str = CORE) -> Sentence:
    """A sentence without parameters, or a part of one, that nobody asks for by a code: its code is its text."""
    return _phrase_kind(english, context, _caller())()


def template(english: str, *, context: str) -> str:
    """A text for catalogues, whose places whoever asks for it fills: it stays as it is, and is no sentence."""
    _phrase_kind(english, context, _caller())
    return english


def worded(text: str, translate: Translate) -> str:
    """A sentence in the language of `translate`; any other text as it is."""
    if not isinstance(text, Sentence) or translate is untranslated:
        return str(text)
    kind, parameters = text.kind, text.parameters
    template = translate(kind.context, kind.source, n=_count(kind, parameters))
    if not template or template == kind.source:
        template = _form(kind, parameters)
    return _filled(template, parameters, translate)


def recognised(text: str) -> str:
    """The sentence whose English this is, where there are no parameters in it; any other text as it is.

    So a reason that crosses as text alone is worded too.
    """
    kind = _whole.get(text)
    return text if kind is None else kind()


def matched(text: str, kinds: Iterable[Kind]) -> str:
    """The sentence of one of these kinds whose English this is; any other text as it is. A parameter is one word."""
    if isinstance(text, Sentence):
        return text
    for kind in kinds:
        if found := _pattern(kind.english).fullmatch(text):
            return Sentence(kind, found.groupdict())
    return text


def joined(sentences: Iterable[str], kind: Kind) -> str:
    """One after the other, by a kind with the places `first` and `then`; empty for none."""
    return functools.reduce(lambda first, then: kind(first=first, then=then) if first else then, sentences, "")


def code_of(text: str) -> str:
    """The code of a sentence; empty for any other text, and for a phrase."""
    return text.code if isinstance(text, Sentence) and _CODE.fullmatch(text.code) else ""


def written(text: str, *, for_later: bool = False) -> str:
    """A sentence as text, for `read`; empty for what is none. `for_later`: for a process that may not know it yet."""
    if not isinstance(text, Sentence):
        return ""
    return json.dumps(_plain(text, for_later), ensure_ascii=False, separators=(",", ":"))


def read(text: str, clean: Callable[[str], str] = str, *, ours: bool = False) -> Sentence | None:
    """The sentence that was `written`; None unless it is one of a kind that is known here. Its texts go by `clean`.

    `ours`: from a file of this installation, which may name modules of the core that declare its kinds.
    """
    try:
        return _sentence(json.loads(text), clean, _MOST_LEVELS, ours=ours)
    except (ValueError, RecursionError):
        return None


def all_kinds(*packages: str) -> tuple[Kind, ...]:
    """Every kind that is declared, once all modules of these packages (by default the core) are imported."""
    for name in packages or ("ptp_core",):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
            importlib.import_module(module.name)
    return tuple(_kinds.values())


def grouped(count: int) -> str:
    """A whole number in groups of three: "12 345"."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _phrase_kind(english: str, context: str, module: str) -> Kind:
    code = english if context == CORE else f"{context}: {english}"
    return _kinds.get(code) or _registered(Kind(code, english, context=context, module=module))


def _registered(kind: Kind) -> Kind:
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is declared twice: in {_kinds[kind.code].module} and in {kind.module}")
    _kinds[kind.code] = kind
    if not kind.parameters and kind.context == CORE:
        _whole[kind.english] = kind
    return kind


def _caller() -> str:
    return str(sys._getframe(2).f_globals.get("__name__", ""))


def _parameter(value: Parameter | os.PathLike[str]) -> Parameter:
    kind = type(value)
    # A bool or a member of an enumeration is a mistake of the caller, not a number.
    if kind is str or kind is Sentence or kind is int:
        return value  # type: ignore[return-value]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"{value!r} is no parameter of a sentence")


def _count(kind: Kind, parameters: Mapping[str, Parameter]) -> int:
    if not kind.plural:
        return -1
    count = parameters[kind.plural]
    if not isinstance(count, int):
        raise TypeError(f"{kind.code}: {kind.plural} decides and must be an int")
    # Qt's rules for numbers take what fits into 32 bits; what is beyond has the form of many in every language.
    return min(count, 1_000_000_000)


def _form(kind: Kind, parameters: Mapping[str, Parameter]) -> str:
    return kind.many if kind.plural and _count(kind, parameters) != 1 else kind.english


def _filled(text: str, parameters: Mapping[str, Parameter], translate: Translate) -> str:
    parts: list[str] = []
    pieces = _pieces(text)
    for number in range(1, len(pieces), 2):
        parts.append(pieces[number - 1])
        name, after = pieces[number], pieces[number + 1]
        value = parameters.get(name)
        if value is None:
            # A translation that names what is not there shows so and does no harm.
            parts.append(f"{{{name}}}")
        elif isinstance(value, int):
            parts.append(grouped(value))
        elif not isinstance(value, Sentence):
            parts.append(value)
        else:
            said = worded(value, translate)
            # A whole sentence inside another leaves the stop to that.
            parts.append(said[:-1] if after.startswith(_INSTEAD_OF_STOPS) and said.endswith(_STOPS) else said)
    parts.append(pieces[-1])
    return "".join(parts)


@functools.lru_cache(maxsize=256)
def _pattern(english: str) -> re.Pattern[str]:
    pieces = _pieces(english)
    parts = [f"(?P<{piece}>[^ ]+)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces)]
    return re.compile("".join(parts))


@functools.lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    """What stands in a template, and the names between."""
    return tuple(_PLACE.split(text))


def _plain(value: Parameter, for_later: bool) -> Any:
    if isinstance(value, Sentence):
        kind = value.kind
        parameters = {name: _plain(each, for_later) for name, each in value.parameters.items()}
        return [kind.code, parameters, kind.module] if for_later else [kind.code, parameters]
    return value


def _sentence(value: object, clean: Callable[[str], str], levels: int, *, ours: bool) -> Sentence | None:
    if levels == 0 or not isinstance(value, list) or len(value) not in (2, 3):
        return None
    code, given, *module = value
    kind = _known(code, module[0] if ours and module else None) if isinstance(code, str) else None
    if kind is None or not isinstance(given, dict) or given.keys() != kind.parameters or len(given) > _MOST_PARAMETERS:
        return None
    parameters: dict[str, Parameter] = {}
    for name, each in given.items():
        if isinstance(each, str):
            parameters[name] = clean(each)
        elif type(each) is int and 0 <= each < 1 << 64:
            parameters[name] = each
        else:
            inner = _sentence(each, clean, levels - 1, ours=ours)
            if inner is None:
                return None
            parameters[name] = inner
    if kind.plural and type(parameters[kind.plural]) is not int:
        return None
    return Sentence(kind, parameters)


def _known(code: str, module: object) -> Kind | None:
    if code not in _kinds and isinstance(module, str) and module.startswith("ptp_core."):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    return _kinds.get(code)


def _made_again(module: str, code: str, parameters: dict[str, Parameter], text: str) -> str:
    if code not in _kinds and module:
        importlib.import_module(module)
    kind = _kinds.get(code)
    # Nothing but a test declares kinds that its module does not have.
    return text if kind is None else Sentence(kind, parameters)


