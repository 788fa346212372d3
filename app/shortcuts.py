"""What the keys do, and where: each declared once. No Qt.

Actions, menus, tool tips and the sheet that lists all keys are made from these rows. What an action does is for its
window to say, by the row's name. Pure values, from any thread.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

# What translators find these words under.
CONTEXT: Final = "shortcuts"


class Place(enum.Enum):
    """Where keys count, with the heading in the sheet: those of a window everywhere in it, the others while the focus
    is there."""

    WINDOW = "Everywhere in the window"
    TRANSFERS = "In the list of transfers"
    VIEWS = "In curves, graphs and buffers"
    CANVAS = "In a graph of segments, besides"
    DRAWING = "Where a curve is drawn beforehand"
    HISTORY = "In the history"
    RECORDING = "In the window of a recording"

    @property
    def is_window(self) -> bool:
        """Whether the keys count wherever the focus is in the window."""
        return self in (Place.WINDOW, Place.RECORDING)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`words` say what it does, also in a menu. Each of `keys` does it, and the first is the one that is told; they are
    in Qt's portable spelling. Where `each`, every key does it to another: the first tab, the second. `section` is the
    part of its window's menu, from the top; 0 is not in it."""

    name: str
    place: Place
    words: str
    keys: tuple[str, ...] = ()
    section: int = 0
    each: bool = False


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(f"Ctrl+{number}" for number in range(1, count + 1))


_W, _T, _V, _R = Place.WINDOW, Place.TRANSFERS, Place.VIEWS, Place.RECORDING
DETAIL_TABS: Final = 7
RECORDING_TABS: Final = 5

SHORTCUTS: Final = (
    Shortcut("send-page", _W, "Send", ("Alt+1",)),
    Shortcut("receive-page", _W, "Receive", ("Alt+2",)),
    Shortcut("laboratory-page", _W, "Laboratory", ("Alt+3",)),
    Shortcut("transfers", _W, "Go to the transfers", ("Alt+4",)),
    Shortcut("choose-files", _W, "Choose files…", ("Ctrl+O",), 1),
    Shortcut("choose-folder", _W, "Choose folder…", ("Ctrl+Shift+O",), 1),
    Shortcut("send-text", _W, "Send text…", ("Ctrl+T",), 1),
    Shortcut("paste", _W, "Paste files, a link or a text", ("Ctrl+V",), 1),
    Shortcut("submit", _W, "Send, or run", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), 1),
    Shortcut("pause", _W, "Pause or resume", ("Ctrl+P",), 1),
    Shortcut("retry", _W, "Try again", ("Ctrl+R",), 1),
    Shortcut("open-exercise", _W, "Open exercise…", ("Ctrl+Shift+E",), 2),
    Shortcut("open-recording", _W, "Open recording…", ("Ctrl+Shift+R",), 2),
    Shortcut("save-recording", _W, "Save recording…", ("Ctrl+Shift+S",), 2),
    Shortcut("details", _W, "Show details", ("Ctrl+I",), 3),
    Shortcut("history", _W, "History…", ("Ctrl+H",), 3),
    Shortcut("settings", _W, "Settings…", ("Ctrl+,",), 3),
    Shortcut("computer", _W, "This computer and those it knows…", (), 3),
    Shortcut("handbook", _W, "Handbook", ("F1",), 4),
    Shortcut("shortcuts", _W, "Keys…", ("Ctrl+?",), 4),
    Shortcut("about", _W, "About PTP", (), 4),
    Shortcut("quit", _W, "Quit", ("Ctrl+Q",), 5),
    Shortcut("menu", _W, "Menu", ("F10",)),
    Shortcut("tab", _W, "A tab of the details or the results, from the left", _numbered(DETAIL_TABS), each=True),
    Shortcut("open-details", _T, "Show the details", ("Return", "Enter")),
    Shortcut("toggle-details", _T, "Show the details, or hide them", ("Space",)),
    Shortcut("show-in-folder", _T, "Show what was received: in its folder, or a text", ("Shift+Return", "Shift+Enter")),
    Shortcut("copy-text", _T, "Copy the text", ("Ctrl+C",)),
    Shortcut("stop", _T, "Cancel what runs, remove what has ended", ("Del", "Backspace")),
    Shortcut("cancel", _T, "Cancel what runs", ("Esc",)),
    Shortcut("move-up", _T, "Send earlier", ("Alt+Up",)),
    Shortcut("move-down", _T, "Send later", ("Alt+Down",)),
    Shortcut("row-menu", _T, "All that can be done with a transfer", ("Menu", "Shift+F10")),
    Shortcut("play", _V, "Play, or pause", ("Space",)),
    Shortcut("step-back", _V, "To the event before", ("Left",)),
    Shortcut("step", _V, "To the next event", ("Right",)),
    Shortcut("jump-back", _V, "Back by a tenth of the picture", ("Shift+Left",)),
    Shortcut("jump", _V, "On by a tenth of the picture", ("Shift+Right",)),
    Shortcut("beginning", _V, "To the beginning", ("Home",)),
    Shortcut("end", _V, "To the end, and on with it while it runs", ("End",)),
    Shortcut("zoom-in", Place.CANVAS, "Zoom in", ("+", "Shift++", "=")),
    Shortcut("zoom-out", Place.CANVAS, "Zoom out", ("-",)),
    Shortcut("pan-back", Place.CANVAS, "Back by a part of the picture", ("PgUp",)),
    Shortcut("pan", Place.CANVAS, "On by a part of the picture", ("PgDown",)),
    Shortcut("choose-none", Place.CANVAS, "Choose no segment", ("Esc",)),
    Shortcut("pen-left", Place.DRAWING, "The pen to the left; ten times as far with Shift", ("Left", "Shift+Left")),
    Shortcut("pen-right", Place.DRAWING, "The pen to the right", ("Right", "Shift+Right")),
    Shortcut("pen-up", Place.DRAWING, "The pen up", ("Up", "Shift+Up")),
    Shortcut("pen-down", Place.DRAWING, "The pen down", ("Down", "Shift+Down")),
    Shortcut("lift-pen", Place.DRAWING, "Lift the pen, or let it down", ("Space",)),
    Shortcut("remove-entry", Place.HISTORY, "Remove the entry", ("Del",)),
    Shortcut("copy-entry", Place.HISTORY, "Copy the entry", ("Ctrl+C",)),
    Shortcut("open-recording", _R, "Open recording…", ("Ctrl+O",), 1),
    Shortcut("save-as", _R, "Save as…", ("Ctrl+S",), 1),
    Shortcut("save-picture", _R, "Save a picture of this view…", ("Ctrl+E",), 1),
    Shortcut("save-report", _R, "Save a report…", ("Ctrl+R",), 1),
    Shortcut("shortcuts", _R, "Keys…", ("Ctrl+?",), 2),
    Shortcut("close", _R, "Close", ("Ctrl+W",), 3),
    Shortcut("tab", _R, "A tab, from the left", _numbered(RECORDING_TABS), each=True),
)


def in_place(place: Place) -> tuple[Shortcut, ...]:
    """The rows of a place, in the order in which they are listed."""
    return tuple(row for row in SHORTCUTS if row.place is place)


def named(name: str, place: Place) -> Shortcut:
    """The row with this name. Raises KeyError for one that is not declared."""
    return {row.name: row for row in in_place(place)}[name]
