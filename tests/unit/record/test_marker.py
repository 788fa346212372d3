"""The marker finds nothing in what the textbook's peers do, and each planted fault, and nothing else."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given as given_values
from hypothesis import settings
from hypothesis import strategies as st

from ptp_core.errors import SettingsError
from ptp_core.record.marker.faults import Rule
from ptp_core.record.marker.log_reading import parse_log
from ptp_core.record.marker.marking import Marking, mark
from ptp_core.record.marker.values import GivenValues, MarkedRecovery, TimeUnit
from tests.unit.record.textbook_logs import text
from tests.unit.record.textbook_peers import Lesson, run

RECOVERIES = ("oldest", "go-back-n", "selective-repeat", "stop-and-wait")
CONVERSATION = ((0, 264), (1, 264), (0, 38), (1, 38), (0, 30), (1, 5), (0, 20_042), (1, 13), (1, 14))


def given(lesson: Lesson, *, time_unit: TimeUnit | None = None) -> GivenValues:
    return GivenValues(
        window_bytes=lesson.window,
        mss_bytes=lesson.mss,
        timeout_s=lesson.timeout_s,
        recovery=MarkedRecovery(lesson.recovery),
        time_unit=time_unit,
    )


def marked(lesson: Lesson, *, alone: bool = False) -> Marking:
    sender, receiver = run(lesson)
    logs = parse_log(text(sender, is_sender=True), "s.log"), parse_log(text(receiver, is_sender=False), "r.log")
    return mark(logs[0], None if alone else logs[1], given(lesson))


def words(marking: Marking) -> str:
    return "\n".join(map(str, marking.faults))


def lessons() -> list[Lesson]:
    rng = random.Random(11)
    found = []
    for number, (recovery, drop) in enumerate(itertools.product(RECOVERIES * 15, (0.0, 0.05, 0.1, 0.2, 0.4))):
        mss = rng.choice((1, 64, 200, 500, 1000, 1460))
        size = rng.randrange(1, 40) * mss + rng.randrange(mss)
        found.append(
            Lesson(
                recovery=recovery,
                mss=mss,
                segments=rng.choice((1, 2, 3, 5, 8, 16, 64)),
                timeout_s=rng.choice((0.1, 0.2, 0.5)),
                drop=drop,
                acknowledgement_drop=rng.choice((0.0, 0.0, 0.1)),
                delay_s=rng.choice((0.002, 0.01, 0.03)),
                seed=number,
                talk=((0, size),) if number % 3 else (*CONVERSATION[:-3], (0, size), *CONVERSATION[-2:]),
                close_in_one=number % 2 == 0,
                absolute=number % 5 > 0,
            )
        )
    return found


@pytest.mark.parametrize("recovery", RECOVERIES)
def test_nothing_is_found_in_transfers_by_the_textbook(recovery: str) -> None:
    sent_again = 0
    for lesson in lessons():
        if lesson.recovery == recovery:
            marking = marked(lesson)
            assert marking.is_clean, f"{lesson}\n{words(marking)}"
            assert marked(lesson, alone=True).is_clean
            sent_again += sum(row.event == "drop" for row in run(lesson)[0])
    assert sent_again > 50


BUSY = Lesson(drop=0.15, seed=3)
PLANTED: list[tuple[str, Lesson, set[Rule]]] = [
    ("beyond the window", Lesson(), {Rule.WINDOW}),
    ("beyond the window", Lesson(recovery="stop-and-wait"), {Rule.WINDOW}),
    ("too large", Lesson(), {Rule.SEGMENT_SIZE}),
    ("short in the middle", Lesson(), {Rule.SEGMENT_SIZE}),
    ("swaps two", Lesson(drop=0), {Rule.SEQUENCE}),
    ("newest at the time-out", Lesson(segments=2), {Rule.OLDEST_ONLY}),
    ("newest at the third duplicate", BUSY, {Rule.OLDEST_ONLY}),
    ("all again at the time-out", Lesson(segments=3, seed=0), {Rule.OLDEST_ONLY}),
    ("acknowledged data again", Lesson(), {Rule.OLDEST_ONLY}),
    ("early timer", Lesson(segments=2), {Rule.CAUSE}),
    ("second duplicate", BUSY, {Rule.CAUSE}),
    ("timer runs on at new data", Lesson(segments=2, delay_s=0.03), {Rule.CAUSE}),
    ("late timer", Lesson(segments=2), {Rule.TIMER}),
    ("doubles the time-out", Lesson(segments=2, drop=0.4), {Rule.TIMER}),
    ("no fast retransmit", BUSY, {Rule.FAST_RETRANSMIT}),
    ("skips one while going back", Lesson(recovery="go-back-n"), {Rule.OLDEST_ONLY}),
    ("goes back for one only", Lesson(recovery="go-back-n"), {Rule.OLDEST_ONLY}),
    ("receiver keeps", Lesson(recovery="go-back-n"), {Rule.ACKNOWLEDGEMENT_NUMBER}),
    ("early own timer", Lesson(recovery="selective-repeat", drop=0.15, seed=0), {Rule.CAUSE}),
    ("again though acknowledged", Lesson(recovery="selective-repeat", drop=0.15, seed=3), {Rule.OLDEST_ONLY}),
    ("forgets an own timer", Lesson(recovery="selective-repeat", drop=0.15, seed=3), {Rule.TIMER}),
    ("receiver keeps nothing", BUSY, {Rule.ACKNOWLEDGEMENT_NUMBER}),
    ("every second acknowledged", Lesson(), {Rule.ACKNOWLEDGEMENT}),
    ("no acknowledgement out of order", Lesson(), {Rule.ACKNOWLEDGEMENT}),
    ("acknowledges twice", Lesson(), {Rule.ACKNOWLEDGEMENT}),
    ("old number", Lesson(), {Rule.ACKNOWLEDGEMENT_NUMBER}),
    ("no third step", Lesson(), {Rule.OPENING}),
    ("SYN+ACK acknowledges too much", Lesson(), {Rule.OPENING}),
    ("third step acknowledges too little", Lesson(), {Rule.OPENING}),
    ("data before SYN+ACK", Lesson(drop=0, talk=((0, 1000), (0, 1000))), {Rule.OPENING}),
    ("wrong number of FIN", Lesson(), {Rule.CLOSING}),
    ("FIN without an acknowledgement", Lesson(), {Rule.CLOSING}),
    ("no FIN of the receiver", Lesson(), {Rule.CLOSING}),
    ("too much after FIN", Lesson(), {Rule.CLOSING}),
    ("reset", Lesson(), {Rule.CLOSING}),
]


@pytest.mark.parametrize(
    ("plant", "lesson", "rules"), PLANTED, ids=[f"{name}-{at}" for at, (name, *_) in enumerate(PLANTED)]
)
def test_a_planted_fault_is_found_and_nothing_else(plant: str, lesson: Lesson, rules: set[Rule]) -> None:
    right = marked(lesson)
    assert right.is_clean, words(right)
    wrong = marked(replace(lesson, plant=plant))
    assert set(wrong.counts()) == rules, words(wrong)


def edited(lesson: Lesson, edit: str) -> Marking:
    """The logs of a right transfer in which somebody changed a line."""
    sides = run(lesson)
    texts = [text(rows, is_sender=not side).splitlines() for side, rows in enumerate(sides)]
    first_arrived = next(at for at, line in enumerate(texts[0]) if line.startswith("snd") and " D " in line)
    match edit.split(":")[0]:
        case "dropped":
            texts[0][first_arrived] = texts[0][first_arrived].replace("snd ", "drop", 1)
        case "heard what was not sent":
            row = next(row for row in sides[0] if row.event == "rcv" and row.kind == "A")
            words = f"rcv  {row.time_s:.6f} A {row.sequence} 0 {row.acknowledgement - 500}"
            at = max(at for at, line in enumerate(texts[0]) if line.startswith("rcv") and " A " in line)
            texts[0].insert(at, words.replace(f"{row.time_s:.6f}", texts[0][at].split()[1]))
        case "total":
            _, side, name = edit.split(":")
            at = next(at for at, line in enumerate(texts[int(side)]) if line.startswith(name))
            number = int(texts[int(side)][at].rpartition(" ")[2])
            texts[int(side)][at] = f"{name}: {number + 1}"
        case "word":
            texts[1].insert(5, "snd 0.1 X 1 2 3")
        case "time":
            event, _, *rest = texts[0][-8].split()
            texts[0][-8] = " ".join([event, "0.000001", *rest])
        case "cut off":
            stop = next(at for at, row in enumerate(sides[0]) if row.event != "rcv" and row.kind == "D")
            del texts[0][stop + 1 :]
    return mark(parse_log("\n".join(texts[0]), "s.log"), parse_log("\n".join(texts[1]), "r.log"), given(lesson))


EDITED = {
    "dropped": {Rule.AGREEMENT, Rule.TOTALS},
    "heard what was not sent": {Rule.AGREEMENT},
    "total:0:bytes of data": {Rule.TOTALS},
    "total:0:segments sent": {Rule.TOTALS},
    "total:0:segments dropped": {Rule.TOTALS},
    "total:0:segments retransmitted": {Rule.TOTALS},
    "total:0:duplicate acknowledgements": {Rule.TOTALS},
    "total:1:bytes of data": {Rule.TOTALS},
    "total:1:segments received": {Rule.TOTALS},
    "total:1:duplicate segments": {Rule.TOTALS},
    "word": {Rule.FORMAT},
    "time": {Rule.FORMAT},
    "cut off": {Rule.DELIVERY, Rule.CLOSING, Rule.AGREEMENT},
}


@pytest.mark.parametrize(("edit", "rules"), EDITED.items())
def test_a_line_that_somebody_changed_is_found_and_nothing_else(edit: str, rules: set[Rule]) -> None:
    marking = edited(BUSY, edit)
    assert set(marking.counts()) == rules, words(marking)


def test_a_fault_names_the_line_and_what_was_right() -> None:
    log = """\
    snd 0.000 S 0 0 0
    rcv 0.010 SA 0 0 1
    snd 0.010 A 1 0 1
    snd 0.011 D 1 1000 1
    snd 0.012 D 1001 1000 1
    snd 0.220 D 1001 1000 1
    rcv 0.230 A 1 0 2001
    snd 0.231 F 2001 0 1
    rcv 0.240 FA 1 0 2002
    snd 0.241 A 2002 0 2
    """
    lesson = Lesson()
    marking = mark(parse_log(log, "ada.log"), None, given(lesson))
    assert [str(fault) for fault in marking.faults] == [
        "ada.log line 6: 1001 is sent again, but 1 is the oldest unacknowledged"
    ]


@pytest.mark.parametrize("unit", ["s", "ms"])
@pytest.mark.parametrize("blank", [" ", "\t", "   \t "])
def test_any_blanks_and_either_unit_of_time_are_understood(unit: str, blank: str) -> None:
    lesson = replace(BUSY, delay_s=0.004, absolute=unit == "s")
    sender, receiver = run(lesson)
    digits = 3 if unit == "ms" else 5
    logs = [
        parse_log(text(rows, is_sender=not side, unit=unit, blank=blank, digits=digits), f"{side}.log")
        for side, rows in enumerate((sender, receiver))
    ]
    marking = mark(logs[0], logs[1], given(lesson))
    assert marking.is_clean, words(marking)
    assert marking.time_unit is (TimeUnit.MILLISECONDS if unit == "ms" else TimeUnit.SECONDS)


@pytest.mark.parametrize("wraps", [True, False])
def test_numbers_of_32_bits_may_begin_anew_and_those_of_64_need_not(wraps: bool) -> None:
    first = (1 << 32) - 1500
    log = f"""\
    snd 0.0 S {first - 1} 0 0
    rcv 0.1 SA 0 0 {first}
    snd 0.1 A {first} 0 1
    snd 0.2 D {first} 1000 1
    snd 0.2 D {first + 1000} 1000 1
    snd 0.2 D {(first + 2000) % (1 << 32) if wraps else first + 2000} 1000 1
    snd 0.2 D {(first + 2000) % (1 << 32) if wraps else first + 2000} 1000 1
    """
    marking = mark(parse_log(log, "ada.log"), None, given(Lesson()))
    assert {fault.rule for fault in marking.faults} == {Rule.OLDEST_ONLY, Rule.DELIVERY, Rule.CLOSING}
    assert f"but {first} is the oldest unacknowledged" in words(marking)


def test_whole_numbers_are_milliseconds() -> None:
    sender, _ = run(BUSY)
    log = parse_log(text(sender, is_sender=True, unit="ms", digits=0), "s.log")
    assert mark(log, None, given(BUSY)).is_clean


def test_the_values_come_from_the_notes_of_the_log() -> None:
    sender, _ = run(BUSY)
    notes = "# times in seconds\n# window 5000 bytes\n# mss 1000 bytes\n# time-out 200 ms\n# recovery oldest\n"
    marking = mark(parse_log(notes + text(sender, is_sender=True), "s.log"), None, GivenValues())
    assert marking.is_clean
    assert (marking.values.window_bytes, marking.values.timeout_s) == (5000, 0.2)


def test_without_a_value_the_command_line_is_to_say_it() -> None:
    sender, _ = run(BUSY)
    with pytest.raises(SettingsError, match="does not say its window"):
        mark(parse_log(text(sender, is_sender=True), "s.log"), None, GivenValues(mss_bytes=1000, timeout_s=0.2))


def test_other_programs_words_for_types_and_totals_are_understood() -> None:
    log = """\
    event  time  type  seq  bytes  ack
    snd 0.0 SYN 100 0 0
    rcv 0.1 SYN+ACK 300 0 101
    snd 0.2 ACK 101 0 301
    drp 0.3 DATA 101 10 301
    snd 0.5 DATA 101 10 301
    rcv 0.6 ACK 301 0 111
    snd 0.7 FIN 111 0 301
    rcv 0.8 FIN/ACK 301 0 112
    snd 0.9 ACK 112 0 302
    ===============================
    Amount of Data Transferred (in bytes)   10
    Number of Data Segments Sent (excluding retransmissions) = 1
    Number of Packets Dropped: 1
    Number of Retransmitted Segments: 1
    Number of Duplicate Acknowledgements received: 0
    """
    marking = mark(parse_log(log, "ada.log"), None, given(Lesson(mss=10)))
    assert marking.is_clean, words(marking)


@settings(max_examples=300, deadline=None)
@given_values(
    lines=st.lists(
        st.tuples(
            st.sampled_from(["snd", "rcv", "drop", "#", "x"]),
            st.lists(
                st.sampled_from(
                    ["0", "1", "5.5", "S", "SA", "A", "F", "D", "R", "99999999999999999", "1001", "-1", "é"]
                ),
                max_size=6,
            ),
        )
    )
)
def test_no_text_ends_the_marker_with_anything_but_faults(lines: list[tuple[str, list[str]]]) -> None:
    log = parse_log("\n".join(" ".join([first, *rest]) for first, rest in lines), "x.log")
    if log.segments:
        mark(log, log, given(Lesson()))
