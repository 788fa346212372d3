"""What a screen reader finds: the accessible things of a program, read over AT-SPI as any reader does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
COMPONENT: Final = "org.a11y.atspi.Component"
EVENTS: Final = "org.a11y.atspi.Event.Object"
ROOT: Final = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
REGISTRY: Final = (
    "org.a11y.atspi.Registry",
    "/org/a11y/atspi/registry",
    "org.a11y.atspi.Registry",
)
# atspi-constants.h, AtspiStateType.
FOCUSABLE, FOCUSED, SHOWING, SELECTED = 11, 12, 25, 23
# AtspiRelationType: a label leads to it.
_LABELLED_BY: Final = 2
# AtspiCoordType.
_OF_THE_SCREEN: Final = 0
_LIMIT_S: Final = 10.0


class Bus:
    """One connection to a bus that asks and waits for the answer. Raises AssertionError for an error as answer."""

    def __init__(self, address: str) -> None:
        # Only Linux has it, and other systems collect these tests too.
        from jeepney.io.blocking import open_dbus_connection

        self._line = open_dbus_connection(address, auth_timeout=_LIMIT_S)

    def call(
        self, service: str, path: str, interface: str, member: str, signature: str = "", *body: Any
    ) -> tuple[Any, ...]:
        """The values of the answer."""
        from jeepney import DBusAddress, MessageType, new_method_call

        asked = new_method_call(DBusAddress(path, service, interface), member, signature or None, body)
        answer = self._line.send_and_get_reply(asked, timeout=_LIMIT_S)
        assert answer.header.message_type is MessageType.method_return, f"{service} {path} {member}: {answer}"
        return tuple(answer.body)

    def listen(self, service: str, path: str, interface: str, events: Sequence[str]) -> None:
        """Be told of these events, which the registry at that place is asked for."""
        from jeepney import MatchRule

        for event in events:
            self.call(service, path, interface, "RegisterEvent", "s", event)
        rule = MatchRule(type="signal", interface=EVENTS).serialise()
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", rule)

    def next_event(self, limit_s: float = _LIMIT_S) -> tuple[str, bool, tuple[str, str]]:
        """What is so now or not any more, and of what: ("focused", True, place). Raises TimeoutError."""
        from jeepney import HeaderFields, MessageType

        until_s = monotonic() + limit_s
        while True:
            message = self._line.receive(timeout=max(0.0, until_s - monotonic()))
            fields = message.header.fields
            is_event = message.header.message_type is MessageType.signal
            if is_event and fields.get(HeaderFields.member) == "StateChanged":
                place = (str(fields[HeaderFields.sender]), str(fields[HeaderFields.path]))
                return str(message.body[0]), bool(message.body[1]), place

    def close(self) -> None:
        """No more."""
        self._line.close()


@dataclass(frozen=True, slots=True)
class Thing:
    """One accessible thing, as it is at the time of reading; `depth` counts from the program, `place` is where it is on
    the bus."""

    role: str
    name: str
    description: str
    states: frozenset[int]
    labelled: bool
    depth: int
    place: tuple[str, str] = ("", "")

    @property
    def focusable(self) -> bool:
        """Whether the keyboard gets there."""
        return FOCUSABLE in self.states


def programs(bus: Bus) -> dict[str, tuple[str, str]]:
    """The programs that say what they show: their names, and where each is on the bus."""
    return {_name(bus, *each): each for each in bus.call(*ROOT, ACCESSIBLE, "GetChildren")[0]}


def things(bus: Bus, service: str, path: str, depth: int = 0) -> Iterator[Thing]:
    """All that is to be seen, parents first. What is hidden is passed by with all that it holds."""
    (words,) = bus.call(service, path, ACCESSIBLE, "GetState")
    states = frozenset(32 * word + bit for word, value in enumerate(words) for bit in range(32) if value >> bit & 1)
    (role,) = bus.call(service, path, ACCESSIBLE, "GetRoleName")
    if depth > 0 and SHOWING not in states:
        return
    (relations,) = bus.call(service, path, ACCESSIBLE, "GetRelationSet")
    yield Thing(
        str(role),
        _name(bus, service, path),
        str(_property(bus, service, path, "Description")),
        states,
        any(kind == _LABELLED_BY for kind, _targets in relations),
        depth,
        (service, path),
    )
    (children,) = bus.call(service, path, ACCESSIBLE, "GetChildren")
    for program, place in children:
        yield from things(bus, program, place, depth + 1)


def extents(bus: Bus, thing: Thing) -> tuple[int, int, int, int]:
    """Where it is on the screen: left, top, width and height, in pixels."""
    ((left, top, width, height),) = bus.call(*thing.place, COMPONENT, "GetExtents", "u", _OF_THE_SCREEN)
    return left, top, width, height


def parent_of(bus: Bus, thing: Thing) -> tuple[str, str]:
    """Where that is of which it is a part."""
    service, path = _property(bus, *thing.place, "Parent")
    return str(service), str(path)


def text_of(bus: Bus, thing: Thing) -> str:
    """What stands in a box for text."""
    (text,) = bus.call(*thing.place, "org.a11y.atspi.Text", "GetText", "ii", 0, -1)
    return str(text)


def _name(bus: Bus, service: str, path: str) -> str:
    return str(_property(bus, service, path, "Name"))


def _property(bus: Bus, service: str, path: str, name: str) -> Any:
    ((_signature, value),) = bus.call(
        service, path, "org.freedesktop.DBus.Properties", "Get", "ss", ACCESSIBLE, name
    )
    return value
