"""RangeSet against a plain set of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ptp_core.transport.ranges import RangeSet

Edge = st.integers(0, 60)
Operations = st.lists(st.tuples(st.sampled_from(["add", "remove"]), Edge, Edge), max_size=40)


def build(operations: list[tuple[str, int, int]]) -> tuple[RangeSet, set[int]]:
    ranges, model = RangeSet(), set[int]()
    for verb, start, stop in operations:
        numbers = set(range(start, stop))
        if verb == "add":
            assert ranges.add(start, stop) == len(numbers - model)
            model |= numbers
        else:
            ranges.remove(start, stop)
            model -= numbers
    return ranges, model


@given(Operations)
def test_it_holds_what_a_set_would(operations: list[tuple[str, int, int]]) -> None:
    ranges, model = build(operations)
    assert {number for start, stop in ranges for number in range(start, stop)} == model
    assert ranges.total == len(model)
    edges = [edge for pair in ranges for edge in pair]
    assert edges == sorted(set(edges)), "ranges overlap, touch or are out of order"
    assert [number for number in range(61) if number in ranges] == sorted(model)


@given(Operations, Edge, Edge)
def test_questions_about_a_stretch(operations: list[tuple[str, int, int]], start: int, stop: int) -> None:
    ranges, model = build(operations)
    stretch = set(range(start, stop))
    if stretch:
        assert ranges.covers(start, stop) == (stretch <= model)
        assert ranges.overlaps(start, stop) == bool(stretch & model)
    missing = ranges.missing(start, stop)
    assert {number for low, high in missing for number in range(low, high)} == stretch - model
    assert all(low < high for low, high in missing)


@given(Operations, st.integers(1, 5))
def test_the_newest_come_first(operations: list[tuple[str, int, int]], count: int) -> None:
    ranges, _ = build(operations)
    assert ranges.newest(count) == list(reversed(list(ranges)))[:count]
    if ranges:
        assert (ranges.first, ranges.last) == (next(iter(ranges)), next(reversed(ranges)))
        rest = list(ranges)[1:]
        ranges.drop_oldest()
        assert list(ranges) == rest
