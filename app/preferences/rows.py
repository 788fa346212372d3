"""What can be set for the window, one row each, in the order in which it is shown. No Qt.

A row says how it is found and edited; what it reads and does is bound to its key by the controller. A test holds that
every row is bound and nothing else is. The words are translated where they are shown, in the context `preferences`;
those of a Choice or a Number in `declared`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Final

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
)
from ptp_core.declared import Choice, Number

CONTEXT: Final = "preferences"


class Editor(enum.Enum):
    """What edits a row. CHOICE and NUMBER have a row of their own, LIST gets its values from the program."""

    SWITCH = enum.auto()
    TEXT = enum.auto()
    FOLDER = enum.auto()
    LIST = enum.auto()
    CHOICE = enum.auto()
    NUMBER = enum.auto()


class Group(enum.Enum):
    """Headings."""

    COMPUTER = "This computer"
    RECEIVING = "Receiving"
    SENDING = "Sending and receiving"
    NEARBY = "Computers near here"
    WINDOW = "Language and look"
    STAYING = "Tray, notices and start"
    RECORD = "What is recorded"


class Effect(enum.Enum):
    """When a change counts, where that is not at once."""

    AT_ONCE = ""
    NEXT_TRANSFER = "From the next transfer on."
    ANEW = "The window opens anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One thing to set. `words` explain it, `keywords` are other words that it is looked for by."""

    key: str
    group: Group
    title: str
    editor: Editor
    words: str = ""
    keywords: str = ""
    row: Choice[Any] | Number | None = None
    effect: Effect = Effect.AT_ONCE


PREFERENCES: Final = (
    Preference(
        key="name",
        group=Group.COMPUTER,
        title="Name of this computer",
        words="What others see when they send to you or you to them.",
        keywords="device host call rename",
        editor=Editor.TEXT,
    ),
    Preference(
        key="receiving",
        group=Group.RECEIVING,
        title="Receive files",
        words="Others can send to this computer while PTP is open.",
        keywords="listen server on off",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="folder",
        group=Group.RECEIVING,
        title="Folder for received files",
        keywords="directory downloads save destination path",
        editor=Editor.FOLDER,
    ),
    Preference(
        key="folder_per_peer",
        group=Group.RECEIVING,
        title="A folder for each sender",
        words="Named after the sender, with the beginning of its fingerprint.",
        keywords="directory sort person",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="accept",
        group=Group.RECEIVING,
        title="Who may send",
        words="Everyone needs the code once; after that the computer is known.",
        keywords="accept ask trust permission security stranger",
        editor=Editor.CHOICE,
        row=ACCEPT,
    ),
    Preference(
        key="on_conflict",
        group=Group.RECEIVING,
        title="If a name is in use",
        keywords="conflict overwrite replace rename skip existing",
        editor=Editor.CHOICE,
        row=ON_CONFLICT,
    ),
    Preference(
        key="port",
        group=Group.RECEIVING,
        title="Port",
        words="UDP. A firewall has to let it in.",
        keywords="udp firewall network 7700 listen router",
        editor=Editor.NUMBER,
        row=PORT,
    ),
    Preference(
        key="limit",
        group=Group.SENDING,
        title="Speed limit",
        words="Of all transfers together, in each direction.",
        keywords="bandwidth rate throttle slow mbit",
        editor=Editor.NUMBER,
        row=SPEED_LIMIT,
    ),
    Preference(
        key="at_once",
        group=Group.SENDING,
        title="Transfers at once",
        words="The others wait in the queue.",
        keywords="queue parallel simultaneous number",
        editor=Editor.NUMBER,
        row=AT_ONCE,
    ),
    Preference(
        key="announced",
        group=Group.NEARBY,
        title="Can be found on this network",
        words="Computers near here are told this one's name and address while it receives.",
        keywords="discovery announce mdns bonjour visible privacy",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="nearby",
        group=Group.NEARBY,
        title="Look for computers near here",
        keywords="discovery search find mdns bonjour network",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="language",
        group=Group.WINDOW,
        title="Language",
        keywords="translation english chinese locale",
        editor=Editor.LIST,
        effect=Effect.ANEW,
    ),
    Preference(
        key="look",
        group=Group.WINDOW,
        title="Light or dark",
        keywords="theme colour scheme appearance night",
        editor=Editor.CHOICE,
        row=LOOK,
    ),
    Preference(
        key="size_units",
        group=Group.WINDOW,
        title="Units of sizes",
        keywords="bytes kilobyte binary decimal mib kib",
        editor=Editor.CHOICE,
        row=SIZE_UNITS,
    ),
    Preference(
        key="speed_units",
        group=Group.WINDOW,
        title="Units of speeds",
        keywords="rate bits bytes mbit bandwidth",
        editor=Editor.CHOICE,
        row=SPEED_UNITS,
    ),
    Preference(
        key="notifications",
        group=Group.STAYING,
        title="Notices while you look elsewhere",
        words="Offers, what is done and what failed, shown by the desktop.",
        keywords="notification message popup desktop alert",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="closing",
        group=Group.STAYING,
        title="Closing the window",
        words="Where the desktop has a tray PTP can stay there and go on receiving.",
        keywords="tray background minimise quit exit stay",
        editor=Editor.CHOICE,
        row=CLOSING,
    ),
    Preference(
        key="login",
        group=Group.STAYING,
        title="Start when you log in",
        words="Without its window; the tray shows it.",
        keywords="autostart boot login startup background",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="keeps_history",
        group=Group.RECORD,
        title="History of transfers",
        words="Names, sizes, times and computers, on this computer only. What is listed already stays.",
        keywords="log privacy remember list",
        editor=Editor.SWITCH,
    ),
    Preference(
        key="keeps_recordings",
        group=Group.RECORD,
        title="What happens on each connection",
        words="For the live view, the graphs and saved recordings; in memory, never the contents.",
        keywords="live recording graph events trace memory",
        editor=Editor.SWITCH,
        effect=Effect.NEXT_TRANSFER,
    ),
)


def preference_words() -> set[str]:
    """All that is to be translated in this table's own context."""
    found = {group.value for group in Group} | {effect.value for effect in Effect}
    for row in PREFERENCES:
        found |= {row.title, row.words, row.keywords}
    return found - {""}
