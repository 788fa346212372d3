"""Which stranger goes for which."""

from __future__ import annotations

from dataclasses import dataclass

from ptp_core.transfer.meeting.admission import Quota, make_way

QUOTA = Quota(strangers=4, of_network=2)


@dataclass(frozen=True)
class Someone:
    network: str
    greeted: bool = False
    number: int = 0


def test_while_there_is_room_nobody_goes() -> None:
    assert make_way([], "a", QUOTA) == (True, None)
    assert make_way([Someone("a"), Someone("b"), Someone("b")], "a", QUOTA) == (True, None)


def test_the_oldest_silent_one_of_the_same_network_goes() -> None:
    strangers = [Someone("b"), Someone("a", greeted=True), Someone("a", number=1), Someone("a", number=2)]
    assert make_way(strangers, "a", QUOTA) == (True, strangers[2])


def test_when_all_is_full_the_network_with_most_gives() -> None:
    strangers = [Someone("b"), Someone("c"), Someone("a", number=1), Someone("a", number=2)]
    assert make_way(strangers, "d", QUOTA) == (True, strangers[2])


def test_those_who_are_being_paired_are_left_in_peace() -> None:
    strangers = [Someone("a", greeted=True), Someone("a", greeted=True), Someone("b")]
    assert make_way(strangers, "a", QUOTA) == (False, None)
