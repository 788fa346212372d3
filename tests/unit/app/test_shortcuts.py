"""The declared keys: each means one thing where it counts."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.shortcuts import SHORTCUTS, Place, in_place, named

# A place inside another one: the keys of both count there. What is in neither row shares no focus.
INSIDE = {
    Place.TRANSFERS: {Place.WINDOW},
    Place.VIEWS: {Place.WINDOW, Place.RECORDING},
    Place.CANVAS: {Place.VIEWS, Place.WINDOW, Place.RECORDING},
    Place.DRAWING: {Place.WINDOW},
    Place.HISTORY: set(),
}


def test_each_place_has_rows_and_a_name_once() -> None:
    for place in Place:
        names = [row.name for row in in_place(place)]
        assert names
        assert len(names) == len(set(names))
        assert all(row.words for row in in_place(place))


@pytest.mark.parametrize("place", Place)
def test_no_key_means_two_things(place: Place) -> None:
    here = [row for row in SHORTCUTS if row.place is place or row.place in INSIDE.get(place, set())]
    for one, other in combinations(here, 2):
        if {one.place, other.place} != {Place.WINDOW, Place.RECORDING}:
            assert not set(one.keys) & set(other.keys), (one, other)


def test_the_keys_that_people_know_are_there() -> None:
    """Those of the programs beside which this one stands."""
    known = {
        "choose-files": "Ctrl+O",
        "submit": "Ctrl+S",
        "pause": "Ctrl+P",
        "details": "Ctrl+I",
        "quit": "Ctrl+Q",
        "shortcuts": "Ctrl+?",
        "paste": "Ctrl+V",
    }
    for name, key in known.items():
        assert named(name, Place.WINDOW).keys[0] == key
    pages = [row.keys[0] for row in in_place(Place.WINDOW) if row.keys and row.keys[0].startswith("Alt+")]
    assert pages == ["Alt+1", "Alt+2", "Alt+3", "Alt+4"]
    assert named("toggle-details", Place.TRANSFERS).keys == ("Space",)
